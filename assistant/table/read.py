"""Read a table of any format into text, type it visibly, and say what is odd."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dialogs.facts import Facts, Note, Suspicion
from dialogs.suspicions import sentence

from .infer import infer
from .profile import profile
from .raw import note, require_table
from .repairs import chosen_delimiter
from .source import EVERYTHING, read_source
from .suspicions import Evidence, suspect
from .table import Table


def read_table(
    source: str | os.PathLike[str],
    *,
    sheet: str = "",
    repairs: Mapping[str, Any] | None = None,
    memory_limit: int | None = None,
    whole: bool = False,
) -> Table:
    """Read a table as text, type it, profile it, and collect what is odd about it.

    Parameters
    ----------
    source : str or path
        As typed or pasted: quotes, ``~``, ``file://`` and escaped spaces are fine; a
        text of several lines is taken as the table itself; ``-`` is standard input.
    sheet : str
        Sheet or inner table, where the file holds several.
    repairs : mapping, optional
        Suspicion id -> "accepted", "refused" or a value. Without it nothing is
        repaired; with it (also empty) proposals apply unless refused.
    memory_limit : int, optional
        Bytes that the text may take; larger files are sampled and ``facts.sampled``
        says how many rows were. A fifth of the free memory where not given.
    whole : bool
        Keep every row, however many: for scoring, where no row may be left out. One
        column is enough then.

    Returns
    -------
    Table
        Typed values, text, facts, notes and the schema that repeats the typing.

    Raises
    ------
    TableUnreadable
        If there is no table to be read; the text says why and what to do.
    """
    limit = EVERYTHING if whole else memory_limit
    raw, name, path = read_source(source, sheet, limit, chosen_delimiter(repairs))
    require_table(raw, name, fewest=1 if whole else 2)
    schema, conversions, doubts = infer(raw)
    frame = schema.apply(raw.frame)
    columns = profile(frame, raw.frame)
    notes = tuple(raw.notes + conversions)
    facts = Facts(
        name=Path(name).stem if path else name,
        path=path,
        rows=raw.rows if raw.sampled else len(frame),
        columns=columns,
        notes=notes,
        sampled=raw.sampled,
        digest=raw.digest,
        sheets=raw.sheets,
    )
    evidence = Evidence(
        frame=frame, text=raw.frame, facts=facts, raw=raw, doubts=doubts
    )
    facts = suspect(evidence)
    said = {(n.kind, n.column) for n in notes}
    doubted = _doubts(facts.suspicions)
    notes += tuple(n for n in doubted if (n.kind, n.column) not in said)
    table = Table(frame, raw.frame, facts, notes, schema, path)
    return table if repairs is None else table.repaired(repairs)


def _doubts(suspicions: Iterable[Suspicion]) -> Iterator[Note]:
    """Yield a note for each doubted column; what is about rows has no column."""
    for suspicion in suspicions:
        text = sentence(suspicion)
        for column in suspicion.columns or ("",):
            yield note(suspicion.kind, text, column, (), suspicion.rows)
