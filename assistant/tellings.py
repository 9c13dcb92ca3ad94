"""What a round leaves behind: the result, the telling, the report, and its state."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dialogs.codec import encode
from dialogs.constraints import Constraints
from dialogs.facts import Suspicion
from dialogs.policy.fairly import about_people
from explain import cautions, tell_result
from explain.driving import drivers_and_doubts
from explain.fairness_told import group_lines

from . import __version__
from .closing import reasons_seconds, worth_skipping
from .cuts import cut_table
from .doubting import doubts
from .heldback import packed
from .keeping import measured
from .looked import report_pictures, tried
from .metrics import Evaluation
from .model import TandemModel
from .model_file import save_model
from .noted import noted, told_kinds, unsaid
from .plan import Plan
from .portfolio import in_words, readable
from .search import SearchOutcome
from .splitting import Rows
from .trusting import needed_trust

if TYPE_CHECKING:
    from .rounds import Round

MODEL = "model.skops"
RESULT = "result.json"
REPORT = "report.html"

LIBRARIES = ("scikit-learn", "lightgbm", "skrub", "pandas", "numpy", "catboost",
             "interpret-core")  # fmt: skip


def warm_telling() -> None:
    """Load what the telling needs while the search still runs, in the background."""

    def load() -> None:
        for name in ("skops.io", "explain.report"):
            import_module(name)

    Thread(target=load, daemon=True).start()


class Telling:
    """Makes a round's result and its words, and writes them down.

    Parameters
    ----------
    round_ : Round
        Whose brief, folder and clock count.
    constraints, plan, rows, train, test, suspicions
        As the round made them.
    """

    def __init__(
        self,
        round_: Round,
        constraints: Constraints,
        plan: Plan,
        rows: Rows,
        split: tuple[NDArray[np.int64], NDArray[np.int64]],
        suspicions: tuple[Suspicion, ...],
    ) -> None:
        self.round = round_
        self.constraints = constraints
        self.plan = plan
        self.rows = rows
        self.train, self.test = split
        self.suspicions = suspicions

    def tell(
        self,
        model: TandemModel,
        asked: TandemModel,
        outcome: SearchOutcome,
        evaluation: Evaluation,
    ) -> dict[str, Any]:
        """Return ``{"result": ..., "messages": ...}``, JSON-ready.

        ``asked`` is the same model, which recalls what it said of the held-back rows.
        """
        result = self._result(outcome, evaluation)
        held = self._shown()
        if outcome.winner.family != "baseline":  # what is always the same has none
            result["drivers"], result["perhaps"] = drivers_and_doubts(
                model,
                held,
                deadline_seconds=self._seconds_for_reasons(),
                seed=self.constraints.seed,
                y=self._labels(self.test),
                level=self.round.level,
            )
        result["cuts"] = self._cuts(model, outcome)
        own = [
            *noted(outcome, self.plan),
            *doubts(self.round, self.constraints, self.rows, evaluation),
        ]
        result["warnings"] = [
            *own,
            *self._cautions(asked, held, result, told_kinds(own, outcome)),
        ]
        result["fairness"] = group_lines(
            asked, held, self._labels(self.test), self.round.brief,
            about_people(self.round.table.facts, self.constraints.audit_columns),
        )  # fmt: skip
        model.metadata = self._metadata(result)
        model.metadata = {**model.metadata, "board": tried(outcome.trials)}
        save_model(model, self.round.folder / MODEL)
        result["seconds"] = round(time.monotonic() - self.round.began, 2)
        messages = tell_result(
            model, result, held, self._labels(self.test), self.round.brief,
            self.round.level,
        )  # fmt: skip
        write_result(self.round.folder, result, model)
        return {"result": result, "messages": encode(messages)}

    def _shown(self) -> pd.DataFrame:
        """Return the held-back rows in the columns that the telling may speak of.

        Inputs, columns kept for fairness, and columns of costs: a column that was left
        out because it comes too late explains nothing.
        """
        costs = self.constraints.success
        named = {
            costs.miss_cost,
            costs.false_alarm_cost,
            costs.hit_cost,
            costs.pass_cost,
        }
        kept = {*self.rows.inputs, *self.constraints.audit_columns, *named}
        held = self.rows.frame.iloc[self.test].reset_index(drop=True)
        return held[[c for c in held.columns if c in kept]]

    def _cuts(self, model: TandemModel, outcome: SearchOutcome) -> dict[str, Any]:
        """Return what each place of the line would do, for the screen to move it."""
        checked = outcome.oof_rows
        rows = self.train[checked]
        return cut_table(
            self.constraints, model.rule, self.rows.y[rows],
            model.calibrator(outcome.oof[checked]),
            self.rows.frame.iloc[rows], self.rows.frame,
        )  # fmt: skip

    @property
    def _left(self) -> float:
        return self.constraints.limits.seconds - (time.monotonic() - self.round.began)

    def _seconds_for_reasons(self) -> float:
        pace = self.round.pace.now()
        return reasons_seconds(self._left, pace, len(self.rows.inputs))

    def _hurried(self) -> bool:
        """Whether there is no time to look at every column for cautions."""
        if self.plan.repeatable:  # nothing may depend on the clock then
            return False
        return worth_skipping(
            self._left, self.round.pace.now(), len(self.rows.inputs),
            self.constraints.limits.seconds,
        )  # fmt: skip

    def _labels(self, positions: NDArray[np.int64]) -> NDArray[Any]:
        y = self.rows.y[positions]
        if not self.rows.classes:
            return np.asarray(y)
        return np.asarray(np.array(self.rows.classes, dtype=object)[y.astype(int)])

    def _cautions(
        self,
        model: TandemModel,
        held: pd.DataFrame,
        result: Mapping[str, Any],
        known: set[str],
    ) -> list[dict[str, Any]]:
        found = cautions(
            model,
            self.rows.X.iloc[self.train],
            self._labels(self.train),
            held,
            self._labels(self.test),
            result=result,
            suspicions=self.suspicions,
            brief={
                **self.round.brief,
                "split": {"column": self.constraints.split.column},
            },
            level=self.round.level,
            seed=self.constraints.seed,
            each_column=not self._hurried(),
        )
        return unsaid(found, known)

    def _result(self, outcome: SearchOutcome, evaluation: Evaluation) -> dict[str, Any]:
        winner, folder = outcome.winner, self.round.folder
        # "Always the same guess" is the yardstick, not something tried.
        counts = [t.status for t in outcome.trials if t.family != "baseline"]
        return {
            "status": "stopped" if outcome.stopped else "done",
            "model": str(folder / MODEL),
            "report": str(folder / REPORT),
            "brief": dict(self.round.brief),
            "plan": encode(self.plan),
            **evaluation.to_dict(),
            "winner": {
                "family": winner.family,
                "description": winner.description,
                "words": in_words(winner.family, len(winner.members)),
                "readable": readable(winner.family, len(winner.members)),
                "params": encode(dict(winner.params)),
                "members": encode([dict(m) for m in winner.members]),
            },
            "trust": list(needed_trust(winner)),
            "measured": measured(outcome),
            "comparison": None if outcome.comparison is None
            else {**asdict(outcome.comparison), "noise": outcome.comparison.noise},
            "trials": {s: counts.count(s) for s in ("done", "failed", "stopped")},
            "drivers": [],
            "perhaps": [],
            "warnings": [],
            "nudges": [dict(n) for n in outcome.nudges],
            "notes": list(outcome.notes),
            "rows": {
                "train": len(self.train),
                "test": len(self.test),
                "dropped": self.rows.dropped,
            },
            "reasons": dict(self.constraints.reasons),
            "seconds": 0.0,
            "seed": self.constraints.seed,
        }  # fmt: skip

    def _metadata(self, result: Mapping[str, Any]) -> dict[str, Any]:
        facts = self.round.table.facts
        return {
            **result,
            "constraints": encode(self.constraints),
            "table": {"name": facts.name, "digest": facts.digest, "rows": facts.rows},
            "columns": encode([c for c in facts.columns if c.name in self.rows.inputs]),
            "versions": _versions(),
            "held_back": packed(self._held()),
        }

    def _held(self) -> NDArray[np.bool_]:
        """Return which rows of the table as read were held back."""
        frame = self.round.table.frame
        usable = np.flatnonzero(frame[self.constraints.target].notna())
        held = np.zeros(len(frame), dtype=bool)
        held[usable[self.test]] = True
        return held


def _versions() -> dict[str, str]:
    found = {"tandem": __version__, "python": sys.version.split()[0]}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue  # an extra that is not installed had no part in the model
    return found


def read_result(folder: Path) -> dict[str, Any]:
    """Return a round's result as written; empty where there is none yet."""
    path = folder / RESULT
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def write_result(folder: Path, result: Mapping[str, Any], model: TandemModel) -> None:
    """Write a round's result and its report into its folder."""
    from explain.report import html

    (folder / RESULT).write_text(json.dumps(result), "utf-8")
    page = html(result, model.metadata, pictures=report_pictures(model.metadata))
    (folder / REPORT).write_text(page, "utf-8")
