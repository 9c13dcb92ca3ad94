"""A path as people type or paste it, and whether something readable is there."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlparse

from ..errors import TableUnreadable

_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "`": "`"}


def normalise(source: str | os.PathLike[str]) -> Path:
    r"""Return the path that was meant.

    Understands surrounding quotes, ``\ `` for a space, ``~``, ``file://`` and, on a
    system with drives mounted, ``C:\``. What exists as written is taken as written.

    Examples
    --------
    >>> normalise("'my file.csv'").name
    'my file.csv'
    >>> normalise(r"my\ file.csv").name
    'my file.csv'
    >>> normalise("file:///data/my%20file.csv").as_posix()
    '/data/my file.csv'
    """
    if isinstance(source, Path):
        return _at_home(source)
    typed = os.fspath(source).strip()
    if _exists(Path(typed)):
        return Path(typed)
    typed = _unquote(typed)
    if typed.lower().startswith("file://"):
        typed = unquote(urlparse(typed).path)
        # file:///C:/x.csv carries a slash before the drive.
        typed = typed[1:] if re.match(r"/[A-Za-z]:/", typed) else typed
    if os.sep == "/" and not re.match(r"[A-Za-z]:\\", typed):
        typed = re.sub(r"\\(?=[\s\"'()&\[\]\\])", "", typed)
    return _at_home(Path(typed))


def _at_home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:
        # "~nobody" names no user of this machine: then it is a name like any other.
        return path


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _unquote(text: str) -> str:
    if len(text) > 1 and _QUOTES.get(text[0]) == text[-1]:
        return text[1:-1].strip()
    return text


def checked(path: Path) -> Path:
    """Return the path if a file or folder can be read there.

    Raises
    ------
    TableUnreadable
        If it is missing, empty, of a special kind, or may not be read.
    """
    if not path.name or "\0" in str(path):
        raise TableUnreadable(
            "This is not a path",
            f"I was given {str(path)!r}. Type the path of a file, such as data.csv.",
        )
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise TableUnreadable("There is no such file", _missing(path)) from None
    except PermissionError:
        raise TableUnreadable("I may not read this file", _forbidden(path)) from None
    except OSError as error:
        raise TableUnreadable(
            "I cannot reach this file",
            f"{path}: {error.strerror or error}. Check the path and try again.",
        ) from error
    if not os.access(path, os.R_OK):
        raise TableUnreadable("I may not read this file", _forbidden(path))
    if path.is_dir():
        return path
    if not path.is_file():
        raise TableUnreadable(
            "This is not a file",
            f"{path} is a device or a pipe. Save the table to a file and name that.",
        )
    if size == 0:
        raise TableUnreadable(
            "The file is empty",
            f"{path} holds 0 bytes. Export the table again, or name another file.",
        )
    return path


def _missing(path: Path) -> str:
    text = f"I looked for {path} in {_folder(path)}."
    near = _nearest(path)
    if near:
        return f"{text} Did you mean {near}?"
    return f"{text} Check the name, or drag the file into this window."


def _folder(path: Path) -> str:
    parent = path.parent
    if str(parent) in ("", "."):
        return f"the folder {Path.cwd()}"
    return f"{parent}" if _exists(parent) else f"{parent}, which does not exist either"


def _nearest(path: Path) -> str:
    from rapidfuzz import process

    try:
        names = [p.name for p in path.parent.iterdir() if p.is_file()]
    except OSError:
        return ""
    best = process.extractOne(path.name, names, score_cutoff=75)
    return str(path.parent / best[0]) if best else ""


def _forbidden(path: Path) -> str:
    return (
        f"{path} is there, but this user is not allowed to open it. Change its "
        "permissions, or copy it to a folder of your own."
    )
