"""Processes for trials: each can be killed, and none takes another one with it.

One thread a process, polite to what else runs, limited in memory and time; what a trial
prints is caught. Invariant: every task that was submitted ends as exactly one `Ended`,
whatever happens to its process.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field
from multiprocessing import get_all_start_methods, get_context, set_forkserver_preload
from pathlib import Path
from types import ModuleType
from typing import Any

from pebble import ProcessExpired, ProcessPool

from .trial_worker import MEMORY_EXIT, ONE_THREAD, ready, run_logged, settle

OUTPUT_KEPT = 2000
"""Characters of a failed trial's output that are kept."""

METHOD = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"

_START = threading.Lock()


class _WorkerProcess(get_context(METHOD).Process):  # type: ignore[misc]
    """A process that does not run the program's main script again.

    Multiprocessing re-imports ``__main__`` in each child. Trials never need it, and a
    script without the ``if __name__ == "__main__"`` guard would start itself again.
    """

    @staticmethod
    def _Popen(process: Any) -> Any:  # noqa: N802 - multiprocessing's name
        with _START:
            main = sys.modules["__main__"]
            sys.modules["__main__"] = ModuleType("__main__")
            try:
                return get_context(METHOD).Process._Popen(process)  # type: ignore[attr-defined]
            finally:
                sys.modules["__main__"] = main


class _Context(type(get_context(METHOD))):  # type: ignore[misc]
    """Starts such processes."""

    Process = _WorkerProcess


@dataclass(frozen=True)
class Ended:
    """How a task ended."""

    status: str
    """done | failed | timeout | lost | memory | cancelled."""
    value: Any = None
    reason: str = ""
    """In words, where it is not done."""
    output: str = ""
    """The last of what it printed, where it is not done."""
    seconds: float = 0.0


@dataclass(eq=False)
class Task:
    """A task under way."""

    future: Future[Any]
    log: Path
    timeout: float | None
    started: float = field(default_factory=time.monotonic)


class TrialPool:
    """A pool of killable processes.

    Parameters
    ----------
    workers : int
        How many processes.
    memory_mb : float
        Memory that each may use; above it the process ends and its task has failed.
    preload : tuple of str
        Modules that workers share, imported once.
    """

    def __init__(
        self,
        workers: int = 2,
        memory_mb: float = 2000.0,
        preload: tuple[str, ...] = ("assistant.search.trial",),
    ) -> None:
        self.workers = workers
        self.memory_mb = memory_mb
        # Before any child imports a numeric library.
        os.environ.update(ONE_THREAD)
        if METHOD == "forkserver":
            set_forkserver_preload(list(preload))
        self._folder = tempfile.TemporaryDirectory(prefix="tandem-trials-")
        self._count = 0
        self._pool = ProcessPool(
            max_workers=workers,
            initializer=settle,
            initargs=(memory_mb, preload, os.getpid()),
            context=_Context(),
        )
        self._warm = [self._pool.schedule(ready) for _ in range(workers)]
        atexit.register(self.close)

    @property
    def scratch(self) -> Path:
        """A folder that lives as long as the pool."""
        return Path(self._folder.name)

    @property
    def ready(self) -> bool:
        """Whether the workers have imported what they need."""
        return all(f.done() for f in self._warm)

    def wait_ready(self, timeout: float | None = None) -> bool:
        """Wait until the workers have imported what they need; False if not in time."""
        return not wait(self._warm, timeout).not_done

    def submit(
        self, function: Callable[..., Any], *args: Any, timeout: float | None = None
    ) -> Task:
        """Start ``function(*args)`` in a process.

        Parameters
        ----------
        function : callable
            At the top of a module, so that a process can import it.
        *args
            Small: large data goes through a file.
        timeout : float, optional
            Seconds from when it starts to run; after that the process is killed.
        """
        self._count += 1
        log = self.scratch / f"output-{self._count}.txt"
        future = self._pool.schedule(
            run_logged, args=(str(log), function, args), timeout=timeout
        )
        return Task(future, log, timeout)

    def wait(self, tasks: Iterable[Task], timeout: float) -> list[Task]:
        """Return the tasks that have ended, waiting for the first at most so long."""
        futures = {task.future: task for task in tasks}
        done, _ = wait(futures, timeout=max(0.0, timeout), return_when=FIRST_COMPLETED)
        return [task for future, task in futures.items() if future in done]

    def result(self, task: Task) -> Ended:
        """Return how a task ended that `wait` has returned."""
        seconds = time.monotonic() - task.started
        try:
            value, seconds = task.future.result(timeout=0)
            task.log.unlink(missing_ok=True)
            return Ended("done", value, seconds=seconds)
        except CancelledError:
            return Ended("cancelled", reason="It was stopped.", seconds=seconds)
        except TimeoutError:
            return self._failed(
                task, "timeout", f"It took longer than {task.timeout:.0f} s.", seconds
            )
        except ProcessExpired as error:
            return self._expired(task, error, seconds)
        except MemoryError:
            return self._failed(task, "memory", self._memory_words(), seconds)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}".strip()
            return self._failed(task, "failed", reason[:500], seconds)

    def cancel(self, task: Task) -> None:
        """End a task at once; its process is killed and replaced."""
        task.future.cancel()

    def close(self) -> None:
        """End all processes at once."""
        atexit.unregister(self.close)
        if self._pool.active:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join(timeout=5)
        self._folder.cleanup()

    def __enter__(self) -> TrialPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _expired(self, task: Task, error: ProcessExpired, seconds: float) -> Ended:
        code = error.exitcode
        if code == MEMORY_EXIT:
            return self._failed(task, "memory", self._memory_words(), seconds)
        how = f"exit code {code}"
        if code is not None and code < 0:
            how = f"killed by {signal.Signals(-code).name}"
        return self._failed(task, "lost", f"Its process ended ({how}).", seconds)

    def _memory_words(self) -> str:
        return f"It needed more than the {self.memory_mb:.0f} MB a trial may use."

    @staticmethod
    def _failed(task: Task, status: str, reason: str, seconds: float) -> Ended:
        output = ""
        if task.log.exists():
            text = task.log.read_text(encoding="utf-8", errors="replace")
            output = text[-OUTPUT_KEPT:]
            task.log.unlink(missing_ok=True)
        return Ended(status, None, reason, output, seconds)
