"""Pictures of the key moments: what changes in them is looked at before it is taken.

After a look at the report that a failure writes, `pytest --snapshot-update` takes the
new ones. At most twelve: a new release of the screen library changes all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from scripted import QUESTION, Scripted
from test_looks import all_looks
from textual.pilot import Pilot

from assistant.tui import TandemApp
from dialogs.conductor import BriefView, RoundRow, SlotRow
from dialogs.message import Failure, Option, Picture, Progress, Say

pytestmark = pytest.mark.tui

ROWS = (
    SlotRow("table.path", "File", "members.csv", "said"),
    SlotRow("table.target", "To predict", "cancelled", "seen"),
    SlotRow("goal.event", "To find", "yes", "assumed"),
    SlotRow("success.miss_cost", "A miss costs", "400", "said"),
    SlotRow("limits.seconds", "Time", "2 minutes", "delegated"),
)
CONTRACT = ("A missed “yes” costs 400, a false alarm 5.", "Name at most 50 a week.")
FLOW = Picture(
    "flow",
    "From a typical answer to row 3",
    {"base": 0.26, "end": 0.61, "format": "points", "steps": [
        ("price [USD] = 12", 0.2), ("[/b] = 日本語", -0.05), ("months", 0.2)]},
)  # fmt: skip
BARS = Picture(
    "bars",
    "What it goes by",
    {"labels": ["months", "price [USD]", "شهر الميلاد"], "values": [0.2, 0.12, 0.04],
     "low": [0.18, 0.1, 0.02], "high": [0.22, 0.14, 0.06], "format": "points"},
)  # fmt: skip


def asked() -> Scripted:
    return Scripted([Say("Got it: a **yes/no** prediction of `cancelled [Y/N]`."), QUESTION],
                    view=BriefView(rows=ROWS, contract_plain=CONTRACT, prompt="q1"))  # fmt: skip


def searching() -> Scripted:
    best = "3,120 per 100 rows, 40% less than calling nobody"
    progress = Progress(
        50, 120, 14, 31.2, best, curve=((1, 60.0), (9, 44.0), (20, 35.0), (40, 31.2))
    )
    conductor = Scripted(
        [Say("Then I start.")],
        view=BriefView(rows=ROWS, contract_plain=CONTRACT, progress=progress),
    )
    conductor.busy = True
    return conductor


def told() -> Scripted:
    options = (Option("why", "Why a certain row?"), Option("file", "Score a file"))
    opening = [
        BARS, FLOW, Failure("read", "That file cannot be read", "It holds no table."),
        Say("What would you like now?", options=options, prompt="next"),
    ]  # fmt: skip
    rounds = (RoundRow(1, "the total cost", "31.2", "done"),)
    return Scripted(opening, view=BriefView(rows=ROWS, rounds=rounds, prompt="next"))


def looking() -> Scripted:
    conductor = asked()
    conductor.views = all_looks()
    return conductor


MOMENTS: dict[str, tuple[Callable[[], Scripted], tuple[str, ...]]] = {
    "asked": (asked, ()),
    "searching": (searching, ()),
    "told": (told, ()),
    "looking": (looking, ("ctrl+r", "left")),
}


@pytest.mark.parametrize("size", [(80, 24), (120, 32), (200, 60)])
@pytest.mark.parametrize("moment", list(MOMENTS))
def test_a_key_moment(snap_compare: Any, moment: str, size: tuple[int, int]) -> None:
    make, keys = MOMENTS[moment]
    app = TandemApp(make)

    async def before(pilot: Pilot[int]) -> None:
        for _ in range(200):
            if app.query("#panel") and app._view.rows:
                break
            await pilot.pause(0.01)
        app.composer.cursor_blink = False
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.2)
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=before)
