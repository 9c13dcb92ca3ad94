"""Score a table with a saved model: one line a row, in the input's order."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import IO

import pandas as pd

from ..errors import TableUnreadable
from ..model import TandemModel
from ..table import Table
from .safe_csv import write_csv


def predictions(
    model: TandemModel, text: pd.DataFrame, interval: bool = False
) -> pd.DataFrame:
    """Return the predictions for a table, with the columns of the contract.

    Parameters
    ----------
    model : TandemModel
    text : DataFrame, n rows
        Cells as in a file, or plain values; typed as the training table was, whatever
        the table's own format.
    interval : bool
        For numbers: ``low`` and ``high`` as well.

    Returns
    -------
    DataFrame, n rows
        ``prediction``; for classes ``probability_<class>`` each; ``decision`` where
        there is a decision rule.

    Raises
    ------
    TableUnreadable
        If a column that the model reads is missing; the text names it.
    """
    frame = model.schema.apply(text, needed=model.inputs)
    _require_costs(model, frame)
    found = {"prediction": model.predict(frame)}
    if model.classes:
        proba = model.predict_proba(frame)
        for i, label in enumerate(model.classes):
            found[f"probability_{label}"] = proba[:, i]
        found["decision"] = model.decide(frame)
    elif interval:
        found["low"], found["high"] = model.predict_interval(frame)
    return pd.DataFrame(found, index=text.index)


def _require_costs(model: TandemModel, frame: pd.DataFrame) -> None:
    names = [c for c in model.rule.success.values() if isinstance(c, str)]
    absent = [c for c in names if c not in frame.columns]
    if absent:
        raise TableUnreadable(
            "A column that the decision needs is missing",
            f"A mistake costs what {', '.join(map(repr, absent))} says, which this "
            "table lacks. Add it and try again.",
        )


def extra_columns(model: TandemModel, table: Table) -> list[str]:
    """Return the columns of the table that the model has never seen."""
    known = {*model.schema.names, model.target}
    return [str(c) for c in table.frame.columns if c not in known]


def score_table(
    model: TandemModel,
    table: Table,
    output: Path | IO[str],
    keep: bool = False,
    interval: bool = False,
) -> Counter[str]:
    """Write the predictions as CSV; return how many rows got which decision.

    Where nothing is decided, each row counts under the empty word.
    """
    scored = predictions(model, table.text, interval)
    decisions = scored["decision"] if "decision" in scored else [""] * len(scored)
    decided = Counter(str(d) for d in decisions)
    if keep:
        text = table.text
        clash = [c for c in text.columns if c in scored.columns]
        text = text.rename(columns={c: f"{c}_given" for c in clash})
        scored = pd.concat([text, scored], axis=1)
    write_csv(scored, output)
    return decided
