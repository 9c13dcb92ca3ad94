"""Limits and preferences: time, speed, size, kinds of models, readability, directions.

Invariant: a weak word ("simple", "read") counts only where its question is open, or where
nothing else is.
"""

from __future__ import annotations

import re

from .expecting import drivers_in
from .lexicon import denied, every, find, lexicon
from .naming import columns_in
from .quantities import quantities
from .reading import Context, Heard


def limits_in(text: str, context: Context) -> list[Heard]:
    """Return the limits and preferences that a message sets."""
    return [
        *_amounts(text, context),
        *_readable(text, context),
        *_families(text, context),
        *_monotonic(text, context),
        *drivers_in(text, context),
    ]


def _amounts(text: str, context: Context) -> list[Heard]:
    heard = []
    for q in quantities(text):
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
            soon = q.value < 1 and context.asking in (None, "limits.latency_ms")
            if soon or (context.asking == "limits.latency_ms" and q.value <= 60):
                heard.append(Heard("limits.latency_ms", _whole(q.value * 1000), *span))
            elif fits and 1 <= q.value <= 7 * 86_400:
                heard.append(Heard("limits.seconds", _whole(q.value), *span))
        elif q.kind == "milliseconds":
            heard.append(Heard("limits.latency_ms", _whole(q.value), *span))
        elif q.kind == "size":
            heard.append(Heard("limits.size_mb", _whole(q.value), *span))
    return heard or _vague(text, context)


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
    r"\b(?:must|have to|has to|need(?:s)? to|should) (?:\w+ ){0,2}(?:explain\w*|justif\w+|defend|"
    r"comprehensible|understandable|readable|transparent)\b",
    re.IGNORECASE,
)


def _readable(text: str, context: Context) -> list[Heard]:
    words = lexicon()["glass_box"]
    asked = context.asking in ("limits.glass_box", "preferences.simple")
    match = find(words["words"], text)
    weak = find(words["reader"], text)
    reads = find(words["reads"], text)
    busy = (context.asking or "").split(".")[0] in ("success", "expectations", "table")
    if match is None and not busy and (weak or reads) and (asked or (weak and reads)):
        match = weak or reads
    match = match or (None if busy else _MUST_EXPLAIN.search(text))
    if match and (not denied(text, match.start()) or "box" in match.group().casefold()):
        return [Heard("limits.glass_box", True, *match.span(), 0.85)]
    simple = find(lexicon()["simple"]["words"], text)
    if (
        simple
        and not busy
        and not simple.group().casefold().startswith("simply")
        and not denied(text, simple.start())
    ):
        return [Heard("preferences.simple", True, *simple.span(), 0.8)]
    return []


def _families(text: str, context: Context) -> list[Heard]:
    allowed: list[str] = []
    banned: list[str] = []
    places = []
    for name, forms in lexicon()["families"].items():
        for match in every(forms, text):
            (banned if denied(text, match.start()) else allowed).append(name)
            places.append(match.span())
    if not places:
        return []
    start, end = min(p[0] for p in places), max(p[1] for p in places)
    heard = []
    if banned:
        never = tuple(dict.fromkeys(banned))
        heard.append(Heard("limits.never_families", never, start, end))
    if allowed:
        only = re.search(
            r"\b(?:only|nothing (?:but|else)|just|must be|and that's it|no others?)\b",
            text,
            re.IGNORECASE,
        )
        known = tuple(context.brief.get("limits.families", ()))
        too = known and re.search(r"\b(?:too|also|as well|fine|ok|okay)\b", text, re.I)
        asked = context.asking == "limits.families"
        slot = "limits.families" if only or too or asked else "preferences.families"
        chosen = (*known, *allowed) if too else tuple(allowed)
        heard.append(Heard(slot, tuple(dict.fromkeys(chosen)), start, end))
    return heard


_MUST_MOVE = re.compile(
    r"\b(?:must|may only|should only|can only|has to|have to|always|never)\b.{0,30}?"
    r"\b(?P<way>rise|rises|increase|increases|go up|goes up|fall|falls|decrease|decreases"
    r"|go down|goes down|drop|drops)\b.{0,12}?\b(?:with|as|when|if)\b(?P<rest>.*)",
    re.IGNORECASE,
)


