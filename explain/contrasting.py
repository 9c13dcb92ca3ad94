"""Contrasts: why this class and not that one, and what sets two rows apart.

Both are reasons like all others, of another question: the gap between two chances, or
one row against a single other row in place of many typical ones.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from dialogs.message import Message

from .answers_cases import quoted
from .answers_why import SECONDS, Against, flow, reason_lines, refused_checks
from .asked import Asked
from .attributions import Attributions, attribute
from .confirming import bare, confirmed, level_holds, reasons_for_checker, unconfirmed
from .outputs import Array, Output

ORDERS = 40
"""Orders of the columns by which two rows are compared."""


_ECHOED = re.compile(r"instead of .*? \((?=(?:about )?[+−0])")


class Gap:
    """A model's chance of one class less that of another, as a model of numbers.

    Parameters
    ----------
    output : Output
        Of several classes.
    one, other : str
        Classes.
    """

    def __init__(self, output: Output, one: str, other: str) -> None:
        self._output = output
        self._at = [output.classes.index(name) for name in (one, other)]
        for name in ("feature_names_in_", "background", "target"):
            if hasattr(output.model, name):
                setattr(self, name, getattr(output.model, name))

    def predict(self, frame: pd.DataFrame) -> Array:
        """Return the gap of each row, shape (rows,)."""
        chances = self._output(frame)
        return np.asarray(chances[:, self._at[0]] - chances[:, self._at[1]])


def two_classes(asked: Asked, one: str, other: str) -> tuple[Message, ...]:
    """Tell why a row is rather of one class than of another."""
    found = attribute(
        Gap(asked.output, one, other), asked.rows, frame=asked.frame, seconds=SECONDS,
        groups=asked.groups,
    )  # fmt: skip
    if not found.ok:
        return (refused_checks(asked, found),)
    chances = asked.output(asked.rows)[0]
    p, q = (float(chances[asked.output.classes.index(c)]) for c in (one, other))
    head = asked.say(
        "contrast.classes", some=asked.some(), a=quoted(one), b=quoted(other),
        p=asked.unit.plain(p), q=asked.unit.plain(q),
    )  # fmt: skip
    lines = _confirmed(asked, head, (p, q), found, reason_lines(asked, found))
    return asked.tell(*lines, asked.say("why.limits"), key="explain"), flow(
        asked, found, asked.say("flow.gap", a=quoted(one), b=quoted(other))
    )


def two_rows(asked: Asked, one: Asked, other: Asked) -> tuple[Message, ...]:
    """Tell what sets one row apart from another one in the model."""
    about = None
    if asked.output.task == "multiclass":
        about = asked.output.classes[int(asked.output(one.rows)[0].argmax())]
    beside = pd.concat([other.rows] * ORDERS, ignore_index=True)
    found = attribute(
        asked.model, one.rows, background=beside, about=about, seconds=SECONDS,
        groups=asked.groups,
    )  # fmt: skip
    if not found.ok:
        return (refused_checks(asked, found),)
    p, q = float(found.outputs[0]), float(found.bases[0])
    event, unit = found.told[0], asked.unit.apart(p, q)
    head = asked.say(
        "contrast.rows" if event else "contrast.rows_number",
        a=one.some(), b=other.some(), event=quoted(event),
        p=unit.plain(p), q=unit.plain(q),
    )  # fmt: skip
    against = Against(other.some(), other.rows.iloc[0])
    told = reason_lines(one, found, against)
    lines = _confirmed(asked, head, (p, q), found, told, (one.some(), other.some()))
    lines.append(asked.say("why.limits" if told else "contrast.alike"))
    title = asked.say("flow.rows", a=one.some(), b=other.some())
    picture = flow(one, found, title, start=other.some())
    return asked.tell(*lines, key="compare"), picture


def _confirmed(
    asked: Asked,
    head: str,
    levels: tuple[float, float],
    found: Attributions,
    told: list[str],
    names: tuple[str, ...] = (),
) -> list[str]:
    echoed: Any = names or (asked.some(),)
    known = level_holds(bare(head, echoed), *levels)
    # What the other row has is echoed, and no value of this one.
    shown = {_ECHOED.sub("instead of it (", line): line for line in told}
    kept, refused = confirmed(list(shown), reasons_for_checker(found))
    kept = [shown[line] for line in kept]
    refused += not known
    return [*([head] if known else []), *kept, *unconfirmed(refused, asked.level)]
