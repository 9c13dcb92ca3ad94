"""The repair ladder: a hint, choices, a narrower question, a safe default."""

from __future__ import annotations

import re

from ..agenda import question
from ..brief import Source
from ..message import Option
from ..state import Phase, Prompt
from ..words import clauses, option, say
from .asking import come_back, go_on, propose, put
from .choosing import leave_to_tandem
from .defaults import default_for, proposal
from .forms import form
from .settling import hint
from .turn import Turn

FINAL_RUNG = 4
LEFT_ALONE = ("card", "trap", "clarify", "period", "period_rows", "another_table",
              "kinds")  # fmt: skip


def not_understood(turn: Turn, text: str) -> None:
    """Answer what was not understood, one rung up the ladder."""
    prompt = turn.state.prompt
    if _foreign(text):
        _tell_foreign(turn, text)
    if prompt is None:
        _without_question(turn)
        return
    asked = question(prompt.question)
    rung = prompt.rung + 1
    if asked is None:
        _again(turn, prompt, rung)
    elif rung >= FINAL_RUNG and default_for(prompt.question, turn.state) is not None:
        leave_to_tandem(turn, Source.ASSUMED)
    elif rung >= FINAL_RUNG:
        # Nothing is safe to assume here, so the ladder begins anew, with its reason.
        turn.say("rung.stuck", hint=hint(turn, prompt))
        put(turn, asked, short=True, rung=1)
    else:
        _climb(turn, prompt, rung)


def _climb(turn: Turn, prompt: Prompt, rung: int) -> None:
    asked = question(prompt.question)
    if asked is None:
        return
    guessed = asked.id == "target" and proposal(turn.state) is not None
    if rung == 1 and guessed:
        propose_target(turn, rung, "target.not_told")
    elif rung == 1 or not prompt.options:
        turn.say("rung.1", hint=hint(turn, prompt))
        put(turn, asked, short=True, rung=rung)
    elif rung == 2:
        turn.say("rung.2")
        put(turn, asked, short=True, rung=rung)
    elif guessed:
        propose_target(turn, rung)
    else:
        turn.say("rung.3")
        put(turn, asked, short=True, rung=rung)


def propose_target(turn: Turn, rung: int = 0, key: str = "target.proposal") -> None:
    """Name a likely target; only a yes makes it the target."""
    column = proposal(turn.state, turn.text)
    if column is None:
        go_on(turn)
    else:
        propose(turn, column, key, rung)


def unclear_yes(turn: Turn) -> None:
    """Answer a yes to a question that no yes answers."""
    prompt = turn.state.prompt
    asked = question(prompt.question) if prompt else None
    if prompt is None or asked is None:
        not_understood(turn, turn.text)
        return
    if prompt.question == "drivers":  # it changes nothing: a nod passes it by
        leave_to_tandem(turn, Source.SAID)
        return
    if prompt.question == "target" and proposal(turn.state) is not None:
        propose_target(turn, min(prompt.rung + 1, 3), "target.yes")
        return
    turn.say("yes.to_what")
    put(turn, asked, short=True, rung=min(prompt.rung + 1, 3))


def _again(turn: Turn, prompt: Prompt, rung: int) -> None:
    """Ask again what is no question of the interview: a card, a reading, a next step."""
    if rung >= FINAL_RUNG and prompt.question in LEFT_ALONE:
        turn.say("rung.leave")
        turn.set(prompt=None, readings=(), cards=())
        if prompt.question == "card":
            turn.set(prompt=turn.new_prompt("harm", slot=prompt.slot))
            leave_to_tandem(turn, Source.ASSUMED)
            return
        go_on(turn)
        return
    if turn.state.phase == Phase.RESULT and prompt.question in ("next", "which_row"):
        turn.say("rung.1", hint=say("help.result", turn.state.level, turn.state.turn))
        come_back(turn)
        return
    turn.say("rung.2" if rung == 2 else "rung.1", hint=hint(turn, prompt))
    again = turn.new_prompt(
        prompt.question, slot=prompt.slot, options=prompt.options, rung=rung,
        about=prompt.about,
    )  # fmt: skip
    turn.ask(say("rung.pick", turn.state.level, turn.state.turn), again)


def _without_question(turn: Turn) -> None:
    phase = turn.state.phase
    if phase == Phase.SEARCHING:
        turn.say("rung.searching")
        return
    turn.say("rung.1", hint=say("help.always", turn.state.level, turn.state.turn))
    if phase != Phase.READING:
        go_on(turn)


# --- another language ---------------------------------------------------------------


def _foreign(text: str) -> bool:
    """Return whether a message is in another language: its script, or its small words."""
    letters = [c for c in text if c.isalpha()]
    strange = [c for c in letters if not c.isascii()]
    if len(letters) >= 6 and len(strange) > len(letters) / 2:
        return True
    words = form("repairing.strange").findall(text)
    return len(words) >= 2 and len(words) > len(form("repairing.english").findall(text))


def _tell_foreign(turn: Turn, text: str) -> None:
    """Say that English is spoken, and what was recognised all the same."""
    facts = turn.state.facts
    names = facts.names if facts else ()
    words = set(re.findall(r"\w+", text))
    columns = [n for n in names if n in words][:4]
    numbers = re.findall(r"\d[\d.,]*", text)[:4]
    kept = ", ".join([*columns, *numbers])
    if kept:
        turn.say("foreign.kept", what=kept)
    else:
        turn.say("foreign")


# --- readings -----------------------------------------------------------------------


def offer_readings(
    turn: Turn, readings: tuple[dict[str, object], ...], unused: tuple[str, ...],
    asked: str = "",
) -> None:  # fmt: skip
    """Offer two to four readings of a message, or ask about what was left over."""
    facts, target = turn.state.facts, turn.state.brief.get("table.target")
    texts = [clauses(r, facts, target) for r in readings]
    offers = [Option(str(i), t[:1].upper() + t[1:]) for i, t in enumerate(texts)]
    offers.append(Option("none", option("none_of_these")))
    if asked:
        text = asked
    elif len(readings) == 1 and unused:
        shown = ", ".join(f"“{u}”" for u in unused)
        text = say("clarify.unused", turn.state.level, what=texts[0], unused=shown)
    elif len(readings) == 1:
        text = say("clarify.doubt", turn.state.level, what=texts[0])
    else:
        text = say("clarify", turn.state.level, turn.state.turn)
    open_one = turn.state.prompt
    rung = open_one.rung if open_one else 0
    turn.set(readings=readings)
    # The rung of the question behind it: where no reading is right, the ladder goes on.
    # Its slot too: the right word may be typed instead of picking one.
    slot = "table.target" if target is None else open_one.slot if open_one else None
    prompt = turn.new_prompt("clarify", slot=slot, options=tuple(offers), rung=rung)
    turn.ask(text, prompt)
