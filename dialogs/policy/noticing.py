"""Questions about what is odd in a table: put, answered, left to Tandem."""

from __future__ import annotations

import re

from ..brief import Source
from ..facts import Suspicion
from ..oddities import TIME, answers, open_dialect, open_oddity
from .asking import go_on
from .filling import fill
from .forms import form
from .settling import read
from .turn import Turn

ABOUT = ("oddity", "dialect")
"""Questions about what is odd."""

LONGEST = 7
"""Words of an answer; what is longer says something else too."""


def oddity_answered(turn: Turn, option: str, source: Source = Source.SAID) -> None:
    """Keep what the person knows about an oddity.

    Parameters
    ----------
    turn : Turn
    option : {"yes", "no", "unsure"}
    source : Source
        Who decided.
    """
    asked = _asked(turn)
    if asked is None:
        return
    word = answers(asked).get(option, "refused")
    repairs = {**turn.state.brief.get("table.repairs", {}), asked.id: word}
    fill(turn, {"table.repairs": repairs}, source, quiet=True)
    if asked.kind in TIME and word == "accepted":
        fill(turn, {"split.kind": "time"}, source, quiet=True)
    if asked.kind == "dialect_doubt":
        if word != "refused":
            _read_again(turn)
        return
    turn.set(done=(*turn.state.done, f"oddity:{asked.id}"))
    done = "accepted" if word != "refused" else "refused"
    turn.say(f"oddity.{asked.repair or 'keep'}.{done}", column=", ".join(asked.columns))


def _asked(turn: Turn) -> Suspicion | None:
    prompt = turn.state.prompt
    about = prompt.about if prompt else ""
    found = next((s for s in turn.state.suspicions if s.id == about), None)
    return found or open_dialect(turn.state) or open_oddity(turn.state)


def _read_again(turn: Turn) -> None:
    """Read the same file another way: what was seen in it counts no longer."""
    path = turn.state.facts.path if turn.state.facts else ""
    turn.set(facts=None, probes=(), probed="")
    read(turn, path)


def picked(turn: Turn, option: str) -> None:
    """Take a picked answer, and go on."""
    oddity_answered(turn, option)
    go_on(turn)


def about_oddity(turn: Turn, text: str) -> bool:
    """Take a typed answer to a question about an oddity; a mere 'go' is none."""
    prompt = turn.state.prompt
    asked = _asked(turn) if prompt and prompt.question in ABOUT else None
    if asked is None or text.isdigit():
        return False
    known = asked.repair == "ignore" and form("texting.kept").search(text)
    if known and not re.search(r"\d", text):
        picked(turn, "yes")
        return True
    if len(text.split()) > LONGEST:
        return False
    late = asked.repair == "ignore" and form("noticing.late").search(text)
    if late or form("noticing.no").match(text):
        picked(turn, "no")
    elif form("noticing.yes").match(text):
        picked(turn, "yes")
    else:
        return False
    return True
