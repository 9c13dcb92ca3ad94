"""Every setting changes what it says: from the sentence to the plan and a trial that ran."""

from __future__ import annotations

import pickle
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import conversing
import numpy as np
import pandas as pd
import pytest
from conversing import Conversation

from assistant.metrics import fit_calibrator, rule_for
from assistant.plan import Machine, Plan, TableShape, make_plan
from assistant.search import SearchData
from assistant.search.beginning import folds_for, job_for
from assistant.search.trial import FoldResult, Setting, run_fold, write_data
from assistant.splitting import hold_out, prepare
from dialogs.compiling import compile_constraints
from dialogs.constraints import Constraints
from dialogs.knobs import knobs

KNOBS = tomllib.loads(
    (Path(__file__).parent / "transcripts" / "knobs.toml").read_text("utf-8")
)["knob"]
MACHINE = Machine(2, 8000.0, ("lightgbm",))
AGREED = [
    "missed", "fine", "yes", "a miss costs 120 and a false alarm 5", "split at random",
]  # fmt: skip


def visits(path: Path) -> Path:
    """Write a table with gaps, kinds, days, families and today's decisions."""
    rng = np.random.default_rng(7)
    n = 400
    notice, age = rng.integers(0, 40, n), rng.integers(18, 90, n)
    fee = rng.integers(20, 180, n).astype(float)
    fee[::7] = np.nan
    missed = rng.random(n) < 1 / (1 + np.exp(2 - 0.09 * notice))
    pd.DataFrame(
        {
            "visit_id": [f"V{i:04d}" for i in range(n)],
            "day": pd.date_range("2023-01-01", periods=n).strftime("%Y-%m-%d"),
            "family": rng.integers(1000, 1090, n),
            "age": age, "days_notice": notice, "fee": fee,
            "reason": rng.choice(["check-up", "pain", "follow-up", "scan"], n),
            "called": np.where(rng.random(n) < 0.3, "yes", "no"),
            "missed": np.where(missed, "yes", "no"),
        }
    ).to_csv(path, index=False)  # fmt: skip
    return path


@dataclass
class Made:
    """What a conversation leads to, each made when it is looked at."""

    chat: Conversation
    folder: Path

    @cached_property
    def asked(self) -> Constraints:
        facts = self.chat.state.facts
        assert facts is not None
        found = compile_constraints(
            self.chat.state.brief, facts, self.chat.state.probes
        )
        assert isinstance(found, Constraints), found
        return found

    @cached_property
    def rows(self) -> Any:
        assert self.chat.table is not None
        return prepare(self.chat.table, self.asked)

    @cached_property
    def split(self) -> tuple[Any, Any]:
        return hold_out(self.rows, self.asked, self.asked.seed)

    @cached_property
    def plan(self) -> Plan:
        assert self.chat.table is not None
        used = set(self.rows.inputs)
        facts = self.chat.table.facts
        columns = tuple(c for c in facts.columns if c.name in used)
        return make_plan(
            self.asked, TableShape(len(self.split[0]), columns, 2, 60), MACHINE
        )

    @property
    def families(self) -> set[str]:
        return {c.family for c in self.plan.candidates} - {"baseline", "own"}

    def trial(self, family: str = "", style: str = "") -> tuple[FoldResult, Any]:
        """Run a trial of a family on its first fold; return it with the fitted model."""
        found = next(
            c for c in self.plan.candidates
            if c.family != "baseline" and family in ("", c.family)
            and style in ("", c.style)
        )  # fmt: skip
        train = self.split[0]
        rows = self.rows
        data = SearchData(
            rows.X.iloc[train].reset_index(drop=True), rows.y[train], rows.classes,
            None if rows.groups is None else rows.groups[train],
            None if rows.times is None else rows.times[train],
        )  # fmt: skip
        self.folds = folds_for(self.plan, data)
        job = job_for(self.plan, data, write_data(self.folder, data, self.folds))
        setting = Setting(found.id, found.algorithm, found.style, found.params)
        result = run_fold(job, setting, 0, measure=True)
        return result, pickle.loads(Path(result.model).read_bytes())  # our own file

    def rule(self) -> Any:
        """Return the decision made of the trial's answers on its first fold."""
        result, _ = self.trial()
        learn = self.split[0][self.folds[0][1]]
        y = self.rows.y[learn]
        asked = self.asked
        p = fit_calibrator(y, result.prediction, "binary", asked.calibrate)(
            result.prediction
        )
        frame = self.rows.frame.iloc[learn]
        return rule_for(asked, y, p, frame, self.rows.classes, self.rows.frame)


