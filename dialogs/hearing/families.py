"""Kinds of models that are wanted, wanted alone, ruled out, or let in again.

Invariant: a kind is ruled out or let in by words of its own clause, never by another's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .lexicon import denied, every, lexicon
from .reading import Context, Heard

_CUT = re.compile(
    r"[;.!?]\s*|,\s+(?=[^,]*\b(?:but|stays?|is|are|may|can)\b|(?:just|only|use|take|go|rather|instead|give|make)\b|[^,]*\bonly\b\W*$)|(?<!anything)(?<!everything)(?<!all)\s(?:but|while)\s",
    re.I,
)
_OUT = re.compile(
    r"\b(?:(?:scrap|scratch|forget|dump|remove|cancel|never mind|get rid of|take out"
    r"|done with)\b(?! the (?:ban|rest|others?)\b| what)"
    r"|(?:keep|leave|hold)\b.{1,30}\bout\b"
    r"|off the table|off limits|stays? out|stay out|(?:is|are|was|were|be) out\b|banned|forbidden|thrown out"
    r"|(?:not|isn't|aren't) (?:allowed|wanted|welcome|an option|permitted)|no.go|verboten|exclud\w+|rule out|ruled out"
    r"|ban\b(?! on)|skip|drop\b(?! the ban)|avoid|(?:kick|chuck|throw|bin|ditch|lose)\b"
    r"|(?:anything|everything|all|any) (?:but|except(?: for)?|bar|apart from|other than)|no more|keep away from"
    r"|without|leave out|can't maintain|cannot maintain"
    r"|(?:strike|cross|take|scratch)\b.{1,30}\boff|(?:off|from) (?:the|that|your|my) list)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:back in|(?:do not|don't) mind|come back|comes back|back in the game|'s back|is back|are back"
    r"|let .{1,30} (?:back )?in"
    r"|(?:drop|lift|forget|end) the ban|allowed (?:again|after all|now)|all right (?:now|again|by now|after all)"
    r"|fine after all"
    r"|ok(?:ay)? (?:now|after all)|may (?:be )?used? (?:again|after all)|unban\w*|again after all|welcome again)\b",
    re.IGNORECASE,
)
_NOTHING_BUT = re.compile(
    r"(?:\b(?:nothing|none|never|not|no \w+)|n't)\b(?:[^,.;]{0,24}?\s(?:any(?:thing|body|one)?|else))?(?:\s\w+){0,2}?"
    r"\s(?:but|except(?: for)?|other than|apart from|besides?|bar)\s",
    re.IGNORECASE,
)
"""Before the only kind that is wanted: "don't show me anything but trees"."""
_ONLY = re.compile(
    r"\b(?:only|nothing (?:but|else|fancier|more|besides?|other)|just|solely|exclusively|must be|(?:and )?that's (?:it|all)"
    r"|no (?:others?|more|other \w+)\b(?=\W*$)|and no others?|(?:stick|keep) (?:only )?(?:to|with)"
    r"|(?:restrict|limit|confine)\w* (?:yourself |it |the search |things )?to|(?:any|some)thing else|whatsoever else"
    r"|no (?:third|fourth|second) (?:kind|one|option)|full stop|period|(?:spare me|forget|skip|never mind"
    r"|drop) the (?:rest|others?)|none of the (?:rest|others?))\b",
    re.IGNORECASE,
)
_SWAPPED = re.compile(
    r"\b(?:swap|switch|replace|exchange|trade|change)\w*\s(?:out\s|from\s|the\s|it\s)*(?P<old>[^,.;]{2,30}?)"
    r"\s(?:for|with|by|to|into)\s", re.IGNORECASE,
)  # fmt: skip
"""What goes where one kind takes another's place."""
_OWNED = re.compile(r"\b(?:my|our|his|her|their)\s(?:next.door\s)?$", re.IGNORECASE)
"""Before a word that is somebody's: "my neighbour" lives next door, and is no model."""
_LOOSELY = re.compile(
    r"\bnot (?:married|wedded|glued|tied|attached) to\b|\b(?:not|no) (?:a )?(?:must|law|condition|hard rule)\b"
    r"|\b(?:if|where) (?:you can|possible|it works)\b|\bno big deal\b|\bopen to (?:others|anything)\b",
    re.IGNORECASE,
)
"""A liking and no more."""
_BESIDE = re.compile(r"neighbou?ring", re.IGNORECASE)
"""Being next to something: the neighbouring grade is no kind of model."""
_ASKED = re.compile(
    r"(?:\b(?:if|whether) (?:this|that|it|these|they|you|what you (?:do|use|build|make)) (?:is|are|'s|'re|was|use|uses|were)"
    r"|^\W*(?:so |and |but |wait |hm+ )*(?:is|are|was|isn'?t|aren'?t) (?:this|that|it|these|they"
    r"|what you (?:do|use|build|make)))\s+"
    r"(?:(?:just|really|actually|all|also|basically|like|using|some|kind of|sort of|a|an|the|one of those)\s+)*$",
    re.IGNORECASE,
)
"""Before a kind of model that is asked about: "is this deep learning" wishes for none."""
_NO_MATTER = re.compile(
    r"\b(?:do not|don't|wouldn't|would not) (?:mind|object)\b|\b(?:nothing against|no objections?|no problem with)\b",
    re.IGNORECASE,
)
"""A kind that may be used, and is not asked for."""
_TOO = re.compile(r"\b(?:too|also|as well|fine|ok|okay)\b", re.IGNORECASE)


