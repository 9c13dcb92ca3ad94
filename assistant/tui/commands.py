"""The one registry of commands, as the completion, the palette and the help want it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

if TYPE_CHECKING:
    from .app import TandemApp


@dataclass(frozen=True)
class ScreenCommand:
    """A command of the screen itself, which the conversation does not know."""

    name: str
    help: str
    action: str
    """The app's action."""
    key: str = ""


SCREEN_COMMANDS = (
    ScreenCommand("/panel", "Show or hide what I understood", "toggle_panel", "Ctrl+B"),
    ScreenCommand("/technical", "Our agreement in the other language",
                  "switch_language", "Ctrl+T"),
    ScreenCommand("/open", "Pick a table from the folders here", "pick_file", "Ctrl+O"),
    ScreenCommand("/look", "results to look at: line, drivers, rows, trials, table",
                  "look", "Ctrl+R"),
    ScreenCommand("/sessions", "Go on with an earlier conversation of this folder",
                  "sessions"),
    ScreenCommand("/chat", "Write this chat as a text file", "write_chat"),
    ScreenCommand("/copy", "Copy the last answer", "copy_last"),
    ScreenCommand("/theme", "Choose other colours", "change_theme"),
    ScreenCommand("/bell", "The bell at the end of a search: on or off", "toggle_bell"),
    ScreenCommand("/tour", "The tips of the first day again", "tour"),
    ScreenCommand("/keys", "All keys and commands", "help", "F1"),
)  # fmt: skip


def every_command() -> list[tuple[str, str]]:
    """Return the name, with its slash, and the help of every command."""
    spoken = _spoken()
    names = {name for name, _ in spoken}
    return spoken + [(c.name, c.help) for c in SCREEN_COMMANDS if c.name not in names]


def _spoken() -> list[tuple[str, str]]:
    """Return the commands of the conversation, from its registry."""
    from dialogs import commands  # reads its file: not before the first paint

    return [(f"/{c.name}", c.help) for c in commands.commands()]


class Commands(Provider):
    """Every command, in the palette."""

    async def discover(self) -> Hits:
        """List all commands before anything is typed."""
        for name, help_text in every_command():
            yield DiscoveryHit(name[1:], self._runner(name), name, help_text)

    async def search(self, query: str) -> Hits:
        """List the commands that match."""
        matcher = self.matcher(query)
        for name, help_text in every_command():
            score = max(matcher.match(name[1:]), matcher.match(help_text))
            if score > 0:
                shown = matcher.highlight(name[1:])
                yield Hit(score, shown, self._runner(name), name, help_text)

    def _runner(self, name: str) -> Callable[[], None]:
        app: TandemApp = self.app  # type: ignore[assignment]
        return partial(app.send, name)
