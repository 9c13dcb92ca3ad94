"""What a picked option, a yes or a no, or "you choose" does to the open question."""

from __future__ import annotations

from ..brief import Source
from ..offering import settings_of
from ..state import Prompt
from ..words import clauses
from .asking import come_back, go_on, propose
from .defaults import default_for, proposal
from .filling import fill, settle
from .noticing import oddity_answered
from .picking import BY_QUESTION
from .rounds import after_change
from .settling import hint, leak_answered, put_again, repairs_answered
from .turn import Turn
from .weighing import put_card


def choose(turn: Turn, prompt: Prompt, option: str) -> None:
    """Do what an offered option says."""
    if option == "unsure":
        _help_decide(turn, prompt)
        return
    settings = settings_of(prompt.question, option, turn.state)
    if settings:
        after_change(turn, fill(turn, settings))
        return
    handler = BY_QUESTION.get(prompt.question)
    if handler is None:
        go_on(turn)
    else:
        handler(turn, option)


def _help_decide(turn: Turn, prompt: Prompt) -> None:
    """Help who is not sure: cards for the two mistakes, else a default with its reason."""
    if prompt.question == "harm":
        put_card(turn)
    else:
        leave_to_tandem(turn, Source.ASSUMED)


def leave_to_tandem(turn: Turn, source: Source) -> None:
    """Take the default of the open question, say so, and go on."""
    prompt = turn.state.prompt
    if prompt is None:
        go_on(turn)
        return
    if prompt.question == "target":
        # Named twice and left to Tandem twice: only trying can help now.
        if prompt.about in _columns(turn):
            _take_proposal(turn, prompt.about)
        else:
            _propose_target(turn)
        return
    if prompt.question == "confirm" and source == Source.DELEGATED:
        # "You choose" is no word to start with; it is a word to leave all as it is.
        turn.say("confirm.yours")
        put_again(turn, prompt)
        return
    if prompt.question in ("confirm", "file", "another_table"):
        _narrow(turn, prompt)
        return
    if prompt.question in _LEFT:
        _LEFT[prompt.question](turn, prompt)
        return
    _take_default(turn, prompt, source)


def _take_default(turn: Turn, prompt: Prompt, source: Source) -> None:
    found = default_for(prompt.question, turn.state)
    if found is None:
        put_again(turn, prompt)
        return
    values, why = found
    if prompt.question == "leak":
        leak_answered(turn, keep=False, source=source)
    elif prompt.question == "repairs":
        repairs_answered(turn, accepted=True)
    elif values:
        fill(turn, values, source, quiet=True, why=why)
        turn.say(
            "assumed", what=clauses(values, turn.state.facts, _target_of(turn)), why=why
        )
    else:
        settle(turn, prompt.question)
        turn.say("assumed.skip")
    go_on(turn)


def _propose_target(turn: Turn) -> None:
    column = proposal(turn.state, turn.text)
    if column is not None:
        propose(turn, column)


def _columns(turn: Turn) -> tuple[str, ...]:
    return turn.state.facts.names if turn.state.facts else ()


def _take_proposal(turn: Turn, column: str) -> None:
    """Take the target that was named before and left to Tandem all the same.

    It has been seen twice then, and is read back before a search begins.
    """
    fill(turn, {"table.target": column}, Source.DELEGATED, quiet=True)
    turn.say("target.left", column=column)
    go_on(turn)


def _target_of(turn: Turn) -> str | None:
    target: str | None = turn.state.brief.get("table.target")
    return target


def _card_left(turn: Turn, prompt: Prompt) -> None:
    # Who cannot weigh the mistakes gets both alike, as for the question behind it.
    turn.set(prompt=turn.new_prompt("harm", slot=prompt.slot), cards=())
    leave_to_tandem(turn, Source.ASSUMED)


def _trap_left(turn: Turn, prompt: Prompt) -> None:
    accepts = any(o.id == "accept" for o in prompt.options)
    choose(turn, prompt, "accept" if accepts else "keep")


def _clarify_left(turn: Turn, prompt: Prompt) -> None:
    choose(turn, prompt, "none")


def _next_left(turn: Turn, _: Prompt) -> None:
    turn.say("help.result")
    come_back(turn)


def _oddity_left(turn: Turn, _: Prompt) -> None:
    oddity_answered(turn, "unsure", Source.ASSUMED)
    go_on(turn)


def _period_left(turn: Turn, _: Prompt) -> None:
    BY_QUESTION["period"](turn, "all")


def _rows_left(turn: Turn, prompt: Prompt) -> None:
    if prompt.options:  # a list that holds a whole period: its likeliest part
        choose(turn, prompt, prompt.options[0].id)
    else:
        _period_left(turn, prompt)


_LEFT = {
    "card": _card_left,
    "trap": _trap_left,
    "clarify": _clarify_left,
    "next": _next_left,
    "period": _period_left,
    "oddity": _oddity_left,
    "dialect": _oddity_left,
    "period_rows": _rows_left,
}


def _narrow(turn: Turn, prompt: Prompt) -> None:
    turn.say("rung.stuck", hint=hint(turn, prompt))
    put_again(turn, prompt)
