"""The one way to a learner: its name, its settings, and what it has to fit."""

from __future__ import annotations

from typing import Any

from . import boosting, curves, distances, own, simple, trees
from .spec import Params, Spec, builders

__all__ = ["boosting", "build", "curves", "distances", "own", "simple", "trees"]


def build(algorithm: str, params: Params, spec: Spec) -> Any:
    """Return an unfitted learner on matrices.

    Parameters
    ----------
    algorithm : str
        A name in ``algorithms.toml``.
    params : mapping
        Its settings.
    spec : Spec
        What it has to fit.

    Raises
    ------
    KeyError
        If no such learner is registered.
    """
    return builders()[algorithm](params, spec)
