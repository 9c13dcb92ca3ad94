"""What is told twice is not as it should be: a must said again may be all that counts.

Who repeats at the agreement what stands there already as a must is asked whether that is
to be the measure itself; told a second time that it stands, they would be stranded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..compiling import task_of
from ..success import fitting, must_as_objective, objective_of
from ..words import clauses, say
from .repairing import offer_readings
from .turn import Turn

_MUSTS = "success.require"


def ask_what_counts(turn: Turn, repeated: Mapping[str, Any]) -> bool:
    """Ask whether a must that was said again is to be what counts.

    Parameters
    ----------
    turn : Turn
    repeated : mapping
        Slots of the message, all of them agreed before.

    Returns
    -------
    bool
        Whether it was asked.
    """
    prompt, facts = turn.state.prompt, turn.state.facts
    at_agreement = prompt is not None and prompt.question == "confirm"
    if not at_agreement or facts is None or set(repeated) != {_MUSTS}:
        return False
    brief = turn.state.brief
    task = task_of(brief, facts) or ""
    found = must_as_objective(repeated[_MUSTS], fitting(task))
    if found is None or found[0] == objective_of(brief, task):
        return False
    objective, parameter, bound = found
    musts = tuple(m for m in brief.get(_MUSTS, ()) if m not in repeated[_MUSTS])
    alone = {
        "success.objective": objective,
        f"success.{parameter}": bound,
        _MUSTS: musts,
    }
    now = clauses(_measure(turn), facts, brief.get("table.target"))
    asked = say("insist.must", turn.state.level, now=now)
    offer_readings(turn, (alone, dict(repeated)), (), asked)
    return True


def _measure(turn: Turn) -> dict[str, Any]:
    """Return the slots that say how right and wrong are counted now."""
    brief = turn.state.brief
    return {s: brief.get(s) for s in brief if s.startswith("success.") and s != _MUSTS}
