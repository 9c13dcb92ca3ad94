"""Columns in tiers: what is named, what ranks as one, and what cannot be ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .attributions import Attributions, attribute
from .outputs import Array, Output
from .players import OTHERS
from .relevance import PERHAPS, Z
from .shapes import Shape, shape_of
from .units import Unit, unit_of

LEAST_SHARE = 0.04
"""Of the strongest column's size: below, a part is too small to be spoken about."""

RESAMPLES = 400


@dataclass(frozen=True)
class Driver:
    """One column the model goes by.

    Attributes
    ----------
    size, se : float
        Mean absolute part over the rows, in the answer's unit, and its standard error.
    tier : int
        1 is the strongest; columns of one tier cannot be ranked.
    shape : Shape
    share : float
        Of the sum of all sizes.
    """

    column: str
    size: float
    se: float
    tier: int
    direction: str
    shape: Shape
    share: float
    shared: tuple[str, ...] = ()
    """Other named columns that tell nearly the same: they rank as one."""
    about: str = ""
    """For several classes the one whose chance the column moves most: the shape's."""


@dataclass(frozen=True)
class Overview:
    """What a model goes by over many rows, and what it rests on."""

    drivers: tuple[Driver, ...]
    weak: tuple[str, ...]
    """Columns the model reads whose effect cannot be told from noise."""
    found: Attributions
    unit: Unit
    perhaps: tuple[str, ...] = ()
    """Those of the weak that may matter: too few rows were checked to be sure."""


def overview_of(
    output: Output,
    found: Attributions,
    relevant: Mapping[str, float] | None,
    groups: Sequence[Sequence[str]],
    folds: Sequence[Any],
    seed: int,
) -> Overview:
    """Return the drivers among the players, in tiers.

    Parameters
    ----------
    output : Output
    found : Attributions
    relevant : mapping of str to float, optional
        How clearly shuffling a column, or the group it is in, worsens the answers.
    groups : sequence of sequences of str
        Columns that tell nearly the same.
    folds : sequence of models
    seed : int
    """
    size = np.abs(found.values)
    mean = size.mean(axis=0)
    named, weak, perhaps = _sorted_out(found, mean, relevant or {})
    mates = _mates(found, named, groups)
    units = _units(found, mates)
    tier_of = _tiered(found, units, folds, seed)
    rows, total = max(1, len(size)), float(mean.sum()) or 1.0
    se = size.std(axis=0, ddof=1) / np.sqrt(rows) if rows > 1 else np.zeros(len(mean))
    made = tuple(
        replace(
            _driver(
                found, j, tier_of[j], float(mean[j]), float(se[j]), mean[j] / total
            ),
            shared=tuple(found.columns[i] for i in mates[j] if i != j),
        )
        for members in units
        for j in members
    )
    unused = [c for j, c in enumerate(found.columns) if mean[j] == 0]
    names = tuple(found.columns[j] for j in weak) + tuple(unused)
    unit = unit_of(output, np.concatenate([found.outputs, found.bases]))
    return Overview(made, names, found, unit, tuple(perhaps))


def _sorted_out(
    found: Attributions, mean: Array, relevant: Mapping[str, float]
) -> tuple[list[int], list[int], list[str]]:
    """Return the columns to name, the weak ones, and which of these may matter."""
    floor = LEAST_SHARE * float(mean.max(initial=0.0))
    named: list[int] = []
    weak: list[int] = []
    perhaps: list[str] = []
    for j in (int(j) for j in np.argsort(-mean, kind="stable") if mean[j] > 0):
        column = found.columns[j]
        # What there was no time to judge is no driver, unless nothing was judged.
        clear = np.inf if column == OTHERS or not relevant else 0.0
        z = relevant.get(column, clear)
        (named if z > Z and mean[j] >= floor else weak).append(j)
        if PERHAPS < z <= Z and mean[j] >= floor:
            perhaps.append(column)
    return named, weak, perhaps


def _tiered(
    found: Attributions, units: Sequence[list[int]], folds: Sequence[Any], seed: int
) -> dict[int, int]:
    """Return the tier of each column of what is ranked."""
    sizes = [np.abs(found.values[:, m].sum(axis=1)) for m in units]
    of_units = np.column_stack(sizes or [np.zeros(max(1, len(found.values)))])
    tiers = tiers_of(
        of_units[:, : len(units)], _folded(folds, found, units, seed), seed
    )
    return {j: t for m, t in zip(units, tiers, strict=True) for j in m}


def _driver(
    found: Attributions, j: int, tier: int, size: float, se: float, share: float
) -> Driver:
    column = found.columns[j]
    if column not in found.rows.columns:
        shape = Shape("none")
    elif found.every is None:
        shape = shape_of(found.rows[column], found.values[:, j])
    else:
        parts = found.every[:, j]
        most = int(np.abs(parts).mean(axis=0).argmax())
        # Up for one class is down for another: the column has no direction of its own.
        return Driver(
            column, size, se, tier, Shape("none").direction,
            shape_of(found.rows[column], parts[:, most]), share,
            about=found.output.classes[most],
        )  # fmt: skip
    return Driver(column, size, se, tier, shape.direction, shape, share)


def _mates(
    found: Attributions, named: Sequence[int], groups: Sequence[Sequence[str]]
) -> dict[int, list[int]]:
    """Return for each named column those it ranks with, itself among them."""
    made = {}
    for j in named:
        group = next((g for g in groups if found.columns[j] in g), ())
        made[j] = [i for i in named if i == j or found.columns[i] in group]
    return made


def _units(found: Attributions, mates: Mapping[int, list[int]]) -> list[list[int]]:
    """Return what is ranked: columns, or groups as one; the largest first."""
    units = list({tuple(m): list(m) for m in mates.values()}.values())
    size = [float(np.abs(found.values[:, m].sum(axis=1)).mean()) for m in units]
    return [units[at] for at in np.argsort(-np.array(size), kind="stable")]


def _folded(
    folds: Sequence[Any], found: Attributions, units: Sequence[list[int]], seed: int
) -> list[Array]:
    """Return the sizes in each refit, on fewer rows: the order is all that is asked."""
    few = found.rows.iloc[:60]
    made = []
    for model in folds:
        again = attribute(
            model, few, frame=found.background, size=10, seed=seed, check=False
        )
        parts = [sum(again.of(found.columns[j]) for j in m) for m in units]
        made.append(np.array([np.abs(p).mean() for p in parts]))
    return made


def tiers_of(sizes: Array, folds: Sequence[Array], seed: int) -> list[int]:
    """Return tiers of columns that are sorted by mean size, strongest first.

    Parameters
    ----------
    sizes : ndarray, shape (rows, columns)
        Absolute parts.
    folds : sequence of ndarray, shape (columns,)
        Mean sizes in refits.
    seed : int

    Returns
    -------
    list of int
        A new tier begins where a column is below the tier's first one in 97.5 in 100
        resamples of the rows, and in every refit.
    """
    rows, columns = sizes.shape
    if not columns:
        return []
    generator = np.random.default_rng(seed)
    weights = generator.multinomial(rows, np.full(rows, 1 / rows), size=RESAMPLES)
    means = weights @ sizes / rows
    tiers, leader, tier = [1], 0, 1
    for at in range(1, columns):
        above = float((means[:, leader] > means[:, at]).mean())
        agreed = all(f[leader] > f[at] for f in folds)
        if above >= 0.975 and agreed:
            leader, tier = at, tier + 1
        tiers.append(tier)
    return tiers
