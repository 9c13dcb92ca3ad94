"""Real work for a replayed conversation: one desk, its search processes and its files.

All stories of a module share the desk, since starting it costs more than what it then does.
A story's search is cut short where the story says so: what is shown is how it is told.
"""

from __future__ import annotations

import queue
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.errands import Errands, Trial
from dialogs.events import Event, SearchProgressed, StartSearch
from dialogs.message import Progress
from dialogs.talk import State

PATIENCE = 180.0
"""Seconds within which the desk must have reported something: a busy machine is slow."""


class AtWork:
    """A desk that does what a conversation asks for.

    Parameters
    ----------
    folder : Path
        Where relative paths start from, and where files that are handed on appear.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._home = folder / "home"
        self._errands = Errands(self._home, folder, 0)
        self._errands.reader = self._errands.searcher
        self.seconds: float | None = None
        """How long a search may take, whatever the conversation agreed on."""

    def begin(self, seconds: float | None) -> None:
        """Forget what earlier stories found: each is held by somebody else."""
        self.seconds = seconds
        shutil.rmtree(self._home / "folds", ignore_errors=True)
        shutil.rmtree(self._home / "rounds", ignore_errors=True)

    def do(self, action: Any, state: State) -> Iterator[Event]:
        """Do one action; yield what it leads to, the last of it included."""
        number = getattr(action, "round", 0)
        folder = self._home / "rounds" / str(number) if number else None
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._errands.send(self._short(action), folder, _of_table(state))
        best = ""
        while self._errands.busy:
            found = self._errands.reports(PATIENCE)
            if not found:
                raise queue.Empty(f"nothing came of {action}")
            for report in found:
                if not isinstance(report, Progress | Trial):
                    yield report
                elif isinstance(report, Progress) and report.best_text != best:
                    # As the conductor has it: only news is told.
                    best = report.best_text
                    yield SearchProgressed(number, report)

    def close(self) -> None:
        """End the desk and its search processes."""
        self._errands.close()

    def _short(self, action: Any) -> Any:
        if self.seconds is None or not isinstance(action, StartSearch):
            return action
        limits = {**action.brief.get("limits", {}), "seconds": self.seconds}
        return replace(action, brief={**action.brief, "limits": limits})


def _of_table(state: State) -> Mapping[str, Any]:
    names = ("path", "sheet", "repairs", "target")
    return {n: state.brief.get(f"table.{n}", "") for n in names}
