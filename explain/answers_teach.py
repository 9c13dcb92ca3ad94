"""Why a choice matters, shown on the person's own rows: two sentences and a picture.

Each lesson counts something on this table and this model, so that it can be held against
what was said; none has numbers of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from dialogs.message import Message, Picture
from dialogs.sanitise import safe

from .asked import Asked
from .decisions import decided
from .metric_words import metric_text, name_of, value_text
from .scoring import figures
from .units import in_hundred, number

PARTS = 5
"""Into which the held-back rows are cut to show what luck alone does."""

MOST_ROWS = 5000
"""Of those learned from, on which the model is tried."""

FEWEST = 50
"""Held-back rows to show that on."""

UNEVEN = 0.15
"""By how much the commonest outcome must be above its even share to mislead."""

BINS = 10
COLUMNS = 8
LEADING = {
    "binary": "roc_auc", "multiclass": "accuracy", "regression": "mean_absolute_error",
}  # fmt: skip

Lesson = Callable[[Asked], tuple[Message, ...]]


def teach(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Show one choice on the person's own rows, or say why it cannot be shown."""
    about = str(step.get("about") or "")
    lesson = _LESSONS.get(about)
    made = lesson(asked) if lesson else ()
    if made:
        return made
    text = asked.say("teach.cannot", about=safe(about, 40).replace("_", " "))
    return (asked.tell(text, key="teach"),)


def _told(
    asked: Asked, about: str, picture: tuple[str, dict[str, Any]], **slots: str
) -> tuple[Message, ...]:
    kind, data = picture
    text = asked.say(f"teach.{about}", **slots)
    title = asked.say(f"teach.{about}_title", **slots)
    return asked.tell(text, key="teach"), Picture(kind, title, data)


# --- from the result: the line, and the chances ---------------------------------------


def _threshold(asked: Asked) -> tuple[Message, ...]:
    table = asked.result.get("cuts") or {}
    cuts = [dict(c) for c in table.get("cuts") or ()]
    if len(cuts) < 2:
        return ()
    here = cuts[int(table.get("chosen") or 0)]
    half = min(cuts, key=lambda c: abs(float(c["named"]) - float(here["named"]) / 2))
    other = half if half is not here else cuts[-1]
    x = [round(100 * float(c["named"]), 1) for c in cuts]
    data = {
        "x": x, "y": [100 * float(c["found"]) for c in cuts],
        "mark": x[cuts.index(here)], "point": True,
        "mark_label": asked.say("teach.here"),
        "x_title": asked.say("teach.named"), "y_title": asked.say("teach.found"),
    }  # fmt: skip
    slots = {
        f"{name}_{i}": in_hundred(float(cut[name]))
        for i, cut in enumerate((here, other))
        for name in ("p", "named", "found", "right")
    }
    return _told(asked, "threshold", ("curve", data), **slots)


def _calibration(asked: Asked) -> tuple[Message, ...]:
    found = dict(asked.result.get("calibration") or {})
    if not found:
        return ()
    off = [i for i, more in enumerate(found.get("off") or ()) if more]
    # One that is off by more than luck, else the one in the middle.
    at = max(off, key=lambda i: found["n"][i]) if off else len(found["n"]) // 2
    key = "calibration_off" if off else "calibration"
    return _told(
        asked, key, ("calibration", found), n=f"{found['n'][at]:,}",
        said=in_hundred(found["said"][at]), seen=in_hundred(found["seen"][at]),
    )  # fmt: skip


# --- from the rows: what it learned, and what it had never seen -----------------------


def _judged_apart(asked: Asked) -> tuple[pd.DataFrame, pd.Series, Any] | None:
    """Return all rows with known outcomes, those, and which were held back."""
    if asked.y is None or asked.held is None:
        return None
    truth = pd.Series(np.asarray(asked.y), index=asked.frame.index)
    known = truth.notna().to_numpy()
    held = asked.held[known]
    if held.sum() < FEWEST or (~held).sum() < FEWEST:
        return None
    return asked.frame[known], truth[known], held


def _figure(asked: Asked, rows: pd.DataFrame, truth: pd.Series) -> float:
    made = decided(asked.output, rows)
    success = asked.brief.get("success") or {}
    found = figures(asked.output, made, truth, success, resamples=0)
    return float(found[_leading(asked)]["value"])


def _leading(asked: Asked) -> str:
    return LEADING.get(asked.output.task, "accuracy")


def _overfitting(asked: Asked) -> tuple[Message, ...]:
    apart = _judged_apart(asked)
    if apart is None:
        return ()
    rows, truth, held = apart
    values = []
    for part in (~held, held):
        some = rows[part]
        some = (
            some if len(some) <= MOST_ROWS else some.sample(MOST_ROWS, random_state=0)
        )
        values.append(_figure(asked, some, truth[some.index]))
    metric = _leading(asked)
    shown = [metric_text(metric, {"value": v}, asked.level) for v in values]
    labels = [asked.say("teach.learned"), asked.say("teach.unseen")]
    return _told(
        asked, "overfitting", _bars(labels, values, metric), seen=shown[0], unseen=shown[1],
        metric=name_of(metric),
    )  # fmt: skip


