"""How sure a column to predict is that was met by meaning, and which others it may be.

A column called by its header is not weighed. One that a single word of the message met is
weighed against what is asked for (an amount, or what becomes of a row) and against where
tables keep their outcomes; where the two disagree all of them are offered, since all that
follows rests on this choice.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..facts import ColumnFacts, Facts, Kind
from ..likely_targets import candidates, is_amount, is_class, of_kind
from .concepts import TRUE, amount_columns
from .lexis import verbs
from .normal import parts, stem, words
from .reading import SUPPOSED, Context, Heard, Reading

_SURE = 0.84
"""Score from which a column was called by its name, or by several of its classes."""
_HAPPENS = 0.75
"""The same for a word of its family: who leaves, what breaks."""
_OFFERED = 3
_AMOUNT = re.compile(
    r"\bhow (?:much|many|long|far|big|large|high|heavy|late|soon|fast|quickly|often|deep|wide)\b"
    r"|\b(?:amount|sum|figure|number|total|price|cost|bill|quantity|volume|size|length|weight) (?:of|that|each|a|an|the|we"
    r"|they|it|for|per)\b"
    r"|\bwhat .{0,60}\b(?:costs?|pays?|spends?|worth|comes? to|charge[sd]?|brings? in|sells? for|fetch(?:es)?"
    r"|weighs?|earns?|uses?|needs?|ask(?:s|ing)? for|orders?)\b"
    r"|\b(?:forecast|estimate|calculate|work out) (?:the |our |their |its |next )?\w*(?:sales|demand|cost|price|sum"
    r"|bill|time|yield|amount|load|weight|usage|consumption|turnover|revenue|hours|minutes|days)\b",
    re.IGNORECASE,
)
"""What asks for an amount."""
_HOW = re.compile(r"\bhow (?:much|many|long)\b", re.IGNORECASE)
_CLASS = re.compile(
    r"\b(?:who|whose|whether)\b|\bwhich (?:of )?(?:\w+ ){1,3}?(?:are|is|will|would|might|may|could|can|do|does|don'?t|won'?t"
    r"|get|gets|go|goes|come|comes|end|ends|need|needs|turn|turns|have|has|fail|fails|stay|stays|give|gives)\b"
    r"|\b(?:those|ones?|people|anyone|somebody|someone|customers?|everyone|\w+s) (?:who|that|which)\b"
    r"|\b(?:chances?|risk|odds|likelihood|probability|likely)\b|\bif (?:it|they|he|she|an?|the|this|that|somebody|someone)\b"
    r"|\b(?:catch|spot|flag|find|identify|list of)\b|\b(?:what|which) (?:kind|sort|type|class|grade|level|category|group) \b"
    r"|\b(?:classif\w+|class it|grade it)\b",
    re.IGNORECASE,
)
"""What asks what becomes of a row, or which of a few things it is."""
_WISH = re.compile(
    r"\b(?:predict\w*|forecast\w*|estimat\w+|guess\w*|foresee|tell me|know|find out|see coming|heads[- ]up|spot|catch"
    r"|flag|list of|warn\w*|beforehand|in advance|before it happens|ahead of time|look for|looking for|hunt\w*"
    r"|i want|we want|i need|we need|i'?d (?:like|love)|we'?d (?:like|love)|which|who|whether|how (?:much|many|long))\b",
    re.IGNORECASE,
)
_NOT_THIS = re.compile(r"\bnot (?:how|what|who|which)\b[^,;.]*", re.IGNORECASE)
"""What is not asked: "not how long she stays, only if she is ill"."""
_WORDS = 4
"""Words from which a message may say what is to be predicted."""


def weighed(text: str, facts: Facts, targets: list[Heard]) -> list[Heard]:
    """Return the columns that a message may want predicted, alike in score where in doubt.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts
        Of the table.
    targets : list of Heard
        As `target_in` returns them, best first.
    """
    if not targets or len(text.split()) < _WORDS:
        return targets
    amount = _wants_amount(text)
    asked = amount and (match := _HOW.search(text)) and match.start() < targets[0].start
    named = facts.column(targets[0].value)
    if _sure(targets[0], text) and not (asked and not _fits(named, amount=True)):
        return targets
    likely = _likely(facts, amount)
    if not likely:
        return targets
    fitting = [h for h in targets if _fits(facts.column(h.value), amount=amount)]
    place = {name: at for at, name in enumerate(likely)}
    fitting.sort(key=lambda h: (-h.score, place.get(h.value, len(place))))
    if fitting and (fitting[0].value in likely[:2] or len(fitting) > 1):
        return fitting
    if fitting and _meant_whole(fitting[0], text, facts):
        return fitting
    best = fitting[0] if fitting else targets[0]
    met = [best.value] if best.value in likely or fitting else []
    names = dict.fromkeys([*likely[:1], *met, *likely[1:], best.value])
    return [replace(best, value=n) for n in list(names)[:_OFFERED]]


def _meant_whole(h: Heard, text: str, facts: Facts) -> bool:
    """Return whether all that a header says is meant: what is counted, "weighs" of weight_kg."""
    for column, start, end in amount_columns(text, facts):
        if column == h.value and text[start:end].casefold() not in _VAGUE:
            return True
    means = verbs().get(stem(text[h.start : h.end]), frozenset())
    pieces = {stem(p) for p in parts(str(h.value))}
    return bool(means) and pieces <= means


_VAGUE = frozenset({"how much", "how long", "level"})
"""What is asked of many kinds of amounts."""


def _sure(h: Heard, text: str) -> bool:
    """Return whether a column was called by its name, or what happens to it told outright."""
    if h.score >= _SURE:
        return True
    own = {stem(w) for w in words(text[h.start : h.end])} & {
        stem(p) for p in parts(str(h.value))
    }
    return h.score >= _HAPPENS and not own


def _likely(facts: Facts, amount: bool | None) -> tuple[str, ...]:
    return candidates(facts) if amount is None else of_kind(facts, amount=amount)


def _fits(column: ColumnFacts | None, *, amount: bool | None) -> bool:
    if column is None or amount is None:
        return column is not None
    if amount:
        return is_amount(column) or column.kind == Kind.ORDERED
    return is_class(column)


def supposed(text: str, context: Context) -> tuple[Reading, ...]:
    """Return columns to offer where a message wants something predicted that no word tells."""
    facts = context.facts
    if facts is None or len(text.split()) < _WORDS:
        return ()
    if context.asking != "table.target" and (
        context.asking is not None or "table.target" in context.brief
    ):
        return ()
    amount = _wants_amount(text)
    if not _WISH.search(text) or (amount is None and context.asking is None):
        return ()
    return tuple(
        Reading(("inform",), {"table.target": n, **_happening(facts.column(n), amount)},
                score=SUPPOSED)
        for n in _likely(facts, amount)[:_OFFERED]
    )  # fmt: skip


def _happening(column: ColumnFacts | None, amount: bool | None) -> dict[str, str]:
    """Return that it happens as the outcome wanted, where who it happens to is asked."""
    if column is None or column.distinct != 2 or amount is not False:
        return {}
    true = [v for v in column.values if v.strip().casefold() in TRUE]
    return {"goal.event": true[0]} if len(true) == 1 else {}


def _wants_amount(text: str) -> bool | None:
    """Return whether a message asks for an amount (or for a class), or None if neither."""
    text = _NOT_THIS.sub(" ", text)
    amount, among = _AMOUNT.search(text), _CLASS.search(text)
    if amount and among:
        return amount.start() < among.start()
    return True if amount else False if among else None
