"""A tree of folders that shows tables only."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import DirectoryTree, Static

from .completion import TABLE_ENDINGS


class Tables(DirectoryTree):
    """Folders, and files that could be tables."""

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """Keep folders and tables; hidden ones stay hidden."""
        return [
            p
            for p in paths
            if not p.name.startswith(".")
            and (p.is_dir() or p.name.lower().endswith(TABLE_ENDINGS))
        ]


class FilePicker(ModalScreen[str | None]):
    """Pick a table; Esc picks none."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "none", "Close")]

    def compose(self) -> ComposeResult:
        """Show the folder one started in."""
        with Vertical(id="picker"):
            yield Static("Which table?  Enter picks, Esc closes", markup=False)
            yield Tables(Path.cwd())

    def on_directory_tree_file_selected(
        self, event: DirectoryTree.FileSelected
    ) -> None:
        """Give the picked path back."""
        path = event.path
        near = path.is_relative_to(Path.cwd())
        self.dismiss(str(path.relative_to(Path.cwd()) if near else path))

    def action_none(self) -> None:
        """Pick nothing."""
        self.dismiss(None)
