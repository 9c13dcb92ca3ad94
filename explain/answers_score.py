"""How right the model is on rows with known outcomes, and where it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from dialogs.message import Message
from dialogs.sanitise import safe

from .answers_cases import quoted
from .answers_work import rows_picture
from .asked import Asked
from .baselines import baseline_name, not_better, strongest
from .decisions import decided, mistakes
from .metric_words import metric_text
from .phrases import capital
from .scoring import figures
from .telling import baseline_lines
from .units import cell, counted, in_hundred, listed, number
from .weakness import find_weak, spoken_of, weak_warning

FIRST = ("accuracy", "recall", "precision", "roc_auc", "expected_cost",
         "mean_absolute_error", "root_mean_squared_error", "r2", "f1_macro")  # fmt: skip


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
        judged = asked.judged()
        if judged is None:
            return (asked.tell(asked.say("refuse.no_truth"), key="refuse"),)
        if len(judged.rows) == 1 and asked.output.chances and not wanted:
            return wrong(asked, {})  # a rate over one row is none
        made = decided(asked.output, judged.rows)
        success = asked.brief.get("success") or {}
        known = figures(asked.output, made, judged.truth, success)
        head, seen = (
            asked.say("score.subset", some=judged.some.rstrip(",")),
            judged.seen,
        )
    names = [str(wanted)] if wanted else [n for n in FIRST if n in known] or list(known)
    names = list(dict.fromkeys([*([] if wanted else _objective(asked.result)), *names]))
    if wanted and str(wanted) not in known:
        shown = listed(n.replace("_", " ") for n in known)
        metric = safe(str(wanted), 40).replace("_", " ")
        text = asked.say("refuse.metric", metric=metric, list=shown)
        return (asked.tell(text, key="refuse"),)
    if not wanted and {"precision_at_k", "precision"} <= set(names):
        names.remove("precision")  # of a list, that is the same figure once more
    lines = [
        asked.say("score.line", text=capital(metric_text(n, known[n], asked.level)))
        for n in names
        if n in known
    ]
    beside = [] if wanted or not held_back else _beside(asked)
    return (asked.tell(head, *lines, *beside, seen, key="score"),)


def _beside(asked: Asked) -> list[str]:
    """Return what the model is worth beside the simple ways, and what it saves."""
    lines = [f"- {line}" for line in baseline_lines(asked.result, asked.level)]
    objective = asked.result.get("objective") or {}
    known = [
        b for b in asked.result.get("baselines") or [] if b.get("value") is not None
    ]
    if objective.get("name") != "expected_cost" or not known:
        return lines
    best = strongest(known, bool(objective.get("greater_is_better")))
    if best is None or not_better(objective, best):
        return lines
    saved = 100 * (float(best["value"]) - float(objective["value"]))
    name = baseline_name(best, asked.level)
    return [*lines, f"- {asked.say('score.saves', name=name, v=number(saved))}"]


def _objective(result: Mapping[str, Any]) -> dict[str, Any]:
    objective = result.get("objective") or {}
    if objective.get("value") is None:
        return {}
    return {str(objective.get("name", "")): objective}


def wrong(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Where the model is wrong: how often, examples, groups."""
    judged = asked.judged()
    if judged is None:
        return (asked.tell(asked.say("refuse.no_truth"), key="refuse"),)
    rows, truth = judged.rows, judged.truth
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
    if len(rows) == 1 and asked.output.chances and kind == "count":
        key = "mistakes.wrong" if size[0] else "mistakes.right"
        said, true = quoted(str(_named(asked, made))), quoted(cell(truth.iloc[0]))
        text = asked.say(key, some=judged.some, said=said, true=true)
        return (asked.tell(text, judged.seen, key="mistakes"),)
    lines = [_how_often(asked, judged.some, size, found, kind)]
    if kind == "count":
        return (asked.tell(*lines, judged.seen, key="mistakes"),)
    worst = _worst(asked, made, truth, size)
    if not worst:
        text = asked.say("mistakes.none", some=judged.some)
        return (asked.tell(text, key="mistakes"),)
    extra = {
        asked.say("mistakes.said"): [_said(asked, made, i) for i in worst],
        asked.say("mistakes.true"): [cell(truth.iloc[i]) for i in worst],
    }
    picture = rows_picture(asked, rows.iloc[worst], "mistakes.title", extra)
    return (
        asked.tell(*lines, judged.seen, asked.say("mistakes.sample"), key="mistakes"),
        picture,
    )


def _worst(asked: Asked, made: Any, truth: pd.Series, size: Any) -> list[int]:
    """Return the rows it is most wrong about: of chances, where it was surest."""
    if asked.output.task == "multiclass":
        size = size * (1 + made.answers.max(axis=1))
    elif asked.output.chances:
        real, chance = truth.map(str).to_numpy(), made.answers[:, 0]
        size = size * (1 + np.where(real == asked.output.event, 1 - chance, chance))
    ranked = np.argsort(-1.0 * size, kind="stable")
    return [int(i) for i in ranked[:5] if size[i] > 0]


def _named(asked: Asked, made: Any) -> str:
    """Return the class that one row was treated as."""
    if made.acted is None:
        return str(made.predicted[0])
    others = [c for c in asked.output.classes if c != asked.output.event]
    return asked.output.event if made.acted[0] else others[0]


def _said(asked: Asked, made: Any, at: int) -> str:
    if asked.output.task == "regression":
        return asked.unit.plain(float(made.answers[at, 0]))
    if asked.output.task == "multiclass":
        return safe(str(made.predicted[at]), 40)
    return asked.unit.plain(float(made.answers[at, 0]))


def _how_often(asked: Asked, some: str, size: Any, found: Any, kind: str) -> str:
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
    columns = spoken_of(asked.model, rows, asked.brief)
    found = find_weak(asked.output, rows, truth, 0, columns)
    if not found:
        return (asked.tell(asked.say("mistakes.typical_none"), key="mistakes"),)
    lines = [
        f"- {weak_warning(asked.output, w, asked.level)['text']}" for w in found[:4]
    ]
    return (asked.tell(asked.say("mistakes.typical"), *lines, key="mistakes"),)


OPS = {
    "score": score,
    "mistakes": wrong,
}
