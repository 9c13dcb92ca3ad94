"""Settings named by those who know them: the cut, checks, seed, rows held back."""

from __future__ import annotations

import re

from .quantities import Quantity, quantities
from .reading import Heard

_AFTER = r"\s*(?:at|of|to|=|is|:|be|with|as)?\s*$"
_NUMBERED = {
    # slot: (words before the number, words after it, lowest, highest, whole)
    "search.threshold": (r"(?:threshold|cut-?off|cut)", r"", 0.0, 1.0, False),
    "search.folds": (r"(?:folds|cross-?validation|cv)", r"(?:-?\s?folds?\b)", 2, 20, True),
    "search.seed": (r"(?:random )?seed", r"", 0, 2**31, True),
    "search.test_share": (
        r"(?:hold back|held back|hold out|holdout|test (?:set|share|size))", r"", 0.05, 0.5, False,
    ),
    "limits.trials": (r"(?:trials|models)", r"(?:\s?trials\b)", 1, 10_000, True),
}  # fmt: skip
_SWITCHES = {
    "search.ensemble": r"\b(?:ensembl\w*|blend\w*|stack\w*|combin\w+ models)\b",
    "search.calibrate": r"\b(?:calibrat\w+)\b",
}

_AFRESH = re.compile(
    r"\bbegin afresh\b|\b(?:forget|ignore|leave out|(?:do not|don't|never) use) "
    r"(?:what (?:you did|worked|did well)|(?:the )?(?:earlier|former|past|old)) ?"
    r"(?:before|search(?:es)?|rounds?|runs?|models?)?\b",
    re.IGNORECASE,
)


def settings_in(text: str) -> list[Heard]:
    """Return the settings that a message sets by name.

    Examples
    --------
    >>> [(h.slot, h.value) for h in settings_in("threshold of 0.3, 10 folds, seed 7")]
    [('search.threshold', 0.3), ('search.folds', 10), ('search.seed', 7)]
    """
    found = quantities(text)
    heard = []
    for slot, (before, after, low, high, whole) in _NUMBERED.items():
        for q in found:
            if q.kind not in ("number", "percent") or not low <= q.value <= high:
                continue
            if whole and not q.whole:
                continue
            if _named(text, q, before, after):
                value = int(q.value) if whole else q.value
                heard.append(Heard(slot, value, q.start, q.end, 0.9))
                break
    for slot, form in _SWITCHES.items():
        match = re.search(form, text, re.IGNORECASE)
        denied = re.search(r"\b(?:no|not|don't|without|never)\b", text, re.IGNORECASE)
        if match and denied and denied.start() < match.start():
            heard.append(Heard(slot, False, *match.span(), 0.85))
    afresh = _AFRESH.search(text)
    if afresh:
        heard.append(Heard("search.memory", False, *afresh.span(), 0.85))
    return heard


def _named(text: str, q: Quantity, before: str, after: str) -> bool:
    ahead = re.search(rf"\b{before}{_AFTER}", text[: q.start], re.IGNORECASE)
    behind = after and re.match(after, text[q.end :], re.IGNORECASE)
    return bool(ahead or behind)
