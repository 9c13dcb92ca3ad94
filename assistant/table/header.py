"""Which line of a delimited text is its header, and which stand above it."""

from __future__ import annotations

import itertools
import re

from dialogs.facts import Note

from .raw import note
from .records import Record, shown

_NUMBER = re.compile(r"^\s*[+-]?[$€£]?\d[\d.,' ]*%?\s*$")

PREAMBLE = 30
"""Lines above the header that may be a title."""


def without_preamble(
    records: list[Record], width: int
) -> tuple[list[Record], list[Note]]:
    """Set lines above the header aside: those much shorter than the table."""
    first = 0
    for position, record in enumerate(records[:PREAMBLE]):
        filled = sum(1 for c in record.cells if c.strip())
        if len(record.cells) >= width - 1 and filled > max(1, width // 3):
            first = position
            break
    else:
        return records, []
    if first == 0 or width < 2:
        return records, []
    lines = [r.line for r in records[:first]]
    text = f"Lines above the header, such as {shown(records[0])}, are set aside."
    return records[first:], [note("preamble", text, "", lines)]


def header_of(
    records: list[Record], width: int
) -> tuple[list[str], list[Record], list[Note]]:
    """Return the header, the rows below it, and what is said of them."""
    head, body = records[0], records[1:]
    cells = list(head.cells)
    if len(cells) == width - 1 and len(body) > 1:
        text = "Rows have one cell more than the header; their first cell has no name."
        return ["", *cells], body, [note("header_short", text, "", [head.line])]
    if _looks_like_data(cells, body):
        text = "The first line looks like data, so the columns get numbers as names."
        names = [f"column {i}" for i in range(1, len(cells) + 1)]
        return names, records, [note("no_header", text, "", [head.line])]
    trailing = (
        bool(cells)
        and not cells[-1].strip()
        and all(len(r.cells) < len(cells) or not r.cells[-1] for r in body)
    )
    if trailing and len(cells) > 2:
        for record in body:
            if len(record.cells) == len(cells):
                record.cells.pop()
        return cells[:-1], body, []
    return cells, body, []


def _looks_like_data(header: list[str], body: list[Record]) -> bool:
    numeric = [i for i, c in enumerate(header) if _NUMBER.match(c)]
    if not numeric or len(body) < 1 or _years([header[i] for i in numeric]):
        return False
    sample = [r.cells for r in body[:200] if len(r.cells) == len(header)]
    if not sample or len(set(header)) < len([c for c in header if c]) / 2:
        return bool(sample)
    share = [
        sum(1 for r in sample if _NUMBER.match(r[i]) or not r[i].strip()) / len(sample)
        for i in range(len(header))
    ]
    # A word above numbers is a name; numbers above numbers are data.
    words_above = any(
        share[i] > 0.8 and c.strip() and not _NUMBER.match(c)
        for i, c in enumerate(header)
        if any(_NUMBER.match(r[i]) for r in sample)
    )
    return not words_above and all(share[i] > 0.8 for i in numeric)


def _years(cells: list[str]) -> bool:
    try:
        values = [int(c) for c in cells]
    except ValueError:
        return False
    steps = {b - a for a, b in itertools.pairwise(values)}
    return len(values) > 1 and steps == {1}
