"""What is asked of a result as a whole: how it was tested, what it is worth, what to do now.

A bank of its own: these are heard only once there is a model, and must not weigh on what
is said before. Invariant: a message that names a row, a column's value or a price is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from threading import Lock
from typing import Any

from ..glossary import find
from ..toml_data import toml_data
from .bank import Bank, Mark
from .contrasts import sides_in
from .lexicon import every, lexicon
from .lexis import forms_of
from .meaning_asked import term_meant
from .naming import columns_in
from .quantities import quantities
from .reading import Context, Reading, Understanding, one
from .referring import to_the_others
from .rownames import row_named
from .senses import sense

SURE = 0.42
"""Likeness from which a topic is taken before anything else is heard."""
LAST = 0.28
"""The same where nothing else was heard: an answer about the result changes nothing."""
FIRST_LEAD, LEAD = 0.1, 0.04
"""How much nearer a topic must be than the next, in these two cases."""
_NAMED = 0.8
"""From how sure a name is on that its column is spoken of."""
_WITH_NUMBERS = frozenset(
    {"good", "calibration", "more", "tested", "short", "misses", "alarms", "worth"}
)
"""Topics that are asked with a figure of the result: "is 40 in 100 good?"."""
_LONGEST = 24
"""Words beyond which a message says more than it asks."""
_READING = Lock()
_WISHES = re.compile(
    r"\W*(?:(?:actually|no|wait|hm+|but|well|sorry|on second thoughts?)\W+)*(?:i|we)(?:'d| would)?"
    r"(?: now| really)? (?:rather|prefer|want(?! to (?:know|see|understand|show)))\b", re.IGNORECASE,
)  # fmt: skip
"""Who wishes for something else asks nothing of the result there is."""
_LEADS = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|and|so|but|well|hm+|right|thanks|thank you|fine|good|great|sorry|now|also|then"
    r"|one more (?:thing|question)|(?:tell|show|give) me|(?:can|could) you (?:tell|show) me|i (?:want|need) to know)"
    r"[\s,:;.-]+)+(?=\w+\W+\w)", re.IGNORECASE,
)  # fmt: skip
"""How one leads up to a question: it is no part of what is asked."""


def topic_in(
    said: str, least: float = SURE, context: Context | None = None
) -> str | None:
    """Return the topic of a result that a message asks about, or None.

    Parameters
    ----------
    said : str
        As `normal` returns it.
    least : float
        Likeness from which it counts.
    context : Context, optional
        Whose columns are spoken of.

    Examples
    --------
    >>> topic_in("and how did you test it?"), topic_in("where is it wrong")
    ('tested', None)
    """
    if not 0 < len(said.split()) <= _LONGEST:
        return None
    best = max(
        (found for text, marks in _ways(said, context or Context())
         if (found := _nearest(text, marks))),
        default=None,
    )  # fmt: skip
    if best is None or best[2].startswith("_"):
        return None
    lead = LEAD if least < SURE else FIRST_LEAD
    return best[2] if best[0] >= least and best[1] >= lead else None


def _ways(said: str, context: Context) -> Iterator[tuple[str, tuple[Mark, ...]]]:
    """Yield a message whole and without its lead, columns by name and as columns."""
    for text in dict.fromkeys((said, _LEADS.sub("", said))):
        numbers: tuple[Mark, ...] = tuple(
            (q.start, q.end, "n") for q in quantities(text)
        )
        yield text, numbers
        names = columns_in(text, context.facts) if context.facts else ()
        columns = tuple((c.start, c.end, "col") for c in names if c.score >= _NAMED)
        if columns:
            free = [
                n for n in numbers if all(n[1] <= s or e <= n[0] for s, e, _ in columns)
            ]
            yield text, (*free, *columns)


def _nearest(text: str, marks: tuple[Mark, ...]) -> tuple[float, float, str] | None:
    """Return how near the nearest topic is, how much nearer than the next, and which."""
    ranked = _bank().nearest(text, marks)
    if not ranked:
        return None
    rest = ranked[1].score if len(ranked) > 1 else 0.0
    return ranked[0].score, ranked[0].score - rest, ranked[0].label


def asked_of_result(
    said: str, context: Context, least: float = SURE
) -> Understanding | None:
    """Return the reading of a question about the result as a whole, or None.

    Parameters
    ----------
    said : str
        As `normal` returns it.
    context : Context
    least : float
        Likeness from which it counts.
    """
    if not context.has_model or context.asking is not None or _WISHES.match(said):
        return None
    measure = _measure_alone(said)
    if measure is not None and not _of_a_word(said, context):
        asked = {"rows": None, "do": [{"op": "score", "metric": measure}]}
        return one(Reading(("query",), query=asked, score=0.9))
    topic = topic_in(said, least, context)
    if (
        topic is None
        or _of_some_rows(said, context, topic)
        or _of_a_word(said, context)
    ):
        return None
    step = dict(_topics()[topic].get("do") or {"op": "about", "topic": topic})
    query = {"rows": _row_before(context, step), "do": [step]}
    return one(Reading(("query",), query=query, score=0.9))


def _measure_alone(said: str) -> str | None:
    """Return the measure whose value is asked for: one is named, and nothing is wished."""
    for measure, names in lexicon()["metrics"].items():
        for match in every(names, said):
            beside = f"{said[: match.start()]} {said[match.end() :]}"
            if forms_of("measure_alone")["rest"].fullmatch(beside):
                return str(measure)
    return None


def _of_a_word(said: str, context: Context) -> bool:
    """Return whether the meaning of a known word or of a column is asked for."""
    term = term_meant(said)
    names = context.facts.names if context.facts else ()
    return term is not None and (find(term) is not None or term in names)


def _of_some_rows(said: str, context: Context, topic: str) -> bool:
    """Return whether certain rows, a change or a number of its own are spoken of."""
    if quantities(said) and topic not in _WITH_NUMBERS:
        return True
    if context.facts is None:
        return False
    if sides_in(said, context.facts) is not None:
        return True
    if row_named(said, context.facts):
        return True
    if context.previous and to_the_others(said):
        return True
    found = sense(said, context.facts, (), context.brief.get("table.target"))
    figures = topic in _WITH_NUMBERS and quantities(said)
    return bool(found.changes) or (found.rows is not None and not figures)


def _row_before(context: Context, step: Mapping[str, Any]) -> object:
    """Return the row spoken of before, where "how sure are you of that" asks of it."""
    before = (context.previous or {}).get("rows")
    one_row = isinstance(before, dict) and before.get("column") == "row"
    return before if step["op"] == "stability" and one_row else None


def _bank() -> Bank:
    with _READING:
        return _read()


@cache
def _read() -> Bank:
    return Bank({label: body["said"] for label, body in _topics().items()})


def _topics() -> Mapping[str, Any]:
    return toml_data("hearing/examples/after.toml")
