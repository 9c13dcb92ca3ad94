"""Going on next week: on a newer version, with a file that is another by then."""

from __future__ import annotations

from pathlib import Path

import messy
import pytest
from conversing import Conversation
from modelling import fitted

from assistant import __version__
from assistant.answering import answer_query
from assistant.errors import NoUsableModel
from assistant.model_file import save_model
from assistant.opening import resumed
from assistant.store import Store
from assistant.table import read_table
from assistant.tellings import MODEL
from dialogs.brief import Value
from dialogs.codec import encode
from dialogs.events import Resumed, SearchDone
from dialogs.message import Say
from dialogs.state import Phase

SAID = ("fine", "came", "no", "leave out Reason and Age", "longer notice")


@pytest.fixture
def chat(tmp_path: Path) -> Conversation:
    chat = Conversation(messy.clinic(tmp_path))
    for line in SAID:
        chat.say(line)
    return chat


def come_back(chat: Conversation, before: str = "0.0.9", **more: object) -> str:
    event = Resumed(9.0, __version__, ("table_changed",), before, **more)
    return "\n".join(m.text for m in chat.take(event) if isinstance(m, Say))


def rewrite(path: Path, column: str, rows: int) -> None:
    """Take a column out, put another in, and add copies with numbers of their own."""
    lines = [line.split(";") for line in path.read_text("cp1252").splitlines()]
    at = lines[0].index(column)
    table = [[*c[:at], *c[at + 1 :], "ABC"[n % 3]] for n, c in enumerate(lines)]
    table[0][-1] = "Doctor"
    table += [[c[0].replace("T-9", "T-8"), *c[1:]] for c in table[-rows:]]
    path.write_text("\n".join(";".join(c) for c in table) + "\n", "cp1252")


def test_who_comes_back_is_told_what_changed_and_goes_on_where_they_were(chat):
    asked = chat.state.prompt.question
    rewrite(Path(chat.state.facts.path), "Reason", 40)
    told = come_back(chat)
    assert "the column to predict is Came" in told
    assert f"newer version than last time ({__version__}, 0.0.9 then)" in told
    assert "40 more rows: 460 now" in told
    assert "New: Doctor" in told
    assert "No longer there: Reason." in told
    assert "open again: left out" in told
    assert chat.state.brief.get("table.ignore") == ("Age",)
    assert chat.state.brief.get("goal.event") == "No"
    assert chat.state.prompt.question == asked


def test_an_unchanged_file_and_version_are_not_spoken_of(chat):
    event = Resumed(9.0, __version__, (), __version__)
    told = "\n".join(m.text for m in chat.take(event) if isinstance(m, Say))
    assert "Welcome back" in told
    assert "newer" not in told
    assert "has changed" not in told


def test_the_column_to_predict_is_gone(chat):
    rewrite(Path(chat.state.facts.path), "Came", 3)
    told = come_back(chat)
    assert "No longer there: Came" in told
    assert chat.state.prompt.slot == "table.target"
    assert "table.target" not in chat.state.brief


def test_a_result_stays_and_is_said_to_be_of_the_file_as_it_was(chat):
    body = {"status": "done", "brief": {}, "objective": {"name": "brier", "value": 0.1}}
    chat.take(SearchDone(1, body))
    rewrite(Path(chat.state.facts.path), "Reason", 40)
    told = come_back(chat)
    assert "the one made from the file as it was" in told
    assert chat.state.phase == Phase.RESULT
    assert chat.state.prompt.question == "next"


def test_what_was_agreed_stands_where_newer_rules_hear_it_otherwise(chat):
    kept = chat.state.brief.with_value("success.miss_cost", Value(700))
    come_back(chat, brief=encode(kept))
    assert chat.state.brief.get("success.miss_cost") == 700


def test_the_store_keeps_the_agreement_and_the_version(chat, tmp_path):
    store = Store(tmp_path / "home")
    name = store.new_conversation(tmp_path, "0.0.1")
    store.describe(name, "clinic.csv", "who comes", "0.0.9", chat.state.brief)
    row = store.find(name)
    event = resumed(row, chat.state, 9.0)
    assert event.before == "0.0.9"
    assert event.brief == encode(chat.state.brief)
    store.describe(name, "clinic.csv", "who comes", __version__, chat.state.brief)
    assert resumed(store.find(name), chat.state, 9.0).brief is None
    store.close()


def test_a_question_that_is_put_once_and_stood_open_is_put_again(tmp_path):
    chat = Conversation(messy.clinic(tmp_path))
    for line in ("fine", "came", "no", "later", "500 a day, we call them"):
        chat.say(line)
    assert chat.state.prompt.question == "period_rows"
    told = come_back(chat)
    assert "about how many rows come in a day?" in told
    assert chat.state.prompt.question == "period_rows"
    chat.say("from all of them")
    assert chat.state.brief.get("success.share") == 1.0


def test_again_after_a_changed_file_learns_anew(chat):
    body = {"status": "done", "brief": {}, "objective": {"name": "brier", "value": 0.1}}
    chat.take(SearchDone(1, body))
    rewrite(Path(chat.state.facts.path), "Reason", 40)
    assert "“again” learns from it" in come_back(chat)
    chat.say("hello")
    told = chat.say("again")
    assert "Hello." not in told
    assert chat.state.phase != Phase.RESULT, told


def test_a_model_that_lost_a_column_says_so_in_a_sentence(tmp_path):
    model, table = fitted("binary")
    save_model(model, tmp_path / MODEL)
    frame = table.text.drop(columns=[model.inputs[0]])
    less = read_table(frame.to_csv(index=False))
    query = {"rows": None, "do": [{"op": "show", "n": 3, "by": "chance"}]}
    with pytest.raises(NoUsableModel, match=f"had {model.inputs[0]}.*“again”"):
        answer_query(less, tmp_path, query, {}, "plain")
