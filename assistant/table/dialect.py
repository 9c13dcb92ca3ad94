"""What stands between the cells of a delimited file.

Each candidate is tried on the first lines and scored by how regular the rows are and
how many cells then look like something (a number, a date, a word): the data consistency
measure of van den Burg, Nazabal and Sutton, "Wrangling messy CSV files by detecting row
and type patterns" (2019).
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t", "|", "^", "~", ":", " ")

LINES = 1000
"""Lines that the measure rests on."""

_CLEAN = re.compile(
    r"""^\s*(?:
      [+-]?[$€£]?\s?\d[\d.,' ]*(?:e[+-]?\d+)?\s?%?   # a number
    | \d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ]\d{1,2}:\d{2}(:\d{2})?.*)?   # a date
    | [^\W\d_][\w .'()&/-]{0,40}                     # a word or a few
    | [\w.+-]+@[\w-]+\.[\w.]+                        # an address
    | \S{0,3}
    )\s*$""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Dialect:
    """How a delimited text is cut into cells."""

    delimiter: str
    quote: str = '"'
    escape: str = ""
    score: float = 0.0

    def reader_options(self) -> dict[str, object]:
        """Return the options for `csv.reader`."""
        return {
            "delimiter": self.delimiter,
            "quotechar": self.quote,
            "escapechar": self.escape or None,
            "doublequote": not self.escape,
            "skipinitialspace": False,
        }


NAMES = {
    ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", "^": "caret",
    "~": "tilde", ":": "colon", " ": "space",
}  # fmt: skip


def detect(sample: str) -> tuple[Dialect, Dialect | None]:
    """Return the dialect of a text, and a second one where it is about as good.

    Parameters
    ----------
    sample : str
        The start of the text; its last line may be cut.
    """
    lines = sample.splitlines(keepends=True)[:LINES]
    if len(lines) > 1 and len(lines) < LINES and not lines[-1].endswith(("\n", "\r")):
        # Keep a last line without a newline only where nothing else is there.
        lines = lines if len(lines) < 50 else lines[:-1]
    head = "".join(lines)
    escape = "\\" if '\\"' in head and '""' not in head else ""
    quote = "'" if _single_quoted(head) else '"'
    tried = []
    for delimiter in DELIMITERS:
        if delimiter in head:
            score = _consistency(head, Dialect(delimiter, quote, escape))
            tried.append(Dialect(delimiter, quote, escape, score))
    tried.sort(key=lambda d: -d.score)
    if not tried or tried[0].score <= 0:
        return Dialect(",", quote, escape), None
    rival = tried[1] if len(tried) > 1 else None
    # Within a tenth the measure cannot tell; spaces and colons occur inside cells.
    close = (
        rival is not None
        and rival.score > 0.9 * tried[0].score
        and rival.delimiter not in " :"
    )
    return tried[0], rival if close else None


def _single_quoted(head: str) -> bool:
    if '"' in head:
        return False
    return len(re.findall(r"(?:^|[,;\t|])'[^'\n]*'(?=[,;\t|\r\n]|$)", head, re.M)) >= 4


def _consistency(head: str, dialect: Dialect) -> float:
    reader = csv.reader(io.StringIO(head, newline=""), **dialect.reader_options())  # type: ignore[arg-type]
    try:
        records = [r for r in reader if r]
    except csv.Error:
        return 0.0
    widths = Counter(len(r) for r in records)
    pattern = sum(n * (w - 1) / w for w, n in widths.items()) / len(widths)
    pattern /= max(len(records), 1)
    cells = [cell for r in records[:200] for cell in r]
    clean = sum(1 for c in cells if _CLEAN.match(c)) / max(len(cells), 1)
    # A space or a colon is a separator only where nothing better is there.
    weight = {" ": 0.5, ":": 0.6}.get(dialect.delimiter, 1.0)
    return pattern * max(clean, 1e-3) * weight
