"""Thanks, greetings, doubts and complaints: answered briefly, and the question stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ..state import Phase
from ..toml_data import toml_data
from .asking import come_back
from .turn import Turn


@cache
def _forms() -> Mapping[str, re.Pattern[str]]:
    return {
        kind: re.compile(rf"\W*(?:{form})\W*", re.IGNORECASE)
        for kind, form in toml_data("policy/civil.toml").items()
    }


OF_A_RESULT = ("improve", "defend")
"""What is asked only where there is a result."""


def civil(turn: Turn, text: str) -> bool:
    """Answer what is said to be polite or in anger; return whether it was that."""
    done = turn.state.phase == Phase.RESULT
    for kind, form in _forms().items():
        # With a result at hand trust is a question about that result; without one there
        # is nothing to better or to defend; and of a row one asks what would help it.
        if (kind in OF_A_RESULT) != done and kind in (*OF_A_RESULT, "trust_it"):
            continue
        if kind == "improve" and (turn.state.query or {}).get("rows") is not None:
            continue
        if form.fullmatch(text) or _of_clauses(form, text):
            turn.say(f"civil.{kind.removesuffix('_it')}")
            come_back(turn)
            return True
    return False


_CLAUSES = re.compile(r"[,;:.?!]+\s*(?:and |or |but )?")
_PREFACE = re.compile(
    r"(?:before (?:anything else|we (?:start|begin|go on)|that)|first(?: of all| things first)?"
    r"|one (?:more |last )?(?:thing|question)"
    r"|wait|hang on|hold on|sorry|please|tell me|by the way|ok(?:ay)?|and|but|so|well)", re.IGNORECASE,
)  # fmt: skip


def _of_clauses(form: re.Pattern[str], text: str) -> bool:
    """Return whether every clause says it, but for a preface: "first: where does it go, who sees it?"."""
    said = [c.strip() for c in _CLAUSES.split(text) if c.strip()]
    own = [c for c in said if not _PREFACE.fullmatch(c)]
    return bool(own) and len(said) > 1 and all(form.fullmatch(c) for c in own)