def family_asked(text: str) -> str | None:
    """Return the words of a kind of model that a message asks about, if it asks of one."""
    for forms in lexicon()["families"].values():
        for match in every(forms, text):
            if _ASKED.search(text[: match.start()]):
                return match.group()
    return None


def families_in(text: str, context: Context) -> list[Heard]:
    """Return the kinds of models that a message allows, prefers or rules out.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
    """
    told = _told(text, context)
    known = tuple(context.brief.get("limits.never_families", ()))
    whole = _places(text)
    if told.back:
        kept = tuple(n for n in known if n not in told.back)
        return [Heard("limits.never_families", kept, *whole, 0.92)]
    held = tuple(context.brief.get("limits.families", ()))
    if set(told.banned) & set(held):
        # "Scrap trees, boosting only": one takes the other's place.
        left = [n for n in held if n not in told.banned]
        kinds = tuple(dict.fromkeys([*left, *told.allowed]))
        return [Heard("limits.families", kinds, *whole, 0.92)] if kinds else []
    heard = []
    if told.banned:
        never = tuple(dict.fromkeys([*known, *told.banned]))
        heard.append(Heard("limits.never_families", never, *whole))
    if told.allowed:
        heard.append(_wanted(text, tuple(dict.fromkeys(told.allowed)), context))
    return heard


@dataclass(frozen=True)
class _Told:
    """The kinds that a message wants, rules out, and lets in again."""

    allowed: list[str]
    banned: list[str]
    back: list[str]


def _told(text: str, context: Context) -> _Told:
    """Return what is said of each kind of model, clause by clause."""
    known = tuple(context.brief.get("limits.never_families", ()))
    told = _Told([], [], [])
    for clause in _CUT.split(_SWAPPED.sub(r"not \g<old>, but ", text)):
        out, alone = _OUT.search(clause), _NOTHING_BUT.search(clause)
        welcome = _BACK.search(clause) is not None
        for name, match in _kinds(clause, context):
            barred = out is not None or denied(clause, match.start())
            if alone and alone.end() <= match.start():
                told.allowed.append(name)
            elif name in known and (welcome or not barred):
                told.back.append(name)  # what was ruled out is wanted after all
            elif barred and not _NO_MATTER.search(clause):
                told.banned.append(name)
            elif not barred:
                told.allowed.append(name)
    return told


def _kinds(clause: str, context: Context) -> Iterator[tuple[str, re.Match[str]]]:
    """Return the kinds of models that a clause speaks of, and where."""
    for name, forms in lexicon()["families"].items():
        for match in every(forms, clause):
            before = clause[: match.start()]
            if _within(match, clause) or clause[match.end() :].startswith("'s"):
                continue
            if _OTHER_WORD.fullmatch(match.group()):
                continue
            if _ASKED.search(before) or _OWNED.search(before):
                continue
            if name == "neighbours" and _people(match, context):
                continue
            if not _BESIDE.search(clause[match.start() : match.end() + 3]):
                yield name, match


_OTHER_WORD = re.compile(
    r"boosters?|neuralg\w*|netbooks?|treatments?|treaty|treaties", re.I
)
"""Words that only begin like the name of a kind of model."""


def _people(match: re.Match[str], context: Context) -> bool:
    """Return whether neighbours live next door: no kind of model was being spoken of."""
    of_models = (context.asking or "").startswith(("limits.", "preferences."))
    known = [context.brief.get(s, ()) for s in _KINDS_SLOTS]
    plain = re.fullmatch(r"neighbou?rs?", match.group(), re.IGNORECASE)
    return bool(plain) and not of_models and not any("neighbours" in k for k in known)


_KINDS_SLOTS = ("limits.families", "limits.never_families", "preferences.families")


def _within(match: re.Match[str], clause: str) -> bool:
    """Return whether a name is part of a longer one: the boosting of 'explainable boosting'."""
    return any(
        m.start() <= match.start() and match.end() <= m.end()
        and m.end() - m.start() > match.end() - match.start()
        for forms in lexicon()["families"].values()
        for m in every(forms, clause)
    )  # fmt: skip


def _places(text: str) -> tuple[int, int]:
    """Return where the kinds of models are named."""
    found = [
        m.span() for forms in lexicon()["families"].values() for m in every(forms, text)
    ]
    return (min(a for a, _ in found), max(b for _, b in found)) if found else (0, 0)


def _wanted(text: str, allowed: tuple[str, ...], context: Context) -> Heard:
    """Return kinds as a limit where only they are wanted, else as a preference."""
    known = tuple(context.brief.get("limits.families", ()))
    too = bool(known) and _TOO.search(text) is not None
    only = _ONLY.search(text) or _NOTHING_BUT.search(text)
    limit = only or too or context.asking == "limits.families"
    limit = limit and not _LOOSELY.search(text)
    slot = "limits.families" if limit else "preferences.families"
    chosen = (*known, *allowed) if too else allowed
    return Heard(slot, tuple(dict.fromkeys(chosen)), *_places(text))
