"""What a search makes of its plan and rows before any process runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from assistant.plan import Plan

from .folds import Fold, copies, make_folds, some_of
from .footing import Footing, footing
from .outcome import SearchData
from .steps import Steps, checked_rows, steps_of
from .trial import FoldResult, Job, write_data

HOLDOUT = 0.2
"""Share of the rows that check, where there is no time for several folds."""

MEASURED_FROM = 3.0
"""Seconds of a search, from which on it is measured how long the first model takes."""


@dataclass(frozen=True)
class Begun:
    """A plan on its rows, as far as time allows, and the first model."""

    plan: Plan
    rows: int
    folds: list[Fold]
    job: Job
    steps: Steps
    first: tuple[str, FoldResult] | None
    """A candidate's id, and what it gave on the first fold."""
    row_seconds: float = 0.0


def begun(plan: Plan, data: SearchData, folder: Path, seconds: float) -> Begun:
    """Return what to race, and a first model that is there at once.

    Parameters
    ----------
    plan : Plan
    data : SearchData
    folder : Path
        Where trials find the rows.
    seconds : float
        There are for the search.
    """
    folds, steps = folds_for(plan, data), Steps()
    job = job_for(plan, data, str(folder / "data"))
    found = None if plan.repeatable else footing(plan, data, job, folds[0])
    if found is not None:
        learn, check = folds[0]
        steps = steps_of(found.pace, len(learn), len(check), seconds)
    if found is not None and steps.first is not None:
        plan, folds = _one_fold(plan, data, folds, checked_rows(found.pace, seconds))
        steps = replace(steps, most=len(folds[0][0]))
    write_data(folder, data, folds)
    # Calls one by one take a while on a busy machine: only where they count.
    measure = plan.latency_ms is not None or seconds >= MEASURED_FROM
    first = _first(found, data, folder, (plan, folds, measure))
    pace = 0.0 if found is None else found.pace.checked
    return Begun(plan, len(data.y), folds, job, steps, first, pace)


def _one_fold(
    plan: Plan, data: SearchData, folds: list[Fold], most: int
) -> tuple[Plan, list[Fold]]:
    """Return a plan with a single check on some rows, and its fold.

    Of the same fold as before, so that the first model has not learned from them.
    """
    learn, check = folds[0]
    some = some_of(check, data.y, most, plan.seed, plan.classes)
    single = replace(plan.folds, count=1, holdout=HOLDOUT, repeats=1)
    return replace(plan, folds=single, complete_all=False), [(learn, some)]


def _first(
    found: Footing | None,
    data: SearchData,
    folder: Path,
    how: tuple[Plan, list[Fold], bool],
) -> tuple[str, FoldResult] | None:
    plan, folds, measure = how
    if found is None:
        return None
    try:
        return found.candidate.id, found.result(plan, data, folds[0], folder, measure)
    except Exception:  # its rows may hold what those it learned from do not
        return None


def folds_for(plan: Plan, data: SearchData) -> list[Fold]:
    """Return the folds of a plan on these rows; exact copies stay together."""
    groups = data.groups
    if groups is None and plan.folds.kind == "random":
        groups = copies(data.X) if data.copies is None else data.copies
    return make_folds(
        plan.folds,
        data.y,
        groups,
        data.times,
        plan.seed,
        stratify=plan.classes > 0,
    )


def job_for(plan: Plan, data: SearchData, file: str) -> Job:
    """Return what all trials of a plan share; `file` is from `write_data`."""
    columns = set(data.X.columns)
    return Job(
        data=file,
        loss=plan.loss,
        classes=plan.classes,
        quantile=plan.quantile,
        roles={c: r for c, r in plan.roles.items() if c in columns},
        monotonic=plan.monotonic,
        in_order=data.times is not None,
        seed=plan.seed,
        impute=plan.impute,
        encode=plan.encode,
        folder=str(Path.cwd()),
    )