def dials(model: Any) -> dict[str, Any]:
    """Return all parameters of a fitted model and of what it is made of."""
    found: dict[str, Any] = {}
    for part in [model, *vars(model).values()]:
        if hasattr(part, "get_params"):
            found |= part.get_params()
    return found


def rises(model: Any, frame: pd.DataFrame, column: str) -> bool:
    """Return whether the answer never falls as a column grows, the rest as it is."""
    answers = []
    for value in range(0, 40, 3):
        changed = frame.assign(**{column: float(value)})
        answers.append(model.predict_proba(changed)[:, 1])
    return bool((np.diff(answers, axis=0) >= -1e-9).all())


Check = Callable[[Made, Made], bool]

CHANGES: dict[str, Check] = {
    "limits.seconds": lambda b, a: a.plan.search_seconds < 45 < b.plan.search_seconds,
    "success.require": lambda b, a: (
        a.asked.success.requirements[0].at_least == 0.8 and a.rule() != b.rule()
    ),
    "success.target_value": lambda b, a: a.asked.success.target_value == 0.3,
    "success.objective": lambda b, a: a.rule() != b.rule(),
    "success.review_cost": lambda b, a: (
        2 in a.rule().decide(np.array([0.04, 0.3]), a.rows.frame[:2])
        and 2 not in b.rule().decide(np.array([0.04, 0.3]), b.rows.frame[:2])
    ),
    "limits.families": lambda b, a: a.families == {"linear"} < b.families,
    "limits.never_families": lambda b, a: (
        "boosting" not in a.families and a.families >= b.families - {"boosting"}
    ),
    "limits.glass_box": lambda b, a: (
        a.plan.glass_box and "forest" in b.families - a.families
    ),
    "search.threshold": lambda b, a: a.rule().cut == 0.3 != b.rule().cut,
    "search.folds": lambda b, a: (
        a.plan.folds.count == 4 and a.trial() and len(a.folds) == 4
    ),
    "search.calibrate": lambda b, a: (
        fit_calibrator(np.tile([0, 0, 1], 500), np.tile([0.1, 0.2, 0.3], 500), "binary",
                       a.asked.calibrate).kind == "none"
        != fit_calibrator(np.tile([0, 0, 1], 500), np.tile([0.1, 0.2, 0.3], 500),
                          "binary", b.asked.calibrate).kind
    ),
    "search.ensemble": lambda b, a: b.plan.ensemble and not a.plan.ensemble,
    "limits.monotonic": lambda b, a: (
        rises(a.trial("boosting")[1], a.rows.X[:20], "days_notice")
        and not rises(b.trial("boosting")[1], b.rows.X[:20], "days_notice")
    ),
    "limits.never_columns": lambda b, a: (
        "age" in b.trial()[1].roles and "age" not in a.trial()[1].roles
        and "age" in a.asked.audit_columns
    ),
    "split.kind": lambda b, a: (
        a.plan.folds.kind == "time" and a.split[0].max() < a.split[1].min()
    ),
    "split.column": lambda b, a: (
        not set(a.rows.frame["family"].iloc[a.split[0]])
        & set(a.rows.frame["family"].iloc[a.split[1]])
    ),
    "search.test_share": lambda b, a: (
        len(a.split[1]) == pytest.approx(160, abs=2) and len(b.split[1]) < 120
    ),
    "limits.latency_ms": lambda b, a: a.plan.latency_ms == 50 and not b.plan.latency_ms,
    "limits.size_mb": lambda b, a: a.plan.size_mb == 3 and not b.plan.size_mb,
    "limits.memory_mb": lambda b, a: a.plan.trial_memory_mb < b.plan.trial_memory_mb,
    "limits.trials": lambda b, a: a.plan.models == 6 < b.plan.models,
    "preferences.simple": lambda b, a: a.plan.simple and not b.plan.simple,
    "preferences.families": lambda b, a: (
        a.plan.priors["forest"] > b.plan.priors.get("forest", 1) and a.families == b.families
    ),
    "compare.column": lambda b, a: a.asked.compare_column == "called",
    "compare.rule": lambda b, a: a.asked.compare_filter["column"] == "days_notice",
    "compare.estimator": lambda b, a: (
        any(c.family == "own" for c in a.plan.candidates)
        and not any(c.family == "own" for c in b.plan.candidates)
    ),
    "search.seed": lambda b, a: (
        a.plan.seed == 11 and not np.array_equal(a.split[1], b.split[1])
    ),
    "search.memory": lambda b, a: b.asked.memory and not a.asked.memory,
    "search.threads": lambda b, a: a.plan.workers == 1 < b.plan.workers,
    "search.repeats": lambda b, a: (
        a.trial() and b.trial() and len(a.folds) == 3 * a.plan.folds.count
    ),
    "search.sampler": lambda b, a: (a.plan.sampler, b.plan.sampler) == ("random", "tpe"),
    "search.ranges": lambda b, a: a.plan.ranges == {"max_depth": (2, 3)},
    "search.start": lambda b, a: any(
        c.params.get("learning_rate") == 0.2 for c in a.plan.candidates
    ),
    "search.impute": lambda b, a: (
        dials(a.trial("linear")[1])["impute"] == "zero"
        and a.trial("linear")[0].score != b.trial("linear")[0].score
    ),
    "search.encode": lambda b, a: (
        dials(a.trial("linear")[1])["encode"] == "target"
        and a.trial("linear")[0].score != b.trial("linear")[0].score
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def agreed(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    chat = Conversation(visits(tmp_path_factory.mktemp("visits") / "visits.csv"))
    for line in AGREED:
        chat.say(line)
    return chat


def test_no_setting_is_left_out() -> None:
    assert {k.slot for k in knobs()} == set(CHANGES) == {k["slot"] for k in KNOBS}


@pytest.mark.parametrize(
    ("slot", "said", "value"),
    [(k["slot"], said, k["value"]) for k in KNOBS for said in k["said"]],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_sentence_sets_it(
    slot: str, said: str, value: Any, agreed: Conversation
) -> None:
    chat = conversing.branch(agreed)
    answer = chat.say(said)
    assert plain(chat.state.brief.get(slot)) == value, answer
    before = agreed.state.brief
    # Nothing else that was agreed is lost on the way.
    kept = [s for s in before if s not in (slot, *IMPLIED.get(slot, ()))]
    assert all(chat.state.brief.get(s) == before.get(s) for s in kept), answer


def plain(value: Any) -> Any:
    """Return a slot's value as TOML would hold it."""
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    if isinstance(value, Mapping):
        return {k: plain(v) for k, v in value.items()}
    return value


IMPLIED = {
    "success.objective": ("success.miss_cost", "success.false_alarm_cost"),
    "split.column": ("split.kind",),
}


@pytest.mark.parametrize("knob", KNOBS, ids=lambda k: k["slot"])
def test_the_plan_and_a_trial_follow(
    knob: dict[str, Any], agreed: Conversation, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(
        "from sklearn.dummy import DummyClassifier as Model\n", "utf-8"
    )
    chat = conversing.branch(agreed)
    chat.say(knob["said"][0])
    before = Made(conversing.branch(agreed), tmp_path / "before")
    after = Made(chat, tmp_path / "after")
    assert before.asked != after.asked
    assert CHANGES[knob["slot"]](before, after)
