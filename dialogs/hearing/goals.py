"""What the person wants to know, and within which limits, heard as slots.

Targets are met by name first, then by a family of words that both the message and a
column's name or values belong to. Invariant: two columns that fit alike are both returned
with the same score, so that the choice is asked, never guessed.
"""

from __future__ import annotations

import re
from typing import Any

from ..facts import ColumnFacts, Facts
from .concepts import (
    amount_columns,
    event_value,
    family_of,
    outcome_columns,
    sides,
)
from .costs import mistakes, tidy
from .lexicon import denied, every, find, lexicon
from .naming import best_value, columns_in, values_in
from .normal import parts, stem, stems
from .quantities import quantities
from .reading import Context, Heard

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
        for column, start, end, score in _by_concept(text, facts):
            known = found.get(column)
            if known is None or known.score < score:
                found[column] = Heard("table.target", column, start, end, score)
    return sorted(found.values(), key=lambda h: -h.score)


def _by_concept(text: str, facts: Facts) -> list[tuple[str, int, int, float]]:
    """Return columns that record what a message wants to know, with a score."""
    hits = [
        (c, s.start, s.end, 0.78 if _few(facts, c) else 0.7)
        for c, s in outcome_columns(text, facts)
    ]
    several = classes_said(text, facts)
    hits += [(c, 0, len(text), 0.85) for c in several]
    if not hits:
        amounts = amount_columns(text, facts)
        said = [n.column for n in columns_in(text, facts)]
        for column, start, end in amounts:
            more = 0.03 if column in said else 0.0
            hits.append((column, start, end, 0.7 + more + _size(column, text)))
    return hits


def _size(column: str, text: str) -> float:
    """Prefer the column whose header says total where both or all are asked for."""
    all_of_it = re.search(
        r"\b(?:together|all|total|both|overall)\b", text, re.IGNORECASE
    )
    total = find(("total", "count", "cnt", "all", "sum"), " ".join(parts(column)))
    return 0.06 if all_of_it and total else 0.0


def _few(facts: Facts, name: str) -> bool:
    column = facts.column(name)
    return column is not None and column.distinct == 2


def classes_said(text: str, facts: Facts) -> list[str]:
    """Return columns of which a message names two or more classes, by word form."""
    families: dict[str, set[bool]] = {}
    for side in sides(text):
        families.setdefault(side.family, set()).add(side.bad)
    found = []
    for column in facts.columns:
        if column.kind.numeric or not 3 <= column.distinct <= 12:
            continue
        if len(families.get(family_of(column) or "", ())) == 2:
            found.append(column.name)
    return found


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
        side = [x for x in sides(text) if x.family == family_of(column)]
        bad = find(mistakes()["bad"], text)
        good = find(mistakes()["good"], text)
        wanted = side[0].bad if side else bool(bad) if bool(bad) != bool(good) else None
        other = event_value(column, wanted) if wanted is not None else None
        digit = [tidy(q.value) for q in quantities(text) if q.kind == "number"]
        named = [v for v in column.values if len(digit) == 1 and v == str(digit[0])]
        if named:
            return [Heard("goal.event", named[0], 0, len(text), 0.9)]
        return [Heard("goal.event", other, 0, len(text), 0.85)] if other else []
    return _event_said(text, context, column)


_FIND = re.compile(
    r"\b(?:find|catch|spot|look for|looking for|want|predict|identify|interested in)\b",
    re.I,
)


def _event_said(text: str, context: Context, column: ColumnFacts) -> list[Heard]:
    """Return the outcome to find, where a message says so by itself."""
    labelled = _event_labelled(text, column)
    if labelled:
        return labelled
    facts, target = context.facts, column.name
    if _elsewhere(context) or not _FIND.search(text) or column.distinct != 2:
        return []
    if context.asking is None and "goal.event" in context.brief:
        family = family_of(column)
        side = [x for x in sides(text) if x.family == family]
        value = event_value(column, side[0].bad) if side else None
        return [Heard("goal.event", value, 0, len(text), 0.85)] if value else []
    for named in values_in(text, facts) if facts else ():
        if named.column == target and named.value is not None:
            return [Heard("goal.event", named.value, named.start, named.end, 0.8)]
    return []


