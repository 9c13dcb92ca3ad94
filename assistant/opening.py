"""How a conversation opens: what is at hand, and what has changed since last time."""

from __future__ import annotations

import getpass
import json
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dialogs.events import EarlierSession, Resumed, Started
from dialogs.schema import BriefError, flatten

from . import __version__
from .errors import BriefInvalid

if TYPE_CHECKING:
    from dialogs.state import State

    from .store import ConversationRow, Store

TABLE_ENDINGS = (".csv", ".tsv", ".xlsx", ".xls", ".parquet", ".json", ".jsonl")
"""What counts as a table among the files of the current folder."""

MOST_OFFERED, MOST_LISTED = 5, 50
"""Offers on the first screen; more would push the question off 24 lines."""


def read_brief(path: Path) -> dict[str, Any]:
    """Return a brief file's nested tables, checked.

    Raises
    ------
    BriefInvalid
        If the file cannot be read, is no TOML or JSON, or holds something unknown.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BriefInvalid(
            "I cannot read this brief",
            f"{path}: {error}. Give the path of a brief written in TOML or JSON.",
        ) from error
    try:
        nested = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except ValueError as error:
        raise BriefInvalid(
            "This brief is not well formed",
            f"{path}: {error}. `tandem brief --schema` prints what a brief may hold.",
        ) from error
    return checked(nested, str(path))


def checked(nested: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the brief if it is valid, or raise `BriefInvalid` naming the key."""
    try:
        flatten(nested)
    except BriefError as error:
        raise BriefInvalid("This brief cannot be used", f"{name}: {error}") from error
    return dict(nested)


def started(
    store: Store, conversation: str, at: float, table: str | None, brief: Path | None
) -> Started:
    """Return the event that opens a new conversation."""
    from .demo_table import path as demo_path

    return Started(
        at=at,
        version=__version__,
        table=table,
        brief=read_brief(brief) if brief else None,
        tables=_tables_here(),
        earlier=earlier(store, conversation, MOST_OFFERED),
        skill=store.skill(getpass.getuser()),
        demo=str(demo_path()),
    )


def earlier(store: Store, conversation: str, most: int) -> tuple[EarlierSession, ...]:
    """Return the conversations of this folder, newest first, but for one.

    Parameters
    ----------
    store : Store
    conversation : str
        The one that is open.
    most : int
        How many at most.
    """
    found = [
        EarlierSession(c.id, c.goal, _when(c.updated))
        for c in store.conversations(Path.cwd())
        if c.goal and c.id != conversation and c.kind == "chat"
    ]
    return tuple(found[:most])


def _tables_here() -> tuple[str, ...]:
    try:
        found = sorted(
            (p for p in Path.cwd().iterdir() if p.suffix.lower() in TABLE_ENDINGS),
            key=lambda p: -p.stat().st_mtime,
        )
    except OSError:
        return ()
    return tuple(p.name for p in found[:MOST_OFFERED])


def _when(seconds: float) -> str:
    return time.strftime("%d %B %Y, %H:%M", time.localtime(seconds))


def find_conversation(store: Store, identity: str) -> ConversationRow:
    """Return an earlier conversation by id, or the last one of this folder.

    Raises
    ------
    BriefInvalid
        If there is none; the text lists those that there are.
    """
    if identity:
        row = store.find(identity)
    else:
        chats = [c for c in store.conversations() if c.kind == "chat"]
        here = [c for c in chats if c.folder == str(Path.cwd())]
        row = next(iter(here or chats), None)
    if row is not None:
        return row
    known = ", ".join(c.id for c in store.conversations()[:MOST_OFFERED]) or "none yet"
    raise BriefInvalid(
        "There is no such conversation",
        f"I looked for {identity or 'an earlier conversation'!r}; kept are: {known}. "
        "`tandem history` lists all of them.",
    )


def resumed(row: ConversationRow, state: State, at: float) -> Resumed:
    """Return the event that opens an earlier conversation again.

    Parameters
    ----------
    row : ConversationRow
        As it was kept.
    state : State
        Its log, replayed by this version's rules.
    at : float
        Seconds since the epoch.
    """
    newer = row.version != __version__
    # The same rules give the same state; others may not.
    kept = json.loads(row.brief) if newer and row.brief else None
    return Resumed(at, __version__, changes_since(state), row.version, kept)


def changes_since(state: State) -> tuple[str, ...]:
    """Return what is no longer as it was when the person left: keys for a sentence."""
    facts = state.facts
    if facts is None:
        return ()
    path = Path(facts.path)
    if not path.exists():
        return ("table_gone",)
    if facts.digest and file_digest(path) != facts.digest:
        return ("table_changed",)
    return ()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal text."""
    import hashlib

    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