def _bars(
    labels: list[str], values: list[float], metric: str
) -> tuple[str, dict[str, Any]]:
    """Return a picture of what was reached on parts of the rows."""
    data = {
        "labels": labels,
        "values": [_rounded(v) for v in values],
        "format": "share" if metric != "mean_absolute_error" else "",
    }
    return "bars", data


def _luck(asked: Asked) -> tuple[Message, ...]:
    apart = _judged_apart(asked)
    if apart is None:
        return ()
    rows, truth, held = apart
    rows, truth = rows[held], truth[held]
    order = np.random.default_rng(0).permutation(len(rows))
    metric = _leading(asked)
    values = []
    for part in np.array_split(order, PARTS):
        mine = truth.iloc[part]
        if metric == "roc_auc" and mine.nunique() < 2:
            return ()
        values.append(_figure(asked, rows.iloc[part], mine))
    shown = [value_text(metric, v, asked.level) for v in (min(values), max(values))]
    labels = [asked.say("teach.part", n=str(i + 1)) for i in range(PARTS)]
    return _told(
        asked, "cross-validation", _bars(labels, values, metric), low=shown[0], high=shown[1],
        n=number(len(rows) // PARTS), parts=str(PARTS),
    )  # fmt: skip


# --- from the table alone -------------------------------------------------------------


def _imbalance(asked: Asked) -> tuple[Message, ...]:
    if asked.y is None or asked.output.task == "regression":
        return ()
    counts = pd.Series(np.asarray(asked.y)).dropna().map(str).value_counts()
    if len(counts) < 2:
        return ()
    common, rare = str(counts.index[0]), str(counts.index[-1])
    share = float(counts.iloc[0] / counts.sum())
    data = {
        "labels": [safe(str(v), 40) for v in counts.index[:COLUMNS]],
        "values": [int(n) for n in counts.iloc[:COLUMNS]],
    }
    about = "imbalance" if share >= len(counts) ** -1 + UNEVEN else "even"
    return _told(
        asked, about, ("bars", data), common=f"“{safe(common, 40)}”",
        rare=f"“{safe(rare, 40)}”", share=in_hundred(share),
        rest=in_hundred(float(counts.iloc[-1] / counts.sum())),
    )  # fmt: skip


def _leakage(asked: Asked) -> tuple[Message, ...]:
    if asked.y is None:
        return ()
    truth = pd.Series(np.asarray(asked.y), index=asked.frame.index)
    known = truth.notna()
    codes = _coded(asked, truth[known])
    told = [
        (_explained(asked.frame.loc[known, c], codes), str(c)) for c in asked.inputs
    ]
    told = sorted(((s, c) for s, c in told if np.isfinite(s)), reverse=True)[:COLUMNS]
    if not told:
        return ()
    data = {
        "labels": [safe(c, 40) for _, c in told],
        "values": [_rounded(s) for s, _ in told],
        "format": "share",
    }
    best, column = told[0]
    return _told(
        asked,
        "leakage",
        ("bars", data),
        column=safe(column, 60),
        share=in_hundred(best),
    )


def _coded(asked: Asked, truth: pd.Series) -> pd.DataFrame:
    """Return the outcome as numbers: itself, or a column a class."""
    if asked.output.task == "regression":
        return pd.DataFrame({"y": pd.to_numeric(truth, errors="coerce")})
    return pd.get_dummies(truth.map(str)).astype(float)


def _explained(values: pd.Series, codes: pd.DataFrame) -> float:
    """Return how much of the outcome's ups and downs one column alone goes with.

    The correlation ratio (Pearson 1905), of numbers in groups of equal size; corrected
    for the number of groups, as many groups explain something by luck.
    """
    groups = _grouped(values)
    n, k = len(codes), int(groups.nunique())
    if n <= k + 1 or k < 2:
        return 0.0
    total = float(((codes - codes.mean()) ** 2).to_numpy().sum())
    means = codes.groupby(groups.to_numpy()).transform("mean")
    inside = float(((codes - means) ** 2).to_numpy().sum())
    if total <= 0:
        return 0.0
    return max(0.0, 1 - (inside / (n - k)) / (total / (n - 1)))


def _grouped(values: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        values = values.astype("int64")
    if pd.api.types.is_numeric_dtype(values) and values.nunique() > BINS:
        edges = values.astype(float).quantile(np.linspace(0, 1, BINS + 1)[1:-1])
        slot = np.searchsorted(np.unique(edges), values.astype(float))
        return pd.Series(np.where(values.isna(), -1, slot), index=values.index)
    return values.astype(str)


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")


_LESSONS: Mapping[str, Lesson] = {
    "threshold": _threshold,
    "calibration": _calibration,
    "overfitting": _overfitting,
    "cross-validation": _luck,
    "imbalance": _imbalance,
    "leakage": _leakage,
}
OPS = {"teach": teach}
