"""What a measure shall reach, said apart from it: "MAE, and I'd be content with 25".

Invariant: one number alone is left over, and words of being content, or a bound, go with it.
"""

from __future__ import annotations

import re

from .hunting import hunt
from .quantities import Quantity
from .reading import Context, Heard
from .sums import tidy
from .told_shares import only_told
from .units import in_units

_CONTENT = re.compile(
    r"\b(?:content|happy|satisfied|glad|sold|good|fine|enough|great|do|promised|target|goal|aim|ok(?:ay)?|wish|want|need"
    r"|expect|hope for|or better|or more|or less)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:specificity|sensitivity|recall|precision|fpr|prevalence|positives?|rows|anyway|columns?)\b",
    re.IGNORECASE,
)
"""What a number beside a measure belongs to instead."""
_IN_UNITS = frozenset({"mean_absolute_error", "root_mean_squared_error"})
_AS_SHARE = frozenset(
    "roc_auc accuracy f1 f1_macro balanced_accuracy r2 average_precision mean_absolute_percentage_error"
    " weighted_absolute_percentage_error quadratic_kappa within_one".split()
)


def with_goal(
    heard: list[Heard], text: str, found: tuple[Quantity, ...], context: Context
) -> list[Heard]:
    """Return what was heard, with the number that its measure shall reach.

    Parameters
    ----------
    heard : list of Heard
        A measure alone, else it is returned as it is.
    text : str
        As `normal` returns it.
    found : tuple of Quantity
        Of the text.
    context : Context
    """
    if len(heard) != 1 or heard[0].slot != "success.objective" or len(found) != 1:
        return heard
    value = _goal(str(heard[0].value), found[0], context)
    clause = re.split(r"[.;](?=\s)", text[: found[0].start])[-1] + text[found[0].end :]
    if value is None or not (found[0].bound or _CONTENT.search(clause)):
        return heard
    if _OTHER.search(clause) or only_told(text, found[0], hunt(context)):
        return heard
    q = found[0]
    return [*heard, Heard("success.target_value", tidy(value), q.start, q.end)]


def _goal(measure: str, q: Quantity, context: Context) -> float | None:
    if measure in _IN_UNITS and q.kind in ("number", "money", "duration"):
        return float(in_units(q, context)) if q.value > 0 else None
    if measure not in _AS_SHARE or not 0 < q.value <= 100:
        return None
    if q.kind == "percent" or (q.kind == "number" and q.value <= 1):
        return q.value
    return q.value / 100 if q.kind == "number" and q.value >= 5 else None
