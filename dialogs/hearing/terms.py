"""The terms of people who know the field: measures and settings by their names and notations.

The words are data (``terms.toml``, ``terms_settings.toml``). Invariant: what is a header or a
cell of the table is no term, and a short or common word is one only where its part of the
message holds nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from ..facts import Facts
from ..toml_data import toml_data
from .indexing import index_of
from .measuring import KINDS
from .normal import parts
from .quantities import quantities
from .reading import Context
from .success import task_of

FILES = ("hearing/terms.toml", "hearing/terms_settings.toml")
_GAPS = {
    "<p>": r"(?P<p>\d*[.,]?\d+)",
    "<pct>": r"(?P<pct>\d{1,2}(?:\.\d+)?)",
    "<k>": r"(?P<k>\d[\d,]*)(?![\d.%])",
    "<n>": r"(?P<n>\d[\d,]*(?:\.\d+)?)(?![\d])",
    "<at>": r"(?:(?:at|of|for|with|the|a|an|to|by|=|@|:)[\s:=]*)*",
}

_GAP = re.compile("(?<![?]P)(?:" + "|".join(_GAPS) + ")")


@dataclass(frozen=True)
class Term:
    """A term of the field, where it stands, and what it sets, offers or is answered with."""

    key: str
    start: int
    end: int
    sets: Mapping[str, Any]
    offers: tuple[Mapping[str, Any], ...] = ()
    tell: bool = False
    alone: bool = False
    goal: str = "same"
    """How a number behind it becomes the value to reach; none where it has a number."""


@dataclass(frozen=True)
class _Entry:
    key: str
    kinds: tuple[str, ...]
    forms: tuple[re.Pattern[str], ...]
    body: Mapping[str, Any] = field(compare=False)


@cache
def entries() -> tuple[_Entry, ...]:
    """Return all terms of the data, their forms compiled."""
    found = []
    for file in FILES:
        for body in toml_data(file)["term"]:
            forms = tuple(_compiled(f) for f in body["forms"])
            found.append(_Entry(body["key"], tuple(body.get("kinds", ())), forms, body))
    return tuple(found)


def _compiled(form: str) -> re.Pattern[str]:
    form = _GAP.sub(lambda m: _GAPS[m.group()], form)
    return re.compile(rf"(?<![\w@.-])(?:{form})(?![\w@])(?!-\w)", re.IGNORECASE)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(toml_data(FILES[0])[name].split())


@cache
def _short() -> Mapping[str, str]:
    return dict(toml_data(FILES[0])["short"])


_WORD = re.compile(r"(?<![\w-])[A-Za-z]{2,5}(?![\w-])")


def in_full(said: str, context: Context) -> str:
    """Return a message with the abbreviations of kinds of models written out.

    Parameters
    ----------
    said : str
        As `normal` returns it.
    context : Context

    Examples
    --------
    >>> in_full("RF or XGB", Context())
    'random forest or xgboost'
    """
    upper = {short.casefold(): full for short, full in _short().items()}

    def plain(match: re.Match[str]) -> str:
        word = match.group()
        small = word.casefold() in upper and word.islower()
        if not (
            word in _short()
            or (small and _by_itself(said, match.span(), [match.span()]))
        ):
            return word
        return word if _of_table(word, context.facts) else upper[word.casefold()]

    return _WORD.sub(plain, said)


@lru_cache(maxsize=64)
def _headed(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(w.casefold() for n in names for w in (n, *parts(n)))


def _of_table(words: str, facts: Facts | None) -> bool:
    """Return whether words are a header, a part of one, or a cell of the table."""
    if facts is None:
        return False
    low = words.casefold().strip()
    return low in _headed(facts.names) or low in index_of(facts).values


def terms_in(said: str, context: Context) -> list[Term]:
    """Return the terms of a message, in its order; of those that overlap the longest.

    Parameters
    ----------
    said : str
        As `normal` returns it.
    context : Context
    """
    kind = KINDS.get(task_of(context))
    found: list[Term] = []
    for term in sorted(_matches(said, kind, context), key=lambda t: t.start - t.end):
        if not any(t.start < term.end and term.start < t.end for t in found):
            found.append(term)
    spans = [(t.start, t.end) for t in found]
    kept = [t for t in found if not t.alone or _alone(said, t, spans)]
    return sorted(kept, key=lambda t: t.start)


def _matches(said: str, kind: str | None, context: Context) -> Iterator[Term]:
    for entry in entries():
        if entry.kinds and not _may_be(entry, kind):
            continue
        for form in entry.forms:
            for match in form.finditer(said):
                term = _term(entry, match, said, context)
                if term is not None:
                    yield term


def _may_be(entry: _Entry, kind: str | None) -> bool:
    """Return whether a measure can be one of this kind of target; of none known of the usual."""
    if kind is not None:
        return kind in entry.kinds
    return not entry.body.get("known") and bool({"two", "number"} & {*entry.kinds})


def _term(
    entry: _Entry, match: re.Match[str], said: str, context: Context
) -> Term | None:
    words, body = match.group(), entry.body
    small = words.casefold() in _words("capitals") and words != words.upper()
    if not words.strip() or small or _of_table(words, context.facts):
        return None
    early = entry.kinds and "table.target" not in context.brief
    if early and body.get("alone") and words != words.upper():
        return None  # a word such as "profit" may be what is to be predicted
    sets = _filled(body.get("sets", {}), match, said)
    if sets is None:
        return None
    numbered = any("{" in str(v) for v in body.get("sets", {}).values())
    return Term(
        entry.key, match.start(), match.end(), sets, tuple(body.get("offers", ())),
        bool(body.get("tell")), bool(body.get("alone")),
        "none" if numbered else body.get("goal", "same"),
    )  # fmt: skip


def _filled(
    slots: Mapping[str, Any], match: re.Match[str], said: str
) -> dict[str, Any] | None:
    """Return slots with the numbers of the gaps; None where a number cannot be that."""
    found = {}
    for slot, value in slots.items():
        known = _value(value[1:-1], match, said) if "{" in str(value) else value
        if known is None:
            return None
        if slot not in _ZERO_IS_UNSAID or known:
            found[slot] = known
    return found


_ZERO_IS_UNSAID = ("success.hit_cost", "success.pass_cost")
"""Cells of a cost matrix that are 0 where nobody prices them."""


def _value(name: str, match: re.Match[str], said: str) -> Any:
    groups = match.groupdict()
    if name == "span":
        spans = [q for q in quantities(groups["span"]) if q.kind == "duration"]
        plain = groups["span"].strip()
        seconds = spans[0].value if spans else float(plain) if plain.isdigit() else None
        return None if seconds is None else _tidy(seconds)
    if name == "test":
        train = groups.get("train")
        share = _share(match, "p", said) if groups.get("p") else None
        share = share if share is not None or train is None else 1 - float(train) / 100
        return round(share, 9) if share is not None and 0.05 <= share <= 0.5 else None
    if name in ("p", "rest", "odds"):
        gap = "pct" if groups.get("pct") else "p"
        share = _share(match, gap, said)
        if share is None or not 0 < share < 1:
            return None
        turned = {"p": share, "rest": 1 - share, "odds": (1 - share) / share}[name]
        return round(turned, 9)
    number = groups.get(name)
    return None if number is None else _tidy(float(number.replace(",", "")))


def _tidy(number: float) -> float | int:
    return int(number) if number == int(number) else number


def _share(match: re.Match[str], gap: str, said: str) -> float | None:
    text = match.groupdict().get(gap)
    if text is None:
        return None
    number = float(text.replace(",", "."))
    behind = re.match(r"\s?(?:%|percent)", said[match.end(gap) :], re.IGNORECASE)
    return number / 100 if behind or gap == "pct" or number >= 1 else number


_PARTS = re.compile(
    r"[,;+&\n]|\.\s|\s(?:and|or|with|plus|then|but|not|than|vs\.?|over)\s", re.I
)


def _alone(said: str, term: Term, spans: list[tuple[int, int]]) -> bool:
    """Return whether the part of a message that holds a term holds nothing else."""
    return _by_itself(said, (term.start, term.end), spans)


def _by_itself(said: str, place: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    """Return whether the part of a message around a place holds nothing of its own."""
    cuts = [
        m.span() for m in _PARTS.finditer(said)
        if not any(s < m.end() and m.start() < e for s, e in spans)
    ]  # fmt: skip
    start = max((e for _, e in cuts if e <= place[0]), default=0)
    end = min((s for s, _ in cuts if s >= place[1]), default=len(said))
    inside = [(s - start, e - start) for s, e in spans if start <= s and e <= end]
    return covered(said[start:end], inside, numbers=True)


_LETTERS = re.compile(r"[^\W\d_]+")


def covered(text: str, spans: list[tuple[int, int]], *, numbers: bool = False) -> bool:
    """Return whether nothing of its own stands in a text outside some places.

    Parameters
    ----------
    text : str
    spans : list of (int, int)
        Places that are accounted for.
    numbers : bool
        Whether a number may be left over.
    """
    rest = blanked(text, spans)
    left = [w for w in _LETTERS.findall(rest) if w.casefold() not in _words("fillers")]
    return not left and (numbers or not re.search(r"\d", rest))


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """Return a text with places made blank, all else where it stood."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
