"""The app: the keys, the mouse, and what they do to the conversation on the screen."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import TextArea

from dialogs.conductor import Conductor
from dialogs.message import Message
from dialogs.sanitise import safe

from .chat import PANEL_COLUMNS, TWICE_SECONDS, WIDE_COLUMNS, Chat
from .commands import every_command
from .completion import candidates
from .composer import Composer
from .options import Options
from .panel import Panel, Rows
from .tour import Tip

if TYPE_CHECKING:
    from .look import LookScreen


def _fetched(conductor: Conductor, row: int) -> tuple[Message, ...]:
    conductor.case(row)
    return ()


class ChatScreen(Screen[None]):
    """The screen of the chat."""

    def on_resize(self, event: events.Resize) -> None:
        """Place the panel first: what is laid out once need not be laid out again."""
        if isinstance(self.app, TandemApp):
            self.app.make_room(event.size.width)


class TandemApp(Chat):
    """A conversation on the full screen, with its keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+b", "toggle_panel", "What I know", priority=True, id="panel"),
        Binding("escape", "stop_search", "Stop search", priority=True, id="stop"),
        Binding("escape", "escape", show=False, priority=True),
        Binding("ctrl+r", "look", "Results", priority=True, id="look"),
        Binding("f1", "help", "Help", priority=True, id="help"),
        Binding("ctrl+p", "command_palette", "Commands", priority=True, id="commands"),
        Binding("ctrl+c", "interrupt", "Quit", priority=True, show=False),
        Binding("ctrl+q", "leave", "Quit", priority=True, show=False, id="leave"),
        Binding("ctrl+t", "switch_language", show=False, priority=True, id="language"),
        Binding("ctrl+o", "pick_file", show=False, priority=True, id="open"),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("ctrl+end", "to_end", show=False, priority=True),
        Binding("ctrl+home", "earlier", show=False, priority=True),
    ]

    # --- what the person does -------------------------------------------------------

    @on(Composer.Sent)
    def _sent(self, event: Composer.Sent) -> None:
        self.completion.hide()
        self.send(event.text)

    @on(Composer.Entered)
    def _entered(self, event: Composer.Entered) -> None:
        if event.typed:
            self._take_completion()
        else:
            self.options.pick_highlighted()

    @on(Composer.Moved)
    def _moved(self, event: Composer.Moved) -> None:
        if self.completion.display:
            self.completion.move(event.step)
            self.composer.choosing = self.completion.highlighted is not None
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
        self.composer.choosing = False

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
        self._place_panel(self.panel_fits)
        if self.panel.display:
            self.query_one(Rows).focus()
        else:
            self.composer.focus()

    def _place_panel(self, fits: bool) -> None:
        wanted = fits if self._panel_wanted is None else self._panel_wanted
        self.panel.set_class(not fits, "narrow")
        self.panel.display = wanted
        self.query_one("#chat").display = fits or not wanted

    def get_default_screen(self) -> Screen[None]:
        """Return the screen that makes room for the panel before it is laid out."""
        return ChatScreen(id="_default")

    def make_room(self, width: int) -> None:
        """Show the panel where there is room for it."""
        if self.query("#panel"):  # not before it was mounted
            self.panel.set_class(width >= WIDE_COLUMNS, "wide")
            self._place_panel(width >= PANEL_COLUMNS)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now; the footer shows those alone."""
        if action == "stop_search":
            return bool(self.query("#progress")) and self.progress.searching
        if action in ("page", "look"):
            return len(self.screen_stack) == 1
        return super().check_action(action, parameters)

    def action_stop_search(self) -> None:
        """Stop the search, once what is open above the chat is closed."""
        self.action_escape()

    def action_escape(self) -> None:
        """Close what is open; asked twice, stop the search and keep the best."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        elif self.completion.display:
            self.completion.hide()
        elif not self.panel_fits and self.panel.display:
            self.action_toggle_panel()
        elif not self.composer.has_focus:
            self.composer.focus()
        elif self.progress.searching and not self.progress.asked_to_stop:
            self.progress.ask_to_stop(True)
            self.set_timer(2 * TWICE_SECONDS, self._stop_forgotten)
        elif self.progress.searching:
            self.progress.ask_to_stop(False)
            self.send("/stop")
        elif self.options.highlighted is not None:
            self.options.highlighted = None
        else:
            self.next_tip()

    def _stop_forgotten(self) -> None:
        self.progress.ask_to_stop(False)

    async def action_interrupt(self) -> None:
        """Copy what is selected; else empty the line; twice leaves."""
        if self.screen.get_selected_text():
            self.screen.action_copy_text()
            return
        now = time.monotonic()
        if now - self._interrupted_at < TWICE_SECONDS:
            await self._close(130)
            return
        self._interrupted_at = now
        self.composer.clear_all()
        self.notify("Ctrl+C again leaves. Everything is kept.", timeout=TWICE_SECONDS)

    async def action_leave(self) -> None:
        """Leave; everything is kept."""
        await self._close(0)

    def action_help(self) -> None:
        """Show all keys and commands."""
        from .help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def action_switch_language(self) -> None:
        """Show our agreement in the other language."""
        self.panel.switch_language()
        if not self.panel.display:
            self.action_toggle_panel()

    async def action_look(self, name: str = "") -> None:
        """Show what there is to look at: the table, and what was found."""
        from .look import LookScreen  # 15 ms: not before the first paint

        looks = await self._bridge.ask(lambda conductor: conductor.looks())
        if not looks:
            self.notify("Nothing to look at yet: name a table first.")
        elif len(self.screen_stack) == 1:
            self.push_screen(LookScreen(looks, self.ascii, name), self._looked)

    def _looked(self, said: str | None) -> None:
        if said:
            self.composer.text = said
            self.composer.move_cursor(self.composer.document.end)
        self.composer.focus()

    def on_look_screen_case_wanted(self, event: LookScreen.CaseWanted) -> None:
        """Fetch a row's reasons."""
        row = event.row
        self._submit(lambda conductor: _fetched(conductor, row))

    def action_toggle_bell(self) -> None:
        """Turn the bell at the end of a search on or off."""
        self.prefer(bell=not self.preferences.bell)
        self.notify(f"The bell is {'on' if self.preferences.bell else 'off'}.")

    async def action_tour(self) -> None:
        """Begin the tour anew."""
        self.prefer(tour=0)
        await self.query(Tip).remove()
        await self.query_one("#chat").mount(Tip(0, self.ascii), before="#frame")

    def action_pick_file(self) -> None:
        """Pick a table from the folders here."""
        from .picker import FilePicker  # 5 ms: not before the first paint

        self.push_screen(FilePicker(), self._file_picked)

    def _file_picked(self, path: str | None) -> None:
        if path:
            self.send(path)

    async def action_sessions(self) -> None:
        """Show the earlier conversations of this folder."""
        from .sessions import SessionPicker

        found = await self._bridge.ask(lambda conductor: conductor.sessions())
        if self._update.busy:
            self.notify("Something is under way; stop it first, or wait a moment.")
        elif not found:
            self.notify("No earlier conversation in this folder.")
        else:
            self.push_screen(SessionPicker(found, self.ascii), self._session_picked)

    def _session_picked(self, identity: str | None) -> None:
        if identity:
            self._submit(lambda conductor: conductor.reopen(identity))

    def action_write_chat(self) -> None:
        """Write all that was said as a text file in this folder."""
        names = ("tandem-chat.txt", *(f"tandem-chat-{i}.txt" for i in range(2, 1000)))
        try:
            path = next(p for p in map(Path, names) if not p.exists())
            path.write_text(self.log_view.all_words + "\n", "utf-8")
        except (OSError, StopIteration) as error:
            self.notify(f"It cannot be written here: {safe(str(error))}", markup=False)
        else:
            self.notify(f"Written: {path.name}", markup=False)

    def action_copy_last(self) -> None:
        """Copy the last answer."""
        self.copy_to_clipboard(self.log_view.last_words)
        self.notify("Copied.", timeout=TWICE_SECONDS)

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
