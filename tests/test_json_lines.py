"""The chat as JSON lines: the fixed form that other programs rely on."""

from __future__ import annotations

import io
import json
import os
import threading
from typing import Any

import pytest
from scripted import QUESTION, Scripted

from assistant.plain import run_json
from dialogs.message import (
    BriefChanged,
    Failure,
    Goodbye,
    KnobsChanged,
    Picture,
    Progress,
    ResultReady,
    Say,
)


def talk(conductor: Scripted, *lines: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    assert run_json(conductor, io.StringIO("\n".join(lines) + "\n"), out) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


def names(events: list[dict[str, Any]]) -> list[str]:
    return [event["event"] for event in events]


def test_one_ready_for_each_message_and_bye_at_the_end() -> None:
    events = talk(Scripted(), "hello", '{"say": "more"}', "", "/wait", "/quit")
    assert names(events).count("ready") == 5
    assert names(events)[-2:] == ["ready", "bye"]


def test_end_of_input_ends_the_chat() -> None:
    assert names(talk(Scripted(), "hello"))[-1] == "bye"


def test_a_question_carries_slot_and_options() -> None:
    say = talk(Scripted())[0]
    assert say["asking"] == "success.objective"
    assert say["level"] == "plain"
    assert say["options"][1] == {"id": "alarm", "label": "Bothering a member who stays"}


def test_a_choice_is_bound_to_the_question_that_offered_it() -> None:
    conductor = Scripted()
    talk(conductor, '{"choose": "alarm"}')
    assert ("choose", "q1", "alarm") in conductor.calls


@pytest.mark.parametrize(
    "line", ['{"choose": "nothing"}', "{broken", '{"shout": "x"}', '{"say": 3}']
)
def test_a_wrong_message_is_an_error_event_and_the_chat_goes_on(line: str) -> None:
    conductor = Scripted()
    events = talk(conductor, line, "hello")
    error = next(e for e in events if e["event"] == "error")
    assert {"kind", "title", "text"} <= set(error)
    assert ("say", "hello") in conductor.calls
    assert names(events).count("ready") == 2


def test_every_message_has_its_event() -> None:
    opening = [
        BriefChanged({"table": {}}, ("table.target",), {"table.target": "seen"}),
        Picture("bars", "T", {"labels": ["a"], "values": [1]}),
        Progress(1.0, 10.0, 2, 0.5, "half"),
        Progress(1.0, 10.0, 0),
        ResultReady(1, {"status": "done", "seconds": float("nan")}),
        KnobsChanged(("seconds",), ("families",)),
        Failure("table", "No table", "Name one."),
        Goodbye("See you."),
    ]  # fmt: skip
    events = talk(Scripted(opening))
    brief, picture, progress, early, result, knobs, error, last = events[:8]
    assert brief["sources"] == {"table.target": "seen"}
    assert brief["changed"] == ["table.target"]
    assert picture["kind"] == "bars"
    assert "█" in picture["text"]
    assert progress["best"] == {"value": 0.5, "text": "half"}
    assert early["best"] is None
    assert result["status"] == "done"
    assert result["seconds"] is None
    assert knobs == {"event": "knobs", "open": ["seconds"], "folded": ["families"]}
    assert error["kind"] == "table"
    assert last["text"] == "See you."


def test_hostile_text_reaches_no_terminal() -> None:
    out = io.StringIO()
    run_json(Scripted([Say("\x1b]0;x\x07 \x9b \u202e")]), io.StringIO(""), out)
    assert out.getvalue().isascii()
    assert "\x1b" not in out.getvalue()


class Pipe:
    """A chat over real pipes, read as it comes."""

    def __init__(self, conductor: Scripted) -> None:
        read_in, write_in = os.pipe()
        read_out, write_out = os.pipe()
        self.input = os.fdopen(write_in, "w", buffering=1)
        self.output = os.fdopen(read_out)
        self._theirs = (os.fdopen(read_in), os.fdopen(write_out, "w"))
        self.thread = threading.Thread(target=self._run, args=(conductor,))
        self.thread.start()

    def _run(self, conductor: Scripted) -> None:
        run_json(conductor, *self._theirs)

    def until(self, event: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while not found or found[-1]["event"] != event:
            found.append(json.loads(self.output.readline()))
        return found

    def close(self) -> None:
        self.input.close()
        self.thread.join(10)
        assert not self.thread.is_alive()
        for stream in (self.output, *self._theirs):
            stream.close()


def test_background_news_comes_while_input_is_awaited() -> None:
    conductor = Scripted()
    pipe = Pipe(conductor)
    pipe.until("say")
    conductor.reports.append(Progress(1.0, 10.0, 2))
    assert pipe.until("progress")[-1]["trials"] == 2
    pipe.close()


def test_ready_comes_while_a_search_runs_and_wait_waits_for_it() -> None:
    conductor = Scripted()
    conductor.busy = True
    pipe = Pipe(conductor)
    pipe.input.write("hello\n")
    pipe.until("ready")
    pipe.input.write("/wait\n")
    conductor.reports.append(Progress(1.0, 10.0, 2))
    pipe.until("progress")
    conductor.reports.append(ResultReady(1, {"status": "done"}))
    conductor.busy = False
    assert "result" in names(pipe.until("ready"))
    pipe.close()


def test_short_work_is_done_before_ready() -> None:
    conductor = Scripted([QUESTION])
    conductor.answering = conductor.busy = True

    def done() -> None:
        conductor.reports.append(Say("The table is read."))
        conductor.answering = conductor.busy = False

    conductor.after_polls[3] = done
    events = talk(conductor, "hello")
    assert [e.get("text") for e in events[1:3]] == [
        "The table is read.",
        "You said hello",
    ]
