"""What to be careful about: leakage, too little data, too good, weak groups, drift.

Thresholds are those that others have found useful, written beside each; none was fitted
to a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from dialogs.message import Level
from dialogs.sanitise import safe

from .baselines import MODEL, baseline_name, not_better, strongest
from .decisions import decided, mistakes
from .drifting import drifted
from .metric_words import value_text
from .outputs import ModelFailed, Output, inputs_of, output_of
from .phrases import say
from .relevance import as_class
from .units import cell, counted, digits_for, in_hundred, number
from .weakspots import Group, Weak, weak_groups

FEW_ROWS = 200
FEW_EVENTS = 100
FEW_TEST_EVENTS = 30
MOST_RARE = 3
"""Rare classes named one by one; of more one sentence tells."""

DOMINANT = 0.8
WHOLE = 0.995
"""Told as 100 in 100."""

TOO_GOOD = {"roc_auc": 0.97, "accuracy": 0.98, "r2": 0.98, "balanced_accuracy": 0.98}

_ORDER = (
    "model_failed", "too_good", "leakage", "no_better", "constant", "few_rows", "few_events",
    "few_events_of_many", "few_test_events", "weak_group", "drift", "dominant", "plain_as_good",
)  # fmt: skip


def cautions(
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
        broken = [_warning("model_failed", level, n=n, total=f"{len(failing):,}")]
        X_test = X_test[~failing].reset_index(drop=True)
        truth = truth[~failing].reset_index(drop=True)
    found = [
        *broken,
        *_leaks(result, suspicions, inputs_of(model, X_test), level),
        *_no_better(result, level),
        *_few(output, seen, truth, level),
        *_weak(output, X_test, truth, level, seed, spoken_of(model, X_test, brief)),
        *_drift(output, X_train, X_test, level),
        *_constant(output, X_test, level),
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


def _warning(
    kind: str, level: Level, column: str = "", key: str = "", **slots: Any
) -> dict[str, Any]:
    text = say(f"caution.{key or kind}", level, x=safe(column, 60), **slots)
    kind = "weak_group" if kind == "weak_group_number" else kind
    return {"kind": kind, "column": column, "text": text}


def _leaks(
    result: Mapping[str, Any],
    suspicions: Iterable[Any],
    used: tuple[str, ...],
    level: Level,
) -> Iterable[dict[str, Any]]:
    for suspicion in suspicions:
        for column in getattr(suspicion, "columns", ()):
            if getattr(suspicion, "kind", "") == "leakage" and column in used:
                yield _warning("leakage", level, column)
    for name, limit in TOO_GOOD.items():
        value = (result.get("metrics") or {}).get(name, {}).get("value")
        if value is not None and float(value) > limit:
            what = f"{name.replace('_', ' ')} {value_text(name, float(value), level)}"
            yield _warning("too_good", level, what=what)
            break
    drivers = list(result.get("drivers") or [])
    # Of a model that reads one column nothing else can be said.
    first = drivers[0] if drivers and len(used) > 1 else {}
    part = float(first.get("share") or 0)
    if part >= DOMINANT:
        key = "only" if part >= WHOLE else "dominant"
        column = str(first["column"])
        yield _warning("dominant", level, column, key, share=in_hundred(part))


def _no_better(result: Mapping[str, Any], level: Level) -> Iterable[dict[str, Any]]:
    objective = result.get("objective") or {}
    known = [b for b in result.get("baselines") or [] if b.get("value") is not None]
    if not known or objective.get("value") is None:
        return
    greater = bool(objective.get("greater_is_better"))
    best = strongest(known, greater)
    if best is not None and not_better(objective, best):
        yield _warning("no_better", level, name=baseline_name(best, level))
        return
    for plain in known:
        kept = plain.get("name") == MODEL and plain.get("meets") is not False
        if kept and not_better(objective, plain):
            yield _warning("plain_as_good", level, name=baseline_name(plain, level))


def _few(
    output: Output, seen: pd.Series, truth: pd.Series, level: Level
) -> Iterable[dict[str, Any]]:
    rows = len(seen) + len(truth)
    if rows < FEW_ROWS:
        yield _warning("few_rows", level, rows=counted(rows, "row"))
    if output.task == "regression":
        return
    events = seen.map(as_class).value_counts()
    tested = truth.map(as_class).value_counts()
    names = (output.event,) if output.task == "binary" else output.classes
    total = {
        name: int(events.get(name, 0)) + int(tested.get(name, 0)) for name in names
    }
    rare = sorted((c for c in total if total[c] < FEW_EVENTS), key=lambda c: total[c])
    if len(rare) > MOST_RARE:
        yield _warning(
            "few_events_of_many", level, n=f"{len(rare):,}", all=f"{len(names):,}",
            least=f"{FEW_EVENTS:,}", events=", ".join(safe(c, 40) for c in rare[:3]),
        )  # fmt: skip
        names = tuple(c for c in names if c not in rare)
    for name in names:
        n, shown = total[name], f'"{safe(name, 40)}"'
        if n < FEW_EVENTS:
            yield _warning("few_events", level, n=f"{n:,}", event=shown)
        elif int(tested.get(name, 0)) < FEW_TEST_EVENTS:
            yield _warning(
                "few_test_events", level, n=f"{int(tested.get(name, 0)):,}", event=shown
            )


def group_text(group: Group, level: Level | str) -> str:
    """Return a group in words, such as ``tenure is below 12``."""
    shown = [cell(v) for v in group.values]
    return say(
        f"group.{group.kind}",
        level,
        x=safe(group.column, 60),
        a=shown[0] if shown else "",
        b=shown[-1] if shown else "",
    )


def spoken_of(
    model: Any, frame: pd.DataFrame, brief: Mapping[str, Any] | None
) -> list[str]:
    """Return the columns that groups are made of: read, or kept to check fairness.

    What was left out as known too late would tell of nothing but the outcome.
    """
    kept = (brief or {}).get("limits", {}).get("never_columns", ())
    return [c for c in frame.columns if c in {*inputs_of(model, frame), *kept}]


def find_weak(
    output: Output,
    frame: pd.DataFrame,
    truth: pd.Series,
    seed: int,
    columns: list[str],
) -> list[Weak]:
    """Return the groups where the model errs more, on rows with known outcomes."""
    known = truth.notna().to_numpy()
    frame = frame[known].reset_index(drop=True)
    truth = truth[known].reset_index(drop=True)
    if len(frame) < 4 * 30:
        return []
    size = mistakes(output, decided(output, frame), truth).size
    return weak_groups(
        frame, columns, size, shares=output.task != "regression", seed=seed
    )


def _weak(
    output: Output,
    frame: pd.DataFrame,
    truth: pd.Series,
    level: Level,
    seed: int,
    columns: list[str],
) -> Iterable[dict[str, Any]]:
    for weak in find_weak(output, frame, truth, seed, columns)[:3]:
        yield weak_warning(output, weak, level)


def weak_warning(output: Output, weak: Weak, level: Level) -> dict[str, Any]:
    """Return a weak group as a warning."""
    chances = output.task != "regression"
    digits = digits_for(max(abs(weak.error), 1e-12), 2)

    def shown(value: float) -> str:
        return in_hundred(value) if chances else number(value, digits)

    return _warning(
        "weak_group" if chances else "weak_group_number",
        level,
        weak.group.column,
        group=group_text(weak.group, level),
        here=shown(weak.error),
        low=shown(weak.low).removesuffix(" in 100"),
        high=shown(weak.high).removesuffix(" in 100"),
        rows=counted(weak.rows, "row"),
        there=shown(weak.elsewhere),
    )


def _drift(
    output: Output, before: pd.DataFrame, after: pd.DataFrame, level: Level
) -> Iterable[dict[str, Any]]:
    columns = [c for c in inputs_of(output.model, after) if c in before.columns]
    for column, _ in drifted(before, after, columns)[:3]:
        yield _warning("drift", level, column)


def _constant(
    output: Output, frame: pd.DataFrame, level: Level
) -> Iterable[dict[str, Any]]:
    if len(frame) < 2:
        return
    answers = output(frame.iloc[:500])
    if float(np.ptp(answers, axis=0).max()) < 1e-9:
        yield _warning("constant", level)
