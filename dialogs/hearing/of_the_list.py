"""Which rows of the list shown last are meant: "the first one", "number two on it", "them".

The message is written anew with the rows by number, so that all that can be asked of a
row can be asked of one of a list. Invariant: without a list nothing is written anew.
"""

from __future__ import annotations

import re
from functools import cache

from ..toml_data import toml_data
from .lexis import row_nouns
from .rownames import LINES, ORDINALS

_DIGITS = re.compile(r"(?P<n>\d+)(?:st|nd|rd|th)?\Z")


def rows_of_list(said: str, listed: tuple[int, ...], again: bool = False) -> str:
    """Return a message with the rows of the last list by number.

    Parameters
    ----------
    said : str
        As `normal` returns it.
    listed : tuple of int
        The rows as they stood in the list, from the top.
    again : bool
        Whether the list is what was spoken of last: then "they" are its rows.

    Examples
    --------
    >>> rows_of_list("why the second one", (17, 4, 9))
    'why row 4'
    >>> rows_of_list("why the second one", ())
    'why the second one'
    """
    if not listed:
        return said
    for form in _forms("one"):
        match = form.search(said)
        at = _place(match["place"], len(listed)) if match else None
        if match and at is not None:
            return f"{said[: match.start()]}row {listed[at]}{said[match.end() :]}"
    for form in _forms("all") if again else ():
        match = form.search(said)
        if match:
            rows = ", ".join(map(str, listed[:-1]))
            whole = f"rows {rows} and {listed[-1]}" if rows else f"row {listed[-1]}"
            return f"{said[: match.start('those')]}{whole}{said[match.end('those') :]}"
    return said


def _place(word: str, length: int) -> int | None:
    """Return which place of a list a word means, from 0."""
    word = word.casefold()
    number = _DIGITS.match(word)
    ends = {"top": 0, "uppermost": 0, "last": length - 1, "bottom": length - 1}
    at = int(number["n"]) - 1 if number else ends.get(word)
    words = toml_data("hearing/queries.toml")["of_the_list"]["numbers"]
    if at is None and word in ORDINALS:
        at = ORDINALS.index(word)
    if at is None and word in words:
        at = words.index(word)
    return at if at is not None and 0 <= at < length else None


@cache
def _forms(name: str) -> tuple[re.Pattern[str], ...]:
    words = toml_data("hearing/queries.toml")["of_the_list"]
    ends = ("top", "uppermost", "last", "bottom", r"\d+(?:st|nd|rd|th)")
    parts = {
        "<nth>": f"(?P<place>{'|'.join([*ORDINALS, *ends])})",
        "<number>": rf"(?P<place>\d+|{'|'.join(words['numbers'])})",
        "<row>": "|".join(sorted(re.escape(n) for n in row_nouns() - LINES)),
    }
    found = []
    for form in words[name]:
        for sign, part in parts.items():
            form = form.replace(sign, part)
        found.append(re.compile(form, re.IGNORECASE))
    return tuple(found)
