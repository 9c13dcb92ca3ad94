"""No sentence of an explanation is shown that the checker cannot confirm.

The checker reads what is about to be shown as it would read a stranger's words. A line
that it refuses is left out, and that is said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

from dialogs.message import Level
from dialogs.sanitise import safe

from .attributions import Attributions
from .checker import check_sentence, fits
from .phrases import say
from .reading import Reader
from .units import cell, counted

Reasons = Sequence[Sequence[Any]]


def confirmed(
    lines: Sequence[str],
    reasons: Reasons,
    *,
    answer: float | None = None,
    base: float | None = None,
) -> tuple[list[str], int]:
    """Return the lines that the checker takes, and how many it refused.

    Parameters
    ----------
    lines : sequence of str
        Sentences about the reasons, in the order they are to be shown.
    reasons : sequence of (column, value, part, se)
    answer, base : float, optional
    """

    def holds(text: str) -> bool:
        return check_sentence(text, reasons, answer=answer, base=base).ok

    if holds("\n".join(lines)):
        return list(lines), 0
    kept = [line for line in lines if holds(line)]
    # Each may hold alone and not beside the others: then none is shown.
    if not holds("\n".join(kept)):
        kept = []
    return kept, len(lines) - len(kept)


def reasons_for_checker(found: Attributions, at: int = 0) -> list[tuple[Any, ...]]:
    """Return a row's reasons in the form that the checker takes."""
    row = found.rows.iloc[at]
    return [
        (safe(c, 60), _as_told(row[c]) if c in row else None, float(v), _se(e))
        for c, v, e in zip(
            found.columns, found.values[at], found.errors[at], strict=True
        )
    ]


def _as_told(value: Any) -> Any:
    """Return a value as it can be shown: texts without what a screen would obey."""
    return cell(value) if isinstance(value, str) else value


def _se(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def bare(text: str, said: Iterable[str]) -> str:
    """Return a sentence without what is quoted or echoed: that claims nothing."""
    for part in said:
        if part:
            text = text.replace(part, "this")
    return re.sub(r'"[^"\n]*"', "this", text)


def level_holds(text: str, answer: float, base: float) -> bool:
    """Return whether every amount in a sentence is the answer or the typical one.

    Parameters
    ----------
    text : str
        Without what is quoted or echoed, see `bare`.
    answer, base : float
    """
    reader = Reader(text, [])
    chances = max(abs(answer), abs(base)) <= 1
    for token in reader.tokens:
        if token.kind == "cause":
            return False
        if token.kind != "number":
            continue
        before = reader.text[: token.start].rstrip()
        if before.endswith(("less than", "more than")):
            continue  # at the ends of the scale
        if not any(
            fits(token.number, token.scale, token.step, abs(v), near=token.near,
                 chances=chances)
            and (token.sign >= 0 or v < 0)
            for v in (answer, base)
        ):  # fmt: skip
            return False
    return True


def unconfirmed(refused: int, level: Level | str) -> list[str]:
    """Return what is said about sentences that were left out; nothing for none."""
    if not refused:
        return []
    return [say("refuse.unconfirmed", level, n=counted(refused, "sentence"))]
