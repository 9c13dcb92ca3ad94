"""Reading grade of English text (Kincaid et al. 1975), with a syllable count by rule."""

from __future__ import annotations

import re

_WORD = re.compile(r"[a-zA-Z]+(?:'[a-z]+)?")


def syllables(word: str) -> int:
    """Return how many syllables a word has, at least one."""
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    silent = silent or bool(re.search(r"[^aeiouytd]ed$", word) and groups > 1)
    return max(1, groups - silent)


def grade(text: str) -> float:
    """Return the US school grade that a text asks for."""
    found = _WORD.findall(text)
    sentences = max(1, len(re.findall(r"[.!?:;](?:\s|$)", text)))
    if not found:
        return 0.0
    spoken = sum(syllables(w) for w in found)
    return 0.39 * len(found) / sentences + 11.8 * spoken / len(found) - 15.59
