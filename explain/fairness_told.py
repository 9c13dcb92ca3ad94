"""Groups of people side by side, in sentences: for the report, from the rows held back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from dialogs.message import Say

from .answers import answer

MOST_COLUMNS = 4
MOST_ROWS = 20_000
"""Beyond, some of the rows tell the same."""


def group_lines(
    model: Any,
    held: pd.DataFrame,
    y: Any,
    brief: Mapping[str, Any],
    columns: Iterable[str],
) -> list[dict[str, Any]]:
    """Return how the groups of some columns are treated, as lines a column.

    Parameters
    ----------
    model : object
    held : DataFrame
        The rows held back.
    y : array-like, shape (rows,)
    brief : mapping
        Nested tables.
    columns : iterable of str
        Those that tell who people are; what is not among the rows is passed over.

    Returns
    -------
    list of dict
        ``column`` and ``lines``; a column without two groups of enough rows is left out.
    """
    truth = pd.Series(y, index=held.index)
    if len(held) > MOST_ROWS:
        held = held.sample(MOST_ROWS, random_state=0)
        truth = truth[held.index]
    found = []
    for name in [c for c in columns if c in held.columns][:MOST_COLUMNS]:
        query = {"rows": None, "do": [{"op": "fairness", "column": name}]}
        told = answer(query, model, held, truth, brief, {})
        texts = [m.text for m in told if isinstance(m, Say) and m.key == "fairness"]
        if texts:
            found.append({"column": name, "lines": texts[0].split("\n")})
    return found
