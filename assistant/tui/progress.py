"""The docked line that says how a search goes, from the budget of time."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from dialogs.cells import cell_width, cut
from dialogs.message import Progress
from dialogs.sanitise import ascii_only, safe

_BAR = 18
_SO_FAR = len("   so far: ")
_HURRY = "Esc again stops the search and keeps the best"


def time_left(progress: Progress) -> str:
    """Return the time left in words, from the budget and never from counts.

    Examples
    --------
    >>> time_left(Progress(elapsed=40, budget=120, trials=3))
    '1 min 20 s left'
    >>> time_left(Progress(elapsed=121, budget=120, trials=3))
    'last checks'
    """
    left = round(progress.budget - progress.elapsed)
    if left <= 0:
        return "last checks"
    minutes, seconds = divmod(left, 60)
    if minutes >= 10:
        return f"{minutes} min left"
    if minutes:
        return f"{minutes} min {seconds} s left" if seconds else f"{minutes} min left"
    return f"{seconds} s left"


class ProgressLine(Static):
    """One line above the input while work is under way."""

    def __init__(self, ascii: bool = False) -> None:
        super().__init__(id="progress", markup=False)
        self._ascii = ascii
        self._progress: Progress | None = None
        self._doing = ""
        self.asked_to_stop = False
        self.display = False

    def tell(self, progress: Progress | None, doing: str = "") -> None:
        """Show a search's progress, or what else is being done, or nothing."""
        if progress is None:
            self.asked_to_stop = False
        if (progress, doing) == (self._progress, self._doing):
            return
        self._progress, self._doing = progress, doing
        self.display = progress is not None or bool(doing)
        self.refresh()

    def ask_to_stop(self, asked: bool) -> None:
        """Say, or no longer say, that Esc once more stops."""
        self.asked_to_stop = asked
        self.refresh()

    @property
    def searching(self) -> bool:
        """Whether a search's progress is shown."""
        return self._progress is not None

    def render(self) -> Content:
        """Return the line, cut to the width from its least needed end."""
        width = self.content_size.width
        if self._progress is None:
            return Content(cut(self._text(self._doing), width))
        if self.asked_to_stop:
            return Content(cut(_HURRY, width)).stylize("bold")
        return self._searching(self._progress, width)

    def _searching(self, progress: Progress, width: int) -> Content:
        share = progress.elapsed / progress.budget if progress.budget > 0 else 0.0
        bar = _BAR if width >= 90 else _BAR // 2
        done = round(min(1.0, max(0.0, share)) * bar)
        full, empty = ("=", "-") if self._ascii else ("━", "─")
        left = time_left(progress)
        best = self._text(progress.best_text)
        tried = f"  {progress.trials} tried" if width >= 90 or not best else ""
        tail = f"  {left}{tried}"
        head = Content.assemble(
            ("Searching  ", "bold"), (full * done, "$text-primary"),
            (empty * (bar - done), "dim"), tail,
        )  # fmt: skip
        if width < 44:
            return Content(cut(f"Searching: {left}. {best}", width))
        if width - head.cell_length - _SO_FAR < cell_width(best):
            # What was found is worth more than the bar.
            head = Content.assemble(("Searching  ", "bold"), left)
        room = width - head.cell_length - _SO_FAR
        if best and room > 4:
            return head + Content.assemble(("   so far: ", "dim"), cut(best, room))
        return head

    def _text(self, text: str) -> str:
        shown = safe(text)
        return ascii_only(shown) if self._ascii else shown
