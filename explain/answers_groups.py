"""Groups of rows side by side, and whether groups of people are treated alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dialogs.message import Message, Picture
from dialogs.sanitise import safe

from .answers_cases import quoted
from .answers_rows import column_of
from .asked import Asked
from .contrasting import two_rows
from .decisions import Decided, decided
from .fairness import groups_of_people
from .filters import select, told
from .units import cell, counted, in_hundred, number, span_text


def compare(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Two groups of rows side by side."""
    trees = list(step.get("rows") or ())
    if len(trees) != 2:
        return (asked.tell(asked.say("compare.needs_two"), key="refuse"),)
    masks = [select(t, asked.frame, asked._virtual) for t in trees]
    names = [told(t) for t in trees]
    for name, mask in zip(names, masks, strict=True):
        if not mask.any():
            text = asked.say("refuse.none", where=name, x=name.split(" is ")[0])
            return (asked.tell(text, key="refuse"),)
    single = [replace(asked, tree=t) for t in trees]
    if all(int(m.sum()) == 1 for m in masks) and asked.changed is None:
        return (*two_rows(asked, *single), _beside(asked, masks, names))
    rows = [[f"{asked.word}s", *(f"{int(m.sum()):,}" for m in masks)]]
    answers = asked.everyone.answers
    at = 0
    if asked.output.task == "multiclass":
        at = int(answers.mean(axis=0).argmax())
    means = [float(answers[m, at].mean()) for m in masks]
    label = asked.say("compare.answer")
    if asked.output.chances:
        label = asked.say("compare.chance", event=quoted(asked.output.names[at]))
    rows.append([label, *(asked.unit.plain(v) for v in means)])
    text = asked.say(
        "compare.text",
        a=names[0],
        b=names[1],
        n_a=counted(int(masks[0].sum()), asked.word),
        n_b=counted(int(masks[1].sum()), asked.word),
        v_a=asked.unit.plain(means[0]),
        v_b=asked.unit.plain(means[1]),
    )
    return asked.tell(text, key="compare"), _beside(asked, masks, names, rows)


def _beside(
    asked: Asked, masks: list[Any], names: list[str], rows: Sequence[list[str]] = ()
) -> Picture:
    """Return the typical values of two groups side by side, as a picture."""
    single = all(int(m.sum()) == 1 for m in masks)
    drivers = [str(d["column"]) for d in asked.result.get("drivers") or []]
    # Of two rows what is small over all rows may be what sets them apart.
    known = [*drivers, *asked.inputs] if single or not drivers else drivers
    columns = [c for c in dict.fromkeys(known) if c in asked.frame][:6]
    made = list(rows)
    for column in columns:
        values = [asked.frame[column][m] for m in masks]
        shown = [cell(v.iloc[0]) if single else _typical_value(v) for v in values]
        made.append([safe(column, 40), *shown])
    heads = [n.removeprefix("row is ") for n in names]
    if single:
        heads = [asked.say("some.row", row=h) if h.isdigit() else h for h in heads]
    headers = ["", *(safe(h, 40) for h in (heads if single else names))]
    title = asked.say("compare.title_rows" if single else "compare.title")
    return Picture("table", title, {"headers": headers, "rows": made})


def _typical_value(values: pd.Series) -> str:
    known = values.dropna()
    if not len(known):
        return "missing"
    if pd.api.types.is_numeric_dtype(known.dtype) and known.nunique() > 2:
        return number(float(known.median()))
    if pd.api.types.is_datetime64_any_dtype(known.dtype):
        return cell(known.sort_values().iloc[len(known) // 2])
    counts = known.value_counts()
    return f"{cell(counts.index[0])} ({in_hundred(counts.iloc[0] / len(known))})"


def fairness(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Whether groups are treated alike."""
    name = str(step.get("column", ""))
    column = column_of(asked, name)
    made = decided(asked.output, asked.rows)
    truth = asked.truth
    if truth is not None and asked.held is not None and asked.held[asked.mask].any():
        # How often it is wrong counts only on rows it never learned from.
        truth = truth.where(asked.held[asked.mask])
    found = groups_of_people(asked.output, made, column, truth)
    x = safe(name, 60)
    if len(found) < 2:
        text = asked.say("refuse.few_groups", x=x, n="30")
        return (asked.tell(text, key="refuse"),)
    lines = [_group_line(asked, made, group) for group in found]
    verdict = _verdict(asked, found)
    return (
        asked.tell(
            asked.say("fairness.head", x=x), *lines, verdict,
            asked.say("fairness.limits"), key="fairness",
        ),
    )  # fmt: skip


def _group_line(asked: Asked, made: Decided, group: Any) -> str:
    """Return how one group is treated, and how often that is wrong."""
    slots = {"v": cell(group.name), "n": counted(group.rows, asked.word)}
    if asked.output.task == "regression":
        error = "" if group.error is None else asked.say(
            "fairness.off", v=asked.unit.part(group.error)
        )  # fmt: skip
        rate = asked.unit.plain(group.rate)
        return asked.say("fairness.number", p=rate, error=error, **slots)
    span = span_text(in_hundred(group.low), in_hundred(group.high))
    return asked.say(
        "fairness.line",
        p=in_hundred(group.rate),
        span=f" ({span})" if span else "",
        event=quoted(asked.output.event or _commonest(made)),
        error=_right(asked, group),
        **slots,
    )


def _commonest(made: Decided) -> str:
    """Return the class that is said most: of several, its share is compared."""
    return str(pd.Series(list(made.predicted)).mode().iloc[0])


def _right(asked: Asked, group: Any) -> str:
    told_text = ""
    if group.error is not None:
        told_text += asked.say("fairness.wrong", share=in_hundred(group.error))
    if group.recall is not None:
        told_text += asked.say("fairness.found", share=in_hundred(group.recall))
    return told_text


def _verdict(asked: Asked, found: list[Any]) -> str:
    if asked.output.task == "regression":
        return ""
    ranked = sorted(found, key=lambda g: g.rate)
    low, high = ranked[0], ranked[-1]
    ratio = low.rate / high.rate if high.rate > 0 else 1.0
    apart = low.high < high.low
    # The four-fifths rule of US employment law, as a sign and no verdict.
    key = "fairness.apart" if apart and ratio < 0.8 else (
        "fairness.differs" if apart else "fairness.alike"
    )  # fmt: skip
    named = asked.say(key, a=cell(low.name), b=cell(high.name), ratio=in_hundred(ratio))
    return f"{named} {_found_alike(asked, found)}".strip()


def _found_alike(asked: Asked, found: list[Any]) -> str:
    """Return whether as many of the real cases are found in each group."""
    known = sorted((g for g in found if g.found), key=lambda g: g.recall)
    if len(known) < 2:
        return ""
    low, high = known[0], known[-1]
    if low.found[1] >= high.found[0]:
        return asked.say("fairness.found_alike")
    return asked.say(
        "fairness.found_apart", a=cell(low.name), b=cell(high.name),
        p=in_hundred(low.recall), q=in_hundred(high.recall),
    )  # fmt: skip


OPS = {
    "compare": compare,
    "fairness": fairness,
}
