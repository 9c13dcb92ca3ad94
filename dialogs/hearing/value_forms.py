"""Values of categories said in another form, or with a slip: 'businesses', 'aprentice'.

Invariant: a word known elsewhere in the table, or in speech, is never taken for a slip.
"""

from __future__ import annotations

from rapidfuzz.distance import OSA

from ..facts import Facts
from .bank import vocabulary
from .indexing import index_of
from .mentions import tokens
from .naming import Named, opposite
from .normal import stem

_MANY = 60
"""Values from which on a column holds no kinds of things."""
_LEAST = 6
"""Letters of a value from which one slip leaves no doubt."""
_LONG = 9
"""Letters from which two do."""


def in_other_form(text: str, facts: Facts) -> list[Named]:
    """Return values said in another form: 'businesses' of business, 'cats' of cat.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts
        Of the table.
    """
    said = [(token.stem, token) for token in tokens(text)]
    return [
        Named(column, token.start, token.end, 0.8, value)
        for column, value in _kinds(facts)
        for root, token in said
        if root == stem(value) and token.text != value.casefold()
        and (len(value) > 3 or token.text == f"{value.casefold()}s")
    ]  # fmt: skip


def misspelt(text: str, facts: Facts) -> list[Named]:
    """Return values said with a slip, where the word is like one of them alone."""
    index = index_of(facts)
    found = []
    for token in tokens(text):
        known = token.text in vocabulary() or token.stem in index.by_stem
        if len(token.text) < _LEAST - 1 or known or token.text in index.values:
            continue
        near = {v for _, v in _kinds(facts) if _slip(token.text, v.casefold())}
        hits = [(c, v) for c, v in _kinds(facts) if v in near]
        if len(near) == 1 and len(hits) == 1:
            found.append(Named(hits[0][0], token.start, token.end, 0.8, hits[0][1]))
    return found


def _kinds(facts: Facts) -> list[tuple[str, str]]:
    """Return the values that are words, each with its column."""
    return [
        (column.name, value)
        for column in facts.columns
        if not column.kind.numeric and column.distinct <= _MANY
        for value in column.values
        if value.isalpha() and (len(value) > 3 or (len(value) == 3 and not value.isupper()))
    ]  # fmt: skip


def _slip(word: str, value: str) -> bool:
    """Return whether a word is a value with a letter or two gone wrong."""
    if len(value) < _LEAST or word[0] != value[0] or opposite(word, value):
        return False
    allowed = 2 if len(value) >= _LONG else 1
    return 0 < OSA.distance(word, value, score_cutoff=allowed) <= allowed
