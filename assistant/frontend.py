"""Which front end: full screen, lines, or JSON lines, and why.

A full screen in a pipe or a dumb terminal paints escape codes and waits for ever, so
the choice is made before anything is painted. Invariant: the choice is a pure function
of the environment, the two streams and the arguments.
"""

from __future__ import annotations

import codecs
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from dialogs.conductor import Conductor

_OFF = ("", "0", "false", "no", "off")


@dataclass(frozen=True)
class Frontend:
    """One way to hold the conversation."""

    kind: str
    """screen | plain | json."""
    why: str
    """A clause that completes 'line by line, because ...'."""
    stdin: TextIO
    stdout: TextIO
    ascii: bool = False
    mouse: bool = True

    def run(
        self,
        make_conductor: Callable[[], Conductor],
        home: Callable[[], Path] | None = None,
    ) -> int:
        """Hold one conversation and return the program's exit code.

        Parameters
        ----------
        make_conductor : callable
            Builds the conductor; on the full screen it is called after the first
            paint, in the thread that owns the conductor.
        home : callable, optional
            Gives the folder in which the full screen remembers colours and the like.
        """
        if self.kind == "screen":
            # 230 ms: only where a screen is painted.
            from .tui import run

            folder = home() if home is not None else None
            return run(make_conductor, self.ascii, self.mouse, folder)
        from .plain import run_json, run_plain

        conductor = make_conductor()
        try:
            if self.kind == "json":
                return run_json(conductor, self.stdin, self.stdout)
            return run_plain(
                conductor, self.stdin, self.stdout, ascii=self.ascii, why=self.why
            )
        finally:
            conductor.close()


def choose_frontend(
    env: Mapping[str, str], stdin: TextIO, stdout: TextIO, arguments: Namespace
) -> Frontend:
    """Return the front end that was asked for, or that the terminal allows.

    Parameters
    ----------
    env : mapping
        The environment: ``TERM``, ``ACCESSIBLE``, ``LANG`` and its kin.
    stdin, stdout : text streams
        Asked whether they are terminals, and for their encoding.
    arguments : Namespace
        ``json``, ``plain``, ``ascii`` and ``no_mouse``; missing ones count as no.
    """
    kind, why = _kind(env, stdin, stdout, arguments)
    ascii = bool(getattr(arguments, "ascii", False)) or _needs_ascii(env, stdout)
    mouse = not getattr(arguments, "no_mouse", False)
    return Frontend(kind, why, stdin, stdout, ascii, mouse)


def _kind(
    env: Mapping[str, str], stdin: TextIO, stdout: TextIO, arguments: Namespace
) -> tuple[str, str]:
    if getattr(arguments, "json", False):
        return "json", "asked for with --json"
    if getattr(arguments, "plain", False):
        return "plain", "you asked for it with --plain"
    if env.get("ACCESSIBLE", "").lower() not in _OFF:
        return "plain", "ACCESSIBLE is set"
    if env.get("TEXTUAL_DRIVER", "").endswith(":WebDriver"):
        return "screen", "a browser paints it"  # its streams are pipes
    if not stdin.isatty():
        return "plain", "the input is not a terminal"
    if not stdout.isatty():
        return "plain", "the output is not a terminal"
    if env.get("TERM", "") in ("dumb", "unknown"):
        return "plain", f"the terminal says it is {env['TERM']}"
    return "screen", "this terminal can be painted on"


def _needs_ascii(env: Mapping[str, str], stdout: TextIO) -> bool:
    """Tell whether block characters would come out as rubbish."""
    if env.get("TERM") == "linux":  # the console's font holds 256 signs
        return True
    try:
        name = codecs.lookup(stdout.encoding or "ascii").name
    except LookupError:
        return True
    return not name.startswith("utf")
