"""An answer in other words than an option's label, alone or before more of a message."""

from __future__ import annotations

import re

from ..offering import option_meant
from ..state import Prompt
from .choosing import choose
from .forms import form
from .going import sets_nothing
from .turn import Turn


def option_by_words(turn: Turn, text: str) -> bool:
    """Take an answer in other words than an option's label: "equal", "no limit"."""
    prompt = turn.state.prompt
    if prompt is None:
        return False
    both = form("several.opening").match(text)
    if both is not None and not sets_nothing(turn, both["rest"]):
        return _option_and(turn, prompt, both)
    picked = option_meant(prompt.question, text, turn.state)
    head, comma, rest = text.partition(",")
    if picked is None and comma and _only_adds(turn, rest):
        picked = option_meant(prompt.question, head, turn.state)
    if picked is None:
        return False
    choose(turn, prompt, picked)
    return True


def _option_and(turn: Turn, prompt: Prompt, both: re.Match[str]) -> bool:
    """Take an answer in other words with what is set behind it: "no, never. 2 minutes"."""
    picked = option_meant(prompt.question, both["lead"], turn.state)
    if picked is None:
        return False
    turn.holding = True
    choose(turn, prompt, picked)
    turn.holding = False
    from .texting import by_rules  # the rules, of which this is one

    by_rules(turn, both["rest"])
    return True


_REMARK = 8
"""Words of a remark behind an answer, at most."""


def _only_adds(turn: Turn, rest: str) -> bool:
    """Return whether what follows an answer is a mere remark: "all, it's only texts"."""
    short = len(rest.split()) <= _REMARK and not form("texting.more").search(rest)
    return short and sets_nothing(turn, rest)
