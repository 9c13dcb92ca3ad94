"""A keyboard that may fail: the error channel between a person and the program."""

from __future__ import annotations

import random

FAULTS = ("swap", "drop", "double", "lose")


def garbled(text: str, rng: random.Random, noise: float) -> str:
    """Swap, drop or double letters, or drop a word, in a share of the words.

    Parameters
    ----------
    text : str
    rng : random.Random
    noise : float
        Share of words; those with a digit are left alone.
    """
    words = text.split()
    kept = []
    for word in words:
        if rng.random() >= noise or any(c.isdigit() for c in word):
            kept.append(word)
            continue
        at = rng.randrange(len(word))
        fault = rng.choice(FAULTS)
        if fault == "swap" and at + 1 < len(word):
            word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        elif fault == "drop" and len(word) > 1:
            word = word[:at] + word[at + 1 :]
        elif fault == "double":
            word = word[:at] + word[at] + word[at:]
        elif len(words) > 1:
            continue
        kept.append(word)
    return " ".join(kept)
