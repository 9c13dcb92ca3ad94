"""A text in fragments: columns, signs, sizes, values and levels, each where it stands.

A text is cut into sentences and these into fragments at commas and conjunctions. A number
is a size, a value of a column, a level of the answer, or counts something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .reading import MASK, Reader, Token, lexicon

_CUT = re.compile(
    r",(?!\d)|;|\b(?:and|while|but|whereas|although|though|yet|which|so|because|since|plus)\b"
)
_COUNT_BEFORE = re.compile(
    r"(?:\brows?|\btop|\bfirst|\b(?:driver|reason|factor|feature|cause|step|point|item)|\bnumber|\brank(?:ed|s)?|#|\bno\.?|\bthese|\bthe)\s*$"
)
OF_WHOLE = re.compile(
    r"\s*of (?:what|the (?:difference|gap|answer|whole|total|distance))\b"
)
"""After a number: it tells a share of all parts, and is neither a part nor a level."""

PERCENT = 100.0
"""A bare number may mean so many in 100 anyway."""

_BY = re.compile(
    r"(?:\bby|\bworth|\bcontribut(?:es|ing|ed)|\beffect of|\bpart of|\bsize of|\bimpact of|\badds|\badding)"
    r"\s*(?:(?:up to|just|an?|extra|another|nearly|only|over)\s*)*(?:[$€£]\s*)?$"
)


@dataclass
class Fragment:
    """A stretch of text between two cuts, with what it holds.

    Attributes
    ----------
    columns : list of str
        Named in it, in order, by name or by value.
    signs, sizes : list of Token
    values : list of (Token, columns)
        Numbers that pose as values of one of these columns.
    levels : list of Token
        Numbers that tell the answer itself.
    piece : int
        Which sentence it belongs to.
    """

    start: int
    end: int
    piece: int
    tokens: list[Token]
    columns: list[str] = field(default_factory=list)
    signs: list[Token] = field(default_factory=list)
    sizes: list[Token] = field(default_factory=list)
    values: list[tuple[Token, list[str]]] = field(default_factory=list)
    levels: list[Token] = field(default_factory=list)
    text: str = ""

    def has(self, kind: str) -> bool:
        """Return whether a kind of word stands in it."""
        return any(t.kind == kind for t in self.tokens)


def fragments_of(reader: Reader) -> list[Fragment]:
    """Return the fragments of a text, their numbers sorted into sizes and values."""
    made: list[Fragment] = []
    for piece, (start, end) in enumerate(reader.pieces()):
        cuts = list(_CUT.finditer(reader.masked, start, end))
        ends = [m.start() for m in cuts] + [end]
        begins = [start] + [m.end() for m in cuts]
        for a, b in zip(begins, ends, strict=True):
            tokens = [t for t in reader.tokens if a <= t.start < b]
            if tokens:
                fragment = Fragment(a, b, piece, tokens, text=reader.text[a:b])
                _fill(reader, fragment)
                made.append(fragment)
    for at, fragment in enumerate(made):
        _sort_numbers(reader, fragment, made[:at], made[at + 1 :])
    _share_scales(made)
    return made


def _share_scales(fragments: Sequence[Fragment]) -> None:
    """'+4 in 1,000' and then '−3' in the same sentence: that is in 1,000 too."""
    scales: dict[int, float] = {}
    for fragment in fragments:
        for at, size in enumerate(fragment.sizes):
            last = scales.get(fragment.piece, 0.0)
            if size.scale:
                scales[fragment.piece] = size.scale
            elif size.sign and last > PERCENT:
                fragment.sizes[at] = replace(size, scale=last)


def _fill(reader: Reader, fragment: Fragment) -> None:
    for token in fragment.tokens:
        if token.kind in ("column", "value") and token.column not in fragment.columns:
            named = [t for t in fragment.tokens if t.kind == "column"]
            # A value beside its own column, or shared by it, names nobody new.
            own = any(_shares(reader, t.column, token.column) for t in named)
            if token.kind == "value" and own:
                continue
            fragment.columns.append(token.column)
    fragment.signs = [t for t in fragment.tokens if t.kind == "sign"]
    if len(fragment.signs) > 1 or fragment.has("then"):
        fragment.signs = [
            t for t in fragment.signs if not _about_column(reader, t, fragment)
        ]
    elif fragment.signs and _subject_rises(reader, fragment.signs[0], fragment):
        fragment.signs = []


def _shares(reader: Reader, one: str, other: str) -> bool:
    values = {n.column: n.value for n in reader.reasons}
    return one == other or values.get(one) == values.get(other)


def _about_column(reader: Reader, sign: Token, fragment: Fragment) -> bool:
    """Whether a sign word describes the column ('rising tenure', 'as tenure rises')."""
    after = reader.masked[sign.end :]
    participle = reader.text[sign.start : sign.end].endswith(("ing", "ed"))
    if (
        participle
        and re.match(rf"\s{{0,2}}{MASK}", after)
        and any(
            t.kind == "column" and 0 <= t.start - sign.end <= 2 for t in fragment.tokens
        )
    ):
        return True
    return _subject_rises(reader, sign, fragment)


def _subject_rises(reader: Reader, sign: Token, fragment: Fragment) -> bool:
    for token in fragment.tokens:
        if token.kind == "column" and 0 <= sign.start - token.end <= 2:
            before = reader.text[max(0, token.start - 12) : token.start]
            if re.search(r"\b(?:as|when|if|once|the more)\s+(?:the |your )?$", before):
                return True
    return False


def _sort_numbers(
    reader: Reader,
    fragment: Fragment,
    earlier: Sequence[Fragment],
    later: Sequence[Fragment],
) -> None:
    same = [f for f in earlier if f.piece == fragment.piece]
    columns = fragment.columns or _nearest(same, later, fragment.piece)
    for token in fragment.tokens:
        if token.kind != "number":
            continue
        before = reader.text[fragment.start : token.start]
        after = reader.text[token.end : token.end + 24]
        if _is_count(before, after, token) or OF_WHOLE.match(after):
            continue
        if _is_size(reader, fragment, token, before, columns):
            if _is_level(fragment, token) and not _compares(reader, token):
                fragment.levels.append(token)
            else:
                fragment.sizes.append(token)
        elif columns and not _is_level(fragment, token):
            fragment.values.append((token, _beside(fragment, token, columns)))


def _nearest(
    earlier: Sequence[Fragment], later: Sequence[Fragment], piece: int
) -> list[str]:
    for fragment in (*reversed(earlier), *later):
        if fragment.columns and fragment.piece == piece:
            return fragment.columns
    return []


def _beside(fragment: Fragment, token: Token, columns: list[str]) -> list[str]:
    """Return whose value a number is: the column right before it, else any near."""
    named = [t for t in fragment.tokens if t.kind == "column"]
    before = [t for t in named if 0 <= token.start - t.end <= 22]
    after = [t for t in named if 0 <= t.start - token.end <= 14]
    if before:
        return [before[-1].column]
    return [after[0].column] if after else list(columns)


def _is_count(before: str, after: str, token: Token) -> bool:
    if token.scale or token.sign:
        return False
    word = re.match(r"\s*(?:[a-z]+ )?(" + lexicon()["counted"].pattern + ")", after)
    if word is not None and "in " not in after[:4]:
        return True
    found = _COUNT_BEFORE.search(before)
    return found is not None and found[0].strip() not in ("the", "these")


def _is_size(
    reader: Reader, fragment: Fragment, token: Token, before: str, columns: list[str]
) -> bool:
    if token.sign and not token.scale:
        # '-5' right after a column may be its value.
        named = [n for n in reader.reasons if n.column in columns]
        direct = re.search(
            rf"{MASK}\s*(?:is|was|of|at|=|:)?\s*$", reader.masked[: token.start]
        )
        own = token.number * token.sign
        if direct and any(_near(n.value, own, token.step) for n in named):
            return False
    if token.scale or token.sign:
        return True
    bare = re.sub(
        r"(?:" + lexicon()["hedge"].pattern + r")\s*$", "", before.rstrip()
    ).rstrip()
    if _BY.search(bare + " ") or _BY.search(bare):
        return True
    cleared = reader.masked[: token.start].rstrip()
    last_sign = [t for t in fragment.signs if t.end <= token.start]
    if last_sign:
        between = reader.text[last_sign[-1].end : token.start]
        between = re.sub(lexicon()["hedge"].pattern, "", between).strip(" $€£")
        if between in ("", "by", "an extra", "another", "(", "of"):
            return True
    numeric = any(
        _number(n.value) is not None for n in reader.reasons if n.column in columns
    )
    return cleared.endswith("(") and not numeric


def _number(value: object) -> float | None:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None


def _near(value: object, shown: float, step: float) -> bool:
    known = _number(value)
    return known is not None and abs(known - shown) <= 0.5 * min(step, 1.0) + 1e-9


_COMPARES = re.compile(
    r"^[^a-z]*(?:\s*(?:percentage )?points?|\s*(?:in|out of) 100|%)?\s+(?:higher|lower|more|less"
    r"|up|down|above|below)\b"
)


def _compares(reader: Reader, token: Token) -> bool:
    """Whether a number is a step from somewhere: '9 points higher'."""
    return bool(_COMPARES.match(reader.text[token.start : token.end + 32]))


def _is_level(fragment: Fragment, token: Token) -> bool:
    """Whether a number tells the answer and not a part of it."""
    if token.sign or any(0 <= t.start - token.end <= 2 for t in fragment.signs):
        return False
    marks = [t for t in fragment.tokens if t.kind == "level" and t.end <= token.start]
    marks = [
        m for m in marks
        # 'from 27' tells a level, 'takes away from the risk: 9' does not.
        if m.end - m.start != 4 or token.start - m.end <= 9
    ]  # fmt: skip
    if not marks:
        return False
    between = [
        t for t in fragment.tokens
        if marks[-1].end <= t.start < token.start and t.kind in ("column", "sign")
    ]  # fmt: skip
    return not between
