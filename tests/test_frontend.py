"""The choice between full screen, lines and JSON lines."""

from __future__ import annotations

import io
import subprocess
import sys
from argparse import Namespace

import pytest

from assistant.frontend import choose_frontend


class Terminal(io.StringIO):
    def __init__(self, encoding: str = "utf-8", tty: bool = True) -> None:
        super().__init__()
        self._encoding, self._tty = encoding, tty

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding

    def isatty(self) -> bool:
        return self._tty


SCREEN = {"TERM": "xterm-256color"}
TTY, PIPE = Terminal(), Terminal(tty=False)
NOTHING = Namespace()


@pytest.mark.parametrize(
    ("env", "stdin", "stdout", "arguments", "kind", "why"),
    [
        (SCREEN, TTY, TTY, NOTHING, "screen", "painted"),
        (SCREEN, PIPE, TTY, NOTHING, "plain", "input is not a terminal"),
        (SCREEN, TTY, PIPE, NOTHING, "plain", "output is not a terminal"),
        ({"TERM": "dumb"}, TTY, TTY, NOTHING, "plain", "dumb"),
        ({**SCREEN, "ACCESSIBLE": "1"}, TTY, TTY, NOTHING, "plain", "ACCESSIBLE"),
        ({**SCREEN, "ACCESSIBLE": "0"}, TTY, TTY, NOTHING, "screen", "painted"),
        ({"TEXTUAL_DRIVER": "x:WebDriver"}, PIPE, PIPE, NOTHING, "screen", "browser"),
        (SCREEN, TTY, TTY, Namespace(plain=True), "plain", "--plain"),
        ({"TERM": "dumb"}, PIPE, PIPE, Namespace(json=True), "json", "--json"),
    ],
)
def test_kind_and_reason(
    env: dict[str, str],
    stdin: Terminal,
    stdout: Terminal,
    arguments: Namespace,
    kind: str,
    why: str,
) -> None:
    front = choose_frontend(env, stdin, stdout, arguments)
    assert front.kind == kind
    assert why in front.why


@pytest.mark.parametrize(
    ("env", "encoding", "arguments", "ascii"),
    [
        (SCREEN, "utf-8", NOTHING, False),
        (SCREEN, "latin-1", NOTHING, True),
        (SCREEN, "no such thing", NOTHING, True),
        ({"TERM": "linux"}, "utf-8", NOTHING, True),
        (SCREEN, "utf-8", Namespace(ascii=True), True),
    ],
)
def test_ascii(
    env: dict[str, str], encoding: str, arguments: Namespace, ascii: bool
) -> None:
    assert choose_frontend(env, TTY, Terminal(encoding), arguments).ascii is ascii


def test_the_mouse_can_be_left_alone() -> None:
    front = choose_frontend(SCREEN, TTY, TTY, Namespace(no_mouse=True))
    assert not front.mouse


HEAVY = {"pandas", "numpy", "sklearn", "shap", "sqlite_utils", "lightgbm", "scipy"}


@pytest.mark.parametrize(
    ("module", "also"), [("assistant.tui", set()), ("assistant.plain", {"textual"})]
)
def test_front_ends_import_nothing_heavy(module: str, also: set[str]) -> None:
    code = f"import sys, {module}; print(*{{m.split('.')[0] for m in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert not set(done.stdout.split()) & (HEAVY | also)