def _event_labelled(text: str, column: ColumnFacts) -> list[Heard]:
    """Return the outcome that stands after its label: "event Yes", "outcome = late"."""
    for value in sorted(column.values, key=len, reverse=True):
        form = rf"\b(?:event|outcome|positive(?: class)?|class)\s*(?:is|=|:)?\s*[\"'“]?{re.escape(value)}(?!\w)"
        match = re.search(form, text, re.IGNORECASE)
        if match:
            return [Heard("goal.event", value, match.start(), match.end(), 0.9)]
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
        volunteered = volunteered and not _elsewhere(context)
        if context.asking == slot or (volunteered and _WE.search(text)):
            heard += _section(text, slot, section)
    row = re.search(r"\b(?:each|every|one|a) (?:row|line|record) is (?:an? |one )?(?P<w>"
                    r"[a-z][\w -]{1,24})", text, re.IGNORECASE)  # fmt: skip
    if row:
        heard.append(Heard("table.row", row.group("w").strip(), *row.span()))
    return [*heard, *_split(text, context), *_columns_out(text, context)]


def _elsewhere(context: Context) -> bool:
    """Return whether a question of another kind is open: its answer is no such fact."""
    section = (context.asking or "").split(".")[0]
    return section in ("success", "limits", "split", "preferences", "expectations")


def _section(text: str, slot: str, section: str) -> list[Heard]:
    for name, forms in lexicon()[section].items():
        for match in every(forms, text):
            if not denied(text, match.start()):
                return [Heard(slot, name, *match.span(), 0.85)]
    return []


def _split(text: str, context: Context) -> list[Heard]:
    asked = context.asking in ("split.kind", "split.column")
    if not asked and _elsewhere(context):
        return []
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
        *_readable(text, context),
        *_families(text, context),
        *_monotonic(text, context),
        *_drivers(text, context),
    ]


def _amounts(text: str, context: Context) -> list[Heard]:
    heard = []
    for q in quantities(text):
        span = (q.start, q.end)
        if q.kind == "duration" and not q.per:
            start, stop = _clause(text, q.start)
            fits = context.asking == "limits.seconds" or _about_search(text[start:stop])
            fits = fits and not (context.asking or "").startswith("success.")
            if fits and 1 <= q.value <= 7 * 86_400:
                heard.append(Heard("limits.seconds", _whole(q.value), *span))
        elif q.kind == "milliseconds":
            heard.append(Heard("limits.latency_ms", _whole(q.value), *span))
        elif q.kind == "size":
            heard.append(Heard("limits.size_mb", _whole(q.value), *span))
    return heard


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
        r"\b(?:costs?|wage|earns?|late|each call)\b", text, re.IGNORECASE
    )


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _readable(text: str, context: Context) -> list[Heard]:
    words = lexicon()["glass_box"]
    asked = context.asking in ("limits.glass_box", "preferences.simple")
    match = find(words["words"], text)
    weak = find(words["reader"], text)
    reads = find(words["reads"], text)
    if match is None and (weak or reads) and (asked or (weak and reads)):
        match = weak or reads
    if match and (not denied(text, match.start()) or "box" in match.group().casefold()):
        return [Heard("limits.glass_box", True, *match.span(), 0.85)]
    simple = find(lexicon()["simple"]["words"], text)
    if simple and not denied(text, simple.start()):
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
        slot = "limits.families" if only or too else "preferences.families"
        chosen = (*known, *allowed) if too else tuple(allowed)
        heard.append(Heard(slot, tuple(dict.fromkeys(chosen)), start, end))
    return heard


_MUST_MOVE = re.compile(
    r"\b(?:must|may only|should only|can only|has to|have to|always|never)\b.{0,30}?"
    r"\b(?P<way>rise|rises|increase|increases|go up|goes up|fall|falls|decrease|decreases"
    r"|go down|goes down|drop|drops)\b.{0,12}?\b(?:with|as|when|if)\b(?P<rest>.*)",
    re.IGNORECASE,
)


def _monotonic(text: str, context: Context) -> list[Heard]:
    match = _MUST_MOVE.search(text)
    if context.facts is None:
        return []
    if match is None:
        return _both_ways(text, context)
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
        fit = exact or near
        if len(fit) == 1 and fit[0] not in known:
            found.append(fit[0])
    return found
