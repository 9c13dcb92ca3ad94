"""What a search makes of its plan and rows before anything runs."""

from __future__ import annotations

from pathlib import Path

from assistant.plan import Plan

from .folds import Fold, copies, make_folds
from .outcome import SearchData
from .trial import Job


def folds_for(plan: Plan, data: SearchData) -> list[Fold]:
    """Return the folds of a plan on these rows; exact copies stay together."""
    groups = data.groups
    if groups is None and plan.folds.kind == "random":
        groups = copies(data.X)
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
