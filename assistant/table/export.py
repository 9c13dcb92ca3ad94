"""Write a CSV that a spreadsheet cannot be made to run, whole or not at all.

A text cell or a header that begins like a formula gets a single quote in front, the way
OWASP advises against CSV injection; numbers never do, so that -5 stays a number. The
plain copy is one argument away.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

import pandas as pd

from ..errors import TableUnreadable

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


def unguarded(cell: str) -> str:
    """Return the cell as it was before `guarded`."""
    if cell.startswith("'") and guarded(cell[1:]) == cell:
        return cell[1:]
    return cell


def guard(frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return a frame with text cells and headers guarded, and how many were.

    Parameters
    ----------
    frame : DataFrame
        (n, p); columns of numbers and dates are left as they are.
    """
    changed = 0
    columns = {}
    for position in range(frame.shape[1]):
        values = frame.iloc[:, position]
        if values.dtype.kind not in "ifbMm":
            risky = values.map(lambda v: isinstance(v, str) and guarded(v) != v)
            changed += int(risky.sum())
            if risky.any():
                values = values.map(lambda v: guarded(v) if isinstance(v, str) else v)
        columns[position] = values
    safe = pd.DataFrame(columns, index=frame.index)
    safe.columns = pd.Index([guarded(str(c)) for c in frame.columns])
    changed += sum(guarded(str(c)) != str(c) for c in frame.columns)
    return safe, changed


def write_csv(
    frame: pd.DataFrame, path: str | os.PathLike[str], *, plain: bool = False
) -> int:
    """Write a frame as CSV in one step: a temporary file that then takes the name.

    Parameters
    ----------
    frame : DataFrame
        (n, p).
    path : str or path
        Where to.
    plain : bool
        Leave cells that look like formulas as they are.

    Returns
    -------
    int
        How many cells and headers were guarded.

    Raises
    ------
    TableUnreadable
        If the file cannot be written; nothing half-written is left.
    """
    target = Path(path)
    ready, count = (frame, 0) if plain else guard(frame)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent or ".", suffix=".part")
    except OSError as error:
        raise _unwritable(target, error) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            ready.to_csv(stream, index=False, lineterminator="\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, target)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise _unwritable(target, error) from error
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return count


def _unwritable(path: Path, error: OSError) -> TableUnreadable:
    return TableUnreadable(
        "I cannot write this file",
        f"{path}: {error.strerror or error}. Name a folder that exists and that you "
        "may write to, with room left on the disk.",
    )
