"""All there is to look at in a conversation, in the order of the screen's tabs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .facts import Facts
from .looks import Look
from .looks_checked import calibration, gains
from .looks_model import case, cuts, drivers, shapes
from .looks_table import board, rounds_look, table


def looks_of(
    facts: Facts | None,
    result: Mapping[str, Any],
    trials: Sequence[Mapping[str, Any]],
    rounds: Sequence[tuple[int, str, Mapping[str, Any]]],
) -> tuple[Look, ...]:
    """Return what there is to look at; empty looks are left out.

    Parameters
    ----------
    facts : Facts, optional
        Of the table.
    result : mapping
        The last round's, as `tandem run --json` prints it; empty where there is none.
    trials : sequence of mappings
        Of the last round, or of the one under way.
    rounds : sequence of (int, str, mapping)
        Number, status and result of each round.
    """
    made = (
        cuts(result),
        drivers(result),
        shapes(result),
        case(facts, result),
        gains(result),
        calibration(result),
        board(trials, result),
        rounds_look(rounds),
        table(facts),
    )
    return tuple(look for look in made if look.steps)
