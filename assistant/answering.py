"""After a round: answers about model and data, and files to hand on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import tomli_w

from dialogs.message import Message, Say
from dialogs.sanitise import safe
from explain import answer
from explain.phrases import say
from explain.units import listed

from .errors import NoUsableModel, TandemError
from .heldback import held_back
from .looked import report_pictures
from .model import TandemModel
from .model_file import load_model
from .table import Table, read_table
from .tellings import MODEL, read_result


def model_in(folder: Path | None) -> TandemModel | None:
    """Return a round's model, or None where there is none yet."""
    path = folder / MODEL if folder else None
    if path is None or not path.exists():
        return None
    # The person named their module to the search, which ran it: it noted so here.
    trust = tuple(read_result(path.parent).get("trust") or ())
    return _loaded(str(path), path.stat().st_mtime_ns, trust)


@lru_cache(maxsize=3)
def _loaded(path: str, _: int, trust: tuple[str, ...]) -> TandemModel:
    return load_model(path, trust)


def outcomes(table: Table, target: str) -> pd.Series[Any] | None:
    """Return the target as in the file: numbers, or text where it names classes."""
    if target not in table.frame.columns:
        return None
    values = table.frame[target]
    if pd.api.types.is_float_dtype(values):
        return values
    text = table.written(target).astype(object).astype(str)
    return text.where(values.notna(), None)


def answer_query(
    table: Table,
    folder: Path | None,
    query: Mapping[str, Any],
    brief: Mapping[str, Any],
    level: str,
) -> tuple[Message, ...]:
    """Return the answer to a query tree; without a round's model, about the data.

    Parameters
    ----------
    table : Table
        The conversation's table.
    folder : Path or None
        The folder of the round that is meant.
    query : mapping
        As in `explain.answer`; ``previous`` in it is the query before, ``table`` a scored
        file whose rows are meant.
    brief : mapping
        Nested tables.
    level : str
        How technical.
    """
    model = model_in(folder)
    if model is not None and query.get("table"):
        other = read_table(str(query["table"]), whole=True)
        if _last_row(query.get("rows")) <= len(other.frame):
            source = Path(str(query["table"])).name
            return explain_table(model, other, query, level, source=source)
    if model is not None:
        _require_columns(model, table)
    target = model.target if model else str((brief.get("table") or {}).get("target"))
    y = outcomes(table, target)
    if y is not None and model is not None and not model.classes:
        y = pd.to_numeric(y, errors="coerce")
    told: tuple[Message, ...] = answer(
        query,
        model,
        table.frame,
        y,
        brief,
        read_result(folder) if folder else None,
        level,
        query.get("previous"),
        held=None if model is None else held_back(model.metadata, table),
    )
    return told


def _last_row(tree: Any) -> int:
    """Return the highest row number that a filter names, or 0."""
    if not isinstance(tree, Mapping):
        return max(map(_last_row, tree), default=0) if isinstance(tree, list) else 0
    if tree.get("column") != "row":
        return max(map(_last_row, tree.values()), default=0)
    named = tree.get("is", 0)
    numbers = named if isinstance(named, list) else [named]
    return max((int(n) for n in numbers if isinstance(n, int | float)), default=0)


def _require_columns(model: TandemModel, table: Table) -> None:
    """Refuse with a sentence where the table has lost what the model goes by."""
    gone = [c for c in model.inputs if c not in table.frame.columns]
    if gone:
        names = listed([safe(c, 60) for c in gone[:5]])
        raise NoUsableModel(
            "The model does not fit this table any more",
            f"It was made from a table that had {names}. Say “again”, and I learn from "
            "the table as it is now.",
        )


def deliver(
    kind: str, folder: Path, path: str, table: str, brief: Mapping[str, Any]
) -> tuple[Path, tuple[Message, ...]]:
    """Write a file to hand on, beside the table unless a path is given.

    Parameters
    ----------
    kind : str
        ``predictions``, ``report``, ``card``, ``code``, ``brief`` or ``model``.
    folder : Path
        The round's folder.
    path : str
        Where it goes; a name in the current folder where empty.
    table : str
        The table to score, for predictions.
    brief : mapping
        Nested tables.
    """
    if kind == "brief":
        target = _target(path, "brief.toml")
        target.write_text(tomli_w.dumps(dict(brief)), "utf-8")
        return target, _told(target, kind)
    model = model_in(folder)
    if model is None:
        raise NoUsableModel(
            "There is no model yet", "Let me search first; then I can write this."
        )
    return write_document(kind, model, path, table)


def write_document(
    kind: str, model: TandemModel, path: str, table: str = ""
) -> tuple[Path, tuple[Message, ...]]:
    """Write one kind of file about a model."""
    match kind:
        case "predictions":
            return _predictions(model, path, table)
        case "report":
            from explain.report import html

            looked = report_pictures(model.metadata)
            text = html(model.metadata, model.metadata, pictures=looked)
            name = "report.html"
        case "card":
            from explain.card import markdown

            text, name = markdown(model.metadata, model.metadata), "model_card.md"
        case "code":
            from .delivery.export import python_code

            text, name = python_code(model), "pipeline.py"
        case "model":
            from .model_file import save_model

            target = save_model(model, _target(path, "model.skops"))
            return target, _told(target, kind)
        case _:
            raise NoUsableModel("I cannot write that", f"I know no {kind!r}.")
    target = _target(path, name)
    target.write_text(text, "utf-8")
    return target, _told(target, kind)


def _predictions(
    model: TandemModel, path: str, table: str
) -> tuple[Path, tuple[Message, ...]]:
    from explain.scored import scored_text

    from .delivery.predict import score_table

    source = read_table(table, whole=True)
    target = _target(path, f"{Path(source.path).stem}_scored.csv")
    done = score_table(model, source, target, keep=True)
    text = scored_text(model, done, safe(str(target)))
    return target, (Say(text, key="delivered.predictions"),)


def _target(path: str, name: str) -> Path:
    target = Path(path).expanduser() if path else Path.cwd() / name
    if target.is_dir():
        target = target / name
    if not target.parent.is_dir():
        raise TandemError(
            "I cannot write there",
            f"The folder {target.parent} does not exist. Make it, or name another.",
        )
    return target.resolve()


def _told(target: Path, kind: str) -> tuple[Message, ...]:
    text = f"{say('written.file', path=safe(str(target)))}\n{say(f'written.{kind}')}"
    return (Say(text, key=f"delivered.{kind}"),)


def explain_table(
    model: TandemModel,
    table: Table,
    query: Mapping[str, Any],
    level: str = "plain",
    source: str = "",
) -> tuple[Message, ...]:
    """Return the answer to a query about a saved model and any table.

    ``source`` is the table's name, where the answer should name it.
    """
    needed = list(model.inputs)
    frame = model.schema.apply(table.text, needed=needed)
    others = [c for c in table.frame.columns if c not in frame.columns]
    frame = pd.concat([frame, table.frame[others]], axis=1)
    y = outcomes(table, model.target)
    brief = dict(model.metadata.get("brief", {}))
    told: tuple[Message, ...] = answer(
        query, model, frame, y, brief, model.metadata, level, query.get("previous"),
        held=held_back(model.metadata, table), source=source,
    )  # fmt: skip
    return told


def as_json(messages: tuple[Message, ...]) -> str:
    """Return messages as one JSON object, for programs."""
    from dialogs.codec import encode

    return json.dumps({"messages": encode(messages)})
