"""The same brief without the chat: `run` for Python, `run_brief` for the command."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dialogs.codec import decode
from dialogs.message import Message, Progress

from . import __version__
from .errors import BriefInvalid, TandemError
from .opening import checked, read_brief
from .store import Store, home_folder

if TYPE_CHECKING:
    from .model import TandemModel
    from .table import Table

Told = Callable[[Any], None]


@dataclass(frozen=True)
class RunResult:
    """What a run returned: section 4's object, the telling, and the model."""

    body: Mapping[str, Any]
    messages: tuple[Message, ...]

    @property
    def status(self) -> str:
        """``done`` or ``stopped``."""
        return str(self.body["status"])

    def to_dict(self) -> dict[str, Any]:
        """Return the object that ``tandem run --json`` prints."""
        return dict(self.body)

    @cached_property
    def model(self) -> TandemModel:
        """The fitted model; follows scikit-learn on frames in original columns."""
        from .model_file import load_model

        found: TandemModel = load_model(
            self.body["model"], self.body.get("trust") or ()
        )
        return found


def run(
    brief: str | Path | Mapping[str, Any],
    *,
    out: str | Path | None = None,
    seed: int = 0,
    home: str | Path | None = None,
    progress: Told | None = None,
) -> RunResult:
    """Run a brief from table to saved model.

    Parameters
    ----------
    brief : path or mapping
        A brief file, or its nested tables; paths in a mapping are relative to the
        current folder.
    out : path, optional
        Where the model and the report go; a folder of the home folder by default.
    seed : int
        Seed of everything random.
    home : path, optional
        The folder of all that Tandem remembers.
    progress : callable, optional
        Told each `dialogs.message.Progress` and each finished trial.

    Returns
    -------
    RunResult

    Raises
    ------
    TandemError
        `BriefInvalid`, `TableUnreadable` or `NoUsableModel`, each with what to do.
    """
    return run_brief(
        brief, out=out, seed=seed, home=home, progress=progress or (lambda _: None)
    )


def run_brief(
    brief: str | Path | Mapping[str, Any],
    *,
    out: str | Path | None,
    seed: int,
    home: str | Path | None,
    progress: Told,
    began: float | None = None,
) -> RunResult:
    """Run a brief; ``began`` is when the person's clock started, where known."""
    from .pools import warm

    began = time.monotonic() if began is None else began
    nested, base = _opened(brief)
    path = _table_path(nested, base)
    # The processes for trials take seconds to start: meanwhile all else is imported,
    # and the table read.
    warm()
    from .table import read_table

    table = read_table(
        path,
        sheet=nested["table"].get("sheet", ""),
        repairs=nested["table"].get("repairs"),
    )
    store = Store(home_folder(home))
    try:
        conversation = store.new_conversation(Path.cwd(), __version__, kind="run")
        folder = _folder(out) or store.round_folder(conversation, 1)
        store.describe(conversation, str(path), _goal(nested))
        store.begin_round(conversation, 1, nested, folder)
        kept = _Kept(store, conversation, progress)
        found = kept.run(nested, table, folder, seed, began)
    finally:
        store.close()
    messages: tuple[Message, ...] = decode(tuple[Message, ...], found["messages"])
    return RunResult(found["result"], messages)


@dataclass(frozen=True)
class _Kept:
    """The one round of a run: its trials and how it ended are kept in the store."""

    store: Store
    conversation: str
    progress: Told

    def report(self, kind: str, body: Any) -> None:
        if kind == "trial":
            self.store.add_trial(self.conversation, 1, body)
        self.progress(decode(Progress, body) if kind == "progress" else body)

    def run(
        self,
        nested: Mapping[str, Any],
        table: Table,
        folder: Path,
        seed: int,
        began: float,
    ) -> dict[str, Any]:
        from .rounds import Round

        try:
            found = Round(
                nested,
                table,
                folder,
                seed,
                report=self.report,
                home=self.store.home,
                began=began,
                unasked=True,
            ).run()
        except TandemError as error:
            self.store.end_round(self.conversation, 1, "failed", failure(error))
            raise
        result = found["result"]
        self.store.end_round(self.conversation, 1, result["status"], result)
        return found


def _folder(out: str | Path | None) -> Path | None:
    if out is None:
        return None
    folder = Path(out).expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def failure(error: TandemError) -> dict[str, Any]:
    """Return section 4's object for a run that failed."""
    told = {"kind": error.kind, "title": error.title, "text": error.text}
    return {"status": "failed", "error": told}


def _opened(brief: str | Path | Mapping[str, Any]) -> tuple[dict[str, Any], Path]:
    if isinstance(brief, Mapping):
        return checked(brief, "brief"), Path.cwd()
    path = Path(brief).expanduser()
    return read_brief(path), path.resolve().parent


def _table_path(nested: Mapping[str, Any], base: Path) -> Path:
    given = nested.get("table", {})
    for key in ("path", "target"):
        if not given.get(key) and not _without_target(key, nested):
            raise BriefInvalid(
                "The brief lacks something that the search needs",
                f"[table] needs {key!r}: "
                + ("the file." if key == "path" else "the column to predict."),
            )
    path = Path(str(given["path"])).expanduser()
    return path if path.is_absolute() else base / path


def _without_target(key: str, nested: Mapping[str, Any]) -> bool:
    task = nested.get("goal", {}).get("task")
    return key == "target" and task in ("clustering", "anomaly")


def _goal(nested: Mapping[str, Any]) -> str:
    return f"predict {nested['table'].get('target', '')}"
