"""The one pool of processes that this program runs its trials in.

Light to import, so that the processes start while the rest still loads.
"""

from __future__ import annotations

import os

from .plan import Machine
from .trial_pool import TrialPool

_pools: dict[int, TrialPool] = {}


def warm(machine: Machine | None = None) -> None:
    """Start the processes that trials run in, while the person still talks."""
    if machine is None:
        from .machine import look

        machine = look()
    workers = max(1, min(machine.cores, 16))
    pool_of(workers, max(300.0, machine.memory_mb * 0.8 / workers))


def pool_of(workers: int, memory_mb: float) -> TrialPool:
    """Return a pool of this size, the one at hand where it fits.

    Parameters
    ----------
    workers : int
        How many processes.
    memory_mb : float
        Memory that each may use.
    """
    held = _pools.get(os.getpid())
    if held is not None:
        near = 0.5 * memory_mb <= held.memory_mb <= 1.25 * memory_mb
        if held.workers == workers and near:
            return held
        held.close()
    _pools[os.getpid()] = TrialPool(workers, memory_mb)
    return _pools[os.getpid()]


def close() -> None:
    """End the processes of this program."""
    held = _pools.pop(os.getpid(), None)
    if held is not None:
        held.close()
