"""A table in its own columns becomes a matrix of numbers.

One transformer for all models, so that a fitted model takes the person's table as it
is, and so that each number can be traced to its column. Outputs have positions, not
names: some libraries refuse the characters that real column names hold.
Invariant: `transform` gives the same width for any table with the columns of `fit`,
also for one row, unseen values and columns full of gaps.
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin

from .numbers import Numbers, Scaled
from .packing import packed, unpacked
from .parts import Part, make_part, possible_role

PACKED = ("roles", "numbers_", "feature_columns_", "feature_names_")

Matrix = NDArray[np.floating[Any]]


class TableEncoder(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Encode the columns of a table as numbers.

    Parameters
    ----------
    roles : dict of str to str
        Column -> number, category, date or text. Other columns are not used.
    style : {"codes", "scaled", "spline"}
        ``codes`` for trees: numbers as they are with gaps left open, categories as
        codes. ``scaled`` for everything that measures distances: gaps filled and
        marked, numbers scaled, categories as columns of 0 and 1. ``spline`` is
        ``scaled`` with a smooth basis for each number.
    classes : int
        Number of classes; 0 where the target is a number.
    seed : int
        Of what is random: the folds of the target encoding, the text projection.
    impute : {"", "median", "mean", "zero"}
        What a gap among numbers becomes. Empty: open for trees, else the median.
    encode : {"", "one_hot", "target"}
        How categories become numbers. Empty: as the style does it.
    """

    def __init__(
        self,
        roles: dict[str, str],
        style: str = "codes",
        classes: int = 0,
        seed: int = 0,
        impute: str = "",
        encode: str = "",
    ) -> None:
        self.roles = roles
        self.style = style
        self.classes = classes
        self.seed = seed
        self.impute = impute
        self.encode = encode

    def fit(self, X: pd.DataFrame, y: NDArray[Any]) -> Self:
        """Learn categories, scales and words; see `fit_transform`."""
        self.fit_transform(X, y)
        return self

    def fit_transform(self, X: pd.DataFrame, y: NDArray[Any]) -> Matrix:
        """Learn and encode.

        Target encodings of these rows are made out of fold, so that no row sees its
        own answer; hence the result differs from ``fit(X, y).transform(X)``.

        Parameters
        ----------
        X : DataFrame, (n, columns)
            Typed, in its original columns.
        y : ndarray, (n,)
            Class codes, or numbers.

        Returns
        -------
        ndarray, (n, features)
        """
        used = X[list(self.roles)]
        # All columns at once: one by one takes seconds on thousands.
        known = used.notna().any().to_numpy()
        roles = {
            name: possible_role(role, dtype, bool(says))
            for (name, role), dtype, says in zip(
                self.roles.items(), used.dtypes, known, strict=True
            )
        }
        self.numbers_ = [n for n, role in roles.items() if role == "number"]
        self.feature_columns_: list[str] = []
        self.feature_names_: list[str] = []
        self.categorical_: list[int] = []
        blocks = [self._fit_numbers(X)] if self.numbers_ else []
        self.parts_: list[tuple[str, Part]] = []
        for name, role in roles.items():
            if role not in ("", "number"):
                blocks.append(self._fit_column(name, role, X[name], y))
        if not blocks:
            # Nothing is known of any row: one column of zeros keeps models whole.
            self._note("", "nothing")
            return np.zeros((len(X), 1))
        return self._stack(blocks)

    def transform(self, X: pd.DataFrame) -> Matrix:
        """Encode rows.

        Parameters
        ----------
        X : DataFrame, (n, columns)
            Holds at least the columns of `fit`.

        Returns
        -------
        ndarray, (n, features)
        """
        blocks = [part.transform(X[name]) for name, part in self.parts_]
        if self.numbers_:
            blocks.insert(0, self.number_part_.transform(X[self.numbers_]))
        return self._stack(blocks) if blocks else np.zeros((len(X), 1))

    def __getstate__(self) -> dict[str, Any]:
        return packed(super().__getstate__(), PACKED)

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(unpacked(state))

    def _fit_numbers(self, X: pd.DataFrame) -> Matrix:
        self.number_part_ = (
            Numbers(self.impute)
            if self.style == "codes"
            else Scaled(self.style == "spline", self.impute or "median")
        )
        block = self.number_part_.fit_transform(X[self.numbers_])
        for column, label in self.number_part_.labels:
            self._note(column, label)
        return block

    def _fit_column(
        self, name: str, role: str, column: pd.Series[Any], y: NDArray[Any]
    ) -> Matrix:
        part = make_part(role, column, self.style, self.classes, self.seed, self.encode)
        block = part.fit_transform(column, y)
        if part.categorical:
            self.categorical_.append(len(self.feature_columns_))
        for label in part.labels:
            self._note(name, label)
        self.parts_.append((name, part))
        return block

    def directions(self, monotonic: dict[str, int]) -> list[int]:
        """Return +1, -1 or 0 for each feature: where the model may only rise or fall.

        Parameters
        ----------
        monotonic : dict of str to int
            Column -> +1 or -1.
        """
        return [
            monotonic.get(column, 0) if name == column else 0
            for column, name in zip(
                self.feature_columns_, self.feature_names_, strict=True
            )
        ]

    def _note(self, column: str, label: str) -> None:
        self.feature_columns_.append(column)
        self.feature_names_.append(f"{column}: {label}" if label else column)

    @staticmethod
    def _stack(blocks: list[Matrix]) -> Matrix:
        matrix = np.hstack(blocks)
        # Half the memory for large tables; the small ones keep full precision.
        return matrix.astype(np.float32) if matrix.size > 20_000_000 else matrix
