"""The store's schema, as additive, named steps.

A step that has shipped is never edited; a change is a new step. Each runs in its own
transaction together with the record that it ran.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("tandem")


@migrations()
def m001_conversations(db: Database) -> None:
    """Keep conversations and the log of events that each of them is."""
    db["conversations"].create(  # type: ignore[union-attr]
        {
            "id": str, "created": float, "updated": float, "folder": str,
            "table_path": str, "goal": str, "version": str, "kind": str,
        },
        pk="id",
    )  # fmt: skip
    db["events"].create(  # type: ignore[union-attr]
        {"conversation": str, "seq": int, "at": float, "kind": str, "body": str},
        pk=("conversation", "seq"),
        foreign_keys=[("conversation", "conversations", "id")],
    )


@migrations()
def m002_rounds(db: Database) -> None:
    """Keep rounds, with their brief and result, and every trial of each."""
    db["rounds"].create(  # type: ignore[union-attr]
        {
            "conversation": str, "round": int, "started": float, "ended": float,
            "status": str, "brief": str, "plan": str, "result": str, "folder": str,
        },
        pk=("conversation", "round"),
        foreign_keys=[("conversation", "conversations", "id")],
    )  # fmt: skip
    db["trials"].create(  # type: ignore[union-attr]
        {
            "conversation": str, "round": int, "trial": str, "at": float,
            "family": str, "description": str, "status": str, "score": float,
            "seconds": float, "reason": str, "body": str,
        },
        pk=("conversation", "round", "trial"),
        foreign_keys=[("conversation", "conversations", "id")],
    )  # fmt: skip


@migrations()
def m003_deliveries_and_people(db: Database) -> None:
    """Keep files that were written, and what is known about a person."""
    db["deliveries"].create(  # type: ignore[union-attr]
        {
            "id": int, "conversation": str, "round": int, "at": float,
            "kind": str, "path": str,
        },
        pk="id",
        foreign_keys=[("conversation", "conversations", "id")],
    )  # fmt: skip
    db["people"].create({"name": str, "updated": float, "skill": str}, pk="name")  # type: ignore[union-attr]


@migrations()
def m004_agreement(db: Database) -> None:
    """Keep what was agreed: a newer version may hear the log otherwise."""
    db["conversations"].add_column("brief", str)  # type: ignore[union-attr]
