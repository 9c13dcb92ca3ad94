"""What Tandem remembers: one SQLite file with conversations, rounds and trials.

The log of events is the conversation, so an event is on the disk before anyone sees its
answer. Invariant: one thread owns a `Store`; a person's column names are never SQL
names, only values.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from dialogs.brief import Brief
from dialogs.codec import encode
from dialogs.events import Event, event_from_json, event_to_json

from .home import home_folder as home_folder
from .migrations import migrations

BUSY_SECONDS = 10
"""Two programs on one home folder wait for each other this long."""


@dataclass(frozen=True)
class ConversationRow:
    """One earlier conversation."""

    id: str
    created: float
    updated: float
    folder: str
    table_path: str
    goal: str
    kind: str
    version: str = ""
    """With which it was last spoken."""
    brief: str | None = None
    """What was agreed, with its provenance, as JSON."""


class Store:
    """The SQLite file of one home folder.

    Parameters
    ----------
    home : Path
        The folder; the file in it is ``tandem.db``.
    """

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home = home
        self._db = Database(str(home / "tandem.db"))
        self._db.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        self._db.enable_wal()
        # FULL: the last words said must survive a power cut, not only a crash.
        self._db.execute("PRAGMA synchronous = FULL")
        with self._writing():
            migrations.apply(self._db)

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    # --- conversations --------------------------------------------------------------

    def new_conversation(self, folder: Path, version: str, kind: str = "chat") -> str:
        """Begin a conversation and return its id."""
        now = time.time()
        identity = uuid.uuid4().hex[:12]
        self._insert(
            "conversations",
            {
                "id": identity, "created": now, "updated": now, "folder": str(folder),
                "table_path": "", "goal": "", "version": version, "kind": kind,
            },
        )  # fmt: skip
        return identity

    def describe(
        self,
        conversation: str,
        table_path: str,
        goal: str,
        version: str = "",
        brief: Brief | None = None,
    ) -> None:
        """Keep what a conversation is about, and what was agreed in it."""
        row = {"table_path": table_path, "goal": goal, "updated": time.time()}
        if brief is not None:
            row |= {"version": version, "brief": _json(encode(brief))}
        with self._writing():
            self._db["conversations"].update(conversation, row)  # type: ignore[union-attr]

    def conversations(self, folder: Path | None = None) -> list[ConversationRow]:
        """Return conversations, newest first; of one folder where it is given."""
        where, args = ("folder = ?", [str(folder)]) if folder else ("1 = 1", [])
        rows = self._db["conversations"].rows_where(
            where, args, order_by="updated desc"
        )
        names = ConversationRow.__dataclass_fields__
        return [ConversationRow(**{n: r[n] for n in names}) for r in rows]

    def find(self, identity: str) -> ConversationRow | None:
        """Return the conversation whose id begins so, where it is the only one."""
        found = [c for c in self.conversations() if c.id.startswith(identity)]
        return found[0] if len(found) == 1 else None

    # --- events ---------------------------------------------------------------------

    def append(self, conversation: str, seq: int, event: Event, at: float) -> None:
        """Put one event on the disk."""
        self._insert(
            "events",
            {
                "conversation": conversation, "seq": seq, "at": at,
                "kind": type(event).__name__, "body": event_to_json(event),
            },
        )  # fmt: skip

    def events(self, conversation: str) -> list[Event]:
        """Return a conversation's log, in order."""
        rows = self._db["events"].rows_where(
            "conversation = ?", [conversation], order_by="seq"
        )
        return [event_from_json(row["body"]) for row in rows]

    # --- rounds and trials ----------------------------------------------------------

    def round_folder(self, conversation: str, number: int) -> Path:
        """Return the folder of a round's files, made if need be."""
        folder = self.home / "rounds" / conversation / str(number)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def begin_round(
        self, conversation: str, number: int, brief: Mapping[str, Any], folder: Path
    ) -> None:
        """Note that a round is under way."""
        self._insert(
            "rounds",
            {
                "conversation": conversation, "round": number, "started": time.time(),
                "ended": None, "status": "running", "brief": _json(brief),
                "plan": "{}", "result": "", "folder": str(folder),
            },
            replace=True,
        )  # fmt: skip

    def end_round(
        self, conversation: str, number: int, status: str, result: Mapping[str, Any]
    ) -> None:
        """Keep a round's result."""
        row = {
            "ended": time.time(),
            "status": status,
            "result": _json(result),
            "plan": _json(result.get("plan", {})),
        }
        with self._writing():
            self._db["rounds"].update((conversation, number), row)  # type: ignore[union-attr]

    def rounds(self, conversation: str) -> list[dict[str, Any]]:
        """Return a conversation's rounds with brief, plan and result decoded."""
        rows = self._db["rounds"].rows_where(
            "conversation = ?", [conversation], order_by="round"
        )
        return [_opened(dict(r), "brief", "plan", "result") for r in rows]

    def finished_rounds(self, limit: int) -> list[dict[str, Any]]:
        """Return the latest rounds that ended with a model, newest first."""
        rows = self._db["rounds"].rows_where(
            "status in ('done', 'stopped')", order_by="ended desc", limit=limit
        )
        return [_opened(dict(r), "brief", "plan", "result") for r in rows]

    def add_trial(
        self, conversation: str, number: int, trial: Mapping[str, Any]
    ) -> None:
        """Keep one finished, failed or stopped trial."""
        self._insert(
            "trials",
            {
                "conversation": conversation, "round": number, "at": time.time(),
                "trial": trial["id"], "family": trial.get("family", ""),
                "description": trial.get("name", ""),
                "status": trial.get("status", ""), "score": trial.get("score"),
                "seconds": trial.get("seconds"), "reason": trial.get("reason", ""),
                "body": _json(trial),
            },
            replace=True,
        )  # fmt: skip

    def trials(self, conversation: str, number: int) -> list[dict[str, Any]]:
        """Return a round's trials, in order."""
        rows = self._db["trials"].rows_where(
            "conversation = ? and round = ?", [conversation, number], order_by="rowid"
        )
        return [json.loads(row["body"]) for row in rows]

    # --- people ---------------------------------------------------------------------

    def skill(self, name: str) -> dict[str, Any] | None:
        """Return what is remembered about a person."""
        rows = list(self._db["people"].rows_where("name = ?", [name]))
        return json.loads(rows[0]["skill"]) if rows else None

    def keep_skill(self, name: str, skill: Mapping[str, Any]) -> None:
        """Remember what is known about a person; nothing known wipes it."""
        row = {"name": name, "updated": time.time(), "skill": _json(skill)}
        self._insert("people", row, replace=True)

    def _insert(
        self, table: str, row: Mapping[str, Any], replace: bool = False
    ) -> None:
        with self._writing():
            self._db[table].insert(dict(row), replace=replace)  # type: ignore[union-attr]

    @contextmanager
    def _writing(self) -> Iterator[None]:
        # IMMEDIATE: a transaction that begins by reading and then writes is refused at
        # once when another program writes, without waiting `BUSY_SECONDS`.
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def _json(value: Any) -> str:
    return json.dumps(encode(value), ensure_ascii=True, separators=(",", ":"))


def _opened(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {**row, **{n: json.loads(row[n]) if row[n] else {} for n in names}}


def trial_lines(trials: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return one readable line a trial, for `tandem show`."""
    lines = []
    for trial in trials:
        score = trial.get("score")
        told = f"score {score:.4g}" if score is not None else trial.get("reason", "")
        lines.append(
            f"{trial.get('status', ''):<8} {trial.get('name', ''):<40.40} {told}"
        )
    return lines
