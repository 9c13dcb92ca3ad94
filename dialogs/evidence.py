"""What a message shows of what its writer knows, from its words alone.

No timing counts. Invariant: a word that Tandem used lately proves nothing, and a message
that says what cannot be raises nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from .skill import Skill, concepts, table


@cache
def _pattern(concept: str) -> re.Pattern[str]:
    words = sorted(table()["concepts"][concept]["words"], key=len, reverse=True)
    joined = "|".join(re.escape(w) for w in words)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


@cache
def _incoherent() -> tuple[re.Pattern[str], ...]:
    patterns = table()["incoherent"]["patterns"]
    return tuple(re.compile(p, re.IGNORECASE) for p in patterns)


def incoherent(text: str) -> bool:
    """Return whether a message uses a term in a way that cannot be."""
    return any(p.search(text) for p in _incoherent())


def shown_in(text: str, lately: Iterable[str] = ()) -> dict[str, str]:
    """Return the concepts whose words a message uses, with the words.

    Parameters
    ----------
    text : str
        What the person typed.
    lately : iterable of str
        What Tandem said last: words taken from there prove nothing.

    Returns
    -------
    dict
        Concept -> the words; empty where the words are used in a way that cannot be.
    """
    if incoherent(text):
        return {}
    return _words_in(text, " ".join(lately).casefold())


def _words_in(text: str, said: str) -> dict[str, str]:
    found = {}
    for concept in concepts():
        match = _pattern(concept).search(text)
        if match and match.group().casefold() not in said:
            found[concept] = match.group()
    return found


def words_in(text: str) -> frozenset[str]:
    """Return the words of all concepts that a text uses, in lower case."""
    return frozenset(
        m.group().casefold() for c in concepts() for m in _pattern(c).finditer(text)
    )


_REASONED = re.compile(
    r"\b(?:otherwise|or else|because|since|so that|as it|for it|it would|that would"
    r"|it leaks|they leak)\b",
    re.IGNORECASE,
)


def weighed(
    skill: Skill,
    text: str,
    kind: str,
    lately: Iterable[str] = (),
    named: Iterable[str] = (),
) -> tuple[Skill, Mapping[str, str]]:
    """Return the estimate after a message of this turn, and what it showed.

    Parameters
    ----------
    skill, text, kind, lately
        As for `observe`.
    named : iterable of str
        Concepts of settings that the message set by name: they count as shown also
        where their own words were not used.
    """
    if incoherent(text):
        for concept in _words_in(text, ""):
            skill = skill.with_evidence("incoherent", concept, text)
        return skill, {}
    if kind not in ("used", "asked"):
        return skill, {}
    found = shown_in(text, lately if kind == "used" else ())
    reasoned = kind == "used" and _REASONED.search(text)
    for concept in found:
        skill = skill.with_evidence("content" if reasoned else kind, concept, text)
    if kind == "used":
        # A word that Tandem said lately hides the concept; a setting without one does not.
        used = _words_in(text, "")
        for concept in dict.fromkeys(named):
            if concept not in used:
                skill = skill.with_evidence("set_by_name", concept, text)
                found = {**found, concept: text}
    return skill, found
