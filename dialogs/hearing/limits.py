"""Limits and preferences: time, speed, size, kinds of models, readability, directions.

Invariant: a weak word ("simple", "read") counts only where its question is open, or where
nothing else is.
"""

from __future__ import annotations

import re

from .clock import time_left
from .expecting import drivers_in
from .families import families_in
from .lexicon import denied, find, lexicon
from .monotonic import directions_in
from .quantities import quantities
from .reading import Context, Heard
from .spare_room import left_of


def limits_in(text: str, context: Context) -> list[Heard]:
    """Return the limits and preferences that a message sets."""
    kinds = families_in(text, context)
    readable = _readable(text, context)
    if kinds:
        # "Nothing fancier than trees" names the kinds, and wishes for nothing more.
        readable = [
            h for h in readable if h.slot != "preferences.simple" or h.score > 0.9
        ]
    if context.asking == "table.row":
        return kinds  # "one lift in one week" is a row, and no time to search
    return [
        *_amounts(text, context),
        *readable,
        *kinds,
        *directions_in(text, context),
        *drivers_in(text, context),
    ]


def _amounts(text: str, context: Context) -> list[Heard]:
    heard: list[Heard] = []
    asked = context.asking == "limits.seconds"
    left = time_left(text) if asked else []
    for q in [] if left else quantities(text):
        span = (q.start, q.end)
        if q.kind == "duration" and not q.per:
            start, stop = _clause(text, q.start)
            clause = text[start:stop]
            # In a terse list ("seed 7; 60s") a time alone is that of the search.
            alone = clause.strip(" ,;.") == q.text and (
                clause != text or context.asking in (None, "goal.action", "goal.event")
            )
            fits = context.asking == "limits.seconds" or _about_search(clause) or alone
            fits = fits and not (context.asking or "").startswith("success.")
            goal = context.asking in ("table.target", "goal.event", "goal.task")
            far = (goal and not alone) or q.value >= _A_DAY
            far = far and context.asking != "limits.seconds"
            if _AHEAD.search(text[: q.start]) or (far and not _GIVEN.search(clause)):
                fits = False  # "in the next 24 hours" is what is foreseen
            soon = q.value < 1 and _FREE.match(context.asking or "")
            if soon or (context.asking == "limits.latency_ms" and q.value <= 60):
                heard.append(Heard("limits.latency_ms", _whole(q.value * 1000), *span))
            elif fits and 1 <= q.value <= 7 * 86_400:
                heard.append(Heard("limits.seconds", _whole(q.value), *span))
        elif q.kind == "milliseconds":
            heard.append(Heard("limits.latency_ms", _whole(q.value), *span))
        elif q.kind == "size":
            memory = context.asking == "limits.memory_mb" or _MEMORY.search(text)
            slot = "limits.memory_mb" if memory else "limits.size_mb"
            rest = left_of(q, text)
            if rest is not None:
                return [Heard(slot, *rest, 0.92)]
            heard.append(Heard(slot, _whole(q.value), *span))
    return left or heard or _vague(text, context)


_FREE = re.compile(r"$|limits\.latency_ms$|success\.")
"""Questions beside which a time below a second is that of an answer."""
_A_DAY = 86_400
"""Seconds from which on a time is more likely one of the business."""
_AHEAD = re.compile(r"\b(?:next|coming|following|past|last|previous|first)\s$", re.I)
_GIVEN = re.compile(
    r"\b(?:take|spend|search|run|budget|give (?:it|you)|you (?:have|get|may)|you've got|max\w*|at most)\b",
    re.I,
)
"""What gives a search its time, while something else is asked."""
_MEMORY = re.compile(
    r"\b(?:ram|memory|laptop|machine|computer|server|pc|box|notebook|raspberry)\b",
    re.IGNORECASE,
)


