"""Answers about the model: what it goes by, how good, where wrong, fair, stable, tried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from dialogs.message import Message, Picture, Say
from dialogs.sanitise import safe

from .answers_cases import quoted
from .answers_rows import column_of, rows_picture
from .asked import Asked
from .attributions import Attributions
from .cautioning import find_weak, weak_warning
from .decisions import decided, mistakes
from .driving import Overview, overlook
from .fairness import groups_of_people
from .filters import UnknownColumn, nearest, select, told
from .interacting import interactions
from .metric_words import metric_text
from .phrases import capital
from .scoring import figures
from .telling import drivers_picture
from .units import cell, counted, in_hundred, listed, number
from .wording import driver_text

NAMED = 5
FIRST = ("accuracy", "recall", "precision", "roc_auc", "expected_cost",
         "mean_absolute_error", "root_mean_squared_error", "r2", "f1_macro")  # fmt: skip


def importance(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Tell what the model goes by, over all rows or some; or where a column stands."""
    shown = _drivers(asked)
    if isinstance(shown, Say):
        return (shown,)
    named = step.get("column")
    if named is not None:
        return (asked.tell(_rank(asked, str(named), shown), key="importance"),)
    n = max(1, int(step.get("n") or NAMED))
    if not shown:
        return (asked.tell(asked.say("result.no_drivers"), key="importance"),)
    lines = [
        asked.say("result.driver", x=safe(str(d["column"]), 60), text=f"{d['text']}.")
        for d in shown[:n]
    ]
    head = asked.say("importance.head", some=asked.some())
    limits = asked.say("result.not_cause")
    return (
        asked.tell(head, *lines, limits, key="importance"),
        drivers_picture(shown[:n], asked.level),
    )


def _drivers(asked: Asked) -> list[dict[str, Any]] | Say:
    if asked.tree is None and asked.changed is None and asked.result.get("drivers"):
        return [dict(d) for d in asked.result["drivers"]]
    overview = overlook(asked.model, asked.rows, seconds=3.0, y=None)
    if not overview.found.ok:
        why = "; ".join(overview.found.checks[n].text for n in _failed(overview.found))
        return asked.tell(asked.say("refuse.failed", why=why), key="refuse")
    return _as_dicts(asked, overview)


def _failed(found: Attributions) -> list[str]:
    return [name for name, check in found.checks.items() if not check.ok]


def _as_dicts(asked: Asked, overview: Overview) -> list[dict[str, Any]]:
    output = overview.found.output
    return [
        {
            "column": d.column,
            "size": d.size,
            "se": d.se,
            "direction": d.direction,
            "tier": d.tier,
            "text": driver_text(d, output, overview.unit, asked.level),
        }
        for d in overview.drivers
    ]


def _rank(asked: Asked, column: str, shown: list[dict[str, Any]]) -> str:
    if column not in asked.frame.columns:
        names = [str(c) for c in asked.frame.columns]
        raise UnknownColumn(column, nearest(column, names))
    x = safe(column, 60)
    names = [str(d["column"]) for d in shown]
    if column not in names:
        return asked.say("importance.weak", x=x)
    at = names.index(column)
    mine = shown[at]
    size = asked.unit.part(float(mine["size"]))
    text = f"{str(mine['text']).rstrip('.')}."
    told_text = asked.say(
        "importance.one", x=x, rank=str(at + 1), n=str(len(shown)), size=size, text=text
    )
    tied = [n for n, d in zip(names, shown, strict=True) if d["tier"] == mine["tier"]]
    others = [safe(n, 60) for n in tied if n != column]
    if others:
        told_text += asked.say("importance.tied", others=listed(others))
    return told_text


