"""Costs said as a proportion: "ten times worse", "one miss is as bad as 30 false alarms"."""

from __future__ import annotations

import re
from dataclasses import replace

from .hunting import Hunt, hunt
from .mistakes import has
from .quantities import Quantity
from .reading import Context, Heard
from .roles import OTHER, role_of
from .sums import counted, tidy

_SUBJECT = (
    r"\b(?P<a>(?:one|an?|1|each|every|a single|to|miss\w*|los\w*|overlook\w*|forget\w*|bother\w*"
    r"|disturb\w*|pester\w*|call\w*|visit\w*)\s[^,.;:=\d]{3,60}?)"
)
_FOR_US = r"(?:\sfor (?:us|me))?"
_ABOUT = r"(?:(?:about|just|exactly|roughly|around|pretty much|nearly|almost|easily) )?"
_MATCHES = (
    r"(?:eats?(?: up)?|costs?|equals?|makes|is worth|outweighs|wipes? out|cancels?(?: out)?"
    rf"|(?:is|are){_FOR_US} {_ABOUT}(?:as|so|same)"
    r" (?:bad|expensive|costly|dear|serious|painful|annoying) (?:as|like)"
    rf"|(?:is|are){_FOR_US} like|(?:hurts?|weighs?|matters?|counts?) {_ABOUT}"
    r"(?:as (?:much|heavily|badly) as|the same as|like|as)|undoes|kills)"
)
_DEED = (
    r"(?:us\s|me\s|about\s|roughly\s|around\s|some\s|\w{3,}ing\s(?:out\s|up\s|away\s)?"
    r"|(?:as|the) (?:much|profit|gain|margin|earnings?|interest|income)"
    r"\s(?:as|of|on|from)\s|(?:to )?(?:miss|los|overlook|bother|disturb|pester|annoy|call|phon|ring"
    r"|text|visit|check|inspect|mak|send|hav|go|do)(?:e|ing|ending)?(?: out)?\s)"
)
_EQUALS = re.compile(
    rf"{_SUBJECT}(?:{_FOR_US}\s{_MATCHES}\s|\s?=\s?){_DEED}*$", re.IGNORECASE
)


def _as_many(text: str, found: tuple[Quantity, ...], hunted: Hunt) -> list[Heard]:
    """Return costs from 'one missed fraud is as bad as 30 false alarms'."""
    for q in found:
        match = _EQUALS.search(text[: q.start])
        if q.kind != "number" or q.value <= 1 or match is None:
            continue
        first = role_of(match.group("a"), hunted)
        deed = text[match.end("a") : q.start] + text[q.end : q.end + 50]
        second = role_of(deed, hunted)
        if not (counted(text, q) or re.match(r"\s(?:people|folk)\b", text[q.end :])):
            continue
        if first not in OTHER and second not in OTHER:
            continue
        role = first if first in OTHER else OTHER.get(second or "")
        if role is None or first == second:
            continue
        span = (q.start, q.end)
        return [
            Heard(f"success.{role}_cost", tidy(q.value), *span),
            Heard(f"success.{OTHER[role]}_cost", 1, *span),
        ]
    return []


_TIMES_A = re.compile(
    r"\b(?:costs?|hurts?|weighs?|counts?|is|are)\b.{0,24}\btimes (?:an?|the|as|what|that|more)\b",
    re.I,
)
"""A price told by the other: 'a miss costs ten times a false alarm'."""
_PUT_UP = re.compile(
    r"\b(?:put up with|accept|tolerate|take|make|live with|stand|bear|afford|trade)\b[^.;]{0,12}$",
    re.I,
)


_RATHER = re.compile(
    r"\b(?:sooner|rather|prefer(?: to)?|happier to|better(?: to)?)\b(?P<a>[^.;]{4,90}?)\b(?:than|over)\b(?P<b>[^.;]{4,90})",
    re.IGNORECASE,
)


def _put_up(text: str, q: Quantity, hunted: Hunt) -> list[Heard]:
    """Return costs from "for every one we miss I would accept ten false alarms"."""
    if not _PUT_UP.search(text[: q.start]):
        return []
    many = role_of(text[q.end : q.end + 50], hunted)
    single = role_of(_PUT_UP.sub("", text[: q.start]), hunted)
    if many not in OTHER or single != OTHER[many]:
        return []
    return [
        Heard(f"success.{single}_cost", tidy(q.value), 0, len(text)),
        Heard(f"success.{many}_cost", 1, 0, len(text)),
    ]


