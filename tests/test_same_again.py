"""What is heard of a sentence does not hang on the order in which Python keeps its sets."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SCRIPT = """
import json
from test_hearing import CASES, heard
for case in CASES[::5]:
    print(json.dumps(heard(case["text"], case), sort_keys=True, default=str))
"""


def _heard(seed: int) -> str:
    env = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(HERE)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=HERE, env=env, check=True, text=True,
        capture_output=True, timeout=120,
    )  # fmt: skip
    return done.stdout


def test_a_sentence_is_heard_alike_under_any_order_of_sets() -> None:
    first = _heard(1)
    assert first.count("\n") > 50
    assert _heard(2) == first
