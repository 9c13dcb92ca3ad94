"""Classes that a message names, and which of them it says is taken for which.

A pair is (what it is, what is said). Invariant: two classes make a pair only where words
between or before them tell which is which.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from .normal import parts, stem
from .reading import Context


@dataclass(frozen=True)
class Named:
    """A class that a message names, and where."""

    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Mixup:
    """A class taken for another, and where the message says so."""

    true: str
    said: str
    start: int
    end: int


def classes_named(text: str, context: Context) -> list[Named]:
    """Return the target's classes that a text names, each place of them, in order."""
    target = context.brief.get("table.target")
    column = context.facts.column(target) if context.facts and target else None
    if column is None or column.distinct > 12:
        return []
    tokens = [
        (p, *m.span()) for m in re.finditer(r"[^\W_]+", text) for p in parts(m.group())
    ]
    found = [
        n for value in column.values if value for n in _places(value, tokens, text)
    ]
    return sorted(found, key=lambda n: (n.start, -n.end))


def _places(value: str, tokens: list[tuple[str, int, int]], text: str) -> list[Named]:
    roots = [stem(p) for p in parts(value)]
    if not roots:
        return []
    if len(value) <= 2 and value.isalpha():
        form = _LETTER.format(value=value)
        return [Named(value, *m.span()) for m in re.finditer(form, text)]
    found = []
    for i, (word, start, end) in enumerate(tokens):
        run = [stem(t) for t, _, _ in tokens[i : i + len(roots)]]
        if run == roots:
            found.append(Named(value, start, tokens[i + len(roots) - 1][2]))
        elif len(roots[0]) >= _ENOUGH and stem(word) == roots[0]:
            found.append(Named(value, start, end))
        elif i + 1 < len(tokens) and stem(word) + tokens[i + 1][0] == roots[0]:
            found.append(Named(value, start, tokens[i + 1][2]))  # "drops out"
    return found


_LETTER = r"(?<![\w'])(?:(?<!^)(?<![.!?] ){value}|{value}(?=\s(?:instead|as|called|sold|for)\b))(?![\w'])"
"""A class of a letter: in upper case, and no article at the head of a sentence."""
_ENOUGH = 3
"""Letters from which the first word of a class stands for it."""

_CUE = (
    r"(?:call|label|sell|sold|grad|pass|tak|took|treat|mark|declar|book|mistak|mistook|class|put|sort|ship"
    r"|send|sent|go(?:es|ing)?\b|went|rat(?:e|ing)|score|let|wav|fil(?:e|ing)|tag|read)\w*"
)
_CALLED = re.compile(rf"\b{_CUE}\b[^.;,:]{{0,24}}$", re.IGNORECASE)
"""Before the class that is called another: "calling a dump standard"."""
_ARTICLE = r"(?:an?\s|the\s|if it were\s)*$"
_AS = re.compile(
    r"^\s(?:[\w']+\s){0,4}?(?:as|for|to be|like|into|on(?: the)?|in with|called|labelled|taken for"
    rf"|sold as)\s{_ARTICLE}",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^\s(?:(?!and\b|or\b|not\b|but\b|when\b|to\b|from\b|is\b|are\b|was\b)[a-z]+\s)?(?:an?\s|the\s)?$",
    re.IGNORECASE,
)
"""Between two classes where the first is called: "calling a lost case won"."""
_MIXING = re.compile(
    r"\b(?:mix\w*|confus\w*|swap\w*|muddl\w*)(?:[- ]?ups?)?\s(?:up\s|between\s|of\s|with\s)*"
    r"(?:an?\s|the\s|still[- ])?$",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"^\s(?:\w+\s)?(?:and|with|or|for)\s(?:an?\s|the\s)?$", re.IGNORECASE
)
"""Between two classes that are mixed up, in both ways: "mixing up A and B"."""
_MIXED_UP = re.compile(
    r"\s?(?:(?:is|are|being|getting|get|gets|when|were)\s)?(?:mix\w*|confus\w*|swap\w*|muddl\w*"
    r"|interchang\w*|the wrong way round)\b",
    re.IGNORECASE,
)
"""Behind two classes taken for each other, in both ways: "A and B mixed up"."""
_PAST = re.compile(
    rf"^\s(?:[\w']+\s){{0,5}}?(?:{_CUE}|called|labelled|that (?:goes|went) out)\s(?:out\s|off\s|down\s)?"
    rf"(?:as\s|for\s)?{_ARTICLE}",
    re.IGNORECASE,
)
"""Between two classes of which the first is called the second: "boiler called grinder"."""
_SAID = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|tell|telling|told|predict\w*|send\w*|sent|bring\w*|brought|book\w*|call\w*"
    r"|guess\w*|order\w*|announc\w*|giv\w*|offer\w*)\b[^.;:]{0,40}$",
    re.IGNORECASE,
)
_TRUTH = re.compile(
    r"^[^.;:]{0,20}?\s(?:(?P<when>when|where|though|although|while)|(?P<and>and|but|if))\b"
    r"(?=[^.;:]{0,40}?\b(?:it|he|she|they|that|this|we|you|really|actually|truth|reality)\b)[^.;:]{0,60}$"
    r"|^[^.;:]{0,24}?\s(?:who|that|which)\s(?P<needs>needed|needs|should|deserve[ds]?|was|were|is|really|actually)"
    r"\b[^.;:]{0,30}$",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"^\s(?:[\w']+\s){0,2}?(?:when|where|though|although)\s(?:an?\s|the\s)?$", re.I
)
"""Before the class that "was enough", "was due"."""
_INSTEAD = re.compile(
    r"^\s(?:[\w']+\s){0,2}?(?:instead of|rather than|in place of|for what is|for what was)\s"
    r"(?:an?\s|the\s)*$",
    re.IGNORECASE,
)


def mixups(text: str, named: list[Named]) -> list[Mixup]:
    """Return which class is taken for which, in the order of the message.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    named : list of Named
        The classes named in it.
    """
    found: list[Mixup] = []
    for first, second in pairwise(named):
        overlaps = found and first.start < found[-1].end
        if overlaps or first.value == second.value:
            continue
        between = text[first.end : second.start]
        mixing = _MIXING.search(text[: first.start]) or _MIXED_UP.match(
            text, second.end
        )
        if mixing and _WITH.match(between):
            found += [
                Mixup(a.value, b.value, first.start, second.end)
                for a, b in ((first, second), (second, first))
            ]
            continue
        pair = _pair(text, first, second, bool(found))
        if pair:
            found.append(Mixup(*pair, first.start, second.end))
    return found


def _pair(
    text: str, first: Named, second: Named, again: bool
) -> tuple[str, str] | None:
    """Return what is and what is said of two classes; "a C as an A" after one such pair."""
    before, between = text[: first.start], text[first.end : second.start]
    if _INSTEAD.match(between):
        return second.value, first.value
    truth = _TRUTH.match(between)
    if truth and (truth["when"] or _SAID.search(before)):
        return second.value, first.value
    if _WHEN.match(between) and re.match(
        r"\s(?:was|were|is|would)\b", text[second.end :]
    ):
        return second.value, first.value
    called = again or _CALLED.search(before)
    taken = _AS.match(between) or (_CALLED.search(before) and _BARE.match(between))
    if _PAST.match(between) or (called and taken):
        return first.value, second.value
    return None
