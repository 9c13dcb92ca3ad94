"""The full screen in a real terminal: sizes, signals, and how it leaves."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from terminal import Terminal

TESTS = str(Path(__file__).parent)
# What is tested here is the terminal's side; the conversation is a script.
SCRIPTED = f"""
import sys
sys.path.insert(0, {TESTS!r})
from scripted import Scripted
from assistant.tui import run
sys.exit(run(Scripted))
"""
QUESTION = "Which mistake costs you more?"

pytestmark = pytest.mark.tui


def scripted(columns: int = 80, lines: int = 24, **env: str) -> Terminal:
    return Terminal(["-c", SCRIPTED], columns, lines, env=env)


@pytest.mark.parametrize("size", [(80, 24), (120, 32), (200, 60)])
def test_a_question_and_an_answer_at_three_sizes(size: tuple[int, int]) -> None:
    with scripted(*size) as terminal:
        terminal.until(QUESTION)
        terminal.type("why?\r")
        terminal.until("You said why?")
        terminal.type("/quit\r")
        assert terminal.ended() == 0


def test_arrow_keys_choose() -> None:
    with scripted() as terminal:
        terminal.until("4  I'm not sure")
        time.sleep(0.6)  # longer than the grace against stray keys
        terminal.type("\x1b[B\x1b[B\r")
        terminal.until("You chose alarm")


def test_a_resize_repaints() -> None:
    with scripted(120, 32) as terminal:
        terminal.until("What I understood")
        terminal.resize(60, 20)
        terminal.until("Say it in your own words")
        terminal.type("after\r")
        terminal.until("You said after")
        assert "What I understood" not in terminal.text


def test_a_closed_terminal_ends_the_program() -> None:
    with scripted() as terminal:
        terminal.until(QUESTION)
        terminal.hang_up()
        assert terminal.ended() != 0


def test_a_suspended_program_goes_on() -> None:
    with scripted() as terminal:
        terminal.until(QUESTION)
        os.kill(terminal.process.pid, signal.SIGSTOP)
        terminal.type("still there?\r")
        terminal.stopped()
        os.kill(terminal.process.pid, signal.SIGCONT)
        terminal.until("You said still there?")


def test_two_interrupts_leave_with_their_exit_code() -> None:
    with scripted() as terminal:
        terminal.until(QUESTION)
        terminal.type("\x03")
        terminal.until("Ctrl+C again leaves")
        terminal.type("\x03")
        assert terminal.ended() == 130


def test_no_color_paints_none() -> None:
    with scripted(NO_COLOR="1") as terminal:
        terminal.until(QUESTION)
        colours = {
            cell.fg
            for row in terminal.screen.buffer.values()
            for cell in row.values()
            if cell.fg != "default"
        }
        # Grey is left: red, green and blue are the same in each colour.
        assert all(len({c[0:2], c[2:4], c[4:6]}) == 1 for c in colours if len(c) == 6)


def test_keys_held_down_and_a_pasted_megabyte() -> None:
    with scripted() as terminal:
        terminal.until(QUESTION)
        terminal.type("x" * 300)
        for _ in range(50):
            terminal.read(0.01)
        terminal.type("\x03")
        terminal.type("\x1b[200~" + "word " * 3000 + "\x1b[201~")
        terminal.until("word word")
        terminal.type("\x03\x03")
        assert terminal.ended() == 130
