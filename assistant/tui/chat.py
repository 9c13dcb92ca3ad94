"""The conversation on the screen: hands on what was typed, paints what comes back.

The event loop never waits: one asyncio task talks to the conductor through the bridge,
takes what was typed in order, and paints what comes back. Invariant: all widget changes
happen in handlers of the loop; all knowledge comes from messages and views.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from textual import getters
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.theme import Theme
from textual.widgets import Footer

from dialogs.conductor import BriefView, Conductor
from dialogs.message import CaseShown, Message, ResultReady, Say
from dialogs.sanitise import safe

from . import themes
from .bridge import Bridge, Call, Update
from .commands import SCREEN_COMMANDS, Commands
from .completion import CompletionPopup
from .composer import Composer
from .log import ChatLog
from .options import Options
from .panel import Panel
from .preferences import keep_preferences, read_preferences
from .progress import ProgressLine
from .suspending import suspend_in_the_loop
from .title import Title
from .tour import Tip
from .turn import Turn, turns

_POLL_SECONDS = 0.12
# With no work under way nothing can be reported: looking often would only use the battery.
_REST_SECONDS = 1.0
TWICE_SECONDS = 2.0
PANEL_COLUMNS = 100
WIDE_COLUMNS = 160
# A search shorter than this ends while one is still looking; no bell.
_BELL_SECONDS = 20.0


class Chat(App[int]):
    """A conversation on the full screen.

    Parameters
    ----------
    make_conductor : callable
        Builds the conductor; called after the first paint.
    ascii : bool
        No characters but ASCII.
    home : Path, optional
        Where colours, bell and tour are remembered; nowhere where there is none.
    """

    CSS_PATH = "tandem.tcss"
    TITLE = "Tandem"
    COMMANDS: ClassVar = {Commands}
    # Of the height alone: a class on the screen makes every widget read its styles
    # again, and widths change by dragging; the panel's own are set in `_place_panel`.
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (10, "-low"), (20, "-tall")]  # noqa: RUF012
    log_view = getters.query_one("#log", ChatLog)
    options = getters.query_one("#options", Options)
    completion = getters.query_one("#completion", CompletionPopup)
    progress = getters.query_one("#progress", ProgressLine)
    composer = getters.query_one("#composer", Composer)
    panel: Panel

    def __init__(
        self,
        make_conductor: Callable[[], Conductor],
        ascii: bool = False,
        home: Path | None = None,
    ) -> None:
        super().__init__()
        for theme in (themes.DARK, themes.LIGHT):
            self.register_theme(theme)
        self._home = home
        self.preferences = read_preferences(home)
        self.set_keymap(self.preferences.keys)
        # Here and not on mount: a change of theme reads all styles again (40 ms).
        known = self.preferences.theme in self.available_themes
        self.theme = self.preferences.theme if known else themes.DARK.name
        self.ascii = ascii
        self.failure: Exception | None = None
        self._bridge = Bridge(make_conductor)
        self._inbox: deque[Call] = deque()
        self._news = asyncio.Event()
        self._update = Update()
        self._view = BriefView()
        self._asked: Say | None = None
        self._interrupted_at = -TWICE_SECONDS
        self._panel_wanted: bool | None = None
        self._focused = True
        self._title = Title(self)

    def compose(self) -> ComposeResult:
        """Lay out the chat, and the panel beside it."""
        with Vertical(id="chat"):
            yield ChatLog()
            yield Options(self.ascii)
            yield CompletionPopup(self.ascii)
            yield ProgressLine(self.ascii)
            with Vertical(id="frame"):
                yield Composer()
            yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Focus the input; the conversation begins once the screen is painted."""
        self.screen.set_class(self.ascii, "ascii")
        suspend_in_the_loop()
        self.composer.focus()
        self.call_after_refresh(self._begin)

    async def _begin(self) -> None:
        """Add what the first paint can do without, and start to talk."""
        self.panel = Panel(self.ascii)
        self.panel.display = self.panel_fits
        self.panel.set_class(not self.panel_fits, "narrow")
        self.panel.set_class(self.size.width >= WIDE_COLUMNS, "wide")
        await self.screen.mount(self.panel)
        # Where nothing can be remembered, a tour would begin anew each time.
        if self._home is not None:
            await self.query_one("#chat").mount(
                Tip(self.preferences.tour, self.ascii), before="#frame"
            )
        self.theme_changed_signal.subscribe(self, self._theme_changed)
        self._title.begin()
        self.run_worker(self._converse(), name="conversation", exit_on_error=True)

    # --- the conversation -----------------------------------------------------------

    async def _converse(self) -> None:
        """Talk to the conductor until it is finished."""
        self.progress.tell(None, "Opening ...")
        try:
            self._paint(await self._bridge.open())
        except Exception as error:  # told by the command line, with its exit code
            self.failure = error
            self.exit(1)
            return
        while not (self._update.finished or self._bridge.closed):
            if self._inbox and not self._update.answering:
                self._paint(await self._bridge.call(self._inbox.popleft()))
                continue
            self._paint(await self._bridge.poll())
            await self._nap()
        if not self._bridge.closed:
            await self._close(0)

    @property
    def at_rest(self) -> bool:
        """Whether nothing is typed that waits, and no work is under way."""
        return not (self._inbox or self._update.busy)

    async def _nap(self) -> None:
        """Wait until something was typed, or it is time to poll again."""
        if self._inbox and not self._update.answering:
            return
        self._news.clear()
        try:
            seconds = _POLL_SECONDS if self._update.busy else _REST_SECONDS
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return

    async def _close(self, code: int) -> None:
        await self._bridge.close()
        self.exit(code)

    async def on_unmount(self) -> None:
        """Release the conductor, however the screen ended."""
        self._title.end()
        await self._bridge.close()

    def _submit(self, call: Call) -> None:
        self._inbox.append(call)
        self._news.set()

    # --- what is remembered ---------------------------------------------------------

    def prefer(self, **changes: Any) -> None:
        """Remember a change of taste."""
        self.preferences = self.preferences.having(**changes)
        keep_preferences(self._home, self.preferences)

    def _theme_changed(self, theme: Theme) -> None:
        if theme.name != self.preferences.theme:
            self.prefer(theme=theme.name)

    def next_tip(self) -> None:
        """Go on with the tour."""
        for tip in self.query(Tip):
            if tip.display:
                tip.next()
                self.prefer(tour=tip.seen)

    # --- painting -------------------------------------------------------------------

    def _paint(self, update: Update) -> None:
        """Show what an update brought."""
        if not self.is_running:  # the last report may come after the last paint
            return
        searched = self.progress.searching
        self._update = update
        for message in update.messages:
            if isinstance(message, CaseShown):
                self._show_case(message)
        if update.messages:
            self.log_view.add(turns(update.messages, self.ascii))
            self._ask(update.messages)
            self._ring(update.messages)
        view = update.view
        if view is not None:
            self._view = view
            self.panel.show(view)
            self._offer(view.prompt)
        self._tell_work(update)
        self._title.searching(self.progress.searching)
        if self.progress.searching is not searched:
            self.refresh_bindings()  # Esc stops a search, while there is one

    def _show_case(self, case: CaseShown) -> None:
        """Hand on a row that was fetched to be looked at."""
        from .look import LookScreen  # loaded long before, by who asked for it

        if isinstance(self.screen, LookScreen):
            self.screen.show_case(case)

    def _ask(self, messages: tuple[Message, ...]) -> None:
        for message in messages:
            if isinstance(message, Say) and message.options:
                self._asked = message

    def _offer(self, prompt: str) -> None:
        """Show the options of the open question, and of no other."""
        asked = self._asked
        if asked is not None and prompt == asked.prompt:
            self.options.offer(asked.prompt, asked.options)
        else:
            self.options.offer("", ())

    def _tell_work(self, update: Update) -> None:
        """Say on the docked line what is under way."""
        progress = self._view.progress if update.busy else None
        doing = ""
        if progress is None and (update.answering or self._inbox):
            doing = f"{len(self._inbox)} waiting ..." if self._inbox else "Working ..."
        self.progress.tell(progress, doing)

    def _ring(self, messages: tuple[Message, ...]) -> None:
        """Ring when a long search ended, or any while one looks elsewhere."""
        for message in messages:
            if isinstance(message, ResultReady):
                seconds = float(message.result.get("seconds") or 0.0)
                if seconds > _BELL_SECONDS or not self._focused:
                    self._title.done()
                    if self.preferences.bell:
                        self.bell()

    def on_app_focus(self) -> None:
        """Remember that one looks."""
        self._focused = True
        self._title.seen()

    def on_app_blur(self) -> None:
        """Remember that one looks elsewhere."""
        self._focused = False

    @property
    def panel_fits(self) -> bool:
        """Whether the panel can stand beside the chat."""
        return self.size.width >= PANEL_COLUMNS

    def send(self, text: str) -> None:
        """Take a text as if it had been typed."""
        for command in SCREEN_COMMANDS:
            if text.strip().lower() == command.name:
                self.call_later(self.run_action, command.action)
                return
        self._say_aloud(text)
        self._submit(lambda conductor: conductor.say(text))
        self.next_tip()
        self._title.seen()

    def _say_aloud(self, text: str) -> None:
        self.log_view.add([Turn("you", safe(text, keep="\n"), self.ascii)])
        self.log_view.anchor()
