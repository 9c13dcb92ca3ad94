"""How one column of categories, dates or words becomes numbers.

Each part learns from one column and gives a block of numbers with a label for each.
Parts hold only numbers, texts and lists, so that a saved model needs no pickle.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import KFold

from .values import Values

Matrix = NDArray[np.floating[Any]]

ONE_BY_ONE = 30
"""Up to so many values a category gets a column of 0 and 1 for each."""

TEXT_SIZE = 24
"""Numbers that a text column becomes."""


class Codes(Values):
    """A category as a code: 0 for its commonest value; gaps and new values open."""

    labels: ClassVar[list[str]] = [""]
    categorical: ClassVar[bool] = True

    def fit_transform(self, column: pd.Series[Any], y: NDArray[Any]) -> Matrix:  # noqa: ARG002
        """Learn the values and encode the column."""
        self.learn(column)
        return self.transform(column)

    def transform(self, column: pd.Series[Any]) -> Matrix:
        """Encode a column, (n, 1)."""
        places = self.positions(column).astype(np.float64)
        return np.where(places < 0, np.nan, places)[:, None]


class OneByOne(Values):
    """A category as a column of 0 and 1 for each value, and one for gaps."""

    categorical: ClassVar[bool] = False

    def fit_transform(self, column: pd.Series[Any], y: NDArray[Any]) -> Matrix:  # noqa: ARG002
        """Learn the values and encode the column."""
        self.learn(column, ONE_BY_ONE)
        self.gaps_ = bool(column.isna().any())
        # Of two values one column says it all.
        self.first_ = 1 if len(self.values_) == 2 and not self.gaps_ else 0
        self.labels = [f"is {v}" for v in self.values_[self.first_ :]]
        if self.gaps_:
            self.labels.append("is missing")
        return self.transform(column)

    def transform(self, column: pd.Series[Any]) -> Matrix:
        """Encode a column, (n, values)."""
        places = self.positions(column)
        count = len(self.values_)
        block = np.zeros((len(column), count + 1))
        block[np.arange(len(column)), np.where(places < 0, count, places)] = 1.0
        if self.gaps_:
            block[:, count] = column.isna().to_numpy()
            return block[:, self.first_ :]
        return block[:, self.first_ : count]


class Outcomes(Values):
    """A category of many values, each as what happened with it, and how common it is.

    Smoothed towards the overall mean; the rows learned from are encoded out of fold
    (Micci-Barreca 2001, A preprocessing scheme for high-cardinality attributes).
    """

    categorical: ClassVar[bool] = False
    SMOOTH = 10.0
    """Rows of the overall mean that are added to each value."""

    def __init__(self, columns: int = 1, seed: int = 0, scaled: bool = False) -> None:
        self.columns = columns
        self.seed = seed
        self.scaled = scaled

    def fit_transform(self, column: pd.Series[Any], y: NDArray[Any]) -> Matrix:
        """Learn each value's outcomes, and encode the column out of fold."""
        self.learn(column)
        names = ["outcome", "how common"] if self.columns == 1 else []
        self.labels = names or [
            *(f"outcome {k}" for k in range(self.columns)),
            "how common",
        ]
        target = self._target(y)
        self.centre_ = target.mean(axis=0)
        self.spread_ = target.std(axis=0) + 1e-9
        places = self.positions(column)
        block = np.empty((len(places), self.columns))
        folds = KFold(min(5, max(2, len(places) // 2)), shuffle=True, random_state=self.seed)  # fmt: skip
        for learn, fill in folds.split(places):
            means = self._means(places[learn], target[learn])
            block[fill] = means[places[fill]]
        self.means_ = self._means(places, target)
        counts = np.bincount(places[places >= 0], minlength=len(self.values_))
        self.common_ = np.append(np.log1p(counts), 0.0)
        return self._finish(block, places)

    def transform(self, column: pd.Series[Any]) -> Matrix:
        """Encode a column, (n, outcomes + 1)."""
        places = self.positions(column)
        return self._finish(self.means_[places], places)

    def _target(self, y: NDArray[Any]) -> NDArray[np.float64]:
        if self.columns == 1:
            return np.asarray(y, dtype=np.float64).reshape(-1, 1)
        return np.asarray(np.eye(self.columns)[np.asarray(y, dtype=int)])

    def _means(
        self, places: NDArray[np.intp], target: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        # The last row stands for gaps and new values: position -1.
        size = len(self.values_)
        known = places >= 0
        counts = np.bincount(places[known], minlength=size)[:, None]
        sums = np.column_stack(
            [
                np.bincount(places[known], weights=target[known, k], minlength=size)
                for k in range(target.shape[1])
            ]
        )
        means = (sums + self.SMOOTH * self.centre_) / (counts + self.SMOOTH)
        return np.vstack([means, self.centre_])

    def _finish(self, block: Matrix, places: NDArray[np.intp]) -> Matrix:
        common = self.common_[places]
        if self.scaled:
            block = (block - self.centre_) / self.spread_
            common = common / (1 + self.common_.max())
        return np.column_stack([block, common])


class DateParts(BaseEstimator):  # type: ignore[misc]
    """A date as its parts: how long ago, year, month, day, weekday, hour, minute."""

    categorical: ClassVar[bool] = False
    PARTS: ClassVar[dict[str, int]] = {
        "year": 0, "month": 12, "day": 31, "weekday": 7, "hour": 24, "minute": 0
    }  # fmt: skip
    """Part -> how many values go round in a circle; 0 for none."""

    def __init__(self, one_by_one: bool = False) -> None:
        self.one_by_one = one_by_one

    def fit_transform(self, column: pd.Series[Any], y: NDArray[Any]) -> Matrix:  # noqa: ARG002
        """Learn which parts vary, and encode the column."""
        raw = self._raw(column)
        self.parts_ = [
            name
            for name in self.PARTS
            if len(np.unique(raw[name][~np.isnan(raw[name])])) > 1
        ]
        time = raw["time"][~np.isnan(raw["time"])]
        self.start_ = float(time.min())
        self.length_ = float(np.ptp(time)) or 1.0
        self.labels = ["time", *self._labels()]
        return self.transform(column)

    def transform(self, column: pd.Series[Any]) -> Matrix:
        """Encode a column, (n, parts)."""
        raw = self._raw(column)
        time = (raw["time"] - self.start_) / (self.length_ if self.one_by_one else 1)
        if not self.one_by_one:
            return np.column_stack([time, *(raw[name] for name in self.parts_)])
        blocks = [np.clip(np.nan_to_num(time, nan=0.5), -1, 2)[:, None]]
        for name in self.parts_:
            circle = self.PARTS[name]
            if not circle:
                continue
            first = 0 if name in ("hour", "weekday") else 1
            values = np.nan_to_num(raw[name], nan=-1).astype(int) - first
            blocks.append((values[:, None] == np.arange(circle)).astype(np.float64))
        return np.hstack(blocks)

    def _labels(self) -> list[str]:
        if not self.one_by_one:
            return list(self.parts_)
        circles = [(name, self.PARTS[name]) for name in self.parts_]
        return [f"{name} {i}" for name, size in circles for i in range(size)]

    @staticmethod
    def _raw(column: pd.Series[Any]) -> dict[str, NDArray[np.float64]]:
        if not pd.api.types.is_datetime64_any_dtype(column.dtype):
            column = pd.to_datetime(column, errors="coerce")
        dates = pd.DatetimeIndex(column)
        if dates.tz is not None:
            dates = dates.tz_convert("UTC").tz_localize(None)
        days = (dates - pd.Timestamp("2000-01-01")) / pd.Timedelta(days=1)
        return {
            "time": np.asarray(days, dtype=np.float64),
            **{
                name: np.asarray(
                    dates.day_of_week if name == "weekday" else getattr(dates, name),
                    dtype=np.float64,
                )
                for name in DateParts.PARTS
            },
        }


class Words(BaseEstimator):  # type: ignore[misc]
    """A text as a few numbers: pieces of words, weighted and projected (TF-IDF, SVD).

    The same steps as skrub's StringEncoder, on scikit-learn alone.
    """

    categorical: ClassVar[bool] = False

    _reader: TfidfVectorizer | None = None
    """Made of the pieces when first asked; not saved."""

    def __init__(self, size: int = TEXT_SIZE, seed: int = 0) -> None:
        self.size = size
        self.seed = seed

    def fit_transform(self, column: pd.Series[Any], y: NDArray[Any]) -> Matrix:  # noqa: ARG002
        """Learn the words, and encode the column."""
        counter = _counter(max_features=4000)
        texts = self._texts(column)
        self.pieces_ = ""
        try:
            weighted = counter.fit_transform(texts)
        except ValueError:  # no piece of a word in any row
            self.labels = ["length"]
            return self._length(texts)
        # One text and one array: as a dict each of thousands of pieces would be a node
        # of its own in a saved model, and saving would take seconds.
        self.pieces_ = "\n".join(counter.get_feature_names_out())
        self.idf_ = np.asarray(counter.idf_)
        self._reader = counter
        size = min(self.size, weighted.shape[1] - 1, weighted.shape[0] - 1)
        self.projection_ = (
            TruncatedSVD(size, random_state=self.seed) if size >= 1 else None
        )
        if self.projection_ is not None:
            self.projection_.fit(weighted)
        self.labels = ["length", *(f"words {i + 1}" for i in range(max(0, size)))]
        return self.transform(column)

    def transform(self, column: pd.Series[Any]) -> Matrix:
        """Encode a column, (n, size + 1)."""
        texts = self._texts(column)
        if not self.pieces_ or self.projection_ is None:
            return self._length(texts)
        if not texts:
            return np.zeros((0, len(self.labels)))
        if self._reader is None:
            self._reader = _counter(vocabulary=self.pieces_.split("\n"))
            self._reader.idf_ = self.idf_
        weighted = self._reader.transform(texts)
        return np.hstack([self._length(texts), self.projection_.transform(weighted)])

    def __getstate__(self) -> dict[str, Any]:
        return {k: v for k, v in vars(self).items() if k != "_reader"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        old = state.get("counter_")
        if "pieces_" not in state:  # a model file written before the pieces were a text
            self.pieces_ = "" if old is None else "\n".join(old.get_feature_names_out())
            self.idf_ = np.empty(0) if old is None else np.asarray(old.idf_)

    @staticmethod
    def _length(texts: list[str]) -> Matrix:
        lengths = np.array([len(t) for t in texts], dtype=np.float64)
        logs: Matrix = np.log1p(lengths)[:, None]
        return logs

    @staticmethod
    def _texts(column: pd.Series[Any]) -> list[str]:
        texts = column.astype(object).where(column.notna(), "")
        return [str(value) for value in texts]


def _counter(**settings: Any) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, **settings
    )
