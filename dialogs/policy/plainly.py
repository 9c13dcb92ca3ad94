"""Answers in a person's own frame: the outcome named within a short remark, a tag question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ..hearing import understand
from ..hearing.slots import slots_named
from ..toml_data import toml_data
from ..words import label
from .asking import go_on
from .completing import UNSAID
from .dropping import PRICES, prices_meant, take_away
from .filling import fill
from .readback import USED
from .rounds import after_change
from .turn import Turn
from .understood import act_on, context_of

MOST_WORDS = 6
KEPT = ("table.path", "table.target", "goal.event", "success.objective")
"""Slots that are changed and never merely dropped."""


@cache
def _forms() -> Mapping[str, re.Pattern[str]]:
    return {
        name: re.compile(form.replace("\n", ""), re.IGNORECASE | re.DOTALL)
        for name, form in toml_data("policy/plainly.toml").items()
    }


def event_named(turn: Turn, text: str) -> bool:
    """Take the outcome to catch where it is named within a few other words."""
    state = turn.state
    target = state.brief.get("table.target")
    column = state.facts.column(str(target)) if state.facts and target else None
    if column is None or column.distinct != 2:
        return False
    labels = [value for value, _ in column.top]
    asked = state.prompt is not None and state.prompt.question == "event"
    said = _forms()["to_catch"].search(text)
    if said is not None and not _lists(text, labels):
        found = [v for v in labels if v.casefold() == said["label"].casefold()]
    elif asked and _short(text):
        found = [v for v in labels if _holds(text, v)]
    else:
        return False
    if len(found) != 1 or found[0] == state.brief.get("goal.event"):
        return False
    fill(turn, {"goal.event": found[0]})
    go_on(turn)
    return True


def _lists(text: str, labels: list[str]) -> bool:
    """Return whether a message is a list of settings, which hearing takes as a whole."""
    numbers = re.findall(r"\d[\d.,]*", text)
    return bool(re.search(r"[;:=]", text)) or any(n not in labels for n in numbers)


def _short(text: str) -> bool:
    words = len(text.split())
    return 1 < words <= MOST_WORDS and not _forms()["no_answer"].search(text)


def _holds(text: str, value: str) -> bool:
    word = rf"(?<!\w){re.escape(value)}(?!\w)"
    # A number may count something else: it names an outcome only where it stands alone.
    alone = not value.isdigit() or len(re.findall(r"\d+", text)) == 1
    return alone and re.search(word, text, re.IGNORECASE) is not None


def tagged(turn: Turn, text: str) -> bool:
    """Take what stands before a mere "happy?" or "right?" as told, not as a question."""
    match = _forms()["tag"].match(text)
    told = understand(match["rest"], context_of(turn)) if match else None
    if match is None or told is None or told.outcome != "understood":
        return False
    if told.best is None or not told.best.brief:
        return False
    act_on(turn, told, match["rest"])
    return True


def rated(turn: Turn, text: str) -> bool:
    """Take "30 in one week" for 30 a week where a number of cases is asked for."""
    prompt = turn.state.prompt
    if prompt is None or prompt.question not in ("action", "capacity"):
        return False
    plain = _forms()["in_one"].sub(r"\1\2 a \3", text)
    told = understand(plain, context_of(turn)) if plain != text else None
    if told is None or told.outcome != "understood" or told.best is None:
        return False
    if "success.k" not in told.best.brief:
        return False
    act_on(turn, told, plain)
    return True


def dropped(turn: Turn, text: str) -> bool:
    """Take back a setting by its name, as it is called where it is read back.

    What follows is heard once that is gone: "scrap the costs, I just want the top 50".
    """
    head, rest = text, ""
    slots = _dropped_in(turn, head)
    cut = None if slots else _forms()["drop_and"].match(text)
    if cut is not None:
        head, rest = cut["head"], cut["rest"]
        slots = _dropped_in(turn, head)
    if not slots:
        return False
    take_away(turn, slots)
    if not rest:
        after_change(turn, True)
        return True
    from .texting import by_rules  # the rules, of which this is one

    by_rules(turn, rest)
    return True


def _dropped_in(turn: Turn, text: str) -> tuple[str, ...]:
    """Return the settled slots that a text takes back by name, with what rests on them."""
    match = _forms()["drop"].match(text)
    slot = _slot_called(turn, match["what"], bool(match["bare"])) if match else None
    if match is None or slot is None:
        return ()
    prices = prices_meant(turn, slot, match["what"])
    return prices or (slot, *_with_it(turn, slot))


def _with_it(turn: Turn, slot: str) -> tuple[str, ...]:
    """Return the measure that a slot was the only reason for, and what it assumed."""
    brief, measure = turn.state.brief, "success.objective"
    used = {f"success.{n}" for n in USED.get(str(brief.get(measure)), ())}
    rest = [s for s in brief if s in used and s != slot]
    if slot not in used or any(brief.source(s) not in UNSAID for s in rest):
        return ()
    return (measure, *rest)


def _slot_called(turn: Turn, words: str, bare: bool) -> str | None:
    """Return the settled slot of that name; after a bare "no" only by its whole name."""
    words, facts = words.casefold(), turn.state.facts
    prices = prices_meant(turn, PRICES[0], words)
    if prices:
        return prices[0]
    if facts and words in {n.casefold() for n in facts.names}:
        return None  # a column that is to be left out
    held = [s for s in turn.state.brief if s not in KEPT]
    said = re.sub(r"\s+(?:limit|setting|part|bit|thing)s?$", "", words)
    exact = [s for s in held if label(s).casefold() in (words, said)]
    if bare and said == words:
        return next(iter(exact), None)
    named = [s for s in slots_named(words) if s in held and len(words.split()) <= 3]
    return next(iter([*exact, *named]), None)
