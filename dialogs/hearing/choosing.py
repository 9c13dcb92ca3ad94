"""Which measure is meant where the grammar and the nearest example do not agree.

Invariant: a measure called by its own name, and two priced mistakes, are never overruled.
"""

from __future__ import annotations

from dataclasses import replace

from .bank import Likeness
from .implied import IMPLIED
from .measuring import measured, two_shares
from .reading import Context, Heard
from .success import task_of
from .suggesting import leaning

NEAR = 0.17
"""Likeness from which an example is taken where the grammar heard no measure."""
FAR_AHEAD = 0.05, 0.11
"""The same of classes and numbers: a lead with which less likeness is enough."""
OVERRULING = 0.4
"""The same where no question is open and the grammar heard something else."""
FREE = 0.3
"""The same where no question is open."""
OVER = 0.2
"""Likeness from which it is taken in place of what the grammar heard."""
LEAD = 0.03
FIRM_LEAD = 0.05
OFFERED = 0.1

Ranked = list[tuple[Likeness, list[Heard], bool]]
"""As `measured` returns it."""
Choice = tuple[list[Heard], list[list[Heard]]]
"""What is heard, or several sets of slots to choose from."""

_OPEN = ("success.objective", "goal.action", None)


def chosen(said: str, context: Context, heard: list[Heard]) -> Choice:
    """Return the slots heard, their measure by grammar or by example, or rivals.

    Parameters
    ----------
    said : str
        As `normal` returns it.
    context : Context
    heard : list of Heard
        By the grammar.
    """
    if context.asking not in _OPEN or "table.target" not in context.brief:
        return heard, []
    if context.has_model:
        return heard, []  # "rank the columns" asks of the model
    own = [h for h in heard if h.slot.startswith("success.")]
    rest = [h for h in heard if not h.slot.startswith("success.")]
    if (
        _settled(own)
        or _amends(own, said)
        or (context.asking != "success.objective" and rest)
    ):
        return heard, []
    both = two_shares(said, context)
    if both:
        return [*both, *rest], []
    ranked = [(near, slots, doubt) for near, slots, doubt in measured(said, context)]
    least = OVERRULING if own else FREE
    open_now = context.asking == "success.objective"
    if not ranked or (not open_now and ranked[0][0].score < least):
        return heard, []
    if any(h.score < 0.5 for h in own):
        return heard, []  # the grammar is in doubt itself, and asks
    leanings = leaning(said, task_of(context)) if not own else []
    two = task_of(context) == "binary"
    if ranked[0][1][0].value in _CHANCES:
        rest = [h for h in rest if h.slot != "search.calibrate"]  # it asks for that
    return _weighed(own, rest, ranked, leanings, two)


_CHANCES = ("brier", "log_loss")


def _settled(own: list[Heard]) -> bool:
    """Return whether the grammar heard a measure's name or the prices of both mistakes."""
    named = any(h.slot == "success.objective" and h.score >= 0.9 for h in own)
    prices = [h for h in own if h.slot.endswith("_cost")]
    musts = any(h.slot in ("success.require", "success.cost_matrix") for h in own)
    return named or len(prices) >= 2 or musts


def _amends(own: list[Heard], said: str) -> bool:
    """Return whether the whole message changes what was agreed: "90 was greedy, make it 75"."""
    return any(h.score > 0.9 and h.end - h.start == len(said) for h in own)


def _weighed(
    own: list[Heard], rest: list[Heard], ranked: Ranked, leanings: list[str], two: bool
) -> Choice:
    near, slots, doubt = ranked[0]
    right = next(((k, s) for k, s, _ in ranked if k.label == "accuracy"), None)
    if right and right[0].score > near.score / 2 and not own:
        share = [h for h in right[1] if h.slot == "success.target_value"]
        if share:
            return rest, _of_what(share[0], right[1])
    measure = slots[0].value
    rivals = [k.score for k, s, _ in ranked[1:] if s[0].value != measure]
    lead = near.score - max(rivals, default=0.0)
    said = _objective(own)
    if said is None:
        unsure = FREE if two else OVER
        if leanings and measure not in leanings and near.score < unsure:
            leant = [[Heard("success.objective", o, 0, 0, 0.5)] for o in leanings[:2]]
            return rest, [*leant, slots]
        if _enough(near, lead, two) and not doubt:
            return [*slots, *rest], []
        offers = [s for k, s, _ in ranked[:3] if k.score >= OFFERED]
        return (rest, offers) if offers else ([*own, *rest], [])
    if said == measure or near.score < _least(own, said):
        return [*own, *rest], []
    if near.score >= OVER and lead >= FIRM_LEAD and not doubt:
        return [*slots, *rest], []
    return rest, [own, slots]


def _enough(near: Likeness, lead: float, two: bool) -> bool:
    """Return whether an example is near enough: calibrated on sentences of others."""
    if near.score >= NEAR and lead >= LEAD:
        return True
    ahead, least = FAR_AHEAD
    if two or near.label == "mae":
        return False  # "as exact as you can" is like it, and says nothing
    return near.score >= least and lead >= ahead


def _least(own: list[Heard], measure: str) -> float:
    """Return how near an example must be to be weighed against the grammar at all."""
    if any(h.slot == "success.tolerance" and h.score > 0.9 for h in own):
        return 0.6  # "plus minus ten percent"
    if any(h.score > 0.9 for h in own):
        return 0.4  # a share that says of whom it is
    return 0.3 if measure == "expected_cost" else 0.12


def _of_what(share: Heard, slots: list[Heard]) -> list[list[Heard]]:
    """Return what "right nine times in ten" may be a share of, to be chosen from."""
    return [
        [replace(share, slot="success.recall")],
        [replace(share, slot="success.precision")],
        slots,
    ]


def _objective(own: list[Heard]) -> str | None:
    """Return the measure that the grammar's slots mean."""
    for h in own:
        if h.slot == "success.objective":
            return str(h.value)
    return next((IMPLIED[h.slot] for h in own if h.slot in IMPLIED), None)
