"""Contracts that cannot be meant as said: each is refused, or told, in a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import assistant
from assistant.errors import BriefInvalid, TandemError
from assistant.rounds import constraints_of
from assistant.table import read_table

ROWS = 400


def write(folder: Path, **columns: Any) -> Path:
    """Write a made-up table of parcels: which came late, and what that cost."""
    rng = np.random.default_rng(5)
    weight = rng.uniform(0.1, 30, ROWS).round(2)
    late = rng.random(ROWS) < 1 / (1 + np.exp(-(weight - 18) / 5))
    frame = pd.DataFrame(
        {
            "weight": weight,
            "floor": rng.integers(0, 9, ROWS),
            "late": np.where(late, "yes", "no"),
            "worth": rng.lognormal(3, 1, ROWS).round(2),
            "discount": (rng.random(ROWS) * 40).round(1),
            **columns,
        }
    )
    path = folder / "parcels.csv"
    frame.to_csv(path, index=False)
    return path


def gapped(**at: Any) -> pd.Series:
    """Return prices of which every fifth is replaced."""
    prices = pd.Series(np.linspace(2, 90, ROWS).round(2), dtype=object)
    prices[::5] = at["by"]
    return prices


def brief(path: Path, success: dict[str, Any], target: str = "late") -> dict[str, Any]:
    goal = {"event": "yes"} if target == "late" else {}
    return {
        "table": {"path": str(path), "target": target},
        "goal": goal,
        "success": success,
        "limits": {"seconds": 10, "families": ["linear"], "trials": 2},
        "search": {"folds": 2, "ensemble": False},
    }


@pytest.mark.parametrize(
    ("success", "target", "words"),
    [
        ({"miss_cost": 0, "false_alarm_cost": 0}, "late", ["cost nothing"]),
        ({"miss_cost": "note", "false_alarm_cost": 1}, "late", ["'note'", "no numbers"]),
        ({"miss_cost": "nope", "false_alarm_cost": 1}, "late", ["no column 'nope'"]),
        ({"require": [{"metric": "recall", "at_least": 95}]}, "late",
         ["0 to 1", "0.95"]),
        ({"objective": "accuracy", "target_value": 80}, "late", ["0 to 1", "0.8"]),
        ({"objective": "r2", "target_value": 80}, "discount", ["0.8"]),
        ({"objective": "within_tolerance"}, "discount", ["how far off"]),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_before_any_search(
    tmp_path: Path, success: dict[str, Any], target: str, words: list[str]
) -> None:
    notes = [f"left with neighbour {i}, {i * 7} steps" for i in range(ROWS)]
    path = write(tmp_path, note=notes)
    table = read_table(path)
    with pytest.raises(BriefInvalid) as told:
        constraints_of(brief(path, success, target), table, 0)
    assert all(w in told.value.text for w in words), told.value.text


def test_an_event_that_never_occurs_is_refused_with_those_that_do(
    tmp_path: Path,
) -> None:
    path = write(tmp_path)
    asked = brief(path, {}) | {"goal": {"event": "stolen"}}
    with pytest.raises(TandemError) as told:
        assistant.run(asked, out=tmp_path / "out")
    assert "'stolen'" in told.value.text
    assert "'yes'" in told.value.text


def run(path: Path, success: dict[str, Any], target: str = "late") -> dict[str, Any]:
    out = path.parent / "out"
    return assistant.run(brief(path, success, target), out=out).to_dict()


def told(result: dict[str, Any]) -> dict[str, str]:
    return {w["kind"]: w["text"] for w in result["warnings"]}


def test_prices_with_gaps_and_a_target_with_gaps_are_run_and_told(
    tmp_path: Path,
) -> None:
    late = np.where(np.arange(ROWS) % 3 == 0, "yes", "no").astype(object)
    late[np.arange(ROWS) % 4 != 0] = None
    path = write(tmp_path, late=late, worth=gapped(by=None))
    result = run(path, {"miss_cost": "worth", "false_alarm_cost": 3})
    found = told(result)
    assert "300 of 400" in found["target_gaps"]
    assert "late" in found["target_gaps"]
    assert "middle value" in found["cost_gaps"]
    assert result["rows"]["dropped"] == 300


def test_wishes_that_exclude_each_other_are_told_with_the_nearest(
    tmp_path: Path,
) -> None:
    result = run(
        write(tmp_path),
        {"objective": "log_loss", "require": [
            {"metric": "recall", "at_least": 1.0}, {"metric": "fpr", "at_most": 0.0},
        ]},
    )  # fmt: skip
    found = told(result)
    assert "both" in found["both_certain"].lower()
    assert "nearest" in found["out_of_reach"]
    assert not all(line["met"] for line in result["contract"])


def test_a_list_longer_than_the_table_and_a_list_without_days_are_told(
    tmp_path: Path,
) -> None:
    result = run(write(tmp_path), {"k": 5000, "per": "day"})
    found = told(result)
    assert "nothing to choose" in found["list_longer_than_table"]
    assert "400 rows stands for one day" in found["list_basis"]
    assert result["counts"]["named"] == result["rows"]["test"]


@pytest.mark.parametrize(
    ("success", "kind"),
    [
        ({"miss_cost": 5, "false_alarm_cost": -2}, "always_act"),
        ({"miss_cost": -5, "false_alarm_cost": 2}, "never_act"),
    ],
)
def test_prices_below_zero_are_told(
    tmp_path: Path, success: dict[str, Any], kind: str
) -> None:
    result = run(write(tmp_path), success)
    assert kind in told(result)
    share = result["counts"]["named"] / result["counts"]["rows"]
    assert share == (1 if kind == "always_act" else 0)


@pytest.mark.parametrize(
    "success",
    [
        {"tolerance": 5000},
        {"objective": "mean_absolute_error", "target_value": 5000},
    ],
)
def test_a_goal_in_units_for_a_target_in_per_cent_is_told(
    tmp_path: Path, success: dict[str, Any]
) -> None:
    found = told(run(write(tmp_path), success, "discount"))
    assert "another unit" in found["unit_mismatch"]
    assert "5000" in found["unit_mismatch"]
