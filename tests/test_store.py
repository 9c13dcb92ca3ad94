"""The store keeps what was said and found: on a real SQLite file."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from assistant.migrations import migrations
from assistant.store import Store, home_folder, trial_lines
from dialogs.events import Chosen, UserText


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_the_log_comes_back_in_order(store: Store, tmp_path: Path) -> None:
    conversation = store.new_conversation(tmp_path, "0.1")
    said = [UserText("hello", 1.0), Chosen("p", "a", 2.0), UserText("\ud800 \x00", 3.0)]
    for number, event in enumerate(said):
        store.append(conversation, number, event, 0.0)
    store.close()
    assert Store(tmp_path).events(conversation) == said


def test_rounds_and_trials_are_kept(store: Store, tmp_path: Path) -> None:
    conversation = store.new_conversation(tmp_path, "0.1")
    folder = store.round_folder(conversation, 1)
    store.begin_round(conversation, 1, {"table": {"target": "y"}}, folder)
    trials = [
        {"id": "a", "family": "linear", "status": "done", "score": 0.4, "seconds": 1.0},
        {"id": "b", "family": "svm", "status": "failed", "reason": "was killed"},
    ]
    for trial in trials:
        store.add_trial(conversation, 1, trial)
    assert store.rounds(conversation)[0]["status"] == "running"
    store.end_round(conversation, 1, "done", {"plan": {"folds": 5}})
    kept = store.rounds(conversation)[0]
    assert (kept["status"], kept["plan"]) == ("done", {"folds": 5})
    assert kept["brief"] == {"table": {"target": "y"}}
    assert store.trials(conversation, 1) == trials
    assert "was killed" in trial_lines(trials)[1]


def test_conversations_are_found_by_folder_and_by_how_an_id_begins(
    store: Store, tmp_path: Path
) -> None:
    first = store.new_conversation(tmp_path / "a", "0.1")
    second = store.new_conversation(tmp_path / "b", "0.1")
    store.describe(first, "x.csv", "who leaves")
    assert [c.id for c in store.conversations(tmp_path / "a")] == [first]
    assert store.conversations()[0].id == first, "the last one used comes first"
    found = store.find(second[:8])
    assert found is not None
    assert found.id == second
    assert store.find("") is None, "an id that fits two is no id"


def test_a_person_is_remembered_and_can_be_wiped(store: Store) -> None:
    assert store.skill("ann") is None
    store.keep_skill("ann", {"metric": [2, 3]})
    store.keep_skill("ann", {})
    assert store.skill("ann") == {}


def test_every_migration_runs_from_any_earlier_one(tmp_path: Path) -> None:
    from sqlite_utils import Database

    names = [m.name for m in migrations.pending(Database(memory=True))]
    for number, name in enumerate(names):
        folder = tmp_path / str(number)
        folder.mkdir()
        old = Database(str(folder / "tandem.db"))
        migrations.apply(old, stop_before=name)
        old.close()
        upgraded = Store(folder)
        upgraded.new_conversation(folder, "0.1")
        upgraded.keep_skill("ann", {})
        upgraded.close()


def test_two_programs_share_one_home(tmp_path: Path) -> None:
    failures: list[Exception] = []

    def write() -> None:
        try:
            own = Store(tmp_path)
            conversation = own.new_conversation(tmp_path, "0.1")
            for number in range(20):
                own.append(conversation, number, UserText("x", 0.0), 0.0)
            own.close()
        except sqlite3.Error as error:
            failures.append(error)

    Store(tmp_path).close()
    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    assert len(Store(tmp_path).conversations()) == 2


def test_the_home_folder_is_the_one_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path / "env"))
    assert home_folder() == tmp_path / "env"
    assert home_folder(tmp_path / "given") == tmp_path / "given"
    assert (tmp_path / "given").is_dir()
