"""What a miss is worth against a false alarm, asked in whole cases.

Where no price can be given, four to six A-or-B cards bisect the ratio of the two costs:
pairwise choices between confusion tables recover it in O(log 1/eps) questions
(Hiranandani et al., metric elicitation, AISTATS 2019). Pure values: no question is put
here, and the answers are kept by the conversation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

LOWEST, HIGHEST = 0.1, 100.0
"""Ratios of miss to false alarm that the cards can tell apart."""

CLOSE = 1.6
"""The ratio is known well enough when its bounds differ by this factor."""

MOST_CARDS = 6
CAUGHT = 70
"""What the careful side of a card catches."""

USUAL_WASTE = 40
GAPS = (20, 10)
"""How many more cases the eager side catches; the first that prices in whole cases."""


@dataclass(frozen=True)
class Side:
    """One way to do it: of 100 real cases so many caught, so many others bothered."""

    caught: int
    wasted: int


@dataclass(frozen=True)
class Card:
    """Two ways to do it; who likes both alike holds a miss worth `ratio` alarms."""

    eager: Side
    careful: Side

    @property
    def ratio(self) -> float:
        """False alarms that one more real case is worth, where the sides are level."""
        more = self.eager.caught - self.careful.caught
        return (self.eager.wasted - self.careful.wasted) / more


@dataclass(frozen=True)
class Scale:
    """Between which bounds the ratio lies, after some answers."""

    low: float = LOWEST
    high: float = HIGHEST
    cards: int = 0
    level: float | None = None
    """The ratio at which the person found both sides alike."""

    @property
    def settled(self) -> bool:
        """Whether no further card is needed."""
        if self.level is not None or self.cards >= MOST_CARDS:
            return True
        return self.high / self.low <= CLOSE

    @property
    def ratio(self) -> float:
        """The best estimate, rounded to two digits as one would say it."""
        middle = math.sqrt(self.low * self.high) if self.level is None else self.level
        return float(f"{middle:.2g}")


def card(scale: Scale) -> Card:
    """Return the next card: it halves what is still possible, in whole cases.

    Parameters
    ----------
    scale : Scale
        What is known so far.
    """
    middle = math.sqrt(scale.low * scale.high)
    gap = next((g for g in GAPS if middle * g >= 1), GAPS[0])
    # Bounds are kept by the ratio of the card shown, so rounding costs no truth.
    extra = max(1, round(middle * gap))
    waste = USUAL_WASTE if extra <= 5 * USUAL_WASTE else 5 * USUAL_WASTE
    careful = Side(CAUGHT, waste)
    return Card(Side(CAUGHT + gap, waste + extra), careful)


def answered(scale: Scale, choice: str) -> Scale:
    """Return the scale after an answer to its `card`.

    Parameters
    ----------
    scale : Scale
    choice : str
        ``eager``, ``careful`` or ``same``.

    Raises
    ------
    ValueError
        If the choice is none of these.
    """
    ratio = card(scale).ratio
    cards = scale.cards + 1
    if choice == "eager":
        return Scale(max(scale.low, ratio), scale.high, cards)
    if choice == "careful":
        return Scale(scale.low, min(scale.high, ratio), cards)
    if choice == "same":
        return Scale(scale.low, scale.high, cards, level=ratio)
    raise ValueError(f"no such choice: {choice!r}; eager, careful or same")


def costs(scale: Scale) -> dict[str, float]:
    """Return the slots that the answers come to: a false alarm, or a miss, costs 1."""
    ratio = scale.ratio
    if ratio >= 1:
        miss, alarm = ratio, 1.0
    else:
        miss, alarm = 1.0, float(f"{1 / ratio:.2g}")
    return {"success.miss_cost": miss, "success.false_alarm_cost": alarm}
