"""What was kept: conversations, their rounds and trials; and the form of a brief."""

from __future__ import annotations

import json
import sys
import time
from argparse import Namespace
from pathlib import Path
from typing import Any

from dialogs.codec import encode
from dialogs.events import Chosen, Event, UserText
from dialogs.json_schema import json_schema
from dialogs.sanitise import safe

from ..opening import find_conversation, read_brief
from ..store import Store, home_folder, trial_lines


def history(arguments: Namespace) -> int:
    """Print earlier conversations, newest first."""
    store = Store(home_folder(arguments.home))
    rows = [c for c in store.conversations() if c.goal or c.table_path]
    store.close()
    if arguments.json:
        _print(json.dumps([vars(r) for r in rows], indent=1))
        return 0
    for row in rows:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(row.updated))
        goal = safe(row.goal or row.table_path)
        _print(f"{row.id}  {when}  {row.kind:<5} {goal}")
    if not rows:
        print("Nothing is kept yet. `tandem TABLE` begins.", file=sys.stderr)
    return 0


def show(arguments: Namespace) -> int:
    """Print one conversation: what was said, each round's result, every trial."""
    store = Store(home_folder(arguments.home))
    row = find_conversation(store, arguments.id)
    events, rounds = store.events(row.id), store.rounds(row.id)
    trials = {r["round"]: store.trials(row.id, r["round"]) for r in rounds}
    store.close()
    if arguments.json:
        body = {
            "conversation": vars(row),
            "events": [encode(e) for e in events],
            "rounds": rounds,
            "trials": trials,
        }
        _print(json.dumps(body, indent=1))
        return 0
    _print(f"{row.id}: {safe(row.goal or row.table_path)}")
    for line in _said(events):
        _print(line)
    for entry in rounds:
        _print(_round_line(entry))
        for line in trial_lines(trials[entry["round"]]):
            _print("  " + safe(line))
    return 0


def brief(arguments: Namespace) -> int:
    """Print the schema of a brief, or check one."""
    if arguments.schema:
        _print(json.dumps(json_schema(), indent=1))
        return 0
    if arguments.file:
        _print(json.dumps(read_brief(Path(arguments.file)), indent=1))
        return 0
    print("Give a brief to check, or --schema.", file=sys.stderr)
    return 2


def _said(events: list[Event]) -> list[str]:
    lines = []
    for event in events:
        if isinstance(event, UserText):
            lines.append(f"you      {safe(event.text)}")
        elif isinstance(event, Chosen):
            lines.append(f"you      [{safe(event.option)}]")
    return lines


def _round_line(entry: dict[str, Any]) -> str:
    objective = entry["result"].get("objective") or {}
    value = objective.get("value")
    told = f"{objective.get('name', '')} {value:.4g}" if value is not None else ""
    return f"round {entry['round']}: {entry['status']} {told}"


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
