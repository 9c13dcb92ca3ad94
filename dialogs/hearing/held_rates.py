"""One rate held while another is made as good as can be: "maximise recall at an FPR of 5 %"."""

from __future__ import annotations

import re

from .quantities import Quantity
from .reading import Heard

_RATES = {
    "recall": r"(?:sens(?:itivity)?|recall|true.positive rate|tpr|hit rate|hits|caught)",
    "precision": r"(?:precision|ppv|positive predictive value)",
    "specificity": r"(?:spec(?:ificity)?|true.negative rate|tnr)",
    "fpr": r"(?:false.positive rate|fpr|fall.?out)",
}
_AIM = re.compile(
    r"\b(?:best|highest|most|max\w*|as (?:much|many|high)|optimi[sz]e)\b[^.;]{0,24}?\b(?P<aim>"
    + "|".join(f"(?:{r})" for r in _RATES.values())
    + r")\b",
    re.IGNORECASE,
)
_HELD = {
    ("recall", "precision"): "precision", ("precision", "recall"): "recall",
    ("recall", "fpr"): "fpr", ("recall", "specificity"): "fpr",
}  # fmt: skip
"""What is made good and what is held -> the slot of the number that is held."""


def held_rate(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return the rate that is held while another is made as good as can be.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    found : tuple of Quantity
        Of the text.
    """
    aim = _AIM.search(text)
    if aim is None:
        return []
    wanted = _rate(aim["aim"])
    rest = text[: aim.start()] + " " * (aim.end() - aim.start()) + text[aim.end() :]
    for q in found:
        value = q.value if q.kind == "percent" or q.value <= 1 else q.value / 100
        held = _nearest(rest, q)
        slot = _HELD.get((wanted, held))
        if slot and 0 < value < 1:
            share = 1 - value if held == "specificity" else value
            return [Heard(f"success.{slot}", round(share, 9), q.start, q.end, 0.95)]
    return []


_TIED = re.compile(
    r"\s*(?:of|at|is|=|:|>=?|≥|<=?|≤|to be|must be|should be|has to be|at least|at most|around|about|min\w*|max\w*)?\s*"
    r"(?:at least|at most|of|>=?|<=?|≥|≤)?\s*", re.IGNORECASE,
)  # fmt: skip
_NAMED = {**_RATES, "recall": r"(?:sens(?:itivity)?|recall|true.positive rate|tpr)"}
"""Names that mean a rate wherever they stand: hits and caught are told of more."""


def named_rate(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return the rate that a message names right before its only number: "TPR >= 0.9"."""
    shares = [q for q in found if q.kind in ("number", "percent")]
    if len(shares) != 1 or len(found) != 1:
        return []
    q = shares[0]
    value = q.value if q.kind == "percent" or q.value <= 1 else q.value / 100
    for name, form in _NAMED.items():
        for match in re.finditer(rf"\b{form}\b", text, re.IGNORECASE):
            tied = match.end() <= q.start and _TIED.fullmatch(
                text[match.end() : q.start]
            )
            if tied and 0 < value < 1:
                slot, share = (
                    ("fpr", 1 - value) if name == "specificity" else (name, value)
                )
                span = (q.start, q.end)
                return [Heard(f"success.{slot}", round(share, 9), *span, 0.92)]
    return []


def _rate(word: str) -> str:
    fits = (n for n, form in _RATES.items() if re.fullmatch(form, word, re.I))
    return next(fits, "")


def _nearest(text: str, q: Quantity) -> str:
    """Return the rate named nearest to a number, within the same sentence."""
    near: list[tuple[int, str]] = []
    for name, form in _RATES.items():
        for match in re.finditer(rf"\b{form}\b", text, re.IGNORECASE):
            low, high = sorted((match.end(), q.start))
            if match.start() >= q.end:
                low, high = q.end, match.start()
            if not re.search(r"[.;](?!\d)", text[low:high]):
                near.append((high - low, name))
    return min(near)[1] if near else ""
