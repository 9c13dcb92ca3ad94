"""Commands about a saved model: score, explain, report, hand on, check, serve."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from dialogs.message import Message, Picture, Say
from dialogs.picture import draw
from dialogs.sanitise import safe

from ..errors import TandemError

WIDTH = 80


def predict(arguments: Namespace) -> int:
    """Score a table; the file, or standard output, holds one line a row."""
    from explain.scored import scored_text

    from ..delivery.predict import extra_columns, score_table
    from ..model_file import load_model
    from ..table import read_table

    model = load_model(arguments.model, arguments.trust)
    table = read_table(arguments.table, whole=True)
    extra = extra_columns(model, table)
    if extra:
        names = ", ".join(safe(c, 60) for c in extra)
        _narrate(arguments, f"Columns I do not know, and ignore: {names}.")
    output = Path(arguments.output).expanduser() if arguments.output else sys.stdout
    if isinstance(output, Path) and not output.absolute().parent.is_dir():
        raise TandemError(
            "I cannot write there",
            f"The folder {output.absolute().parent} is not there.",
        )
    done = score_table(model, table, output, arguments.keep, arguments.interval)
    _narrate(arguments, scored_text(model, done))
    return 0


def explain(arguments: Namespace) -> int:
    """Print the reasons overall, for one row, or the answer to a question."""
    from ..answering import as_json, explain_table
    from ..model_file import load_model
    from ..table import read_table

    model = load_model(arguments.model, arguments.trust)
    table = read_table(arguments.table, whole=True)
    query = _query(arguments, table, dict(model.metadata.get("brief", {})))
    messages = explain_table(model, table, query)
    if arguments.json:
        sys.stdout.write(as_json(messages) + "\n")
    else:
        _show(messages)
    return 0


def _query(arguments: Namespace, table: Any, brief: dict[str, Any]) -> dict[str, Any]:
    if arguments.row is not None:
        rows = {"column": "row", "is": arguments.row}
        return {"rows": rows, "do": [{"op": "explain"}]}
    if not arguments.ask:
        return {"rows": None, "do": [{"op": "importance"}]}
    from dialogs.brief import Brief
    from dialogs.hearing import Context, understand

    heard = understand(
        arguments.ask,
        Context(facts=table.facts, brief=Brief.from_dict(brief), has_model=True),
    )
    best = next((r for r in heard.readings if r.query), None)
    if best is None:
        raise TandemError(
            "I did not understand the question",
            f"{safe(arguments.ask, 80)!r}: try 'why row 3', 'what matters most', or "
            "'how often is it wrong'.",
        )
    return dict(best.query or {})


def report(arguments: Namespace) -> int:
    """Write the report as one HTML file."""
    return _document(arguments, "report")


def card(arguments: Namespace) -> int:
    """Write the model card as Markdown."""
    return _document(arguments, "card")


def export(arguments: Namespace) -> int:
    """Write Python that rebuilds and trains the same pipeline."""
    return _document(arguments, "code")


def _document(arguments: Namespace, kind: str) -> int:
    from ..answering import write_document
    from ..model_file import load_model

    path, _ = write_document(
        kind, load_model(arguments.model, arguments.trust), arguments.output or ""
    )
    _narrate(arguments, f"Written: {safe(str(path))}")
    return 0


def check(arguments: Namespace) -> int:
    """Say whether new data still looks like the training data."""
    from ..delivery.check import check_table
    from ..model_file import load_model
    from ..table import read_table

    found = check_table(
        load_model(arguments.model, arguments.trust), read_table(arguments.table)
    )
    if arguments.json:
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        sys.stdout.write("\n".join(found["lines"]) + "\n")
    return 0


def serve(arguments: Namespace) -> int:
    """Answer predictions over HTTP on this machine."""
    from ..delivery.service import serve_model
    from ..model_file import load_model

    model = load_model(arguments.model, arguments.trust)
    _narrate(arguments, f"http://127.0.0.1:{arguments.port}/predict (Ctrl+C ends it)")
    serve_model(model, arguments.port)
    return 0


def _show(messages: tuple[Message, ...]) -> None:
    for message in messages:
        if isinstance(message, Say):
            sys.stdout.write(safe(message.text, keep="\n") + "\n\n")
        elif isinstance(message, Picture):
            sys.stdout.write("\n".join(draw(message, WIDTH)) + "\n\n")


def _narrate(arguments: Namespace, text: str) -> None:
    if not arguments.quiet:
        print(text, file=sys.stderr)
