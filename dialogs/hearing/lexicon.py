"""Words that point to a slot or a role, as data, and one way to look for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from ..toml_data import toml_data
from .normal import root as stem


def lexicon() -> Mapping[str, Any]:
    """Return the lexicon as read."""
    return toml_data("hearing/lexicon.toml")


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    forms = []
    for phrase in sorted(phrases, key=len, reverse=True):
        pieces = [_form(w) for w in phrase.split()]
        forms.append(_GAP.join(pieces))
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w|n?'t\b)", re.IGNORECASE)


_GAP = r"\s+(?:(?:it|them|us|him|her|me)\s+)?"
"""Between the words of a phrase a pronoun may stand: "pay it back"."""


def _form(word: str) -> str:
    root = stem(word)
    # A stem of three letters or fewer would meet too much: take the word as it is.
    if len(root) < 4 or not word.startswith(root[:-1]):
        ends = r"(?:es|s)?" if len(word) > 2 and word.isalpha() else ""
        return re.escape(word) + ends
    if root.endswith("e") and not word.startswith(root):
        return (
            re.escape(root[:-1]) + r"(?:e\w{0,2}|ing\w?)"
        )  # "losing" has the stem "lose"
    base = root[:-1] + "[yi]" if root.endswith("i") else re.escape(root)
    return base + r"(?:\w{0,4})"


def find(phrases: Iterable[str], text: str) -> re.Match[str] | None:
    """Return the first place where one of the phrases stands, in any word form."""
    return _pattern(tuple(phrases)).search(text)


def every(phrases: Iterable[str], text: str) -> list[re.Match[str]]:
    """Return all places where one of the phrases stands."""
    return list(_pattern(tuple(phrases)).finditer(text))


_EXCEPT = re.compile(
    r"\b(?:(?:any|every)(?:thing| \w+)? but|all but|except(?: for)?|other than|apart from"
    r"|rather than|instead of|avoid(?:ing)?|rule out|keep away from|hate) (?:the |any |an? )?$"
)


def denied(text: str, at: int) -> bool:
    """Return whether a negation stands shortly before this place."""
    before = text[max(0, at - 28) : at].casefold()
    if _EXCEPT.search(before):
        return True
    clause = re.split(r"[,.;!?]|\bbut\b", before)[-1]
    return bool(re.search(r"\b(?:not|no|never|nothing|nobody|\w*n't|dont|doesnt|didnt|wont|isnt|wasnt|without|cannot"
                          r"|nor|none of (?:that|the|those|this))\b", clause))  # fmt: skip
