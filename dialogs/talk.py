"""The dialogue manager: `step` is the whole conversation, a pure function.

An information-state update (Larsson and Traum 2000): an event comes in, the state
changes, messages and actions go out. No clock, no input or output, no randomness.
Invariant: `replay` of the events is the state, to the byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from . import events as ev
from .message import Message
from .policy import choosing, growing, happening, returning, texting
from .policy.asking import come_back
from .policy.turn import Turn
from .state import State

__all__ = ["State", "initial_state", "replay", "step"]


def initial_state() -> State:
    """Return the state before anything has happened."""
    return State()


def step(
    state: State, event: ev.Event
) -> tuple[State, tuple[Message, ...], tuple[ev.Action, ...]]:
    """Return the state after an event, what is said, and what is asked for.

    Parameters
    ----------
    state : State
        Before the event.
    event : Event
        What happened.
    """
    turn = Turn(state)
    _HANDLERS[type(event)](turn, event)
    return turn.finish(), tuple(turn.messages), tuple(turn.actions)


def replay(events: Iterable[ev.Event]) -> State:
    """Return the state that a log of events leads to."""
    state = initial_state()
    for event in events:
        state, _, _ = step(state, event)
    return state


def _user_text(turn: Turn, event: ev.UserText) -> None:
    texting.take_text(turn, event.text)


def _chosen(turn: Turn, event: ev.Chosen) -> None:
    growing.next_turn(turn)
    prompt = turn.state.prompt
    known = prompt is not None and any(o.id == event.option for o in prompt.options)
    if prompt is None or prompt.id != event.prompt or not known:
        # An answer to a question that has passed must not answer another one.
        turn.say("stale")
        come_back(turn)
        return
    choosing.choose(turn, prompt, event.option)


_HANDLERS: Mapping[type, Callable[[Turn, Any], None]] = {
    ev.Started: happening.started,
    ev.UserText: _user_text,
    ev.Chosen: _chosen,
    ev.TableRead: happening.table_read,
    ev.TargetProbed: happening.target_probed,
    ev.SearchStarted: happening.search_started,
    ev.SearchProgressed: happening.search_progressed,
    ev.SearchDone: happening.search_done,
    ev.Told: happening.told,
    ev.Delivered: happening.delivered,
    ev.WorkFailed: happening.work_failed,
    ev.Resumed: returning.resumed,
}
