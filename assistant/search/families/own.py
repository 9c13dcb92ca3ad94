"""A person's own estimator, by name: `module:function`."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from .spec import Params, Spec, register


def load(path: str) -> Any:
    """Return what the function of this name makes.

    Parameters
    ----------
    path : str
        ``module:function``; the function takes nothing and returns an unfitted
        scikit-learn estimator. A Pipeline gets the table in its own columns, any other
        estimator a matrix of numbers.

    Raises
    ------
    ValueError
        If there is no such function, or what it makes cannot be fitted.
    """
    module, _, function = path.partition(":")
    if not module or not function:
        raise ValueError(f"your own estimator is named module:function, not {path!r}")
    made = getattr(fresh(module), function)()
    if not hasattr(made, "fit") or not hasattr(made, "predict"):
        raise ValueError(
            f"{path} gives a {type(made).__name__}, which cannot be fitted"
        )
    return made


_imported: dict[str, int] = {}
"""Module -> when its file was last changed, as this process knows it."""


def fresh(module: str) -> ModuleType:
    """Return a module as its file is now: people edit theirs between two rounds."""
    found = importlib.import_module(module)
    changed = _changed(found.__file__)
    if _imported.setdefault(module, changed) != changed:
        found = importlib.reload(found)
        _imported[module] = changed
    return found


def _changed(file: str | None) -> int:
    return Path(file).stat().st_mtime_ns if file else 0


def source_of(path: str) -> str:
    """Return the text of the module that ``module:function`` names; empty if unknown."""
    try:
        spec = importlib.util.find_spec(path.partition(":")[0])
        return Path(spec.origin).read_text("utf-8") if spec and spec.origin else ""
    except (ImportError, OSError, ValueError):
        return ""


def wants_table(path: str) -> bool:
    """Whether the estimator takes the table itself: a Pipeline does."""
    return hasattr(load(path), "steps")


@register("own")
def own(params: Params, spec: Spec) -> Any:
    """Return the person's estimator."""
    made = load(params["path"])
    if spec.classifies and not hasattr(made, "predict_proba"):
        raise ValueError("it gives no probabilities (predict_proba)")
    return made


class Untouched(BaseEstimator):  # type: ignore[misc]
    """In place of an encoder: hands on the table as it is.

    Parameters
    ----------
    roles : dict of str to str
        The columns to hand on.
    """

    def __init__(self, roles: dict[str, str]) -> None:
        self.roles = roles
        self.categorical_: list[int] = []

    def fit_transform(self, X: pd.DataFrame, y: NDArray[Any]) -> Any:  # noqa: ARG002
        """Return the columns, (n, columns)."""
        return self.transform(X)

    def fit(self, X: pd.DataFrame, y: NDArray[Any]) -> Self:  # noqa: ARG002
        """Learn nothing."""
        return self

    def transform(self, X: pd.DataFrame) -> Any:
        """Return the columns, (n, columns)."""
        return X[list(self.roles)]

    def directions(self, monotonic: dict[str, int]) -> list[int]:
        """Return no direction: what is inside cannot be held to one."""
        return np.zeros(len(self.roles), dtype=int).tolist() if monotonic else []
