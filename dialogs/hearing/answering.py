"""A message as the answer to the question that is open: bound to the slot's own type."""

from __future__ import annotations

import re
from typing import Any

from ..facts import Facts, Kind
from ..schema import slots
from .acting import whole_act
from .costs import by_column, tidy
from .labelling import target_labelled
from .lexicon import denied, find
from .mistakes import mistakes
from .naming import column_for, columns_in
from .normal import parts, stem, words
from .quantities import Quantity, quantities
from .reading import Context, Heard
from .thesaurus import meant

_COLUMNS = ("table.target", "split.column", "compare.column")
_MONEY = ("number", "money")


def option_picked(text: str, context: Context) -> str | None:
    """Return the id of the offered option that a message picks, or None.

    A number picks by position; words pick where they are the label, or fit one alone.
    """
    bare = text.strip().rstrip(".)!").strip()
    if bare.isdigit() and 1 <= int(bare) <= len(context.options):
        return context.options[int(bare) - 1].id
    lowered = bare.casefold()
    if not lowered:
        return None
    exact = [o.id for o in context.options if o.label.casefold().rstrip(".") == lowered]
    if exact:
        return exact[0]
    if len(lowered) < 4 or len(lowered.split()) > 6:
        return None
    within = [o.id for o in context.options if lowered in o.label.casefold()]
    return within[0] if len(within) == 1 else None


def answer_to(text: str, context: Context) -> list[Heard]:
    """Return the value that a message gives to the slot just asked for.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
        ``asking`` says which slot.
    """
    slot = slots().get(context.asking or "")
    if slot is None:
        return []
    span = (0, len(text))
    if slot.path in _COLUMNS and context.facts:
        # "20 a day" is a number of something, and names no column called days.
        if slot.path == "table.target":
            labelled = target_labelled(text, context.facts)
            if labelled is not None:
                return [labelled]
        rate = any(q.per for q in quantities(text))
        column = None if rate else column_for(text, context.facts)
        if slot.path == "table.target" and not _in_full(column, text, context.facts):
            return []  # part of a header: weighed against what else may be meant
        return [Heard(slot.path, column, *span, 0.95)] if column else []
    if slot.type == "texts" and context.facts:
        return columns_listed(slot.path, text, context)
    if slot.type == "yes_no":
        act = whole_act(text)
        if act in ("affirm", "deny"):
            return [Heard(slot.path, act == "affirm", *span, 0.95)]
        return []
    if slot.type in ("number", "whole", "cost"):
        return _number(slot.path, slot.type, text, context)
    if slot.path == "table.row":
        return _row(text)
    if slot.path == "goal.task":
        return _task(text)
    return []


PER = re.compile(
    r"\b(?:per|for (?:each|every|a)|by|from|of (?:each|every)|in (?:each|every)) (?:the )?$",
    re.I,
)
"""Before a word that says of what, and not what: "tonnes per plot"."""


def _in_full(column: str | None, text: str, facts: Facts) -> bool:
    about = facts.column(column or "")
    if about is None or about.kind in (Kind.ID, Kind.DATE):
        return False
    return any(
        n.score >= 0.9 and n.column == column and not PER.search(text[: n.start])
        for n in columns_in(text, facts)
    )


_ROW_IS = re.compile(
    r"\b(?:row|line|record|entry|each|every|one|it)\b[\w ]{0,12}?"
    r"(?:'s|\bis|=|\bmeans|\bstands for)\s+"
    r"(?:an?|one|the)?\s*(?P<w>[^\W\d_][\w '-]{1,40}?)"
    r"(?=\s+(?:not|and|with|that|which|who|of)\b|[,.;(]|$)",
    re.IGNORECASE,
)


_LINE_OF = re.compile(
    r"\b(?:row|line|record|entry)\b[\s,:=-]*(?:is|stands? for|means|holds|shows|stands|has)?\s*"
    r"(?:for\s+)?(?:an?|one|the)\s+(?P<w>[a-z][\w-]*(?:\s(?!at\b|on\b|of\b|in\b|with\b|by\b|from\b|per\b|not\b|and\b"
    r"|that\b|which\b|who\b|out\b|for\b|\w+ed\b|knocked\b|made\b|sent\b)[a-z][\w-]*)?)",
    re.IGNORECASE,
)
_NOT_THAT = re.compile(
    r"^(?:(?:it'?s|that'?s)\s+)?(?:an?|one|each|every)\s+(?P<w>[a-z][\w-]+(?:\s[a-z][\w-]+)?)"
    r"(?=,?\s+not\b|\s*[.;,]|$)",
    re.IGNORECASE,
)


def _row(text: str) -> list[Heard]:
    for form in (_LINE_OF, _NOT_THAT):
        line = form.search(text)
        if line:
            return [Heard("table.row", line["w"].casefold().strip(), 0, len(text), 0.9)]
    match = _ROW_IS.search(text)
    if match:
        return [
            Heard("table.row", match.group("w").casefold().strip(), 0, len(text), 0.9)
        ]
    match = _A_THING.match(text)
    if match:
        return [Heard("table.row", match.group("w").casefold(), 0, len(text), 0.8)]
    if 0 < len(text.split()) <= 4:
        return [Heard("table.row", _thing(text), 0, len(text), 0.8)]
    return []


