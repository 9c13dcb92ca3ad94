"""The chat line by line: labelled, numbered, nothing redrawn."""

from __future__ import annotations

import io

import pytest
from scripted import QUESTION, Scripted

from assistant.plain import ProgressTeller, run_plain
from dialogs.message import Failure, Picture, Progress, Say


def talk(conductor: Scripted, typed: str, **options: object) -> str:
    out = io.StringIO()
    code = run_plain(conductor, io.StringIO(typed), out, **options)  # type: ignore[arg-type]
    assert code == 0
    return out.getvalue()


def test_the_first_line_says_the_mode_and_why() -> None:
    text = talk(Scripted(), "", why="the input is not a terminal")
    first = text.splitlines()[0]
    assert "line by line, because the input is not a terminal" in first


def test_labels_and_a_numbered_menu() -> None:
    text = talk(Scripted(), "2\n/quit\n")
    assert "tandem: Which mistake costs you more?\n  1. Missing a member" in text
    assert "\n  4. I'm not sure, help me decide\n" in text
    assert "\nyou: 2\ntandem: You said 2\n" in text
    assert text.endswith("tandem: See you.\n")


def test_a_number_is_handed_on_as_words() -> None:
    conductor = Scripted()
    talk(conductor, "50\n")
    assert ("say", "50") in conductor.calls


def test_end_of_input_waits_for_the_work() -> None:
    conductor = Scripted()
    conductor.busy = True

    def done() -> None:
        conductor.reports.append(Say("Done."))
        conductor.busy = False

    conductor.after_polls[5] = done
    assert "tandem: Done.\n" in talk(conductor, "")


def test_pictures_are_words() -> None:
    data = {"labels": ["tenure", "x\x1b[31m"], "values": [0.5, 0.1], "format": "share"}
    conductor = Scripted([Picture("bars", "What it goes by", data)])
    text = talk(conductor, "")
    assert "picture: What it goes by\n  tenure: 50%\n" in text
    assert "█" not in text


def test_no_escape_sequence_is_ever_written() -> None:
    hostile = "\x1b]0;title\x07 \x9b31m [/b] \u202e"
    opening = [Say(hostile), Failure("x", hostile, hostile), QUESTION]
    text = talk(Scripted(opening), f"{hostile}\n")
    assert not any(c < " " and c != "\n" for c in text)
    assert "\x9b" not in text
    assert "[/b]" in text


def test_ascii_only() -> None:
    text = talk(Scripted([Say("✓ 日本 — café")]), "", ascii=True)
    assert text.isascii()


def test_an_endless_line_is_cut() -> None:
    conductor = Scripted()
    talk(conductor, "x" * 1_000_000 + "\n")
    said = next(call[1] for call in conductor.calls if call[0] == "say")
    assert len(said) == 20_000


def tick(elapsed: float, budget: float = 100.0) -> Progress:
    return Progress(elapsed, budget, 3, 0.5, "catches 7 in 10")


def test_progress_at_quarters() -> None:
    teller = ProgressTeller()
    told = [s for s in range(100) if teller.line(tick(s))]
    assert told == [25, 50, 75]
    assert "100%" not in (teller.line(tick(101)) or "")


def test_progress_every_half_minute_in_long_searches() -> None:
    teller = ProgressTeller()
    told = [s for s in range(0, 200, 10) if teller.line(tick(s, 10_000))]
    assert told == [30, 60, 90, 120, 150, 180]


def test_a_second_search_is_told_anew() -> None:
    teller = ProgressTeller()
    assert teller.line(tick(60))
    assert teller.line(tick(1)) is None
    assert teller.line(tick(26))


@pytest.mark.parametrize("line", ["", "   "])
def test_a_blank_line_says_nothing(line: str) -> None:
    conductor = Scripted()
    talk(conductor, f"{line}\n")
    assert not [call for call in conductor.calls if call[0] == "say"]