def interaction(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Which columns work together in the model."""
    wanted = [str(c) for c in step.get("columns") or ()]
    for name in wanted:
        if name not in asked.frame.columns:
            names = [str(c) for c in asked.frame.columns]
            raise UnknownColumn(name, nearest(name, names))
    top = [str(d["column"]) for d in asked.result.get("drivers") or []]
    columns = list(dict.fromkeys([*wanted, *top, *asked.inputs]))
    columns = [c for c in columns if c in asked.inputs][: max(6, len(wanted))]
    found = interactions(asked.output, asked.rows, asked.typical, columns, wanted)
    lines = [
        asked.say(
            "interaction.line",
            a=safe(pair.one, 60),
            b=safe(pair.other, 60),
            size=asked.unit.part(pair.size),
        )
        for pair in found[:4]
        if pair.size >= asked.unit.step / 2 and pair.clear
    ]
    if not lines:
        none = listed([safe(c, 60) for c in (wanted or columns)])
        return (
            asked.tell(asked.say("interaction.none", names=none), key="interaction"),
        )
    head = asked.say("interaction.head", some=asked.some())
    return (asked.tell(head, *lines, key="interaction"),)


def score(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """How right the model is."""
    wanted = step.get("metric")
    known = {
        **(asked.result.get("metrics") or {}),
        **_objective(asked.result),
    }
    held_back = asked.tree is None and asked.changed is None and known
    if held_back:
        rows = (asked.result.get("rows") or {}).get("test")
        head = asked.say("score.head", rows=counted(int(rows or 0), asked.word))
        seen = ""
    else:
        truth = asked.truth
        usable = truth is not None and bool(truth.notna().any())
        if truth is None or not usable:
            return (asked.tell(asked.say("refuse.no_truth"), key="refuse"),)
        keep = truth.notna().to_numpy()
        made = decided(asked.output, asked.rows[keep])
        success = asked.brief.get("success") or {}
        known = figures(asked.output, made, truth[keep], success)
        head, seen = (
            asked.say("score.subset", some=asked.some()),
            asked.say("score.seen"),
        )
    names = [str(wanted)] if wanted else [n for n in FIRST if n in known] or list(known)
    names = list(dict.fromkeys([*([] if wanted else _objective(asked.result)), *names]))
    if wanted and str(wanted) not in known:
        shown = listed(n.replace("_", " ") for n in known)
        metric = safe(str(wanted), 40).replace("_", " ")
        text = asked.say("refuse.metric", metric=metric, list=shown)
        return (asked.tell(text, key="refuse"),)
    lines = [
        asked.say("score.line", text=capital(metric_text(n, known[n], asked.level)))
        for n in names
        if n in known
    ]
    return (asked.tell(head, *lines, seen, key="score"),)


def _objective(result: Mapping[str, Any]) -> dict[str, Any]:
    objective = result.get("objective") or {}
    if objective.get("value") is None:
        return {}
    return {str(objective.get("name", "")): objective}


def wrong(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Where the model is wrong: how often, examples, groups."""
    truth = asked.truth
    if truth is None or not truth.notna().any():
        return (asked.tell(asked.say("refuse.no_truth"), key="refuse"),)
    keep = truth.notna().to_numpy()
    rows, truth = asked.rows[keep], truth[keep]
    kind = str(step.get("kind") or "count")
    if kind == "typical":
        return _typical(asked, rows, truth)
    made = decided(asked.output, rows)
    found = mistakes(asked.output, made, truth)
    if kind in ("miss", "false_alarm") and asked.output.task != "binary":
        text = asked.say("refuse.task", task=asked.output.task)
        return (asked.tell(text, key="refuse"),)
    size = {"miss": found.miss, "false_alarm": found.false_alarm}.get(kind, found.size)
    size = np.asarray(size, dtype=float)
    lines = [_how_often(asked, size, found, kind)]
    if kind == "count":
        return (asked.tell(*lines, asked.say("score.seen"), key="mistakes"),)
    if asked.output.chances:
        real = truth.map(str).to_numpy()
        chance = made.answers.max(axis=1) if asked.output.task == "multiclass" else (
            np.where(real == asked.output.event, 1 - made.answers[:, 0], made.answers[:, 0])
        )  # fmt: skip
        ranked = np.argsort(-1.0 * (size * (1 + chance)), kind="stable")
    else:
        ranked = np.argsort(-1.0 * size, kind="stable")
    worst = [int(i) for i in ranked[:5] if size[i] > 0]
    if not worst:
        text = asked.say("mistakes.none", some=asked.some())
        return (asked.tell(text, key="mistakes"),)
    extra = {
        asked.say("mistakes.said"): [_said(asked, made, i) for i in worst],
        asked.say("mistakes.true"): [cell(truth.iloc[i]) for i in worst],
    }
    picture = rows_picture(asked, rows.iloc[worst], "mistakes.title", extra)
    return (
        asked.tell(*lines, asked.say("mistakes.sample"), key="mistakes"),
        picture,
    )


def _said(asked: Asked, made: Any, at: int) -> str:
    if asked.output.task == "regression":
        return asked.unit.plain(float(made.answers[at, 0]))
    if asked.output.task == "multiclass":
        return safe(str(made.predicted[at]), 40)
    return asked.unit.plain(float(made.answers[at, 0]))


def _how_often(asked: Asked, size: Any, found: Any, kind: str) -> str:
    some = asked.some()
    if asked.output.task == "regression":
        return asked.say(
            "mistakes.number",
            some=some,
            mean=number(float(size.mean())),
            high=number(float(np.quantile(size, 0.9))),
        )
    n = int(size.sum())
    share = in_hundred(n / max(1, len(size)))
    key = {"miss": "mistakes.misses", "false_alarm": "mistakes.alarms"}.get(
        kind, "mistakes.count"
    )
    event = quoted(asked.output.event)
    text = asked.say(key, some=some, n=f"{n:,}", share=share, event=event)
    if asked.output.task == "binary" and key == "mistakes.count":
        text += " " + asked.say(
            "mistakes.kinds",
            miss=f"{int(found.miss.sum()):,}",
            alarm=f"{int(found.false_alarm.sum()):,}",
            event=event,
        )
    return text


def _typical(asked: Asked, rows: pd.DataFrame, truth: pd.Series) -> tuple[Message, ...]:
    found = find_weak(asked.output, rows, truth, seed=0)
    if not found:
        return (asked.tell(asked.say("mistakes.typical_none"), key="mistakes"),)
    lines = [
        f"- {weak_warning(asked.output, w, asked.level)['text']}" for w in found[:4]
    ]
    return (asked.tell(asked.say("mistakes.typical"), *lines, key="mistakes"),)


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
    rows = [["rows", *(f"{int(m.sum()):,}" for m in masks)]]
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
    columns = [str(d["column"]) for d in asked.result.get("drivers") or []]
    columns = [c for c in (columns or list(asked.inputs)) if c in asked.frame][:6]
    for column in columns:
        values = [_typical_value(asked.frame[column][m]) for m in masks]
        rows.append([safe(column, 40), *values])
    headers = ["", *(safe(n, 40) for n in names)]
    picture = Picture(
        "table", asked.say("compare.title"), {"headers": headers, "rows": rows}
    )
    return asked.tell(text, key="compare"), picture


def _typical_value(values: pd.Series) -> str:
    known = values.dropna()
    if not len(known):
        return "missing"
    if pd.api.types.is_numeric_dtype(known.dtype) and known.nunique() > 2:
        return number(float(known.median()))
    counts = known.value_counts()
    return f"{cell(counts.index[0])} ({in_hundred(counts.iloc[0] / len(known))})"


def fairness(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Whether groups are treated alike."""
    name = str(step.get("column", ""))
    column = column_of(asked, name)
    made = decided(asked.output, asked.rows)
    found = groups_of_people(asked.output, made, column, asked.truth)
    x = safe(name, 60)
    if len(found) < 2:
        text = asked.say("refuse.few_groups", x=x, n="30")
        return (asked.tell(text, key="refuse"),)
    lines = []
    for group in found:
        slots = {"v": cell(group.name), "n": counted(group.rows, asked.word)}
        if asked.output.task == "regression":
            told_value = asked.unit.plain(group.rate)
            error = "" if group.error is None else asked.say(
                "fairness.off", v=asked.unit.part(group.error)
            )  # fmt: skip
            lines.append(
                asked.say("fairness.number", p=told_value, error=error, **slots)
            )
            continue
        lines.append(
            asked.say(
                "fairness.line",
                p=in_hundred(group.rate),
                low=in_hundred(group.low).removesuffix(" in 100"),
                high=in_hundred(group.high).removesuffix(" in 100"),
                event=quoted(asked.output.event or "the class"),
                error=_right(asked, group),
                **slots,
            )
        )
    verdict = _verdict(asked, found)
    return (
        asked.tell(
            asked.say("fairness.head", x=x), *lines, verdict,
            asked.say("fairness.limits"), key="fairness",
        ),
    )  # fmt: skip


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
    return asked.say(key, a=cell(low.name), b=cell(high.name), ratio=in_hundred(ratio))


def stability(asked: Asked, _: Mapping[str, Any]) -> tuple[Message, ...]:
    """Whether what it goes by would hold on other rows."""
    halves = []
    order = np.random.default_rng(0).permutation(len(asked.rows))
    if len(order) < 60:
        text = asked.say("stability.few", n=counted(len(order), asked.word))
        return (asked.tell(text, key="stability"),)
    for part in np.array_split(order, 2):
        rows = asked.rows.iloc[np.sort(part)]
        halves.append(overlook(asked.model, rows, seconds=2.0))
    named = [[d.column for d in h.drivers[:NAMED]] for h in halves]
    both = [c for c in named[0] if c in named[1]]
    drivers = list(asked.result.get("drivers") or [])
    tiers: dict[Any, list[str]] = {}
    for d in drivers[:NAMED]:
        tiers.setdefault(d.get("tier"), []).append(safe(str(d["column"]), 60))
    ties = "; ".join(listed(t) for t in tiers.values() if len(t) > 1)
    lines = [
        asked.say(
            "stability.text",
            n=str(len(both)),
            of=str(max(len(named[0]), 1)),
            names=listed([safe(c, 60) for c in both]) or "-",
        )
    ]
    if ties:
        lines.append(asked.say("stability.ties", names=ties))
    lines.append(asked.say("stability.limits"))
    return (asked.tell(*lines, key="stability"),)


def model(asked: Asked, _: Mapping[str, Any]) -> tuple[Message, ...]:
    """Tell what the model is."""
    winner = asked.result.get("winner") or {}
    told_text = winner.get("description") or winner.get("family")
    if not told_text:
        told_text = type(asked.model).__name__
    lines = [asked.say("model.text", text=safe(str(told_text), 200).rstrip("."))]
    rows = asked.result.get("rows") or {}
    if rows.get("train") and rows.get("test"):
        lines.append(
            asked.say(
                "model.limits",
                train=counted(int(rows["train"]), asked.word),
                test=counted(int(rows["test"]), asked.word),
            )
        )
    lines.append(asked.say("model.reads", n=counted(len(asked.inputs), "column")))
    return (asked.tell(*lines, key="model"),)


def history(asked: Asked, _: Mapping[str, Any]) -> tuple[Message, ...]:
    """Tell what was tried."""
    trials = asked.result.get("trials") or {}
    if not trials:
        return (asked.tell(asked.say("history.none"), key="history"),)
    winner = asked.result.get("winner") or {}
    best = winner.get("description") or winner.get("family") or "-"
    text = asked.say(
        "history.text",
        done=counted(int(trials.get("done", 0)), "model"),
        failed=str(trials.get("failed", 0)),
        stopped=str(trials.get("stopped", 0)),
        winner=safe(str(best), 200).rstrip("."),
    )
    nudges = [
        asked.say("history.nudge", text=safe(str(n.get("text", ""))))
        for n in asked.result.get("nudges") or []
        if n.get("text")
    ]
    return (asked.tell(text, *nudges, key="history"),)


OPS = {
    "importance": importance,
    "interaction": interaction,
    "score": score,
    "mistakes": wrong,
    "compare": compare,
    "fairness": fairness,
    "stability": stability,
    "model": model,
    "history": history,
}