_A_THING = re.compile(
    r"^(?:(?:it'?s|it is|that'?s|well|just)\s+)*(?:an?|one|each|every)\s+(?P<w>[^\W\d_][\w-]*(?: [\w-]+)?)"
    r"\s(?:at|of|on|in|per|for|from|with|by|that|which|who)\b",
    re.IGNORECASE,
)
_TASKS = (
    ("regression", r"\b(?:number|how much|how many|amount|figure|quantity)\b"),
    ("forecast", r"\b(?:forecast|next (?:month|week|year)|over time|ahead)\b"),
    (
        "ordinal",
        r"\b(?:ordered|order|levels?|low.{0,6}medium.{0,6}high|ranks?|grades?)\b",
    ),
    (
        "multiclass",
        r"\b(?:which (?:one|kind|class|group)|several|kinds|categories|classes)\b",
    ),
    ("binary", r"\b(?:yes or no|yes/no|whether|either or|two (?:classes|outcomes))\b"),
)


def _task(text: str) -> list[Heard]:
    for name, cue in _TASKS:
        match = re.search(cue, text, re.IGNORECASE)
        if match and not denied(text, match.start()):
            return [Heard("goal.task", name, 0, len(text), 0.9)]
    return []


PERMITTED = re.compile(
    r"\b(?:you (?:can|may|could) use|is (?:fine|ok|okay|allowed)|are (?:fine|ok|okay|allowed)"
    r"|do use|use .{1,30} after all|keep|allowed|stays?(?: in)?|have stayed|back in|put back|back|again after all)\b",
    re.IGNORECASE,
)


_CHECKED = re.compile(
    r"\b(?:show|check|compare|report|prove)\b.{0,40}\b(?:fair\w*|worse|alike|equal\w*|same)\b",
    re.I,
)
"""What is to be looked at afterwards is no column to leave out."""


def columns_listed(slot: str, text: str, context: Context) -> list[Heard]:
    """Return the columns of a list, phrase by phrase, without those permitted."""
    facts = context.facts
    target = context.brief.get("table.target")
    if facts is None:
        return []
    if _KEEP_ALL.search(text) and not re.search(
        r"\b(?:but|except|apart|bar)\b", text, re.I
    ):
        return []
    names: dict[str, None] = {}
    given: set[str] = set()
    phrases = re.split(r"[,;:.]|\b(?:and|or|nor|neither|but)\b", text)
    plain = any(n.score >= 0.8 for n in columns_in(text, facts))
    for phrase in phrases:
        found = _phrase(
            phrase, facts, target or "", near=not plain or len(phrase.split()) <= 4
        )
        if PERMITTED.search(phrase):
            given.update(found)
        elif not _CHECKED.search(phrase):
            names.update(dict.fromkeys(found))
    whole = [n.column for n in columns_in(text, facts) if n.score >= 0.98]
    if not PERMITTED.search(text):
        names.update(dict.fromkeys(n for n in whole if n != target))
    kept = [n for n in names if n not in given]
    before = context.brief.get(slot, ())
    both = tuple(dict.fromkeys([*before, *kept]))
    if not kept:
        return []
    return [Heard(slot, both, 0, len(text), 0.9 if _sure(kept, text, facts) else 0.45)]


_KEEP_ALL = re.compile(
    r"^\W*(?:no,? )?(?:nothing|none)\b(?! of)|\bkeep (?:the lot|everything|it all|them all|all)\b"
    r"|\b(?:the lot|everything|all of (?:it|them)|they all|the whole lot) (?:stays?|can stay|may stay|goes? in|is fine)\b"
    r"|\b(?:use|look at|take) (?:everything|all of (?:it|them)|the lot)\b|\bno (?:such |privacy )?(?:rules?|laws?)\b",
    re.IGNORECASE,
)
"""Answers to a question for columns that leave none out."""


def keeps_all(text: str, slot: str | None) -> bool:
    """Return whether an answer to a question for columns leaves none out."""
    return slot in ("table.ignore", "limits.never_columns") and bool(
        _KEEP_ALL.search(text)
    )


_LONG = 7
"""Words of a message from which one word of a header may well mean something else."""


def _sure(names: list[str], text: str, facts: Facts) -> bool:
    """Return whether columns are named by more than one word of theirs in a long story."""
    if len(text.split()) <= _LONG:
        return True
    best = {n.column: n.score for n in columns_in(text, facts)}
    return all(best.get(name, 0.0) >= 0.85 or _whole_name(name, text) for name in names)


def _whole_name(name: str, text: str) -> bool:
    """Return whether most words of a header are said, in any form."""
    pieces = {stem(p) for p in parts(name) if len(p) > 2}
    said = {stem(w) for w in words(text)}
    return bool(pieces) and 2 * len(pieces & said) > len(pieces)


