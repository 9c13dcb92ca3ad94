"""A uniform sample of rows from a stream of unknown length, in the stream's order.

Each row draws a number; the rows with the smallest numbers stay. This is the batched
form of reservoir sampling (Vitter 1985; Efraimidis and Spirakis 2006 for the keys).
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


class Reservoir:
    """Keeps at most ``size`` rows of the batches it is given.

    Parameters
    ----------
    size : int
        Rows to keep.
    seed : int
        Of the draw, so that a table read twice gives the same sample.
    """

    def __init__(self, size: int, seed: int = 0) -> None:
        self._size = size
        self._rng = np.random.default_rng(seed)
        self._parts: list[pa.Table] = []
        self._keys: list[NDArray[np.float64]] = []
        self._places: list[NDArray[np.int64]] = []
        self._limit = 1.0
        self.rows = 0
        """Rows seen."""

    def add(self, batch: pa.RecordBatch) -> None:
        """Take in the next rows of the stream."""
        keys = self._rng.random(batch.num_rows)
        places = np.arange(self.rows, self.rows + batch.num_rows)
        self.rows += batch.num_rows
        chosen = np.flatnonzero(keys < self._limit)
        if len(chosen) < batch.num_rows:
            batch = batch.take(pa.array(chosen))
        self._parts.append(pa.Table.from_batches([batch]))
        self._keys.append(keys[chosen])
        self._places.append(places[chosen])
        if sum(map(len, self._keys)) > 2 * self._size:
            self._shrink()

    def _shrink(self) -> None:
        keys = np.concatenate(self._keys)
        places = np.concatenate(self._places)
        if len(keys) <= self._size:
            return
        self._limit = float(np.partition(keys, self._size - 1)[self._size - 1])
        kept = np.flatnonzero(keys <= self._limit)
        table = pa.concat_tables(self._parts).take(pa.array(kept)).combine_chunks()
        self._parts, self._keys, self._places = [table], [keys[kept]], [places[kept]]

    def table(self) -> pa.Table:
        """Return the rows kept, in the stream's order."""
        self._shrink()
        return pa.concat_tables(self._parts) if self._parts else pa.table({})

    @property
    def sampled(self) -> int | None:
        """How many rows were kept, where not all were."""
        kept = sum(map(len, self._keys))
        return None if kept == self.rows else kept
