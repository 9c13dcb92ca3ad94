"""Write a CSV that a spreadsheet cannot be made to run.

A text cell or a header that begins like a formula gets a single quote in front, the way
OWASP advises against CSV injection; numbers never do, so that -5 stays a number.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import IO

import pandas as pd

from ..errors import TandemError
from ..whole_file import whole_file

_RISKY = ("=", "+", "-", "@", "\t", "\r")

_NUMBER = re.compile(r"[+-]?(\d[\d.,' ]*|\.\d+)(e[+-]?\d+)?%?", re.IGNORECASE)


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    Examples
    --------
    >>> guarded("=1+1"), guarded("-5.2"), guarded("- a remark")
    ("'=1+1", '-5.2', "'- a remark")
    """
    if cell.startswith(_RISKY) and not _NUMBER.fullmatch(cell.strip()):
        return f"'{cell}"
    return cell


def write_csv(frame: pd.DataFrame, output: Path | IO[str]) -> None:
    """Write a frame with text cells and headers guarded; a file whole or not at all.

    Parameters
    ----------
    frame : DataFrame
        (n, p); columns of numbers are left as they are.
    output : path or text stream
        Where to.

    Raises
    ------
    TandemError
        If the file cannot be written.
    """
    safe = frame.copy()
    texts = frame.select_dtypes(exclude="number").columns
    safe[texts] = frame[texts].map(lambda v: guarded(v) if isinstance(v, str) else v)
    safe.columns = pd.Index([guarded(str(c)) for c in frame.columns])
    if not isinstance(output, Path):
        safe.to_csv(output, index=False)
        return
    try:
        with whole_file(output) as part:
            safe.to_csv(part, index=False, lineterminator="\n")
    except OSError as error:
        raise TandemError(
            "I cannot write this file",
            f"{output}: {error.strerror or error}. Name a folder that exists and that "
            "you may write to, with room left on the disk.",
        ) from error
