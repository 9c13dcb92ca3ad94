"""Times in the unit of the target: a quarter of an hour off, of minutes, is 15."""

from __future__ import annotations

import re

from .normal import parts
from .numerals import value_of, vocabulary
from .quantity import Quantity
from .reading import Context


def in_units(q: Quantity, context: Context) -> float:
    """Return the value of a quantity in the target's own unit, where it is a time.

    Where the header does not say the unit, the number counts as it was said.
    """
    if q.kind != "duration":
        return q.value
    target = str(context.brief.get("table.target") or "")
    column = context.facts.column(target) if context.facts else None
    unit = column.unit if column else ""
    durations = {**vocabulary()["durations"], **vocabulary()["header_units"]}
    for word in [*reversed(parts(target)), *parts(unit)]:
        if word in durations:
            return round(q.value / float(durations[word]), 9)
    said = re.match(r"[\d.,]+(?=\s?[a-z])", q.text)
    if said:
        return float(said.group().replace(",", "."))
    number = value_of(q.text.split()[0])
    return number if number and q.text[0].isalpha() and number > 1 else q.value
