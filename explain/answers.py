"""Answers to query trees about the model and the data, for every op of the contract.

A question that cannot be answered gets an honest refusal with what can be asked instead;
the rows meant are always echoed with their count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from dialogs.message import Level, Message, Say
from dialogs.sanitise import safe

from . import (
    answers_about,
    answers_cases,
    answers_change,
    answers_groups,
    answers_model,
    answers_rows,
    answers_score,
    answers_teach,
    answers_why,
)
from .asked import Asked
from .filters import NotComparable, UnknownColumn, told
from .outputs import ModelFailed
from .phrases import say
from .units import cell, counted, listed

Answer = Callable[[Asked, Mapping[str, Any]], tuple[Message, ...]]

_OPS: dict[str, Answer] = {
    **answers_rows.OPS,
    **answers_cases.OPS,
    **answers_why.OPS,
    **answers_change.OPS,
    **answers_model.OPS,
    **answers_score.OPS,
    **answers_groups.OPS,
    **answers_teach.OPS,
    **answers_about.OPS,
}
_WITHOUT_MODEL = frozenset(
    {"show", "count", "statistic", "labels", "columns", "define"}
)
_ABOUT_NO_ROWS = frozenset(
    {"define", "columns", "model", "history", "compare", "teach"}
)


def answer(
    query: Mapping[str, Any],
    model: Any,
    frame: pd.DataFrame,
    y: Any = None,
    brief: Mapping[str, Any] | None = None,
    result: Mapping[str, Any] | None = None,
    level: Level | str = Level.PLAIN,
    previous: Mapping[str, Any] | None = None,
    *,
    held: Any = None,
    source: str = "",
) -> tuple[Message, ...]:
    """Return the answer to a query tree.

    Parameters
    ----------
    query : mapping
        ``{"rows": FILTER or None, "do": [{"op": ...}, ...]}``.
    model : object or None
        None before the first search: questions about the data are answered all the same.
    frame : DataFrame
        All usable rows in original columns, in the file's order.
    y : array-like, shape (rows,), optional
        Outcomes as in the file.
    brief, result : mapping, optional
        The brief as nested tables, and the round's result.
    level : Level or str
        How technical.
    previous : mapping, optional
        The query before; its rows are meant where this one says ``"those"``.
    held : array-like of bool, shape (rows,), optional
        The rows that the model never learned from: how right it is, is told of these.
    source : str
        The name of the file that the rows are of, where that is not the table.

    Returns
    -------
    tuple of Message
    """
    tree = query.get("rows")
    if tree == "those":
        tree = (previous or {}).get("rows")
    asked = Asked(
        model=model,
        frame=frame,
        y=None if y is None else pd.Series(np.asarray(y), index=frame.index),
        brief=brief or {},
        result=result or getattr(model, "metadata", None) or {},
        level=Level(str(level)),
        tree=tree,
        held=None if held is None else np.asarray(held, dtype=bool),
        source=source,
    )
    steps = list(query.get("do") or [{"op": "count"}])
    try:
        return tuple(_answered(asked, steps))
    except ModelFailed as error:
        return _despite(asked, steps, error)


def _despite(
    asked: Asked, steps: list[Mapping[str, Any]], error: ModelFailed
) -> tuple[Message, ...]:
    """Answer from the rows that the model can answer for, and say which it cannot."""
    failing = asked.output.fails_on(asked.frame)
    why = str(error)
    if failing.any() and not failing.all():
        numbers = asked.numbers()[failing]
        told_failing = asked.say(
            "refuse.rows_failed",
            n=counted(int(failing.sum()), asked.word),
            total=f"{len(failing):,}",
            row=f"{int(numbers.iloc[0]):,}",
            why=why,
        )
        # Rows that a question names are not quietly swapped for others.
        fewer = replace(
            asked,
            frame=asked.frame[~failing],
            y=None if asked.y is None else asked.y[~failing],
            held=None if asked.held is None else asked.held[~failing],
        )
        try:
            if fewer.mask.any():
                rest = _answered(fewer, steps)
                without = asked.say("refuse.rows_rest")
                return asked.tell(told_failing, without, key="refuse"), *rest
        except ModelFailed:
            pass
        return (asked.tell(told_failing, key="refuse"),)
    return (asked.tell(asked.say("refuse.model_failed", why=why), key="refuse"),)


def _answered(asked: Asked, steps: list[Mapping[str, Any]]) -> list[Message]:
    messages: list[Message] = []
    for at, step in enumerate(steps):
        after = [str(s.get("op", "")) for s in steps[at + 1 :]]
        # A change tells what the model says before and after: no need to say it again.
        if at and step.get("op") == "predict" and steps[at - 1].get("op") == "change":
            continue
        try:
            loud = not after or after[0] in ("predict", "explain", "counterfactual")
            made, asked = _step(asked, step, last=loud)
        except UnknownColumn as error:
            messages.append(_no_column(error, asked.level))
            break
        except NotComparable as error:
            x, v = safe(error.column, 60), cell(error.value)
            messages.append(Say(say("refuse.compare", x=x, v=v), asked.level))
            break
        messages += made
    return messages


def _step(
    asked: Asked, step: Mapping[str, Any], *, last: bool
) -> tuple[tuple[Message, ...], Asked]:
    name = str(step.get("op", ""))
    if (
        asked.model is None
        and name not in _WITHOUT_MODEL
        and (name in _OPS or name == "change")
    ):
        return (asked.tell(asked.say("refuse.no_model"), key="refuse"),), asked
    if name not in _ABOUT_NO_ROWS and not asked.mask.any():
        return (_nobody(asked),), asked
    if name == "change":
        return answers_change.change(asked, step, quiet=not last)
    if name not in _OPS:
        return (asked.tell(asked.say("refuse.op"), key="refuse"),), asked
    return _OPS[name](asked, step), asked


def _nobody(asked: Asked) -> Say:
    where = told(asked.tree)
    if not where:
        return asked.tell(asked.say("refuse.none_plain"), key="refuse")
    column = where.split(" is ")[0].lstrip("(")
    return asked.tell(asked.say("refuse.none", where=where, x=column), key="refuse")


def _no_column(error: UnknownColumn, level: Level) -> Say:
    names = listed([safe(n, 60) for n in error.near], "or")
    near = say("refuse.near", names=names) if names else ""
    text = say("refuse.column", level, x=safe(error.column, 60), near=near)
    return Say(text, level, key="refuse")


__all__ = ["answer"]
