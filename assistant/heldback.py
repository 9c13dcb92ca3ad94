"""Which rows of a table a model has never learned from, kept in its papers as bits.

Questions about its mistakes are then answered from those rows alone. The positions mean
something only for the very table the model was made from, so the digest goes with them.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from .table import Table


def packed(held: NDArray[np.bool_]) -> dict[str, Any]:
    """Return a mask over a table's rows as plain data, one bit a row."""
    return {
        "rows": len(held),
        "bits": base64.b64encode(np.packbits(held).tobytes()).decode("ascii"),
    }


def held_back(metadata: Mapping[str, Any], table: Table) -> NDArray[np.bool_] | None:
    """Return which rows of a table were held back, or None where that is not known.

    Parameters
    ----------
    metadata : mapping
        A model's papers.
    table : Table
        As read; another table than the model's gives None.
    """
    kept = metadata.get("held_back") or {}
    digest = (metadata.get("table") or {}).get("digest")
    if not kept or not digest or digest != table.facts.digest:
        return None
    if kept.get("rows") != len(table.frame):
        return None
    bits = np.frombuffer(base64.b64decode(kept["bits"]), dtype=np.uint8)
    return np.unpackbits(bits, count=len(table.frame)).astype(bool)
