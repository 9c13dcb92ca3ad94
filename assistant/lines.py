"""Lines from a stream, read in a thread so that nobody waits for the person."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from typing import TextIO

from dialogs.conductor import Conductor
from dialogs.message import Message

# A pasted megabyte is no sentence; the rest of such a line is dropped.
LONGEST_LINE = 20_000
_NAP = 0.05
_PATIENCE = 120.0


class LineReader:
    """Reads lines in the background; None marks the end of the input."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, name="lines", daemon=True).start()

    def _read(self) -> None:
        try:
            for line in self._stream:
                self._lines.put(line.rstrip("\r\n")[:LONGEST_LINE])
        except (OSError, ValueError):  # the terminal went away, or the stream closed
            pass
        finally:
            self._lines.put(None)

    def get(self, timeout: float) -> str | None:
        """Return the next line, or None at the end.

        Raises
        ------
        queue.Empty
            If no line came within ``timeout`` seconds.
        """
        return self._lines.get(timeout=timeout)


def next_line(reader: LineReader, conductor: Conductor) -> Iterator[Message | str]:
    """Yield what background work reports until a line comes; then yield the line.

    The end of the input yields no line.
    """
    while True:
        try:
            line = reader.get(_NAP)
        except queue.Empty:
            yield from conductor.poll(0.0)
            continue
        if line is not None:
            yield line
        return


def settled(conductor: Conductor, patience: float = _PATIENCE) -> Iterator[Message]:
    """Yield what comes until short work is done; a search may go on.

    Reading a table or answering a question belongs to the message that asked for it,
    so what was typed next is not taken before.
    """
    until = time.monotonic() + patience
    while conductor.answering and time.monotonic() < until:
        yield from conductor.poll(_NAP)


def idle(conductor: Conductor) -> Iterator[Message]:
    """Yield what comes until no work at all is under way."""
    while conductor.busy:
        yield from conductor.poll(2 * _NAP)
    yield from conductor.poll(0.0)
