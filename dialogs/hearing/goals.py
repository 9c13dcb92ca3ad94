"""What the person wants to know, and within which limits, heard as slots.

Targets are met by name first, then by a family of words that both the message and a
column's name or values belong to. Invariant: two columns that fit alike are both returned
with the same score, so that the choice is asked, never guessed.
"""

from __future__ import annotations

import re
from typing import Any

from ..facts import ColumnFacts, Facts
from .lexicon import denied, every, find, lexicon
from .naming import best_value, columns_in, values_in
from .normal import parts, stem, stems
from .quantities import quantities
from .reading import Context
from .success import Heard

_PREDICT = re.compile(
    r"\b(?:predict|forecast|estimate|guess|know|find out|tell|learn|target is|look for"
    r"|looking for|find|identify|which|who|whether|how (?:much|many|long)|what will|will)\b",
    re.IGNORECASE,
)


def target_in(text: str, context: Context) -> list[Heard]:
    """Return the columns that a message may want predicted, best first."""
    facts = context.facts
    if facts is None:
        return []
    found: dict[str, Heard] = {}
    asked = context.asking == "table.target"
    if asked or _PREDICT.search(text):
        for named in columns_in(text, facts):
            score = named.score if asked else named.score - 0.05
            found.setdefault(
                named.column,
                Heard("table.target", named.column, named.start, named.end, score),
            )
        for column, match in _by_concept(text, facts):
            found.setdefault(
                column, Heard("table.target", column, match.start(), match.end(), 0.75)
            )
    return sorted(found.values(), key=lambda h: -h.score)


def _by_concept(text: str, facts: Facts) -> list[tuple[str, re.Match[str]]]:
    hits = []
    for forms in lexicon()["concepts"].values():
        match = find(forms, text)
        if match is None:
            continue
        for column in facts.columns:
            if _belongs(column, forms):
                hits.append((column.name, match))
    return hits


def _belongs(column: ColumnFacts, forms: list[str]) -> bool:
    name = " ".join(parts(column.name))
    if find(forms, name):
        return True
    if column.kind.numeric or column.distinct > 6:
        return False
    return any(find(forms, " ".join(parts(v))) for v in column.values)


def event_in(text: str, context: Context, target: str | None) -> list[Heard]:
    """Return the outcome of the target that a message names."""
    facts = context.facts
    column = facts.column(target) if facts and target else None
    if column is None or not 2 <= column.distinct <= 12:
        return []
    if context.asking == "goal.event":
        value = best_value(text, column)
        # "no limit" does not name the outcome "No": a short value must stand alone.
        if value is not None and (len(value) > 3 or len(text.split()) <= 2):
            return [Heard("goal.event", value, 0, len(text), 0.95)]
        return []
    for named in values_in(text, facts) if facts else ():
        if named.column == target and named.value is not None:
            return [Heard("goal.event", named.value, named.start, named.end, 0.8)]
    return []


def exact_event(text: str, context: Context) -> Heard | None:
    """Return the outcome that a message is, word for word, when it was asked for.

    Comes before yes and no: "yes" may be the name of an outcome.
    """
    facts = context.facts
    column = facts.column(context.brief.get("table.target") or "") if facts else None
    if context.asking != "goal.event" or column is None:
        return None
    bare = text.strip(" .!\"'").casefold()
    for value in column.values:
        if value.casefold().strip() == bare:
            return Heard("goal.event", value, 0, len(text), 1.0)
    return None


_WE = re.compile(r"\b(?:we|our|i|they|team|staff|us)\b", re.IGNORECASE)


def goals_in(text: str, context: Context) -> list[Heard]:
    """Return purpose, action, what a row is, and how rows are held back."""
    heard = []
    for slot, section in (("goal.action", "action"), ("goal.purpose", "purpose")):
        volunteered = slot == "goal.action" and slot not in context.brief
        if context.asking == slot or (volunteered and _WE.search(text)):
            heard += _section(text, slot, section)
    row = re.search(r"\b(?:each|every|one|a) (?:row|line|record) is (?:an? |one )?(?P<w>"
                    r"[a-z][\w -]{1,24})", text, re.IGNORECASE)  # fmt: skip
    if row:
        heard.append(Heard("table.row", row.group("w").strip(), *row.span()))
    return [*heard, *_split(text, context), *_columns_out(text, context)]


def _section(text: str, slot: str, section: str) -> list[Heard]:
    for name, forms in lexicon()[section].items():
        for match in every(forms, text):
            if not denied(text, match.start()):
                return [Heard(slot, name, *match.span(), 0.85)]
    return []


def _split(text: str, context: Context) -> list[Heard]:
    asked = context.asking in ("split.kind", "split.column")
    for kind in ("time", "group", "random"):
        match = find(lexicon()[kind]["words"], text)
        if match is None or (kind != "time" and not asked):
            continue
        if denied(text, match.start()):
            continue
        heard = [Heard("split.kind", kind, *match.span(), 0.8)]
        named = columns_in(text, context.facts) if context.facts else ()
        if named and kind != "random":
            one = named[0]
            heard.append(Heard("split.column", one.column, one.start, one.end, 0.8))
        return heard
    return []


