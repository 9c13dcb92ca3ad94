"""The whole program: real processes, a real store, a real search on a small table."""

from __future__ import annotations

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from conversing import clinic_csv

from assistant.cli import main
from dialogs import talk
from dialogs.state import state_to_json

ROOT = Path(__file__).resolve().parents[1]
LINES = [
    "who will miss their appointment", "yes", "we call them", "no limit",
    "a miss costs 120 and a false alarm 5", "days_notice matters", "take 4 seconds", "go",
]  # fmt: skip


def tandem(
    home: Path, *arguments: str, said: str | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        input=said,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=cwd or home.parent,
        env={**os.environ, "TANDEM_HOME": str(home), "PYTHONPATH": str(ROOT)},
    )


def here(
    home: Path, *arguments: str, said: str = "", cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in this process: its libraries are loaded already."""
    out, told = io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        redirect_stdout(out),
        redirect_stderr(told),
    ):
        patch.setenv("TANDEM_HOME", str(home))
        patch.chdir(cwd or home.parent)
        patch.setattr(sys, "stdin", io.StringIO(said))
        code = main(arguments)
    done = (list(arguments), code, out.getvalue(), told.getvalue())
    return subprocess.CompletedProcess(*done)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("program")
    clinic_csv(folder / "visits.csv")
    return folder


@pytest.fixture(scope="module")
def chat(place: Path) -> list[dict[str, Any]]:
    """The events of one chat in JSON lines, from table to a row explained."""
    script = "\n".join([*LINES, "/wait", "why row 3", "/quit"]) + "\n"
    done = tandem(place / "home", "chat", "--json", "visits.csv", said=script)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_eight_human_sentences_end_in_a_result(chat: list[dict[str, Any]]) -> None:
    result = next(e for e in chat if e["event"] == "result")
    body = result.get("result", result)
    assert body["status"] == "done"
    assert body["objective"]["name"] == "expected_cost"
    assert body["objective"]["low"] <= body["objective"]["value"]
    assert Path(body["model"]).exists()
    assert Path(body["report"]).exists()
    brief = next(e for e in reversed(chat) if e["event"] == "brief")
    assert brief["brief"]["table"]["target"] == "missed"
    assert brief["brief"]["success"]["miss_cost"] == 120
    assert brief["sources"]["goal.event"] == "said"
    assert chat[-1]["event"] == "bye"
    assert sum(e["event"] == "ready" for e in chat) >= len(LINES) + 1


def test_a_row_is_explained_after_the_result(chat: list[dict[str, Any]]) -> None:
    last = [e["text"] for e in chat if e["event"] == "say"]
    assert any("row 3" in text for text in last)
    assert not any(e["event"] == "error" for e in chat)


def test_replaying_the_stored_conversation_gives_the_same_state(
    chat: list[dict[str, Any]], place: Path
) -> None:
    from assistant.store import Store

    del chat
    store = Store(place / "home")
    row = next(c for c in store.conversations() if c.kind == "chat")
    events = store.events(row.id)
    store.close()
    once, twice = talk.replay(events), talk.replay(events)
    assert state_to_json(once) == state_to_json(twice)
    assert once.brief.get("table.target") == "missed"
    assert once.rounds[-1].status == "done"


def test_the_model_scores_the_file_again(
    chat: list[dict[str, Any]], place: Path
) -> None:
    result = next(e for e in chat if e["event"] == "result")
    model = result.get("result", result)["model"]
    done = tandem(place / "home", "predict", model, "visits.csv", "-o", "scored.csv")
    assert done.returncode == 0, done.stderr
    lines = (place / "scored.csv").read_text("utf-8").splitlines()
    assert lines[0] == "prediction,probability_no,probability_yes,decision"
    assert len(lines) == 241
    told = here(place / "home", "explain", model, "visits.csv", "--row", "3")
    assert "row 3" in told.stdout
    report = here(place / "home", "report", model, "-o", "r.html")
    assert report.returncode == 0
    assert "<html" in (place / "r.html").read_text("utf-8")
    card = here(place / "home", "card", model, "-o", "c.md")
    assert card.returncode == 0


def test_history_and_show_tell_what_was_said(
    chat: list[dict[str, Any]], place: Path
) -> None:
    del chat
    listed = here(place / "home", "history", "--json")
    row = json.loads(listed.stdout)[0]
    shown = here(place / "home", "show", row["id"])
    assert "who will miss their appointment" in shown.stdout
    assert "round 1: done" in shown.stdout


def test_a_program_killed_in_mid_search_comes_back_whole(place: Path) -> None:
    home = place / "killed"
    lines = [*LINES[:-2], "take 60 seconds", "go"]
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "chat", "--json", "visits.csv"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, cwd=place,
        env={**os.environ, "TANDEM_HOME": str(home), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n".join(lines) + "\n")
    process.stdin.flush()
    deadline = time.monotonic() + 60
    for line in process.stdout:
        event = json.loads(line)
        if event["event"] == "progress" and event["trials"] >= 2:
            break
        assert time.monotonic() < deadline
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdin.close()
    process.stdout.close()
    kept = sqlite3.connect(home / "tandem.db")
    trials = kept.execute("select count(*) from trials").fetchone()[0]
    kept.close()
    assert trials >= 1
    done = tandem(
        home, "chat", "--json", "--resume", said="summary\n/quit\n", cwd=place
    )
    events = [json.loads(line) for line in done.stdout.splitlines()]
    texts = " ".join(e["text"] for e in events if e["event"] == "say")
    assert "missed" in texts
    assert "cut off" in texts
    assert "120" in texts


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "visitz.csv"),
        (b"", "empty"),
        (b"\x00\x01\x02\xff\xfe\x00" * 400, ""),
        (b"a,b,missed\n", ""),
    ],
    ids=["missing", "empty", "binary", "header-only"],
)
def test_an_unreadable_table_is_a_sentence_and_exit_code_3(
    content: bytes | None, said: str, tmp_path: Path
) -> None:
    name = "visitz.csv" if content is None else "bad.csv"
    if content is not None:
        (tmp_path / name).write_bytes(content)
    brief = tmp_path / "brief.toml"
    brief.write_text(f'[table]\npath = "{name}"\ntarget = "missed"\n', "utf-8")
    done = here(tmp_path / "home", "run", str(brief), "--json")
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    body = json.loads(done.stdout)
    assert body["status"] == "failed"
    assert said in body["error"]["text"] + body["error"]["title"]
    assert len(body["error"]["text"]) > 20


def test_other_failures_have_their_own_codes(tmp_path: Path) -> None:
    home = tmp_path / "home"
    clinic_csv(tmp_path / "visits.csv")
    bad = tmp_path / "bad.toml"
    bad.write_text('[tabel]\npath = "visits.csv"\n', "utf-8")
    done = here(home, "run", str(bad))
    assert done.returncode == 2
    assert "'table'" in done.stderr
    few = tmp_path / "few.csv"
    few.write_text("a,y\n1,0\n2,1\n3,0\n4,1\n5,0\n", "utf-8")
    brief = tmp_path / "few.toml"
    brief.write_text(
        '[table]\npath = "few.csv"\ntarget = "y"\n[goal]\nevent = "1"\n', "utf-8"
    )
    done = here(home, "run", str(brief))
    assert done.returncode == 1
    assert "5 of 5 rows" in done.stderr
    done = here(home, "predict", "visits.csv", "visits.csv", "-o", "x.csv",
                  cwd=tmp_path)  # fmt: skip
    assert done.returncode == 4
    assert not (tmp_path / "x.csv").exists()


def test_a_brief_needs_only_a_path_and_a_target(tmp_path: Path) -> None:
    clinic_csv(tmp_path / "visits.csv")
    brief = tmp_path / "brief.toml"
    brief.write_text(
        '[table]\npath = "visits.csv"\ntarget = "missed"\n[limits]\nseconds = 3\n',
        "utf-8",
    )
    done = tandem(tmp_path / "home", "run", str(brief), "--json", "--quiet")
    assert done.returncode == 0, done.stderr
    body = json.loads(done.stdout)
    assert body["status"] == "done"
    assert body["contract"]
    assert {"objective", "metrics", "baselines", "winner", "trials", "drivers",
            "warnings", "nudges", "rows", "seconds", "seed"} <= set(body)  # fmt: skip


def test_one_sentence_is_understood_alone_and_in_a_batch(place: Path) -> None:
    done = here(
        place / "home", "understand", "a miss costs 120 and a false alarm 5",
        "--table", "visits.csv", "--json",
    )  # fmt: skip
    body = json.loads(done.stdout)
    assert body["outcome"] == "understood"
    assert body["readings"][0]["brief"]["success"]["miss_cost"] == 120
    lines = '{"text": "undo"}\n{"text": "what is recall"}\n'
    done = here(place / "home", "understand", "--batch", "--json", said=lines)
    acts = [json.loads(x)["readings"][0]["acts"] for x in done.stdout.splitlines()]
    assert acts == [["undo"], ["ask_what"]]
