"""Words of order held against the sizes: most, more than, then, second, tied.

With standard errors an order is confirmed only where the range of the difference excludes
zero; without them the larger size is the larger one.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Sequence

from .fragments import Fragment
from .reading import Named, Reader, Token

Problem = tuple[str, str]

_GROUP = re.compile(
    r"most(?:ly)?|main(?:ly)?|chiefly|primarily|above all|predominantly|principally"
)
_CONTRAST = re.compile(
    r"\b(?:but|while|whereas|although|against|other way|pulling|offset)\b"
)
_ALIKE = 0.25


def order_problems(
    reader: Reader, fragments: Sequence[Fragment], known: Sequence[Named]
) -> Iterable[Problem]:
    """Return what is said about order and is not so.

    Parameters
    ----------
    reader : Reader
    fragments : sequence of Fragment
    known : sequence of Named
    """
    sizes = {n.column: n for n in known}
    for piece in dict.fromkeys(f.piece for f in fragments):
        mine = [f for f in fragments if f.piece == piece]
        yield from _compared(reader, mine, sizes)
        yield from _sequence(mine, sizes)
        for at, fragment in enumerate(mine):
            yield from _extremes(reader, mine, at, sizes)
            yield from _ranks(fragment, mine[:at], sizes)
    yield from _falling(_numbered(reader), sizes)
    if any(f.has("listed_first") for f in fragments):
        named = [c for f in fragments for c in f.columns]
        yield from _falling(list(dict.fromkeys(named)), sizes)


def larger(one: Named, other: Named) -> bool:
    """Return whether one size is above another, beyond the noise where it is known."""
    gap = abs(one.part) - abs(other.part)
    if one.se is None or other.se is None:
        return gap > 0
    return gap > 1.96 * math.hypot(one.se, other.se)


def _columns(fragments: Sequence[Fragment]) -> list[Token]:
    return [t for f in fragments for t in f.tokens if t.kind in ("column", "value")]


def _compared(
    reader: Reader, mine: Sequence[Fragment], sizes: dict[str, Named]
) -> Iterable[Problem]:
    named = _columns(mine)
    for fragment in mine:
        for token in fragment.tokens:
            if token.kind not in ("more_than", "less_than", "equal"):
                continue
            before = [t for t in named if t.end <= token.start]
            after = [t for t in named if t.start >= token.end]
            if token.kind == "equal":
                yield from _alike([t.column for t in named], sizes)
                continue
            if not before or not after or after[0].start - token.end > 30:
                continue
            one, other = before[-1].column, after[0].column
            if reader.negated(token):
                continue
            if token.kind == "less_than":
                one, other = other, one
            if one != other and not larger(sizes[one], sizes[other]):
                yield "order", f"{one} is said to weigh more than {other}"


def _alike(columns: Sequence[str], sizes: dict[str, Named]) -> Iterable[Problem]:
    names = list(dict.fromkeys(columns))
    for one, other in itertools.pairwise(names):
        a, b = sizes[one], sizes[other]
        gap = abs(abs(a.part) - abs(b.part))
        noise = 1.96 * math.hypot(a.se or 0.0, b.se or 0.0)
        if gap > max(noise, _ALIKE * max(abs(a.part), abs(b.part))):
            yield "order", f"{one} and {other} are said to weigh the same"


def _sequence(mine: Sequence[Fragment], sizes: dict[str, Named]) -> Iterable[Problem]:
    named = _columns(mine)
    for fragment in mine:
        for token in fragment.tokens:
            if token.kind != "then":
                continue
            before = [t.column for t in named if t.end <= token.start]
            after = [t.column for t in named if t.start >= token.end]
            if before and after and before[-1] != after[0]:
                yield from _falling([before[-1], after[0]], sizes)


def _falling(columns: Sequence[str], sizes: dict[str, Named]) -> Iterable[Problem]:
    for one, other in itertools.pairwise(columns):
        if not larger(sizes[one], sizes[other]):
            yield "order", f"{one} is named before {other}, and is not larger"


_NUMBERED = re.compile(
    r"(?:\b(?:driver|reason|factor|rank|number|no\.?|place)|#) ?(\d) ?[:.)=-]*\s*(?:is )?$"
)


def _numbered(reader: Reader) -> list[str]:
    """Return columns that a text numbers, such as 'reason 1: tenure', in that order."""
    found: dict[int, str] = {}
    for token in reader.tokens:
        if token.kind == "column":
            before = reader.text[max(0, token.start - 20) : token.start]
            if said := _NUMBERED.search(before):
                found.setdefault(int(said[1]), token.column)
    return [found[n] for n in sorted(found)]


def _extremes(
    reader: Reader, mine: Sequence[Fragment], at: int, sizes: dict[str, Named]
) -> Iterable[Problem]:
    fragment = mine[at]
    for token in fragment.tokens:
        if token.kind not in ("most", "least") or reader.negated(token, reach=12):
            continue
        group = _group(reader, mine, at, token)
        if not group:
            continue
        rest = [n for c, n in sizes.items() if c not in group]
        scope = _scope(fragment, group, sizes)
        if scope:
            rest = [n for n in rest if n.part * scope > 0]
        for column in group:
            for other in rest:
                most = token.kind == "most"
                one, two = (sizes[column], other) if most else (other, sizes[column])
                if not larger(one, two):
                    said = "most" if most else "least"
                    yield (
                        "order",
                        f"{column} is said to matter {said}, {other.column} differs",
                    )
                    return


def _group(
    reader: Reader, mine: Sequence[Fragment], at: int, token: Token
) -> list[str]:
    """Return whom a superlative is about."""
    fragment = mine[at]
    word = reader.text[token.start : token.end]
    if _GROUP.fullmatch(word) and not _columns_before(fragment, token):
        found: list[str] = []
        for later in mine[at:]:
            if later is not fragment and (
                later.has("then") or _CONTRAST.search(later.text)
            ):
                break
            if later is not fragment and later.has("sign") and not later.columns:
                break
            found += [c for c in later.columns if c not in found]
        return found
    if fragment.columns:
        joined = _joined(mine, at)
        return [*joined, *(c for c in fragment.columns if c not in joined)]
    for other in (*mine[at + 1 :], *reversed(mine[:at])):
        if other.columns:
            return other.columns[:1]
    return []


def _columns_before(fragment: Fragment, token: Token) -> bool:
    return any(t.column and t.end <= token.start for t in fragment.tokens)


def _joined(mine: Sequence[Fragment], at: int) -> list[str]:
    """Return columns listed right before ('a and b matter most')."""
    found: list[str] = []
    for earlier in reversed(mine[:at]):
        bare = earlier.columns and not earlier.signs and not earlier.sizes
        if not bare or any(t.kind not in ("column", "value") for t in earlier.tokens):
            break
        found = [*earlier.columns, *found]
    return found


def _scope(fragment: Fragment, group: Sequence[str], sizes: dict[str, Named]) -> int:
    """Return the sign within which a superlative ranks, 0 for all."""
    if not fragment.signs:
        return 0
    signs = {1 if sizes[c].part > 0 else -1 for c in group}
    return next(iter(signs)) if len(signs) == 1 else 0


def _ranks(
    fragment: Fragment, earlier: Sequence[Fragment], sizes: dict[str, Named]
) -> Iterable[Problem]:
    for kind, rank in (("second", 2), ("third", 3)):
        if not fragment.has(kind):
            continue
        columns = fragment.columns or next(
            (f.columns for f in reversed(earlier) if f.columns), []
        )
        if len(columns) != 1:
            continue
        above = [
            n for c, n in sizes.items()
            if c != columns[0] and abs(n.part) > abs(sizes[columns[0]].part)
        ]  # fmt: skip
        if len(above) != rank - 1:
            yield "order", f"{columns[0]} is not number {rank}"
