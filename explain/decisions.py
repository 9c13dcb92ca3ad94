"""What a model does with a row: its answer, its decision, and whether that was right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .outputs import Array, Output
from .relevance import as_class

Texts = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Decided:
    """Answers and decisions for the rows of a frame.

    Attributes
    ----------
    answers : ndarray, shape (rows, numbers a row)
    predicted : ndarray, shape (rows,)
        Class as text, or the number.
    decision : ndarray of str or None
        By the model's own rule; None where it has none.
    acted : ndarray of bool or None
        Two classes: whether the row is treated as a case.
    """

    answers: Array
    predicted: Texts
    decision: Texts | None
    acted: npt.NDArray[np.bool_] | None


def decided(output: Output, frame: pd.DataFrame) -> Decided:
    """Return what the model says and does about each row."""
    answers = output(frame)
    if output.task == "regression":
        numbers = np.asarray(answers[:, 0], dtype=object)
        return Decided(answers, numbers, _decision(output, frame), None)
    predicted = np.asarray([as_class(v) for v in output.labels(frame)], dtype=object)
    decision = _decision(output, frame)
    acted = None
    if output.task == "binary":
        acted = np.asarray(_acted(output, predicted, decision), dtype=bool)
    return Decided(answers, predicted, decision, acted)


def _decision(output: Output, frame: pd.DataFrame) -> Texts | None:
    decide = getattr(output.model, "decide", None)
    if decide is None or not len(frame):
        return None
    try:
        made = decide(frame)
    except (KeyError, ValueError):  # a rule over a list, or over columns not here
        return None
    return None if made is None else np.asarray([str(v) for v in made], dtype=object)


def _acted(output: Output, predicted: Texts, decision: Texts | None) -> Any:
    if decision is not None:
        kinds = set(decision)
        if output.event in kinds or kinds <= set(output.classes):
            return decision == output.event
        if kinds <= {"act", "pass", "review"}:
            return decision == "act"
    return predicted == output.event


@dataclass(frozen=True)
class Mistakes:
    """Where the answers were wrong, on rows with known outcomes.

    Attributes
    ----------
    size : ndarray, shape (rows,)
        1 for a wrong class, or the absolute error of a number.
    miss, false_alarm : ndarray of bool
        Two classes only; all False otherwise.
    """

    size: Array
    miss: npt.NDArray[np.bool_]
    false_alarm: npt.NDArray[np.bool_]


def mistakes(output: Output, made: Decided, truth: pd.Series) -> Mistakes:
    """Return how wrong each row is; rows must have known outcomes."""
    none = np.zeros(len(truth), dtype=bool)
    if output.task == "regression":
        gap = np.abs(made.answers[:, 0] - truth.to_numpy(dtype=float))
        return Mistakes(gap, none, none)
    text = truth.map(as_class).to_numpy()
    if made.acted is None:
        return Mistakes((text != made.predicted).astype(float), none, none)
    real = text == output.event
    miss, alarm = real & ~made.acted, ~real & made.acted
    return Mistakes((miss | alarm).astype(float), miss, alarm)
