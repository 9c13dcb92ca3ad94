"""The app: paints what the conductor says, and hands on what the person does.

The event loop never waits: one asyncio task talks to the conductor through the bridge,
takes what was typed in order, and paints what comes back. Invariant: all widget changes
happen in handlers of the loop; all knowledge comes from messages and views.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import ClassVar

from textual import getters, on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Footer, TextArea

from dialogs.conductor import BriefView, Conductor
from dialogs.message import Message, ResultReady, Say
from dialogs.sanitise import safe

from . import themes
from .bridge import Bridge, Call, Update
from .commands import SCREEN_COMMANDS, Commands, every_command
from .completion import CompletionPopup, candidates
from .composer import Composer
from .help import HelpScreen
from .log import ChatLog
from .options import Options
from .panel import Panel, Rows
from .picker import FilePicker
from .progress import ProgressLine
from .turn import Turn, turns

_POLL_SECONDS = 0.12
_TWICE_SECONDS = 2.0
# A search shorter than this ends while one is still looking; no bell.
_BELL_SECONDS = 20.0


class TandemApp(App[int]):
    """A conversation on the full screen.

    Parameters
    ----------
    make_conductor : callable
        Builds the conductor; called after the first paint.
    ascii : bool
        No characters but ASCII.
    """

    CSS_PATH = "tandem.tcss"
    TITLE = "Tandem"
    COMMANDS: ClassVar = {Commands}
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (10, "-low"), (20, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+b", "toggle_panel", "What I know", priority=True),
        Binding("escape", "escape", "Stop search", priority=True),
        Binding("f1", "help", "Help", priority=True),
        Binding("ctrl+p", "command_palette", "Commands", priority=True),
        Binding("ctrl+c", "interrupt", "Quit", priority=True, show=False),
        Binding("ctrl+q", "leave", "Quit", priority=True, show=False),
        Binding("ctrl+t", "switch_language", show=False, priority=True),
        Binding("ctrl+o", "pick_file", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("ctrl+end", "to_end", show=False, priority=True),
        Binding("ctrl+home", "earlier", show=False, priority=True),
    ]

    log_view = getters.query_one("#log", ChatLog)
    options = getters.query_one("#options", Options)
    completion = getters.query_one("#completion", CompletionPopup)
    progress = getters.query_one("#progress", ProgressLine)
    composer = getters.query_one("#composer", Composer)
    panel: Panel

    def __init__(
        self, make_conductor: Callable[[], Conductor], ascii: bool = False
    ) -> None:
        super().__init__()
        for theme in (themes.DARK, themes.LIGHT):
            self.register_theme(theme)
        # Here and not on mount: a change of theme reads all styles again (40 ms).
        self.theme = themes.DARK.name
        self.ascii = ascii
        self.failure: Exception | None = None
        self._bridge = Bridge(make_conductor)
        self._inbox: deque[Call] = deque()
        self._news = asyncio.Event()
        self._update = Update()
        self._view = BriefView()
        self._asked: Say | None = None
        self._interrupted_at = -_TWICE_SECONDS
        self._panel_wanted: bool | None = None
        self._focused = True

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
        self.composer.focus()
        self.call_after_refresh(self._begin)

    async def _begin(self) -> None:
        """Add what the first paint can do without, and start to talk."""
        self.panel = Panel(self.ascii)
        self.panel.display = self._panel_fits
        await self.screen.mount(self.panel)
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
            await asyncio.wait_for(self._news.wait(), _POLL_SECONDS)
        except TimeoutError:
            return

    async def _close(self, code: int) -> None:
        await self._bridge.close()
        self.exit(code)

    async def on_unmount(self) -> None:
        """Release the conductor, however the screen ended."""
        await self._bridge.close()

    def _submit(self, call: Call) -> None:
        self._inbox.append(call)
        self._news.set()

    # --- painting -------------------------------------------------------------------

    def _paint(self, update: Update) -> None:
        """Show what an update brought."""
        if not self.is_running:  # the last report may come after the last paint
            return
        searched = self.progress.searching
        self._update = update
        if update.messages:
            self.log_view.add(turns(update.messages, self.ascii))
            self._ask(update.messages)
            self._ring(update.messages)
        view = update.view
        if view is not None:
            self._view = view
            self.panel.show(view)
            self._offer(view.prompt)
        if update.busy or searched or update.messages:
            self._tell_work(update)

    def _ask(self, messages: tuple[Message, ...]) -> None:
        for message in messages:
            if isinstance(message, Say) and message.options:
                self._asked = message

    def _offer(self, prompt: str) -> None:
        """Show the options of the open question, and of no other."""
        asked = self._asked
        if asked is not None and prompt in ("", asked.prompt):
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
                    self.bell()

    def on_app_focus(self) -> None:
        """Remember that one looks."""
        self._focused = True

    def on_app_blur(self) -> None:
        """Remember that one looks elsewhere."""
        self._focused = False

    # --- what the person does -------------------------------------------------------

    def send(self, text: str) -> None:
        """Take a text as if it had been typed."""
        for command in SCREEN_COMMANDS:
            if text.strip().lower() == command.name:
                self.call_later(self.run_action, command.action)
                return
        self._say_aloud(text)
        self._submit(lambda conductor: conductor.say(text))

    def _say_aloud(self, text: str) -> None:
        self.log_view.add([Turn("you", safe(text, keep="\n"), self.ascii)])
        self.log_view.anchor()

    @on(Composer.Sent)
    def _sent(self, event: Composer.Sent) -> None:
        self.completion.hide()
        self.send(event.text)

    @on(Composer.Entered)
    def _entered(self) -> None:
        self.options.pick_highlighted()

    @on(Composer.Moved)
    def _moved(self, event: Composer.Moved) -> None:
        if self.completion.display:
            self.completion.move(event.step)
        elif self.composer.text or not self.options.move(event.step):
            self.composer.recall(event.step)

    @on(Composer.CompletionAsked)
    def _completion_asked(self) -> None:
        if self.completion.display:
            self._take_completion()
        elif self.panel.display:
            self.query_one(Rows).focus()

    def _take_completion(self) -> None:
        self.composer.complete(self.completion.typed, self.completion.taken)
        self.completion.hide()

    @on(TextArea.Changed, "#composer")
    def _typed(self) -> None:
        typed, found = candidates(
            self.composer.word(),
            self._view.columns,
            self._view.values,
            every_command(),
        )
        self.completion.show(typed, found)

    @on(Options.Picked)
    def _picked(self, event: Options.Picked) -> None:
        prompt, option = event.prompt, event.option
        self._say_aloud(option.label)
        self._submit(lambda conductor: conductor.choose(prompt, option.id))
        self.composer.focus()

    @on(Panel.Revisit)
    def _revisit(self, event: Panel.Revisit) -> None:
        self.composer.focus()
        self.send(f"change {event.row.label}")

    # --- keys -----------------------------------------------------------------------

    def action_toggle_panel(self) -> None:
        """Show or hide what I understood."""
        self._panel_wanted = not self.panel.display
        self._place_panel()
        if self.panel.display:
            self.query_one(Rows).focus()
        else:
            self.composer.focus()

    def _place_panel(self) -> None:
        fits = self._panel_fits
        wanted = fits if self._panel_wanted is None else self._panel_wanted
        self.panel.display = wanted
        self.query_one("#chat").display = fits or not wanted

    @property
    def _panel_fits(self) -> bool:
        """Whether the panel can stand beside the chat."""
        return self.size.width >= 100

    def on_resize(self) -> None:
        """Show the panel where there is room for it."""
        # The size is the new one only after this event was handled everywhere.
        if self.query("#panel"):  # not before it was mounted
            self.call_after_refresh(self._place_panel)

    def action_escape(self) -> None:
        """Close what is open; asked twice, stop the search and keep the best."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        elif self.completion.display:
            self.completion.hide()
        elif not self._panel_fits and self.panel.display:
            self.action_toggle_panel()
        elif not self.composer.has_focus:
            self.composer.focus()
        elif self.progress.searching and not self.progress.asked_to_stop:
            self.progress.ask_to_stop(True)
            self.set_timer(2 * _TWICE_SECONDS, self._stop_forgotten)
        elif self.progress.searching:
            self.progress.ask_to_stop(False)
            self.send("/stop")
        else:
            self.options.highlighted = None

    def _stop_forgotten(self) -> None:
        self.progress.ask_to_stop(False)

    async def action_interrupt(self) -> None:
        """Copy what is selected; else empty the line; twice leaves."""
        if self.screen.get_selected_text():
            self.screen.action_copy_text()
            return
        now = time.monotonic()
        if now - self._interrupted_at < _TWICE_SECONDS:
            await self._close(130)
            return
        self._interrupted_at = now
        self.composer.clear_all()
        self.notify("Ctrl+C again leaves. Everything is kept.", timeout=_TWICE_SECONDS)

    async def action_leave(self) -> None:
        """Leave; everything is kept."""
        await self._close(0)

    def action_help(self) -> None:
        """Show all keys and commands."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def action_switch_language(self) -> None:
        """Show our agreement in the other language."""
        self.panel.switch_language()

    def action_pick_file(self) -> None:
        """Pick a table from the folders here."""
        self.push_screen(FilePicker(), self._file_picked)

    def _file_picked(self, path: str | None) -> None:
        if path:
            self.send(path)

    def action_copy_last(self) -> None:
        """Copy the last answer."""
        self.copy_to_clipboard(self.log_view.last_words)
        self.notify("Copied.", timeout=_TWICE_SECONDS)

    def action_page(self, step: int) -> None:
        """Scroll the chat by a page."""
        if step < 0:
            self.log_view.scroll_page_up(animate=False)
        else:
            self.log_view.scroll_page_down(animate=False)

    def action_to_end(self) -> None:
        """Return to the end of the chat."""
        self.log_view.anchor()

    def action_earlier(self) -> None:
        """Bring back earlier messages."""
        self.log_view.show_earlier()
