"""Score a table with a saved model: one line a row, in the input's order."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import IO

import pandas as pd

from ..errors import TableUnreadable
from ..model import TandemModel
from ..table import Table

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text cell that begins so is run as a formula by spreadsheets (OWASP)."""


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

    The file is written under another name first, so it is never half there.
    """
    scored = predictions(model, table.text, interval)
    decisions = scored["decision"] if "decision" in scored else [""] * len(scored)
    decided = Counter(str(d) for d in decisions)
    if keep:
        text = table.text.map(_harmless)
        clash = [c for c in text.columns if c in scored.columns]
        text = text.rename(columns={c: f"{c}_given" for c in clash})
        scored = pd.concat([text, scored], axis=1)
    labels = scored.select_dtypes(exclude="number").columns
    scored[labels] = scored[labels].map(_harmless)
    scored.columns = pd.Index([_harmless(str(c)) for c in scored.columns])
    if isinstance(output, Path):
        _write(scored, output)
    else:
        scored.to_csv(output, index=False)
    return decided


def _write(scored: pd.DataFrame, output: Path) -> None:
    handle, name = tempfile.mkstemp(dir=output.parent, suffix=".part")
    os.close(handle)
    try:
        scored.to_csv(name, index=False)
        os.replace(name, output)
    finally:
        Path(name).unlink(missing_ok=True)


def _harmless(cell: object) -> object:
    if not isinstance(cell, str) or not cell.startswith(FORMULA):
        return cell
    try:
        float(cell)
    except ValueError:
        return "'" + cell
    return cell  # a negative number is no formula
