"""A model that is asked about the same rows many times answers them once.

The check at the end and the cautions ask for label, chance and decision of the held-back
rows; with several models averaged each such pass takes seconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from .model import TandemModel


class Recalling:
    """A fitted estimator that keeps its answers, by what the rows hold.

    Parameters
    ----------
    estimator : object
        With ``predict``, and ``predict_proba`` where it has one.
    """

    def __init__(self, estimator: Any) -> None:
        self._estimator = estimator
        self._kept: dict[tuple[str, bytes], Any] = {}

    def predict(self, X: pd.DataFrame) -> Any:
        """Return the estimator's ``predict``."""
        return self._once("predict", self._estimator.predict, X)

    def predict_proba(self, X: pd.DataFrame) -> Any:
        """Return the estimator's ``predict_proba``."""
        return self._once("predict_proba", self._estimator.predict_proba, X)

    def _once(self, name: str, ask: Callable[[Any], Any], X: pd.DataFrame) -> Any:
        # By content, not by identity: a frame may be changed between two questions.
        try:
            key = name, _print_of(X)
        except TypeError:  # cells that cannot be hashed, such as lists
            return ask(X)
        if key not in self._kept:
            self._kept[key] = ask(X)
        return self._kept[key]


def _print_of(X: pd.DataFrame) -> bytes:
    """Return a fingerprint of what the rows hold.

    Plain columns of one kind go in as one table: thousands of them hashed one by one
    take longer than most models.
    """
    digest = hashlib.blake2b(digest_size=16)
    kinds = [str(d) if isinstance(d, np.dtype) else "" for d in X.dtypes]
    for kind in dict.fromkeys(kinds):
        at = [i for i, k in enumerate(kinds) if k == kind]
        part = X.iloc[:, at]
        digest.update(f"{kind}{at}{len(X)}".encode())
        if np.dtype(kind or object).kind in "fiub":
            digest.update(part.to_numpy().tobytes())
        else:
            hashes = pd.util.hash_pandas_object(part, index=False)
            digest.update(hashes.to_numpy().tobytes())
    return digest.digest()


def recalling(model: TandemModel) -> TandemModel:
    """Return the same model, which answers the same rows once; not to be saved."""
    return replace(model, estimator=Recalling(model.estimator))
