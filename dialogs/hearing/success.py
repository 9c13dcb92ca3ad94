"""How the business counts right and wrong, heard as slots of the brief.

Clause by clause: which mistake it is about, and what it is worth. Invariant: a number is
given a role only where words say so; otherwise it is left unused, and asked about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ..facts import Facts
from .lexicon import denied, every, find, lexicon
from .naming import columns_in
from .quantities import Quantity, quantities
from .reading import Context


@dataclass(frozen=True)
class Heard:
    """One slot, as heard."""

    slot: str
    value: Any
    start: int
    end: int
    score: float = 0.9


NUMBERS = ("regression", "forecast")
COSTS = ("number", "money")


def success_in(text: str, context: Context) -> list[Heard]:
    """Return the slots of ``[success]`` that a message sets.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
    """
    found = quantities(text)
    if _task(context) in NUMBERS:
        return [*_tolerance(text, found), *_lopsided(text, found), *_metric(text)]
    return (
        _shares(text, found)
        or _capacity(text, found, context)
        or _ratio(text, found)
        or _costs(text, found, context)
        or _metric(text)
    )


def _task(context: Context) -> str:
    said = context.brief.get("goal.task")
    if said:
        return str(said)
    target = context.brief.get("table.target")
    column = context.facts.column(target) if context.facts and target else None
    if column is None or column.distinct <= 12 or not column.kind.numeric:
        return ""
    return "regression"


def _clauses(text: str) -> list[tuple[int, int]]:
    ends = [
        m.span()
        for m in re.finditer(
            r"[;.!?](?!\d)|,(?!\d)|\s(?:and|but|while|whereas|versus|vs\.?|against)\s",
            text,
        )
    ]
    starts = [0, *(e for _, e in ends)]
    stops = [*(s for s, _ in ends), len(text)]
    return [(a, b) for a, b in zip(starts, stops, strict=True) if b > a]


def role_of(clause: str) -> str | None:
    """Return the mistake that a clause is about, or None where it is none or two."""
    roles = lexicon()["roles"]
    hits = {name: find(roles[name], clause) for name in ("miss", "false_alarm", "hit")}
    known = [name for name, match in hits.items() if match]
    if "miss" in known and "false_alarm" in known:
        # "a false alarm" beside "miss" in one clause: the stronger word decides only
        # where the weak ones (a call, a visit) are what was missed.
        strong = find(("false alarm", "false positive", "wasted", "needless"), clause)
        return None if strong else "miss"
    if known == ["hit"]:
        return "hit"
    return next((n for n in ("miss", "false_alarm") if n in known), None)


def _costs(text: str, found: tuple[Quantity, ...], context: Context) -> list[Heard]:
    heard: dict[str, Heard] = {}
    for start, stop in _clauses(text):
        clause = text[start:stop]
        role = role_of(clause)
        if role is None:
            continue
        inside = [q for q in found if start <= q.start < stop and q.kind in COSTS]
        amount: Any = None
        span = (start, stop)
        if len(inside) == 1 and not (inside[0].per and inside[0].kind == "number"):
            amount, span = inside[0].value, (inside[0].start, inside[0].end)
        elif not inside:
            amount = _free(clause) if _free(clause) is not None else _by_column(
                clause, context.facts
            )  # fmt: skip
        if amount is None:
            continue
        sign = -1 if role == "hit" else 1
        if isinstance(amount, float):
            amount = sign * amount
        heard[f"success.{role}_cost"] = Heard(
            f"success.{role}_cost", amount, *span, 0.9
        )
    return list(heard.values())


_FREE = re.compile(
    r"\b(?:free|nothing|costs? us nothing|no cost|next to nothing|doesn't cost|does not "
    r"cost|peanuts|negligible)\b",
    re.IGNORECASE,
)


def _free(clause: str) -> float | None:
    match = _FREE.search(clause)
    return 0.0 if match and not denied(clause, match.start()) else None


def _by_column(clause: str, facts: Facts | None) -> str | None:
    """Return the column of amounts that a clause says a mistake costs."""
    if facts is None or not re.search(
        r"\b(?:costs?|whatever|the amount|worth|pays?|borrow\w*|lose|depends on)\b",
        clause,
        re.IGNORECASE,
    ):
        return None
    named = [n.column for n in columns_in(clause, facts)]
    numeric = [n for n in named if (c := facts.column(n)) and c.kind.numeric]
    return numeric[0] if len(set(numeric)) == 1 else None


def _ratio(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    ratios = [q for q in found if q.kind == "ratio" and q.second]
    worse = re.search(
        r"\b(?:worse|as bad|as much|more (?:expensive|costly|important|serious|harmful)"
        r"|dearer|costlier|as (?:expensive|costly|important|serious)|the cost|hurts?)\b",
        text,
        re.IGNORECASE,
    )
    if len(ratios) != 1:
        return []
    ratio = ratios[0]
    before, after = text[: ratio.start], text[ratio.end :]
    if ratio.second == 1.0 and not worse and ":" not in ratio.text:
        return []
    first, second = role_of(before), role_of(after)
    if ":" in ratio.text or " to " in ratio.text:
        first = first or "miss"
    role = first or {"miss": "false_alarm", "false_alarm": "miss"}.get(second or "")
    if role not in ("miss", "false_alarm"):
        return []
    other = "false_alarm" if role == "miss" else "miss"
    span = (ratio.start, ratio.end)
    return [
        Heard(f"success.{role}_cost", ratio.value, *span),
        Heard(f"success.{other}_cost", ratio.second or 1.0, *span),
    ]


def _shares(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    words = lexicon()["catch"]
    shares = [q for q in found if q.kind == "percent"]
    bare = [q for q in found if q.kind == "number" and 50 <= q.value <= 100]
    heard = []
    for q in shares or bare:
        value = q.value if q.kind == "percent" else q.value / 100
        if not 0 < value <= 1:
            continue
        start, stop = next(
            ((a, b) for a, b in _clauses(text) if a <= q.start < b), (0, len(text))
        )
        clause = text[start:stop]
        slot = _share_slot(clause, words)
        if slot and (q.kind == "percent" or slot == "success.recall"):
            heard.append(Heard(slot, value, q.start, q.end, 0.9))
    return heard


def _share_slot(clause: str, words: dict[str, list[str]]) -> str | None:
    lowered = clause.casefold()
    if re.search(r"\b(?:fpr|false positives?|false alarms?)\b", lowered):
        return "success.fpr"
    if re.search(r"\bprecision\b", lowered):
        return "success.precision"
    if re.search(r"\brecall|sensitivity\b", lowered):
        return "success.recall"
    if find(lexicon()["capacity"]["top"], clause):
        return "success.share"
    if find(words["real"], clause) and find(words["named"], clause):
        return "success.precision"
    if find(words["words"], clause):
        return "success.recall"
    return None


def _capacity(text: str, found: tuple[Quantity, ...], context: Context) -> list[Heard]:
    words = lexicon()["capacity"]
    for q in found:
        if q.kind != "number" or not q.whole or q.value < 1:
            continue
        near = text[max(0, q.start - 30) : q.end + 30]
        wanted = q.per or q.bound == "at_most" or find(words["top"], near)
        if not wanted or not (q.per or find(words["words"], near)):
            if context.asking != "success.k":
                continue
        heard = [Heard("success.k", int(q.value), q.start, q.end)]
        if q.per:
            heard.append(Heard("success.per", q.per, q.start, q.end))
        return heard
    return []


def _tolerance(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    cue = re.search(r"\b(?:within|off by|give or take|plus or minus|tolerance|closer than"
                    r"|at most .{0,12}off)\b|±", text, re.IGNORECASE)  # fmt: skip
    if not cue:
        return []
    for q in found:
        if q.kind == "percent" and 0 < q.value < 1:
            return [Heard("success.tolerance", q.value, q.start, q.end),
                    Heard("success.relative", True, q.start, q.end)]  # fmt: skip
        if q.kind in COSTS and q.value > 0:
            return [Heard("success.tolerance", q.value, q.start, q.end),
                    Heard("success.relative", False, q.start, q.end)]  # fmt: skip
    return []


def _lopsided(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    roles = lexicon()["roles"]
    ratio = next((q for q in found if q.kind == "ratio" and q.second), None)
    if ratio is None:
        return []
    before = text[: ratio.start]
    under, over = find(roles["under"], before), find(roles["over"], before)
    if bool(under) == bool(over):
        return []
    weight = ratio.value / (ratio.second or 1.0)
    level = weight / (weight + 1) if under else 1 / (weight + 1)
    return [Heard("success.quantile", round(level, 6), ratio.start, ratio.end)]


def _metric(text: str) -> list[Heard]:
    for name, forms in lexicon()["metrics"].items():
        for match in every(forms, text):
            if not denied(text, match.start()):
                return [Heard("success.objective", name, *match.span(), 0.85)]
    return []
