"""The column to predict by its classes: several listed, one asked about, a grade asked for.

Invariant: a class alone tells its column only where no other column has it.
"""

from __future__ import annotations

import re

from ..facts import Facts, Kind
from .concepts import family_of, sides
from .indexing import SMALL_WORDS
from .naming import values_in
from .normal import parts, stem

Hit = tuple[str, int, int, float]
"""A column, where it is spoken of, and how surely."""
MOST_OUTCOMES = 20
"""Different words up to which a column of words is something to predict."""


def by_class(text: str, facts: Facts, *, asked: bool) -> list[Hit]:
    """Return the columns whose classes a message speaks of.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts
        Of the table.
    asked : bool
        Whether the column to predict was asked for.
    """
    ranked = _by_rank(text, facts) if asked else []
    return [
        *_by_values(text, facts),
        *_one_value(text, facts),
        *ranked,
        *_done_again(text, facts),
    ]


def _by_values(text: str, facts: Facts) -> list[tuple[str, int, int, float]]:
    """Return columns of which a message lists two or more values: 'ambulance or doctor'."""
    told: dict[str, set[str]] = {}
    for named in values_in(text, facts):
        told.setdefault(named.column, set()).add(str(named.value))
    return [
        (column, 0, len(text), 0.92)
        for column, said in told.items()
        if len(said) >= 2 and not said & {"yes", "no", "Yes", "No"}
    ]


_OR_NOT = re.compile(r"(?P<word>[^\W\d_]{3,})\W+or (?:not|no)\b", re.IGNORECASE)
_BECOMES = re.compile(
    r"\b(?:gets?|got|be|been|being|is|are|was|were|end(?:s|ed)? up|comes? out|came out|turns? out)(?: [a-z]+ly)? "
    r"(?P<word>[^\W\d_]{3,})\b",
    re.IGNORECASE,
)
"""What became of a row: "which ... get remade"."""


_LABEL = r"(?P<word>[^\W\d_]{2,}(?:[ -][^\W\d_]{2,})?)(?![\w-])"
_WHO_DOES = re.compile(
    r"\b(?:who|which (?:ones?|of them|\w+))(?: will| would| might| may| could|'ll| has| have| had"
    rf"| (?:is|are) going to)? {_LABEL}",
    re.IGNORECASE,
)
"""What somebody does: "who will leave" of those who left."""
_IS_ONE = re.compile(
    r"\b(?:who|which|what|whether)\b[^,.;!?]{0,20}?\b(?:is|are|be|becomes?|was|were|turns? into) "
    rf"(?:an? |the )?{_LABEL}",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:care about|interested in|looking for|worried about|after|find|catch|spot|predict"
    rf"|foresee) (?:only |just )?(?:the |our )?{_LABEL}",
    re.IGNORECASE,
)


def _stems(label: str) -> tuple[str, ...]:
    return tuple(stem(p) for p in parts(label.strip()))


def _one_value(text: str, facts: Facts) -> list[tuple[str, int, int, float]]:
    """Return the column of few classes that has one which a message asks about: "remake or not"."""
    found = []
    for form, score in _FORMS_OF_ONE:
        for match in form.finditer(text):
            owners = _owners(match["word"], facts)
            found += [(owners[0], *match.span(), score)] if len(owners) == 1 else []
    return found


_FORMS_OF_ONE = (
    (_OR_NOT, 0.92), (_BECOMES, 0.8), (_WHO_DOES, 0.8), (_IS_ONE, 0.8), (_ABOUT, 0.8),
)  # fmt: skip


def _owners(said: str, facts: Facts) -> list[str]:
    """Return the columns that have an outcome of that name, by its own words or its first."""
    for label in (_stems(said), _stems(said.split()[0])):
        if not label or (label[0] in SMALL_WORDS and len(label) == 1):
            continue
        owners = [
            c.name for c in facts.columns
            if not c.kind.numeric and 2 <= c.distinct <= _CLASSES
            and any(label == _stems(v) for v in c.values)
        ]  # fmt: skip
        if owners:
            return owners
    return []


_CLASSES = 8
"""Classes up to which one of them alone, asked about, tells the column."""
_RANK = re.compile(
    r"\b(?:grade|level|class|band|tier|rating|rank|stage|severity|category)s?\b", re.I
)
_SHORT_RANKS = frozenset(
    "gr grd gd cls clas lvl lev lv rtg rnk sev cat ctg kat".split()
)


def _by_rank(text: str, facts: Facts) -> list[tuple[str, int, int, float]]:
    """Return the one column of ordered classes, or so shortened, where a grade is asked for."""
    match = _RANK.search(text)
    if match is None:
        return []
    if any(stem(match.group()) in {stem(p) for p in parts(n)} for n in facts.names):
        return []  # a column is called so itself
    classes = [c for c in facts.columns if 3 <= c.distinct <= MOST_OUTCOMES]
    short = [c.name for c in classes if _SHORT_RANKS & set(parts(c.name))]
    ordered = [c.name for c in classes if c.kind is Kind.ORDERED]
    told = short or ordered
    return [(told[0], *match.span(), 0.92)] if len(told) == 1 else []


_AGAIN = re.compile(
    r"\b(?P<verb>[^\W\d_]{3,})(?: \w+){0,3}? (?:again|twice|once more|over again|all over)\b",
    re.I,
)


def _done_again(text: str, facts: Facts) -> list[tuple[str, int, int, float]]:
    """Return the columns that say in one word what is done again: reprint, reorder."""
    found = []
    for match in _AGAIN.finditer(text):
        word = stem("re" + match["verb"].casefold())
        found += [
            (c.name, *match.span(), 0.92)
            for c in facts.columns
            if word in {stem(p.replace("-", "")) for p in parts(c.name)}
            and 2 <= c.distinct <= MOST_OUTCOMES
        ]
    return found


def classes_said(text: str, facts: Facts) -> list[str]:
    """Return columns of which a message names two or more classes, by word form."""
    families: dict[str, set[bool]] = {}
    for side in sides(text):
        families.setdefault(side.family, set()).add(side.bad)
    found = []
    for column in facts.columns:
        if column.kind.numeric or not 3 <= column.distinct <= 12:
            continue
        named = {
            (s.family, s.bad)
            for v in column.values
            for s in sides(" ".join(parts(v)))
            if s.bad in families.get(s.family, ())
        }
        if len(families.get(family_of(column) or "", ())) == 2 or len(named) >= 2:
            found.append(column.name)
    return found
