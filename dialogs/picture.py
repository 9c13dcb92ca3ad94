"""A `Picture` message as characters, by its kind: see `_PAINTERS` at the end.

The same lines stand on the full screen, in a pipe and in the report's text. Invariant:
no line is wider than asked, nothing is said by colour, and every number drawn is also
written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .bars import bar_lines, beside_lines, histogram_lines
from .cells import ELLIPSIS, cut, wrap
from .curve import curve_lines
from .flow import flow_lines
from .message import Picture
from .sanitise import ascii_data, ascii_only, safe
from .swarm import swarm_lines
from .tabular import cell, table_lines

_LEAST_WIDTH = 16


def draw(picture: Picture, width: int, ascii: bool = False) -> list[str]:
    """Return a picture as lines of text.

    Parameters
    ----------
    picture : Picture
        What to draw; unknown kinds are written as ``name: value``.
    width : int
        Terminal cells available; at least 16 are used.
    ascii : bool
        No characters but ASCII.

    Returns
    -------
    list of str
        The title, then the picture; no line is wider than ``width``.
    """
    width = max(width, _LEAST_WIDTH)
    title = wrap(safe(picture.title), width) if picture.title else []
    painter = _PAINTERS.get(picture.kind, _plain)
    # Spelled before it is laid out: wide signs and arrows change their width.
    data = ascii_data(picture.data) if ascii else picture.data
    lines = [*title, *painter(data, width, ascii)]
    if ascii:
        lines = [ascii_only(line.replace(ELLIPSIS, "~")) for line in lines]
    return [cut(line.rstrip(), width, "~" if ascii else ELLIPSIS) for line in lines]


def _table(data: Mapping[str, Any], width: int, ascii: bool) -> list[str]:
    headers, rows = data.get("headers", ()), data.get("rows", ())
    return table_lines(headers, rows, width, "-" if ascii else "─")


def _curve(data: Mapping[str, Any], width: int, ascii: bool) -> list[str]:
    if any(isinstance(x, str) for x in data.get("x", ())):
        return bar_lines(
            {**data, "labels": data["x"], "values": data["y"]}, width, ascii
        )
    return curve_lines(data, width, ascii)


def _plain(data: Mapping[str, Any], width: int, _: bool) -> list[str]:
    told = (f"{name}: {cell(value)}" for name, value in data.items())
    return [line for text in told for line in wrap(text, width, "  ")]


_PAINTERS: Mapping[str, Callable[[Mapping[str, Any], int, bool], list[str]]] = {
    "bars": bar_lines,
    "curve": _curve,
    "table": _table,
    "histogram": histogram_lines,
    "calibration": beside_lines,
    "gains": beside_lines,
    "swarm": swarm_lines,
    "flow": flow_lines,
}
