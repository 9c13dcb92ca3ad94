"""Answers about the data: show, count, statistic, labels, columns, define."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from dialogs.message import Message, Picture
from dialogs.sanitise import safe

from .answers_work import in_a_period, ranked, rows_picture
from .asked import Asked
from .filters import UnknownColumn, nearest, told
from .relevance import as_class
from .shapes import as_numbers
from .units import cell, counted, in_hundred, listed, number

ROWS_SHOWN = 5
VALUES_SHOWN = 8
MOST_GAPS = 5
MANY_NUMBERS = 20
"""Beyond, numbers are told by where they lie and not one by one."""


def column_of(asked: Asked, name: Any) -> pd.Series:
    """Return a column of the rows asked about; the target too.

    Raises
    ------
    UnknownColumn
    """
    name = str(name)
    if name in asked.rows.columns:
        found: pd.Series = asked.rows[name]
        return found
    target = (asked.brief.get("table") or {}).get("target")
    if name == target and asked.truth is not None:
        return asked.truth
    if name in ("prediction", "decision") and asked.model is not None:
        made = asked.everyone
        shown = made.predicted if name == "prediction" or made.decision is None else (
            made.decision
        )  # fmt: skip
        return pd.Series(list(shown), index=asked.frame.index)[asked.mask]
    raise UnknownColumn(name, nearest(name, [str(c) for c in asked.frame.columns]))


def count(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """How many rows, and how many in a week where that was asked."""
    n, total = int(asked.mask.sum()), len(asked.frame)
    paced = in_a_period(asked, n, str(step.get("per") or ""))
    if asked.tree is None:
        text = asked.say("count.all", n=counted(n, asked.word))
        return (asked.tell(text, paced, key="count"),)
    named = asked.tree == {"column": "decision", "is": "act"}
    text = asked.say(
        _count_key(asked, named),
        n=counted(n, asked.word),
        file=safe(asked.source, 60),
        total=f"{total:,}",
        share=in_hundred(n / max(total, 1)),
        where=told(asked.tree),
    )
    return (asked.tell(text, paced, key="count"),)


def _count_key(asked: Asked, named: bool) -> str:
    if not named:
        return "count.some"
    return "count.named_new" if asked.source else "count.named"


def show(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Show some rows as a table."""
    n = max(1, int(step.get("n") or ROWS_SHOWN))
    if step.get("by") == "chance" and asked.model is not None:
        return ranked(asked, n)
    rows = asked.rows.iloc[:n]
    key = "show.all" if len(rows) == len(asked.rows) else "show.head"
    head = asked.say(key, shown=f"{len(rows):,}", some=asked.some())
    return asked.tell(head, key="show"), rows_picture(asked, rows, "show.title")


