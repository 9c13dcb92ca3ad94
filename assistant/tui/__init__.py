"""The full screen: a chat that never waits.

Imports textual and `dialogs` alone, so that the first paint comes before anything
heavy. `run` is all that the rest of the program knows of it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dialogs.conductor import Conductor

from .app import TandemApp

__all__ = ["TandemApp", "run"]


def run(
    make_conductor: Callable[[], Conductor],
    ascii: bool = False,
    mouse: bool = True,
    home: Path | None = None,
) -> int:
    """Hold one conversation on the full screen.

    Parameters
    ----------
    make_conductor : callable
        Builds the conductor; called after the first paint, in the thread that owns it.
    ascii : bool
        No characters but ASCII.
    mouse : bool
        Whether the terminal hands over the mouse.
    home : Path, optional
        Where colours, bell and tour are remembered; nowhere where there is none.

    Returns
    -------
    int
        The exit code.

    Raises
    ------
    Exception
        What ``make_conductor`` or opening the conversation raised.
    """
    app = TandemApp(make_conductor, ascii=ascii, home=home)
    code = app.run(mouse=mouse)
    if app.failure is not None:
        raise app.failure
    return code or 0
