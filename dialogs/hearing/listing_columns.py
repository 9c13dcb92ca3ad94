"""A list of columns as an answer, phrase by phrase, without those permitted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..facts import Facts
from .lexicon import find, lexicon
from .naming import Named, columns_in
from .normal import parts, stem, words
from .quantities import quantities
from .reading import Context, Heard
from .reasons import doers, told_why
from .thesaurus import SMALL, meant, paraphrased

PERMITTED = re.compile(
    r"\b(?:(?:you|we|i|they|one|it) (?:can|may|could|might) (?:well |still |of course )?(?:use|have|keep|take|look at|see"
    r"|know|consider)|(?:is|are|'s|'re|was|were)(?: all| quite| perfectly| totally)?"
    r" (?:fine|ok|okay|allowed|alright|all right|fair(?: game| enough)?|no problem|permitted|legal|safe|harmless|welcome)"
    r"|(?:of course |may well |certainly )?\bmay\W*$|can be used|(?:no|without) (?:problem|objections?)"
    r"|do use|use .{1,30} after all|(?<!not )(?<!never )(?<!n't )keep(?! (?:it |them )?(?:out|away|off))"
    r"|(?<!not )(?<!n't )allowed|stays?(?: in)?(?! out| away| off)"
    r"|have stayed|back in|put back|back|again after all)\b",
    re.IGNORECASE,
)


def _without_row(phrase: str, row: str, facts: Facts) -> str:
    """Return a phrase without the word for a row, which means no column that is like it."""
    if not row or columns_in(phrase, facts):
        return phrase
    return re.sub(rf"\b(?:{re.escape(row)})s?\b", " ", phrase, flags=re.IGNORECASE)


_STAYS = re.compile(
    r"\b(?:leave|keep|let) (?:it|them|that|those)\b.{0,6}\b(?:in|stay)\b|\b(?:it|that) (?:can |may )?stays?\b",
    re.IGNORECASE,
)
"""What was named just before is let stay."""
_SO_TOO = re.compile(
    r"^\W*(?:so (?:is|are|can|may|do|does)|same (?:for|with|goes for)|likewise|as (?:is|are)|also|ditto(?: for)?) ",
    re.I,
)
"""Behind what is let stay: "and so is the technician"."""
_AND_NOT = re.compile(r"\bnot\W*$", re.IGNORECASE)
"""Behind a column that is not to be used, after one that may: "age we may use, sex not"."""
_CHECKED = re.compile(
    r"\b(?:show|check|compare|report|prove)\b.{0,40}\b(?:fair\w*|worse|alike|equal\w*|same)\b",
    re.I,
)
"""What is to be looked at afterwards is no column to leave out."""


_PREDICATE = re.compile(
    r"\b(?:it|that|this|they|these|those|which)?\s?(?:is|are|was|were|'s|'re)\s(?:just |only |really |simply |merely )*"
    r"(?:nothing (?:but|more than) )?(?:an? )?(?:running |serial |sequence |internal )?"
    r"(?:numbers?|counters?|labels?|names?|tags?|codes?|ids?)\b",
    re.IGNORECASE,
)
"""What a column is said to be: "it is a running number" names no other one."""


def columns_listed(slot: str, text: str, context: Context) -> list[Heard]:
    """Return the columns of a list, phrase by phrase, without those permitted."""
    facts = context.facts
    target = context.brief.get("table.target")
    if facts is None:
        return []
    if _KEEP_ALL.search(text):
        save = SAVE_FOR.search(text)
        if save is None:
            return []
        text = text[save.end() :]
    why = told_why(text)
    text = _OF_COURSE.sub(_blank, _PREDICATE.sub(_blank, text))
    text = paraphrased(_without_doers(text))
    row = str(context.brief.get("table.row") or "")
    names: dict[str, None] = {}
    given: set[str] = set()
    last: list[str] = []
    phrases = re.split(r"[,;:.]|\b(?:and|or|nor|neither|but)\b", text)
    plain = any(n.score >= 0.8 for n in columns_in(text, facts))
    for phrase in phrases:
        phrase = _without_row(phrase, row, facts)
        found = _phrase(phrase, facts, target or "", near=not plain or _short(phrase))
        if not found and _STAYS.search(phrase):
            given.update(last)  # "Language is a grey area, leave it in"
        elif PERMITTED.search(phrase) or (
            set(last) & given and _SO_TOO.match(phrase) and not _AND_NOT.search(phrase)
        ):
            given.update(found)
        elif not _CHECKED.search(phrase):
            names.update(dict.fromkeys(found))
        last = found or last
    heads = [_before_when(p, facts) for p in phrases]
    whole = [
        n.column for h in heads for n in own(columns_in(h, facts), h) if n.score >= 0.98
    ]  # fmt: skip
    if not PERMITTED.search(text) and not given:
        names.update(dict.fromkeys(n for n in whole if n != target))
    kept = [n for n in names if n not in given]
    before = context.brief.get(slot, ())
    both = tuple(dict.fromkeys([*before, *kept]))
    if not kept:
        return []
    banned = len(kept) <= _FEW_OUT and find(lexicon()["forbid"]["never"], text)
    told = why and len(kept) == 1 and not _only_when(kept[0], phrases, facts)
    sure = told or banned or _sure(kept, text, facts)
    return [Heard(slot, both, 0, len(text), 0.9 if sure else 0.45)]


_OF_COURSE = re.compile(r"\bof course\b", re.IGNORECASE)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _without_doers(text: str) -> str:
    """Return a text with spaces for the people who only do something."""
    for start, end in doers(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


_KEEP_ALL = re.compile(
    r"^\W*(?:no,? )?(?:nothing|none)\b(?! of)|\b(?:use|take) the (?:\w+ )?lot\b"
    r"|\bkeep (?:the lot|everything|it all|them all|all)\b"
    r"|\b(?:the lot|everything|all of (?:it|them)|they all|the whole lot) (?:stays?|can stay|may stay|goes? in|is fine)\b"
    r"|\b(?:they'?re|they are|those are|everything is|all (?:of (?:it|them) )?(?:is|are))(?: all)? (?:known|there|fine"
    r"|available|okay?|safe|allowed)\b"
    r"|\b(?:use|look at|take) (?:everything|all of (?:it|them)|the lot)\b|\bno (?:such |privacy )?(?:rules?|laws?)\b",
    re.IGNORECASE,
)
"""Answers to a question for columns that leave none out."""


def keeps_all(text: str, slot: str | None) -> bool:
    """Return whether an answer to a question for columns leaves none out."""
    return slot in ("table.ignore", "limits.never_columns") and bool(
        _KEEP_ALL.search(text) and not SAVE_FOR.search(text)
    )


SAVE_FOR = re.compile(
    r"\b(?:but(?: not)?|except(?: for)?|apart from|bar|save for|other than)\b", re.I
)
"""Behind "keep everything": what is left out all the same."""


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


def _short(phrase: str) -> bool:
    """Return whether a phrase says little enough that all of it names a column."""
    return len([w for w in words(phrase) if w not in SMALL]) <= _FEW


_FEW = 3
_FEW_OUT = 2
"""Columns that a message which says outright that they are banned may name in any words."""
_WHEN = re.compile(
    r"\b(?:after|once|until|till|before|when|as soon as|by the time)\b(?! all\b)", re.I
)


def _before_when(phrase: str, facts: Facts) -> str:
    """Return a phrase without its "after the harvest", which tells when and names nothing."""
    when = _WHEN.search(phrase)
    head = phrase[: when.start()] if when else ""
    named = head.strip() and (columns_in(head, facts) or meant(head, facts))
    return head if named else phrase


def own(named: Sequence[Named], phrase: str) -> list[Named]:
    """Return the columns named, but those that another is of: "the weight of the part"."""
    return [n for n in named if not _of_another(n, named, phrase)]


def _of_another(one: Named, named: Sequence[Named], phrase: str) -> bool:
    return any(
        n.column != one.column and _OF_THE.fullmatch(phrase[n.end : one.start])
        for n in named
        if n.end <= one.start
    )


_OF_THE = re.compile(
    r"\s+(?:of|on|in|for) (?:the|our|my|your|an?|each|every|their|its|his|her)\s+", re.I
)


def _only_when(name: str, phrases: list[str], facts: Facts) -> bool:
    """Return whether a column is named only where it tells when: "once the courier is off"."""
    heads = [p[: w.start()] if (w := _WHEN.search(p)) else p for p in phrases]
    return not any(
        name in {n.column for n in columns_in(h, facts)} | set(meant(h, facts))
        for h in heads
    )


def _phrase(phrase: str, facts: Facts, target: str, *, near: bool) -> list[str]:
    phrase = _before_when(phrase, facts)
    when = _WHEN.search(phrase)
    if when and phrase[: when.start()].strip():
        phrase = _WHEN.sub(_blank, phrase)  # it tells when, and is no date
    plainer = paraphrased(phrase)
    phrase, near = plainer, near or plainer != phrase
    numbers = [(q.start, q.end) for q in quantities(phrase)]
    named = [
        n for n in columns_in(phrase, facts)
        if n.score >= 0.8 and n.column != target
        and not any(a < n.end and n.start < b for a, b in numbers)
    ]  # fmt: skip
    # Beside a header said in full, one word of another is more often something else.
    kept = own(named, phrase)
    for n in (n for n in named if n not in kept):
        phrase = phrase[: n.start] + " " * (n.end - n.start) + phrase[n.end :]
    named = kept
    least = 0.9 if any(n.score >= 0.9 for n in named) else 0.8
    exact = list(dict.fromkeys(n.column for n in named if n.score >= least))
    if exact:
        close = meant(phrase, facts, (target,))
        more = [n for n in close if set(close) > set(exact)]
        return more or exact
    return meant(phrase, facts, (target,)) if near else []
