"""The real program in odd terminals: small, dumb, without UTF-8, two on one home."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from terminal import ROOT, Terminal
from test_pty import QUESTION, scripted

pytestmark = pytest.mark.tui

PROGRAM = ["-m", "assistant", "chat", "few.csv"]


@pytest.fixture(autouse=True)
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    rows = "\n".join(
        f"{i % 7},{'日本' if i % 3 else '[/b]'},{i % 2}" for i in range(60)
    )
    path = tmp_path / "few.csv"
    path.write_text("price [USD],\x1b]0;owned\x07,left\n" + rows + "\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return path


def escapes(raw: bytes) -> bytes:
    return re.sub(
        rb"\x1b(\[[0-9;?<>=]*[a-zA-Z]|\][^\x07]*\x07|[()][A-Z0-9]|[=>78])", b"", raw
    )


def test_twenty_by_six_can_be_used() -> None:
    with scripted(20, 6) as terminal:
        terminal.until("mistake costs")
        terminal.type("why\r")
        terminal.until("said why")
        terminal.type("/quit\r")
        assert terminal.ended() == 0


def test_without_utf8_there_is_ascii_alone(tmp_path: Path) -> None:
    env = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with Terminal(PROGRAM, 80, 24, env=env, cwd=tmp_path) as terminal:
        terminal.until("60 rows", 60)
        terminal.type("/quit\r")
        assert terminal.ended() == 0
        assert escapes(terminal.raw).isascii()
        assert b"owned\x07" not in terminal.raw


def test_a_dumb_terminal_gets_lines_without_escapes(tmp_path: Path) -> None:
    with Terminal(PROGRAM, 80, 24, env={"TERM": "dumb"}, cwd=tmp_path) as terminal:
        terminal.until("because the terminal says it is dumb", 60)
        terminal.until("60 rows", 60)
        terminal.type("/look table\r")
        terminal.until("holds: yes or no", 20)
        terminal.type("/quit\r")
        assert terminal.ended() == 0
        assert b"\x1b" not in terminal.raw


def test_a_pipe_is_answered_in_lines(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, *PROGRAM], cwd=tmp_path, capture_output=True, timeout=60,
        input=b"help\n" + b"x" * 1_000_000 + b"\n/quit\n",
        env={**os.environ, "PYTHONPATH": str(ROOT), "ACCESSIBLE": "1"},
    )  # fmt: skip
    told = done.stdout.decode()
    assert done.returncode == 0, done.stderr[-500:]
    assert "because ACCESSIBLE is set" in told
    assert "\x1b" not in told


def test_two_programs_on_one_home(tmp_path: Path) -> None:
    with (
        Terminal(PROGRAM, 80, 24, cwd=tmp_path) as one,
        Terminal(PROGRAM, 120, 32, cwd=tmp_path) as other,
    ):
        for terminal in (one, other):
            terminal.until("60 rows", 60)
            assert terminal.screen.title == "Tandem"
        for terminal in (one, other):
            terminal.type("predict left\r")
        for terminal in (one, other):
            terminal.until("to predict is left", 20)
            terminal.type("/quit\r")
        for terminal in (one, other):
            assert terminal.ended(20) == 0
            assert b"\x1b]0;owned" not in terminal.raw


def test_a_pasted_megabyte_and_a_key_held_down() -> None:
    with scripted() as terminal:
        terminal.until(QUESTION)
        terminal.type("\x1b[200~")
        for _ in range(250):
            terminal.type("word " * 800 + "\r")
            terminal.read(0.0)
        terminal.type("\x1b[201~")
        terminal.until("The first 20,000 characters", 30)
        terminal.type("\x03")
        terminal.type("\x1b[B" * 300 + "x")
        terminal.until("x", 20)
        terminal.type("\x03\x03")
        assert terminal.ended() == 130
