"""What someone at work with a model asks: whom to act on first, and how many that is.

Heard only where there is a model. The rows are those that the decision names, or all of
them in the order of their chance.
"""

from __future__ import annotations

import re
from typing import Any

from .filters import rows_in
from .lexis import forms_of
from .numerals import value_of
from .reading import Context
from .rownames import row_named

FIRST_SHOWN = 10
"""Rows of a list that nobody gave a length."""

_COUNT = re.compile(
    r"\b(?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|fifty)\b",
    re.IGNORECASE,
)
_PER = re.compile(
    r"\b(?:a|per|each|every|in (?:a|one)) (?P<per>day|week|month|year)\b", re.IGNORECASE
)


def at_work(text: str, context: Context) -> dict[str, Any] | None:
    """Return the query tree of a question about the work itself, or None."""
    if not context.has_model:
        return None
    if forms_of("work")["worth"].search(text):
        return {"rows": None, "do": [{"op": "score"}]}
    if forms_of("work")["other"].search(text) or row_named(text, context.facts):
        return None
    target = context.brief.get("table.target")
    some = rows_in(text, context.facts, (), target) if context.facts else None
    if some is not None and forms_of("work")["pointing"].search(text):
        return None  # "between 2 and 5, how many is that?" counts those
    if forms_of("work")["amount"].search(text) and "goal.event" in context.brief:
        step: dict[str, Any] = {"op": "count"}
        per = _PER.search(text)
        if per:
            step["per"] = per["per"].casefold()
        act = {"column": "decision", "is": "act"}
        return {"rows": {"and": [act, some]} if some else act, "do": [step]}
    if not forms_of("work")["first"].search(text):
        return None
    said = _COUNT.search(text)
    n = value_of(said["n"]) if said else None
    step = {"op": "show", "n": int(n or FIRST_SHOWN), "by": "chance"}
    return {"rows": some, "do": [step]}