_SOON = re.compile(
    r"\b(?:quick\w*|fast|instant\w*|real.?time|at once|right away|immediate\w*|(?:are|is|stand\w*)"
    r" waiting|standing there|on the spot|without (?:delay|waiting)|while they wait)\b",
    re.IGNORECASE,
)
SOON_MS = 200
"""Offered where an answer must come while somebody waits."""


def _vague(text: str, context: Context) -> list[Heard]:
    """Return a limit to offer where a time was named without a number."""
    if context.asking == "limits.latency_ms":
        match = _SOON.search(text)
        if match and not denied(text, match.start()):
            return [Heard("limits.latency_ms", SOON_MS, *match.span(), 0.4)]
    if context.asking == "limits.seconds":
        for seconds, forms in lexicon()["waits"].items():
            match = find(forms, text)
            if match:
                return [Heard("limits.seconds", int(seconds), *match.span(), 0.4)]
    return []


def _clause(text: str, at: int) -> tuple[int, int]:
    """Return where the clause around a place begins and ends."""
    marks = [m.start() for m in re.finditer(r"[;.!?](?!\d)|,(?!\d)", text)]
    start = max((m for m in marks if m < at), default=0)
    return start, min((m for m in marks if m >= at), default=len(text))


def _about_search(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:take|search|spend|give|run|try|use|finish|done|ready|within|in|have"
            r"|wait|longer|more|only|max|at most|seconds?|secs?|minutes?|mins?)\b",
            text,
            re.IGNORECASE,
        )
    ) and not re.search(
        r"\b(?:costs?|wage|earns?|late|each call)\b"
        r"|\b(?:each|every|an?|per) \w+ (?:takes|needs|means)\b",
        text,
        re.IGNORECASE,
    )


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) else value


_MUST_EXPLAIN = re.compile(
    r"(?<!\bi )\b(?:must|have to|has to|need(?:s)? to|should) (?:\w+ ){0,2}(?:explain\w*|justif\w+|defend|"
    r"comprehensible|understandable|readable|transparent)\b",
    re.IGNORECASE,
)


_TIE = re.compile(
    r"\b(?:if|when|where|should)\b.{0,50}\b(?:level|about as good|equal\w*|toss.?up|tie|ties|tied|the same|as good|draw"
    r"|neck and neck|no difference)\b.{0,60}\b(?:take|pick|choose|give|gimme|prefer|go (?:for|with)|want)\b",
    re.IGNORECASE,
)
"""What to take of two that are as good: the one that is easier to follow."""


_NICE = re.compile(
    r"\b(?:would|'d) be (?:nice|good|great|lovely)\b|\bnice to have\b|\b(?:not|no) (?:an? )?(?:must"
    r"|essential|condition)\b"
    r"|\bisn't (?:a must|essential)\b|\bpreferably\b|\bif (?:it'?s )?possible\b",
    re.IGNORECASE,
)
"""A wish, and no condition."""
_NOBODY = re.compile(r"\b(?:nobody|no ?one|not a soul|none of us)\b[^,.;]*$", re.I)
_BOX_FINE = re.compile(
    r"\bblack box(?:es)?\b.{0,24}\b(?:fine|ok|okay|all right|alright|no problem|will do|allowed)\b",
    re.I,
)


_UNREADABLE = re.compile(
    r"\b(?:nothing|no \w+|not (?:a|one) \w+|(?:don't|do not|won't|not) (?:\w+ ){0,3}?(?:anything|it|one"
    r"|a model|something))\b"
    r"(?:\s\w+)?\s(?:that|which|if|unless|where|my|our|a|the)\b[^.;!?]{0,40}?(?:n't|\bcannot|\bnot"
    r"|\bnobody|\bno one|\bunable)\b"
    r"(?P<said>[^.;!?]*)",
    re.IGNORECASE,
)
"""Two negations that demand: "nothing that a clerk couldn't follow"."""
_ONE_PAGE = re.compile(
    r"\b(?:on|fits?(?: on| onto)?|print\w*(?: out)?(?: on)?|written (?:down )?on|draw\w*(?: on)?)\s"
    r"(?:a|an|one|the|a single|one single|the back of an?|half an?)\s(?:\w+\s)?"
    r"(?:page|sheet|paper|envelope|napkin|card|whiteboard|blackboard|poster|slide|postcard|beer ?mat)s?\b"
    r"|\bwith (?:a|just a|only a) (?:pencil|pen|pocket calculator|calculator)\b",
    re.IGNORECASE,
)
"""So short that it can be read as a whole."""


