"""How often the deed helps: "a call keeps one in four" takes so much off what a found one costs.

A found one costs the deed, and still the loss where the deed did not help. Invariant: the
loss and the deed are both priced in the same message, beside the share.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from .clauses import clauses
from .mistakes import has
from .quantities import Quantity, quantities
from .reading import Heard
from .roles import either_way
from .sums import tidy

_HELPS = re.compile(
    r"\b(?:rescues?|keeps?|saves?|prevents?|wins?(?: \w+)? (?:back|over|round)"
    r"|brings?(?: \w+)? (?:back|round)|talks? (?:\w+ )?(?:round|out of it)"
    r"|turns? (?:\w+ )?(?:round|around)|changes? (?:their|his|her) minds?"
    r"|helps?|works?|cures?|fix(?:es)?|stops?|avoids?|stays?|stay on"
    r"|gets? (?:\w+ )?back|succeeds?|holds? on to|manages? to)\b",
    re.IGNORECASE,
)
_DEMANDS = re.compile(
    r"\b(?:at least|at most|must|has to|have to|should|want|no more than|found|catch|never)\b",
    re.I,
)


def with_success(
    text: str,
    found: tuple[Quantity, ...],
    priced: Callable[[str, tuple[Quantity, ...]], list[Heard]],
) -> list[Heard]:
    """Return both prices with that of one found, by how often the deed helps.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    found : tuple of Quantity
        Of the text.
    priced : callable
        Hears the prices in the rest of the text.
    """
    shares = [
        q for q in found if q.kind == "percent" and 0 < q.value < 1 and not q.bound
    ]
    if len(shares) != 1:
        return []
    share = shares[0]
    start, stop = _clause(text, share)
    said = text[start:stop]
    if not _HELPS.search(said) or _DEMANDS.search(said):
        return []
    rest = text[:start] + " " * (stop - start) + text[stop:]
    by = {h.slot: h for h in priced(rest, quantities(rest))}
    miss, deed = by.get("success.miss_cost"), by.get("success.false_alarm_cost")
    gain = by.get("success.hit_cost")
    netted = has("whether", rest) or either_way(rest) is not None
    if gain and not miss and isinstance(gain.value, int | float) and gain.value < 0:
        return _of_gain(gain, deed, share, netted=netted)
    if gain and miss and not deed and isinstance(gain.value, int | float):
        told = text[slice(*_clause(text, gain))]
        if has("gain", told):
            other = replace(miss, slot="success.false_alarm_cost")
            return _of_gain(gain, other, share, netted=False)
        # What is done to a found one is the deed: "phoning one is 10".
        deed = replace(gain, slot="success.false_alarm_cost", value=-gain.value)
    if not (miss and deed) or not all(
        isinstance(h.value, int | float) for h in (miss, deed)
    ):
        return []
    value = deed.value + (1 - share.value) * miss.value
    hit = Heard("success.hit_cost", tidy(round(value, 2)), start, stop, 0.9)
    return [replace(miss, score=0.9), hit, replace(deed, score=0.9)]


def _of_gain(
    gain: Heard, deed: Heard | None, share: Quantity, *, netted: bool
) -> list[Heard]:
    """Return the prices where what a kept one brings is told, and no loss."""
    if deed is None or not isinstance(deed.value, int | float):
        return []
    # What is paid for each, found or not, was taken off the gain already.
    whole = gain.value - (deed.value if netted else 0)
    value = deed.value + whole * share.value
    return [
        replace(gain, value=tidy(round(value, 2)), end=share.end, score=0.9),
        replace(deed, score=0.9),
    ]


def _clause(text: str, q: Quantity | Heard) -> tuple[int, int]:
    return next((c for c in clauses(text) if c[0] <= q.start < c[1]), (q.start, q.end))
