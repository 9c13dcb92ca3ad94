"""What this machine has to compute with."""

from __future__ import annotations

import os
from importlib.util import find_spec

from .plan import Machine, algorithms


def look() -> Machine:
    """Return this machine's cores, free memory and optional libraries."""
    import psutil

    wanted = {facts["module"] for facts in algorithms().values() if "module" in facts}
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not every system binds processes to cores
        cores = os.cpu_count() or 1
    return Machine(
        cores=cores,
        memory_mb=psutil.virtual_memory().available / 2**20,
        modules=tuple(sorted(m for m in wanted if find_spec(m) is not None)),
    )
