"""Why of many rows: what sets them apart from a typical one, on average."""

from __future__ import annotations

import numpy as np

from dialogs.message import Message
from dialogs.sanitise import safe

from .answers_cases import many_text
from .asked import Asked
from .attributions import Attributions
from .confirming import confirmed, unconfirmed
from .decisions import decided
from .outputs import Array


def why_many(asked: Asked, found: Attributions) -> tuple[Message, ...]:
    """Return the columns whose mean part over the rows is clear of noise."""
    mean = found.values.mean(axis=0)
    se = found.values.std(axis=0, ddof=1) / np.sqrt(len(found.values))
    order = [int(j) for j in np.argsort(-np.abs(mean)) if abs(mean[j]) > 1.96 * se[j]]
    shown = [j for j in order[:5] if abs(mean[j]) >= asked.unit.step / 2]
    lead = asked.say("why.many", word=asked.word, some=asked.some())
    if not shown:
        return (asked.tell(many_text(asked, decided(asked.output, asked.rows), {}),
                           asked.say("why.none_many"), key="explain"),)  # fmt: skip
    lines, refused = confirmed(
        [_many_line(asked, found, mean, j) for j in shown],
        [(safe(c, 60), None, float(mean[j])) for j, c in enumerate(found.columns)],
    )
    lines += unconfirmed(refused, asked.level)
    return (asked.tell(lead, *lines, asked.say("why.limits"), key="explain"),)


def _many_line(asked: Asked, found: Attributions, mean: Array, j: int) -> str:
    part = asked.unit.signed(float(mean[j]))
    if asked.unit.per:
        part += f" in {asked.unit.per:,}"
    return asked.say("why.many_line", x=safe(found.columns[j], 60), part=part)
