"""What Tandem makes of one sentence, and nothing else: for scripts and benchmarks."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from dialogs.brief import Brief
from dialogs.facts import Facts
from dialogs.hearing import Context, to_json, understand

from ..errors import BriefInvalid, TandemError
from ..opening import checked, read_brief


def command(arguments: Namespace) -> int:
    """Print the readings of one sentence, or of each JSON line on standard input."""
    if arguments.batch:
        return _batch()
    if arguments.text is None:
        print("Give a sentence, or --batch with JSON lines on stdin.", file=sys.stderr)
        return 2
    request = {
        "text": arguments.text,
        "table": arguments.table,
        "brief": read_brief(Path(arguments.brief)) if arguments.brief else None,
        "asking": arguments.asking,
        "model": arguments.model,
        "previous": _tree(arguments.previous),
    }
    _print(_answer(request))
    return 0


def _batch() -> int:
    for line in sys.stdin:
        if not line.strip():
            continue
        try:
            _print(_answer(json.loads(line)))
        except TandemError as error:
            # One bad line must not end the batch: it is answered in its place.
            body = {"kind": error.kind, "title": error.title, "text": error.text}
            _print({"outcome": "not_understood", "readings": [], "error": body})
        except ValueError as error:
            body = {"kind": "usage", "title": "Not a JSON line", "text": str(error)}
            _print({"outcome": "not_understood", "readings": [], "error": body})
    return 0


def _answer(request: Mapping[str, Any]) -> dict[str, Any]:
    brief = checked(request.get("brief") or {}, "brief")
    table = request.get("table") or brief.get("table", {}).get("path")
    context = Context(
        facts=_facts(str(table)) if table else None,
        brief=Brief.from_dict(brief),
        asking=request.get("asking"),
        has_model=bool(request.get("model")),
        previous=request.get("previous"),
    )
    return to_json(understand(str(request.get("text", "")), context), context)


@lru_cache(maxsize=32)
def _facts(path: str) -> Facts:
    from ..table import read_table  # pandas: only where a table is given

    facts: Facts = read_table(path).facts
    return facts


def _tree(text: str | None) -> Any:
    if text is None:
        return None
    try:
        return json.loads(text)
    except ValueError as error:
        raise BriefInvalid(
            "--previous is no query tree", f"{text!r} is not JSON: {error}."
        ) from error


def _print(body: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(body, ensure_ascii=False) + "\n")
    sys.stdout.flush()
