"""Rows counted by what is predicted of them: "how many of the suites do you think cancel".

Invariant: only where what the program thinks is asked for, and the outcome is named as the
outcome that is looked for, or left to be understood.
"""

from __future__ import annotations

import re
from typing import Any

from .hunting import hunt, named_side
from .reading import Context

_THOUGHT = re.compile(
    r"\b(?:do|does|would|did|will) (?:you|it|the model|tandem) (?:now |really |then )?(?:think"
    r"|reckon|expect|guess|suppose"
    r"|believe|predict|foresee|see)\b(?P<a>.*)"
    r"|(?P<b>.*)\b(?:in|by) your (?:view|opinion|estimat\w+|reckoning|guess|book)\b",
    re.IGNORECASE,
)
"""What the program thinks, and what it is asked to think of."""
_HAPPENS = re.compile(
    r"\b(?:will|would|going to|gonna|to|are|is|be)\s(?P<what>(?:not\s)?[^\W\d_]{3,}.*)",
    re.IGNORECASE,
)


def foreseen(text: str, context: Context) -> tuple[dict[str, Any], str] | None:
    """Return the filter on the prediction that a count asks for, and the words that say it.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
    """
    event = context.brief.get("goal.event")
    match = _THOUGHT.search(text) if event is not None else None
    if match is None:
        return None
    what = match["a"] if match["a"] is not None else match["b"]
    told = _HAPPENS.search(what)
    if told is None or named_side(told["what"], hunt(context)) is False:
        return None
    return {"column": "prediction", "is": event}, told["what"]
