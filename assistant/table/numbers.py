"""Text to numbers, in the ways people write them.

A `NumberFormat` says which sign is the decimal one, which groups thousands, and what
stands around the number. Parsing is by whole columns (Arrow compute), never cell by
cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

PLAIN = r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$"

CURRENCIES = "$€£¥₹₩₽₺₴₫₪฿¢"
_CURRENCY = (
    rf"(?:[{CURRENCIES}]|(?i:usd|eur|gbp|chf|jpy|cny|inr|aud|cad|nzd|sek|nok|dkk|pln|"
    r"brl|zar|mxn|us\$|a\$|c\$|rs\.?|kr\.?|zł|kč))"
)
_UNIT = (
    r"(?:mm|cm|m|km|mi|miles|ft|in|mg|g|kg|lbs?|oz|t|ml|dl|hl|l|s|sec|min|mins|h|hrs?|"
    r"hours?|days?|wks?|weeks?|mths?|months?|years?|yrs?|kwh|kw|mb|gb|kb|bytes|°c|°f|°|pts?|points|"
    r"pcs|m2|m²|m3|m³|sqm|sqft|ha|acres?|mph|bpm|rpm|ppm|kcal|cal|bar|psi|kpa|mpa|hz|khz)"
)
_UNITS = rf"(?i:{_UNIT}(?:/{_UNIT})?)"


DURATION = "s, from hours, minutes and seconds"
"""The unit of columns such as 1h 20m 5s."""

SPANS = (
    r"^(?:(?P<h>\d+)\s*h(?:ours?|rs?)?)?[ ,]*(?:(?P<m>\d+)\s*m(?:in(?:ute)?s?)?)?"
    r"[ ,]*(?:(?P<s>\d+)\s*s(?:ec(?:ond)?s?)?)?$"
)
_SECONDS = {"h": 3600, "m": 60, "s": 1}


@dataclass(frozen=True)
class NumberFormat:
    """How the numbers of a column are written."""

    decimal: str = "."
    thousands: str = ""
    currency: bool = False
    percent: bool = False
    unit: str = ""
    """A unit behind every number, such as kg."""

    @property
    def plain(self) -> bool:
        """Whether this is how programs write numbers."""
        return self == NumberFormat()


_SHAPES = {
    (".", ""): PLAIN,
    (".", ","): r"^[+-]?\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?$",
    (",", "."): r"^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$",
    (",", ""): r"^[+-]?(?:\d+,\d+|,\d+)(?:[eE][+-]?\d+)?$",
    (",", " "): r"^[+-]?\d{1,3}(?: \d{3})+(?:,\d+)?$",
    (".", " "): r"^[+-]?\d{1,3}(?: \d{3})+(?:\.\d+)?$",
    (".", "'"): r"^[+-]?\d{1,3}(?:['’]\d{3})+(?:\.\d+)?$",
}
"""(decimal, thousands) -> what only that way of writing looks like."""

_COMPATIBLE = {
    (".", ""): ((".", ""),),
    (".", ","): ((".", ","), (".", "")),
    (",", "."): ((",", "."), (",", ""), ("int", "")),
    (",", ""): ((",", ""), ("int", "")),
    (",", " "): ((",", " "), (",", ""), ("int", "")),
    (".", " "): ((".", " "), (".", "")),
    (".", "'"): ((".", "'"), (".", "")),
}
"""Way of writing -> the shapes that may occur in such a column."""

_INTEGER = r"^[+-]?\d+$"


def strip_around(values: pa.Array) -> tuple[pa.Array, dict[str, NDArray[np.bool_]]]:
    """Take currency signs, percent signs and brackets off; say where each stood."""
    text = pc.replace_substring_regex(values, "[\u00a0\u202f\u2009]", " ")
    text = pc.replace_substring_regex(text, "[\u2212\u2013]", "-")
    money = rf"^\s*([+-]?\(?)\s*{_CURRENCY}\s*([+-]?[\d.,(])"
    behind = rf"([\d.,)])\s*{_CURRENCY}\s*(\)?-?)$"
    percent = r"([\d.,])\s*%$"
    brackets = r"^\((.*)\)$"
    found = {
        "currency": _mask(pc.or_(_matches(text, money), _matches(text, behind))),
        "percent": _mask(_matches(text, percent)),
    }
    if found["currency"].any():
        text = pc.replace_substring_regex(text, money, r"\1\2")
        text = pc.replace_substring_regex(text, behind, r"\1\2")
    if found["percent"].any():
        text = pc.replace_substring_regex(text, percent, r"\1")
    if _mask(_matches(text, r"^\([\d.,' ]+\)$")).any():
        text = pc.replace_substring_regex(text, brackets, r"-\1")
    text = pc.replace_substring_regex(text, r"^([\d.,' ]+)-$", r"-\1")
    return pc.utf8_trim_whitespace(text), found


def _matches(values: pa.Array, pattern: str) -> pa.Array:
    return pc.match_substring_regex(values, pattern)


def _mask(values: pa.Array) -> NDArray[np.bool_]:
    result: NDArray[np.bool_] = np.asarray(
        pc.fill_null(values, False).to_numpy(zero_copy_only=False), dtype=bool
    )
    return result


def detect(values: pa.Array, comma_hint: bool = False) -> NumberFormat:
    """Return the way most of these distinct texts are written as numbers.

    Parameters
    ----------
    values : pa.Array
        Distinct, trimmed, not empty.
    comma_hint : bool
        Whether the file speaks for a decimal comma: ``1,234`` is then 1.234.
    """
    known = at_once(values)
    if known is not None and not np.isnan(known).any():
        return NumberFormat()
    if _mask(_matches(values, PLAIN)).all():
        return NumberFormat()
    if _spans(values):
        return NumberFormat(unit=DURATION)
    text, around = strip_around(values)
    unit = _unit(text)
    if unit:
        text = _without_unit(text)
    best, most = (".", ""), -1.0
    for way in _ways(comma_hint):
        share = float(_readable(text, way).mean())
        if share > most + 1e-9:
            best, most = way, share
    half = len(values) / 2
    return NumberFormat(
        decimal=best[0],
        thousands=best[1],
        currency=bool(around["currency"].sum() > half),
        percent=bool(around["percent"].sum() > half),
        unit=unit,
    )


def _ways(comma_hint: bool) -> Sequence[tuple[str, str]]:
    ways = list(_SHAPES)
    if comma_hint:
        comma = [w for w in ways if w[0] == ","]
        ways = [(".", ""), (",", ""), *(w for w in comma if w != (",", "")),
                *(w for w in ways if w[0] == "." and w != (".", ""))]  # fmt: skip
    return ways


def _readable(text: pa.Array, way: tuple[str, str]) -> NDArray[np.bool_]:
    ok = np.zeros(len(text), dtype=bool)
    for shape in _COMPATIBLE[way]:
        pattern = _INTEGER if shape[0] == "int" else _SHAPES[shape]
        ok |= _mask(_matches(text, pattern))
    return ok


MOSTLY = 0.5
"""Share of the numbers that must have a unit for the bare ones to be in it."""


def _unit(text: pa.Array) -> str:
    head = text.slice(0, 200)
    pattern = rf"^[+-]?[\d.,]+\s*(?P<unit>{_UNITS})$"
    found = pc.extract_regex(head, pattern)
    units = {row["unit"] for row in found.to_pylist() if row}
    # The unit has to be the same everywhere; several units are another matter. Numbers
    # that lack it in some rows are taken to be in it too.
    bare = int(_mask(_matches(head, r"^[+-]?[\d.,]*\d$")).sum())
    with_unit = len(head) - found.null_count
    whole = with_unit + bare > 0.95 * len(head)
    if len(units) == 1 and whole and with_unit >= MOSTLY * len(head):
        return str(units.pop())
    return ""


def _spans(values: pa.Array) -> bool:
    """Return whether texts are times such as 3m 20s, of two parts as a rule."""
    head = values.slice(0, 200)
    two = r"\d\s*[hm][a-z]*[ ,]*\d+\s*[ms]"
    if pc.mean(_matches(head, two)).as_py() < 0.5:
        return False
    return bool(pc.mean(_matches(head, SPANS)).as_py() >= 0.95)


def _seconds(values: pa.Array) -> NDArray[np.float64]:
    """Return times such as 3m 20s in seconds, NaN where a text is none."""
    found = pc.extract_regex(pc.utf8_lower(values), SPANS)
    known = _mask(pc.and_(pc.is_valid(found), pc.not_equal(values, "")))
    total = np.zeros(len(values))
    for part, seconds in _SECONDS.items():
        digits = pc.struct_field(found, part)
        filled = pc.if_else(pc.equal(pc.fill_null(digits, ""), ""), "0", digits)
        total += seconds * np.asarray(pc.cast(filled, pa.float64()))
    return np.where(known, total, np.nan)


def _without_unit(text: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(text, rf"^([+-]?[\d.,]+)\s*{_UNITS}$", r"\1")


def parse(values: pa.Array, written: NumberFormat) -> NDArray[np.float64]:
    """Return the numbers, NaN where a text is none.

    Parameters
    ----------
    values : pa.Array
        (n,) trimmed text.
    written : NumberFormat
        As found by `detect`.
    """
    if written.plain:
        known = at_once(values)
        if known is not None:
            return known
        plain = _mask(_matches(values, PLAIN))
        if (plain | _mask(pc.equal(values, ""))).all():
            return _cast(values, plain)
    if written.unit == DURATION:
        return _seconds(values)
    text, around = strip_around(values)
    if written.unit:
        text = _without_unit(text)
    ok = _readable(text, (written.decimal, written.thousands))
    if written.thousands:
        sign = "['’]" if written.thousands == "'" else f"[{written.thousands}]"
        text = pc.replace_substring_regex(text, sign, "")
    if written.decimal == ",":
        text = pc.replace_substring(text, ",", ".")
    numbers = _cast(text, ok & _mask(_matches(text, PLAIN)))
    if written.percent:
        # Signs may be missing in some cells: 12 and 12% are then the same share.
        numbers = numbers / 100.0
    elif around["percent"].any():
        numbers[around["percent"]] /= 100.0
    return numbers


def at_once(values: pa.Array) -> NDArray[np.float64] | None:
    """Return the numbers of texts that are all plain, or None; a tenth of the time."""
    try:
        cast = pc.cast(values, pa.float64())
    except pa.ArrowInvalid:
        return None
    numbers = np.array(cast.to_numpy(zero_copy_only=False), dtype=float)
    numbers[~np.isfinite(numbers)] = np.nan
    return numbers


SHORT = 20_000
"""Cells that are tried one and all: of more their different texts are found first."""


def without_exception(cells: pa.Array) -> NDArray[np.float64] | None:
    """Return the numbers of a short column of plain ones without any gap, or None."""
    if not 0 < len(cells) <= SHORT:
        return None
    found = at_once(cells)
    return None if found is None or np.isnan(found).any() else found


def _cast(text: pa.Array, ok: NDArray[np.bool_]) -> NDArray[np.float64]:
    numbers = np.full(len(text), np.nan)
    if ok.any():
        chosen = pc.if_else(pa.array(ok), text, pa.scalar(None, text.type))
        chosen = pc.replace_substring_regex(chosen, r"^\+", "")
        cast = pc.cast(chosen, pa.float64()).to_numpy(zero_copy_only=False)
        numbers = np.array(cast, dtype=float)
        # 1e999 is no number that anything can be learned from.
        numbers[~np.isfinite(numbers)] = np.nan
    return numbers
