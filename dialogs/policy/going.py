"""A word to start, however it is put: "all of that is right, off you go".

Only where "Shall I start?" is open, and only where nothing else was said: a clause that
sets something, counts something, asks or objects leaves the message to the other rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from rapidfuzz.distance import OSA

from ..hearing import understand
from ..hearing.spelling import respelled
from ..toml_data import toml_data
from .starting import want_start
from .turn import Turn
from .understood import context_of

MOST_WORDS = 30
IDLE = frozenset({"affirm", "out_of_scope"})
"""Acts of a clause that stand beside a word to start and change nothing."""

_LOOSE = frozenset({"goal.purpose", "goal.action"})
"""What a loose word beside an agreement may sound like, and does not set."""

SHORTEST = 4
"""Letters of a word in which a slip of the finger is put right."""

_CLAUSES = re.compile(
    r"[.,;:!()…–]+|\s-+\s|\s+(?:and|so|then) (?=(?:go|start|begin|run)\b)"
)


_HESITATION = re.compile(
    r"^\W*(?:(?:(?:wait|hm+|hang on|hold on|actually|oh|never mind|sorry|um+|er+)\b|no(?=[,.…!]))[\s,.!…-]*)+",
    re.IGNORECASE,
)
"""What is taken back by what follows: "wait... no, it's fine, go"."""


@cache
def _forms() -> Mapping[str, Any]:
    raw = toml_data("policy/going.toml")
    before, after = ("|".join(raw[name]) for name in ("before", "after"))
    wrapped = {
        name: re.compile(
            rf"(?:{before}\W+)*(?:{'|'.join(raw[name])})(?:\W+{after})*", re.IGNORECASE
        )
        for name in ("start", "agree")
    }
    plain = {
        name: re.compile("|".join(raw[name]), re.IGNORECASE)
        for name in ("against", "meanwhile", "undoes")
    }
    return {**wrapped, **plain, "words": tuple(raw["words"])}


def agreed_to_start(turn: Turn, text: str) -> bool:
    """Start where a message agrees and says nothing else; return whether it did."""
    prompt = turn.state.prompt
    if prompt is None or prompt.question != "confirm" or len(text.split()) > MOST_WORDS:
        return False
    text = _HESITATION.sub("", text)
    clauses = [c for part in _CLAUSES.split(text) if (c := _respelled(part))]
    ends = [c for c in (clauses[:1], clauses[-1:]) if c]
    if not any(_says(c[0]) for c in ends):
        return False
    if not all(_says(c) or _idle(turn, c) for c in clauses):
        return False
    want_start(turn)
    return True


def _says(clause: str) -> bool:
    """Return whether a clause is a word to start, or agrees."""
    forms = _forms()
    return bool(forms["start"].fullmatch(clause) or forms["agree"].fullmatch(clause))


def _idle(turn: Turn, clause: str) -> bool:
    """Return whether a clause beside it is mere talk: nothing is set, asked or denied."""
    forms = _forms()
    if forms["meanwhile"].fullmatch(clause) and not forms["undoes"].search(clause):
        return True
    return not forms["against"].search(clause) and sets_nothing(turn, clause)


def sets_nothing(turn: Turn, clause: str) -> bool:
    """Return whether a clause, heard with no question open, is no more than a remark."""
    free = replace(context_of(turn), asking=None, options=())
    found = understand(clause, free)
    if found.best is None or found.outcome == "not_understood":
        return True
    other = set(found.best.brief) - _LOOSE or found.best.query
    return not other and set(found.best.acts) <= IDLE | {"inform"}


def _respelled(clause: str) -> str:
    words = respelled(clause.strip(" '\"").casefold()).split()
    return " ".join(_put_right(w) for w in words)


def _put_right(word: str) -> str:
    known = _forms()["words"]
    if len(word) < SHORTEST or word in known:
        return word
    near = [k for k in known if OSA.distance(word, k, score_cutoff=1) <= 1]
    return near[0] if len(near) == 1 else word
