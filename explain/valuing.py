"""Values told in a text, held against those of the row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .fragments import Fragment
from .normalising import value_text
from .reading import Named, Problem, Reader, Token, lexicon


def value_problems(reader: Reader, fragments: Sequence[Fragment]) -> Iterable[Problem]:
    """Return where a value is told that the row does not have."""
    for fragment in fragments:
        for token, columns in fragment.values:
            options = [n for n in reader.reasons if n.column in columns]
            if not any(_is_value(token, n) for n in options):
                said = reader.text[token.start : token.end].strip()
                yield "value", f"{said} is not the value of {' or '.join(columns)}"
    for token in reader.tokens:
        if token.kind == "column":
            yield from _claimed_text(reader, token.column, token.end)


def _is_value(token: Token, named: Named) -> bool:
    try:
        value = float(named.value)
    except (TypeError, ValueError):
        # A number inside a text value, such as the year of a date.
        return f"{token.number:g}" in re.findall(r"\d+", value_text(named.value))
    own = -token.number if token.sign < 0 else token.number
    # A value is told as it is, to the places printed; only 'about' allows tens.
    step = token.step if token.near or token.step < 1 else 1.0
    return (
        abs(own - value) <= 0.5 * min(step, max(1.0, 0.05 * abs(value))) * 1.000001
        or abs(own - value) <= 1e-9
    )


_COPULA = re.compile(
    r"^,?\s*(?P<copula>\(=|=|:|\(|is|was|being|of|at|which is|equals?|equal to|set to|has the value|with(?: the)? value)?\s*"
    r'(?P<quote>["\'])?(?P<said>[a-z][^,;.()=:\x00"]*)'
)
_SUBJECTS = frozenset(("it", "this", "that", "they", "these", "which"))
_SIGNS = ("=", ":", "(", "(=")
_SETS = (
    "is", "was", "being", "of", "at", "which is", "equals", "equal", "equal to", "set to",
)  # fmt: skip
_GIVES = ("", "=", ":", "(", "is", "was", "being", "of", "at", ", which is")
"""What may stand between a column and the value that it is given."""


@dataclass(frozen=True)
class _Claim:
    """A text behind a column that may pose as its value."""

    said: str
    copula: str
    strict: bool
    """A sign or quotes, or a size in brackets behind it: it can be nothing else."""
    loose: bool
    """A verb before it, or one behind it: a text may be a value, or just go on."""
    before_size: bool

    @property
    def words(self) -> list[str]:
        return self.said.split()


def _claimed_text(reader: Reader, column: str, at: int) -> Iterable[Problem]:
    """Find a text after a column that poses as its value and is not."""
    named = next(n for n in reader.reasons if n.column == column)
    actual = value_text(named.value)
    following = next(
        (t for t in reader.tokens if t.start >= at and t.kind != "then"), None
    )
    gap = reader.masked[at : following.start if following else None]
    if (
        following is not None
        and following.kind == "value"
        and following.column != column
    ):
        own = {n.column for n in reader.reasons if value_text(n.value) == actual}
        if gap.strip(" \"'") in _GIVES and following.column not in own:
            yield "value", f"{column} is given the value of {following.column}"
        return
    claim = _claim(gap, following)
    if claim and _poses(claim, named.value) and not _same(claim.said, actual):
        yield "value", f"{column} is told as {claim.said}, it is {actual}"


def _claim(gap: str, following: Token | None) -> _Claim | None:
    """Return what stands between a column and the next token, as a value of it."""
    found = _COPULA.match(gap)
    said = found["said"].strip(" \"'-") if found else ""
    if found is None or not said.split():
        return None
    copula = found["copula"] or ""
    unhedged = re.sub(rf"(?:{lexicon()['hedge'].pattern})\s*$", "", gap.rstrip())
    before_size = (
        following is not None
        and following.kind == "number"
        and following.sign != 0
        and unhedged.rstrip().endswith("(")
    )
    strict = copula in _SIGNS or bool(found["quote"]) or (before_size and not copula)
    # 'region north raises ...': a text between a column and its verb poses as a value.
    bare = not copula and following is not None and following.kind == "sign"
    loose = copula in _SETS or (bare and len(said.split()) <= 3)
    return _Claim(said, copula, strict, loose, before_size)


def _poses(claim: _Claim, value: Any) -> bool:
    """Return whether a text can only be meant as the value of its column."""
    strict, words = claim.strict, claim.words
    if not (strict or claim.loose):
        return False
    if _numeric(value):
        if not strict and claim.said != "missing":
            return False
        if strict and not claim.before_size and claim.copula != "=":
            return False
    weak = lexicon()["no_value"].fullmatch(words[0]) or words[0].endswith(("ly", "ing"))
    # 'region: it drags ...' goes on talking; 'region: no' tells a value.
    return not (weak and (not strict or len(words) > 2 or words[0] in _SUBJECTS))


def _numeric(value: Any) -> bool:
    return (isinstance(value, int | float) and not isinstance(value, bool)) or (
        hasattr(value, "dtype") and getattr(value.dtype, "kind", "") in "iuf"
    )


def _same(said: str, actual: str) -> bool:
    def plain(text: str) -> str:
        return re.sub(r"[\W_]+", " ", text).strip()

    one, other = plain(said), plain(actual)
    if not other:
        return True
    return (
        one == other
        or one.startswith(f"{other} ")
        or (len(one) >= 4 and other.startswith(f"{one} "))
    )
