"""What if, and the cheapest change that flips a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from dialogs.message import Message
from dialogs.sanitise import safe

from .answers_cases import class_of, quoted
from .answers_rows import column_of
from .asked import Asked
from .cases import outside
from .decisions import decided
from .filters import UnknownColumn, nearest
from .flipping import cheapest, reach
from .units import cell, counted, listed

DECISIONS = frozenset({"act", "pass", "review"})


def change(
    asked: Asked, step: Mapping[str, Any], *, quiet: bool
) -> tuple[tuple[Message, ...], Asked]:
    """Change a column of the rows asked about; told here unless a further step asks."""
    name = str(step.get("column", ""))
    if name not in asked.frame.columns:
        raise UnknownColumn(name, nearest(name, [str(c) for c in asked.frame.columns]))
    x = safe(name, 60)
    if name not in asked.inputs:
        return (asked.tell(asked.say("refuse.input", x=x), key="refuse"),), asked
    changed, how = _apply(asked, name, step)
    if changed is None:
        common = asked.frame[name].dropna()
        v = cell(common.iloc[0]) if len(common) else "..."
        return (asked.tell(asked.say("refuse.change", x=x, v=v), key="refuse"),), asked
    after = asked.after(asked.rows.assign(**{name: changed}), how)
    told: list[str] = []
    beyond = outside(asked.frame, name, changed)
    if not quiet:
        told.append(_changed_text(asked, after))
    if beyond is not None:
        told.append(
            asked.say(
                "change.unknown" if beyond.values else "change.outside",
                x=x,
                v=cell(beyond.value),
                low=cell(beyond.low),
                high=cell(beyond.high),
                values=listed([cell(v) for v in beyond.values]),
            )
        )
    return ((asked.tell(*told, key="change"),) if told else ()), after


def _apply(
    asked: Asked, name: str, step: Mapping[str, Any]
) -> tuple[pd.Series | None, str]:
    old = column_of(asked, name)
    x = safe(name, 60)
    if "set" in step:
        value = step["set"]
        cells = pd.Series([value] * len(old), index=old.index, dtype=object)
        # Spellings are looked up in the whole table, not in the few rows asked about.
        made = _cast(cells, asked.frame[name])
        return made, asked.say("change.to", x=x, v=cell(value))
    key = "by" if "by" in step else "factor"
    numeric = pd.api.types.is_numeric_dtype(old.dtype) and key in step
    if not numeric:
        return None, ""
    amount = float(step[key])
    made = old.astype(float) + amount if key == "by" else old.astype(float) * amount
    shown = f"{amount:+g}".replace("-", "−") if key == "by" else f"{amount:g}"
    return made, asked.say(f"change.{key}", x=x, v=shown)


def _cast(made: pd.Series, old: pd.Series) -> pd.Series | None:
    if pd.api.types.is_datetime64_any_dtype(old.dtype):
        stamps = pd.to_datetime(made.astype(str), errors="coerce")
        return None if stamps.isna().any() else stamps
    if pd.api.types.is_bool_dtype(old.dtype):
        yes = made.astype(str).str.lower().isin(["true", "yes", "1"])
        return yes.astype(old.dtype)
    if pd.api.types.is_numeric_dtype(old.dtype):
        numbers = pd.to_numeric(made, errors="coerce")
        return None if numbers.isna().any() else numbers.astype(float)
    if isinstance(old.dtype, pd.CategoricalDtype):
        # An unseen category is a gap to the model; the warning says so.
        return _as_seen(made, list(old.cat.categories)).astype(old.dtype)
    return _as_seen(made, list(old.dropna().unique()))


def _as_seen(made: pd.Series, seen: list[Any]) -> pd.Series:
    """Return values in the column's own spelling, where it has one."""
    folded = {str(s).casefold(): s for s in seen}
    texts = bool(seen) and isinstance(seen[0], str)
    return made.map(lambda v: folded.get(str(v).casefold(), str(v) if texts else v))


