"""Answers about cases: predict, probability, explain, counterfactual, and what if."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from dialogs.message import Message, Picture
from dialogs.sanitise import safe

from .answers_rows import column_of
from .asked import Asked
from .attributions import Attributions, attribute
from .cases import Reason, cheapest, outside, pick, reach, uncertain
from .decisions import Decided, decided
from .filters import UnknownColumn, nearest
from .ladder import failed
from .outputs import Array
from .relevance import as_class
from .units import cell, counted, in_hundred, listed, number

MANY = 200
CLOSE = 0.05
"""So near to the cut that a change is told before reasons."""


def quoted(name: str) -> str:
    """Return a class in quotation marks."""
    return f'"{safe(name, 60)}"'


def base_of(asked: Asked) -> float:
    """Return the typical row's answer."""
    return float(asked.output.first(asked.typical).mean())


def predict(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Tell what the model says about the rows."""
    made = decided(asked.output, asked.rows)
    if len(asked.rows) == 1:
        return (asked.tell(_one(asked, made) + _fate(asked, made), key="predict"),)
    return (asked.tell(_many(asked, made, step), key="predict"),)


def _one(asked: Asked, made: Decided) -> str:
    output, unit = asked.output, asked.unit
    slots = {"some": asked.some(), "word": asked.word}
    if output.task == "regression":
        p, base = unit.plain(made.answers[0, 0]), unit.plain(base_of(asked))
        return asked.say("predict.one_number", p=p, base=base, **slots)
    if output.task == "multiclass":
        best = int(made.answers[0].argmax())
        return asked.say(
            "predict.one_class",
            **{**slots, "class": quoted(output.classes[best])},
            p=unit.plain(made.answers[0, best]),
        )
    said = made.predicted[0]
    if made.acted is not None:
        others = [c for c in output.classes if c != output.event]
        said = output.event if made.acted[0] else others[0]
    return asked.say(
        "predict.one_chance",
        **{**slots, "class": quoted(said)},
        p=unit.plain(made.answers[0, 0]),
        event=quoted(output.event),
        base=unit.plain(base_of(asked)),
    )


def _fate(asked: Asked, made: Decided) -> str:
    told = ""
    if made.decision is not None and made.decision[0] not in asked.output.classes:
        told += asked.say("predict.decision", decision=safe(made.decision[0], 60))
    truth = asked.truth
    if truth is not None and asked.changed is None and pd.notna(truth.iloc[0]):
        told += asked.say("predict.truth", truth=cell(truth.iloc[0]))
    return told


def _many(asked: Asked, made: Decided, step: Mapping[str, Any]) -> str:
    output, unit, some = asked.output, asked.unit, asked.some()
    if output.task == "regression":
        return _spread(asked, "predict.many_number", made.answers[:, 0], some)
    if output.task == "multiclass":
        counts = pd.Series(list(made.predicted)).value_counts()
        total = max(1, len(made.predicted))
        values = listed(
            f"{quoted(str(name))} for {n:,} ({in_hundred(n / total)})"
            for name, n in counts.items()
        )
        return asked.say("predict.many_class", some=some, values=values)
    del step
    acted = made.acted if made.acted is not None else made.predicted == output.event
    n = int(np.sum(acted))
    return asked.say(
        "predict.many_chance",
        some=some,
        n=f"{n:,}",
        share=in_hundred(n / max(1, len(acted))),
        event=quoted(output.event),
        p=unit.plain(float(made.answers[:, 0].mean())),
    )


def _spread(asked: Asked, key: str, answers: Array, some: str, **slots: str) -> str:
    low, high = np.quantile(answers, [0.25, 0.75])
    return asked.say(
        key,
        some=some,
        p=asked.unit.plain(float(answers.mean())),
        low=asked.unit.plain(float(low)),
        high=asked.unit.plain(float(high)),
        **slots,
    )


def probability(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """How likely an outcome is for the rows."""
    output = asked.output
    answers = output(asked.rows)
    if output.task == "regression":
        p = asked.unit.plain(float(answers[:, 0].mean()))
        text = asked.say("probability.number", some=asked.some(), p=p)
        return (asked.tell(text, key="probability"),)
    wanted = _class(asked, step.get("class"))
    values = _chance(asked, answers, wanted)
    name = wanted or output.classes[int(answers.mean(axis=0).argmax())]
    if len(values) == 1:
        base = float(_chance(asked, output(asked.typical), name).mean())
        text = asked.say(
            "probability.one",
            some=asked.some(),
            event=quoted(name),
            p=asked.unit.plain(float(values[0])),
            word=asked.word,
            base=asked.unit.plain(base),
        )
    else:
        text = _spread(
            asked, "probability.many", values, asked.some(), event=quoted(name)
        )
    return (asked.tell(text, key="probability"),)


def _class(asked: Asked, name: Any) -> str:
    folded = {c.casefold(): c for c in asked.output.classes}
    found = folded.get(as_class(name).casefold()) if name is not None else None
    return found or (asked.output.event if asked.output.task == "binary" else "")


def _chance(asked: Asked, answers: Array, name: str) -> Array:
    output = asked.output
    if output.task == "multiclass":
        at = output.classes.index(name) if name else int(answers.mean(0).argmax())
        return np.asarray(answers[:, at])
    return answers[:, 0] if name == output.event else 1 - answers[:, 0]


def why(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Reasons of one row against a typical one, or of many on average."""
    wanted = _class(asked, step.get("class")) if asked.output.chances else ""
    rows = asked.rows
    if len(rows) > MANY:
        rows = rows.sample(MANY, random_state=0)
    found = attribute(
        asked.model,
        rows,
        frame=asked.frame,
        about=wanted if step.get("class") is not None else None,
        seconds=2.0,
    )
    if not found.ok:
        checks = found.checks
        reason = "; ".join(f"not true: {checks[n].text}" for n in failed(checks))
        return (asked.tell(asked.say("refuse.failed", why=reason), key="refuse"),)
    if len(rows) > 1:
        return _why_many(asked, found)
    made = decided(asked.output, asked.rows)
    lines = [_one(asked, made) + _fate(asked, made), *_money(asked, made)]
    lines += reason_lines(asked, found)
    return asked.tell(*lines, key="explain"), flow(asked, found)


def reason_lines(asked: Asked, found: Attributions) -> list[str]:
    """Return one row's reasons as sentences: for, against, how much, what not."""
    picked = pick(found, asked.unit.step / 2)
    lines = []
    if picked.mostly:
        key = "why.one" if picked.separated else "why.among"
        lines.append(asked.say(key, reasons=_parts(asked, picked.mostly)))
        if picked.against:
            lines.append(
                asked.say("why.less", reasons=_parts(asked, picked.against, False))
            )
        n = counted(len(picked.mostly) + len(picked.against), "column")
        lines.append(asked.say("why.share", n=n, share=in_hundred(picked.share)))
    else:
        lines.append(asked.say("why.none"))
    lines.append(asked.say("why.limits"))
    return lines


def _parts(asked: Asked, reasons: tuple[Reason, ...], first: bool = True) -> str:
    told = []
    for at, reason in enumerate(reasons):
        part = asked.unit.signed(reason.part)
        if uncertain(reason):
            part = f"about {part}"
        if first and at == 0 and asked.unit.per:
            part += f" in {asked.unit.per:,}"
        x = safe(reason.column, 60)
        if reason.value is None and reason.column not in asked.frame.columns:
            told.append(asked.say("why.joint", x=x, part=part))
        else:
            told.append(asked.say("why.reason", x=x, v=cell(reason.value), part=part))
    return listed(told)


def _money(asked: Asked, made: Decided) -> list[str]:
    """Return the decision in money, where the brief counts mistakes in it."""
    success = asked.brief.get("success") or {}
    miss, alarm = success.get("miss_cost"), success.get("false_alarm_cost")
    if made.acted is None or not all(isinstance(c, int | float) for c in (miss, alarm)):
        return []
    p = float(made.answers[0, 0])
    hit, passed = (float(success.get(k) or 0) for k in ("hit_cost", "pass_cost"))
    if not isinstance(miss, int | float) or not isinstance(alarm, int | float):
        return []
    act = p * hit + (1 - p) * alarm
    leave = p * miss + (1 - p) * passed
    key = "why.money_act" if made.acted[0] else "why.money_leave"
    return [asked.say(key, act=number(act), leave=number(leave))]


def flow(asked: Asked, found: Attributions) -> Picture:
    """Return one row's way from the typical answer to its own, as a picture."""
    scale = float(asked.unit.per or 1)
    order = np.argsort(-np.abs(found.values[0]))
    top = [int(j) for j in order[:6] if found.values[0, j] != 0]
    rest = float(found.values[0].sum() - found.values[0, top].sum())
    steps: list[tuple[str, float]] = [
        (_label(found, j), scale * float(found.values[0, j])) for j in top
    ]
    if abs(rest) > 0:
        steps.append((asked.say("flow.rest"), scale * rest))
    return Picture(
        "flow",
        asked.say("flow.title", some=asked.some()),
        {
            "base": _three(scale * float(found.bases[0])),
            "steps": [[label, _three(value)] for label, value in steps],
            "end": _three(scale * float(found.outputs[0])),
            "unit": f"in {asked.unit.per:,}" if asked.unit.per else "",
        },
    )


def _three(value: float) -> float:
    return float(f"{value:.3g}")


def _label(found: Attributions, j: int) -> str:
    column = found.columns[j]
    if column not in found.rows.columns:
        return safe(column, 40)
    return f"{safe(column, 30)} = {cell(found.rows[column].iloc[0])}"


def _why_many(asked: Asked, found: Attributions) -> tuple[Message, ...]:
    mean = found.values.mean(axis=0)
    se = found.values.std(axis=0, ddof=1) / np.sqrt(len(found.values))
    order = [int(j) for j in np.argsort(-np.abs(mean)) if abs(mean[j]) > 1.96 * se[j]]
    shown = [j for j in order[:5] if abs(mean[j]) >= asked.unit.step / 2]
    lead = asked.say("why.many", word=asked.word, some=asked.some())
    if not shown:
        return (asked.tell(_many(asked, decided(asked.output, asked.rows), {}),
                           asked.say("why.none_many"), key="explain"),)  # fmt: skip
    lines = [
        asked.say(
            "why.many_line",
            x=safe(found.columns[j], 60),
            part=asked.unit.signed(float(mean[j]))
            + (f" in {asked.unit.per:,}" if asked.unit.per else ""),
        )
        for j in shown
    ]
    return (asked.tell(lead, *lines, asked.say("why.limits"), key="explain"),)


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
        return made.map(lambda v: _as_seen(v, old)).astype(old.dtype)
    return made.map(lambda v: _as_seen(v, old))


def _as_seen(value: Any, old: pd.Series) -> Any:
    """Return the column's own spelling of a value, where it has one."""
    if isinstance(old.dtype, pd.CategoricalDtype):
        seen = list(old.cat.categories)
    else:
        seen = list(old.dropna().unique())
    folded = {str(s).casefold(): s for s in seen}
    return folded.get(str(value).casefold(), str(value) if seen and isinstance(
        seen[0], str) else value)  # fmt: skip


def _changed_text(asked: Asked, after: Asked) -> str:
    before, now = asked.output(asked.rows), asked.output(after.rows)
    at, name = 0, ""
    if asked.output.task == "multiclass":
        at = int(before.mean(axis=0).argmax())
        name = quoted(asked.output.classes[at]) + " "
    old, new = float(before[:, at].mean()), float(now[:, at].mean())
    unit = asked.unit
    part = unit.signed(new - old)
    key = "change.one" if len(before) == 1 else "change.many"
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
        return (asked.tell(asked.say("flip.already", to=name, some=asked.some())),)
    flip = cheapest(score, reached, row, asked.frame, columns, rising=rising)
    kept = asked.say("flip.kept", names=listed(sorted(safe(k, 60) for k in keep)))
    if flip is None:
        text = asked.say("flip.none", some=asked.some(), to=name)
        return (asked.tell(text, kept if keep else "", key="counterfactual"),)
    changes = listed(
        asked.say("flip.change", x=safe(c, 60), a=cell(a), b=cell(b))
        for c, a, b in flip.changes
    )
    told = asked.say(
        "flip.found",
        some=asked.some(),
        to=name,
        changes=changes,
        before=asked.unit.plain(flip.before),
        after=asked.unit.plain(flip.after),
        of="" if output.task == "regression" else asked.say("flip.chance"),
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
        wanted = _class(asked, to) if to is not None else (
            others[0] if now_event else output.event
        )  # fmt: skip
        rising = wanted == output.event
        reached = reach(output, wanted, decided)
        return (lambda f: output(f)[:, 0]), reached, rising, quoted(wanted)
    order = np.argsort(-made.answers[0])
    wanted = _class(asked, to) or output.classes[int(order[1])]
    at = output.classes.index(wanted)
    reached = reach(output, wanted, decided)
    return (lambda f: output(f)[:, at]), reached, True, quoted(wanted)


OPS = {
    "predict": predict,
    "probability": probability,
    "explain": why,
    "counterfactual": counterfactual,
}
