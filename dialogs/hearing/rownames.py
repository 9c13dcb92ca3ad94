"""Single rows named in a message: by number, by place, by the form of their IDs.

A row is a noun in the singular with a whole number behind it ("loan 58", "member no. 27").
Invariant: a noun that is the whole header of a column of numbers names no row.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ..facts import Facts, Kind
from .lexis import loaded, row_nouns, units
from .normal import parts, stem

_MARK = r"(?:number|numbers|num|no\.?|nr\.?|id|#)"
_ROW = re.compile(
    rf"\b(?P<noun>[^\W\d_]+)(?:\s+(?:with|of|that has|having|whose|by)?\s*(?:an?\s+|the\s+)?(?P<mark>{_MARK})"
    rf"\s*(?:of\s|is\s|=\s?|:\s?)?)?\s*#?(?P<n>\d{{1,9}})(?![\w.,]*\d)(?![\w%])",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"(?:\b(?:number|id|no\.|nr\.?)\s*(?:is\s|=\s?|:\s?)?|#\s?)(?P<n>\d{1,9})\b(?![.,]\d)",
    re.I,
)
_BARE_ROW = re.compile(
    r"\b(?:(?:chances?|odds|probability|likelihood|risk)(?: of| for| that)|(?:get|make|push|flip|move|turn|bring))\s"
    r"(?P<n>\d{1,6})(?=\s+(?:[a-z]+ing|to|from|will|would|gets?|goes|being)\b|\W*$)", re.IGNORECASE,
)  # fmt: skip
"""A number that stands where a row would: "chances of 47 running dry"."""
_MANY = re.compile(
    r"\b(?P<noun>[^\W\d_]+s)\s+(?:(?:numbers?|nos?\.?|ids?|#)\s*)?(?P<list>\d+(?:(?:\s*,\s*|\s*(?:and|or|&|to)\s+)\d+)+"
    r"|\d+(?=\s*$))", re.IGNORECASE,
)  # fmt: skip
_NTH = re.compile(
    r"\b(?P<n>\d+(?:st|nd|rd|th)|[a-z]+(?:-[a-z]+)?)(?=\s(?P<noun>(?:data )?[a-z]+)\b)",
    re.IGNORECASE,
)
LINES = frozenset("row line record entry".split())
"""Nouns with which "first" and its like count down the file, and say no 'more' or 'best'."""
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
    " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_TENS = dict(zip(("twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet"),
                 range(20, 100, 10), strict=True))  # fmt: skip
ID_NOUNS = frozenset("id no nr num number ref reference key code uuid index".split())


def row_by_noun(text: str, facts: Facts) -> tuple[Any, int, int] | None:
    """Return the row, or the value of an ID, after the noun of an ID column: 'loan 44'."""
    for column in facts.columns:
        nouns = [p for p in parts(column.name) if len(p) > 2 and p not in ID_NOUNS]
        if column.kind not in (Kind.ID, Kind.CODE) or not nouns:
            continue
        if column.kind is Kind.CODE and 2 * column.distinct < facts.rows:
            continue  # a class of a few: 'grade 2' names many rows
        match = re.search(
            rf"\b{re.escape(' '.join(nouns))}\s(?:#|no\.?\s|nr\.?\s|number\s)?(?P<n>\d+)\b(?!\s*(?:%|\.\d))",
            text, re.IGNORECASE,
        )  # fmt: skip
        if match:
            number = int(match.group("n"))
            test = {"column": "row", "is": number}
            if number > facts.rows:
                test = {"column": column.name, "is": match.group("n")}
            return test, *match.span()
    return None


@cache
def _never() -> frozenset[str]:
    return frozenset(loaded("measures")["rows"]["never"])


def row_named(text: str, facts: Facts | None = None) -> tuple[int, int, int] | None:
    """Return the first row number that a message names, and where."""
    return next(iter(rows_named(text, facts)), None)


def rows_named(text: str, facts: Facts | None = None) -> list[tuple[int, int, int]]:
    """Return the row numbers that a message names, and where.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts, optional
        Of the table: a noun that is one of its columns names no row.
    """
    found = [
        (int(m["n"]), *m.span())
        for m in _ROW.finditer(text)
        if _names_row(m, text, facts)
    ]
    for match in _MANY.finditer(text):
        if match["noun"].casefold() in row_nouns() and not _is_column(
            match["noun"], facts
        ):
            numbers = [int(n) for n in re.findall(r"\d+", match["list"])]
            found += [(n, *match.span()) for n in numbers]
    if found:
        return found
    marked = _MARKED.search(text)
    if marked and not re.search(
        r"\b(?:top|first|most|the)\s+$", text[: marked.start()], re.I
    ):
        return [(int(marked["n"]), *marked.span())]
    bare = _BARE_ROW.search(text)
    if bare:
        return [(int(bare["n"]), *bare.span("n"))]
    for match in _NTH.finditer(text):
        noun = match["noun"].casefold().split()[-1]
        number = _ordinal(match["n"].casefold(), early=noun in LINES)
        if number and noun in row_nouns():
            return [(number, match.start(), match.end("noun"))]
    return []


def _names_row(match: re.Match[str], text: str, facts: Facts | None) -> bool:
    noun, after = match["noun"].casefold(), text[match.end() :]
    if re.search(
        r"\b(?:top|first|most|than|last|best)\s+$", text[: match.start()], re.I
    ):
        return False
    if noun in ("number", "id", "no", "nr") and not match["mark"]:
        return True
    unit = re.match(r"\s*-?([^\W\d_]+)", after)
    if unit and not match["mark"] and (
        stem(unit[1]) in units() or stem(unit[1]) in ("or", "and up", "point", "time")
        or re.match(r"\s*(?:or (?:more|less|above|below|higher|lower|older|younger)|years?|times)\b", after, re.I)
    ):  # fmt: skip
        return False
    known = noun in row_nouns()
    if not known and re.search(r"[a-z]\d", match.group(), re.IGNORECASE):
        return False  # "vento2" is a name of its own
    if _is_column(noun, facts) and not match["mark"]:
        return False
    if match["mark"]:
        return noun not in ("top",)
    if known and noun not in loaded("measures")["rows"]["pronouns"]:
        return not noun.endswith("s") or noun in ("bus", "policies")
    return (
        not known and noun not in _never() and _unknown_noun(noun, match, text, facts)
    )


def _is_column(noun: str, facts: Facts | None) -> bool:
    """Return whether a noun is the whole header of a column that holds numbers."""
    return facts is not None and any(
        [stem(p) for p in parts(c.name)] == [stem(noun)]
        and c.kind not in (Kind.ID, Kind.CODE, Kind.TEXT)
        for c in facts.columns
    )


_SLOT = re.compile(
    r"(?:^|[,.;:!?]\s*|\b(?:for|of|about|is|does|did|do|would|will|was|why|show|explain|could|can|predict"
    r"|has|should|that|and|let|make|see|display|describe|to|on|with|in|at|this|the|what|if|did|call|called"
    r"|flag|flagged|mark|judge|rate|label|consider|treat|think|believe|keep|save|get|might|may|me)\s+)$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:$|[,.;:?!)]|'s\b|(?:and|or|is|was|be|been|has|had|got|gets|get|to|the|for|not|in|would|could|will"
    r"|should|can|may|might|if|when|were|end|did|do|does|becomes?|as|on|please|that|so|but|then)\b)",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:than|least|most|by|over|under|above|below|per|between|with an?|has an?|have an?|had an?|they"
    r"|we|i|you|he|she|it)\s+$", re.IGNORECASE,
)  # fmt: skip


def _stands(match: re.Match[str], text: str) -> bool:
    """Return whether a word and its number stand where a row would."""
    before, after = text[: match.start()], text[match.end() :]
    if _COMPARED.search(before):
        return False
    return bool(_SLOT.search(before) or _AFTER.match(after))


_VERBAL = re.compile(r"(?:ed|ing|es|ly|er|est|s)$")


def _unknown_noun(
    noun: str, match: re.Match[str], text: str, facts: Facts | None
) -> bool:
    """Return whether a word unknown here, with a number, stands where a row would."""
    if _VERBAL.search(noun) or len(noun) < 3 or stem(noun) in units():
        return False
    in_header = facts is not None and any(
        stem(noun) in {stem(p) for p in parts(c.name)}
        and c.kind.numeric
        and not _headed(noun, c.name)
        for c in facts.columns
    )
    return not in_header and _stands(match, text)


def _headed(noun: str, header: str) -> bool:
    """Return whether a header measures something of a noun: the size of a flock."""
    rest = [p for p in parts(header) if stem(p) != stem(noun)]
    return bool(rest) and rest[-1] in loaded("measures")["rows"]["heads"]


def _ordinal(word: str, early: bool) -> int:
    """Return the number of an ordinal; first to third only where they count lines."""
    if word[0].isdigit():
        return int(re.sub(r"\D", "", word))
    tens, _, last = word.partition("-")
    if last in ORDINALS[:9]:
        return (
            _TENS.get(tens.rstrip("y"), 0) + ORDINALS.index(last) + 1
            if tens[:-1] in _TENS
            else 0
        )
    if word in ORDINALS[0 if early else 3 :]:
        return ORDINALS.index(word) + 1
    return _TENS.get(word[:-4], 0) if word.endswith("ieth") else 0


def by_id(text: str, facts: Facts) -> list[tuple[int, Any]]:
    """Return the test of a row that a message names by its ID."""
    for column in facts.columns:
        if column.kind not in (Kind.ID, Kind.CODE):
            continue
        form = _shape(column.examples)
        if column.kind is Kind.ID and re.search(
            r"(?:[A-Z]\]?|[A-Za-z])(?:\\d)+$", form
        ):
            form = re.sub(r"(?:\\d)+$", r"\\d{1,9}", form)  # X1 and X17 alike
        match = re.search(rf"(?<![\w-]){form}(?![\w-])", text) if form else None
        if match and not match.group().isdigit() and re.search(r"\d", match.group()):
            return [(match.start(), {"column": column.name, "is": match.group()})]
    return []


def _shape(examples: tuple[str, ...]) -> str:
    """Return a pattern of the IDs' common form: '7590-VHVEG' -> digits, dash, capitals."""
    forms = {
        re.sub(r"[a-z]", "c", re.sub(r"[A-Z]", "C", re.sub(r"\d", "0", e)))
        for e in examples[:20]
    }
    if len(forms) != 1 or not (form := forms.pop()):
        return ""
    kinds = {"0": r"\d", "C": "[A-Z]", "c": "[a-z]"}
    return "".join(kinds.get(ch, re.escape(ch)) for ch in form)


