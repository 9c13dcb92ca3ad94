"""How bad steps are that a grade is out: each alike, or worse by their square.

"Three steps out isn't three times as bad, it's nine times." Invariant: a growth is taken only
from a number of steps and so many times, or from words that count the steps.
"""

from __future__ import annotations

import re

from .lexicon import denied
from .numerals import value_of
from .quantities import Quantity
from .reading import Heard

_THING = r"(?:steps?|grades?|levels?|notch(?:es)?|rungs?|class(?:es)?|stars?|stages?|ranks?|places?|bands?|boxes)"
_MANY = re.compile(
    rf"\b(?P<n>two|three|four|five|six|[2-6]) (?:\w+ )?{_THING}\b|\b(?:off|out|wrong|away"
    rf"|apart) by (?P<m>two|three|four|[2-6])\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"\b(?:count|counts|counting|add up|add|sum) (?:up )?(?:just |only |simply )?(?:the |all |every "
    rf"|each )?(?:number of )?{_THING}"
    rf"|\b(?:each|every|a) (?:further |extra |more |single )?{_THING} (?:off |out |away )?(?:counts|costs"
    rf"|weighs|hurts|is) (?:just )?"
    rf"(?:the same|one|alike|as much)|\bhow many {_THING} (?:it|you|we|they)|\b{_THING} by {_THING}\b",
    re.IGNORECASE,
)
_FINE = re.compile(
    r"\b(?:fine|ok(?:ay)?|no drama|doesn't matter|who cares|nothing)\b", re.IGNORECASE
)


def steps_told(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return the measure that tells how much worse more steps are.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    found : tuple of Quantity
        Of the text.

    Examples
    --------
    >>> from dialogs.hearing.quantities import quantities
    >>> text = "two steps out is four times as bad"
    >>> steps_told(text, quantities(text))[0].value
    'quadratic_kappa'
    """
    whole = (0, len(text))
    many = _MANY.search(text)
    steps = value_of(many["n"] or many["m"]) if many else None
    times = [q for q in found if q.kind == "ratio" and q.second == 1.0]
    if steps and times:
        # "It isn't three times, it's nine": what is denied does not hold.
        held = [q for q in times if not _not(text, q)]
        worst = max((q.value for q in held), default=steps + 1)
        name = "quadratic_kappa" if worst > steps else "mean_absolute_rank_error"
        return [Heard("success.objective", name, *whole, 0.92)]
    if _COUNT.search(text) and not _FINE.search(text):
        return [Heard("success.objective", "mean_absolute_rank_error", *whole, 0.92)]
    return []


def _not(text: str, q: Quantity) -> bool:
    before = text[: q.start]
    return (
        denied(text, q.start)
        or re.search(r"(?:n't|\bnot)\s(?:just |only |merely )?$", before, re.I)
        is not None
    )
