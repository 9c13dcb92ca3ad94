"""One word written in several ways: capitals, spaces, or its first letter alone.

"Yes", "yes " and "Y" are one answer to everybody but a program. Which spellings were
taken as one is said and can be refused; different words are never joined.
"""

from __future__ import annotations

from collections.abc import Mapping

MOST_WORDS = 60
"""A column with more different values is no list of answers."""

MOST_SHORTENED = 6
"""Of so many words the first letter may stand for the whole."""


def spellings(counts: Mapping[str, int]) -> dict[str, str]:
    """Return text -> the text it is another spelling of, for those that are one.

    Parameters
    ----------
    counts : mapping
        Trimmed text -> how often it stands in the column.

    Examples
    --------
    >>> spellings({"Yes": 9, "yes": 2, "Y": 1, "No": 8})
    {'yes': 'Yes', 'Y': 'Yes'}
    >>> spellings({"A": 5, "a": 4, "b": 2})
    {}
    """
    if not 2 < len(counts) <= MOST_WORDS:
        return {}
    groups: dict[str, list[str]] = {}
    for text in counts:
        groups.setdefault(_same(text), []).append(text)
    for letter, word in _letters(tuple(groups)).items():
        groups[word] += groups.pop(letter)
    found = {}
    for key, texts in groups.items():
        # "a" and "A" may be two codes; a letter beside its word is none.
        if len(texts) < 2 or len(key) < 2:
            continue
        whole = [t for t in texts if _same(t) == key]
        kept = max(whole, key=lambda t: counts[t])
        found.update({t: kept for t in texts if t != kept})
    # One word alone is left: then these were no different answers to begin with.
    return found if len(groups) > 1 else {}


MOST_LETTERS = 3
"""Letters of a mark: an X, a tick, a 1."""
FEWEST_BLANK = 0.05
"""From this share of blanks on they are an answer; a few may be cells left out by mistake."""
UNMARKED = "no"
"""What a blank beside a mark is taken for; beside a 1 it is 0."""


def marked(counts: Mapping[str, int], blanks: int) -> dict[str, str]:
    """Return what a blank stands for where all that is written is one mark.

    Who puts an X where a thing happened says by a blank that it did not.

    Parameters
    ----------
    counts : mapping
        Trimmed text -> how often it stands in the column; without blanks.
    blanks : int
        Cells with nothing in them.

    Examples
    --------
    >>> marked({"X": 20, "x": 2}, 80)
    {'x': 'X', '': 'no'}
    >>> marked({"Germany": 90}, 10), marked({"X": 99}, 1)
    ({}, {})
    """
    kept = max(counts, key=lambda t: counts[t], default="")
    share = blanks / max(1, blanks + sum(counts.values()))
    one = len({_same(t) for t in counts}) == 1 and _same(kept) != UNMARKED
    if not one or share < FEWEST_BLANK or len(kept) > MOST_LETTERS:
        return {}
    nothing = "0" if kept == "1" else UNMARKED
    return {**{t: kept for t in counts if t != kept}, "": nothing}


def _same(text: str) -> str:
    return " ".join(text.casefold().split())


def _letters(keys: tuple[str, ...]) -> dict[str, str]:
    """Return letter -> the only word that begins with it, where all letters are such."""
    letters = [k for k in keys if len(k) == 1]
    words = [k for k in keys if len(k) > 1]
    first = {w[0]: w for w in words}
    clear = len(first) == len(words) and 2 <= len(words) <= MOST_SHORTENED
    if not clear or not set(letters) <= set(first):
        return {}
    return {letter: first[letter] for letter in letters}
