"""Who is said to do what: signs and sizes of a text, each tied to its columns.

A fragment that names no column speaks about the columns before it, or else after it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .fragments import Fragment
from .reading import Reader, Token

_CARRY = re.compile(r"^\W*(?:it|this|that|they|these|those|both|such|which|each)\b")
_THAN = re.compile(
    r"\bthan (?:a |the )?(?:typical|average|usual|others?|most|normal|base)"
)


@dataclass(frozen=True)
class Claim:
    """What a fragment says about columns."""

    columns: tuple[str, ...]
    signs: tuple[tuple[str, int], ...] = ()
    sizes: tuple[tuple[tuple[str, ...], Token], ...] = ()
    nothing: tuple[str, ...] = ()


def claims_of(reader: Reader, fragments: Sequence[Fragment]) -> list[Claim]:
    """Return what the fragments claim, each tied to its columns."""
    made: list[Claim] = []
    carried: list[str] = []
    for piece in dict.fromkeys(f.piece for f in fragments):
        mine = [f for f in fragments if f.piece == piece]
        pronoun = bool(_CARRY.search(mine[0].text))
        last = carried if pronoun else []
        made += _piece(reader, mine, last, fragments)
        named = [c for f in mine for c in f.columns]
        carried = named[-1:] if named else carried
    return made


def _piece(
    reader: Reader, mine: Sequence[Fragment], last: list[str], every: Sequence[Fragment]
) -> list[Claim]:
    made: list[Claim] = []
    pending: list[str] = []
    for at, fragment in enumerate(mine):
        speaks = bool(fragment.signs or fragment.sizes or fragment.has("none"))
        if not speaks:
            pending += fragment.columns
            last = fragment.columns or last
            continue
        group = list(dict.fromkeys([*pending, *fragment.columns])) or last
        if not group:
            group = next((f.columns for f in mine[at + 1 :] if f.columns), [])
        if not group and _overall(fragment, every):
            continue
        made.append(_tied(reader, fragment, group))
        pending = []
        last = fragment.columns or group
    compared = mine[-1].has("more_than") or mine[-1].has("less_than")
    if made and pending and mine[-1].columns and not mine[-1].sizes and not compared:
        made.append(_listed(made[-1], pending))
    return made


def _listed(claim: Claim, pending: Sequence[str]) -> Claim:
    """Columns listed after a sign word ('raised by a, b and c') share its sign."""
    signs = {s for _, s in claim.signs}
    if len(signs) != 1:
        return Claim(tuple(pending))
    sign = next(iter(signs))
    return Claim(tuple(pending), tuple((c, sign) for c in pending))


def _overall(fragment: Fragment, every: Sequence[Fragment]) -> bool:
    """Whether a fragment without columns speaks about the answer as a whole."""
    named = any(f.columns for f in every)
    whole = fragment.has("level") or _THAN.search(fragment.text) is not None
    return named and whole and not fragment.sizes


def _tied(reader: Reader, fragment: Fragment, group: list[str]) -> Claim:
    if not group:
        return Claim(())
    nothing = tuple(group) if fragment.has("none") else ()
    if nothing:
        return Claim(tuple(group), nothing=nothing)
    return Claim(
        tuple(group),
        tuple(_signed(reader, fragment, group)),
        tuple(_sized(fragment, group)),
    )


def _signed(
    reader: Reader, fragment: Fragment, group: list[str]
) -> list[tuple[str, int]]:
    if not fragment.signs:
        return []
    flips = {t: (-t.sign if reader.negated(t) else t.sign) for t in fragment.signs}
    if len({*flips.values()}) == 1:
        return [(c, flips[fragment.signs[0]]) for c in group]
    made = []
    for column in group:
        places = [t for t in fragment.tokens if t.column == column]
        if not places:
            made.append((column, flips[fragment.signs[-1]]))
            continue
        after = [t for t in fragment.signs if t.start >= places[-1].end]
        chosen = after[0] if after else fragment.signs[-1]
        made.append((column, flips[chosen]))
    return made


def _sized(fragment: Fragment, group: list[str]) -> list[tuple[tuple[str, ...], Token]]:
    sizes = fragment.sizes
    if not sizes:
        return []
    if fragment.has("together"):
        return [(tuple(group), t) for t in sizes[:1]]
    if len(sizes) == len(group) and len(sizes) > 1:
        return [((c,), t) for c, t in zip(group, sizes, strict=True)]
    made: list[tuple[tuple[str, ...], Token]] = []
    for size in sizes:
        named = [t for t in fragment.tokens if t.column and t.column in group]
        before = [t for t in named if t.end <= size.start]
        after = [t for t in named if t.start >= size.end]
        nearest = (
            before[-1].column if before else (after[0].column if after else group[-1])
        )
        made.append(((nearest,), size))
    return made
