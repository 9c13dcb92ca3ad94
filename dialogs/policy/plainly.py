"""Answers in a person's own frame: the outcome named within a short remark, a tag question."""

from __future__ import annotations

import re

from ..hearing import understand
from .asking import go_on
from .filling import fill
from .turn import Turn
from .understood import act_on, context_of

MOST_WORDS = 6
_NO_ANSWER = re.compile(
    r"\?|,|\b(?:why|how|who|mean|help|undo|back|choose|pick|know|sure|not|never|neither"
    r"|nor|both|all|change|instead|or|but|if)\b|n't\b",
    re.IGNORECASE,
)
_TO_CATCH = re.compile(
    r"\b(?:to|i want to|we want to) (?:catch|find|spot|flag)(?: are| is)? "
    r"(?:the )?[\"'“]?(?P<label>[^,.?\"'”]+?)[\"'”]?[.!]*$",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"^(?P<rest>.*\w.*?),?\s+(?:happy|ok|okay|right|alright|satisfied|clear|got it"
    r"|understood|is that (?:ok|clear|enough))(?: now)?\s*\?+$",
    re.IGNORECASE | re.DOTALL,
)


def event_named(turn: Turn, text: str) -> bool:
    """Take the outcome to catch where it is named within a few other words."""
    state = turn.state
    target = state.brief.get("table.target")
    column = state.facts.column(str(target)) if state.facts and target else None
    if column is None or column.distinct != 2:
        return False
    labels = [value for value, _ in column.top]
    if re.search(r"[;:=\d]", text):
        return False  # a list of settings: hearing takes all of it
    said = _TO_CATCH.search(text)
    if said is not None:
        found = [v for v in labels if v.casefold() == said["label"].casefold()]
    elif state.prompt and state.prompt.question == "event" and _short(text):
        found = [v for v in labels if _holds(text, v)]
    else:
        return False
    if len(found) != 1 or found[0] == state.brief.get("goal.event"):
        return False
    fill(turn, {"goal.event": found[0]})
    go_on(turn)
    return True


def _short(text: str) -> bool:
    words = len(text.split())
    return 1 < words <= MOST_WORDS and not _NO_ANSWER.search(text)


def _holds(text: str, value: str) -> bool:
    # A number may count something else; only words name an outcome here.
    word = rf"(?<!\w){re.escape(value)}(?!\w)"
    return not value.isdigit() and re.search(word, text, re.IGNORECASE) is not None


def tagged(turn: Turn, text: str) -> bool:
    """Take what stands before a mere "happy?" or "right?" as told, not as a question."""
    match = _TAG.match(text)
    told = understand(match["rest"], context_of(turn)) if match else None
    if match is None or told is None or told.outcome != "understood":
        return False
    if told.best is None or not told.best.brief:
        return False
    act_on(turn, told, match["rest"])
    return True


_IN_ONE = re.compile(
    r"\b(\d[\d.,]*)((?: \w+)?) in (?:one|an?|each|every|1) "
    r"(hour|day|week|month|quarter|year)\b",
    re.IGNORECASE,
)


def rated(turn: Turn, text: str) -> bool:
    """Take "30 in one week" for 30 a week where a number of cases is asked for."""
    prompt = turn.state.prompt
    if prompt is None or prompt.question not in ("action", "capacity"):
        return False
    plain = _IN_ONE.sub(r"\1\2 a \3", text)
    told = understand(plain, context_of(turn)) if plain != text else None
    if told is None or told.outcome != "understood" or told.best is None:
        return False
    if "success.k" not in told.best.brief:
        return False
    act_on(turn, told, plain)
    return True
