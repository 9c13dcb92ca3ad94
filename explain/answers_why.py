"""Why this one: reasons against a typical row, in words and as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from dialogs.message import Message, Picture, Say
from dialogs.sanitise import safe

from .answers_cases import (
    base_of,
    class_of,
    fate_text,
    many_text,
    one_text,
    quoted,
)
from .asked import Asked
from .attributions import Attributions, attribute
from .cases import Picked, Reason, pick, uncertain
from .confirming import (
    bare,
    confirmed,
    level_holds,
    reasons_for_checker,
    unconfirmed,
)
from .decisions import Decided, decided
from .filters import DECISION, PREDICTION
from .ladder import failed
from .players import OTHERS
from .units import cell, counted, in_hundred, listed, number
from .why_many import why_many

MANY = 200
HUNDRED = 100
SAME = 1e-9
"""A rest smaller than this, beside the largest part, is rounding."""

SECONDS = 4.0
"""Far above what a row takes, so that the same question gets the same numbers."""


def why(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Reasons of one row against a typical one, or of many on average."""
    wanted = class_of(asked, step.get("class")) if asked.output.chances else ""
    if asked.tree is None and asked.changed is None and len(asked.frame) > 1:
        return _why_all(asked, step)
    rows = asked.rows
    if len(rows) == 1 and asked.output.task == "multiclass" and step.get("not"):
        return _rather(asked, wanted, class_of(asked, step.get("not")))
    if len(rows) > MANY:
        rows = rows.sample(MANY, random_state=0)
    found = attribute(
        asked.model,
        rows,
        frame=asked.frame,
        about=wanted if step.get("class") is not None else None,
        seconds=SECONDS,
        groups=asked.groups,
    )
    if not found.ok:
        return (refused_checks(asked, found),)
    if len(rows) > 1:
        return why_many(asked, found)
    made = decided(asked.output, asked.rows)
    lines = [*_sure(asked, made), *_money(asked, made)]
    told = reason_lines(asked, found)
    kept, refused = confirmed(
        told,
        reasons_for_checker(found),
        answer=float(found.outputs[0]),
        base=float(found.bases[0]),
    )
    kept = kept if told else [asked.say("why.none")]
    lines += [*kept, *unconfirmed(refused, asked.level), asked.say("why.limits")]
    return asked.tell(*lines, key="explain"), flow(asked, found)


