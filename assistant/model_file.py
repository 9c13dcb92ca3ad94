"""The file of a model: skops for what was fitted, JSON for its papers.

It can be loaded without running code in it: only types of a fixed list are made, and
those of modules that the caller trusts. Invariant: what is loaded answers exactly as
what was saved.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import pandas as pd

from .errors import ModelUnreadable
from .metrics.calibration import Calibrator
from .metrics.rules import Rule
from .model import TandemModel
from .table import TableSchema
from .table.column_schema import DATE, NUMBER, WHOLE
from .trusting import refuse_strange, strange_types
from .whole_file import whole_file

FORMAT = "tandem-model-1"


def save_model(model: TandemModel, path: str | Path) -> Path:
    """Write a model file, whole or not at all."""
    from skops import io as skops_io

    target = Path(path)
    body = {"format": FORMAT, "papers": _papers(model), "estimator": model.estimator}
    with whole_file(target) as part:
        skops_io.dump(body, part)
    return target


def _papers(model: TandemModel) -> str:
    return json.dumps(
        {
            "schema": model.schema.to_dict(),
            "inputs": model.inputs,
            "task": model.task,
            "target": model.target,
            "classes": model.classes,
            "calibrator": asdict(model.calibrator),
            "rule": asdict(model.rule),
            "residuals": model.residuals,
            "background": _plain(model.background),
            "metadata": model.metadata,
        },
        default=str,
    )


def _plain(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Return a typed frame as lists; dates in ISO 8601, gaps as None."""
    known = frame.astype(object).where(frame.notna(), None)
    for name in frame.columns[frame.dtypes.map(pd.api.types.is_datetime64_any_dtype)]:
        known[name] = [v and v.isoformat() for v in known[name]]
    return {str(name): known[name].tolist() for name in known.columns}


def _typed(columns: Mapping[str, list[Any]], schema: TableSchema) -> pd.DataFrame:
    """Return the frame that `_plain` wrote, typed as the schema says."""
    frame = pd.DataFrame(columns)
    for column in schema.columns:
        if column.name in frame.columns and column.dtype in (NUMBER, WHOLE):
            frame[column.name] = pd.to_numeric(frame[column.name])
        elif column.name in frame.columns and column.dtype == DATE:
            frame[column.name] = pd.to_datetime(frame[column.name], format="ISO8601")
    return schema.apply(frame, needed=frame.columns)


def load_model(path: str | Path, trust: Iterable[str] = ()) -> TandemModel:
    """Load a model file without running anything in it.

    Parameters
    ----------
    path : str or Path
    trust : iterable of str
        Modules of your own (or of a library) whose classes the model may hold. They are
        imported, so name only what you would run yourself.

    Raises
    ------
    ModelUnreadable
        If the file is not there, is no model, or holds types that are not allowed.
    """
    source = Path(path).expanduser()
    if not source.is_file():
        raise ModelUnreadable(
            "There is no such model",
            f"I looked for {source}. Give the path of a model.",
        )
    body = _load_body(source, tuple(trust))
    return _rebuilt(json.loads(body["papers"]), body["estimator"])


def _load_body(source: Path, trust: tuple[str, ...]) -> dict[str, Any]:
    from skops import io as skops_io

    try:
        unknown = skops_io.get_untrusted_types(file=source)
    except BadZipFile as error:
        raise _no_model(source, "it holds something else") from error
    except Exception as error:  # a broken archive fails in many ways; all mean this
        raise _no_model(source, str(error)) from error
    refuse_strange(str(source), strange_types(unknown), trust)
    try:
        body = skops_io.load(source, trusted=unknown)
    except Exception as error:
        raise _no_model(source, str(error)) from error
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise _no_model(source, "it was not written by Tandem")
    return body


def _no_model(source: Path, why: str) -> ModelUnreadable:
    return ModelUnreadable(
        "This file is not a model of mine",
        f"{source}: {why.splitlines()[0][:200] if why else 'unreadable'}. Models are "
        "written by `tandem run` and end in .skops.",
    )


def _rebuilt(papers: Mapping[str, Any], estimator: Any) -> TandemModel:
    rule = {**papers["rule"], "classes": tuple(papers["rule"]["classes"])}
    schema = TableSchema.from_dict(papers["schema"])
    return TandemModel(
        estimator=estimator,
        schema=schema,
        inputs=tuple(papers["inputs"]),
        task=papers["task"],
        target=papers["target"],
        classes=tuple(papers["classes"]),
        calibrator=Calibrator(**papers["calibrator"]),
        rule=Rule(**rule),
        residuals=tuple(papers["residuals"]),
        background=_typed(papers["background"], schema),
        metadata=papers["metadata"],
    )
