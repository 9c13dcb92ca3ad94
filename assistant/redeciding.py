"""Deciding again under a changed contract: the model stays, no search is run.

A changed cost, share or list length changes what is done about an answer, not the answer.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from dialogs.codec import encode
from dialogs.constraints import Constraints
from explain import tell_result
from explain.cautioning import decided_anew

from .cuts import cut_table
from .errors import NoUsableModel
from .keeping import STATE, held_rows
from .metrics import Learned, evaluate, rule_for
from .model_file import load_model, save_model
from .rounds import constraints_of
from .splitting import Rows, prepare
from .table import Table
from .tellings import MODEL, REPORT, read_result, write_result


def redecide(
    table: Table,
    brief: Mapping[str, Any],
    base: Path,
    folder: Path,
    level: str,
    seed: int,
) -> dict[str, Any]:
    """Return a round's result and telling, made from an earlier round's model.

    Parameters
    ----------
    table : Table
    brief : mapping
        With the changed contract.
    base, folder : Path
        The earlier round's folder, and the new one's.
    level : str
        Of the telling.
    seed : int

    Raises
    ------
    NoUsableModel
        If the earlier round left no model, or its rows are no longer these.
    """
    began = time.monotonic()
    constraints, _ = constraints_of(brief, table, seed)
    model, state = _earlier(base)
    rows = prepare(table, constraints)
    _check_fit(model, state, rows, constraints)
    train, checked = state["train"], state["oof_rows"]
    outcomes = rows.y[train][checked]
    oof = model.calibrator(state["oof"][checked])
    frame = rows.frame.iloc[train][checked]
    model.rule = rule_for(
        constraints, outcomes, oof, frame, rows.classes, rows.frame, len(state["test"])
    )
    held = held_rows(model, rows, state["test"])
    learned = Learned(rows.X.iloc[train], rows.y[train])
    former = read_result(base)
    measured = former.get("measured") or {}
    found = evaluate(
        constraints, model.rule, held, learned, rows.classes, measured, seed
    )
    result = {
        **former,
        **found.to_dict(),
        "brief": dict(brief),
        "model": str(folder / MODEL),
        "report": str(folder / REPORT),
        "cuts": cut_table(constraints, model.rule, outcomes, oof, frame, rows.frame),
        "seconds": round(time.monotonic() - began, 2),
    }
    result["warnings"] = decided_anew(result, found.warnings, level)
    _keep(model, result, base, folder)
    messages = tell_result(model, result, held.frame, None, brief, level, before=former)
    return {"result": result, "messages": encode(messages)}


def _check_fit(model: Any, state: Any, rows: Rows, constraints: Constraints) -> None:
    if len(state["y"]) != len(rows.y) or model.target != constraints.target:
        raise NoUsableModel(
            "The earlier round does not fit any more",
            "Its rows or its target were others. Let me search again.",
        )


def _earlier(base: Path) -> tuple[Any, Any]:
    if not (base / MODEL).exists() or not (base / STATE).exists():
        raise NoUsableModel(
            "There is no earlier model", "Let me search first; then I can decide again."
        )
    trust = read_result(base).get("trust") or ()
    return load_model(base / MODEL, trust), np.load(base / STATE)


def _keep(model: Any, result: Mapping[str, Any], base: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    model.metadata = {**model.metadata, **result}
    save_model(model, folder / MODEL)
    (folder / STATE).write_bytes((base / STATE).read_bytes())
    write_result(folder, result, model)
