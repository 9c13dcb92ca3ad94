"""Which rows a question is about: the FILTER trees of a query, applied and read back."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dialogs.sanitise import safe

from .phrases import say
from .relevance import as_class
from .shapes import as_numbers
from .units import cell, listed

Bools = npt.NDArray[np.bool_]
Virtual = Mapping[str, Callable[[], "pd.Series[Any]"]]

ROW, PREDICTION, DECISION = "row", "prediction", "decision"
_TESTS = ("is", "at_least", "at_most", "above", "below")


class UnknownColumn(LookupError):
    """A filter names a column that the table does not have."""

    def __init__(self, column: str, near: Sequence[str]) -> None:
        super().__init__(column)
        self.column, self.near = column, tuple(near)


class NotComparable(ValueError):
    """A filter compares a value with a column it cannot be compared with."""

    def __init__(self, column: str, value: Any) -> None:
        super().__init__(f"{column}: {value!r}")
        self.column, self.value = column, value


def nearest(name: str, names: Sequence[str]) -> list[str]:
    """Return the names most like a wrong one."""
    folded = {str(n).casefold(): str(n) for n in names}
    found = difflib.get_close_matches(name.casefold(), list(folded), n=3, cutoff=0.5)
    return [folded[f] for f in found]


def select(tree: Any, frame: pd.DataFrame, virtual: Virtual) -> Bools:
    """Return which rows a FILTER keeps.

    Parameters
    ----------
    tree : mapping or None
        ``{"and": [...]}``, ``{"or": [...]}``, ``{"not": ...}`` or a test of a column.
    frame : DataFrame
    virtual : mapping of str to callable
        Columns that are made when asked for: row, prediction, decision.

    Returns
    -------
    ndarray of bool, shape (rows,)

    Raises
    ------
    UnknownColumn, NotComparable
    """
    if tree is None:
        return np.ones(len(frame), dtype=bool)
    if "and" in tree or "or" in tree:
        parts = [select(t, frame, virtual) for t in tree.get("and", tree.get("or"))]
        joined = np.logical_and if "and" in tree else np.logical_or
        none = np.full(len(frame), "and" in tree)
        return np.asarray(joined.reduce(parts) if parts else none, dtype=bool)
    if "not" in tree:
        return ~select(tree["not"], frame, virtual)
    name = str(tree["column"])
    values = _column(name, frame, virtual)
    kept = np.ones(len(frame), dtype=bool)
    for test in _TESTS:
        if test in tree:
            kept &= _test(name, values, test, tree[test])
    if name == ROW and name not in frame.columns and "is" in tree and not kept.any():
        return _by_own_number(frame, tree["is"])
    return kept


def _by_own_number(frame: pd.DataFrame, wanted: Any) -> Bools:
    """Return the rows that a column which names each row calls by a number: "why 10007"."""
    options = wanted if isinstance(wanted, list | tuple) else [wanted]
    for name in frame.columns:
        if frame[name].is_unique:
            kept = np.zeros(len(frame), dtype=bool)
            for option in options:
                kept |= _equal(frame[name], option)
            if kept.any():
                return kept
    return np.zeros(len(frame), dtype=bool)


def _column(name: str, frame: pd.DataFrame, virtual: Virtual) -> pd.Series:
    # A table's own column comes first where it has such a name.
    if name in frame.columns:
        return frame[name]
    if name in virtual:
        return virtual[name]()
    raise UnknownColumn(name, nearest(name, [*map(str, frame.columns), *virtual]))


def _test(name: str, values: pd.Series, test: str, wanted: Any) -> Bools:
    if test == "is":
        options = wanted if isinstance(wanted, list | tuple) else [wanted]
        kept = np.zeros(len(values), dtype=bool)
        for option in options:
            kept |= _equal(values, option)
        return kept
    numbers = as_numbers(values)
    if numbers is None:
        numbers = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float)
    bound = _number(values, wanted)
    if bound is None or np.isnan(numbers).all():
        raise NotComparable(name, wanted)
    with np.errstate(invalid="ignore"):
        return np.asarray(
            {
                "at_least": numbers >= bound,
                "at_most": numbers <= bound,
                "above": numbers > bound,
                "below": numbers < bound,
            }[test]
        )


def _number(values: pd.Series, wanted: Any) -> float | None:
    if isinstance(values.dtype, pd.CategoricalDtype):
        texts = [str(c) for c in values.cat.categories]
        return float(texts.index(str(wanted))) if str(wanted) in texts else None
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        stamp = pd.to_datetime(str(wanted), errors="coerce")
        return None if stamp is pd.NaT else float(stamp.value) / 8.64e13
    try:
        return float(wanted)
    except (TypeError, ValueError):
        return None


def _equal(values: pd.Series, wanted: Any) -> Bools:
    if wanted is None:
        return np.asarray(values.isna(), dtype=bool)
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        stamp = pd.to_datetime(str(wanted), errors="coerce")
        return np.asarray(values.dt.normalize() == stamp, dtype=bool)
    if pd.api.types.is_bool_dtype(values.dtype):
        return np.asarray(values.astype(str).str.lower() == str(wanted).lower())
    if pd.api.types.is_numeric_dtype(values.dtype):
        try:
            return np.asarray(np.isclose(values.to_numpy(dtype=float), float(wanted)))
        except (TypeError, ValueError):
            return np.zeros(len(values), dtype=bool)
    text = (
        values.map(as_class, na_action="ignore").astype(str).str.strip().str.casefold()
    )
    kept = text == as_class(wanted).strip().casefold()
    return np.asarray(kept & values.notna(), dtype=bool)


def told(tree: Any) -> str:
    """Return a FILTER in words, such as ``tenure is at least 12 and Contract is x``."""
    if tree is None:
        return ""
    for joint in ("and", "or"):
        if joint in tree:
            return listed([_bracket(t, tree) for t in tree[joint]], joint)
    if "not" in tree:
        return say("filter.not", inner=told(tree["not"]))
    name = safe(str(tree["column"]), 60)
    parts = []
    for test in _TESTS:
        if test in tree:
            value = tree[test]
            options = value if isinstance(value, list | tuple) else [value]
            shown = listed([cell(v) for v in options], "or")
            parts.append(say(f"filter.{test}", x=name, v=shown))
    return listed(parts)


def _bracket(tree: Any, outer: Mapping[str, Any]) -> str:
    nested = ("or" in tree and "and" in outer) or ("and" in tree and "or" in outer)
    return f"({told(tree)})" if nested else told(tree)