def _columns_out(text: str, context: Context) -> list[Heard]:
    if context.facts is None:
        return []
    words = lexicon()["forbid"]
    named = list(dict.fromkeys(n.column for n in columns_in(text, context.facts)))
    target = context.brief.get("table.target")
    named = [n for n in named if n != target]
    if context.asking == "table.ignore" and named:
        return [_extended("table.ignore", named, text, context)]
    for slot, section in (
        ("limits.never_columns", "never"),
        ("table.ignore", "ignore"),
    ):
        match = find(words[section], text)
        if match and named:
            return [_extended(slot, named, text, context)]
    return []


def _extended(slot: str, names: list[str], text: str, context: Context) -> Heard:
    before = list(context.brief.get(slot, ()))
    both = tuple(dict.fromkeys([*before, *names]))
    return Heard(slot, both, 0, len(text), 0.85)


def limits_in(text: str, context: Context) -> list[Heard]:
    """Return the limits and preferences that a message sets."""
    return [
        *_amounts(text, context),
        *_readable(text),
        *_families(text),
        *_monotonic(text, context),
        *_drivers(text, context),
    ]


def _amounts(text: str, context: Context) -> list[Heard]:
    heard = []
    for q in quantities(text):
        span = (q.start, q.end)
        if q.kind == "duration" and not q.per:
            fits = context.asking == "limits.seconds" or _about_search(text)
            if fits and q.value >= 1:
                heard.append(Heard("limits.seconds", _whole(q.value), *span))
        elif q.kind == "milliseconds":
            heard.append(Heard("limits.latency_ms", _whole(q.value), *span))
        elif q.kind == "size":
            heard.append(Heard("limits.size_mb", _whole(q.value), *span))
    return heard


def _about_search(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:take|search|spend|give|run|try|use|finish|done|ready|within|in|have"
            r"|wait|longer|more|only|max|at most|seconds?|secs?|minutes?|mins?)\b",
            text,
            re.IGNORECASE,
        )
    ) and not re.search(
        r"\b(?:costs?|wage|earns?|late|each call)\b", text, re.IGNORECASE
    )


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _readable(text: str) -> list[Heard]:
    match = find(lexicon()["glass_box"]["words"], text)
    if match and not (
        denied(text, match.start()) and "black box" not in match.group().casefold()
    ):
        return [Heard("limits.glass_box", True, *match.span(), 0.85)]
    simple = find(lexicon()["simple"]["words"], text)
    if simple and not denied(text, simple.start()):
        return [Heard("preferences.simple", True, *simple.span(), 0.8)]
    return []


def _families(text: str) -> list[Heard]:
    allowed, banned = [], []
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
        only = re.search(r"\b(?:only|nothing but|just|must be)\b", text, re.IGNORECASE)
        slot = "limits.families" if only else "preferences.families"
        heard.append(Heard(slot, tuple(dict.fromkeys(allowed)), start, end))
    return heard


_MUST_MOVE = re.compile(
    r"\b(?:must|may only|should only|can only|has to|have to|always|never)\b.{0,30}?"
    r"\b(?P<way>rise|rises|increase|increases|go up|goes up|fall|falls|decrease|decreases"
    r"|go down|goes down|drop|drops)\b.{0,12}?\b(?:with|as|when|if)\b(?P<rest>.*)",
    re.IGNORECASE,
)


def _monotonic(text: str, context: Context) -> list[Heard]:
    match = _MUST_MOVE.search(text)
    if match is None or context.facts is None:
        return []
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


def _drivers(text: str, context: Context) -> list[Heard]:
    if context.asking != "expectations.drivers" or context.facts is None:
        return []
    target = context.brief.get("table.target")
    named = [n for n in columns_in(text, context.facts) if n.column != target]
    found: dict[str, Any] = {}
    for i, one in enumerate(named):
        stop = named[i + 1].start if i + 1 < len(named) else len(text)
        clause = text[named[i - 1].end if i else 0 : stop]
        found[one.column] = _way(clause)
    for column in _by_synonym(text, context.facts, set(found) | {target or ""}):
        found[column] = _way(text)
    return [Heard("expectations.drivers", found, 0, len(text), 0.85)] if found else []


def _way(clause: str) -> str:
    words = lexicon()["directions"]
    up, down = find(words["up"], clause), find(words["down"], clause)
    if bool(up) == bool(down):
        return "matters"
    return "up" if up else "down"


def _by_synonym(text: str, facts: Facts, known: set[str]) -> list[str]:
    said = set(stems(text))
    found = []
    for forms in (lexicon()["concepts"]["price"],):
        if not find(forms, text):
            continue
        near = [c.name for c in facts.columns if find(forms, " ".join(parts(c.name)))]
        exact = [n for n in near if {stem(p) for p in parts(n)} & said]
        for name in (exact or near)[:1] if len(exact or near) == 1 else []:
            if name not in known:
                found.append(name)
    return found
