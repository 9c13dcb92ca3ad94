"""Files to take away: report, card, code, model, brief, and scored tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ..events import Deliver
from ..toml_data import toml_data
from .asking import ask_next_step, come_back
from .turn import Turn


def last_done(turn: Turn) -> int:
    """Return the number of the last round that has a model, or 0."""
    rounds = reversed(turn.state.rounds)
    return next((r.round for r in rounds if r.status == "done"), 0)


def deliver(turn: Turn, kind: str, path: str = "", table: str = "") -> None:
    """Have a file written; the answer comes as an event."""
    number = last_done(turn)
    if not number and kind == "predictions":
        turn.say("score.first", file=table)
        return
    if not number and kind != "brief":
        turn.say("no_model")
        return
    turn.say("file.wait")
    turn.do(Deliver(turn.request(), kind, number, path, table, turn.nested()))


AND = "score_and"
"""The form that is no kind of file: a file's name with more of a message behind it."""


@cache
def _forms() -> Mapping[str, list[re.Pattern[str]]]:
    return {
        kind: [re.compile(p, re.IGNORECASE) for p in forms]
        for kind, forms in toml_data("policy/delivering.toml").items()
    }


def wants_file(turn: Turn, text: str) -> bool:
    """Handle a wish for a file; return whether it was one."""
    facts = turn.state.facts
    if facts is None:
        return False
    if text.strip(" .").casefold() in {n.casefold() for n in facts.names}:
        return False  # a column may be called card, or report
    if _score_and(turn, text):
        return True
    for kind, forms in _forms().items():
        if kind == AND:
            continue
        found = [m for p in forms if (m := p.search(text))]
        if not found:
            continue
        whole = [m for m in found if m.end() == len(text)]
        if not last_done(turn) and not (kind == "brief" or whole):
            return False
        match = (whole or found)[0]
        table = match.groupdict().get("path") or ""
        deliver(turn, kind, table=table)
        if not under_way(turn):
            come_back(turn)
        return True
    return False


def _score_and(turn: Turn, text: str) -> bool:
    """Take a file to be scored before there is a model, and go on with the rest of it."""
    match = _forms()[AND][0].match(text)
    if match is None or last_done(turn):
        return False
    deliver(turn, "predictions", table=match["path"])
    from .texting import by_rules  # the rules, of which this is one

    by_rules(turn, match["rest"])
    return True


def score_named(turn: Turn, text: str) -> None:
    """Score the file that was just named."""
    deliver(turn, "predictions", table=text)
    if under_way(turn):
        turn.set(prompt=None)
    else:
        ask_next_step(turn)


def under_way(turn: Turn) -> bool:
    """Return whether a file is being written: what comes next is asked after it."""
    return any(isinstance(a, Deliver) for a in turn.actions)
