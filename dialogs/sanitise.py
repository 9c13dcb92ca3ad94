"""The one sanitiser: every string that came from data, a file name or an exception.

A cell of a table may hold escape sequences that retitle the terminal or write the
clipboard, and characters that turn the line around. Invariant: what `safe` returns
holds no control character (but those kept by name), no bidirectional control, nothing
of zero width besides a few combining marks, no lone surrogate; and is stable under
`safe`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from .cells import NEW_PICTOGRAPHS, VISIBLE_FORMAT, cut

__all__ = ["ascii_data", "ascii_only", "safe"]

NEWLINE = "⏎"
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_C1 = "\N{SYMBOL FOR SUBSTITUTE FORM TWO}"
_KEEPABLE = "\n\t"
_LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
# Stacked accents climb over the lines above; no language needs more.
_MOST_MARKS = 4
# Blank or joining characters outside the format category; variation selectors and
# skin tones, which make the width of what is before them a matter of the terminal.
_INVISIBLE = frozenset(
    {
        *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
        *range(0x180B, 0x1810),
        *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),
        *range(0x1F3FB, 0x1F400),
    }
)

_SPELLED: dict[str, str] = {
    NEWLINE: "\\n", "…": "...", "•": "*", "·": "-", "–": "-", "—": "-", "−": "-",
    "‘": "'", "’": "'", "“": '"', "”": '"', "→": "->", "←": "<-", "↑": "^",
    "↓": "v", "✓": "[yes]", "✗": "[no]", "✔": "[yes]", "✘": "[no]", "×": "x",
    "≤": "<=", "≥": ">=", "≈": "~", "±": "+-", "─": "-", "━": "=", "│": "|",
    "▌": "|", "█": "#", "▁": "_", "£": "GBP ", "€": "EUR ", "°": "deg ",
    "␡": "^?", **{chr(0x2400 + code): f"^{chr(code + 0x40)}" for code in range(0x20)},
}  # fmt: skip
_ASCII = str.maketrans(_SPELLED)


def safe(text: str, width: int | None = None, keep: str = "") -> str:
    r"""Return a text that can be shown in any terminal, whatever it came from.

    Parameters
    ----------
    text : str
        Anything: a cell, a header, a file name, an exception's message.
    width : int, optional
        The most terminal cells it may take; cut with an ellipsis.
    keep : str
        Which of newline and tab stay as they are; all else never does.

    Returns
    -------
    str
        Composed (NFC); control characters as pictures, ends of lines as a sign.

    Examples
    --------
    >>> safe("a\x1b]0;title\x07b\r\nc")
    'a␛]0;title␇b⏎c'
    >>> safe("price [USD]"), safe("x\u202ey\u200bz"), safe("a long name", 6)
    ('price [USD]', 'xyz', 'a lon…')
    """
    if text.isascii() and text.isprintable():
        return text if width is None or len(text) <= width else cut(text, width)
    kept = "".join(c for c in _KEEPABLE if c in keep)
    shown = "".join(_shown(c, kept) for c in text.replace("\r\n", "\n"))
    shown = _few_marks(unicodedata.normalize("NFC", shown))
    return shown if width is None else cut(shown, width)


def _shown(char: str, kept: str) -> str:
    """Return what stands for one character: itself, a picture, or nothing."""
    code = ord(char)
    if char in kept:
        return char
    if char in _LINE_ENDS:
        return "\n" if "\n" in kept else NEWLINE
    if code < 0x20 or code == 0x7F:
        return chr(0x2421 if code == 0x7F else 0x2400 + code)
    if code in _INVISIBLE:
        return ""
    match unicodedata.category(char):
        case "Cc":
            return _C1
        case "Cf":
            return char if char in VISIBLE_FORMAT else ""
        case "Cs":
            return _UNKNOWN
        case "Cn":
            # Pictographs newer than this Python are real; other gaps are not.
            return char if char in NEW_PICTOGRAPHS else _UNKNOWN
    return char


def _few_marks(text: str) -> str:
    """Drop combining marks beyond the fourth in a row."""
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def ascii_only(text: str) -> str:
    """Return a text in ASCII: known signs spelled, accents dropped, the rest ``?``.

    Examples
    --------
    >>> ascii_only("✓ café → 日本")
    '[yes] cafe -> ??'
    """
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text.translate(_ASCII))
    kept = (c for c in plain if not unicodedata.combining(c))
    return "".join(kept).translate(_ASCII).encode("ascii", "replace").decode("ascii")


def ascii_data(value: Any) -> Any:
    """Return a picture's data with all its texts safe and in ASCII."""
    if isinstance(value, str):
        return ascii_only(safe(value))
    if isinstance(value, Mapping):
        return {name: ascii_data(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [ascii_data(inner) for inner in value]
    return value
