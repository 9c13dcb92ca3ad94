"""Messages in another language: noticed by their small words or their letters.

Invariant: words that stand in the table's names or cells count for no language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from ..facts import Facts
from ..toml_data import toml_data
from .naming import columns_in, values_in
from .normal import normal, parts, words

MOST_KEPT = 5


@cache
def _small_words() -> Mapping[str, frozenset[str]]:
    return {
        name: frozenset(said)
        for name, said in toml_data("hearing/languages.toml").items()
    }


def foreign(text: str, facts: Facts | None = None) -> bool:
    """Return whether a message is in a language other than English.

    Examples
    --------
    >>> foreign("ich will wissen wer kündigt"), foreign("who is going to cancel")
    (True, False)
    """
    said = normal(text)
    letters = [c for c in _without_names(said, facts) if c.isalpha()]
    strange = sum("LATIN" not in unicodedata.name(c, "") for c in letters)
    if strange >= 3 and strange > len(letters) / 2:
        return True
    lexicon = _small_words()
    own = _own(facts)
    tokens = [w for w in words(said) if w not in own]
    english = sum(w in lexicon["english"] for w in tokens)
    return any(
        len({w for w in tokens if w in small and w not in lexicon["english"]}) >= 2
        and sum(w in small for w in tokens) > english
        for name, small in lexicon.items()
        if name != "english"
    )


def recognised(text: str, facts: Facts | None) -> tuple[str, ...]:
    """Return the numbers and columns that a message holds in any language."""
    said = normal(text)
    columns = columns_in(said, facts) if facts else ()
    named = [n.column for n in columns if n.score >= 0.95]
    rest = _without_names(said, facts)
    numbers = [m.group() for m in re.finditer(r"[$€£]?\d[\d.,]*\d%?|\d%?", rest)]
    return tuple(dict.fromkeys([*named, *numbers]))[:MOST_KEPT]


def _without_names(said: str, facts: Facts | None) -> str:
    """Return a message without the columns and values that it names."""
    if facts is None:
        return said
    spans = [
        (n.start, n.end) for n in (*columns_in(said, facts), *values_in(said, facts))
    ]
    return "".join(
        c for i, c in enumerate(said) if not any(a <= i < b for a, b in spans)
    )


def _own(facts: Facts | None) -> frozenset[str]:
    return _words_of(tuple(facts.names)) if facts else frozenset()


@cache
def _words_of(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(p for n in names for p in parts(n))