_AROUND = frozenset(
    "a an the row record line number no nr id for about of and what why how is it one please then ok"
    " show me explain say try take let us let's hmm well maybe case".split()
)  # fmt: skip
"""Words that name a row no further."""
_ARTICLES = frozenset({"the", "and"})


def row_alone(
    text: str, facts: Facts, asked: bool, bare: bool
) -> dict[str, Any] | None:
    """Return the test of the row that a message names, where it says nothing else.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts
        Of the table.
    asked : bool
        Whether a row was asked for: then a few words more are let pass.
    bare : bool
        Whether a number alone is one.
    """
    span: tuple[int, int] | None = None
    named = by_id(text, facts)
    test: dict[str, Any] = {}
    if named:
        span = (named[0][0], named[0][0] + len(str(named[0][1]["is"])))
        test = named[0][1]
    elif found := row_by_noun(text, facts):
        test, span = found[0], (found[1], found[2])
    elif row := row_named(text, facts):
        test, span = {"column": "row", "is": row[0]}, (row[1], row[2])
    elif bare and (match := re.search(r"(?<![\w.,-])\d{1,9}(?![\w%]|[.,]\d)", text)):
        test, span = {"column": "row", "is": int(match.group())}, match.span()
    if span is None:
        return None
    rest = re.findall(r"[^\W\d_]+", f"{text[: span[0]]} {text[span[1] :]}".casefold())
    return test if set(rest) <= (_AROUND if asked else _ARTICLES) else None
