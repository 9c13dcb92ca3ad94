"""Questions for what a word means, and wishes to talk again about something agreed.

Both name what they are about: a term of the glossary, a slot. Invariant: without such a name
nothing is read here.
"""

from __future__ import annotations

import re
from functools import cache

from ..toml_data import toml_data
from .quantities import quantities
from .slots import slots_named


@cache
def _forms(name: str) -> tuple[re.Pattern[str], ...]:
    """Return the forms of one kind, their parts written out."""
    data = toml_data("hearing/meaning_asked.toml")
    filled = (
        re.sub(r"<(term|tail|lead)>", lambda m: data[m[1]], f) for f in data[name]
    )
    return tuple(re.compile(f, re.IGNORECASE) for f in filled)


def term_meant(text: str) -> str | None:
    """Return the word whose meaning a message asks for in any of many ways, or None."""
    for form in _forms("meaning"):
        match = form.match(text)
        if match:
            return match["term"].strip()
    return None


def slot_again(text: str) -> tuple[str, ...]:
    """Return the slot that a message wants to talk about again, without saying how.

    Examples
    --------
    >>> slot_again("can we go over the cost once more"), slot_again("change it to 50")
    (('success.miss_cost',), ())
    """
    if quantities(text):
        return ()
    for form in _forms("again"):
        match = form.match(text)
        if match and (found := slots_named(match["x"])):
            return found
    return ()
