"""What happens inside a process for trials: limits, politeness, output that is caught."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ONE_THREAD = {
    # Measured: OpenMP threads of two processes on two cores wait for each other by
    # spinning, which takes forty times as long as one thread each.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "OMP_WAIT_POLICY": "PASSIVE",
    # Arrow's own allocator reserves a gigabyte at once and would hit the limit.
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
STEP_BACK = 5
"""How nice a process is that computes. Beside programs that want all cores, ten leaves it
a tenth of a share and five a third, so that promised seconds hold; the screen wakes up
before either."""

MEMORY_EXIT = 77
"""Exit code of a worker that went over its memory."""


def ready() -> bool:
    """Return at once: a process that answers has imported what it needs."""
    return True


def run_logged(log: str, function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    """Return what a function gives and its seconds; catch what is printed, also by compiled code."""
    with Path(log).open("wb", buffering=0) as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    started = time.monotonic()
    value = function(*args)
    sys.stdout.flush()
    return value, time.monotonic() - started


def settle(memory_mb: float, preload: tuple[str, ...], owner: int) -> None:
    """Prepare a worker: polite, one thread, limited, and gone when its owner is."""
    os.environ.update(ONE_THREAD)
    step_back()
    # Ctrl+C in a terminal is for the program; the program ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for module in preload:
        __import__(module)
    _limit_memory(memory_mb)
    threading.Thread(target=_watch, args=(memory_mb, owner), daemon=True).start()


def step_back() -> None:
    """Let the person's own programs go first; one whose owner did so is there already.

    Niceness is inherited: added up it would leave next to nothing on a busy machine.
    """
    try:
        now = os.nice(0)
        os.nice(STEP_BACK - max(0, now) if now < STEP_BACK else 0)
    except (AttributeError, OSError):
        return  # not every system lets a process step back


def _limit_memory(memory_mb: float) -> None:
    """Let single large requests fail as a MemoryError, where the system can."""
    try:
        import resource
    except ImportError:
        return
    # RLIMIT_DATA counts what a process allocates; RLIMIT_AS would also count shared
    # libraries and mapped files, gigabytes that are not its own.
    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    # On top of what imports have taken already; the watch below is the exact limit.
    limit = _allocated() + int((memory_mb * 1.2 + 1000) * 2**20)
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(kind, (limit, hard))


def _allocated() -> int:
    """Return the bytes that count towards the limit so far, where that is known."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 2**30
    line = next(s for s in status.read_text().splitlines() if s.startswith("VmData"))
    return int(line.split()[1]) * 1024


def _watch(memory_mb: float, owner: int) -> None:
    """End this worker when it uses too much, or when nobody owns it any more."""
    import psutil

    me = psutil.Process()
    parent = os.getppid()
    while True:
        time.sleep(0.1)
        if me.memory_info().rss > memory_mb * 2**20:
            os._exit(MEMORY_EXIT)
        if os.getppid() != parent or not psutil.pid_exists(owner):
            os._exit(0)
