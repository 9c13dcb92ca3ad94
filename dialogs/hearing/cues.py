"""Which operations a message asks for, by what is left when all it speaks of is masked.

A message is cut into parts; in each part the operation that stands first in the data
counts. A part that only opens ("when the fee is above 70, ...") asks nothing of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from .lexis import loaded


@dataclass(frozen=True)
class Part:
    """A part of a masked message, with the operations it may ask for."""

    text: str
    ops: tuple[str, ...]
    opens: bool
    """Whether it only says what the rest is about."""


@cache
def pattern(op: str) -> re.Pattern[str]:
    """Return the pattern of an operation, its classes of words filled in."""
    return re.compile("|".join(filled(f) for f in loaded("queries")["ops"][op]), re.I)


def filled(form: str) -> str:
    """Return a pattern with its classes of words written out."""
    words = loaded("queries")["words"]
    return re.sub(r"<(\w+)>", lambda m: words.get(m[1], m[0]), form)


@cache
def _cut(name: str) -> re.Pattern[str]:
    return re.compile(loaded("queries")["parts"][name], re.IGNORECASE)


def parts_of(masked: str) -> list[Part]:
    """Return the parts of a masked message."""
    pieces: list[str] = []
    starts = [0]
    for match in _cut("cut").finditer(masked):
        pieces.append(masked[starts[-1] : match.start()])
        starts.append(match.end())
        pieces.append(match.group())
    pieces.append(masked[starts[-1] :])
    return [_part(text) for text in _merged(pieces) if text.strip()]


def _merged(pieces: list[str]) -> list[str]:
    """Return the pieces, those that go on in the one before joined to it."""
    found = [pieces[0]]
    for cut, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        before = found[-1]
        ended = re.search(r"[.?!;:]", cut) and not re.match(
            r"\s*(?:please|pls)\b", piece, re.I
        )
        opened = _cut("opening").match(before.strip()) is not None
        question = _cut("asks").match(piece.strip())
        goes_on = _cut("goes_on").match(piece.strip()) is not None
        bare = not _hits(piece)
        if (
            (
                not ended
                and (
                    (goes_on and not (opened and question)) or (bare and _hits(before))
                )
            )
            or (not ended and bare and opened and "," not in cut)
            or (
                # "Does it treat women and men alike": one thing said across the cut.
                not ended and bare and not _hits(before) and _hits(before + cut + piece)
            )
        ):
            found[-1] = before + cut + piece
        else:
            found.append(piece)
    return found


def _part(text: str) -> Part:
    opens = _cut("opening").match(text.strip()) is not None
    return Part(text.strip(), tuple(_hits(text)), opens and not _asks(text))


def _asks(text: str) -> bool:
    inside = _cut("asks").search(text.strip())
    return inside is not None and inside.start() > 0


def _hits(text: str) -> list[str]:
    return [op for op in loaded("queries")["ops"] if pattern(op).search(text)]


def asked_at(text: str) -> list[tuple[int, int]]:
    """Return where mistakes are asked for: their words restrict no rows."""
    return [
        m.span()
        for m in pattern("mistakes").finditer(text)
        if m.end() - m.start() < _PHRASE
    ]


_PHRASE = 24
"""Letters up to which what asks is a phrase, and no whole sentence."""


@cache
def asks(word: str) -> bool:
    """Return whether a word by itself asks for something: mistakes, scores, labels."""
    return bool(set(_hits(word)) - {"predict", "show"})


def ops_in(
    masked: str, can: Callable[[str], bool], changed: bool, some: bool
) -> list[str]:
    """Return what is asked, part by part, each thing once.

    Parameters
    ----------
    masked : str
        The message with what it speaks of masked.
    can : callable
        Tells whether an operation has what it needs.
    changed : bool
        Whether a column is changed.
    some : bool
        Whether rows are named.
    """
    found: list[tuple[str, str]] = []
    opening: list[tuple[str, str]] = []
    for part in parts_of(masked):
        names = _chosen(part, [o for o in part.ops if can(o)], changed, some)
        into = opening if part.opens else found
        into += [(n, part.text) for n in names]
    return _settled(found, opening)


def _chosen(part: Part, ops: list[str], changed: bool, some: bool) -> list[str]:
    if changed and "counterfactual" in ops:
        ops = [o for o in ops if o != "counterfactual"]
    if not ops:
        return []
    if "counterfactual" in ops and "explain" in ops:
        return ["explain", "counterfactual"]
    if (
        ops[0] == "mistakes"
        and "explain" in ops
        and re.search(r"\bwhy\b.*§r", part.text)
    ):
        return ["explain"]
    if (
        ops[0] == "importance"
        and "explain" in ops
        and some
        and re.search(r"\bwhy\b|\breason|§r", part.text, re.IGNORECASE)
        and "§t" not in part.text
        and not re.search(r"\bimportan|\bmatter", part.text, re.I)
    ):
        return ["explain"]
    return ops[:1]


_BARE = re.compile(r"\W*(?:and )?(?:how|why)\W*", re.IGNORECASE)


_SOME = r"(?:examples?|samples?|some|few|couple|several|handful|instances?|cases?|ones)"


def _settled(found: list[tuple[str, str]], opening: list[tuple[str, str]]) -> list[str]:
    """Return what is asked in the end, without what only leads to it."""
    if (
        len(found) > 1
        and found[-1][0] == "explain"
        and _BARE.fullmatch(found[-1][1])
        and (found[-2][0] in ("interaction", "importance", "explain"))
    ):
        found = found[:-1]  # "do they interact, and how?" asks one thing
    names = (
        list(dict.fromkeys(n for n, _ in found))
        or list(dict.fromkeys(n for n, _ in opening))[:1]
    )
    begun = [n for n, _ in opening]
    if names == ["count"] and "statistic" in begun:
        return ["statistic"]  # "on average, how many ..."
    if names in (["show"], ["predict"]) and "mistakes" in begun:
        return ["mistakes"]
    shown = next((t for n, t in found if n == "show"), "")
    if (
        "show" in names
        and "mistakes" in names
        and "§r" not in shown
        and re.search(rf"\b{_SOME}(?!\w)", shown, re.IGNORECASE)
    ):
        names.remove("show")
    if "counterfactual" in names and "explain" in names:
        names = [n for n in names if n not in ("explain", "counterfactual")]
        names = ["explain", "counterfactual", *names]
    return names


def mistakes_asked(masked: str, can: Callable[[str], bool]) -> dict[str, str]:
    """Return which kind of mistakes is asked about, by the parts that ask for them."""
    parts = parts_of(masked)
    told = [p.text for p in parts if "mistakes" in p.ops]
    whole = len(told) < 2 and not any("§r" in p.text and "show" in p.ops for p in parts)
    if whole and not any(
        o
        for p in parts
        for o in p.ops
        if o not in ("mistakes", "predict", "show") and can(o)
    ):
        told = [masked]
    if "§r" in masked:
        return {}
    masked = " ".join(told)
    kinds, words = loaded("queries")["mistakes"], loaded("queries")["words"]
    for kind in ("count", "miss", "false_alarm"):
        if re.search(rf"\b(?:{'|'.join(kinds[kind])})\b", masked, re.IGNORECASE):
            return {"kind": kind}
    if re.search(rf"\b{words['usual']}(?!\w)", masked, re.IGNORECASE):
        return {"kind": "typical"}
    if re.search(rf"\b{words['some']}(?!\w)", masked, re.IGNORECASE):
        return {"kind": "sample"}
    return {}
