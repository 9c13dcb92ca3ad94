"""Repairs in the chat: each proposal in full, and what a person says about one of them.

Pure. What is agreed is kept by the oddity's id; a gap that a person names without a
proposal for it is kept under ``as_missing:<column>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .facts import ColumnFacts, Facts, Suspicion
from .hearing.normal import normal
from .suspicions import fill_words, kinds, offer
from .toml_data import toml_data

if TYPE_CHECKING:
    from .state import State

SHOWN = 12
"""Proposals listed at once."""

LONGEST = 16
"""Words of a message about a repair; what is longer says something else too."""

GAP = "as_missing:"


def _entries() -> Mapping[str, Mapping[str, str]]:
    return toml_data("repairs.toml")


def proposals(state: State) -> tuple[Suspicion, ...]:
    """Return what can be repaired in the table, the gravest first."""
    found = state.facts.suspicions if state.facts else ()
    return tuple(s for s in found if s.repair in _entries() and offer(s))[:SHOWN]


def agreed(suspicion: Suspicion, repairs: Mapping[str, Any]) -> bool:
    """Return whether a repair is done: as answered, else as proposed."""
    answer = repairs.get(suspicion.id, suspicion.default)
    return answer not in ("refused", False)


def details(suspicion: Suspicion, rows: int) -> dict[str, Any]:
    """Return what is proposed, an example before and after, how much, and the effect."""
    entry = _entries()[suspicion.repair]
    touched = suspicion.rows
    share = f"{100 * touched / rows:.0f} in 100" if rows else ""
    column = suspicion.repair in ("ignore", "group")
    many = f"{touched:,} of {rows:,} rows ({share})" if touched and not column else ""
    return {
        "offer": offer(suspicion),
        "example": fill_words(suspicion, entry["example"]),
        "effect": fill_words(suspicion, entry["effect"]),
        "many": many or "the column",
    }


def done_words(name: str, answer: Any) -> str:
    """Return what became of a repair, by its id and its answer.

    Examples
    --------
    >>> done_words("sentinel:visits", "accepted")
    'visits: values that stand for nothing are taken as empty'
    >>> done_words("as_missing:visits", "-1"), done_words("sentinel:a", "refused")
    ('visits: -1 is taken as empty', 'a: left as it is (sentinel)')
    """
    kind, _, columns = name.partition(":")
    where = columns.replace(",", ", ") or "the table"
    if kind == GAP[:-1]:
        return f"{where}: {answer} is taken as empty"
    if answer in ("refused", False) or kind not in kinds():
        return f"{where}: left as it is ({kind.replace('_', ' ')})"
    if answer not in ("accepted", True):
        return f"{where}: {str(answer).replace('fill', 'taken as')} (as you said)"
    entry = _entries().get(str(kinds()[kind].get("repair", "")), {})
    spoken = kind.replace("_", " ")
    return f"{where}: {entry.get('done', f'{spoken}, done as proposed')}"


# --- what is said about one of them --------------------------------------------------

_NUMBERS = r"(?P<numbers>\d{1,2}(?:\s*(?:,|and|&)\s*\d{1,2})*)"
_BY_NUMBER = (
    ("only", re.compile(rf"^(?:do )?(?:only|just) (?:number )?{_NUMBERS}$")),
    ("refused", re.compile(
        rf"^(?:fine,? |do |all |everything |yes,? )*(?:but |except |apart from )?(?:not|no to|"
        rf"without|refuse|skip|undo|leave(?: out)?|don't do|do not do|but|except)"
        rf"(?: number| for)? {_NUMBERS}$")),
    ("accepted", re.compile(
        rf"^(?:also|and also|do|accept|yes to|take|repair|with) (?:number )?{_NUMBERS}"
        rf"(?: (?:too|as well))?$")),
)  # fmt: skip
_GAP_WORDS = re.compile(
    r"\b(?:empty|missing|a gap|gaps|unknown|not known|no value|no answer|nothing|never|"
    r"not (?:available|measured|recorded|given))\b"
)
_TAKEN = re.compile(
    r"\b(?:means?|is|are|as|stands? for|read|treat|take|count|make|set)\b"
)
_REFUSED = re.compile(
    r"\b(?:undo|take back|don't|do not|does not mean|doesn't mean|is not|isn't|not missing|"
    r"keep|is real|are real|really|is meant|as (?:it|they) (?:is|are)|refuse|stays?)\b"
)
_LEAVE = re.compile(r"^(?:please )?(?:keep|leave) .+ as (?:it|they) (?:is|are)$")
_FILLED = re.compile(r"\b(?:as|with|by|to|is|are|means?) (?P<value>-?\d+(?:\.\d+)?)$")
_ABOUT = re.compile(r"\b(?:repair|repairs|change|undo|take back|proposal)\b")
_BLANKS = re.compile(r"\b(?:blanks?|spaces?|empty (?:cells|ones)|gaps|missing ones)\b")
_COPIES = re.compile(r"\b(?:copies|duplicates?|duplicate rows|doubles|repeated rows)\b")
_DROP = re.compile(r"\b(?:drop|remove|delete|throw (?:out|away)|leave out|mistakes?)\b")
_MONTH = re.compile(
    r"\bmonths? (?:comes? |is |goes |stands? )?first\b|\bmonth.?first\b"
)
_DAY = re.compile(r"\bdays? (?:comes? |is |goes |stands? )?first\b|\bday.?first\b")
_NAMED_GAP = re.compile(
    r"(?<![\w.,-])(?P<number>-?\d+(?:[.,]\d+)?)(?:\s+(?:in|of|for|values?|cells?|there|the))*"
    r"\s+(?:means?|is|are|stands? for|as|=)\s+(?:a |an |that |really )*"
    + _GAP_WORDS.pattern
)
"""A number that is said to be a gap, with nothing else between."""

_COMPARED = re.compile(
    r"\b(?:above|below|over|under|than|least|most|between|and|to|costs?|from)\s*$"
)


def heard(text: str, state: State, listed: bool = False) -> dict[str, Any]:
    """Return the repairs that a message speaks of, with the answer to each.

    Parameters
    ----------
    text : str
    state : State
    listed : bool
        Whether the numbered list of proposals is what was asked about.

    Returns
    -------
    dict
        Oddity's id, or ``as_missing:<column>`` -> accepted, refused, or a value.
    """
    facts = state.facts
    bare = normal(text).casefold().strip(" .!")
    if facts is None or text.rstrip().endswith("?") or len(bare.split()) > LONGEST:
        return {}
    found = proposals(state)
    by_number = _by_number(bare, found) if listed else {}
    return (
        by_number
        or _of_rows(bare, found)
        or _of_dates(bare, found)
        or _of_values(bare, facts, found)
    )


def _by_number(text: str, found: Sequence[Suspicion]) -> dict[str, Any]:
    for answer, form in _BY_NUMBER:
        match = form.match(text)
        if match is None:
            continue
        numbers = {int(n) for n in re.findall(r"\d+", match["numbers"])}
        if not numbers <= set(range(1, len(found) + 1)):
            return {}
        if answer == "only":
            return {
                s.id: "accepted" if i in numbers else "refused"
                for i, s in enumerate(found, 1)
            }
        return {found[i - 1].id: answer for i in sorted(numbers)}
    return {}


def _of_rows(text: str, found: Sequence[Suspicion]) -> dict[str, Any]:
    copies = next((s for s in found if s.repair == "drop_rows"), None)
    if copies is None or not _COPIES.search(text):
        return {}
    if _REFUSED.search(text):
        return {copies.id: "refused"}
    return {copies.id: "accepted"} if _DROP.search(text) else {}


def _of_dates(text: str, found: Sequence[Suspicion]) -> dict[str, Any]:
    dates = [s for s in found if s.kind == "date_order"]
    named = [s for s in dates if s.columns[0].casefold() in text] or dates
    if _MONTH.search(text):
        return {s.id: "month first" for s in named}
    return {s.id: "accepted" for s in named} if _DAY.search(text) else {}


def _of_values(text: str, facts: Facts, found: Sequence[Suspicion]) -> dict[str, Any]:
    """Return what is said of a value: that it is a gap, another value, or real."""
    column = _column(text, facts)
    rest = _without(text, column.name.casefold()) if column else text
    near = [s for s in found if column is None or column.name in s.columns]
    for suspicion in near:
        if not _speaks_of(rest, suspicion):
            continue
        if _REFUSED.search(rest):
            return {suspicion.id: "refused"}
        filled = _FILLED.search(rest)
        if filled and suspicion.kind in ("blank_text", "sentinel", "zeros_as_gaps"):
            return {suspicion.id: f"fill {filled['value']}"}
        if _GAP_WORDS.search(rest) and _TAKEN.search(rest):
            return {suspicion.id: "accepted"}
    if column is None:
        return {}
    if _LEAVE.match(text) or (_ABOUT.search(rest) and _REFUSED.search(rest)):
        return {s.id: "refused" for s in near}
    return dict(_new_gap(rest, column))


def _new_gap(text: str, column: ColumnFacts) -> Iterator[tuple[str, Any]]:
    """Yield a gap that nobody proposed: "-1 in days means never"."""
    named = _NAMED_GAP.search(text)
    compared = named and _COMPARED.search(text[: named.start()])
    if named and not compared and column.minimum is not None:
        yield f"{GAP}{column.name}", named["number"].replace(",", ".")


def _speaks_of(text: str, suspicion: Suspicion) -> bool:
    if suspicion.kind == "blank_text":
        return bool(_BLANKS.search(text))
    values = [str(v) for v in suspicion.data.get("values", ())]
    if suspicion.kind == "zeros_as_gaps" and re.search(r"\bzeros?\b", text):
        return True
    forms = {v.casefold() for v in values}
    forms |= {v.removesuffix(".0") for v in forms}
    return any(re.search(rf"(?<![\w.-]){re.escape(v)}(?![\w.])", text) for v in forms)


def _column(text: str, facts: Facts) -> ColumnFacts | None:
    # The plain search first: a pattern for each of 300 names would be made every turn.
    named = [
        c for c in facts.columns
        if (name := c.name.casefold()) in text
        and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    ]  # fmt: skip
    return max(named, key=lambda c: len(c.name), default=None)


def _without(text: str, name: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
