"""Results to look at: views that are moved through by the arrow keys.

One screen with a tab a view. What is under the cursor has a sentence of its own, which
changes as one moves; tables sort. Invariant: nothing from data goes through markup, and
what Enter says goes into the input, never straight into the conversation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click, Key
from textual.message import Message
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Static

from dialogs.looks import Look, Step, look_lines
from dialogs.looks_model import case_step
from dialogs.message import CaseShown, Picture
from dialogs.sanitise import ascii_only, safe

from .look_table import Lines
from .turn import painted

WIDEST = 110
LOW_LINES = 16
# Rows are fetched once the arrow key rests: each costs a moment of a worker.
REST_SECONDS = 0.25
_MOVES = {"left": -1, "up": -1, "right": 1, "down": 1, "pageup": -5, "pagedown": 5}


class LookScreen(ModalScreen[str | None]):
    """All views; it gives back what Enter wants to say.

    Parameters
    ----------
    looks : sequence of Look
        At least one.
    ascii : bool
        No characters but ASCII.
    name : str
        The look to begin with.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close"),
        Binding("tab", "turn(1)", "Next view", priority=True),
        Binding("shift+tab", "turn(-1)", "Back", show=False, priority=True),
        Binding("enter", "say", "Say it", priority=True),
        Binding("c", "copy", "Copy"),
        Binding("s", "sort", "Sort"),
    ]
    DEFAULT_CSS = """
    LookScreen { align: center middle; background: $background 60%; }
    LookScreen > #looks {
        width: 100%; height: 100%; padding: 0 2;
        background: $surface;
    }
    LookScreen #tabs { height: 1; margin: 0 0 1 0; }
    LookScreen #sentence { height: auto; margin: 0 0 1 0; }
    LookScreen #seen { height: 1fr; scrollbar-size-vertical: 1; }
    LookScreen #picture { height: auto; }
    LookScreen #lines { height: 1fr; background: $surface; }
    LookScreen #hint { height: auto; color: $text-muted; }
    LookScreen.-low > #looks, LookScreen.-tiny > #looks { padding: 0; }
    LookScreen.-low #tabs, LookScreen.-tiny #tabs { margin: 0; }
    LookScreen.-low #sentence, LookScreen.-tiny #sentence { margin: 0; }
    LookScreen.-tiny #tabs, LookScreen.-tiny #hint { display: none; }
    """

    @dataclass
    class CaseWanted(Message):
        """A row's reasons are to be fetched."""

        row: int

    def __init__(
        self, looks: Sequence[Look], ascii: bool = False, name: str = ""
    ) -> None:
        super().__init__()
        self._looks = tuple(looks)
        self._ascii = ascii
        names = [look.name for look in self._looks]
        self._which = names.index(name) if name in names else 0
        self._at = {look.name: look.at for look in self._looks}
        self._cases: dict[int, Step] = {}
        self._typed = ""
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        """Stack tabs, sentence, picture or table, and what the keys do."""
        with Vertical(id="looks"):
            yield Tabs(id="tabs", markup=False)
            yield Static(id="sentence", markup=False)
            with VerticalScroll(id="seen", can_focus=False):
                yield Static(id="picture", markup=False)
            yield Lines()
            yield Static(id="hint", markup=False)

    def on_mount(self) -> None:
        """Show the first view."""
        self._open()

    def on_resize(self) -> None:
        """Draw to the new width."""
        self._paint()

    @property
    def look(self) -> Look:
        """The view that is open."""
        return self._looks[self._which]

    @property
    def step(self) -> Step:
        """What is under the cursor."""
        at = self._at[self.look.name]
        if self.look.count:
            return self._cases.get(at + 1, case_step(at + 1))
        return self.look.steps[at]

    # --- moving -----------------------------------------------------------------------

    def action_turn(self, step: int) -> None:
        """Open the next view."""
        self.open_look((self._which + step) % len(self._looks))

    def open_look(self, which: int) -> None:
        """Open a view by its position."""
        self._which = which
        self._open()

    def on_key(self, event: Key) -> None:
        """Move by arrows; digits name a row."""
        if self.look.is_table:
            return
        last = (self.look.count or len(self.look.steps)) - 1
        if event.key in ("home", "end"):
            self._go(0 if event.key == "home" else last)
        elif event.key in _MOVES:
            self._go(self._at[self.look.name] + _MOVES[event.key])
        elif self.look.count and event.character and event.character.isdigit():
            self._typed = (self._typed + event.character)[-9:]
            self._go(max(1, int(self._typed)) - 1, typing=True)
        else:
            return
        event.stop()

    def _go(self, to: int, typing: bool = False) -> None:
        last = (self.look.count or len(self.look.steps)) - 1
        self._typed = self._typed if typing else ""
        self._at[self.look.name] = min(last, max(0, to))
        self._paint()
        self._fetch_soon()

    def on_data_table_row_highlighted(self, event: Lines.RowHighlighted) -> None:
        """Tell about the line under the cursor."""
        lines = self.query_one(Lines)
        if self.look.is_table and lines.display:
            self._at[self.look.name] = lines.step_at(event.cursor_row)
            self._paint()

    # --- a row's reasons --------------------------------------------------------------

    def _fetch_soon(self) -> None:
        if self._resting is not None:
            self._resting.stop()
        if self.look.count:
            self._resting = self.set_timer(REST_SECONDS, self._fetch)

    def _fetch(self) -> None:
        self._typed = ""
        row = self._at[self.look.name] + 1
        if self.look.count and row not in self._cases:
            self.post_message(self.CaseWanted(row))

    def show_case(self, case: CaseShown) -> None:
        """Show a row that was fetched."""
        self._cases[case.row] = case_step(case.row, case.said)
        self._paint()

    # --- what can be done -------------------------------------------------------------

    def action_say(self) -> None:
        """Close, and put what Enter says into the input."""
        if self.step.say:
            self.dismiss(self.step.say)

    def action_copy(self) -> None:
        """Copy the whole view as text."""
        look = self.look
        lines = look_lines(look, WIDEST, self._ascii)
        if look.count:
            step = self.step
            body = [step.sentence] if step.picture is None else [
                step.sentence, *look_lines(
                    Look(look.name, "", "", "", (step,)), WIDEST, self._ascii
                )
            ]  # fmt: skip
            lines = [look.title, *body]
        self.app.copy_to_clipboard("\n".join(lines))
        self.app.notify("Copied.", timeout=2)

    def action_sort(self) -> None:
        """Sort by the next column."""
        if self.look.is_table:
            self.query_one(Lines).sort_next()
            self._paint()

    # --- painting ---------------------------------------------------------------------

    def _open(self) -> None:
        table = self.look.is_table
        lines = self.query_one(Lines)
        lines.display = table
        if table:
            lines.fill(self.look, self._at[self.look.name], self._ascii)
            lines.focus()
        else:
            self.set_focus(None)
        self._paint()
        self._fetch_soon()

    def _paint(self) -> None:
        if not self.is_mounted:
            return
        width = max(16, min(WIDEST, self.query_one("#sentence").size.width - 1))
        step = self.step
        self.query_one(Tabs).show([look.short for look in self._looks], self._which)
        said = painted(step.sentence, width, self._ascii)
        self.query_one("#sentence", Static).update(
            Content("\n").join(line.stylize("bold") for line in said)
        )
        room = not self.look.is_table or self.size.height >= 36
        picture = self._sized(step.picture) if room else None
        drawn = painted(picture, width, self._ascii) if picture is not None else []
        self.query_one("#picture", Static).update(Content("\n").join(drawn))
        self.query_one("#seen").display = not self.look.is_table or bool(drawn)
        self.query_one("#hint", Static).update(self._hint())

    def _sized(self, picture: Picture | None) -> Picture | None:
        """Return the picture, a curve as high as there is room for."""
        if picture is None or picture.kind != "curve":
            return picture
        height = max(4, min(18, self.size.height - 14))
        return replace(picture, data={**picture.data, "height": height})

    def _hint(self) -> Content:
        if self.size.height < LOW_LINES:  # what is looked at needs the lines
            return Content("Tab next  c copy  Esc close")
        keys = "Arrows move  Tab next view  c copy  Esc close"
        if self.look.is_table:
            keys = f"s sorts  {keys}"
        if self.step.say:
            keys = f"Enter: “{safe(self.step.say, 40)}”  {keys}"
        if self.look.count:
            at = self._at[self.look.name] + 1
            keys = f"Row {at} of {self.look.count}; type a number  {keys}"
        text = f"{safe(self.look.about)}\n{keys}"
        return Content(ascii_only(text) if self._ascii else text)


class Tabs(Static):
    """The names of the views, of which one is open; a click opens another."""

    def show(self, names: Sequence[str], at: int) -> None:
        """Paint the names."""
        self._names = list(names)
        if sum(len(name) + 2 for name in names) > self.size.width > 0:
            self._names = []  # no room for them beside each other: no place to click
            here = f" {names[at]} "
            self.update(
                Content.assemble((here, "bold reverse"), f" {at + 1} of {len(names)}")
            )
            return
        parts = [
            (f" {name} ", "bold reverse" if i == at else "dim")
            for i, name in enumerate(names)
        ]
        self.update(Content.assemble(*parts))

    def on_click(self, event: Click) -> None:
        """Open the view whose name was clicked."""
        left = 0
        for i, name in enumerate(self._names):
            left += len(name) + 2
            if event.x < left and isinstance(self.screen, LookScreen):
                self.screen.open_look(i)
                return
