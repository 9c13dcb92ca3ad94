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


def civil(turn: Turn, text: str) -> bool:
    """Answer what is said to be polite or in anger; return whether it was that."""
    for kind, form in _forms().items():
        # With a result at hand trust is a question about that result.
        about_result = kind == "trust_it" and turn.state.phase == Phase.RESULT
        if form.fullmatch(text) and not about_result:
            turn.say(f"civil.{kind.removesuffix('_it')}")
            come_back(turn)
            return True
    return False
