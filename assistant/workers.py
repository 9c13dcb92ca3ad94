"""Helpers in processes of their own: the front end never does heavy work.

A `Worker` is a child that runs `assistant.desk`; requests go in and reports come
out as JSON lines over pipes. Threads only move lines, so quitting never waits for work.
Invariant: a worker that dies is one report of kind ``lost``, never an exception here.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ONE_THREAD = {
    # Measured: two processes of two threads each on two cores take forty times as long
    # as two of one thread, because OpenMP's threads spin while they wait.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OMP_WAIT_POLICY": "PASSIVE",
}


@dataclass(frozen=True)
class Report:
    """One line from a worker."""

    worker: str
    request: int
    kind: str
    """As the desk names it: done, error, progress, trial, started, lost."""
    body: Any = None


class Worker:
    """A child process that does heavy work, one request after the other.

    Parameters
    ----------
    name : str
        Stands in every report; the log file is named after it.
    reports : queue.Queue of Report
        Where the reports arrive; may be shared by several workers.
    log : Path
        Where the child's own output goes. It must not reach the terminal: the full
        screen is painted there.
    base : Path
        Folder that relative table paths start from.
    """

    def __init__(
        self, name: str, reports: queue.Queue[Report], log: Path, base: Path
    ) -> None:
        self.name = name
        self._reports = reports
        self._log = log
        self._base = base
        self._process: subprocess.Popen[str] | None = None
        self._open: dict[int, None] = {}
        self._lock = threading.Lock()

    @property
    def busy(self) -> bool:
        """Whether a request waits for its answer."""
        return bool(self._open)

    @property
    def pid(self) -> int | None:
        """The child's process id, or None where none runs."""
        running = self._process is not None and self._process.poll() is None
        return self._process.pid if running and self._process else None

    def start(self) -> None:
        """Start the child, unless it runs."""
        if self.pid is not None:
            return
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "assistant.desk"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                cwd=self._base,
                env={**os.environ, **ONE_THREAD, "PYTHONPATH": _import_path()},
                start_new_session=True,  # Ctrl+C in the terminal is for the chat alone
            )
        threading.Thread(
            target=self._listen, args=(self._process,), daemon=True
        ).start()

    def ask(self, request: int, job: str, body: Mapping[str, Any]) -> None:
        """Send a request; its answer is a report of kind ``done`` or ``error``."""
        self.start()
        with self._lock:
            self._open[request] = None
        self._send({"request": request, "job": job, "body": body})

    def tell(self, job: str) -> None:
        """Send a word that has no answer (``stop``, ``warm``)."""
        self.start()
        self._send({"request": 0, "job": job, "body": {}})

    def kill(self) -> None:
        """End the child and whatever it started, at once."""
        process = self._process
        if process is None:
            return
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        self._process = None

    def _send(self, message: Mapping[str, Any]) -> None:
        process = self._process
        if process is None or process.stdin is None:
            return
        try:
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
        except (BrokenPipeError, ValueError):
            # The child is gone; `_listen` reports what was lost.
            return

    def _listen(self, process: subprocess.Popen[str]) -> None:
        stream = process.stdout
        if stream is None:
            return
        try:
            for line in stream:
                self._deliver(json.loads(line))
        except ValueError:
            pass  # the pipe was closed by `kill`, or the last line was cut short
        self._report_lost(process)

    def _deliver(self, found: Mapping[str, Any]) -> None:
        request = int(found["request"])
        if found["kind"] in ("done", "error"):
            with self._lock:
                self._open.pop(request, None)
        self._reports.put(Report(self.name, request, found["kind"], found.get("body")))

    def _report_lost(self, process: subprocess.Popen[str]) -> None:
        code = process.wait()
        with self._lock:
            lost, self._open = list(self._open), {}
        for request in lost:
            self._reports.put(Report(self.name, request, "lost", {"code": code}))


def _import_path() -> str:
    """Return a path on which the child finds these packages, installed or not."""
    here = str(Path(__file__).resolve().parents[1])
    given = os.environ.get("PYTHONPATH", "")
    return os.pathsep.join([here, given]) if given else here