_NEVER_LOWER = re.compile(
    r"\b(?P<more>more|higher|longer|older|bigger|greater|larger|less|lower|fewer|shorter|smaller)\s"
    r"(?P<col>[^,.;]{2,40}?)\s(?:must|should|may|can|shall)\s?(?:never|not|n't)\s(?:\w+\s){0,3}?(?:an?\s)?"
    r"(?P<way>lower|less|smaller|reduce|decrease|shorter|higher|more|raise|increase|bigger)\b",
    re.IGNORECASE,
)


_ONLY_ONE_WAY = re.compile(
    r"(?:\b(?P<more>more|higher|longer|older|bigger|greater|larger|less|lower|fewer|shorter|smaller)\s)?"
    r"(?P<col>[^,.;]{2,40}?)\s(?:must|may|can|should|shall|has to|have to)\s(?:only|always)\s(?:ever\s)?"
    r"(?P<way>raise|increase|push \w+(?: \w+)? up|rise|go up|lower|reduce|decrease|push \w+(?: \w+)? down"
    r"|fall|go down)\b",
    re.IGNORECASE,
)
_LESS = ("less", "lower", "fewer", "shorter", "smaller")


def _one_way(text: str, context: Context) -> list[Heard]:
    """Return a direction said of a column alone: 'fee may only raise it'."""
    said = _ONLY_ONE_WAY.search(text)
    if said is None or context.facts is None:
        return []
    named = columns_in(said["col"], context.facts)
    numeric = {n.column for n in named if _is_number(n.column, context)}
    if len(numeric) != 1:
        return []
    rising = re.search(r"raise|increase|up$|rise", said["way"], re.I) is not None
    more = (said["more"] or "").casefold() not in _LESS
    found = {**context.brief.get("limits.monotonic", {}),
             numeric.pop(): "up" if rising == more else "down"}  # fmt: skip
    return [Heard("limits.monotonic", found, *said.span(), 0.85)]


def _is_number(name: str, context: Context) -> bool:
    column = context.facts.column(name) if context.facts else None
    return column is not None and column.kind.numeric


def _monotonic(text: str, context: Context) -> list[Heard]:
    match = _MUST_MOVE.search(text)
    if context.facts is None:
        return []
    bound = _NEVER_LOWER.search(text)
    if bound:
        named = columns_in(bound.group("col"), context.facts)
        numeric = [n.column for n in named if _is_number(n.column, context)]
        if len(set(numeric)) == 1:
            rising = bound.group("way").casefold() not in (
                "higher",
                "more",
                "raise",
                "increase",
                "bigger",
            )
            more = bound.group("more").casefold() not in (
                "less",
                "lower",
                "fewer",
                "shorter",
                "smaller",
            )
            found = {**context.brief.get("limits.monotonic", {}),
                     numeric[0]: "up" if rising == more else "down"}  # fmt: skip
            return [Heard("limits.monotonic", found, *bound.span(), 0.85)]
    if match is None:
        return _one_way(text, context) or _both_ways(text, context)
    named = columns_in(match.group("rest"), context.facts)
    numeric = [
        n.column for n in named
        if (c := context.facts.column(n.column)) and c.kind.numeric
    ]  # fmt: skip
    if not numeric:
        return []
    way = "up" if re.match(r"ri|in|go(?:es)? up", match.group("way"), re.I) else "down"
    if re.search(r"\bnever\b", match.group(), re.IGNORECASE):
        way = {"up": "down", "down": "up"}[way]
    found = {**context.brief.get("limits.monotonic", {}), numeric[0]: way}
    return [Heard("limits.monotonic", found, *match.span(), 0.85)]


def _both_ways(text: str, context: Context) -> list[Heard]:
    """Return 'this up, that up' where a direction was asked for."""
    if context.asking != "limits.monotonic" or context.facts is None:
        return []
    target = context.brief.get("table.target")
    found: dict[str, str] = dict(context.brief.get("limits.monotonic", {}))
    before = len(found)
    named = [n for n in columns_in(text, context.facts) if n.column != target]
    for one in named[:1]:
        ways = re.findall(r"\b(up|down|more|less|higher|lower|rises?|falls?|older|fewer)\b",
                          text, re.IGNORECASE)  # fmt: skip
        signs = [
            w.casefold() in ("up", "more", "higher", "rise", "rises", "older")
            for w in ways
        ]
        if signs:
            found[one.column] = (
                "up" if len(signs) < 2 or signs[0] == signs[1] else "down"
            )
    if len(found) == before:
        return []
    return [Heard("limits.monotonic", found, 0, len(text), 0.85)]
