"""Deciding again under a changed contract: the model stays, no search is run.

A changed cost, share or list length changes what is done about an answer, not the answer.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from dialogs.codec import encode
from explain import tell_result
from explain.cautioning import decided_anew

from .cuts import cut_table
from .errors import NoUsableModel
from .keeping import STATE, held_rows
from .looked import report_pictures
from .metrics import Learned, evaluate, rule_for
from .model_file import load_model, save_model
from .rounds import constraints_of
from .splitting import prepare
from .table import Table
from .tellings import MODEL, REPORT, RESULT, read_result


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
    if len(state["y"]) != len(rows.y) or model.target != constraints.target:
        raise NoUsableModel(
            "The earlier round does not fit any more",
            "Its rows or its target were others. Let me search again.",
        )
    train, test, checked = state["train"], state["test"], state["oof_rows"]
    oof = model.calibrator(state["oof"][checked])
    frame = rows.frame.iloc[train][checked]
    model.rule = rule_for(
        constraints, rows.y[train][checked], oof, frame, rows.classes, rows.frame
    )
    held = held_rows(model, rows, test)
    learned = Learned(rows.X.iloc[train], rows.y[train])
    former = read_result(base)
    measured = former.get("measured") or {}
    found = evaluate(
        constraints, model.rule, held, learned, rows.classes, measured, seed
    )
    result = {
        **former,
        "brief": dict(brief),
        "model": str(folder / MODEL),
        "report": str(folder / REPORT),
        "objective": dict(found.objective),
        "metrics": {k: dict(v) for k, v in found.metrics.items()},
        "contract": [dict(c) for c in found.contract],
        "baselines": [dict(b) for b in found.baselines],
        "sensitivity": [dict(s) for s in found.sensitivity],
        "counts": dict(found.counts),
        "decision": dict(found.decision),
        "calibration": dict(found.calibration),
        "cuts": cut_table(
            constraints, model.rule, rows.y[train][checked], oof, frame, rows.frame
        ),
        "seconds": round(time.monotonic() - began, 2),
    }
    result["warnings"] = decided_anew(result, found.warnings, level)
    _keep(model, result, base, folder)
    messages = tell_result(model, result, held.frame, None, brief, level, before=former)
    return {"result": result, "messages": encode(messages)}


def _earlier(base: Path) -> tuple[Any, Any]:
    if not (base / MODEL).exists() or not (base / STATE).exists():
        raise NoUsableModel(
            "There is no earlier model", "Let me search first; then I can decide again."
        )
    trust = read_result(base).get("trust") or ()
    return load_model(base / MODEL, trust), np.load(base / STATE)


def _keep(model: Any, result: Mapping[str, Any], base: Path, folder: Path) -> None:
    from explain.report import html

    folder.mkdir(parents=True, exist_ok=True)
    model.metadata = {**model.metadata, **result}
    save_model(model, folder / MODEL)
    (folder / RESULT).write_text(json.dumps(result), "utf-8")
    (folder / STATE).write_bytes((base / STATE).read_bytes())
    page = html(result, model.metadata, pictures=report_pictures(model.metadata))
    (folder / REPORT).write_text(page, "utf-8")