def _demanded(text: str) -> re.Match[str] | None:
    """Return where a message refuses what cannot be read, or wants it on one page."""
    double = _UNREADABLE.search(text)
    if double:
        reads = lexicon()["glass_box"]["reads"]
        told = find(reads, double["said"]) or _ONE_PAGE.search(double["said"])
        return double if told else None
    page = _ONE_PAGE.search(text)
    refused = re.search(r"n't\b|\bnot\b|\bnever\b|\bneed no\b|\bno need\b", text, re.I)
    if page and refused:
        return page if _NOT_IF.search(text) else None
    return page


_NOT_IF = re.compile(
    r"\b(?:if|unless|what|whatever|when|anything that)\b[^,;]*(?:n't|\bnot|\bnever)\b[^;]*(?:n't|\bnot"
    r"|\bno|\bout|\bnever)\b",
    re.IGNORECASE,
)
"""Two negations told the other way round: "if it doesn't fit on a page I don't want it"."""


def _readable(text: str, context: Context) -> list[Heard]:
    goals = (context.asking or "").split(".")[0] in ("success", "expectations", "table")
    leans = context.asking == "preferences.simple" or _NICE.search(text)
    demanded = None if goals or leans else _demanded(text)
    if demanded:
        return [Heard("limits.glass_box", True, *demanded.span(), 0.92)]
    if _BOX_FINE.search(text):
        agreed = context.brief.get("limits.glass_box")
        return [Heard("limits.glass_box", False, 0, len(text), 0.92)] if agreed else []
    if _NICE.search(text) and find(lexicon()["glass_box"]["reads"], text) is not None:
        return [Heard("preferences.simple", True, 0, len(text), 0.9)]
    tie = _TIE.search(text)
    if tie:
        return [Heard("preferences.simple", True, *tie.span(), 0.92)]
    words = lexicon()["glass_box"]
    asked = context.asking in ("limits.glass_box", "preferences.simple")
    match = find(words["words"], text)
    weak = find(words["reader"], text)
    reads = find(words["reads"], text)
    busy = (context.asking or "").split(".")[0] in ("success", "expectations", "table")
    if match is None and not busy and (weak or reads) and (asked or (weak and reads)):
        match = weak or reads
    match = match or (None if busy else _MUST_EXPLAIN.search(text))
    if match and _NOBODY.search(text[: match.start()]):
        return [Heard("limits.glass_box", False, 0, len(text), 0.9)] if asked else []
    if match and (not denied(text, match.start()) or "box" in match.group().casefold()):
        return [Heard("limits.glass_box", True, *match.span(), 0.85)]
    simple = find(lexicon()["simple"]["words"], text)
    if (
        simple
        and not busy
        and not simple.group().casefold().startswith("simply")
        and not denied(text, simple.start())
        and not (_OTHER_IS.search(text[: simple.start()]) and not asked)
    ):
        return [Heard("preferences.simple", True, *simple.span(), 0.8)]
    return []


_OTHER_IS = re.compile(
    r"\b(?:rule|law|reason|answer|story|question|matter|case|truth|idea|job|task|work|goal|aim)(?: is| was|'s)"
    r"(?: \w+)? $",
    re.IGNORECASE,
)
"""Before "simple" where it is no model that is to be so: "the rule is simple: ..."."""
