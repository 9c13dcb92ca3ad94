"""What is explained: the deployed object's answer, in the person's unit.

One definition for all of `explain`: the chance of the event (two classes), the chance of
each class (several), or the predicted number. Reads any object in the manner of
scikit-learn; what Tandem's own models add is used where it is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dialogs.sanitise import safe

Array = npt.NDArray[np.float64]

BATCH = 20_000
"""Rows handed to a pipeline at once: larger batches gain nothing and cost memory."""

_NUMBERS = {"regression", "forecast"}

LOOKS = 120
"""Most calls that finding the failing rows may cost."""


class ModelFailed(RuntimeError):
    """A model raised on rows it was asked about; told as a sentence, never as a trace."""

    def __init__(self, error: Exception) -> None:
        why = safe(
            str(error).strip().splitlines()[0] if str(error).strip() else "", 120
        )
        super().__init__(
            f"{type(error).__name__}: {why}" if why else type(error).__name__
        )


@dataclass(frozen=True)
class Output:
    """A model's answer as numbers, and what they mean.

    Parameters
    ----------
    model : object
        Anything with ``predict``, and ``predict_proba`` and ``classes_`` for classes.
    task : str
        ``binary``, ``multiclass`` or ``regression``.
    classes : tuple of str
        The classes as text, empty for numbers.
    event : str
        For two classes the one whose chance is told.
    """

    model: Any
    task: str
    classes: tuple[str, ...] = ()
    event: str = ""
    columns: tuple[str, ...] = ()
    """The columns the model reads, where it says so; empty for all of them."""
    _event_at: int = field(default=1, repr=False)

    @property
    def chances(self) -> bool:
        """Whether the answer is a probability."""
        return self.task != "regression"

    @property
    def names(self) -> tuple[str, ...]:
        """One name for each number a row gets."""
        if self.task == "multiclass":
            return self.classes
        return (self.event,) if self.chances else ("",)

    def __call__(self, frame: pd.DataFrame) -> Array:
        """Return the answers, shape (rows, numbers a row)."""
        if not len(frame):
            return np.empty((0, len(self.names)))
        if self.columns:
            frame = frame[list(self.columns)]
        parts = [
            self._one(frame.iloc[start : start + BATCH])
            for start in range(0, len(frame), BATCH)
        ]
        return np.concatenate(parts)

    def first(self, frame: pd.DataFrame) -> Array:
        """Return the answers of `__call__` as one number a row, shape (rows,).

        For several classes the chance of the likeliest one.
        """
        values = self(frame)
        if self.task == "multiclass":
            return np.asarray(values.max(axis=1), dtype=float)
        return np.asarray(values[:, 0], dtype=float)

    def _one(self, frame: pd.DataFrame) -> Array:
        if self.task == "regression":
            raw = np.asarray(self._ask("predict", frame), dtype=float)
            return raw.reshape(len(frame), -1)[:, :1]
        raw = np.asarray(self._ask("predict_proba", frame), dtype=float)
        if self.task == "multiclass":
            return raw
        return raw[:, [self._event_at]]

    def labels(self, frame: pd.DataFrame) -> npt.NDArray[Any]:
        """Return what ``predict`` says about each row."""
        return np.ravel(self._ask("predict", frame))

    def _ask(self, what: str, frame: pd.DataFrame) -> Any:
        try:
            return getattr(self.model, what)(frame)
        except Exception as error:  # anything may come out of a model of others
            raise ModelFailed(error) from error

    def fails_on(self, frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
        """Return the rows that the model raises on, found by halving.

        Where the looks run out before all is known, what is left counts as failing.
        """
        failing = np.zeros(len(frame), dtype=bool)
        left, parts = LOOKS, [(0, len(frame))]
        while parts:
            start, end = parts.pop()
            left -= 1
            if left >= 0 and self._answers(frame.iloc[start:end]):
                continue
            if end - start <= 1 or left < 0:
                failing[start:end] = True
                continue
            middle = (start + end) // 2
            parts += [(start, middle), (middle, end)]
        return failing

    def _answers(self, frame: pd.DataFrame) -> bool:
        try:
            self(frame)
        except ModelFailed:
            return False
        return True


def output_of(model: Any) -> Output:
    """Return what to explain about a model.

    Parameters
    ----------
    model : object
        Anything in the manner of scikit-learn.

    Returns
    -------
    Output
        For two classes the chance of ``model.event``, else of the second class.
    """
    named = getattr(model, "feature_names_in_", None)
    columns = () if named is None else tuple(named)
    told = str(getattr(model, "task", "") or "")
    classes = getattr(model, "classes_", None)
    if told in _NUMBERS or classes is None or not hasattr(model, "predict_proba"):
        return Output(model, "regression", columns=columns)
    names = tuple(str(c) for c in classes)
    if len(names) > 2:
        return Output(model, "multiclass", names, columns=columns)
    event = str(getattr(model, "event", None) or names[-1])
    at = names.index(event) if event in names else len(names) - 1
    return Output(model, "binary", names, names[at], columns, at)


def inputs_of(model: Any, frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the columns of the frame that the model may read, in the frame's order.

    A model that says nothing about its inputs may read all but its target.
    """
    named: Sequence[str] | None = getattr(model, "feature_names_in_", None)
    if named is None:
        target = getattr(model, "target", None)
        return tuple(c for c in frame.columns if c != target)
    known = {str(c) for c in named}
    return tuple(c for c in frame.columns if str(c) in known)


def background_of(model: Any, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that a case is compared with: the model's own, else the frame."""
    own = getattr(model, "background", None)
    if isinstance(own, pd.DataFrame) and len(own):
        return own
    return frame