def _phrase(phrase: str, facts: Facts, target: str, *, near: bool) -> list[str]:
    numbers = [(q.start, q.end) for q in quantities(phrase)]
    named = [
        n for n in columns_in(phrase, facts)
        if n.score >= 0.8 and n.column != target
        and not any(a < n.end and n.start < b for a, b in numbers)
    ]  # fmt: skip
    # Beside a header said in full, one word of another is more often something else.
    least = 0.9 if any(n.score >= 0.9 for n in named) else 0.8
    exact = list(dict.fromkeys(n.column for n in named if n.score >= least))
    if exact:
        close = meant(phrase, facts, (target,))
        more = [n for n in close if set(close) > set(exact)]
        return more or exact
    return meant(phrase, facts, (target,)) if near else []


def _thing(text: str) -> str:
    words = text.casefold().strip(" .!").split()
    while words and words[0] in ("a", "an", "one", "each", "the", "it's", "its", "is"):
        words = words[1:]
    return " ".join(words) or text


_BETWEEN = re.compile(
    r"\b(?:between|from|anything from)\b[^,;.]*\b(?:and|to)\s*$|\d\s*(?:-|to|or)\s*$",
    re.I,
)
_SCORES = ("expectations.value", "success.target_value")
_OF_ONE = frozenset(
    "roc_auc average_precision accuracy balanced_accuracy f1 f1_macro r2 top_k_accuracy within_one"
    " within_tolerance precision_at_recall recall_at_precision recall_at_fpr precision_at_k"
    " quadratic_kappa interval".split()
)
"""Measures that lie between 0 and 1: of them 70 is 0.7."""
_WITH_UNIT = ("limits.latency_ms", "limits.size_mb", "limits.memory_mb")


def _number(slot: str, kind: str, text: str, context: Context) -> list[Heard]:
    found = [q for q in quantities(text) if _fits(slot, kind, q)]
    if slot in _WITH_UNIT:
        sized = [q for q in quantities(text) if q.kind in ("size", "milliseconds")]
        if len(sized) == 1:
            q = sized[0]
            return [Heard(slot, tidy(q.value), q.start, q.end, 0.95)]
    parts = [q for q in found if q.kind == "percent"]
    if slot in _SCORES and len(parts) == 1:
        found = parts
    share = [q for q in quantities(text) if q.kind == "percent" and 0 < q.value < 1]
    if slot == "success.k" and not found and len(share) == 1:
        return [
            Heard("success.share", share[0].value, share[0].start, share[0].end, 0.9)
        ]
    alike = len(found) == 2 and found[0].kind == found[1].kind
    if alike and _BETWEEN.search(text[: found[1].start]):
        low, high = found
        middle = tidy((low.value + high.value) / 2)  # offered, to be corrected
        return [Heard(slot, middle, low.start, high.end, 0.45)]
    if len(found) != 1:
        return _without_number(slot, kind, text, context) if not found else []
    if re.search(
        r"\blast (?:year|month|week|time)\b|\bused to\b|\btoo many\b", text, re.I
    ):
        q = found[0]  # what was, is not what shall be: it is offered
        was = int(q.value) if q.whole else q.value
        return [Heard(slot, was, q.start, q.end, 0.4)]
    q = found[0]
    value: Any = q.value
    if slot == "limits.seconds" and (q.kind == "number" or q.value > 7 * 86_400):
        return []  # seconds or minutes? the unit is asked, not guessed
    if slot in _WITH_UNIT and q.kind == "number" and len(text.split()) > 4:
        return []  # "once at eleven" is no number of milliseconds
    of_one = slot in _SCORES and context.brief.get("success.objective") in _OF_ONE
    if (
        kind == "number"
        and (slots()[slot].maximum == 1 or of_one)
        and 1 < q.value <= 100
    ):
        value = q.value / 100
    if kind == "whole" or (value == int(value) and kind == "cost"):
        value = int(value)
    heard = [Heard(slot, value, q.start, q.end, 0.95)]
    if slot == "success.tolerance":
        heard.append(
            Heard("success.relative", q.kind == "percent", q.start, q.end, 0.95)
        )
    if slot == "success.k" and q.per:
        heard.append(Heard("success.per", q.per, q.start, q.end, 0.95))
    return heard


def _fits(slot: str, kind: str, q: Quantity) -> bool:
    if slot == "limits.seconds":
        return q.kind in ("duration", "number")
    if kind == "cost":
        return q.kind in _MONEY
    if kind == "whole":
        return q.kind == "number" and q.whole
    return q.kind in ("number", "percent", "money")


def _without_number(slot: str, kind: str, text: str, context: Context) -> list[Heard]:
    if kind != "cost":
        return []
    if find(mistakes()["free"], text):
        return [Heard(slot, 0, 0, len(text), 0.9)]
    if re.search(r"\b(?:why|how come|asking)\b", text, re.IGNORECASE):
        return []
    column = by_column(text, context.facts, context.brief.get("table.target"))
    if column is None and context.facts:
        named = column_for(text, context.facts)
        facts = context.facts.column(named) if named else None
        column = named if facts and facts.kind.numeric else None
    return [Heard(slot, column, 0, len(text), 0.85)] if column else []
