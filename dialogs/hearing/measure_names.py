"""A measure called by its own name, with how good it shall be: "AUC of at least .8"."""

from __future__ import annotations

import re

from .lexicon import denied, every, lexicon
from .quantities import Quantity
from .reading import Context, Heard
from .units import in_units

_NO_GOOD = re.compile(
    r"\W*(?:\w+ )?(?:was|were|is|are) (?:\w+ )?(?:stupid|bad|wrong|dumb|silly|useless|worthless|out|nonsense|rubbish"
    r"|misleading|a mistake|meaningless|pointless|no (?:good|use|help))\b"
    r"|\W*(?:would|will|'d|may) (?:just |only )?(?:mislead|flatter|fool"
    r"|be (?:\w+ )?(?:silly|useless|stupid|misleading|no (?:good|use|help)))\b"
    r"|\W*(?:means?|tells?|says?|gives?|is worth) (?:(?:me|us|you) )?(?:absolutely |just )?nothing\b"
    r"|\W*(?:isn'?t|is not|won'?t|will not) (?:good enough|do|enough|any good)\b",
    re.IGNORECASE,
)
"""What follows a measure that is given up."""


def scrapped(text: str, at: int) -> bool:
    """Return whether the words before a place take back what stands there."""
    clause = re.split(r"[,.;]", text[:at])[-1]
    left = re.search(
        r"\b(?:rather|prefer\w*|instead|more)\b.*\b(?:than|over|to)\s+$", clause, re.I
    )
    return bool(
        left or re.search(r"\b(?:scrap|forget|drop|not|instead of)\b", clause, re.I)
    )


def given_up(text: str, name: re.Match[str]) -> bool:
    """Return whether a measure is named to be refused: "accuracy is useless here"."""
    after = _NO_GOOD.match(text, name.end()) is not None
    over = _OVER.search(text[: name.start()]) is not None
    return after or over or denied(text, name.start()) or scrapped(text, name.start())


_OVER = re.compile(
    r"\b(?:auc|roc|f1|recall|precision|mae|rmse|mape|loss|brier|score) over $", re.I
)
"""Before a measure that another is preferred to: "AUC over accuracy"."""


def refused(measure: str, text: str) -> bool:
    """Return whether a text refuses a measure that it calls by its name."""
    names = every(lexicon()["metrics"].get(measure, ("\0",)), text)
    return any(given_up(text, m) for m in names)


_OF_SOMEBODY = re.compile(
    r"\s?of (?:the|all|our|my|those|these) (?!time|case|row|data|them\b)", re.IGNORECASE
)
"""Behind a share that is of some rows, and no goal of a measure over all."""
_LOGARITHM = re.compile(r"\blogarithm\w*", re.IGNORECASE)
_UNSQUARED = re.compile(
    r"\b(?:not|no|nothing|never|without|don'?t|forget|leave out)\s(?:the |any |anything )?(?:to be |be )?"
    r"squar(?:e|es|ed|ing)\b(?! ?(?:met|f[eo]|mile|k))",
    re.IGNORECASE,
)
"""An error that is to be read as it is."""
_DIVIDED = re.compile(r"\bdivid\w+ by\b|\b(?:over|by) the total\b", re.IGNORECASE)


def _is_number(context: Context) -> bool:
    return context.brief.get("goal.task") in ("regression", "forecast")


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
    numbers = not many and _is_number(context)
    bare = _UNSQUARED.search(text) if numbers else None
    if bare:
        return [Heard("success.objective", "mean_absolute_error", *bare.span(), 0.9)]
    said = [
        (match, name)
        for name, forms in lexicon()["metrics"].items()
        for match in every(forms, text)
    ]
    said += [(m, "log_loss") for m in _LOGARITHM.finditer(text)]
    # The longest name first: "PR AUC" is no AUC.
    for match, name in sorted(said, key=lambda m: m[0].start() - m[0].end()):
        if given_up(text, match):
            continue
        if name == "log_loss" and numbers:
            continue  # there are no chances of a number
        if name == "mean_absolute_error" and _DIVIDED.search(text):
            continue  # "add up the absolute errors and divide by all" is another
        if many and name == "f1":
            name = "f1_macro"  # of more than two classes there is no other
        heard = [Heard("success.objective", name, *match.span(), 0.9)]
        goal = [
            q
            for q in found
            if (q.start >= match.end() or not text[q.end : match.start()].strip())
            and _may_be_goal(q, name, text)
            and not _next_in_list(q, text[match.end() : q.start])
            and (q.end <= match.start() or _is_goal(text[match.end() : q.start], q))
        ]
        reached = _reached(goal[0], name, context) if goal else None
        return [*heard, reached] if reached else heard
    return []


def _next_in_list(q: Quantity, between: str) -> bool:
    """Return whether a time is the next item of a list: "MAE, 40 seconds" is none of the two."""
    return q.kind == "duration" and between.strip() in (",", ";")


def _may_be_goal(q: Quantity, name: str, text: str) -> bool:
    fits = q.kind in ("number", "percent") or name in _OF_TARGET
    return fits and not _OF_SOMEBODY.match(text, q.end)


def _reached(q: Quantity, name: str, context: Context) -> Heard | None:
    """Return a number as what a measure shall reach."""
    value = in_units(q, context)
    of_one = name not in _UNBOUNDED and 1 < value <= 100
    value = value / 100 if of_one else value
    # All of it can no model promise: that is a wish, and no goal.
    if name not in _UNBOUNDED and value >= 1:
        return None
    return Heard("success.target_value", value, q.start, q.end)


def behind(
    text: str, at: int, found: tuple[Quantity, ...], name: str, context: Context
) -> Heard | None:
    """Return the number right behind a place as what the measure named there shall reach."""
    q = next((q for q in found if q.start >= at), None)
    if (
        q is None
        or not _may_be_goal(q, name, text)
        or not _TIE.fullmatch(text[at : q.start])
    ):
        return None
    return _reached(q, name, context)
