"""One round: constraints, plan, search, decision, honest check, telling.

The only place that knows the order of these. Invariant: the held-back rows are touched
once, by `evaluate`, after everything that could learn from them is fixed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dialogs.brief import Brief
from dialogs.codec import encode
from dialogs.compiling import compile_constraints
from dialogs.constraints import Constraints, Missing
from dialogs.delegating import completed
from dialogs.facts import Suspicion
from dialogs.message import Progress

from .closing import LEAST_SEARCH, Pace, closing_seconds, held_count
from .describing import Describer
from .earlier import earlier_trials
from .errors import BriefInvalid
from .keeping import background, held_rows, keep_state, measured
from .machine import look
from .metrics import Learned, evaluate, fit_calibrator, rule_for
from .model import TandemModel, residual_quantiles
from .plan import Plan, TableShape, make_plan
from .recalling import recalling
from .search import SearchData, SearchOutcome, TrialRecord, search
from .search.archive import tidy
from .search.folds import some_of
from .search.memory import remembered
from .splitting import Rows, hold_out, prepare
from .table import Table, probe_target
from .tellings import Telling, warm_telling

Report = Callable[[str, Any], None]

SOME_HELD = (
    "It was checked on {some} of the {all} rows held back, drawn at random: to ask for "
    "all of them would have taken too long."
)

FOLDS = "folds"
"""Folder of the home folder with the results of folds."""


def _silent(_: str, __: Any) -> None:
    """Report to nobody."""


def _never() -> bool:
    return False


def constraints_of(
    brief: Mapping[str, Any], table: Table, seed: int
) -> tuple[Constraints, tuple[Suspicion, ...]]:
    """Return what a brief asks of the search, and what the table says of its target.

    Raises
    ------
    BriefInvalid
        If the brief lacks something that the search needs.
    """
    # A brief needs path and target alone: the rest has defaults with reasons.
    wanted = completed(Brief.from_dict(brief), table.facts)
    target = wanted.get("table.target")
    suspicions: tuple[Suspicion, ...] = ()
    if target in table.facts.names:
        suspicions = probe_target(table, target, wanted.get("goal.event"))
    found = compile_constraints(wanted, table.facts, suspicions)
    if isinstance(found, Missing):
        lacking = "; ".join(f"{slot}: {why}" for slot, why in found.slots.items())
        raise BriefInvalid(
            "The brief lacks something that the search needs", f"Please add {lacking}"
        )
    return (replace(found, seed=seed) if seed else found), suspicions


@dataclass
class Round:
    """One search, from the brief to the saved model.

    Parameters
    ----------
    brief : mapping
        Nested tables, as in a brief file.
    table : Table
        The table as read.
    folder : Path
        Where model, report and state go.
    seed : int
        Seed of everything random; 0 leaves it to the brief.
    level : str
        Of the telling: plain, named or technical.
    stop : callable
        Polled; True keeps the best so far.
    report : callable
        Takes a kind (started, progress, trial) and a JSON-ready body.
    began : float
        `time.monotonic` when the clock of the whole run started.
    unasked : bool
        No conversation came before: what it would have questioned is said with the
        result.
    """

    brief: Mapping[str, Any]
    table: Table
    folder: Path
    seed: int = 0
    level: str = "plain"
    stop: Callable[[], bool] = _never
    report: Report = _silent
    home: Path | None = None
    """Where earlier searches are remembered; None begins afresh and keeps nothing."""
    began: float = field(default_factory=time.monotonic)
    unasked: bool = False
    pace: Pace = field(default_factory=Pace)
    """Of the steps before the search, and then of those after it."""
    _deadline: float | None = field(default=None, init=False)

    def run(self) -> dict[str, Any]:
        """Return the result (section 4's object) and the messages that tell it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        constraints, suspicions = constraints_of(self.brief, self.table, self.seed)
        rows = prepare(self.table, constraints)
        train, test = hold_out(rows, constraints, constraints.seed)
        plan = self._begun(constraints, self._plan(constraints, rows, train), train)
        self.report("started", encode(plan))
        warm_telling()
        outcome = self._search(constraints, plan, rows, train)
        test, outcome = self._checked(constraints, rows, test, outcome)
        self.pace = Pace()
        model = self._model(constraints, rows, train, outcome)
        asked = recalling(model)
        held = held_rows(asked, rows, test)
        evaluation = evaluate(
            constraints,
            model.rule,
            held,
            Learned(rows.X.iloc[train], rows.y[train]),
            rows.classes,
            measured(outcome),
            constraints.seed,
        )
        keep_state(self.folder, rows, train, test, outcome)
        told = Telling(self, constraints, plan, rows, (train, test), suspicions)
        return told.tell(model, asked, outcome, evaluation)

    def _plan(
        self, constraints: Constraints, rows: Rows, train: NDArray[np.int64]
    ) -> Plan:
        used = set(rows.inputs)
        counts = np.bincount(rows.y[train].astype(int)) if rows.classes else None
        shape = TableShape(
            rows=len(train),
            columns=tuple(c for c in self.table.facts.columns if c.name in used),
            classes=len(rows.classes),
            events=int(counts.min()) if counts is not None else 0,
        )
        machine = replace(look(), pace=self.pace.now(), prepared=self.pace.own)
        # What reading and probing took is taken off the search, not off the promise; a
        # table of thousands of columns gets some model all the same.
        promised = constraints.limits.seconds
        least = LEAST_SEARCH * promised + closing_seconds(shape, machine, promised)
        left = max(1.0, least, promised - (time.monotonic() - self.began))
        limits = replace(constraints.limits, seconds=left)
        plan = make_plan(replace(constraints, limits=limits), shape, machine)
        self._deadline = time.monotonic() + plan.search_seconds
        return plan

    def _begun(
        self, constraints: Constraints, plan: Plan, train: NDArray[np.int64]
    ) -> Plan:
        """Return the plan with what worked before in front."""
        if self.home is None:
            return plan
        known = earlier_trials(self.home, self.brief, constraints, plan, len(train))
        return remembered(plan, known.trials, known.source)

    def _search(
        self,
        constraints: Constraints,
        plan: Plan,
        rows: Rows,
        train: NDArray[np.int64],
    ) -> SearchOutcome:
        budget = constraints.limits.seconds

        def emit(progress: Progress) -> None:
            elapsed = time.monotonic() - self.began
            self.report(
                "progress", encode(replace(progress, elapsed=elapsed, budget=budget))
            )

        def on_trial(trial: TrialRecord) -> None:
            self.report("trial", trial.to_dict())

        data = SearchData(
            X=rows.X.iloc[train].reset_index(drop=True),
            y=rows.y[train],
            classes=rows.classes or None,
            groups=None if rows.groups is None else rows.groups[train],
            times=None if rows.times is None else rows.times[train],
            copies=rows.copies[train] if plan.folds.kind == "random" else None,
        )
        describe = Describer(constraints, rows, train, self.level)
        archive = self.home / FOLDS if self.home and constraints.memory else None
        if archive is not None:
            tidy(archive)
        return search(
            plan,
            data,
            emit,
            self.stop,
            on_trial,
            deadline=self._deadline,
            describe=describe,
            archive=archive,
        )

    def _checked(
        self,
        constraints: Constraints,
        rows: Rows,
        test: NDArray[np.int64],
        outcome: SearchOutcome,
    ) -> tuple[NDArray[np.int64], SearchOutcome]:
        """Return the rows to check on: some of those held back, where all take long."""
        most = held_count(outcome.row_seconds, constraints.limits.seconds)
        if most is None or len(test) <= most:
            return test, outcome
        some = some_of(test, rows.y, most, constraints.seed, 0)
        note = SOME_HELD.format(some=f"{most:,}", all=f"{len(test):,}")
        return some, replace(outcome, notes=(*outcome.notes, note))

    def _model(
        self,
        constraints: Constraints,
        rows: Rows,
        train: NDArray[np.int64],
        outcome: SearchOutcome,
    ) -> TandemModel:
        checked = outcome.oof_rows
        y, oof = rows.y[train][checked], outcome.oof[checked]
        calibrator = fit_calibrator(
            y, oof, constraints.task, constraints.calibrate, constraints.seed
        )
        frame = rows.frame.iloc[train][checked]
        held = len(rows.y) - len(train)
        rule = rule_for(
            constraints, y, calibrator(oof), frame, rows.classes, rows.frame, held
        )
        numbers = not rows.classes
        return TandemModel(
            estimator=outcome.winner.estimator,
            schema=self.table.schema,
            inputs=rows.inputs,
            task=constraints.task,
            target=constraints.target,
            classes=rows.classes,
            calibrator=calibrator,
            rule=rule,
            residuals=residual_quantiles(y, oof) if numbers else (),
            background=background(rows, train, outcome, constraints.seed),
        )