def _rather(text: str, found: tuple[Quantity, ...], hunted: Hunt) -> list[Heard]:
    """Return costs from "I'd sooner call forty for nothing than lose one"."""
    match = _RATHER.search(text)
    counts = [q for q in found if q.kind == "number" and q.whole and q.value > 1]
    if len(counts) != 1 or len(found) > 2:
        return []
    q = counts[0]
    if match is None:
        return _put_up(text, q, hunted)
    own, other = (
        ("a", "b") if match.start("a") <= q.start < match.end("a") else ("b", "a")
    )
    many, single = role_of(match[own], hunted), role_of(match[other], hunted)
    many = many if many in OTHER else OTHER.get(single or "")
    if many is None or (single in OTHER and single == many):
        return []
    # So many of the one are as dear as one of the other.
    span = (match.start(), match.end())
    return [
        Heard(f"success.{OTHER[many]}_cost", tidy(q.value), *span),
        Heard(f"success.{many}_cost", 1, *span),
    ]


_WORSE_ALONE = re.compile(
    r"\s(?:as |so )?(?:worse|more|dearer|bad|costlier|expensive|much)\W*$",
    re.IGNORECASE,
)


def _last_side(before: str, hunted: Hunt) -> str:
    """Return the clause that "fifty times worse" is said of: the last that names a side."""
    pieces = re.split(r",\s|\s(?:but|and|while|whereas)\s", before)
    named = [p for p in pieces if role_of(p, hunted) in OTHER]
    return named[-1] if named else before


def _halves(text: str) -> tuple[str, str]:
    """Return what stands on each side of "against", "to", "and"."""
    cut = re.search(r"\s(?:against|to|versus|vs\.?|and|for every|per)\s", text, re.I)
    return (text[: cut.start()], text[cut.end() :]) if cut else ("", text)


_OF_ONE = re.compile(
    r"\s?(?:of|the (?:price|cost) of|(?:as|so) (?:bad|much|expensive|dear|costly"
    r"|painful) as)\s(?:what\s)?(?:an?|one|the|every|each|losing"
    r"|missing|bothering|calling|overlooking)\b",
    re.IGNORECASE,
)
_IS = re.compile(
    r"\b(?:is|are|costs?|equals?|hurts?|weighs?|counts?|matters?|comes to|=)\s(?:\w+ly\s|only\s|just\s"
    r"|about\s|maybe\s|some\s|us\s)*$",
    re.IGNORECASE,
)


def _a_part(q: Quantity, text: str) -> Quantity | None:
    """Return "costs a third of a false alarm" as the ratio it is."""
    if q.kind not in ("number", "percent") or not 0 < q.value < 1:
        return None
    if not _IS.search(text[: q.start]) or not _OF_ONE.match(text, q.end):
        return None
    return replace(q, kind="ratio", second=1.0)


def ratio_in(text: str, found: tuple[Quantity, ...], context: Context) -> list[Heard]:
    """Return costs from 'a miss is ten times worse'."""
    ratios = [q for q in found if q.kind == "ratio" and q.second]
    hunts = hunt(context)
    even = [] if ratios else _as_many(text, found, hunts) or _rather(text, found, hunts)
    if even:
        return even
    ratios = ratios or [r for q in found if (r := _a_part(q, text)) is not None]
    if len(ratios) != 1:
        return []
    ratio = ratios[0]
    colon = ratio.second != 1.0 or ":" in ratio.text or " to " in ratio.text
    part = ratio.value < 1 and ratio.second == 1.0
    if not colon and not part and not has("much", text) and not _TIMES_A.search(text):
        return []
    hunted = hunt(context)
    before, after = text[: ratio.start], text[ratio.end :]
    before = re.split(r"[.;!?](?=\s)", before)[-1]
    if not after.strip(" .!") or _WORSE_ALONE.match(after):
        before = _last_side(before, hunted)
    if colon and not before.strip():
        before, after = _halves(after)  # "3:1, misses against false alarms"
    first, second = role_of(before, hunted), role_of(after, hunted)
    role = first if first in OTHER else OTHER.get(second or "")
    if colon and role is None:
        role = "miss" if context.asking == "success.objective" and not before else None
    if role is None or (first == second and first is not None and second is not None):
        role = first if first in OTHER else None
    if role is None:
        return []
    span = (ratio.start, ratio.end)
    # "1:12" alone: which side a person wrote first is anybody's guess.
    alone = first not in OTHER and second not in OTHER
    sure = 0.4 if alone and ratio.value < (ratio.second or 1.0) else 0.9
    if 0 < ratio.value < 1 and ratio.second == 1.0:
        # "A third of a false alarm": told by the dearer one, which is three of it.
        ratio = replace(ratio, value=1.0, second=round(1 / ratio.value, 6))
    return [
        Heard(f"success.{role}_cost", tidy(ratio.value), *span, sure),
        Heard(f"success.{OTHER[role]}_cost", tidy(ratio.second or 1.0), *span, sure),
    ]
