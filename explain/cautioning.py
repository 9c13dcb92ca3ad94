"""What to be careful about: leakage, too little data, too good, weak groups, drift."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from dialogs.message import Level

from .baselines import MODEL, baseline_name, not_better, strongest
from .caution import warning
from .drifting import drifted
from .leaking import leaks_told
from .outputs import ModelFailed, Output, inputs_of, output_of
from .too_few import few_told
from .units import counted
from .weakness import spoken_of, weak_told

_ORDER = (
    "model_failed", "too_good", "leakage", "no_better", "constant", "hurried", "few_rows", "few_events",
    "few_events_of_many", "few_test_events", "weak_group", "drift", "dominant", "plain_as_good",
)  # fmt: skip


def cautions(  # noqa: PLR0913 - what a caution may rest on
    model: Any,
    X_train: pd.DataFrame,
    y_train: Any,
    X_test: pd.DataFrame,
    y_test: Any,
    *,
    result: Mapping[str, Any] | None = None,
    suspicions: Iterable[Any] = (),
    brief: Mapping[str, Any] | None = None,
    level: Level | str = Level.PLAIN,
    seed: int = 0,
    each_column: bool = True,
) -> list[dict[str, Any]]:
    """Return the warnings of a run, most serious first.

    Parameters
    ----------
    model : object
        The winner.
    X_train, y_train, X_test, y_test : DataFrames and array-likes
        Rows in original columns, outcomes as in the file.
    result : mapping, optional
        What is known of section 4's object: objective, metrics, baselines, drivers.
    suspicions : iterable of Suspicion
        Of the table and the target.
    brief : mapping, optional
    level : Level or str
        Of the texts.
    seed : int
        Of the halves that weak groups are found and confirmed on.
    each_column : bool
        Whether to look at every column for weak groups and drift: of thousands it
        takes a while. Where not, it is said.

    Returns
    -------
    list of dict
        With ``kind``, ``column`` (may be empty) and ``text``.
    """
    output = output_of(model)
    result = result or {}
    level = Level(str(level))
    truth, seen = pd.Series(np.asarray(y_test)), pd.Series(np.asarray(y_train))
    failing = _failing(output, X_test)
    broken = []
    if failing.any():
        n = counted(int(failing.sum()), "row")
        broken = [warning("model_failed", level, n=n, total=f"{len(failing):,}")]
        X_test = X_test[~failing].reset_index(drop=True)
        truth = truth[~failing].reset_index(drop=True)
    spoken = spoken_of(model, X_test, brief) if each_column else []
    inputs = inputs_of(model, X_test) if each_column else ()
    compared = [c for c in inputs if c != _parted_by(brief)]
    found = [
        *broken,
        *leaks_told(result, suspicions, inputs_of(model, X_test), level),
        *_no_better(result, level),
        *few_told(output, seen, truth, level),
        *weak_told(output, X_test, truth, level, seed, spoken),
        *_drift(X_train, X_test, compared, level),
        *_constant(output, X_test, level),
        *([] if each_column else [warning("hurried", level)]),
    ]
    return sorted(found, key=lambda w: _ORDER.index(w["kind"]))


DECIDED = (
    "no_better", "plain_as_good", "few_events", "out_of_reach", "list_basis", "list_longer_than_table",
    "always_act", "never_act", "odd_prices", "rule_unclear", "cost_gaps",
)  # fmt: skip
"""Kinds of warnings that depend on the contract, not on the model alone."""


def decided_anew(
    result: Mapping[str, Any], warnings: Iterable[Mapping[str, Any]], level: Level | str
) -> list[dict[str, Any]]:
    """Return a result's warnings after another decision on the same model.

    Parameters
    ----------
    result : mapping
        Section 4's object, with the new objective and the former warnings.
    warnings : iterable of mapping
        What checking the new decision warns of.
    level : Level or str
    """
    told = [
        *(dict(w) for w in warnings),
        *_no_better(result, Level(str(level))),
    ]
    kept = [w for w in result.get("warnings") or [] if w.get("kind") not in DECIDED]
    return [*told, *kept]


def _failing(output: Output, frame: pd.DataFrame) -> Any:
    """Return the rows that the model raises on; one call where there are none."""
    try:
        output(frame)
    except ModelFailed:
        return output.fails_on(frame)
    return np.zeros(len(frame), dtype=bool)


def _no_better(result: Mapping[str, Any], level: Level) -> Iterable[dict[str, Any]]:
    objective = result.get("objective") or {}
    known = [b for b in result.get("baselines") or [] if b.get("value") is not None]
    if not known or objective.get("value") is None:
        return
    greater = bool(objective.get("greater_is_better"))
    best = strongest(known, greater)
    if best is not None and not_better(objective, best):
        yield warning("no_better", level, name=baseline_name(best, level))
        return
    for plain in known:
        kept = plain.get("name") == MODEL and plain.get("meets") is not False
        if kept and not_better(objective, plain):
            yield warning("plain_as_good", level, name=baseline_name(plain, level))


def _drift(
    before: pd.DataFrame, after: pd.DataFrame, inputs: Iterable[str], level: Level
) -> Iterable[dict[str, Any]]:
    columns = [c for c in inputs if c in before.columns]
    for column, _ in drifted(before, after, columns)[:3]:
        yield warning("drift", level, column)


def _parted_by(brief: Mapping[str, Any] | None) -> str:
    """Return the column that parted the rows: that it differs between them is no news."""
    return str(((brief or {}).get("split") or {}).get("column") or "")


def _constant(
    output: Output, frame: pd.DataFrame, level: Level
) -> Iterable[dict[str, Any]]:
    if len(frame) < 2:
        return
    answers = output(frame.iloc[:500])
    if float(np.ptp(answers, axis=0).max()) < 1e-9:
        yield warning("constant", level)
