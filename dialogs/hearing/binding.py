"""Which column a number of a question belongs to, by all the evidence there is.

Weighed are the column named nearest, the unit, an adjective or verb that speaks of a
column, and whether the column ever holds such a number. Invariant: a number without
evidence stays unbound, and one with two columns alike says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..facts import ColumnFacts, Facts
from .counted_noun import before_column, noun_column, own_words, part_column
from .fitting import fits_measure, likely
from .lexis import loaded
from .measure import MOVES, SETS, Measure
from .measured import ended
from .mentions import NAME, Cue, cues, tokens, words_of
from .normal import stem

ENOUGH = 0.42
"""Evidence that binds a number to a column."""
CLOSE = 0.07
"""Two columns that are nearer than this fit alike."""


@dataclass(frozen=True)
class Bound:
    """A number with the column it belongs to, where there is one."""

    measure: Measure
    column: str | None = None
    score: float = 0.0
    cue: Cue | None = None
    rival: str | None = None


def bound(
    text: str, facts: Facts, numbers: Sequence[Measure], without: Iterable[str] = ()
) -> list[Bound]:
    """Return the numbers with their columns.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts
        Of the table.
    numbers : sequence of Measure
        Those that belong to columns, in order.
    without : iterable of str
        Columns that are not meant.
    """
    made: list[Bound] = []
    every = [c for c in cues(text, facts) if c.column not in set(without)]
    for i in range(len(numbers)):
        if i and numbers[i].paired and numbers[i - 1].start == numbers[i].start:
            made.append(replace(made[-1], measure=numbers[i]))  # the ends of a decade
            continue
        used = {(b.cue.start, b.cue.end) for b in made if b.cue}
        free = [c for c in every if (c.start, c.end) not in used]
        made.append(_best(text, facts, numbers, i, free))
    return _inherited(text, made)


def _best(
    text: str, facts: Facts, numbers: Sequence[Measure], i: int, every: list[Cue]
) -> Bound:
    one = numbers[i]
    every = own_words(text, one, every)
    scores: dict[str, tuple[float, Cue | None]] = {}
    for column in facts.columns:
        if not _can_hold(column, one):
            continue
        near = [c for c in every if c.column == column.name]
        named, cue = _named(text, numbers, i, near)
        score = named + fits_measure(column, one) + likely(column, one)
        scores[column.name] = (score, cue)
    people = _people(text, facts, one, numbers, i)
    if people and _beside_people(text, one):
        held, cue = scores[people]
        scores[people] = (max(held, 0.55 + likely(facts.column(people), one)), cue)
    counted = noun_column(text, one, facts) or before_column(text, one, facts)
    ranked = sorted(scores.items(), key=lambda s: -s[1][0])
    if counted in scores and not _whole(ranked[0][1][1]):
        ranked.sort(key=lambda s: s[0] != counted)
        ranked[0] = counted, (ranked[0][1][0] + _COUNTED, ranked[0][1][1])
    part = part_column(text, one, facts)
    if part in scores and _weak(ranked[0][1][1]):
        return Bound(one, part, ENOUGH, scores[part][1])
    if not ranked or ranked[0][1][0] < ENOUGH:
        people = people or part or _only_named(ranked, one)
        return Bound(one, people, ENOUGH) if people else Bound(one)
    name, (score, cue) = ranked[0]
    if cue and cue.start >= one.end:
        one = ended(one, text, cue.end)
    close = len(ranked) > 1 and score - ranked[1][1][0] < CLOSE
    return Bound(one, name, score, cue, ranked[1][0] if close else None)


_COUNTED = 2.0
"""Evidence of the noun right behind a number, beyond that of all other words."""


def _weak(cue: Cue | None) -> bool:
    """Return whether a column is but hinted at: by a verb, or by a word for the rows."""
    return cue is None or cue.weight < _HINT


_HINT = 0.75
"""Weight below which a sign of a column is but a hint."""


def _whole(cue: Cue | None) -> bool:
    """Return whether a column is named by the whole of its header."""
    return cue is not None and cue.kind == NAME and cue.weight >= 0.9


def _can_hold(column: ColumnFacts, one: Measure) -> bool:
    if column.kind.numeric:
        return True
    return one.role != MOVES and one.key == "is" and f"{one.said}" in column.values


def _named(
    text: str, numbers: Sequence[Measure], i: int, near: list[Cue]
) -> tuple[float, Cue | None]:
    """Return how strongly a column is named beside a number, and by which words."""
    low = max(_hard_before(text, numbers[i].opens),
              numbers[i - 1].closes if i and not numbers[i].paired else 0)  # fmt: skip
    if i and numbers[i].paired:
        low = max(low, numbers[i - 2].closes if i > 1 else 0)
    if numbers[i].role in (MOVES, SETS):
        low = _hard_before(text, numbers[i].opens)
    high = min(_hard_after(text, numbers[i].closes),
               numbers[i + 1].opens if i + 1 < len(numbers) else len(text))  # fmt: skip
    best: tuple[float, Cue | None] = (0.0, None)
    for cue in near:
        weight = 0.0
        if low <= cue.start and cue.end <= numbers[i].opens + 1:
            weight = cue.weight * _left(
                text[cue.end : numbers[i].opens], cue, numbers[i].role == MOVES
            )
        elif cue.start >= numbers[i].end and cue.start < high:
            weight = cue.weight * _right(text, numbers[i], cue)
        elif numbers[i].opens <= cue.start and cue.end <= numbers[i].start:
            weight = cue.weight  # within the comparator: "past the age of"
        if weight > best[0]:
            best = weight, cue
    return best


def _hard_before(text: str, at: int) -> int:
    hits = [m.end() for m in re.finditer(r"[.;?!:]\s", text[:at])]
    return max(hits, default=0)


def _hard_after(text: str, at: int) -> int:
    found = re.search(r"[.;?!:](?:\s|$)", text[at:])
    return at + found.start() if found else len(text)


def _left(between: str, cue: Cue, moves: bool) -> float:
    """Return how well a number holds to a column before it.

    A number that moves a column may have a row's number between: "the rent of flat 58
    goes up by 120".
    """
    gap = len(tokens(between))
    factor = 1.15 if gap == 0 else max(0.3, 1.0 - 0.05 * gap)
    if re.search(r"\d", between) and not moves:
        factor *= 0.8
    if re.search(r",|\b(?:and|or|but)\b", between):
        factor *= 0.7
    if cue.kind == NAME and re.search(r"\b(?:for|among|how|what|why)\b", between):
        factor *= 0.8
    return factor


_PARTS = re.compile(
    r"\b(?:with|and|or|who|whose|have|has|than|if|when|would|will|is|are|get|got|how|what|why|that"
    r"|be|to|was|were|on|as|then|because|given)\b|[,;()]", re.IGNORECASE,
)  # fmt: skip
_NEXT = re.compile(
    r"\s*(?:levels?|values?)?\s*(?:is|are|was|were|of|at|sits|=|<|>|over|under|above|below|greater|less"
    r"|more|higher|lower|between|exactly|past|at least|at most)\b[^,;]{0,16}?\d", re.IGNORECASE,
)  # fmt: skip


def _right(text: str, one: Measure, cue: Cue) -> float:
    """Return how well a number holds to a column behind it."""
    between = text[min(one.closes, cue.start) : cue.start]
    gap = len(tokens(between))
    loose = re.sub(
        r"\b(?:or more|or less|or above|or below|of|in|per)\b", "", between, flags=re.I
    )
    if one.role == MOVES:
        loose = re.sub(r"\b(?:to|on)\b", "", loose, flags=re.IGNORECASE)
    if _NEXT.match(text, cue.end):
        return 0.15
    if _PARTS.search(loose) or re.search(
        r"\b(?:set|make|change|show|tell|give|predict)\b", loose
    ):
        return 0.15
    return 1.1 if gap == 0 else max(0.2, 1.0 - 0.12 * gap)


def _beside_people(text: str, one: Measure) -> bool:
    """Return whether people stand right before a number: 'people over 50'."""
    near = [t.text for t in tokens(text[: one.opens])][-2:]
    people = set(loaded("measures")["rows"]["people"])
    return any(w in people for w in near)


def _only_named(
    ranked: list[tuple[str, tuple[float, Cue | None]]], one: Measure
) -> str | None:
    """Return the column that alone has any word of a message: 'claims above 1000'."""
    named = [n for n, (_, cue) in ranked if cue is not None and cue.kind == NAME]
    return named[0] if len(named) == 1 and one.key != "is" else None


def _people(
    text: str, facts: Facts, one: Measure, numbers: Sequence[Measure], i: int
) -> str | None:
    """Return the age column where people stand beside a number and no column does."""
    ages = [
        c.name
        for c in facts.columns
        if c.kind.numeric and stem("age") in words_of(c.name)
    ]
    ages = [a for a in ages if words_of(a) == {stem("age")}] or ages
    if len(ages) != 1 or one.unit not in ("", stem("year")) or one.per or one.percent:
        return None
    low = numbers[i - 1].closes if i else 0
    near = [t.text for t in tokens(text[low : one.opens])][-4:]
    people = set(loaded("measures")["rows"]["people"])
    if one.role == MOVES or (
        one.key == "is" and "aged" not in text[one.opens : one.start]
    ):
        return None
    many = re.match(r"'?s\b", text[one.end :])  # "the over 65s"
    return ages[0] if many or any(w in people for w in near) else None


_JOINED = re.compile(
    r"\s*,?\s*(?:and|but|or|to)?\s*(?:are |is |also |not |then )*", re.I
)


def _inherited(text: str, made: list[Bound]) -> list[Bound]:
    """Return the numbers; one without a column shares that of its neighbour."""
    found = list(made)
    for i, one in enumerate(found):
        for j in (i - 1, i + 1):
            if (one.column is not None and not one.measure.paired) or not 0 <= j < len(
                found
            ):
                continue
            first, last = sorted((i, j))
            between = text[found[first].measure.closes : found[last].measure.opens]
            paired = found[last].measure.paired
            if found[j].column and (paired or _JOINED.fullmatch(between)):
                if paired and one.column and one.score >= found[j].score:
                    found[j] = Bound(found[j].measure, one.column, one.score)
                else:
                    one = found[i] = Bound(
                        one.measure, found[j].column, found[j].score, None
                    )
    return found
