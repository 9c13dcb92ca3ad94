"""How far off a number may be: tolerance, over and under, ranges, totals, proportions."""

from __future__ import annotations

import re

from .clauses import clauses
from .comparing import compared, in_proportion
from .falling_short import mostly_within, short_of_it
from .lexicon import denied, find, lexicon
from .per_unit import unit_for_unit
from .quantities import Quantity
from .reading import Context, Heard
from .sums import tidy
from .too_much import too_much
from .units import in_units

_NEAR = re.compile(
    r"\b(?:within|off by|either (?:way|side|direction)|up or down|give or take|plus or minus"
    r"|plus ?/? ?minus|\+ or -|tolerance|closer than|to within"
    r"|(?:no|not) more than .{0,26}(?:off|out|wrong)"
    r"|at most .{0,26}(?:off|out|wrong)|off (?:is|would be) (?:fine|ok|okay|acceptable|alright|all right"
    r"|tolerable|good enough|no problem)"
    r"|up to .{0,14}\b(?:off|out)\b|more than .{0,14}(?:off|away)"
    r"|accurate to)\b|±|\+/-",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"\b(?:too )?(?:long|many|much|high|early|big|large|more|over|heavy) (?:or|and) (?:too )?"
    r"(?:short|few|little|low|late|small|less|under|light)\b|\bmore or less (?=nobody|no one|who|is|does|$)",
    re.IGNORECASE,
)
_SHRUG = re.compile(
    r"\b(?:who cares|nothing|nobody|no one|fine|ok(?:ay)?|all right|alright|doesn't matter|don't care|don't mind"
    r"|no matter|no problem|no harm|we can live|i can live|peanuts)\b", re.IGNORECASE,
)  # fmt: skip
"""Either way, and nobody minds: a tolerance without its name."""
_RANGE = re.compile(
    r"\b(?:from\s?-\s?to\b|(?:land|fall|lie|be|is|are) (?:inside|in between|within)"
    r"|range|interval|band|corridor|from .{0,12}to|between .{0,12}and|low and (?:a )?high|"
    r"lower and upper|upper and lower)\b",
    re.IGNORECASE,
)
_ENOUGH = re.compile(
    r"\b(?:holds?|enough|suffic\w+|cover(?:s|ed)?|safe|upper bound|upper limit|ceiling"
    r"|not (?:to )?exceed\w*"
    r"|at the (?:most|outside)|never run out|in stock|stock on|on the shelf|to go round"
    r"|for everyone|not run out|set aside|reserve\w*"
    r"|higher than needed|worst case)\b",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"\b(?:lower bound|lower limit|floor|at least (?:that|this) much|(?:we|you|they) (?:can )?(?:reach|count on"
    r"|rely on|get)|reached|we (?:can )?beat|exceed it"
    r"|minimum)\b",
    re.IGNORECASE,
)


def figures_in(text: str, found: tuple[Quantity, ...], context: Context) -> list[Heard]:
    """Return the slots of success for a target that is a number."""
    return (
        unit_for_unit(text)
        or compared(text, found)
        or _lopsided(text, found)
        or _two_prices(text, found)
        or mostly_within(text, found)
        or short_of_it(text, found)
        or _coverage(text, found)
        or in_proportion(text, found)
        or _tolerance(text, found, context)
        or _by_words(text)
    )


def _span(q: Quantity) -> tuple[int, int]:
    return q.start, q.end


_OF_ANOTHER = re.compile(
    r"\W*(?:as|what|the|more|worse|dearer|that|than|of|a|an|too|higher|cost\w*|over|under|$)",
    re.I,
)
"""Behind so many times that weighs one against another: "paid twice" weighs nothing."""


