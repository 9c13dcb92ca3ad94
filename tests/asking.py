"""Follow-up questions in words, heard and answered without a screen or a search."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from conversing import clinic_csv
from modelling import boats

from assistant.metrics import Calibrator, Rule
from assistant.model import TandemModel
from assistant.search.pipelines import TableClassifier, TableRegressor
from assistant.table import Table, read_table
from dialogs.brief import Brief
from dialogs.hearing import understand
from dialogs.hearing.reading import Context
from dialogs.message import Level, Message, Say
from explain import answer, drivers, tell_result

HELD = 80
"""Rows at the end that the models below never learned from."""


@dataclass(frozen=True)
class Learned:
    """What a model of one of the tables is made of."""

    target: str
    row: str
    roles: dict[str, str]
    classes: tuple[str, ...] = ()
    algorithm: str = "hist_boosting"
    loss: str = "log_loss"
    success: dict[str, float] = field(default_factory=dict)


NUMBER, CATEGORY = "number", "category"
LEARNED = {
    "clinic": Learned(
        "missed", "visit",
        {"age": NUMBER, "days_notice": NUMBER, "reason": CATEGORY, "fee": NUMBER},
        ("no", "yes"), "linear", success={"miss_cost": 120.0, "false_alarm_cost": 5.0},
    ),
    "boats": Learned(
        "price", "boat",
        {"length": NUMBER, "engine": CATEGORY, "built": "date", "hull": CATEGORY},
        loss="squared",
    ),
    "claims": Learned(
        "fraud", "claim",
        {"amount": NUMBER, "phone": CATEGORY, "days_open": NUMBER, "branch": CATEGORY},
        ("no", "yes"), "linear", success={"miss_cost": 900.0, "false_alarm_cost": 1.0},
    ),
    "students": Learned(
        "outcome", "student",
        {"credits": NUMBER, "age": NUMBER, "aid": CATEGORY, "course": CATEGORY},
        ("dropout", "enrolled", "graduate"), "linear",
    ),
    "pumps": Learned(
        "failures", "pump",
        {"hours": NUMBER, "load": NUMBER, "maker": CATEGORY, "note": "text"},
        algorithm="linear", loss="poisson",
    ),
}  # fmt: skip


def _claims(n: int = 420) -> str:
    rng = np.random.default_rng(4)
    amount = np.round(rng.gamma(2, 800, n), 2)
    phone = rng.choice(["verified", "none", "foreign"], n, p=[0.7, 0.2, 0.1])
    odds = -9.5 + amount / 450 + 3 * (phone == "foreign")
    fraud = np.where(rng.random(n) < 1 / (1 + np.exp(-odds)), "yes", "no")
    return pd.DataFrame(
        {
            "amount": amount, "phone": phone, "days_open": rng.integers(0, 90, n),
            "branch": rng.choice(["harbour", "centre", "hill"], n), "fraud": fraud,
        }
    ).to_csv(index=False)  # fmt: skip


def _students(n: int = 300) -> str:
    rng = np.random.default_rng(5)
    credits = rng.integers(0, 61, n)
    age = rng.integers(18, 45, n)
    aid = rng.choice(["yes", "no"], n)
    score = credits / 12 - (age - 18) / 15 + 0.8 * (aid == "yes") + rng.normal(size=n)
    outcome = np.select([score < 1.2, score < 2.6], ["dropout", "enrolled"], "graduate")
    made = pd.DataFrame(
        {
            "credits": credits.astype(float), "age": age, "aid": aid,
            "course": rng.choice(["nursing", "law", "design"], n), "outcome": outcome,
        }
    )  # fmt: skip
    made.loc[::19, "credits"] = np.nan
    return made.to_csv(index=False)


def _pumps(n: int = 300) -> str:
    rng = np.random.default_rng(6)
    hours = rng.integers(100, 9000, n)
    load = rng.uniform(0.2, 1.0, n).round(2)
    words = np.array(["leak seen", "all quiet", "new seal fitted", "odd noise"])
    note = words[rng.integers(0, 4, n)]
    rate = np.exp(hours / 5000 + load - 1.2 + 0.8 * (note == "odd noise"))
    return pd.DataFrame(
        {
            "hours": hours, "load": load, "maker": rng.choice(["Abel", "Brun"], n),
            "note": [f"{w}, visit {i}" for i, w in enumerate(note)],
            "failures": rng.poisson(rate),
        }
    ).to_csv(index=False)  # fmt: skip


def _clinic() -> str:
    with TemporaryDirectory() as folder:
        return clinic_csv(Path(folder) / "visits.csv").read_text("utf-8")


TABLES = {"clinic": _clinic, "boats": boats, "claims": _claims, "students": _students,
          "pumps": _pumps}  # fmt: skip


@dataclass
class Talk:
    """Questions about one model, one after the other."""

    learned: Learned
    model: TandemModel
    table: Table
    brief: dict[str, Any]
    result: dict[str, Any]
    previous: dict[str, Any] | None = None

    @property
    def held(self) -> Any:
        """The rows it never learned from."""
        return np.arange(len(self.table.frame)) >= len(self.table.frame) - HELD

    def result_told(self, level: Level = Level.PLAIN) -> str:
        """Return the result in words."""
        held = self.table.frame[self.held]
        y = held[self.learned.target]
        return text_of(tell_result(self.model, self.result, held, y, self.brief, level))

    def ask(self, text: str, level: Level = Level.PLAIN) -> tuple[Message, ...]:
        """Return the answer to a question, heard as the chat hears it."""
        known = Brief.from_dict(self.brief)
        context = Context(
            self.table.facts, known, has_model=True, previous=self.previous
        )
        best = understand(text, context).best
        assert best is not None, f"not understood: {text}"
        assert best.query is not None, f"heard as no question: {text} {best}"
        assert not best.unused, f"left out of {text}: {best.unused}"
        made = answer(
            best.query, self.model, self.table.frame,
            self.table.frame[self.learned.target], self.brief, self.result, level,
            self.previous, held=self.held,
        )  # fmt: skip
        self.previous = dict(best.query)
        return made


def text_of(messages: tuple[Message, ...]) -> str:
    """Return what is said, without pictures."""
    return "\n".join(m.text for m in messages if isinstance(m, Say))


@cache
def _fitted(name: str) -> tuple[TandemModel, Table, dict[str, Any], dict[str, Any]]:
    learned, table = LEARNED[name], read_table(TABLES[name]())
    values = table.frame[learned.target]
    codes = {c: i for i, c in enumerate(learned.classes)}
    y = (values.map(codes) if codes else values).to_numpy(np.int64 if codes else float)
    kind = TableClassifier if codes else TableRegressor
    style = "scaled" if learned.algorithm == "linear" else "codes"
    estimator = kind(
        learned.algorithm, {}, learned.roles, style, learned.loss, len(codes)
    ).fit(table.frame[:-HELD], y[:-HELD])
    task = {0: "regression", 2: "binary"}.get(len(codes), "multiclass")
    rule = Rule("bayes", success=learned.success) if learned.success else (
        Rule("argmax", classes=learned.classes) if codes else Rule("value")
    )  # fmt: skip
    model = TandemModel(
        estimator, table.schema, tuple(learned.roles), task, learned.target,
        learned.classes, calibrator=Calibrator(), rule=rule,
        background=table.frame[list(learned.roles)][:120],
    )  # fmt: skip
    brief = {
        "table": {"target": learned.target, "row": learned.row},
        "goal": {"task": task, "event": model.event} if task == "binary" else {},
        "success": dict(learned.success),
    }
    # Of all rows: what is told is judged here, not how well it was learned.
    found = drivers(model, table.frame, y=values, deadline_seconds=20.0)
    result = {
        "status": "done", "drivers": found, "seed": 0, "contract": [],
        "rows": {"train": len(table.frame) - HELD, "test": HELD},
        "winner": {"family": learned.algorithm, "description": "a weighted sum"},
        "trials": {"done": 2, "failed": 0, "stopped": 0},
        "objective": {}, "baselines": [],
    }  # fmt: skip
    return model, table, brief, result


def talk_about(name: str) -> Talk:
    """Return a talk about one of the tables, right after the result."""
    model, table, brief, result = _fitted(name)
    return Talk(LEARNED[name], model, table, brief, result)
