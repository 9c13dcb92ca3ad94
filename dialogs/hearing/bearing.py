"""Whether a sentence with a number speaks of anything that was asked.

A colleague who was asked what a missed one costs does not take "forty quid an hour they want
for a plumber" for the answer: it names no mistake, no deed, none of what the table tells, no
estimate and no wish. Invariant: one such sign is enough to be taken at one's word.
"""

from __future__ import annotations

from functools import cache

from .hunting import hunt, named_side
from .lexicon import find, lexicon
from .mistakes import has
from .naming import columns_in, values_in
from .normal import parts, stem, words
from .quantities import quantities
from .reading import Context

_MISTAKES = ("miss", "unseen", "vacant", "false_alarm", "spared", "sound", "act", "refuse",
             "wrongly", "review", "caught")  # fmt: skip


def bears_on(said: str, context: Context) -> bool:
    """Return whether a message says anything of what was asked, or of the table.

    Parameters
    ----------
    said : str
        As `normal` returns it.
    context : Context
        ``asking`` says what was asked.
    """
    section = _section(context.asking or "")
    if find(lexicon()["bearing"]["wish"], said) or find(
        lexicon()["bearing"][section], said
    ):
        return True
    if section != "error" and any(has(k, said) for k in _MISTAKES):
        return True
    rate = any(q.per or q.bound or q.kind == "ratio" for q in quantities(said))
    if section == "list" and rate:
        return True
    return _of_the_table(said, context)


def _section(asking: str) -> str:
    """Return which words bear on a slot."""
    return next(
        (name for name, slots in _sections().items() if asking in slots), "share"
    )


@cache
def _sections() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = lexicon()["bearing"]["slots"]
    return found


def _of_the_table(said: str, context: Context) -> bool:
    """Return whether a message names a column, a value, a row, or what is looked for."""
    facts = context.facts
    if facts is None:
        return False
    if named_side(said, hunt(context)) is not None:
        return True
    row = str(context.brief.get("table.row") or "")
    spoken = {stem(w) for w in words(said)}
    if row and {stem(p) for p in parts(row)} <= spoken:
        return True
    named = [n for n in columns_in(said, facts) if n.score >= _PLAINLY]
    valued = [v for v in values_in(said, facts) if len(str(v.value)) > _LETTERS]
    return bool(named or valued)


_PLAINLY = 0.8
_LETTERS = 2
"""Letters of a value up to which a word of a story may be one by chance."""
