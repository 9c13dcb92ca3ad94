"""Single rows named in a message: by number, by place, by the form of their IDs."""

from __future__ import annotations

import re
from typing import Any

from ..facts import Facts, Kind
from .normal import parts

_NOUN = (
    r"(?:data ?points?|points?|rows?|records?|lines?|cases?|customers?|clients?|patients?"
    r"|applicants?|persons?|members?|students?|entry|instances?|items?|samples?|employees?"
    r"|machines?|order|account|passenger|individual|id)"
)
_ROW = re.compile(
    rf"\b{_NOUN}\s*(?:with (?:an? |the )?)?(?:number|no\.?|nr\.?|id|#)?\s*(?:of |is |= ?)?"
    rf"#?(?P<n>\d+)\b(?!\s*(?:%|years?|or\b|times))|(?:\b(?:number|id|no\.|nr\.?)\s|#)"
    rf"(?P<m>\d+)\b",
    re.IGNORECASE,
)
_NTH = re.compile(
    rf"\b(?P<n>\d+(?:st|nd|rd|th)|[a-z]+(?:-[a-z]+)?)\s{_NOUN}\b", re.IGNORECASE
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
    " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_TENS = dict(zip(("twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet"),
                 range(20, 100, 10), strict=True))  # fmt: skip


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


ID_NOUNS = frozenset("id no nr num number ref reference key code uuid index".split())


def row_named(text: str) -> tuple[int, int, int] | None:
    """Return the row number that a message names, and where."""
    match = _ROW.search(text)
    if match:
        said = match.group("n") or match.group("m")
        before = text[: match.start()].rstrip().casefold()
        if not re.search(r"\b(?:top|first|most)$", before):
            return int(said), *match.span()
    for match in _NTH.finditer(text):
        number = _ordinal(match.group("n").casefold())
        if number:
            return number, *match.span()
    return None


def _ordinal(word: str) -> int:
    if word[0].isdigit():
        return int(re.sub(r"\D", "", word))
    tens, _, last = word.partition("-")
    if last in _ORDINALS[:9]:
        return (
            _TENS.get(tens.rstrip("y"), 0) + _ORDINALS.index(last) + 1
            if tens[:-1] in _TENS
            else 0
        )
    if word in _ORDINALS and word not in ("first", "second", "third"):
        return _ORDINALS.index(word) + 1
    return _TENS.get(word[:-4], 0) if word.endswith("ieth") else 0


def by_id(text: str, facts: Facts) -> list[tuple[int, Any]]:
    """Return the test of a row that a message names by its ID."""
    for column in facts.columns:
        if column.kind not in (Kind.ID, Kind.CODE):
            continue
        form = _shape(column.examples)
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
