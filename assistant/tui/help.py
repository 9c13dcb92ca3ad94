"""The keys and the commands, on one page."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from dialogs.cells import pad

from .commands import every_command

KEYS = (
    ("Enter", "send, or take the highlighted answer"),
    ("Ctrl+J", "a new line"),
    ("Up, Down", "the answers; with text typed, what you said before"),
    ("Tab", "complete a column, a value, a command or a file"),
    ("Esc", "close what is open, the next tip; twice: stop the search, keep the best"),
    ("Ctrl+B", "what I understood; Enter there changes a line"),
    ("Ctrl+R", "results to look at; arrows move, Tab shows the next"),
    ("Ctrl+T", "our agreement in plain or technical words"),
    ("Ctrl+O", "pick a table"),
    ("Ctrl+P", "all commands"),
    ("PgUp, PgDn, Ctrl+End", "read back, and return to the end"),
    ("Ctrl+Home", "earlier messages"),
    ("Ctrl+C", "empty the line; twice: leave. Everything is kept"),
)
OTHER_KEYS = (
    "Other keys: in screen.json of Tandem's folder, "
    'such as {"keys": {"look": "ctrl+l", "panel": "f2"}}.'
)


class HelpScreen(ModalScreen[None]):
    """What one can do, in one place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q,enter", "dismiss", "Close")
    ]

    def compose(self) -> ComposeResult:
        """Write the page."""
        with VerticalScroll(id="help"):
            yield Static(self._page(), markup=False)

    def _page(self) -> Content:
        width = max(len(name) for name, _ in KEYS) + 2
        lines = [
            Content("You can say everything in your own words.").stylize("bold"),
            Content("Ask why, what a word means, go back, change anything, any time."),
            Content(""),
            Content("Keys").stylize("bold $text-accent"),
            *(_row(name, text, width) for name, text in KEYS),
            Content(""),
            Content("Commands").stylize("bold $text-accent"),
            *(_row(name, text, width) for name, text in every_command()),
            Content(""),
            Content(OTHER_KEYS).stylize("dim"),
            Content("Esc closes this page.").stylize("dim"),
        ]
        return Content("\n").join(lines)


def _row(name: str, text: str, width: int) -> Content:
    return Content.assemble((pad(name, width), "bold"), text)
