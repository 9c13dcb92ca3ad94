"""Minds changed in the middle: what goes, what stays and what is asked anew is said aloud."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conversing import Conversation

STORIES = tomllib.loads(
    (Path(__file__).parent / "transcripts" / "minds_changed.toml").read_text("utf-8")
)["story"]


def doors(path: Path, rows: int = 500) -> Path:
    """Write a made-up table of a town's automatic doors, as their keeper brings it.

    Ages go down to 0, weights have their unit in most cells, and a day is in no order.
    """
    rng = np.random.default_rng(23)
    lines = [
        "the door it is at,put in,make,age,weight,openings a day,power used,failed"
    ]
    for i in range(rows):
        age, weight = int(rng.integers(0, 14)), rng.normal(60, 9)
        day = f"2024-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d}"
        failed = rng.random() < 0.05 + 0.03 * age
        unit = " kg" if i % 5 else ""
        lines.append(
            f"D-{i:04d},{day},{rng.choice(['Orla', 'Tamm', 'Vik'])},{age},{weight:.1f}{unit},"
            f"{rng.integers(40, 900)},{rng.normal(3 + 0.2 * age, 0.6):.2f},"
            f"{'y' if failed else 'n'}"
        )
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture
def chat(tmp_path: Path) -> Conversation:
    return Conversation(doors(tmp_path / "doors.csv"))


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s["person"])
def test_a_change_of_mind_is_taken_and_told(story: Any, chat: Conversation) -> None:
    told = []
    for said, words in story["turns"]:
        told.append(chat.say(said))
        assert told[-1], said
        assert words in told[-1], (said, told[-1])
    whole = "\n".join(told)
    assert all(words in whole for words in story["told"]), whole
    brief = chat.state.brief
    for slot, value in story["brief"].items():
        wanted = tuple(value) if isinstance(value, list) else value
        assert brief.get(slot) == wanted, (slot, whole)
    assert not [s for s in story.get("absent", ()) if s in brief]


def test_an_age_of_nought_beside_those_of_one_and_two_is_not_odd(
    chat: Conversation,
) -> None:
    assert chat.state.facts is not None
    kinds = {s.kind for s in chat.state.facts.suspicions}
    assert "zeros_as_gaps" not in kinds


def test_a_weight_whose_unit_is_left_off_in_some_rows_is_a_number_and_owns_no_rows(
    chat: Conversation,
) -> None:
    assert chat.state.facts is not None
    column = chat.state.facts.column("weight")
    assert column is not None
    assert column.kind.numeric
    assert "repeated_entity" not in {s.kind for s in chat.state.facts.suspicions}
