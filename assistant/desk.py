"""The child process that does heavy work: ``python -m assistant.desk``.

Requests come in as JSON lines on standard input, reports go out on standard output.
Jobs run one after the other in the main thread; a thread reads meanwhile, so that
``stop`` is heard. When standard input ends, the front end is gone: so is this process,
with all that it started.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from typing import Any, TextIO

from .errors import TandemError
from .trial_worker import step_back


class Desk:
    """Reads requests, runs jobs, writes reports."""

    def __init__(self, source: TextIO, sink: TextIO) -> None:
        self._source = source
        self._sink = sink
        self._write_lock = threading.Lock()
        self._jobs: queue.Queue[dict[str, Any]] = queue.Queue()
        self.stopping = threading.Event()

    def run(self) -> None:
        """Serve until the front end is gone."""
        threading.Thread(target=self._read, daemon=True).start()
        # Heavy imports happen here, in the child, while the person still reads.
        from .jobs import Jobs

        jobs = Jobs(stop=self.stopping.is_set)
        while True:
            self._serve(jobs, self._jobs.get())

    def _read(self) -> None:
        for line in self._source:
            message = json.loads(line)
            if message["job"] == "stop":
                self.stopping.set()
            else:
                self._jobs.put(message)
        # The front end is gone. Trials are processes of this group: end them too.
        os.killpg(os.getpgid(0), signal.SIGKILL)

    def _serve(self, jobs: Any, message: Mapping[str, Any]) -> None:
        request = int(message["request"])
        self.stopping.clear()

        def report(kind: str, body: Any) -> None:
            self._write({"request": request, "kind": kind, "body": body})

        try:
            answer = _job(jobs, message["job"])(message["body"], report)
        except TandemError as error:
            body = {"kind": error.kind, "title": error.title, "text": error.text}
            report("error", body)
        except Exception as error:  # the last wall: any failure becomes a sentence
            traceback.print_exc(file=sys.stderr)
            report("error", _unexpected(message["job"], error))
        else:
            if request:
                report("done", answer)

    def _write(self, message: Mapping[str, Any]) -> None:
        line = json.dumps(message, ensure_ascii=True)
        with self._write_lock:
            self._sink.write(line + "\n")
            self._sink.flush()


def _job(jobs: Any, name: str) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(jobs, name)
    return found


def _unexpected(job: str, error: BaseException) -> dict[str, str]:
    told = str(error).strip().splitlines()
    first = told[0] if told else "no further word"
    return {
        "kind": "unexpected",
        "title": f"Something went wrong while I worked ({job})",
        "text": f"{type(error).__name__}: {first}. Nothing you said is lost. "
        "Try again; the details are in the log folder.",
    }


def main() -> None:
    """Run the desk on this process's own pipes."""
    # Measured: beside a niced child the screen is as smooth as on an idle machine.
    step_back()
    # Whatever a library prints must not mix with the reports: keep the pipe for the
    # reports alone, and send descriptor 1 to where errors go.
    sink = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    Desk(sys.stdin, sink).run()


if __name__ == "__main__":
    main()
