"""Predictions over HTTP, on this machine only.

``POST /predict`` takes a JSON list of rows (column -> value) and returns a list of
predictions; ``GET /`` says what the model is and which columns it needs.
"""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pandas as pd

from ..errors import TandemError
from ..model import TandemModel
from .predict import predictions

MOST_BYTES = 20_000_000


def answer(model: TandemModel, rows: Any) -> list[dict[str, Any]]:
    """Return one prediction a row.

    Raises
    ------
    TandemError
        If the rows are not a list of objects, or lack a column.
    """
    good = isinstance(rows, list) and rows and all(isinstance(r, dict) for r in rows)
    if not good:
        raise TandemError(
            "These are no rows", 'Send a JSON list such as [{"column": "value"}].'
        )
    found = predictions(model, pd.DataFrame(rows))
    return list(json.loads(found.to_json(orient="records")))


def make_server(model: TandemModel, port: int) -> ThreadingHTTPServer:
    """Return a server that is not running yet; port 0 takes a free one."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            about = {
                "predicts": model.target,
                "task": model.task,
                "columns": list(model.inputs),
                "classes": list(model.classes),
            }
            self._send(200, about)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            if length > MOST_BYTES:
                self._send(413, {"error": f"more than {MOST_BYTES:,} bytes"})
                return
            try:
                body = answer(model, json.loads(self.rfile.read(length)))
            except TandemError as error:
                self._send(400, {"error": f"{error.title}: {error.text}"})
            except ValueError as error:
                self._send(400, {"error": f"not JSON: {error}"})
            else:
                self._send(200, body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing: standard error is for people."""

        def _send(self, status: int, body: Any) -> None:
            data = json.dumps(body).encode("utf-8")
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def serve_model(model: TandemModel, port: int) -> None:
    """Serve until interrupted."""
    server = make_server(model, port)
    try:
        server.serve_forever()
    finally:
        server.server_close()
