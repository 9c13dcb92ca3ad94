"""A-or-B cards: what a miss is worth, where no price can be given."""

from __future__ import annotations

from ..brief import Source
from ..message import Option
from ..tradeoffs import Scale, Side, answered, card, costs
from ..words import clauses, option, say
from .filling import fill
from .forms import form
from .turn import Turn

CHOICES = ("eager", "careful", "same")
"""Sides of a card that one can name."""


def scale_of(turn: Turn) -> Scale:
    """Return where the answers so far have led."""
    scale = Scale()
    for choice in turn.state.cards:
        scale = answered(scale, choice)
    return scale


def put_card(turn: Turn) -> None:
    """Ask the next card: two ways to do it, in whole cases."""
    shown = card(scale_of(turn))
    event = str(turn.state.brief.get("goal.event", ""))
    key = "card.first" if not turn.state.cards else "card.next"
    text = say(
        key, turn.state.level, turn.state.turn, event=event,
        eager=_side(shown.eager, event), careful=_side(shown.careful, event),
    )  # fmt: skip
    offers = tuple(
        Option(name, option(f"card_{name}"))
        for name in ("eager", "careful", "same", "unsure")
    )
    prompt = turn.new_prompt("card", slot="success.objective", options=offers)
    turn.ask(text, prompt)


def _side(side: Side, event: str) -> str:
    return say("card.side", caught=side.caught, wasted=side.wasted, event=event)


def card_choice(text: str) -> str | None:
    """Return which side of a card a message picks, or None."""
    return next((c for c in CHOICES if form(f"weighing.{c}").match(text)), None)


def card_answered(turn: Turn, choice: str) -> bool:
    """Take an answer; return whether the cards are done."""
    turn.state = turn.state.remembering(say("card.answer"))
    turn.set(cards=(*turn.state.cards, choice))
    scale = scale_of(turn)
    if not scale.settled:
        put_card(turn)
        return False
    values = {"success.objective": "expected_cost", **costs(scale)}
    turn.set(cards=())
    fill(turn, values, Source.SAID, quiet=True)
    turn.say("card.done", what=clauses(values, turn.state.facts))
    return True
