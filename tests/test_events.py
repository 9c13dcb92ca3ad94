"""Every event survives the log: what was said is what is read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.codec import decode, encode
from dialogs.events import (
    Chosen,
    Delivered,
    EarlierSession,
    Event,
    Resumed,
    SearchDone,
    SearchProgressed,
    SearchStarted,
    Started,
    TableRead,
    TargetProbed,
    Told,
    UserText,
    WorkFailed,
    event_from_json,
    event_to_json,
)
from dialogs.facts import ColumnFacts, Facts, Kind, Note, Suspicion
from dialogs.message import Failure, Option, Picture, Progress, Say

COLUMN = ColumnFacts(
    "price [USD]", Kind.AMOUNT, 9, quantiles=(1.0, 2.5), top=(("1", 4),), unit="USD"
)
SUSPECT = Suspicion("leak:x", "leakage", ("x",), 3, 3, {"auc": 0.99}, "ignore")
FACTS = Facts("t.csv", "/t.csv", 9, (COLUMN,), (SUSPECT,), (Note("kind", "x", (1,)),))
SAY = Say("Hello", asking="table.target", prompt="p1", options=(Option("a", "A"),))

EVENTS: list[Event] = [
    Started(
        1.0, "0.1", "t.csv", {"table": {"path": "t.csv"}}, ("a.csv",),
        (EarlierSession("i", "goal", "then"),), {"metric": [1, 3]}, "demo.csv",
    ),
    UserText("\x1b[31m ünïcode \u202e", 2.0),
    Chosen("p1", "a", 3.0),
    TableRead(FACTS),
    TargetProbed("y", None, (SUSPECT,), {"n": 1}),
    SearchStarted(1, {"candidates": []}),
    SearchProgressed(1, Progress(1.0, 30.0, 2, 0.5, "best", ("a",), ((1.0, 0.5),))),
    SearchDone(1, {"status": "done"}, (SAY, Picture("bars", "t", {"values": [1]}))),
    Told(7, (SAY,)),
    Delivered(8, "report", "/r.html", (SAY,)),
    WorkFailed(9, "table", "No", "Because", "read"),
    Resumed(5.0, "0.2", ("table_changed",)),
]  # fmt: skip


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: type(e).__name__)
def test_an_event_survives_the_log(event: Event) -> None:
    assert event_from_json(event_to_json(event)) == event


@given(st.text(), st.floats(0, 1e10))
def test_any_words_survive_the_log(text: str, at: float) -> None:
    event = UserText(text, at)
    assert event_from_json(event_to_json(event)) == event


def test_a_log_of_a_newer_version_opens() -> None:
    line = event_to_json(UserText("hi", 1.0)).replace('"at"', '"mood":"fine","at"')
    assert event_from_json(line) == UserText("hi", 1.0)


def test_an_unknown_record_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="Telepathy"):
        event_from_json('{"type":"Telepathy"}')


def test_a_failure_is_a_message_too() -> None:
    failure = Failure("table", "No", "Because")
    assert decode(Failure, encode(failure)) == failure
