"""An error that counts for what it is: "an hour out is an hour out, whatever the job takes"."""

from __future__ import annotations

import re

from .reading import Heard

_OUT = r"(?:off|out|wrong|late|early|short|over|astray|(?:too )?\w+)"
_SAME_AGAIN = re.compile(
    rf"\b(?P<what>(?:an?|one|\d+|\w+) [\w€$£]+)(?: (?:{_OUT}))? (?:is|stays|remains|counts as"
    rf"|costs)(?: just| always)? (?P=what)\b",
    re.IGNORECASE,
)
"""The same said twice: "fifty euros out is fifty euros out"."""
_NO_PERCENT = re.compile(
    r"\b(?:not|no|never|anything but|without|forget|spare me|don't (?:\w+ ){0,3}?|nothing)(?: in| as"
    r"| with| about| the| any| of)*\s"
    r"(?:percent\w*|per cent|%|relative|proportion\w*)",
    re.IGNORECASE,
)


def unit_for_unit(text: str) -> list[Heard]:
    """Return the mean error where a unit is a unit, or where percentages are refused.

    Parameters
    ----------
    text : str
        As `normal` returns it.

    Examples
    --------
    >>> unit_for_unit("an hour out is an hour out whatever the job")[0].value
    'mean_absolute_error'
    """
    name = "mean_absolute_error"
    again = _SAME_AGAIN.search(text)
    if again:
        return [Heard("success.objective", name, 0, len(text), 0.92)]
    refused = _NO_PERCENT.search(text)
    return [Heard("success.objective", name, 0, len(text), 0.45)] if refused else []
