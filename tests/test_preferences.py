"""What the screen remembers, the tour, the title, and the bell."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from scripted import Scripted
from test_tui import screen_text, shows, until
from textual.pilot import Pilot

from assistant.tui import TandemApp
from assistant.tui.preferences import (
    FILE,
    Preferences,
    keep_preferences,
    read_preferences,
)
from assistant.tui.tour import tips
from dialogs.conductor import BriefView, SlotRow
from dialogs.message import Progress, ResultReady, Say

pytestmark = pytest.mark.tui


@asynccontextmanager
async def remembered(
    home: Path, conductor: Scripted | None = None
) -> AsyncIterator[tuple[TandemApp, Pilot[int]]]:
    app = TandemApp(lambda: conductor or Scripted(), home=home)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.query("#tip"))
        yield app, pilot


async def test_colours_are_remembered(tmp_path: Path) -> None:
    async with remembered(tmp_path) as (app, pilot):
        app.theme = "tandem-light"
        await pilot.pause()
    async with remembered(tmp_path) as (app, pilot):
        assert app.theme == "tandem-light"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"theme": 5, "bell": "loud"}',
        '{"theme": "gone"}',
        '{"keys": {"panel": 5}}',
        "\udce4",
    ],
)
async def test_a_spoilt_file_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_bytes(text.encode("utf-8", "surrogateescape"))
    async with remembered(tmp_path) as (app, _):
        assert app.theme == "tandem"


def test_a_home_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    keep_preferences(tmp_path / "missing", Preferences(theme="nord"))
    keep_preferences(None, Preferences(theme="nord"))
    assert read_preferences(tmp_path / "missing") == Preferences()
    keep_preferences(tmp_path, Preferences(bell=False, tour=3))
    assert read_preferences(tmp_path) == Preferences(bell=False, tour=3)
    assert [p.name for p in tmp_path.iterdir()] == [FILE]


async def test_the_tour_is_one_sentence_at_a_time_and_remembers(tmp_path: Path) -> None:
    async with remembered(tmp_path) as (app, pilot):
        await shows(app, pilot, tips()[0])
        await pilot.press(*"hello", "enter")
        await shows(app, pilot, tips()[1])
        assert tips()[0] not in "\n".join(screen_text(app))
        await pilot.press("escape")
        await shows(app, pilot, tips()[2])
    async with remembered(tmp_path) as (app, pilot):
        await shows(app, pilot, tips()[2])
        for _ in tips()[2:]:
            await pilot.press("escape")
        await until(pilot, lambda: "Tip:" not in "\n".join(screen_text(app)))
    assert json.loads((tmp_path / FILE).read_text())["tour"] == len(tips())
    async with remembered(tmp_path) as (app, pilot):
        assert not app.query_one("#tip").display
        await pilot.press(*"/tour", "enter")
        await shows(app, pilot, tips()[0])


async def test_without_a_home_there_is_no_tour() -> None:
    app = TandemApp(Scripted)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(app, pilot, "Which mistake costs you more?")
        assert not app.query("#tip")


async def test_the_title_follows_the_work_and_the_bell_can_be_silenced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[int] = []
    monkeypatch.setattr(TandemApp, "bell", lambda _: rung.append(1))
    conductor = Scripted(view=BriefView(progress=Progress(30, 120, 5)))
    conductor.busy = True
    async with remembered(tmp_path, conductor) as (app, pilot):
        await until(pilot, lambda: app._title._now == "Tandem: searching")
        conductor.shown = BriefView()
        conductor.reports = [ResultReady(1, {"seconds": 40}), Say("Done.")]
        conductor.busy = False
        await until(pilot, lambda: app._title._now == "✓ Tandem: done")
        assert rung == [1]
        await pilot.press(*"/bell", "enter")
        await until(pilot, lambda: not app.preferences.bell)
        conductor.reports = [ResultReady(2, {"seconds": 40}), Say("Again.")]
        await shows(app, pilot, "Again.")
        assert rung == [1]
        await pilot.press(*"thanks", "enter")
        await until(pilot, lambda: app._title._now == "Tandem")


async def test_keys_can_be_others(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"keys": {"panel": "f2"}}', "utf-8")
    async with remembered(tmp_path) as (app, pilot):
        await pilot.press("f2")
        await until(pilot, lambda: app.panel.display)
        await shows(app, pilot, "What I understood")


async def test_the_other_language_opens_the_panel_where_it_is_hidden(
    tmp_path: Path,
) -> None:
    view = BriefView(
        rows=(SlotRow("table.target", "To predict", "Churn", "seen"),),
        contract_plain=("Name 250 a week.",),
        contract_technical=("precision at k = 250",),
    )
    async with remembered(tmp_path, Scripted(view=view)) as (app, pilot):
        await until(pilot, lambda: app._view.rows)
        await pilot.press("ctrl+t")
        await shows(app, pilot, "precision at k = 250")
        await pilot.press("ctrl+t")
        await shows(app, pilot, "Name 250 a week.")
