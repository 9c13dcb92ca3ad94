"""Thanks, greetings and complaints: answered in one sentence, and the question stays."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from .asking import come_back
from .turn import Turn


@cache
def _forms() -> Mapping[str, re.Pattern[str]]:
    text = files("dialogs").joinpath("policy/civil.toml").read_text("utf-8")
    return {
        kind: re.compile(rf"\W*(?:{form})\W*", re.IGNORECASE)
        for kind, form in tomllib.loads(text).items()
    }


def civil(turn: Turn, text: str) -> bool:
    """Answer what is said to be polite or in anger; return whether it was that."""
    for kind, form in _forms().items():
        if form.fullmatch(text):
            turn.say(f"civil.{kind}")
            come_back(turn)
            return True
    return False
