"""The earlier conversations of this folder, by what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option as Row

from dialogs.events import EarlierSession
from dialogs.sanitise import ascii_only, safe


class SessionPicker(ModalScreen[str | None]):
    """Pick an earlier conversation; Esc picks none.

    Parameters
    ----------
    sessions : sequence of EarlierSession
        Newest first.
    ascii : bool
        No characters but ASCII.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close")]

    def __init__(self, sessions: Sequence[EarlierSession], ascii: bool) -> None:
        super().__init__()
        self._sessions = tuple(sessions)
        self._ascii = ascii

    def compose(self) -> ComposeResult:
        """List them by goal and time."""
        with Vertical(id="picker"):
            yield Static("Go on with which?  Enter picks, Esc closes", markup=False)
            rows = [Row(self._line(s)) for s in self._sessions]
            yield OptionList(*rows, markup=False, compact=True)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the picked one's id back."""
        event.stop()
        self.dismiss(self._sessions[event.option_index].id)

    def _line(self, session: EarlierSession) -> Content:
        goal = safe(session.goal)
        shown = ascii_only(goal) if self._ascii else goal
        return Content.assemble(shown, (f"  {session.when}", "dim"))
