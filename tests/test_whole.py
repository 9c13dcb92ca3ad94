"""The two faces give the same brief and result; a killed trial costs one row."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from conversing import clinic_csv
from terminal import Terminal, quiet

ROOT = Path(__file__).resolve().parents[1]
SAID = [
    "who will miss their appointment", "yes", "we call them", "no limit",
    "a miss costs 120 and a false alarm 5", "days_notice matters", "at most 4 trials",
    "go",
]  # fmt: skip


def kept(home: Path) -> dict[str, Any]:
    """Return the only round of a home folder."""
    with sqlite3.connect(home / "tandem.db") as store:
        found = store.execute("select brief, result from rounds").fetchall()
    assert len(found) == 1
    brief, result = (json.loads(part) for part in found[0])
    same = ("objective", "metrics", "contract", "baselines", "winner", "trials")
    return {"brief": brief, **{name: result[name] for name in same}}


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "TANDEM_HOME": str(home), "PYTHONPATH": str(ROOT)}


@pytest.mark.slow
@pytest.mark.tui
def test_the_full_screen_and_json_lines_reach_the_same_brief_and_result(
    tmp_path: Path,
) -> None:
    clinic_csv(tmp_path / "visits.csv")
    lines, screen = tmp_path / "lines", tmp_path / "screen"
    subprocess.run(
        [sys.executable, "-m", "assistant", "chat", "--json", "visits.csv"],
        input="\n".join([*SAID, "/wait", "/quit"]) + "\n",
        env=environment(lines), cwd=tmp_path, text=True, timeout=120, check=True,
        capture_output=True,
    )  # fmt: skip
    program = ["-m", "assistant", "chat", "visits.csv", "--home", str(screen)]
    with Terminal(program, 80, 24, cwd=tmp_path) as terminal:
        terminal.until("240 rows", 60)
        for words in SAID:
            terminal.type(f"{words}\r")
            if words != "go":
                quiet(terminal)
        terminal.until("Stop search", 60)
        assert "Searching" in terminal.text
        terminal.until("Why a certain row?", 120)
        quiet(terminal)
        assert "Stop search" not in terminal.text
        terminal.type("why row 3\r")
        terminal.until("From a typical answer to row 3", 60)
        terminal.type("/quit\r")
        assert terminal.ended(20) == 0
    assert kept(screen) == kept(lines)


@pytest.mark.slow
def test_a_trial_killed_from_outside_is_one_failed_row_of_the_chat(
    tmp_path: Path,
) -> None:
    clinic_csv(tmp_path / "visits.csv")
    home = tmp_path / "home"
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "chat", "--json", "visits.csv"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, cwd=tmp_path, env=environment(home),
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    said = [*SAID[:-2], "take 90 seconds", "at most 8 trials", "go", "/wait", "/quit"]
    process.stdin.write("\n".join(said) + "\n")
    process.stdin.flush()
    killed, last = 0, 0.0
    result: dict[str, Any] = {}
    for line in process.stdout:
        event = json.loads(line)
        # What is busy may prepare the telling: then another one is hit, three times at most.
        due = time.monotonic() - last > 4 and killed < 3 and not failed_in(home)
        if event["event"] == "progress" and event["trials"] >= 1 and due:
            killed += kill_a_trial(process.pid)
            last = time.monotonic()
        if event["event"] == "result":
            result = event.get("result", event)
    process.stdin.close()
    process.stdout.close()
    assert process.wait() == 0
    assert killed
    assert result["status"] == "done"
    assert 1 <= result["trials"]["failed"] <= killed
    assert result["trials"]["done"] >= 2
    failed = failed_in(home)
    assert len(failed) == result["trials"]["failed"]
    assert all("SIGKILL" in reason for reason in failed)


def failed_in(home: Path) -> list[str]:
    """Return why trials failed, as the store has it by now."""
    with sqlite3.connect(home / "tandem.db", timeout=30) as store:
        rows = store.execute("select status, reason from trials").fetchall()
    return [reason for status, reason in rows if status == "failed"]


def kill_a_trial(program: int, seconds: float = 3.0) -> bool:
    """Kill a busy process that has no children of its own; False where none is.

    On a machine that is busy itself a trial may rest a while: it is looked for longer.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if _killed(program):
                return True
        except psutil.NoSuchProcess:  # one ended while it was looked at
            continue
    return False


def _killed(program: int) -> bool:
    leaves = [p for p in psutil.Process(program).children(True) if not p.children()]
    used = {p: p.cpu_times().user for p in leaves}
    time.sleep(0.1)
    for leaf in leaves:
        if leaf.is_running() and leaf.cpu_times().user - used[leaf] >= 0.03:
            leaf.kill()
            return True
    return False
