"""Whether words name a value or a header: in another form, shortened, or written apart."""

from __future__ import annotations

from .abbreviating import shortens
from .concepts import FALSE, TRUE
from .indexing import SMALL_WORDS
from .mentions import Token
from .normal import parts, stem

_ALIKE = 5
"""Letters that two words must begin with alike to be one: medical, medicine."""
_LOOSE = frozenset(
    stem(w)
    for w in "flag is has status indicator ind yn jn bool type number flg the".split()
)


def whole_header(header: str, said: set[str]) -> bool:
    """Return whether all words of a header are said."""
    wanted = {stem(p) for p in parts(header)} - _LOOSE
    return bool(wanted) and wanted <= said


def names_value(words: tuple[Token, ...], value: str, text: str) -> bool:
    """Return whether words name a value: in another form, shortened, or written apart."""
    plain = value.strip().casefold()
    if plain in TRUE | FALSE or plain.isdigit() or plain in SMALL_WORDS:
        return False
    said = text[words[0].start : words[-1].end]
    if len(plain) <= 3:
        same = said in (value, f"{value}s")
        return same or (len(words) == 1 and _shortened(value, words[0]))
    whole = "".join(parts(value))
    joined = "".join(t.text for t in words)
    if stem(joined) == stem(whole) or stem(joined.replace("-", "")) == stem(whole):
        return True
    if len(words) > 1:
        return {t.stem for t in words} == {stem(p) for p in parts(value)}
    return _shortened(value, words[0]) or alike_words(whole, joined)


def _shortened(value: str, word: Token) -> bool:
    """Return whether a value is short for a word: MORTG of mortgage."""
    piece = value.strip().casefold()
    begun = len(word.text) > len(piece) + 1 and word.text.startswith(piece)
    return (
        value.isupper()
        and piece.isalpha()
        and len(piece) >= 3
        and (begun or shortens(piece, word.text))
    )


def alike_words(one: str, other: str) -> bool:
    """Return whether two words differ only in their endings: medical, medicine."""
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return same >= _ALIKE and max(len(one), len(other)) - same <= 3
