"""A terminal for tests: a program in a pty, its screen read by an emulator."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import psutil
import pyte

ROOT = Path(__file__).resolve().parents[1]


def _own_terminal() -> None:
    """Make standard input this process's terminal; a hang-up counts, as in a shell.

    Under `nohup` a test's children would be born deaf to it.
    """
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """A program in a pseudo-terminal of a given size.

    Parameters
    ----------
    arguments : sequence of str
        What the Python interpreter is given.
    columns, lines : int
        The size.
    env : mapping, optional
        Added to a clean environment.
    cwd : Path, optional
        The folder it starts in.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        columns: int = 80,
        lines: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self._text: str | None = None
        primary, secondary = pty.openpty()
        self._primary = primary
        self._size(columns, lines)
        given = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "TANDEM_HOME": os.environ["TANDEM_HOME"],
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            **(env or {}),
        }
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=secondary, stdout=secondary, stderr=secondary,
            env=given, cwd=cwd, start_new_session=True,
            preexec_fn=_own_terminal,
        )  # fmt: skip
        os.close(secondary)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.hang_up()

    def hang_up(self) -> None:
        """Close the terminal window."""
        if self._primary >= 0:
            os.close(self._primary)
            self._primary = -1

    def _size(self, columns: int, lines: int) -> None:
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self._primary, termios.TIOCSWINSZ, size)

    def resize(self, columns: int, lines: int) -> None:
        """Change the size, as dragging the window does."""
        self.screen.resize(lines, columns)
        self._text = None
        self._size(columns, lines)
        os.kill(self.process.pid, signal.SIGWINCH)

    def type(self, text: str) -> None:
        """Press the keys of a text."""
        os.write(self._primary, text.encode())

    def read(self, seconds: float = 0.05) -> bool:
        """Read what was painted; tell whether there was anything."""
        if not select.select([self._primary], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._primary, 65536)
        except OSError:  # the program closed its end
            return False
        self.raw += data
        self._stream.feed(data)
        self._text = None
        return bool(data)

    def _lines(self) -> list[str]:
        # Cell by cell: the screen's own way fails where, in the middle of an update, the
        # second half of a wide letter stands alone.
        columns = range(self.screen.columns)
        return [
            "".join(self.screen.buffer[y][x].data for x in columns).rstrip()
            for y in range(self.screen.lines)
        ]

    @property
    def text(self) -> str:
        """The screen as it stands."""
        if self._text is None:  # nothing is drawn anew where nothing was painted
            self._text = "\n".join(self._lines())
        return self._text

    def until(self, words: str, seconds: float = 30.0) -> str:
        """Read until the screen shows some words."""
        end = time.monotonic() + seconds
        while words not in self.text:
            if time.monotonic() > end:
                raise AssertionError(f"{words!r} never came:\n{self.text}")
            if not self.read() and self.process.poll() is not None:
                raise AssertionError(f"ended without {words!r}:\n{self.text}")
        return self.text

    def stopped(self, seconds: float = 30.0) -> None:
        """Read until the process has been stopped by a signal."""
        process = psutil.Process(self.process.pid)
        end = time.monotonic() + seconds
        while process.status() != psutil.STATUS_STOPPED:
            if time.monotonic() > end:
                raise AssertionError(f"never stopped:\n{self.text}")
            self.read()

    def ended(self, seconds: float = 15.0) -> int:
        """Return the exit code, reading what is painted until then."""
        end = time.monotonic() + seconds
        while self.process.poll() is None:
            if time.monotonic() > end:
                raise AssertionError(f"still running:\n{self.text}")
            if self._primary >= 0:
                self.read()
            else:
                time.sleep(0.02)
        return self.process.returncode


def quiet(terminal: Terminal) -> None:
    """Read until nothing was painted for a while (the cursor blinks at 0.5 s)."""
    for _ in range(40):
        before = terminal.text
        for _ in range(8):
            terminal.read(0.05)
        if terminal.text == before and "Working" not in before:
            return
