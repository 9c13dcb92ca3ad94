"""What is imported when: the conversation is pure, and nothing heavy comes early."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = {"pandas", "numpy", "scipy", "sklearn", "shap", "lightgbm", "sqlite_utils"}
SCREEN = {"textual", "rich"}


def printed(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return done.stdout


def loaded(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*{{m.split('.')[0] for m in sys.modules}})"
    return set(printed(code).split())


@pytest.mark.parametrize(
    ("statement", "never"),
    [
        ("import dialogs.talk, dialogs.view, dialogs.picture", HEAVY | SCREEN),
        ("import assistant, explain", HEAVY | SCREEN),
        ("import assistant.cli; assistant.cli.build_parser()", HEAVY | SCREEN),
        ("import assistant.session, assistant.plan", HEAVY | SCREEN),
        ("import assistant.plain, assistant.json_lines", HEAVY | SCREEN),
        ("import assistant.tui.app", HEAVY | {"explain"}),
    ],
)
def test_importing_this_loads_none_of_those(statement: str, never: set[str]) -> None:
    assert loaded(statement) & never == set()


def test_the_python_interface_is_there() -> None:
    code = (
        "from assistant import read_table, run, load_model\n"
        "from explain import explain, check_sentence\n"
        "print(all(map(callable, (read_table, run, load_model, explain, check_sentence))))"
    )
    assert printed(code).strip() == "True"