def _lopsided(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    roles = lexicon()["roles"]
    ratio = next((q for q in found if q.kind == "ratio" and q.second), None)
    if ratio is None or (
        ":" not in ratio.text and not _OF_ANOTHER.match(text, ratio.end)
    ):
        return []
    own = max(text.rfind(stop, 0, ratio.start) for stop in (". ", "; ", "! ")) + 1
    sided = any(find(roles[s], text[own:]) for s in ("under", "over"))
    # The sentence of the ratio says which is worse, where it names one by itself.
    before, after = text[own if sided else 0 : ratio.start], text[ratio.end :]
    under = find(roles["under"], before) or find(roles["over"], after)
    over = find(roles["over"], before) or find(roles["under"], after)
    first_under = find(roles["under"], before)
    first_over = find(roles["over"], before)
    if first_under and first_over:
        under, over = ((first_under, None) if first_under.start() > first_over.start()
                       else (None, first_over))  # fmt: skip
    if bool(under) == bool(over):
        return []
    weight = ratio.value / (ratio.second or 1.0)
    level = weight / (weight + 1) if under else 1 / (weight + 1)
    return [Heard("success.quantile", tidy(round(level, 6)), *_span(ratio))]


def _two_prices(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return the level that the prices of too much and too little make together."""
    roles = lexicon()["roles"]
    prices: dict[str, Quantity] = {}
    unknown: list[Quantity] = []
    told = ""
    for start, stop in clauses(text):
        clause = text[start:stop]
        amounts = [
            q
            for q in found
            if start <= q.start < stop
            and q.kind in ("number", "money")
            and q.text.casefold() != "one"  # "one too many"
        ]
        sides = [k for k in ("under", "over") if find(roles[k], clause)]
        told = sides[0] if len(sides) == 1 else told
        if len(amounts) == 1 and told:
            prices.setdefault(told, amounts[0])
            told = ""
        elif len(amounts) == 1:
            unknown.append(amounts[0])
    if (
        len(prices) == len(unknown) == 1
        and len([q for q in found if q.text.casefold() != "one"]) == 2
    ):
        # Of two prices one is of too much: the other is of too little.
        other = "over" if "under" in prices else "under"
        prices[other] = unknown[0]
    if len(prices) != 2 or min(q.value for q in prices.values()) <= 0:
        return []
    under, over = prices["under"], prices["over"]
    level = under.value / (under.value + over.value)
    first, last = sorted((under, over), key=lambda q: q.start)
    return [Heard("success.quantile", tidy(round(level, 9)), first.start, last.end)]


_TRUTH_ABOVE = re.compile(
    r"\b(?:is|be|gets?|was) exceeded\b|\b(?:real|actual|true|truth|reality)\b"
    r".{0,40}\b(?:above|exceed\w*|over|more than|higher|beyond)\b",
    re.IGNORECASE,
)


_SAVE = re.compile(r"\bonly\b|\bexcept(?: for| on| in)?\W*$|\bsave (?:for|on)\W*$")


_NEVER = re.compile(r"(?:n't|\bnot|\bnever)\b[^.;]{0,40}$", re.IGNORECASE)
"""Before "more than one in ten": it is then a bound from above."""


def _coverage(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    part = next((q for q in found if q.kind == "percent" and 0 < q.value < 1), None)
    if part is None:
        return []
    wrong = re.search(r"\b(?:wrong|exceeded|off|too low|too high|fail\w*|short)\b",
                      text[: part.start], re.IGNORECASE)  # fmt: skip
    lead = text[: part.start].casefold()[-14:]
    most = part.bound == "at_most" or bool(_SAVE.search(lead))
    most = most or (
        part.bound == "at_least" and _NEVER.search(text[: part.start]) is not None
    )
    share = round(1 - part.value if wrong and most else part.value, 9)
    if _RANGE.search(text):
        inside = share if share >= 0.5 else round(1 - share, 9)
        return [Heard("success.coverage", inside, *_span(part))]
    below = re.search(r"\btoo (?:low|little|few|short|small)\b", text, re.IGNORECASE)
    above = re.search(r"\btoo (?:high|much|many|long|big)\b", text, re.IGNORECASE)
    if (
        (below or above)
        and not (below and above)
        and part.value <= 0.5
        and (most or not wrong)
    ):
        tail = part.value if above else 1 - part.value
        return [Heard("success.quantile", round(tail, 9), *_span(part))]
    if _TRUTH_ABOVE.search(text) and part.value <= 0.5:
        return [Heard("success.quantile", round(1 - part.value, 9), *_span(part))]
    if _LOWER.search(text):
        return [Heard("success.quantile", round(1 - share, 9), *_span(part))]
    if _ENOUGH.search(text):
        return [Heard("success.quantile", share, *_span(part))]
    return []


_ON_AVERAGE = re.compile(
    r"\b(?:on average|average|in the mean|mean error|typical(?:ly)?|usually|normally)\b",
    re.I,
)
"""What holds on average is no limit for each."""


def _tolerance(text: str, found: tuple[Quantity, ...], context: Context) -> list[Heard]:
    cue = _NEAR.search(text) or (_SHRUG.search(text) and _EITHER.search(text))
    if not cue or _ON_AVERAGE.search(text):
        return []
    shares = [q for q in found if q.kind == "percent" and 0 < q.value < 1]
    plain = [q for q in found if q.kind in ("number", "money") and q.value > 0]
    spans = [q for q in found if q.kind == "duration"]
    at = cue.start()
    some = [q for q in (*plain, *spans, *shares) if not too_much(q, text, found)]
    if not some:
        return []
    best = min(some, key=lambda q: _away(q, at, cue.end()))
    relative = best in shares
    value = best.value if relative else tidy(in_units(best, context))
    heard = [
        Heard("success.tolerance", value, *_span(best), 0.92),
        Heard("success.relative", relative, *_span(best)),
    ]
    often = [q for q in shares if q is not best][:1]
    return [*heard, *(Heard("success.target_value", q.value, *_span(q)) for q in often)]


def _away(q: Quantity, start: int, end: int) -> int:
    """Return how far a quantity stands from its cue: within it, behind it, before it."""
    if start <= q.start < end:
        return 0
    return q.start - end if q.start >= end else 2 * (start - q.end) + 1


def _by_words(text: str) -> list[Heard]:
    for name, forms in lexicon()["figures"].items():
        match = re.search("|".join(forms), text, re.IGNORECASE)
        if match and not denied(text, match.start()):
            return [Heard("success.objective", name, *match.span(), 0.85)]
    return []
