"""Rows as a list to work with: the likeliest first, and how many come in a week."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dialogs.message import Message, Picture
from dialogs.sanitise import safe

from .asked import Asked
from .baselines import baseline_name, rival_as_good
from .units import cell, counted, in_hundred, number

COLUMNS_SHOWN = 5

DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}


def in_a_period(asked: Asked, n: int, per: str) -> str:
    """Return how many of the rows fall into one day, week, month or year, as a sentence.

    By the dates of the table; without dates, that it cannot be said.
    """
    if per not in DAYS:
        return ""
    chosen = str((asked.brief.get("split") or {}).get("column") or "")
    dates = [
        c for c in asked.frame if pd.api.types.is_datetime64_any_dtype(asked.frame[c])
    ]
    column = chosen if chosen in dates else dates[0] if dates else None
    span = (
        None
        if column is None
        else asked.frame[column].max() - asked.frame[column].min()
    )
    if span is None or pd.isna(span) or span.days < DAYS[per]:
        return asked.say("count.no_dates", per=per)
    periods = (span.days + 1) / DAYS[per]
    return asked.say(
        "count.per", per=per, v=number(n / periods, 0 if n / periods >= 10 else 1),
        x=safe(str(column), 60), periods=counted(round(periods), per),
    )  # fmt: skip


def ranked(asked: Asked, n: int) -> tuple[Message, ...]:
    """Show the rows with the highest answers, highest first."""
    made = asked.everyone
    binary = asked.output.task == "binary"
    answers = (
        made.answers[:, 0] if made.answers.shape[1] == 1 else made.answers.max(axis=1)
    )
    order = np.argsort(-answers[asked.mask], kind="stable")[:n]
    rows = asked.original.iloc[order]
    shown = answers[asked.mask][order]
    texts = [in_hundred(v) if asked.output.chances else number(float(v)) for v in shown]
    key = (
        "show.likely"
        if binary
        else "show.sure"
        if asked.output.chances
        else "show.high"
    )
    head = asked.say(
        key,
        shown=f"{len(rows):,}",
        some=asked.some(),
        event=safe(asked.output.event, 40),
    )
    front = {asked.say("show.chance" if asked.output.chances else "show.answer"): texts}
    return (
        asked.tell(head, key="show"),
        rows_picture(asked, rows, "show.title", front),
        asked.tell(_about_the_list(asked), key="show"),
    )


def _about_the_list(asked: Asked) -> str:
    """Return whose rows these are, and a word of care where nobody should act on them."""
    rows = asked.say("show.new_rows")
    if asked.source:
        rows = asked.say("show.scored_rows", file=safe(asked.source, 60))
    best = rival_as_good(asked.result)
    if best is None:
        return rows
    name = baseline_name(best, asked.level)
    return f"{asked.say('scored.careful', name=name)} {rows}"


def rows_picture(
    asked: Asked,
    rows: pd.DataFrame,
    title: str,
    extra: Mapping[str, list[str]] | None = None,
) -> Picture:
    """Return rows as a table: number, what matters most, and what is added.

    Parameters
    ----------
    asked : Asked
    rows : DataFrame
        Some of the frame's rows, with its index.
    title : str
        A phrase's key.
    extra : mapping of str to list of str, optional
        Further columns, in front.
    """
    drivers = [str(d["column"]) for d in asked.result.get("drivers") or []]
    order = [c for c in drivers if c in rows.columns]
    order += [c for c in rows.columns if c not in order]
    columns = order[:COLUMNS_SHOWN]
    numbers = asked.numbers()[rows.index]
    front = dict(extra or {})
    headers = ["row", *front, *(safe(str(c), 30) for c in columns)]
    body = [
        [
            str(int(numbers.iloc[at])),
            *(values[at] for values in front.values()),
            *(cell(rows[c].iloc[at]) for c in columns),
        ]
        for at in range(len(rows))
    ]
    return Picture("table", asked.say(title), {"headers": headers, "rows": body})
