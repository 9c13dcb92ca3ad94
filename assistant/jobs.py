"""The jobs of a desk: read a table, probe a target, search, answer, deliver.

Each takes the body of a request and a way to report, and returns JSON-ready values. The
table and the models stay in memory between jobs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from dialogs.codec import encode

from .table import Table, probe_target, read_table

Report = Callable[[str, Any], None]


class Jobs:
    """What a desk can do.

    Parameters
    ----------
    stop : callable
        Whether the person asked to stop; polled by the search.
    """

    def __init__(self, stop: Callable[[], bool]) -> None:
        self._stop = stop

    def warm(self, _: Mapping[str, Any], __: Report) -> None:
        """Import what the next jobs need, while the person still reads."""
        from . import rounds  # noqa: F401 - three seconds of imports, done early

    def warm_trials(self, _: Mapping[str, Any], __: Report) -> None:
        """Start the processes that trials run in, while the person still talks."""
        from .pools import warm

        warm()

    def read(self, body: Mapping[str, Any], _: Report) -> dict[str, Any]:
        """Read a table and describe it."""
        table = _table(body["path"], body["sheet"], json.dumps(body["repairs"]))
        return {"facts": encode(table.facts)}

    def probe(self, body: Mapping[str, Any], _: Report) -> dict[str, Any]:
        """Look for columns that give the target away, and other traps of it."""
        found = probe_target(_of(body), body["target"], body["event"])
        return {"suspicions": encode(found), "data": {}}

    def search(self, body: Mapping[str, Any], report: Report) -> dict[str, Any]:
        """Run one round from plan to saved model."""
        from .rounds import Round

        return Round(
            brief=body["brief"],
            table=_of(body),
            folder=Path(body["folder"]),
            seed=int(body["seed"]),
            level=body["level"],
            stop=self._stop,
            report=report,
            home=Path(body["home"]),
        ).run()

    def redecide(self, body: Mapping[str, Any], _: Report) -> dict[str, Any]:
        """Choose the decision again under a changed contract."""
        from .redeciding import redecide

        folder = Path(body["folder"])
        base = folder.parent / str(body["base_round"])
        return redecide(
            _of(body), body["brief"], base, folder, body["level"], int(body["seed"])
        )

    def ask(self, body: Mapping[str, Any], _: Report) -> dict[str, Any]:
        """Answer a query tree about the model or the data."""
        from .answering import answer_query

        folder = Path(body["folder"]) if body["folder"] else None
        messages = answer_query(
            _of(body), folder, body["query"], body["brief"], body["level"]
        )
        return {"messages": encode(messages)}

    def deliver(self, body: Mapping[str, Any], _: Report) -> dict[str, Any]:
        """Write a file to hand on."""
        from .answering import deliver

        path, messages = deliver(
            body["kind"],
            Path(body["folder"]),
            body["path"],
            body["table"],
            body["brief"],
        )
        return {"path": str(path), "messages": encode(messages)}


def _of(body: Mapping[str, Any]) -> Table:
    """Return the conversation's table."""
    about = body["of_table"]
    repairs = json.dumps(about.get("repairs") or {}, sort_keys=True)
    return _table(about["path"], about.get("sheet") or "", repairs)


def _table(path: str, sheet: str, repairs: str) -> Table:
    # The time of the last change is part of the key: a file that was edited meanwhile
    # is read again.
    found = Path(path).expanduser()
    changed = found.stat().st_mtime_ns if found.exists() else 0
    return _read(path, sheet, repairs, changed)


@lru_cache(maxsize=3)
def _read(path: str, sheet: str, repairs: str, _: int) -> Table:
    # No word on repairs means none, here as in a brief file.
    return read_table(path, sheet=sheet, repairs=json.loads(repairs) or None)
