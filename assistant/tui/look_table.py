"""A view that is a table: lines that can be sorted by any of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from rich.text import Text
from textual.widgets import DataTable

from dialogs.looks import Look
from dialogs.sanitise import ascii_only, safe
from dialogs.tabular import cell

# A column with free text must not push the others off the screen.
_WIDEST, _NARROW = 40, 24


class Lines(DataTable[Text]):
    """The lines of a look; `step_at` tells which step a line is."""

    def __init__(self) -> None:
        super().__init__(id="lines", cursor_type="row", zebra_stripes=False)
        self._rows: Sequence[Sequence[Any]] = ()
        self._headers: Sequence[str] = ()
        self._order: list[int] = []
        self._sorted: tuple[int, bool] | None = None
        self._ascii = False

    def fill(self, look: Look, at: int, ascii: bool) -> None:
        """Show a look's table with the cursor on one step."""
        data = look.summary.data if look.summary is not None else {}
        self._headers, self._rows = data.get("headers", ()), data.get("rows", ())
        self._ascii = ascii
        self._order = list(range(len(self._rows)))
        self._sorted = None
        self._show(at)

    def step_at(self, line: int) -> int:
        """Return which step stands on a line."""
        return self._order[line] if 0 <= line < len(self._order) else 0

    def sort_next(self) -> None:
        """Sort by the column after the one it is sorted by."""
        at = -1 if self._sorted is None else self._sorted[0]
        self.sort_by((at + 1) % max(1, len(self._headers)))

    def sort_by(self, column: int) -> None:
        """Sort by a column; again, the other way round."""
        here = self.step_at(self.cursor_row)
        backwards = self._sorted == (column, False)
        self._sorted = (column, backwards)
        filled = [i for i in self._order if self._rows[i][column] is not None]
        empty = [i for i in self._order if self._rows[i][column] is None]
        filled.sort(key=lambda i: _key(self._rows[i][column]), reverse=backwards)
        self._order = filled + empty
        self._show(here)

    def on_data_table_header_selected(self, event: DataTable.HeaderSelected) -> None:
        """Sort by the heading that was clicked."""
        event.stop()
        self.sort_by(event.column_index)

    def _show(self, step: int) -> None:
        self.clear(columns=True)
        right = [
            any(_is_number(row[i]) for row in self._rows)
            for i in range(len(self._headers))
        ]
        for i, name in enumerate(self._headers):
            mark = ""
            if self._sorted is not None and self._sorted[0] == i:
                mark = " v" if self._sorted[1] else " ^"
            self.add_column(Text(str(name) + mark, justify=_side(right[i])))
        for i in self._order:
            pairs = zip(self._rows[i], right, strict=True)
            self.add_row(*(self._cell(value, numbers) for value, numbers in pairs))
        if step in self._order:
            self.move_cursor(row=self._order.index(step), animate=False)

    def _cell(self, value: Any, numbers: bool) -> Text:
        text = safe(cell(value), _WIDEST if self.app.size.width >= 100 else _NARROW)
        shown = ascii_only(text) if self._ascii else text
        return Text(shown, justify=_side(numbers and not isinstance(value, str)))


def _side(right: bool) -> Literal["left", "right"]:
    return "right" if right else "left"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _key(value: Any) -> tuple[int, float, str]:
    if isinstance(value, int | float):
        return 0, float(value), ""
    return 1, 0.0, str(value).casefold()
