"""Columns that say the same: copies, sums, products, values implied by others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd

from dialogs.facts import Kind, Suspicion

from .evidence import Evidence, suspicion

ALIKE = 0.97
"""Correlation from which two columns count as one said twice."""

MOST_PAIRED = 400
"""Columns compared pair by pair; wider tables compare the first ones only."""

MOST_SUMMED = 40


def detect(evidence: Evidence) -> Iterator[Suspicion]:
    """Yield what columns say about each other."""
    if len(evidence.frame) < 20:
        return
    summed = list(_sums(evidence))
    yield from summed
    said = {frozenset((s.columns[0], part)) for s in summed for part in s.columns[1:]}
    yield from _alike(evidence, said)
    yield from _products(evidence)
    yield from _implied(evidence)
    yield from _sizes(evidence)


def _matrix(evidence: Evidence, most: int) -> tuple[list[str], np.ndarray]:
    names = [c.name for c in evidence.quantities if c.distinct > 5][:most]
    if len(names) < 2:
        return [], np.empty((0, 0))
    values = evidence.sample[names].to_numpy(dtype=float)
    return names, values


def _alike(evidence: Evidence, said: set[frozenset[str]]) -> Iterator[Suspicion]:
    names, values = _matrix(evidence, MOST_PAIRED)
    if not names:
        return
    related = np.abs(correlations(values))
    for i, j in np.argwhere(np.triu(related > ALIKE, 1)):
        if frozenset((names[i], names[j])) in said:
            continue
        yield suspicion(
            "near_duplicate_columns",
            [names[i], names[j]],
            correlation=round(float(related[i, j]), 3),
        )


def correlations(values: np.ndarray) -> np.ndarray:
    """Return Pearson correlations of the columns, gaps put at the mean.

    Parameters
    ----------
    values : ndarray
        (n, p).

    Returns
    -------
    ndarray
        (p, p); 0 where a column does not vary.
    """
    with np.errstate(all="ignore"):
        centred = values - np.nanmean(values, axis=0)
        centred = np.nan_to_num(centred, nan=0.0, posinf=0.0, neginf=0.0)
        scale = np.abs(centred).max(axis=0)
        centred = centred / np.where(scale > 0, scale, 1.0)
        norms = np.sqrt((centred**2).sum(axis=0))
        centred = centred / np.where(norms > 0, norms, 1.0)
    related: np.ndarray = centred.T @ centred
    return related


def _sums(evidence: Evidence) -> Iterator[Suspicion]:
    names, values = _matrix(evidence, MOST_SUMMED)
    for whole, parts in sums(names, values):
        yield suspicion("sum_of_parts", [whole, *parts], whole=whole, parts=parts)


def sums(names: list[str], values: np.ndarray) -> list[tuple[str, list[str]]]:
    """Return (whole, parts) where a column is exactly the sum of two or more others.

    Parameters
    ----------
    names : list of str
        p column names.
    values : ndarray
        (n, p).
    """
    complete = values[~np.isnan(values).any(axis=1)][:500] if len(names) else values
    if len(complete) < 20 or len(names) < 3 or not _tied(complete):
        return []
    found, used = [], set()
    for whole in range(len(names)):
        parts = _parts(complete, whole)
        key = frozenset((whole, *parts))
        if parts and key not in used:
            used.add(key)
            found.append((names[whole], [names[i] for i in parts]))
    return found


def _tied(values: np.ndarray) -> bool:
    """Whether any column is a weighted sum of others, exactly: rank tells in one go."""
    scale = np.abs(values).max(axis=0)
    singular = np.linalg.svd(values / np.where(scale > 0, scale, 1.0), compute_uv=False)
    return bool(len(values) < values.shape[1] or singular[-1] <= 1e-5 * singular[0])


def _parts(values: np.ndarray, whole: int) -> list[int]:
    """Return the columns whose plain sum is this one (weights 0 or 1 fit exactly)."""
    others = [i for i in range(values.shape[1]) if i != whole]
    y = values[:, whole]
    scale = float(np.abs(y).max()) or 1.0
    for pair in combinations(others, 2):
        if (
            np.abs(values[:5, pair[0]] + values[:5, pair[1]] - y[:5]).max()
            <= (1e-6 * scale)
            and np.abs(values[:, list(pair)].sum(axis=1) - y).max() <= 1e-6 * scale
        ):
            trivial = any(np.ptp(values[:, i]) == 0 for i in pair)
            return [] if trivial else list(pair)
    weights, *_ = np.linalg.lstsq(values[:, others], y, rcond=None)
    rounded = np.rint(np.asarray(weights))
    if np.abs(weights - rounded).max() > 1e-4 or not np.isin(rounded, (0, 1)).all():
        return []
    parts = [i for i, w in zip(others, rounded, strict=True) if w == 1]
    exact = np.abs(values[:, parts].sum(axis=1) - y).max() <= 1e-6 * scale
    return parts if len(parts) >= 2 and exact else []


def _products(evidence: Evidence) -> Iterator[Suspicion]:
    names, values = _matrix(evidence, 25)
    for whole, parts, error in products(names, values)[:3]:
        yield suspicion(
            "product_of_parts", [whole, *parts], whole=whole, parts=parts, error=error
        )


def products(
    names: list[str], values: np.ndarray
) -> list[tuple[str, list[str], float]]:
    """Return (whole, two factors, spread of the log error) of columns that multiply.

    Parameters
    ----------
    names : list of str
        p column names.
    values : ndarray
        (n, p).
    """
    found = []
    for a in range(len(names)):
        for b, c in combinations([i for i in range(len(names)) if i != a], 2):
            rows = values[:1000, [a, b, c]]
            rows = rows[(rows > 0).all(axis=1)]
            if len(rows) < 50:
                continue
            logs = np.log(rows)
            spread = float(logs[:, 0].std())
            error = logs[:, 0] - logs[:, 1] - logs[:, 2]
            if abs(float(np.median(error))) > 0.05 or spread < 0.3:
                continue
            # Nearly all of what varies in it is explained by the product.
            if error.std() < 0.2 * spread and logs[:, 1:].std(axis=0).min() > 0.1:
                found.append((names[a], [names[b], names[c]], float(error.std())))
    return found


def _implied(evidence: Evidence) -> Iterator[Suspicion]:
    """Yield values that stand in exactly the rows where another column has its own."""
    seen: dict[bytes, tuple[str, str]] = {}
    found: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
    frame = evidence.sample
    columns = evidence.of_kind(Kind.CATEGORY, Kind.ORDERED, Kind.YES_NO)
    # Binary columns first, so that they are named as the reason.
    for column in sorted(columns, key=lambda c: c.distinct)[:MOST_PAIRED]:
        if column.distinct > 20:
            continue
        codes, levels = pd.factorize(frame[column.name])
        for code, level in enumerate(levels):
            mask = codes == code
            rows = int(mask.sum())
            if rows < max(10, 0.01 * len(frame)):
                continue
            key = np.packbits(mask).tobytes()
            if key in seen:
                found.setdefault(seen[key], []).append((column.name, str(level), rows))
            else:
                seen[key] = (column.name, str(level))
    for (name, value), others in found.items():
        yield suspicion(
            "implied_value",
            [name, *dict.fromkeys(o[0] for o in others)],
            rows=others[0][2],
            value=value,
            implied=others[0][1],
        )


def _sizes(evidence: Evidence) -> Iterator[Suspicion]:
    """Yield totals that all grow with the size of a row's thing."""
    names, values = _matrix(evidence, 60)
    if len(names) < 3:
        return
    lows = np.nanmin(values, axis=0)
    related = correlations(values)
    totals = [
        i
        for i in range(len(names))
        if lows[i] >= 0 and evidence.facts.column(names[i]).integers  # type: ignore[union-attr]
    ]
    for i in totals:
        group = [j for j in totals if j != i and related[i, j] > 0.85]
        if len(group) >= 2 and related[np.ix_(group, group)].min() > 0.8:
            yield suspicion("size_columns", [names[k] for k in sorted([i, *group])])
            return
