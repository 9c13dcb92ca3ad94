"""What type each column of text has; every conversion becomes a note.

The kinds of columns are decided later, by `profile`, from typed values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dialogs.facts import Note

from . import dates, numbers
from .column_schema import DATE, NUMBER, WHOLE, WORDS, ColumnSchema
from .names import missing, says
from .raw import RawTable, note
from .schema import TableSchema
from .spelling import MOST_WORDS, marked, spellings

MOSTLY = 0.95
"""From this share of readable cells on, a column is numbers; the rest is doubted."""

EXACT = 15
"""Digits that a float keeps for sure; longer digits are names, not quantities."""


@dataclass
class Doubts:
    """What typing met that the person should hear of, for the detectors."""

    blank: dict[str, int]
    """Column -> cells that hold white space alone, in a column that is not text."""
    odd: dict[str, tuple[int, tuple[str, ...]]]
    """Column -> how many cells did not fit its type, with examples."""
    day_first: tuple[str, ...]
    """Date columns in which day and month might be swapped."""
    spelled: dict[str, Mapping[str, str]]
    """Column -> spelling -> the spelling that it is taken for."""
    marked: dict[str, tuple[str, int]]
    """Column of one mark or nothing -> the mark, and the cells with nothing."""


def infer(raw: RawTable) -> tuple[TableSchema, list[Note], Doubts]:
    """Return how each column is typed, what was converted, and what is doubtful."""
    doubts = Doubts({}, {}, (), {}, {})
    comma = raw.decimal_comma or _some_decimal_comma(raw.frame)
    columns, notes = [], []
    for name, source in zip(raw.frame.columns, raw.sources, strict=True):
        column, said = _infer_column(raw.frame[name], str(name), source, comma, doubts)
        columns.append(column)
        notes += said
    return TableSchema(tuple(columns)), notes, doubts


def _some_decimal_comma(frame: pd.DataFrame) -> bool:
    sure = r"^[+-]?\d+,(\d{1,2}|\d{4,})$"
    for name in frame.columns[:200]:
        head = pa.array(frame[name].iloc[:200], type=pa.large_string())
        if pc.mean(pc.match_substring_regex(head, sure)).as_py() > 0.5:
            return True
    return False


@dataclass(frozen=True)
class _Cells:
    """The distinct cells of a column."""

    distinct: pa.Array
    """(k,) trimmed."""
    counts: np.ndarray
    filled: np.ndarray
    """(k,) whether the text means something."""
    blanks: int
    """Cells of white space alone."""


def _text(values: pd.Series[str]) -> pa.Array:
    text = pa.array(values, type=pa.large_string())
    return text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text


def _cells(values: pd.Series[str]) -> _Cells:
    counted = pc.value_counts(_text(values))
    raw, counts = counted.field(0), counted.field(1).to_numpy()
    trimmed = pc.utf8_trim_whitespace(raw)
    empty = pc.equal(trimmed, "").to_numpy(zero_copy_only=False)
    truly = pc.equal(raw, "").to_numpy(zero_copy_only=False)
    gaps = pa.array(sorted(missing("always")), type=pa.large_string())
    gap = pc.is_in(pc.utf8_lower(trimmed), value_set=gaps)
    filled = ~empty & ~gap.to_numpy(zero_copy_only=False)
    return _Cells(trimmed, counts, filled, int(counts[empty & ~truly].sum()))


def _infer_column(
    values: pd.Series[str], name: str, source: str, comma: bool, doubts: Doubts
) -> tuple[ColumnSchema, list[Note]]:
    words = ColumnSchema(name, source, WORDS)
    plain = None if comma else _as_plain(words, _text(values))
    if plain is not None:
        return plain, []
    cells = _cells(values)
    if not cells.filled.any():
        return words, []
    ticks = _as_marked(words, cells, doubts)
    if ticks is not None:
        return ticks, []
    among = pa.array(sorted(missing("among_numbers")), type=pa.large_string())
    loose = pc.is_in(pc.utf8_lower(cells.distinct), value_set=among)
    real = cells.filled & ~loose.to_numpy(zero_copy_only=False)
    if not real.any():
        return words, []
    distinct = cells.distinct.filter(pa.array(real))
    counts = cells.counts[real]
    column = (
        _as_digits(words, distinct)
        or _as_dates(words, distinct, counts)
        or _as_numbers(words, distinct, counts, comma)
    )
    if column is None:
        spelled = _as_spelled(words, distinct, counts)
        if spelled.spellings:
            doubts.spelled[name] = spelled.spellings
        return spelled, _word_notes(spelled, cells)
    return column, _describe(column, cells, real, doubts)


def _as_plain(column: ColumnSchema, text: pa.Array) -> ColumnSchema | None:
    """Return the column of cells that are numbers without exception, or None.

    What might be names or dates made of digits is looked at more closely.
    """
    if says(column.name, "date"):
        return None
    found = numbers.without_exception(text)
    if found is None:
        return None
    # Where no number is whole none is written in digits alone.
    if (found == np.floor(found)).any():
        digits = pc.match_substring_regex(text, rf"^0\d+$|^[+-]?\d{{{EXACT + 1},}}$")
        if pc.any(digits).as_py():
            return None
    return _counted_or_measured(column, found, numbers.NumberFormat())


def _as_spelled(
    column: ColumnSchema, distinct: pa.Array, counts: np.ndarray
) -> ColumnSchema:
    """Return a text column in which spellings of one word are one."""
    if len(distinct) > 4 * MOST_WORDS:  # trimmed, the same text may stand twice
        return column
    return replace(column, spellings=spellings(_counted(distinct, counts)))


def _counted(distinct: pa.Array, counts: np.ndarray) -> dict[str, int]:
    known: dict[str, int] = {}
    for text, count in zip(distinct.to_pylist(), counts.tolist(), strict=True):
        known[text] = known.get(text, 0) + count
    return known


def _as_marked(
    column: ColumnSchema, cells: _Cells, doubts: Doubts
) -> ColumnSchema | None:
    """Return a text column of one mark or nothing, with nothing as an answer, or None."""
    empty = pc.equal(cells.distinct, "").to_numpy(zero_copy_only=False)
    blanks = int(cells.counts[empty].sum())
    if not blanks or cells.filled.sum() > MOST_WORDS:
        return None
    written = cells.distinct.filter(pa.array(cells.filled))
    found = marked(_counted(written, cells.counts[cells.filled]), blanks)
    if not found:
        return None
    mark = next(t for t in written.to_pylist() if t not in found)
    doubts.marked[column.name] = (mark, blanks)
    return replace(column, spellings=found)


def _as_digits(column: ColumnSchema, distinct: pa.Array) -> ColumnSchema | None:
    """Return a text column for digits that are names: leading zeros, or too long."""
    head = distinct.slice(0, 2000)
    digits = pc.match_substring_regex(head, r"^[+-]?\d+$").to_numpy(
        zero_copy_only=False
    )
    if digits.mean() < 0.9:
        return None
    zeros = pc.match_substring_regex(distinct, r"^0\d+$")
    long = pc.match_substring_regex(distinct, rf"^[+-]?\d{{{EXACT + 1},}}$")
    if not (pc.any(zeros).as_py() or pc.any(long).as_py()):
        return None
    lengths = pc.unique(pc.utf8_length(distinct)).to_pylist()
    width = lengths[0] if len(lengths) == 1 and pc.any(zeros).as_py() else 0
    return ColumnSchema(column.name, column.source, WORDS, width=width)


def _as_dates(
    column: ColumnSchema, distinct: pa.Array, counts: np.ndarray
) -> ColumnSchema | None:
    written = dates.detect(distinct, says(column.name, "date"))
    if written is None:
        return None
    known = dates.parse(distinct, written).notna().to_numpy()
    if counts[known].sum() < MOSTLY * counts.sum():
        return None
    return ColumnSchema(column.name, column.source, DATE, date=written)


def _as_numbers(
    column: ColumnSchema, distinct: pa.Array, counts: np.ndarray, comma: bool
) -> ColumnSchema | None:
    head = distinct.slice(0, 100)
    # Most texts hold a digit nowhere: a cheap refusal before the costly look.
    if pc.mean(pc.match_substring_regex(head, r"\d")).as_py() < 0.5:
        return None
    written = numbers.detect(distinct, comma)
    found = numbers.parse(distinct, written)
    known = ~np.isnan(found)
    if counts[known].sum() < MOSTLY * counts.sum():
        return None
    return _counted_or_measured(column, found[known], written)


def _counted_or_measured(
    column: ColumnSchema, found: np.ndarray, written: numbers.NumberFormat
) -> ColumnSchema:
    """Return a column of whole numbers, or of others."""
    whole = bool((found == np.floor(found)).all()) and not written.percent
    whole &= bool((np.abs(found) < 2**53).all())
    kind = WHOLE if whole else NUMBER
    return ColumnSchema(column.name, column.source, kind, number=written)


def _describe(
    column: ColumnSchema, cells: _Cells, real: np.ndarray, doubts: Doubts
) -> list[Note]:
    """Return the notes of a conversion, and remember what is doubtful about it."""
    name = column.name
    if column.dtype == WORDS:
        text = "Digits with leading zeros, or too many of them: kept as text."
        return [note("kept_as_text", text, name, (), int(cells.counts[real].sum()))]
    if column.date is not None and column.date.doubtful:
        doubts.day_first += (name,)
    known, what = _read_as(column, cells.distinct)
    notes = []
    if what:
        example = _first(cells.distinct, known)
        text = f"{what}, such as {example!r}."
        notes.append(
            note("as_date" if column.dtype == DATE else "as_number", text, name, (),
                 int(cells.counts[known].sum()))
        )  # fmt: skip
    if cells.blanks:
        doubts.blank[name] = cells.blanks
        notes.append(_blank_note(name, cells))
    blank = pc.equal(cells.distinct, "").to_numpy(zero_copy_only=False)
    lost = ~known & ~blank
    if lost.any():
        count, samples = _lost(cells, lost)
        if (lost & real).any():
            doubts.odd[name] = _lost(cells, lost & real)
        text = f"{', '.join(map(repr, samples))}: taken as empty."
        notes.append(note("as_missing", text, name, (), count))
    return notes


def _read_as(column: ColumnSchema, distinct: pa.Array) -> tuple[np.ndarray, str]:
    """Return which texts were understood, and as what, where that is worth a word."""
    if column.dtype == DATE and column.date is not None:
        known = dates.parse(distinct, column.date).notna().to_numpy()
        return known, "Read as dates"
    known = ~np.isnan(numbers.parse(distinct, column.number))
    what = _number_words(column)
    if not what and numbers.at_once(distinct) is None:
        plain = pc.match_substring_regex(distinct, numbers.PLAIN)
        if (known & ~plain.to_numpy(zero_copy_only=False)).any():
            what = "Read as numbers"
    return known, what


def _lost(cells: _Cells, lost: np.ndarray) -> tuple[int, tuple[str, ...]]:
    """Return how many cells are not understood, and the first of their texts."""
    samples = cells.distinct.filter(pa.array(lost))[:3]
    return int(cells.counts[lost].sum()), tuple(str(v) for v in samples)


def _blank_note(name: str, cells: _Cells) -> Note:
    text = "Cells that hold only a space are taken as empty."
    return note("blank_text", text, name, (), cells.blanks)


def _number_words(column: ColumnSchema) -> str:
    written = column.number
    parts = []
    if written.thousands or written.decimal == ",":
        comma = " with a decimal comma" if written.decimal == "," else ""
        groups = " with groups of thousands" if written.thousands else ""
        parts.append(
            f"Read as numbers{comma}{' and' if comma and groups else ''}{groups}"
        )
    if written.currency:
        parts.append("Read as amounts of money")
    if written.percent:
        parts.append("Read as shares of 100")
    if written.unit:
        parts.append(f"Read as numbers in {written.unit}")
    return "; ".join(parts)


def _first(distinct: pa.Array, known: np.ndarray) -> str:
    return str(distinct[int(np.flatnonzero(known)[0])]) if known.any() else ""


def _word_notes(column: ColumnSchema, cells: _Cells) -> list[Note]:
    notes = []
    if column.spellings:
        pairs = ", ".join(f"{a!r} as {b!r}" for a, b in column.spellings.items())
        text = f"Spellings of one word are taken as one: {pairs}."
        notes.append(note("spellings", text, column.name))
    if cells.blanks:
        notes.append(_blank_note(column.name, cells))
    return notes
