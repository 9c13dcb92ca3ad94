"""Kinds of models that are wanted, wanted alone, ruled out, or let in again.

Invariant: a kind is ruled out or let in by words of its own clause, never by another's.
"""

from __future__ import annotations

import re

from .lexicon import denied, every, lexicon
from .reading import Context, Heard

_CUT = re.compile(
    r"[;.!?]\s*|,\s+(?=[^,]*\b(?:but|stays?|is|are|may|can)\b)|(?<!anything)(?<!everything)(?<!all)\s(?:but|while)\s",
    re.I,
)
_OUT = re.compile(
    r"\b(?:off the table|off limits|stays? out|stay out|(?:is|are|was|were|be) out\b|banned|forbidden|thrown out"
    r"|(?:not|isn't|aren't) (?:allowed|wanted|welcome|an option|permitted)|no.go|verboten|exclud\w+|rule out|ruled out"
    r"|ban\b(?! on)|skip|drop\b(?! the ban)|avoid|(?:kick|chuck|throw|bin|ditch|lose)\b"
    r"|(?:anything|everything|all|any) (?:but|except(?: for)?|bar|apart from|other than)|no more|keep away from"
    r"|without|leave out|can't maintain|cannot maintain"
    r"|(?:strike|cross|take|scratch)\b.{1,30}\boff|(?:off|from) (?:the|that|your|my) list)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:back in|come back|comes back|back in the game|'s back|is back|are back|let .{1,30} (?:back )?in"
    r"|(?:drop|lift|forget|end) the ban|allowed (?:again|after all|now)|all right (?:now|again|by now|after all)"
    r"|fine after all"
    r"|ok(?:ay)? (?:now|after all)|may (?:be )?used? (?:again|after all)|unban\w*|again after all|welcome again)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"\b(?:only|nothing (?:but|else|fancier)|just|must be|and that's it|no others?)\b",
    re.IGNORECASE,
)
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
    known = tuple(context.brief.get("limits.never_families", ()))
    allowed: list[str] = []
    banned: list[str] = []
    back: list[str] = []
    for clause in _CUT.split(text):
        out, again = _OUT.search(clause), _BACK.search(clause)
        for name, forms in lexicon()["families"].items():
            for match in every(forms, clause):
                if _within(match, clause) or clause[match.end() :].startswith("'s"):
                    continue
                if _ASKED.search(clause[: match.start()]):
                    continue
                if name == "neighbours" and _people(match, context):
                    continue
                if _OWNED.search(clause[: match.start()]) or _BESIDE.search(
                    clause[match.start() : match.end() + 3]
                ):
                    continue
                if again and name in known:
                    back.append(name)
                elif out or denied(clause, match.start()):
                    banned.append(name)
                else:
                    allowed.append(name)
    whole = _places(text)
    if back:
        kept = tuple(n for n in known if n not in back)
        return [Heard("limits.never_families", kept, *whole, 0.92)]
    heard = []
    held = tuple(context.brief.get("limits.families", ()))
    if banned and set(banned) & set(held) and not allowed:
        left = tuple(n for n in held if n not in banned)
        return [Heard("limits.families", left, *whole, 0.92)] if left else []
    if banned:
        never = tuple(dict.fromkeys([*known, *banned]))
        heard.append(Heard("limits.never_families", never, *whole))
    if allowed:
        heard.append(_wanted(text, tuple(dict.fromkeys(allowed)), context))
    return heard


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
    limit = _ONLY.search(text) or too or context.asking == "limits.families"
    limit = limit and not _LOOSELY.search(text)
    slot = "limits.families" if limit else "preferences.families"
    chosen = (*known, *allowed) if too else allowed
    return Heard(slot, tuple(dict.fromkeys(chosen)), *_places(text))
