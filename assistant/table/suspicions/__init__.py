"""What is odd about a table: one module a family of detectors.

Each detector takes `Evidence` and yields suspicions; their kinds, what is in ``data``
and their sentences are listed in ``dialogs/suspicions.toml``. A kind is raised once for
all columns alike wherever that reads better, so that a wide table does not drown the
person.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dialogs.facts import Facts, Suspicion

from . import gaps, identity, relations, repeats, sizes, timing, values
from .evidence import Evidence

__all__ = ["Evidence", "suspect"]

DETECTORS = (
    identity.detect,
    gaps.detect,
    values.detect,
    repeats.detect,
    relations.detect,
    timing.detect,
    sizes.detect,
)


def suspect(evidence: Evidence) -> Facts:
    """Return the facts with all suspicions, the gravest first."""
    found: list[Suspicion] = []
    # Columns may hold 1e308; what overflows is no finding.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for detect in DETECTORS:
            found.extend(detect(evidence))
    found.sort(key=lambda s: -s.severity)
    return replace(evidence.facts, suspicions=tuple(found))
