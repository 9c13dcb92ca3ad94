"""A measure called by its own name, with how good it shall be: "AUC of at least .8"."""

from __future__ import annotations

import re

from .lexicon import denied, every, lexicon
from .quantities import Quantity
from .reading import Context, Heard
from .units import in_units

_NO_GOOD = re.compile(
    r"\W*(?:\w+ )?(?:was|were|is|are) (?:\w+ )?(?:stupid|bad|wrong|dumb|silly|useless|worthless|out|nonsense|rubbish"
    r"|misleading|a mistake|no (?:good|use))\b|\W*(?:isn'?t|is not|won'?t|will not) (?:good enough|do|enough|any good)\b",
    re.IGNORECASE,
)  # fmt: skip
"""What follows a measure that is given up."""


def scrapped(text: str, at: int) -> bool:
    """Return whether the words before a place take back what stands there."""
    clause = re.split(r"[,.;]", text[:at])[-1]
    return bool(re.search(r"\b(?:scrap|forget|drop|not|instead of)\b", clause, re.I))


_TIE = re.compile(
    r"[\s,:=(]*(?:(?:score|value|metric)\s)?(?:(?:of|is|at|to|be|should|must|has|have|needs?|around|about|over|above|under|below"
    r"|north of|at most|less|lower|smaller|higher|more|no|not|max|maximum|beyond|past"
    r"|<=?|≤|better|worse|than|at least|or|and|>=?|≥|with|a|an|the|get|reach|want|i)[\s=:]*)*", re.IGNORECASE,
)  # fmt: skip
_OF_TARGET = ("mean_absolute_error", "root_mean_squared_error")
"""Measures in the unit of the target: "MAE under 10 days"."""
_UNBOUNDED = frozenset(
    "log_loss mean_absolute_error root_mean_squared_error poisson_deviance bias pinball".split()
)


def _is_goal(between: str, q: Quantity) -> bool:
    """Return whether a number behind a measure's name is how good it shall be."""
    if re.search(r"[.;]\s", between):
        return False
    return _TIE.fullmatch(between) is not None or (
        q.bound == "at_least"
        and not re.search(
            r"specificity|recall|precision|fpr|sensitivity", between, re.I
        )
    )


def measure_named(
    text: str, found: tuple[Quantity, ...], context: Context, many: bool
) -> list[Heard]:
    """Return the measure that a message calls by name, and what it shall reach."""
    said = [
        (match, name)
        for name, forms in lexicon()["metrics"].items()
        for match in every(forms, text)
    ]
    # The longest name first: "PR AUC" is no AUC.
    for match, name in sorted(said, key=lambda m: m[0].start() - m[0].end()):
        given_up = _NO_GOOD.match(text, match.end())
        if given_up or denied(text, match.start()) or scrapped(text, match.start()):
            continue
        if many and name == "f1":
            name = "f1_macro"  # of more than two classes there is no other
        heard = [Heard("success.objective", name, *match.span(), 0.9)]
        goal = [
            q
            for q in found
            if (q.start >= match.end() or not text[q.end : match.start()].strip())
            and (q.kind in ("number", "percent") or name in _OF_TARGET)
            and (q.end <= match.start() or _is_goal(text[match.end() : q.start], q))
        ]
        if goal:
            value = in_units(goal[0], context)
            of_one = name not in _UNBOUNDED and 1 < value <= 100
            value = value / 100 if of_one else value
            heard.append(
                Heard("success.target_value", value, goal[0].start, goal[0].end)
            )
        return heard
    return []
