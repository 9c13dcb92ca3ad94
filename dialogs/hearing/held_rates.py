"""One rate held while another is made as good as can be: "maximise recall at an FPR of 5 %"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise

from .implied import IMPLIED
from .lexicon import lexicon
from .quantities import Quantity
from .reading import Heard

_SLOTS = {
    "recall": ("recall", False), "precision": ("precision", False), "fpr": ("fpr", False),
    "specificity": ("fpr", True), "fnr": ("recall", True), "fdr": ("precision", True),
}  # fmt: skip
"""Rate that is held -> the slot of its number, and whether that is the rest to one."""
_STRICT = ("hit rate", "hits", "caught", "false alarms", "false positives")
"""Names of a rate only beside another one: alone they are told of more."""
Named = tuple[str, re.Match[str]]


@cache
def _forms(strict: bool = False) -> Mapping[str, re.Pattern[str]]:
    """Return how each rate is called, as patterns."""
    found = {}
    for name, forms in lexicon()["rates"].items():
        kept = (f for f in forms if not (strict and f in _STRICT))
        longest = sorted(map(re.escape, kept), key=len, reverse=True)
        found[name] = re.compile(rf"\b(?:{'|'.join(longest)})\b", re.IGNORECASE)
    return found


def _named(text: str) -> list[Named]:
    """Return the rates that a text names, in its order; the longest name of a place."""
    found = [(n, m) for n, form in _forms().items() for m in form.finditer(text)]
    whole = [
        (n, m) for n, m in found
        if not any(o.start() <= m.start() and m.end() <= o.end() and o.group() != m.group()
                   for _, o in found)
    ]  # fmt: skip
    return sorted(whole, key=lambda pair: pair[1].start())


def held_rate(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return the rate that is held while another is made as good as can be.

    Whoever names two rates and one number means the operating point where the one has that
    number: "precision at 95 % recall", "recall s.t. precision >= .9".

    Parameters
    ----------
    text : str
        As `normal` returns it.
    found : tuple of Quantity
        Of the text.
    """
    named = _named(text)
    shares = [q for q in found if q.kind in ("number", "percent")]
    for q in shares if len({n for n, _ in named}) > 1 else ():
        held = _holds(named, text, q)
        if held is None:
            continue
        slot, rest = _SLOTS[held]
        others = {n for n, _ in named if _SLOTS[n][0] != slot}
        value = q.value if q.kind == "percent" or q.value <= 1 else q.value / 100
        alone = len(shares) == 1 or _AIM.search(text)
        if others and alone and 0 < value < 1 and not _both(named, text, q):
            share = round(1 - value if rest else value, 9)
            heard = Heard(f"success.{slot}", share, q.start, q.end, 0.95)
            first, last = named[0][1].start(), max(named[-1][1].end(), q.end)
            aim = Heard("success.objective", IMPLIED[heard.slot], first, last, 0.95)
            return [aim, heard]
    return []


_AIM = re.compile(
    r"\b(?:best|highest|most|max\w*|as (?:much|many|high)|optimi[sz]e)\b", re.IGNORECASE
)
_AND = re.compile(r"\s*(?:and|&|\+|/|as well as|or)\s*", re.IGNORECASE)


def _both(named: list[Named], text: str, q: Quantity) -> bool:
    """Return whether a number is said of two rates at once: "precision and recall of 80"."""
    return any(
        _AND.fullmatch(text[a.end() : b.start()])
        for (_, a), (_, b) in pairwise(named)
        if not a.end() <= q.start < b.start()
    )


def _holds(named: list[Named], text: str, q: Quantity) -> str | None:
    """Return the rate that a number is of: the one right behind it, else right before."""
    for name, match in named:
        if match.start() >= q.end and not text[q.end : match.start()].strip(" %"):
            return name
    for name, match in reversed(named):
        if match.end() <= q.start and _TIED.fullmatch(text[match.end() : q.start]):
            return name
    return None


_TIED = re.compile(
    r"\s*(?:of|at|@|is|stays?|kept|held|fixed|constrained|set|=|:|>=?|≥|<=?|≤|to be|must be|should be|has to be"
    r"|at least|at most|around|about|above|over|below|under|no less than|no more than|min\w*|max\w*)?\s*"
    r"(?:at least|at most|at|to|of|above|over|below|under|>=?|<=?|≥|≤)?\s*", re.IGNORECASE,
)  # fmt: skip


def named_rate(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return the rate that a message names right before its only number: "TPR >= 0.9"."""
    shares = [q for q in found if q.kind in ("number", "percent")]
    if len(shares) != 1 or len(found) != 1:
        return []
    q = shares[0]
    value = q.value if q.kind == "percent" or q.value <= 1 else q.value / 100
    for name, form in _forms(strict=True).items():
        for match in form.finditer(text):
            tied = match.end() <= q.start and _TIED.fullmatch(
                text[match.end() : q.start]
            )
            if tied and 0 < value < 1:
                slot, rest = _SLOTS[name]
                share = round(1 - value if rest else value, 9)
                return [Heard(f"success.{slot}", share, q.start, q.end, 0.92)]
    return []