def _why_all(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Of all rows tell what sets those named apart; where none are, what it goes by.

    All rows have no others that they could be held against.
    """
    made = asked.everyone
    if made.acted is None or made.acted.all() or not made.acted.any():
        from .answers_model import importance

        return importance(asked, {})
    column, values = DECISION, made.decision
    if values is None or set(values[made.acted]) & set(values[~made.acted]):
        column, values = PREDICTION, made.predicted
    tree = {"column": column, "is": str(values[made.acted][0])}
    named, others = (
        float(made.answers[m, 0].mean()) for m in (made.acted, ~made.acted)
    )
    beside = asked.say(
        "why.named",
        named=asked.unit.plain(named),
        others=asked.unit.plain(others),
        event=quoted(asked.output.event),
    )
    first = asked.tell(many_text(asked, made, {}), beside, key="explain")
    return (first, *why(replace(asked, tree=tree), step))


def _rather(asked: Asked, wanted: str, other: str) -> tuple[Message, ...]:
    """Tell why one class and not another; the one is the likeliest where not named."""
    from .contrasting import two_classes

    chances = asked.output(asked.rows)[0]
    best = [asked.output.classes[int(i)] for i in np.argsort(-chances)]
    one = wanted or next(c for c in best if c != other)
    if other in ("", one):
        other = next(c for c in best if c != one)
    return two_classes(asked, one, other)


def refused_checks(asked: Asked, found: Attributions) -> Say:
    """Return that reasons are not shown, and which check they failed."""
    checks = found.checks
    if "background" in failed(checks):
        return asked.tell(asked.say("refuse.alone"), key="refuse")
    reason = "; ".join(f"not true: {checks[n].text}" for n in failed(checks))
    return asked.tell(asked.say("refuse.failed", why=reason), key="refuse")


@dataclass(frozen=True)
class Against:
    """The single row that another one is held against."""

    name: str
    row: pd.Series


def _sure(asked: Asked, made: Decided) -> list[str]:
    """Return what is said about the row and how sure, read again."""
    text = one_text(asked, made)
    at = int(made.answers[0].argmax()) if asked.output.task == "multiclass" else 0
    ok = level_holds(
        bare(text, [asked.some()]), float(made.answers[0, at]), base_of(asked)
    )
    fate = fate_text(asked, made)
    return [text + fate] if ok else [*unconfirmed(1, asked.level), fate]


def reason_lines(
    asked: Asked, found: Attributions, beside: Against | None = None
) -> list[str]:
    """Return one row's reasons as sentences: for, against, how much, what not."""
    picked = pick(found, asked.unit.step / 2)
    lines = []
    if picked.mostly:
        key = "why.one" if picked.separated else "why.among"
        lines.append(
            asked.say(key, reasons=_parts(asked, picked.mostly, beside=beside))
        )
        if picked.against:
            lines.append(
                asked.say(
                    "why.less",
                    reasons=_parts(asked, picked.against, first=False, beside=beside),
                )
            )
        joint = [
            r.column
            for r in (*picked.mostly, *picked.against)
            if _joint(asked, r) and r.column != OTHERS
        ]
        if joint:
            lines.append(asked.say("why.as_one", names=listed(joint)))
        read = int(np.any(found.values != 0, axis=0).sum())
        lines += _share(asked, picked, read)
    return lines


def _share(asked: Asked, picked: Picked, columns: int) -> list[str]:
    """Return how much of the difference the named columns carry; all of it is no news."""
    n = len(picked.mostly) + len(picked.against)
    if n == columns:
        return []
    share = in_hundred(picked.share)
    if n == 1:
        return [asked.say("why.share_one", share=share)]
    return [asked.say("why.share", n=counted(n, "column"), share=share)]


def _parts(
    asked: Asked,
    reasons: tuple[Reason, ...],
    *,
    first: bool = True,
    beside: Against | None = None,
) -> str:
    told = []
    for at, reason in enumerate(reasons):
        part = asked.unit.signed(reason.part)
        if uncertain(reason):
            part = f"about {part}"
        # A sentence must be clear by itself; a bare number is taken for one in 100.
        if at == 0 and asked.unit.per and (first or asked.unit.per != HUNDRED):
            part += f" in {asked.unit.per:,}"
        x = safe(reason.column, 60)
        if _joint(asked, reason):
            told.append(asked.say("why.joint", x=x, part=part))
        elif beside is not None:
            w = cell(beside.row[reason.column])
            told.append(
                asked.say("why.beside", x=x, v=cell(reason.value), w=w, part=part)
            )
        else:
            told.append(asked.say("why.reason", x=x, v=cell(reason.value), part=part))
    return listed(told)


def _joint(asked: Asked, reason: Reason) -> bool:
    return reason.value is None and reason.column not in asked.frame.columns


def _money(asked: Asked, made: Decided) -> list[str]:
    """Return the decision in money, where the brief counts mistakes in it."""
    success = asked.brief.get("success") or {}
    miss, alarm = success.get("miss_cost"), success.get("false_alarm_cost")
    if made.acted is None or not all(isinstance(c, int | float) for c in (miss, alarm)):
        return []
    if miss == alarm == 1 and not (success.get("hit_cost") or success.get("pass_cost")):
        return []  # no prices, only that both mistakes count alike
    p = float(made.answers[0, 0])
    hit, passed = (float(success.get(k) or 0) for k in ("hit_cost", "pass_cost"))
    if not isinstance(miss, int | float) or not isinstance(alarm, int | float):
        return []
    act = p * hit + (1 - p) * alarm
    leave = p * miss + (1 - p) * passed
    if made.acted[0] != (act <= leave):  # another rule decided, such as a list's length
        return []
    key = "why.money_act" if made.acted[0] else "why.money_leave"
    return [asked.say(key, act=number(act), leave=number(leave))]


def flow(
    asked: Asked, found: Attributions, title: str = "", start: str = ""
) -> Picture:
    """Return one row's way from the typical answer to its own, as a picture."""
    scale = float(asked.unit.per or 1)
    order = np.argsort(-np.abs(found.values[0]))
    top = [int(j) for j in order[:6] if found.values[0, j] != 0]
    rest = float(found.values[0].sum() - found.values[0, top].sum())
    steps: list[tuple[str, float]] = [
        (_label(found, j), scale * float(found.values[0, j])) for j in top
    ]
    if abs(rest) > SAME * abs(found.values[0]).max():
        steps.append((asked.say("flow.rest"), scale * rest))
    return Picture(
        "flow",
        title or asked.say("flow.title", some=asked.some()),
        {
            "base": _three(scale * float(found.bases[0])),
            "steps": [[label, _three(value)] for label, value in steps],
            "end": _three(scale * float(found.outputs[0])),
            "unit": f"in {asked.unit.per:,}" if asked.unit.per else "",
            **({"base_label": start} if start else {}),
        },
    )


def _three(value: float) -> float:
    return float(f"{value:.3g}")


def _label(found: Attributions, j: int) -> str:
    column = found.columns[j]
    if column not in found.rows.columns:
        return safe(column, 40)
    return f"{safe(column, 30)} = {cell(found.rows[column].iloc[0])}"


OPS = {
    "explain": why,
}