def _changed_text(asked: Asked, after: Asked) -> str:
    before, now = asked.output(asked.rows), asked.output(after.rows)
    at, name = 0, ""
    if asked.output.task == "multiclass":
        at = int(before.mean(axis=0).argmax())
        name = quoted(asked.output.classes[at]) + " "
    old, new = float(before[:, at].mean()), float(now[:, at].mean())
    unit = asked.unit.apart(old, new)
    part = unit.signed(new - old)
    key = "change.one" if len(before) == 1 else "change.many"
    if unit.plain(old) == unit.plain(new):
        key = "change.same"
    text = asked.say(
        key,
        how=listed(after.how)[:1].upper() + listed(after.how)[1:],
        after=name + unit.plain(new),
        before=unit.plain(old),
        some=asked.some(),
        part=part,
    )
    if asked.output.task == "regression":
        return text
    was, is_now = decided(asked.output, asked.rows), decided(asked.output, after.rows)
    moved = (
        was.predicted != is_now.predicted
        if was.acted is None or is_now.acted is None
        else was.acted != is_now.acted
    )
    flips = int(np.sum(moved))
    if not flips:
        return text + asked.say("change.no_flip")
    return text + asked.say("change.flips", n=counted(flips, asked.word))


def counterfactual(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Tell the cheapest change that flips one row's decision."""
    if len(asked.rows) != 1:
        number = int(asked.numbers()[asked.mask].iloc[0])
        text = asked.say("refuse.one_row", row=f"{number:,}")
        return (asked.tell(text, key="refuse"),)
    output = asked.output
    keep = {str(c) for c in step.get("keep") or ()}
    columns = [c for c in asked.inputs if c not in keep]
    row = asked.rows
    goal = _goal(asked, row, step.get("to"))
    if goal is None:
        return (asked.tell(asked.say("flip.needs_goal"), key="refuse"),)
    score, reached, rising, name = goal
    if bool(reached(row)[0]):
        already = asked.say("flip.already", to=name, some=asked.some())
        return (asked.tell(already, key="counterfactual"),)
    flip = cheapest(score, reached, row, asked.frame, columns, rising=rising)
    kept = asked.say("flip.kept", names=listed(sorted(safe(k, 60) for k in keep)))
    if flip is None:
        text = asked.say("flip.none", some=asked.some(), to=name)
        return (asked.tell(text, kept if keep else "", key="counterfactual"),)
    unit = asked.unit.apart(flip.before, flip.after)
    changes = listed(
        asked.say("flip.change", x=safe(c, 60), a=cell(a), b=cell(b))
        for c, a, b in flip.changes
    )
    told = asked.say(
        "flip.found",
        some=asked.some(),
        to=name,
        changes=changes,
        before=unit.plain(flip.before),
        after=unit.plain(flip.after),
        of=asked.say("flip.chance", event=quoted(output.event)) if output.event else "",
    )
    limits = asked.say("flip.limits")
    return (asked.tell(told, kept if keep else "", limits, key="counterfactual"),)


def _goal(asked: Asked, row: pd.DataFrame, to: Any) -> Any:
    output = asked.output
    if output.task == "regression":
        if not isinstance(to, int | float):
            return None
        now = float(output(row)[0, 0])
        rising = float(to) > now

        def near(frame: pd.DataFrame) -> Any:
            values = output(frame)[:, 0]
            return values >= to if rising else values <= to

        return (lambda f: output(f)[:, 0]), near, rising, asked.unit.plain(float(to))
    made = decided(output, row)
    if output.task == "binary":
        now_event = bool(made.acted[0]) if made.acted is not None else False
        others = [c for c in output.classes if c != output.event]
        wanted = class_of(asked, to) if to is not None else (
            others[0] if now_event else output.event
        )  # fmt: skip
        rising = wanted == output.event
        reached = reach(output, wanted, decided)
        # Where prices decide, naming a case does not say that it is likely.
        done = made.decision is not None and set(made.decision) <= DECISIONS
        way = "decision.act" if rising else "decision.pass"
        name = quoted(asked.say(way) if done and to is None else wanted)
        return (lambda f: output(f)[:, 0]), reached, rising, name
    order = np.argsort(-made.answers[0])
    wanted = class_of(asked, to) or output.classes[int(order[1])]
    at = output.classes.index(wanted)
    reached = reach(output, wanted, decided)
    return (lambda f: output(f)[:, at]), reached, True, quoted(wanted)


OPS = {
    "counterfactual": counterfactual,
}
