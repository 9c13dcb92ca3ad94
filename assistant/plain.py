"""The chat line by line: for pipes, dumb terminals and screen readers.

Nothing is drawn twice and nothing moves: labelled lines, numbered menus, pictures in
words, progress at quarters. Invariant: what is written is final; no escape sequence is
ever written.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Sequence
from typing import TextIO

from dialogs.aloud import read_aloud
from dialogs.cells import wrap
from dialogs.conductor import Conductor
from dialogs.looks import look_aloud, look_wanted, looks_named
from dialogs.markdown import plain_lines
from dialogs.message import Failure, Goodbye, Message, Picture, Progress, Say
from dialogs.sanitise import ascii_only, safe

from .json_lines import run_json
from .lines import LineReader, idle, next_line, settled

__all__ = ["ProgressTeller", "run_json", "run_plain"]

INTERRUPTED = 130
_EVERY_SECONDS = 30.0
_QUARTERS = (0.25, 0.5, 0.75, 1.0)
# Two Ctrl+C within this many seconds leave the program.
_TWICE_SECONDS = 2.0
_WIDEST = 96


def run_plain(
    conductor: Conductor,
    stdin: TextIO,
    stdout: TextIO,
    ascii: bool = False,
    why: str = "",
) -> int:
    """Hold one conversation line by line.

    Parameters
    ----------
    conductor : Conductor
        The conversation.
    stdin, stdout : text streams
        What the person types, and what is written.
    ascii : bool
        No characters but ASCII.
    why : str
        A clause that says why this mode was taken; it stands in the first line.

    Returns
    -------
    int
        The exit code: 0, or 130 after two interrupts.
    """
    return _PlainChat(conductor, stdin, stdout, ascii).run(why)


class ProgressTeller:
    """Says how a search goes at quarters of its time, or every 30 seconds."""

    def __init__(self) -> None:
        self._told_at = 0.0
        self._quarter = 0
        self._elapsed = 0.0

    def line(self, progress: Progress) -> str | None:
        """Return a sentence where it is time for one."""
        if progress.elapsed < self._elapsed:  # another search began
            self._told_at, self._quarter = 0.0, 0
        self._elapsed = progress.elapsed
        share = progress.elapsed / progress.budget if progress.budget > 0 else 0.0
        passed = sum(share >= quarter for quarter in _QUARTERS)
        due = progress.elapsed - self._told_at >= _EVERY_SECONDS
        if passed <= self._quarter and not due:
            return None
        self._quarter = max(passed, self._quarter)
        self._told_at = progress.elapsed
        # Never 100% before the last check is done: the result says that itself.
        spent = f"{share:.0%} of the time used" if share < 1 else "the last checks"
        best = (
            f" Best so far: {safe(progress.best_text)}." if progress.best_text else ""
        )
        tried = "1 tried" if progress.trials == 1 else f"{progress.trials} tried"
        return f"Searching: {spent}, {tried}.{best}"


class _PlainChat:
    def __init__(
        self, conductor: Conductor, stdin: TextIO, stdout: TextIO, ascii: bool
    ) -> None:
        self._conductor = conductor
        self._stdin, self._stdout = stdin, stdout
        self._ascii = ascii
        self._typed = stdin.isatty()
        self._width = (
            min(_WIDEST, shutil.get_terminal_size().columns - 1)
            if stdout.isatty()
            else None
        )
        self._progress = ProgressTeller()
        self._interrupted_at = -_TWICE_SECONDS
        self._prompting = False

    def run(self, why: str) -> int:
        reason = f", because {why}" if why else ""
        self._write(f"Tandem, line by line{reason}. /help lists what you can do.")
        reader = LineReader(self._stdin)
        pending: Iterable[Message] = self._conductor.open()
        while True:
            try:
                self._show(pending)
                pending = ()
                self._finish_work()
                if self._conductor.finished:
                    return 0
                line = self._line(reader)
                if line is None:
                    return self._end_of_input()
                pending = self._taken(line)
            except KeyboardInterrupt:
                now = time.monotonic()
                if now - self._interrupted_at < _TWICE_SECONDS:
                    return INTERRUPTED
                self._interrupted_at = now
                pending = self._interrupt()

    def _finish_work(self) -> None:
        """Wait for short work; in a pipe, where lines come at once, for all work."""
        work = settled(self._conductor) if self._typed else idle(self._conductor)
        for message in work:
            self._show([message])

    def _line(self, reader: LineReader) -> str | None:
        self._prompt()
        for found in next_line(reader, self._conductor):
            if isinstance(found, str):
                self._prompting = False
                if not self._typed:
                    self._write(f"you: {safe(found)}")
                return found
            self._show([found])
            self._prompt()
        return None

    def _prompt(self) -> None:
        if self._typed and not self._prompting:
            self._stdout.write("you: ")
            self._stdout.flush()
            self._prompting = True

    def _taken(self, line: str) -> Iterable[Message]:
        text = line.strip()
        if not text or text.lower() == "/wait":
            # A blank line says nothing; in a pipe all work is waited for anyway.
            return idle(self._conductor) if text else ()
        wanted = look_wanted(text)
        if wanted is not None:
            self._look(wanted)
            return ()
        return self._conductor.say(text)

    def _look(self, name: str) -> None:
        """Write what there is to look at, in words."""
        looks = looks_named(self._conductor.looks(), name)
        for look in looks:
            for line in look_aloud(look):
                self._write(f"look: {line}" if line.startswith(look.title) else line)
        if not looks:
            known = ", ".join(look.name for look in self._conductor.looks())
            self._write(f"look: There is: {known or 'nothing yet'}.")

    def _interrupt(self) -> Iterable[Message]:
        self._write("")
        if self._conductor.busy and not self._conductor.answering:
            self._write("Stopping; what was found is kept. Ctrl+C again leaves.")
            return self._conductor.say("/stop")
        self._write("Ctrl+C again leaves; /quit leaves too.")
        return ()

    def _end_of_input(self) -> int:
        if self._typed:
            self._write("")
        self._write("tandem: That is the end of the input. Everything is kept.")
        return 0

    def _show(self, messages: Iterable[Message]) -> None:
        for message in messages:
            for line in self._lines(message):
                self._write(line)

    def _lines(self, message: Message) -> Sequence[str]:
        match message:
            case Say():
                return [*_labelled("tandem", message.text), *_menu(message)]
            case Picture():
                return ["picture: " + line if i == 0 else line
                        for i, line in enumerate(read_aloud(message))]  # fmt: skip
            case Progress():
                line = self._progress.line(message)
                return [f"progress: {line}"] if line else []
            case Failure(title=title, text=text):
                return _labelled("problem", f"{title}. {text}")
            case Goodbye(text=text) if text:
                return _labelled("tandem", text)
        return []  # the panel's messages: /brief writes them when asked

    def _write(self, line: str) -> None:
        if self._prompting:  # background news: leave the half-typed line alone
            self._stdout.write("\n")
            self._prompting = False
        text = ascii_only(line) if self._ascii else line
        fits = [text] if self._width is None else _wrapped(text, self._width)
        self._stdout.write("\n".join(fits) + "\n")
        self._stdout.flush()


def _labelled(label: str, text: str) -> list[str]:
    lines = [line for line in plain_lines(text) if line.strip()]
    return (
        [f"{label}: {lines[0]}", *(f"  {line}" for line in lines[1:])] if lines else []
    )


def _menu(say: Say) -> list[str]:
    lines = []
    for number, option in enumerate(say.options, 1):
        note = f" ({safe(option.note)})" if option.note else ""
        lines.append(f"  {number}. {safe(option.label)}{note}")
    if lines:
        lines.append("  Type a number, or say it in your own words.")
    return lines


def _wrapped(line: str, width: int) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()))
    return [indent + part for part in wrap(line, width - len(indent), "  ")] or [""]
