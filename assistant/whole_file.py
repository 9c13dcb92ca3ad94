"""Write a file whole or not at all: under another name first, that then becomes its own."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a file to write; it takes the target's name once that is done.

    Whatever fails, the target is as it was and nothing half written is left.

    Parameters
    ----------
    target : Path
        In a folder that is there; two programs may write it at once.
    """
    part = target.with_name(f"{secrets.token_hex(8)}.part")
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
