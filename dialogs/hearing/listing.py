"""How long a list can be: so many a day, by so many people each."""

from __future__ import annotations

import re

from .numerals import vocabulary
from .quantities import Quantity
from .reading import Heard

_EACH = re.compile(
    r"\b(?:each|apiece|per (?!hour|day|week|month|quarter|year)\w+|a head|a piece"
    r"|every one (?:of (?:them|us)|can|does|do)|a man|both)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\s*(?:[\w-]+\s){0,2}?(?:people|persons?|men|women|guys?|lads?|girls?|folks?|hands|staff|heads"
    r"|teams?|crews?|clerks?|agents?|officers?|inspectors?|nurses?|doctors?|vets?|fitters?|drivers?"
    r"|callers?|volunteers?|colleagues?|engineers?|technicians?|mechanics?|workers?|vans?|trucks?"
    r"|auditors?|advis[eo]rs?|assistants?|counsell?ors?|teachers?|lines|desks?|machines?)\b",
    re.IGNORECASE,
)
_WHO_EACH = re.compile(
    r"\s*(?!for\b|per\b|in\b|at\b|to\b|of\b|on\b)(?:[\w-]+\s?){1,3}?(?:,|\sand|\swho|\sthat)?\s*each\b",
    re.I,
)
"""What a number counts does something each: "two medic cars, each of them"."""
_PER_WHOM = re.compile(r"\bper (?P<w>[a-z]+(?: [a-z]+)?)(?= an? | per |[,.;])", re.I)
"""Whom a number is for: "6 callbacks per team lead a day, we have 4 team leads"."""
_PERIOD = re.compile(
    r"\b(?:a|an|per|each|every|in (?:a|one|the)|by(?: the)?|on an?|pro)\s(?P<p>hour|day|night|evening|morning"
    r"|shift|week|wk|month|quarter|season|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    r"|\b(?P<q>hourly|daily|weekly|monthly|yearly)\b|\b(?P<r>(?:mon|tues|wednes|thurs|fri|satur|sun)days)\b",
    re.IGNORECASE,
)


def works(said: str, q: Quantity) -> bool:
    """Return whether a number counts people, or what does the work for them."""
    if q.per:
        return False
    return any(form.match(said, q.end) for form in (_PEOPLE, _WHO_EACH)) or any(
        said[q.end :].casefold().strip().startswith(m["w"].casefold())
        for m in _PER_WHOM.finditer(said[: q.start])
    )


def list_length(said: str, counts: list[Quantity]) -> list[Heard]:
    """Return how many cases can be handled, and in which period, from the counts said.

    "Four officers, eleven visits each in a month" is 44 a month; beside a number of
    people the number of what they do counts.

    Parameters
    ----------
    said : str
        As `normal` returns it.
    counts : list of Quantity
        Whole numbers of the message, in order.
    """
    people = [q for q in counts if works(said, q)]
    done = [q for q in counts if q not in people] or counts
    rates = [q for q in done if q.per]
    chosen = rates if len(rates) == 1 else done
    if len(chosen) != 1:
        return []
    q, k = chosen[0], int(chosen[0].value)
    first, last = q.start, q.end
    if len(people) == 1 and people[0] is not q and _EACH.search(said):
        k *= int(people[0].value)
        first, last = min(q.start, people[0].start), max(q.end, people[0].end)
    elif people and people[0] is not q:
        first, last = min(q.start, people[0].start), max(q.end, people[0].end)
    heard = [Heard("success.k", k, first, last, 0.85)]
    per = q.per or period_in(said)
    return [*heard, Heard("success.per", per, first, last, 0.85)] if per else heard


def period_in(said: str) -> str:
    """Return the one period that a message speaks of, or nothing."""
    found = set(periods_in(said))
    return found.pop() if len(found) == 1 else ""


def periods_in(said: str) -> list[str]:
    """Return the periods that a message speaks of, in its order."""
    periods = vocabulary()["periods"]
    words = (
        m["p"] or m["q"] or m["r"].removesuffix("s") for m in _PERIOD.finditer(said)
    )
    return [periods[word.casefold()] for word in words]
