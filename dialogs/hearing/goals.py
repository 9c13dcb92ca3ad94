"""What the person wants it for, what a row is, and how rows are held back, heard as slots."""

from __future__ import annotations

import re

from .leaving_out import columns_out
from .lexicon import denied, every, find, lexicon
from .lexis import row_stems
from .normal import stem
from .reading import Context, Heard, elsewhere
from .splitting import dated, other_group, repeated
from .spoken_of import tells_deed

_WE = re.compile(r"\b(?:we|our|i|they|team|staff|us)\b", re.IGNORECASE)


def goals_in(text: str, context: Context) -> list[Heard]:
    """Return purpose, action, what a row is, and how rows are held back."""
    heard = []
    for slot, section in (("goal.action", "action"), ("goal.purpose", "purpose")):
        volunteered = slot == "goal.action" and slot not in context.brief
        # What is done about it tells no outcome, and need not be asked again.
        told = context.asking == "goal.event" and tells_deed(text)
        volunteered = volunteered and (told or not elsewhere(context))
        if context.asking == slot or (volunteered and _WE.search(text)):
            heard += _section(text, slot, section)
    row = re.search(r"\b(?:each|every|one|a) (?:row|line|record)(?: is|'s) (?:an? |one )?(?P<w>"
                    r"[a-z][\w -]{1,24})", text, re.IGNORECASE)  # fmt: skip
    if row:
        heard.append(Heard("table.row", row.group("w").strip(), *row.span()))
    if context.asking in (None, "table.target") and "goal.task" not in context.brief:
        heard += _task_beside(text)
    out = [] if context.asking == "table.row" else columns_out(text, context)
    return [*heard, *_split(text, context), *out]


_AS_TASK = {
    "regression": r"\bas an? (?:\w+ )?(?:number|figure|amount|quantity|sum)\b(?! of\b)",
    "binary": r"\bas an? (?:\w+ )?yes(?: or |/| - |-or-)no\b",
}
"""How the answer is to look, told beside what is to be predicted: "as a plain number"."""


def _task_beside(text: str) -> list[Heard]:
    for task, form in _AS_TASK.items():
        match = re.search(form, text, re.IGNORECASE)
        if match and not denied(text, match.start()):
            return [Heard("goal.task", task, *match.span(), 0.9)]
    return []


def _section(text: str, slot: str, section: str) -> list[Heard]:
    for name, forms in lexicon()[section].items():
        for match in every(forms, text):
            thing = stem(match.group()) in row_stems() and _WHICH.search(
                text[: match.start()]
            )
            if not thing and not denied(text, match.start()):
                return [Heard(slot, name, *match.span(), 0.85)]
    return []


_WHICH = re.compile(
    r"\b(?:which|what|the|these|those|all|many|each|every|an?|our|my|their|of)\s+$",
    re.I,
)
"""Before a thing: "which orders come back" orders nothing."""


_SAME = re.compile(
    r"\b(?:the )?same \w+|\b(?:whole|entire) (?!(?:year|month|week|day|season|quarter|lot|thing|table|file|story)s?\b)\w+",
    re.I,
)


_ONCE = re.compile(
    r"\b(?:only|just|each|in there|appears?) (?:\w+ ){0,2}once\b|\bonce only\b", re.I
)


_NO_MATTER = re.compile(
    r"^[^,;.!?]{0,40}\b(?:(?:does|do)(?: not|n't) (?:matter|count)|is irrelevant|makes no difference)\b",
    re.I,
)
"""Behind what is said to play no part: "when they came in doesn't matter"."""


_GO_AHEAD = re.compile(r"\b(?:go|going|went) ahead\b", re.IGNORECASE)
"""A word to start, and none of time."""
_ERRAND = re.compile(
    r"\W*(?:(?:please|and|so|then|now|ok|can you|could you|will you)\W+)*"
    r"(?:give|send|make|print|show|write|get|bring|fetch|export)\b", re.IGNORECASE,
)  # fmt: skip
"""A thing to be done: "give me the list for tomorrow" holds no rows back."""


_ANEW = re.compile(
    r"\b(?:not|no|meant|mean|instead|rather|sorry|actually|wrong|should be|should have been|change)\b",
    re.IGNORECASE,
)
"""With which another column takes the place of the agreed one."""


def _split(text: str, context: Context) -> list[Heard]:
    asked = context.asking in ("split.kind", "split.column")
    if not asked and (elsewhere(context) or context.asking == "table.target"):
        return []
    if not asked and _ERRAND.match(text):
        return []
    other = other_group(text, context) if _ANEW.search(text) else None
    if other is not None and not elsewhere(context):
        return [Heard("split.column", other, 0, len(text), 0.92)]
    text = _GO_AHEAD.sub(lambda m: " " * len(m.group()), text)
    for kind in ("time", "group", "random"):
        match = _SAME.search(text) if asked and kind == "group" else None
        match = match or find(lexicon()[kind]["words"], text)
        if match is None or (kind != "time" and not asked):
            continue
        if kind == "group" and _ONCE.search(text):
            continue
        if denied(text, match.start()) or _NO_MATTER.search(text[match.end() :]):
            continue
        heard = [Heard("split.kind", kind, *match.span(), 0.8)]
        column = {"time": dated, "group": repeated}.get(kind, _no_column)(text, context)
        if column:
            heard.append(Heard("split.column", column, *match.span(), 0.8))
        return heard
    return []


def _no_column(_: str, __: Context) -> str | None:
    return None
