"""Constraints and a machine become a Plan: what is tried, on which folds, for how long.

Pure and light, so that a plan can be shown, stored and compared before anything heavy
is imported. Invariant: nothing in a Plan breaks a limit of its Constraints, and each
choice in it carries its reason in words.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.constraints import Constraints

from .candidates import GLASS_BOX_DEPTH, candidates_of, priors_of
from .closing import seconds_of
from .planned import Candidate, Folds, Machine, Plan, TableShape
from .planning import (
    blended,
    directions,
    folds_of,
    loss_of,
    memory_of,
    most_models,
    roles_of,
    say_asked,
    task_of,
    workers_of,
)
from .portfolio import MANY_ROWS, algorithms, families, portfolio

__all__ = [
    "GLASS_BOX_DEPTH",
    "MANY_ROWS",
    "Candidate",
    "Folds",
    "Machine",
    "Plan",
    "TableShape",
    "algorithms",
    "families",
    "make_plan",
    "portfolio",
]


def make_plan(constraints: Constraints, shape: TableShape, machine: Machine) -> Plan:
    """Return what a search under these constraints will do on this machine.

    Parameters
    ----------
    constraints : Constraints
        What binds and what leans.
    shape : TableShape
        Rows to learn from and the columns that may be used.
    machine : Machine
        Cores, free memory and optional libraries.

    Returns
    -------
    Plan
        With a reason in words for each choice.

    Raises
    ------
    NoUsableModel
        If the limits leave no kind of model, or the task is not one for a search.

    Examples
    --------
    >>> from dialogs.constraints import Constraints, Success
    >>> limits = Constraints("binary", "left", Success("log_loss"), event="Yes")
    >>> plan = make_plan(limits, TableShape(500, (), 2, 80), Machine())
    >>> plan.folds.count, plan.loss, plan.candidates[0].family
    (5, 'log_loss', 'baseline')
    """
    reasons: dict[str, str] = {}
    base = _base(constraints, shape, machine, reasons)
    say_asked(constraints, reasons)
    candidates, missing = candidates_of(base, constraints, shape, machine, reasons)
    return replace(
        base,
        candidates=candidates,
        missing=missing,
        trial_memory_mb=memory_of(base, constraints, machine, reasons),
        reasons=reasons,
    )


def _base(
    constraints: Constraints,
    shape: TableShape,
    machine: Machine,
    reasons: dict[str, str],
) -> Plan:
    """Return the plan but for its candidates and what hangs on them."""
    limits = constraints.limits
    task = task_of(constraints, reasons)
    loss, quantile = loss_of(task, constraints.success, reasons)
    roles = roles_of(shape.columns, constraints, reasons)
    # In the order in which the reasons are told.
    return Plan(
        task=task,
        loss=loss,
        quantile=quantile,
        classes=max(shape.classes, 2) if task != "regression" else 0,
        candidates=(),
        search_seconds=seconds_of(limits.seconds, shape, machine, reasons),
        models=most_models(shape.rows, constraints, reasons),
        folds=folds_of(constraints, shape, reasons),
        roles=roles,
        monotonic=directions(constraints, roles, task),
        workers=workers_of(constraints, machine, reasons),
        trial_memory_mb=0.0,
        complete_all=shape.rows < 2500,
        ensemble=blended(constraints, shape, reasons),
        simple=constraints.simple,
        glass_box=limits.glass_box,
        latency_ms=limits.latency_ms,
        size_mb=limits.size_mb,
        priors=priors_of(constraints),
        own_may_win=not (limits.glass_box or limits.families or limits.monotonic),
        seed=constraints.seed,
        repeatable=limits.trials is not None,
        sampler=constraints.sampler or "tpe",
        impute=constraints.impute,
        encode=constraints.encode,
        ranges=constraints.ranges,
    )
