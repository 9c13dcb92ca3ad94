"""Headers that shorten words, met by the words in full: 'sand moisture' for SND_MST_PCT.

A part of a header shortens a word where its letters stand in the word in the same order,
both begin alike, and the part is no word itself. Invariant: a header met so is met by two
words at least, or by the only long part it has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from .bank import vocabulary
from .normal import parts, stem

Token = tuple[str, int, int]
"""A word of the message in lower case, and where it stands."""
_LONG = 3
"""Letters from which one part alone may shorten a word."""
_MOST = 5
"""Letters up to which a part is taken for a shortening."""
_UNITS = frozenset(
    "pct perc id no nr num nbr cd cde dt dttm ts flg ind yn typ cat eur usd gbp chf kg g mg lb l ml m cm mm km sqm"
    " sec secs min mins hr hrs ms c f k kw kwh v a mph kmh ct cnt qty amt avg mean sum tot n x y s h d"
    " cls res rslt stat sts lvl grp".split()
)
"""Parts that say in what a thing is counted, which people leave out."""
_NUMBERS = frozenset("id no nr num nbr".split())
"""Parts that only number a thing."""
_NUMBERED = _NUMBERS | {"number", "numbers", "ids", "identifier"}
_SMALL = frozenset("of the a an on in at for per by to s".split())
_WORD = re.compile(r"\b[^\W\d_]-[^\W\d_]+|[^\W\d_]+")


def shortened(names: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the parts of each header that shortens some word.

    Parameters
    ----------
    names : sequence of str
        The headers of a table.
    """
    found = {}
    for name in names:
        pieces = tuple(parts(name))
        if any(_short(p) for p in pieces):
            found[name] = pieces
    return found


@lru_cache(maxsize=20_000)
def _short(piece: str) -> bool:
    """Return whether a part of a header is no word, and may shorten one."""
    if not piece.isalpha() or not 2 <= len(piece) <= _MOST or piece in _UNITS:
        return False
    return vocabulary().get(piece, 0) == 0 or not set(piece) & set("aeiouy")


@lru_cache(maxsize=50_000)
def shortens(piece: str, word: str) -> bool:
    """Return whether a part of a header shortens a word.

    Examples
    --------
    >>> shortens("tmp", "temperature"), shortens("rwk", "rework"), shortens("tmp", "time")
    (True, True, False)
    """
    if not _short(piece) or len(word) <= len(piece) or word[0] != piece[0]:
        return False
    if word.startswith(piece):
        return len(piece) >= _LONG
    at = 0
    for letter in piece:
        at = word.find(letter, at) + 1
        if not at:
            return False
    # Consonants may be left out only behind the last one kept: "mst" of "moisture".
    return not set(piece[1:]) & set("aeiou") or len(piece) > _LONG


def columns_shortened(
    text: str, headers: Mapping[str, tuple[str, ...]], names: Sequence[str] = ()
) -> list[tuple[str, int, int, float]]:
    """Return the columns that a message names by words which their headers shorten.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    headers : mapping
        As `shortened` returns it.
    names : sequence of str
        All headers: a word that one of them begins is no other's with letters left out.

    Returns
    -------
    list of (column, start, end, score)
        Of columns that the same words meet alike, none.
    """
    tokens = [
        (m.group().casefold().replace("-", ""), *m.span())
        for m in _WORD.finditer(text)
        if m.group().casefold() not in _SMALL
    ]
    best: dict[int, list[tuple[int, str, int]]] = {}
    for name, pieces in headers.items():
        for at in range(len(tokens)):
            count, end, short = _met(pieces, tokens, at)
            if short and (count >= 2 or _alone(pieces, tokens[at][0])):
                best.setdefault(at, []).append((count, name, end))
    found = []
    for at, hits in best.items():
        most = max(c for c, _, _ in hits)
        top = [(n, e) for c, n, e in hits if c == most]
        if len(top) == 1 and not (
            most == 1 and _begun(tokens[at][0], top[0][0], names)
        ):
            # A header all said but for its units is said in full.
            whole = all(p in _UNITS for p in headers[top[0][0]][most:])
            score = 0.9 if most >= 2 or whole else 0.8
            found.append((top[0][0], tokens[at][1], top[0][1], score))
    return found


def _begun(word: str, own: str, names: Sequence[str]) -> bool:
    """Return whether a word begins with the whole of another header: "temperature" with TEMP."""
    return any(
        name != own and len(name) >= _LONG and word.startswith(name.casefold())
        and not word.startswith(own.casefold())
        for name in names
    )  # fmt: skip


def _met(
    pieces: tuple[str, ...], tokens: list[Token], at: int
) -> tuple[int, int, bool]:
    """Return how many leading parts the words from a place on meet, and where it ends."""
    count, end, short = 0, 0, False
    if pieces[0][0] != tokens[at][0][0]:
        return 0, 0, False
    for piece, (word, start, stop) in zip(pieces, tokens[at:], strict=False):
        own = stem(piece) == stem(word) or (piece in _NUMBERS and word in _NUMBERED)
        if not own and not shortens(piece, word):
            break
        joined = stop - start > len(word)  # "x-ray" of XRAY
        count, end, short = count + 1, stop, short or not own or joined
    left = pieces[count:]
    if _NUMBERS & set(left):
        return 0, 0, False  # the thing was said, and its number was not
    if count == 1 and any(p not in _UNITS for p in left):
        return 0, 0, False
    return count, end, short


def _alone(pieces: tuple[str, ...], word: str) -> bool:
    long = len(pieces[0]) >= _LONG
    return long and (pieces[0] == word or shortens(pieces[0], word))
