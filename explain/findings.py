"""A driver's sentence read again: way, size and values held against its shape."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from dialogs.sanitise import safe

from .checker import fits
from .confirming import bare
from .outputs import Output
from .reading import Named, Reader, Token
from .shapes import Shape
from .units import cell

_GAP = "; where it is missing"
_SIZED = re.compile(r"\s*(?:more|less|higher|lower|for)\b")
_PLAIN = ("none", "unclear")


def finding_holds(
    text: str, column: str, shape: Shape, size: float, output: Output
) -> bool:
    """Return whether a sentence about a driver says what its shape holds.

    Every number must be the change within its rounding, or one of the values spoken
    about; the words of direction must fit; the value told as having more must be the one
    that has more; no cause.

    Parameters
    ----------
    text : str
    column : str
    shape : Shape
    size : float
        Mean absolute part, for shapes without ends.
    output : Output
    """
    named = safe(str(getattr(output.model, "target", None) or ""), 60)
    event = f"P({safe(output.event, 60)})"
    main, _, gap = bare(text, [event, named]).partition(_GAP)
    part = size if shape.kind in _PLAIN else shape.change
    values = [] if shape.kind in _PLAIN else [shape.end, shape.start, shape.turn]
    known = [v for v in values if v is not None]
    if not _clause_holds(main, column, known, part, output, shape.kind not in _PLAIN):
        return False
    if not gap:
        return True
    if shape.missing is None:
        return False
    return _clause_holds(gap, column, [], shape.missing, output, signed=True)


def _clause_holds(
    text: str,
    column: str,
    values: list[Any],
    part: float,
    output: Output,
    signed: bool,
) -> bool:
    text, told = _without_texts(text, values)
    numbers = [v for v in values if _number(v) is not None]
    reader = Reader(text, [Named(column, None, part)])
    sizes: list[Token] = []
    for token in reader.tokens:
        if token.kind == "cause":
            return False
        if token.kind != "number":
            continue
        before = reader.text[: token.start].rstrip()
        if (
            token.scale
            or _SIZED.match(reader.text, token.end)
            or before.endswith("less than")
        ):
            sizes.append(token)
        elif not any(_same(token, v) for v in numbers):
            return False
        else:
            told.append((token.start, next(v for v in numbers if _same(token, v))))
    columns = {t.start for t in reader.tokens if t.kind == "column"}
    for found in re.finditer(r"\bwith (?!value[abc]\b|[-\d])(?=\S)", reader.text):
        if found.end() not in columns:
            return False  # a value that is none of those spoken about
    if not all(_sized(t, reader.text, part, output) for t in sizes):
        return False
    return _ways(reader, part, signed) and _in_order(told, values)


def _without_texts(
    text: str, values: Iterable[Any]
) -> tuple[str, list[tuple[int, Any]]]:
    """Replace values that are no numbers where they are spoken about, and tell where."""
    told = []
    texts = [v for v in values if _number(v) is None]
    texts = sorted(texts, key=lambda v: -len(cell(v)))
    for at, value in enumerate(texts):
        pattern = rf"\b(with|at|about|around|below) {re.escape(cell(value))}(?!\w)"
        text = re.sub(pattern, rf"\1 value{'abc'[at]}", text, count=1)
    for at, value in enumerate(texts):
        place = text.find(f"value{'abc'[at]}")
        if place >= 0:
            told.append((place, value))
    return text, told


def _number(value: Any) -> float | None:
    try:
        return None if isinstance(value, str) else float(value)
    except (TypeError, ValueError):
        return None  # such as a date


def _same(token: Token, value: Any) -> bool:
    shown = cell(value)
    digits = {float(d) for d in re.findall(r"\d+(?:\.\d+)?", shown)}
    return token.number in digits or any(
        abs(token.number - d) <= 0.5 * token.step for d in digits if d >= 100
    )


def _sized(token: Token, text: str, part: float, output: Output) -> bool:
    if text[: token.start].rstrip().endswith("less than"):
        return abs(part) * (token.scale or 1.0) <= token.number
    return fits(
        token.number, token.scale, token.step, abs(part), near=token.near,
        chances=output.chances,
    )  # fmt: skip


def _ways(reader: Reader, part: float, signed: bool) -> bool:
    """Whether every word of direction fits; what the column does itself is no claim."""
    if not signed:
        return not any(t.kind == "sign" for t in reader.tokens)
    for token in reader.tokens:
        if token.kind != "sign":
            continue
        before = reader.masked[: token.start].rstrip("\x00 ")
        if re.search(r"\bas$", before):  # 'falls as x rises'
            continue
        if token.sign * part < 0:
            return False
    more = re.search(r"\b(more|less)\b", re.sub(r"less than \d", "", reader.text))
    return more is None or (more[1] == "more") == (part > 0)


def _in_order(told: list[tuple[int, Any]], values: list[Any]) -> bool:
    """Whether of two values compared the first is the end and the second the start."""
    if len(values) < 2:
        return True
    ends = [v for _, v in sorted(told, key=lambda t: t[0]) if v in values[:2]]
    return ends[-2:] == values[:2] if len(ends) >= 2 else True
