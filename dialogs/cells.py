"""How many terminal cells a text takes, and cutting and padding by cells.

Columns of a picture line up only when wide (Chinese, emoji) and combining characters
are counted as the terminal counts them. Invariant: for text that passed
`dialogs.sanitise.safe`, widths agree with those of the screen library.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

ELLIPSIS = "…"

_WIDE = ("W", "F")
_NO_WIDTH = ("Mn", "Mc", "Me", "Cf", "Cc", "Cs")
# Signs that Unicode files under "format" and terminals draw all the same.
VISIBLE_FORMAT = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
# Vowel and final consonant jamo join the leading consonant before them.
_JAMO_JOINING = (range(0x1160, 0x1200), range(0xD7B0, 0xD800))
# Pictographs of Unicode 15 and 16, which the tables of Python 3.11 do not know.
NEW_PICTOGRAPHS = frozenset(
    "\U0001f6dc\U0001fa75\U0001fa76\U0001fa77\U0001fa87\U0001fa88\U0001fa89\U0001fa8f"
    "\U0001faad\U0001faae\U0001faaf\U0001fabb\U0001fabc\U0001fabd\U0001fabe\U0001fabf"
    "\U0001fac6\U0001face\U0001facf\U0001fada\U0001fadb\U0001fadc\U0001fadf\U0001fae8"
    "\U0001fae9\U0001faf7\U0001faf8"
)
# Wide since Unicode 16: trigrams, monograms, hexagrams, counting rods.
_NEWLY_WIDE = (
    range(0x2630, 0x2638),
    range(0x268A, 0x2690),
    range(0x4DC0, 0x4E00),
    range(0x1D300, 0x1D377),
)


@lru_cache(maxsize=8192)
def char_width(char: str) -> int:
    """Return the cells one character takes: 0, 1 or 2.

    East Asian width after Unicode Standard Annex 11; ambiguous counts as narrow.
    """
    code = ord(char)
    if 0x20 <= code < 0x7F:
        return 1
    category = unicodedata.category(char)
    if char in VISIBLE_FORMAT:
        return 1
    if category in _NO_WIDTH or any(code in jamo for jamo in _JAMO_JOINING):
        return 0
    if category == "Cn":  # its East Asian width differs between Python versions
        return 2 if char in NEW_PICTOGRAPHS else 1
    wide = unicodedata.east_asian_width(char) in _WIDE
    return 2 if wide or any(code in new for new in _NEWLY_WIDE) else 1


def cell_width(text: str) -> int:
    """Return the cells that a text on one line takes.

    Examples
    --------
    >>> cell_width("abc"), cell_width("日本"), cell_width("e\u0301")
    (3, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(map(char_width, text))


def cut(text: str, width: int, ellipsis: str = ELLIPSIS) -> str:
    """Return the text in at most ``width`` cells, ending in an ellipsis where cut.

    Examples
    --------
    >>> cut("a long name", 6), cut("日本語", 4), cut("fits", 4)
    ('a lon…', '日…', 'fits')
    """
    if cell_width(text) <= width:
        return text
    room = width - cell_width(ellipsis)
    if room < 0:
        return ""
    return _head(text, room) + ellipsis


def _head(text: str, room: int) -> str:
    used = 0
    for index, char in enumerate(text):
        used += char_width(char)
        if used > room:
            return text[:index]
    return text


def pad(text: str, width: int, align: str = "left", ellipsis: str = ELLIPSIS) -> str:
    """Return the text in exactly ``width`` cells, cut or filled with spaces.

    Parameters
    ----------
    text : str
        One line.
    width : int
        Cells.
    align : {"left", "right", "centre"}
        Where the text stands.
    ellipsis : str
        What shows that text was cut.
    """
    short = cut(text, width, ellipsis)
    room = max(0, width - cell_width(short))
    if align == "right":
        return " " * room + short
    if align == "centre":
        return " " * (room // 2) + short + " " * (room - room // 2)
    return short + " " * room


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """Return one paragraph as lines of at most ``width`` cells, broken at spaces.

    A word longer than a line is broken; later lines begin with ``indent``.

    Examples
    --------
    >>> wrap("one two three", 8, "  ")
    ['one two', '  three']
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line.strip() else line + word
        if cell_width(joined) <= width:
            line = joined
            continue
        if line.strip():
            lines.append(line)
        line = indent + word
        while cell_width(line) > width > cell_width(indent) + 1:
            head = _head(line, width)
            lines.append(head)
            line = indent + line[len(head) :]
    return [*lines, line] if line.strip() or not lines else lines
