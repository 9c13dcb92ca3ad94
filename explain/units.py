"""Numbers as people read them: natural frequencies, amounts, and how far they are rounded.

Every number that `explain` prints passes through here, so that a sentence and the
checker that reads it again agree on what a printed number may stand for.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dialogs.message import Level
from dialogs.sanitise import safe

from .outputs import Output

MINUS = "−"

ALIKE = 1e-9
"""Answers closer than this, beside their size, are one answer."""


@dataclass(frozen=True)
class Unit:
    """The unit of a model's answer.

    Parameters
    ----------
    per : int
        For chances 100 or 1000 (rare events); 0 for numbers.
    digits : int
        Decimal places shown; negative rounds to tens and more.
    """

    per: int = 100
    digits: int = 0

    @property
    def step(self) -> float:
        """The rounding step, in the answer's own unit."""
        scale = self.per if self.per else 1
        return float(10.0**-self.digits / scale)

    def plain(self, value: float) -> str:
        """Return an answer, such as ``62 in 100`` or ``13,400``.

        Examples
        --------
        >>> Unit(0, -1).plain(4192.3), Unit(0, -1).plain(35.8)
        ('4,190', '36')
        """
        if not self.per:
            return self.bare(value)
        return f"{self.bare(value)} in {self.per:,}"

    def bare(self, value: float) -> str:
        """Return an answer without its denominator, such as ``62``."""
        if not self.per:
            # What is far smaller than most answers still shows two digits of its own.
            return number(value, max(self.digits, digits_for(abs(value), 2)))
        scaled = value * self.per
        if 0 < abs(scaled) < 0.5 * 10.0**-self.digits:
            return "less than 1"
        if self.per - 0.5 < scaled < self.per:
            return f"more than {self.per - 1}"
        return number(scaled, self.digits)

    def signed(self, value: float) -> str:
        """Return a part with its sign, such as ``+15`` or ``−4``."""
        size = self.bare(abs(value))
        if size == "less than 1":
            return f"{'+' if value > 0 else MINUS}<1"
        if float(size.replace(",", "")) == 0:
            return "0"
        return f"{'+' if value > 0 else MINUS}{size}"

    def apart(self, *values: float) -> Unit:
        """Return a unit fine enough that these answers do not print alike.

        Examples
        --------
        >>> Unit().apart(0.312, 0.314).per
        1000
        """
        if not self.per or max(values) - min(values) <= ALIKE:
            return self
        finer = (u for u in (self, Unit(1000), Unit(10_000)) if u.per >= self.per)
        for unit in finer:
            shown = {unit.plain(v) for v in values}
            small = any(s.startswith(("less", "more")) for s in shown)
            if len(shown) == len(set(values)) and (not small or unit is self):
                return unit
        return Unit(10_000)

    def part(self, value: float) -> str:
        """Return a part's size without its sign, with its denominator."""
        return self.plain(abs(value))


def unit_of(output: Output, answers: Iterable[float]) -> Unit:
    """Return the unit that fits a model's answers.

    Chances are told in 100, or in 1,000 where nearly all are below 3 in 100. Numbers
    keep three digits of their typical distance from the middle.
    """
    values = np.asarray(list(answers), dtype=float)
    values = values[np.isfinite(values)]
    if output.chances:
        rare = len(values) > 0 and float(np.quantile(values, 0.9)) < 0.03
        return Unit(1000 if rare else 100)
    spread = float(values.std()) if len(values) > 1 else 1.0
    size = float(np.abs(values).max(initial=0.0))
    # Answers that are all alike differ in their last bits only.
    return Unit(0, digits_for(spread if spread > ALIKE * size else size, 3))


def digits_for(scale: float, significant: int = 3) -> int:
    """Return the decimal places that show so many digits of a number of this scale."""
    if not math.isfinite(scale) or scale <= 0:
        return 0
    return significant - 1 - math.floor(math.log10(scale))


def number(value: float, digits: int | None = None) -> str:
    """Return a number with thousands separated, rounded to ``digits`` places.

    Examples
    --------
    >>> number(13412.3, -2)
    '13,400'
    >>> number(0.25)
    '0.25'
    """
    if not math.isfinite(value):
        return "unknown"
    if digits is None:
        digits = max(0, digits_for(abs(value))) if value else 0
        shown = f"{round(value, digits):,.{digits}f}"
        return shown.rstrip("0").rstrip(".") if "." in shown else shown
    rounded = round(value, digits)
    shown = f"{rounded:,.{max(0, digits)}f}"
    return shown if float(shown.replace(",", "")) else "0"


def percent(share: float) -> str:
    """Return a share as a percentage with as many digits as it needs."""
    scaled = 100 * share
    if 0 < scaled < 1 or 99 < scaled < 100:
        return f"{scaled:.1f}%"
    return f"{scaled:.0f}%"


def in_hundred(share: float) -> str:
    """Return a share as a natural frequency.

    Examples
    --------
    >>> in_hundred(0.274)
    '27 in 100'
    >>> in_hundred(0.004)
    '4 in 1,000'
    """
    if 0 < share < 0.01:
        return Unit(1000).plain(share)
    return Unit(100).plain(share)


def span_text(low: str, high: str) -> str:
    """Return a range in words; empty where both ends are told alike.

    Examples
    --------
    >>> span_text("80 in 100", "86 in 100")
    'between 80 and 86'
    >>> span_text("99 in 100", "more than 99 in 100"), span_text("25", "25")
    ('at least 99', '')
    """
    low, high = low.removesuffix(" in 100"), high.removesuffix(" in 100")
    if low == high:
        return ""
    if high.startswith("more than "):
        return f"at least {low}"
    return (
        f"at most {high}"
        if low.startswith("less than ")
        else f"between {low} and {high}"
    )


def share(value: float, level: Level | str) -> str:
    """Return a share in the words of a level: frequencies, or percent."""
    if str(level) == Level.TECHNICAL:
        return percent(value)
    return in_hundred(value)


def cell(value: Any) -> str:
    """Return a cell as the person wrote it, as near as its type allows."""
    if (
        value is None
        or value is pd.NaT
        or (isinstance(value, float) and math.isnan(value))
    ):
        return "missing"
    if value is pd.NA:
        return "missing"
    if isinstance(value, pd.Timestamp):
        midnight = value == value.normalize()
        return value.strftime("%Y-%m-%d" if midnight else "%Y-%m-%d %H:%M")
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    if isinstance(value, int | np.integer):
        return str(int(value))
    if isinstance(value, float | np.floating):
        shown = f"{float(value):.6g}"
        return shown if "e" not in shown else number(float(value))
    return safe(str(value), 60) or '""'


def counted(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun, such as ``7,043 rows``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(parts: Iterable[str], joint: str = "and") -> str:
    """Return names joined as in a sentence.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    names = list(parts)
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joint} {names[-1]}"
