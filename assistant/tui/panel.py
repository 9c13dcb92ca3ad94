"""What I understood: a line a slot, with how it is known; a click asks it again."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option as Row

from dialogs.cells import cut
from dialogs.conductor import BriefView, SlotRow
from dialogs.curve import spark
from dialogs.sanitise import ascii_only, safe

# A sign and a word: colour only repeats them.
SOURCES = {
    "said": ("●", "*", "you said"),
    "corrected": ("●", "*", "you corrected"),
    "seen": ("◆", "+", "seen in the data"),
    "assumed": ("○", "o", "assumed"),
    "delegated": ("◇", "~", "left to me"),
}
_STYLES = {"said": "$text-success", "corrected": "$text-success",
           "seen": "$text-primary", "assumed": "$text-warning",
           "delegated": "$text-secondary"}  # fmt: skip


class Panel(VerticalScroll):
    """The brief as it stands, our agreement, the best so far, and the rounds."""

    can_focus = False

    @dataclass
    class Revisit(Message):
        """A row was clicked: ask about it again."""

        row: SlotRow

    def __init__(self, ascii: bool = False) -> None:
        super().__init__(id="panel")
        self._ascii = ascii
        self._view = BriefView()
        self.technical = False
        self._painted = 0

    def compose(self) -> ComposeResult:
        """Stack the four parts; empty ones hide."""
        yield Static("What I understood", classes="title", markup=False)
        yield Rows(id="rows", compact=True, markup=False)
        yield Static("Nothing yet.", id="nothing", markup=False)
        yield Static(id="key", classes="quiet", markup=False)
        yield Static(id="contract", markup=False)
        yield Static(id="best", markup=False)
        yield Static(id="rounds", markup=False)

    def show(self, view: BriefView) -> None:
        """Paint a view."""
        changed = view.rows != self._view.rows
        self._view = view
        if changed:
            rows = self.query_one(Rows)
            at = rows.highlighted
            rows.clear_options()
            rows.add_options([Row(self._row(r)) for r in view.rows])
            rows.highlighted = at if at is not None and at < len(view.rows) else None
        self.query_one("#nothing").display = not view.rows
        self._part("#key", self._key())
        self._part("#contract", self._contract())
        self._part("#best", self._best())
        self._part("#rounds", self._rounds())

    def switch_language(self) -> None:
        """Show our agreement in the other of its two languages."""
        self.technical = not self.technical
        self._part("#contract", self._contract())

    def on_resize(self) -> None:
        """Cut the rows to the new width."""
        if self._room != self._painted:
            self._painted = self._room
            view, self._view = self._view, BriefView()
            self.show(view)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask about the clicked row again."""
        event.stop()
        if event.option_index < len(self._view.rows):
            self.post_message(self.Revisit(self._view.rows[event.option_index]))

    @property
    def _room(self) -> int:
        return max(8, self.content_size.width - 1)

    def _part(self, selector: str, content: Content) -> None:
        part = self.query_one(selector, Static)
        if part.content != content:
            part.update(content)
        part.display = bool(content.plain)

    def _text(self, text: str) -> str:
        shown = safe(text)
        return ascii_only(shown) if self._ascii else shown

    def _row(self, row: SlotRow) -> Content:
        sign, plain, _ = SOURCES.get(row.source, ("○", "o", row.source))
        room = self._room - 2
        label = cut(self._text(row.label), room)
        value = self._text(row.value)
        if row.slot == "table.path":  # the end of a path is what tells it apart
            value = value.replace("\\", "/").rsplit("/", 1)[-1]
        mark = (f"{plain if self._ascii else sign} ", _STYLES.get(row.source, ""))
        beside = room - len(label) - 2
        if len(value) <= beside:
            return Content.assemble(mark, (label, "dim"), "  ", (value, "bold"))
        return Content.assemble(
            mark, (label, "dim"), "\n  ", (cut(value, room), "bold")
        )

    def _key(self) -> Content:
        """Return the meaning of the signs that stand in the rows."""
        found = {row.source for row in self._view.rows}
        words = [
            f"{plain if self._ascii else sign} {word}"
            for source, (sign, plain, word) in SOURCES.items()
            if source in found and source != "corrected"
        ]
        return Content("  ".join(words))

    def _contract(self) -> Content:
        view = self._view
        lines = view.contract_technical if self.technical else view.contract_plain
        if not lines:
            return Content("")
        title = "Our agreement, technically" if self.technical else "Our agreement"
        body = "\n".join(self._text(line) for line in lines)
        return Content.assemble((f"{title}\n", "bold $text-accent"), body)

    def _best(self) -> Content:
        progress = self._view.progress
        if progress is None or len(progress.curve) < 2:
            return Content("")
        values = [value for _, value in progress.curve]
        drawn = spark(values, min(self._room, 28), self._ascii)
        return Content.assemble(
            ("Best so far\n", "bold $text-accent"), (drawn, "$text-primary"),
            "\n", self._text(progress.best_text),
        )  # fmt: skip

    def _rounds(self) -> Content:
        if not self._view.rounds:
            return Content("")
        lines = [
            self._text(
                f"{r.round}. {r.title}: {r.value} ({r.status})"
                if r.value
                else f"{r.round}. {r.status}"
            )
            for r in self._view.rounds
        ]
        return Content.assemble(("Rounds\n", "bold $text-accent"), "\n".join(lines))


class Rows(OptionList):
    """The slots; focused by Ctrl+B and the mouse."""
