"""Every failure a person can meet, as one tree.

    TandemError             exit code
    ├── BriefInvalid            2
    ├── TableUnreadable         3
    ├── ModelUnreadable         4
    ├── NoUsableModel           1
    └── ExtraMissing            1

Each has a ``title`` of a few words and a text that names the thing, the value found and
what to do.
"""

from __future__ import annotations


class TandemError(Exception):
    """A failure that is told to the person as a sentence."""

    kind = "error"
    exit_code = 1

    def __init__(self, title: str, text: str) -> None:
        super().__init__(text)
        self.title = title
        self.text = text


class BriefInvalid(TandemError):
    """A brief that cannot be used."""

    kind = "brief"
    exit_code = 2


class TableUnreadable(TandemError):
    """A table that cannot be read."""

    kind = "table"
    exit_code = 3


class ModelUnreadable(TandemError):
    """A model file that cannot be read, or is not safe to load."""

    kind = "model"
    exit_code = 4


class NoUsableModel(TandemError):
    """A search that ended with nothing to use."""

    kind = "search"


class ExtraMissing(TandemError):
    """A feature that wants an optional part of the installation."""

    kind = "extra"