def statistic(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """One figure about a column."""
    name, of = step.get("column"), str(step.get("of") or "mean")
    values = column_of(asked, name)
    if of in ("share", "values"):
        return (asked.tell(_values(asked, str(name), values, of), key="statistic"),)
    known = values.dropna()
    numbers = as_numbers(known) if len(known) else None
    x = safe(str(name), 60)
    if numbers is None or isinstance(values.dtype, pd.CategoricalDtype):
        found = _common(values, asked)
        return (
            asked.tell(asked.say("refuse.number", x=x, values=found), key="refuse"),
        )
    shown = _figure(known, of)
    gaps = int(values.isna().sum())
    told_gaps = asked.say("stat.missing", n=f"{gaps:,}") if gaps else ""
    text = asked.say(f"stat.{of}", x=x, some=asked.some(), v=shown)
    return (asked.tell(text + told_gaps, key="statistic"),)


def _figure(known: pd.Series, of: str) -> str:
    value = getattr(known, of)()
    if isinstance(value, pd.Timestamp):
        return cell(value)
    if isinstance(value, pd.Timedelta):
        return f"{value.days:,} days"
    return number(float(value)) if of != "sum" else number(float(value), 0)


def _spelled(value: Any) -> str:
    """Return a value as text, with no more digits than are shown elsewhere."""
    return cell(value) if isinstance(value, float) else as_class(value)


def _common(values: pd.Series, asked: Asked, most: int = VALUES_SHOWN) -> str:
    counts = values.map(_spelled, na_action="ignore").value_counts(dropna=False)
    total = max(1, len(values))
    parts = [
        asked.say(
            "stat.one_share", share=in_hundred(n / total), n=f"{n:,}", v=cell(value)
        )
        for value, n in counts.iloc[:most].items()
    ]
    return listed(parts)


def _values(asked: Asked, name: str, values: pd.Series, of: str) -> str:
    if of == "share":
        return asked.say("stat.share", some=asked.some(), values=_common(values, asked))
    numbers = as_numbers(values.dropna())
    if numbers is not None and len(np.unique(numbers)) > MANY_NUMBERS:
        at = values.dropna().quantile([0, 0.25, 0.75, 1], interpolation="nearest")
        low, a, b, high = (cell(v) for v in at)
        n = counted(len(np.unique(numbers)), "value")
        return asked.say(
            "stat.spread", x=safe(name, 60), some=asked.some(), n=n, low=low, high=high,
            a=a, b=b,
        )  # fmt: skip
    counts = values.map(_spelled, na_action="ignore").value_counts(dropna=False)
    shown = [f"{cell(v)} ({n:,})" for v, n in counts.iloc[:VALUES_SHOWN].items()]
    more = ["..."] if len(counts) > VALUES_SHOWN else []
    return asked.say(
        "stat.values",
        x=safe(name, 60),
        some=asked.some(),
        n=counted(len(counts), "value"),
        values=", ".join(shown + more),
    )


def labels(asked: Asked, _: Mapping[str, Any]) -> tuple[Message, ...]:
    """Tell what really happened."""
    truth = asked.truth
    known = None if truth is None else truth.dropna()
    if known is None or not len(known):
        return (asked.tell(asked.say("refuse.no_truth"), key="refuse"),)
    target = safe(str((asked.brief.get("table") or {}).get("target") or ""), 60)
    target = target or asked.say("labels.outcome")
    task = (asked.brief.get("goal") or {}).get("task")
    numeric = task == "regression" or (
        asked.model is not None and not asked.output.chances
    )
    numbers = as_numbers(known)
    if numeric and numbers is not None:
        text = asked.say(
            "labels.number",
            x=target,
            some=asked.some(),
            mean=number(float(numbers.mean())),
            low=number(float(pd.Series(numbers).quantile(0.25))),
            high=number(float(pd.Series(numbers).quantile(0.75))),
        )
    else:
        text = asked.say("labels.head", some=asked.some(), values=_common(known, asked))
    return (asked.tell(text, key="labels"),)


def columns(asked: Asked, _: Mapping[str, Any]) -> tuple[Message, ...]:
    """Which columns there are, and what they hold."""
    frame = asked.frame
    target = (asked.brief.get("table") or {}).get("target")
    used = set(asked.inputs) if asked.model is not None else set()
    body = []
    for name in frame.columns:
        role = "target" if name == target else ("used" if name in used else "unused")
        body.append(
            [
                safe(str(name), 40),
                _holds(frame[name]),
                asked.say(f"columns.{role}") if asked.model is not None else "",
            ]
        )
    n = counted(len(frame.columns), "column")
    key = "columns.head" if used else "columns.head_plain"
    head = asked.say(key, n=n, used=f"{len(used):,}") + " " + _gaps(asked)
    picture = Picture(
        "table",
        asked.say("columns.title"),
        {"headers": ["column", "holds", ""], "rows": body},
    )
    return asked.tell(head, key="columns"), picture


def _gaps(asked: Asked) -> str:
    """Return where values are missing, the emptiest columns first."""
    empty = asked.frame.isna().mean().sort_values(ascending=False, kind="stable")
    empty = empty[empty > 0]
    if not len(empty):
        return asked.say("columns.full")
    told = [
        asked.say("columns.gap", x=safe(str(c), 60), share=in_hundred(float(v)))
        for c, v in empty.items()
    ]
    if len(told) > MOST_GAPS:
        more = counted(len(told) - MOST_GAPS, "more column")
        told = [*told[:MOST_GAPS], more]
    return asked.say("columns.gaps", names=listed(told))


def _holds(column: pd.Series) -> str:
    known = column.dropna()
    gaps = f", {column.isna().sum():,} missing" if len(known) < len(column) else ""
    if not len(known):
        return "nothing"
    numbers = as_numbers(known)
    if numbers is not None and not isinstance(column.dtype, pd.CategoricalDtype):
        return f"{cell(known.min())} to {cell(known.max())}{gaps}"
    counts = known.astype(str).value_counts()
    shown = ", ".join(cell(v) for v in counts.index[:4])
    more = f", ... ({len(counts):,} values)" if len(counts) > 4 else ""
    return f"{shown}{more}{gaps}"


def define(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Tell what a term or a column means."""
    term = str(step.get("term") or "")
    by_name = {str(c).casefold(): c for c in asked.frame.columns}
    if term.casefold() in by_name:
        name = by_name[term.casefold()]
        text = f"{safe(str(name), 60)} holds {_holds(asked.frame[name])}."
        return (asked.tell(text, key="define"),)
    from dialogs import glossary  # only here: most questions need no glossary

    told_term = glossary.explain(term, asked.level)
    if told_term is None:
        text = asked.say("refuse.define", term=safe(term, 60))
        return (asked.tell(text, key="refuse"),)
    return (asked.tell(told_term, key="define"),)


OPS = {
    "count": count,
    "show": show,
    "statistic": statistic,
    "labels": labels,
    "columns": columns,
    "define": define,
}
