"""What one can look at: the line, drivers, shapes, rows, trials, rounds and the table."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from scripted import Scripted
from test_tui import HOSTILE, chat, screen_text, shows, until

from assistant.cuts import cut_table
from assistant.json_lines import run_json
from assistant.looked import report_pictures
from assistant.metrics.case import Case
from assistant.metrics.reliability import reliability
from assistant.metrics.rules import Rule
from assistant.plain import run_plain
from assistant.session import Session
from assistant.store import Store
from assistant.tui.look import LookScreen
from dialogs.codec import encode
from dialogs.constraints import Constraints, Success
from dialogs.events import TableRead
from dialogs.facts import ColumnFacts, Facts, Kind
from dialogs.looking import looks_of
from dialogs.looks import Look, look_aloud, look_lines
from dialogs.message import Picture, Say
from dialogs.picture import draw
from explain.report import html

FACTS = Facts(
    "stays.csv",
    "stays.csv",
    300,
    (
        ColumnFacts(
            "mood [0-9]", Kind.NUMBER, 300, 3, 10, 0.0, 9.0, 4.5, 2.0,
            (0.0, 2.0, 4.0, 6.0, 9.0),
        ),
        ColumnFacts("town", Kind.CATEGORY, 300, 0, 2, top=(("[/b]", 200), ("東京", 100))),
        ColumnFacts("since", Kind.DATE, 300, 0, 90, first="2021-01-01", last="2021-04-01"),
    ),
)  # fmt: skip
CUTS = {
    "event": "yes", "rows": 850, "per": "week", "chosen": 1,
    "cuts": [
        {"p": 0.8, "named": 0.01, "found": 0.2, "low": 0.1, "high": 0.3, "right": 0.9,
         "cost": 1.0},
        {"p": 0.51234, "named": 0.02, "found": 0.8, "low": 0.7, "high": 0.88,
         "right": 0.5, "cost": 0.6},
        {"p": 0.1, "named": 1.0, "found": 1.0, "low": 0.99, "high": 1.0, "right": 0.02,
         "cost": 2.0},
    ],
}  # fmt: skip
RESULT = {
    "status": "done",
    "model": "model.skops",
    "brief": {"goal": {"action": "contact"}},
    "objective": {"name": "expected_cost", "value": 0.6, "low": 0.5, "high": 0.7},
    "winner": {"description": "small tree"},
    "plan": {"loss": "log_loss"},
    "cuts": CUTS,
    "calibration": {
        "said": [0.1, 0.4, 0.8], "seen": [0.11, 0.6, 0.5], "low": [0.05, 0.5, 0.4],
        "high": [0.2, 0.7, 0.6], "n": [90, 1200, 90], "off": [False, True, True],
    },
    "drivers": [
        {"column": "mood [0-9]", "size": 0.12, "se": 0.01, "text": "It falls",
         "direction": "down", "shape": "falls",
         "points": [["1", 0.1, 0.01, 9], ["7", -0.1, 0.01, 9]]},
        {"column": "town", "size": 0.02, "se": 0.01, "text": "Towns differ",
         "direction": "mixed", "shape": "levels",
         "points": [["[/b]", 0.1, 0.01, 9], ["東京", -0.1, 0.01, 9]]},
    ],
}  # fmt: skip
TRIALS = [
    {"id": "a", "name": "small tree", "family": "tree", "status": "done", "score": 0.6},
    {"id": "b", "name": "forest", "family": "forest", "status": "done", "score": 0.4},
    {"id": "c", "name": "net", "family": "neural", "status": "failed", "reason": "no"},
]


def all_looks() -> tuple[Look, ...]:
    return looks_of(FACTS, RESULT, TRIALS, [(1, "done", RESULT)])


def named(name: str) -> Look:
    return next(look for look in all_looks() if look.name == name)


def test_the_sentence_changes_with_the_line() -> None:
    said = [step.sentence for step in named("cuts").steps]
    assert said[1].startswith("17 calls a week, finds 8 of 10 (7 to 9); 5 of 10 of")
    assert "where I draw it now" in said[1]
    assert said[0].startswith("8 calls a week, finds 2 of 10")
    assert "850 calls a week, finds 10 of 10" in said[2]
    # A rounded cut must not leave out the row that it stands on.
    assert named("cuts").steps[1].say == "set the threshold to 0.512"


def test_a_chance_is_held_against_how_often_it_came_true() -> None:
    fits, low, high = (step.sentence for step in named("calibration").steps)
    assert fits.startswith("90 rows were told about 10 in 100. It came true for 11 in")
    assert fits.endswith("That fits.")
    assert low.startswith("1,200 rows")
    assert low.endswith("told too low.")
    assert high.endswith("told too high.")
    luck = {**RESULT["calibration"], "off": [False, False, False]}
    looks = looks_of(FACTS, {**RESULT, "calibration": luck}, TRIALS, [])
    steps = next(look for look in looks if look.name == "calibration").steps
    assert [s.sentence.endswith("may be luck.") for s in steps] == [False, True, True]


def test_the_top_of_the_list_is_held_against_luck() -> None:
    look = named("gains")
    assert look.at == 1  # where the line is drawn
    assert look.steps[1].sentence == (
        "The first 2 of 100 rows hold 80 of 100 rows with yes (70 to 88)."
        " By luck it would be 2."
    )
    assert [step.picture.data["at"] for step in look.steps] == [0, 1, 2]


def test_all_columns_stand_in_one_picture_without_colour() -> None:
    picture = named("shapes").steps[0].picture
    lines = draw(picture, 60)
    mood = next(line for line in lines if line.startswith("mood"))
    town = next(line for line in lines if line.startswith("town"))
    # The lowest mood raises the answer, the highest lowers it.
    assert mood.index("2") < mood.index("│") < mood.index("1")
    assert town.index("b") < town.index("│") < town.index("a")
    assert any("(a [/b], b 東京)" in line for line in lines)
    assert all(line.isascii() for line in draw(picture, 60, True))


@given(
    st.lists(
        st.tuples(st.floats(-1e6, 1e6), st.integers(1, 9)), min_size=1, max_size=12
    ),
    st.integers(16, 120),
)
def test_a_swarm_fits_and_loses_no_sign(rows, width: int) -> None:
    data = {
        "rows": [
            {"label": "x" * n, "points": [[i, push, 9] for i in range(n)]}
            for push, n in rows
        ]
    }
    lines = draw(Picture("swarm", "", data), width)
    assert all(cell_len(line) <= width for line in lines)
    drawn = [line for line in lines if line.startswith("x")]
    for (_, n), line in zip(rows, drawn, strict=True):
        assert set("123456789"[: min(n, 8)]) <= set(line)


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_bins_hold_every_row_once_and_equal_chances_together(task: str) -> None:
    rng = np.random.default_rng(0)
    said = np.round(rng.uniform(0.5, 1, 500), 1)
    y = (rng.uniform(size=500) < said).astype(int)
    score = np.column_stack([1 - said, said]) if task == "multiclass" else said
    found = reliability(Case(y, score, y), task)
    if task == "regression":
        assert found == {}
        return
    assert sum(found["n"]) == 500
    assert found["said"] == sorted(found["said"])
    for said_, seen, low, high in zip(
        found["said"], found["seen"], found["low"], found["high"], strict=True
    ):
        assert low <= seen <= high
        assert abs(said_ - seen) < 0.15
    few = Case(y[:40], score[:40], y[:40])
    assert reliability(few, task) == {}


def test_an_empty_conversation_has_nothing_to_look_at() -> None:
    assert looks_of(None, {}, [], []) == ()
    assert [look.name for look in looks_of(FACTS, {}, [], [])] == ["table"]


@pytest.mark.parametrize("width", [40, 76, 110])
def test_every_look_as_text_fits_and_in_words_names_every_step(width: int) -> None:
    for look in all_looks():
        for line in look_lines(look, width)[1:]:
            assert cell_len(line) <= width
        assert all(line.isascii() for line in look_lines(look, width, True)[4:8]) or (
            look.name == "shapes"
        )
        aloud = "\n".join(look_aloud(look))
        assert look.title in aloud
        if not look.is_table:
            assert all(step.sentence in aloud for step in look.steps)


def test_cuts_are_counted_on_the_rows_they_are_given() -> None:
    y = np.array([1, 1, 0, 1, 0, 0, 0, 0, 0, 0])
    p = np.linspace(0.95, 0.05, 10)
    frame = pd.DataFrame({"price": np.arange(10.0)})
    wanted = Constraints(
        "binary", "left", Success("expected_cost", miss_cost=4.0, false_alarm_cost="price")
    )  # fmt: skip
    found = cut_table(wanted, Rule("cut", p[3]), y, p, frame, frame)
    at = found["cuts"][found["chosen"]]
    assert at["named"] == pytest.approx(0.4)
    assert at["found"] == 1.0
    assert at["right"] == 0.75
    assert at["cost"] == pytest.approx(2.0 / 10)  # the price of the third row
    first = found["cuts"][0]
    assert (first["named"], first["found"]) == (0.1, pytest.approx(1 / 3))
    assert first["low"] < 1 / 3 < first["high"]
    assert first["cost"] == pytest.approx(2 * 4 / 10)
    assert [c["p"] for c in found["cuts"]] == sorted(p, reverse=True)


def test_a_list_of_a_day_is_out_of_the_rows_of_a_day() -> None:
    y, p = np.tile([1, 0], 10), np.linspace(0.9, 0.1, 20)
    frame = pd.DataFrame({"on": pd.date_range("2024-01-01", periods=5).repeat(4)})
    wanted = Constraints(
        "binary", "left", Success("precision_at_k", k=2, per="day"), event="yes"
    )
    found = cut_table(wanted, Rule("top_share", share=0.5), y, p, frame, frame)
    assert (found["rows"], found["per"]) == (4, "day")
    assert found["cuts"][found["chosen"]]["cost"] is None


def test_the_report_holds_the_tables_of_the_views() -> None:
    papers = {
        **RESULT,
        "table": {"name": "stays.csv", "rows": 300},
        "columns": encode(FACTS.columns),
        "board": TRIALS,
    }
    titles = [picture.title for picture in report_pictures(papers)]
    assert titles == [
        "Where to draw the line",
        "",
        "What the top of the list holds",
        "What it said, and what came true",
        "What was tried",
        "Your table",
    ]
    page = html(papers, papers, pictures=report_pictures(papers))
    assert "mood [0-9]" in page
    assert "named of 100" in page
    # The place of the line stands in the curve, the rings of the swarm carry signs.
    assert "2 of 100: here" in page
    assert page.count('class="ring"') == 4
    assert "first 2 of the list hold 80 in 100" in page


def test_no_line_where_there_are_not_two_outcomes() -> None:
    wanted = Constraints("regression", "y", Success("mean_absolute_error"))
    y = np.zeros(3)
    assert (
        cut_table(
            wanted, Rule("value"), y, y, pd.DataFrame(index=range(3)), pd.DataFrame()
        )
        == {}
    )


def viewed() -> Scripted:
    conductor = Scripted()
    conductor.views = all_looks()
    return conductor


async def opened(app, pilot) -> LookScreen:
    await pilot.press("ctrl+r")
    await until(pilot, lambda: isinstance(app.screen, LookScreen))
    await pilot.pause()
    return app.screen


async def test_the_line_moves_by_arrows_and_enter_puts_it_into_the_input() -> None:
    async with chat(viewed()) as (app, pilot):
        await opened(app, pilot)
        await shows(app, pilot, "17 calls a week, finds 8 of 10")
        await pilot.press("left")
        await shows(app, pilot, "8 calls a week, finds 2 of 10")
        await pilot.press("right", "enter")
        await until(pilot, lambda: app.composer.text == "set the threshold to 0.512")
        assert app.composer.has_focus
        assert not [c for c in app._bridge._conductor.calls if c[0] == "say"]


async def test_the_board_sorts_by_key_and_stays_on_its_line() -> None:
    async with chat(viewed()) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press(*["tab"] * 6)
        await until(pilot, lambda: screen.look.name == "board")
        text = "\n".join(screen_text(app))
        assert text.index("forest") < text.rindex("small tree") < text.index("net")
        await pilot.press("s", "s", "s", "s", "down")
        await shows(app, pilot, "score ^")
        lines = [line.split()[0] for line in screen_text(app) if " done" in line]
        assert lines == ["forest", "small"]
        assert screen.step.sentence.startswith("small tree")


async def test_a_row_is_fetched_when_one_rests_on_it() -> None:
    conductor = viewed()
    async with chat(conductor) as (app, pilot):
        await opened(app, pilot)
        await pilot.press("tab", "tab", "tab")
        await shows(app, pilot, "Row 1 is like this.")
        await pilot.press("right", "right", "right")
        await shows(app, pilot, "Row 4 is like this.")
        asked = [c for c in conductor.calls if c[0] == "case"]
        assert (asked[0], asked[-1]) == (("case", "1"), ("case", "4"))
        await pilot.press("2", "5")
        await shows(app, pilot, "Row 25 is like this.")
        assert not [c for c in conductor.calls if c[0] == "say"]


@pytest.mark.parametrize("size", [(20, 6), (80, 24), (200, 60)])
async def test_hostile_names_in_every_view(size: tuple[int, int]) -> None:
    columns = tuple(
        ColumnFacts(name, Kind.CATEGORY, 9, top=((name, 9),)) for name in HOSTILE
    )
    drivers = [
        {**RESULT["drivers"][0], "column": name, "text": name} for name in HOSTILE
    ]
    trials = [{**TRIALS[0], "name": name, "reason": name} for name in HOSTILE]
    conductor = viewed()
    conductor.views = looks_of(
        Facts("t", "t", 9, columns), {**RESULT, "drivers": drivers}, trials, []
    )
    async with chat(conductor, size) as (app, pilot):
        screen = await opened(app, pilot)
        for _ in conductor.views:
            await pilot.press("tab", "down")
            for line in screen_text(app):
                assert not any(c < " " or c in "\x9b\u202e" for c in line)
        await pilot.press("c", "escape")
        await until(pilot, lambda: app.screen is not screen)


def test_plain_and_json_write_the_same_views() -> None:
    out = io.StringIO()
    run_plain(viewed(), io.StringIO("/look cuts\n/look nonsense\n/quit\n"), out)
    assert "17 calls a week, finds 8 of 10" in out.getvalue()
    assert "look: There is: cuts, drivers, shapes" in out.getvalue()
    out = io.StringIO()
    run_json(viewed(), io.StringIO("/look\n/quit\n"), out)
    events = [json.loads(line) for line in out.getvalue().splitlines()]
    titles = [e["title"] for e in events if e["event"] == "picture"]
    assert titles == [look.title for look in all_looks() if look.name != "case"]


def test_a_session_keeps_what_was_found_to_look_at(tmp_path: Path) -> None:
    session = Session(tmp_path, clock=lambda: 1.0)
    session.open()
    conversation = session.conversation
    store = Store(tmp_path)
    store.begin_round(conversation, 1, {}, tmp_path)
    for trial in TRIALS:
        store.add_trial(conversation, 1, trial)
    store.end_round(conversation, 1, "done", RESULT)
    store.begin_round(conversation, 2, {}, tmp_path)  # decides again, tries nothing
    found = {look.name: look for look in session.looks()}
    assert found["cuts"].steps[1].sentence.startswith("17 calls a week")
    assert len(found["board"].steps) == len(TRIALS)
    store.close()
    session.close()


def test_several_classes_have_no_line_to_move() -> None:
    p = np.full((4, 3), 1 / 3)
    wanted = Constraints("multiclass", "kind", Success("accuracy"))
    frame = pd.DataFrame(index=range(4))
    assert cut_table(wanted, Rule("value"), np.array([0, 1, 2, 0]), p, frame, 4) == {}


def test_an_earlier_conversation_is_listed_and_reopened(tmp_path: Path) -> None:
    first = Session(tmp_path, clock=lambda: 1.0)
    first.open()
    list(first._take(TableRead(FACTS)))
    first.say("predict town")
    first.close()
    second = Session(tmp_path, clock=lambda: 2.0)
    second.open()
    (found,) = second.sessions()
    assert "town" in found.goal
    told = second.reopen(found.id)
    assert any("Welcome back" in m.text for m in told if isinstance(m, Say))
    assert second.conversation == first.conversation
    assert second.sessions() == ()
    second.close()


async def test_wide_and_foreign_names_keep_the_columns_of_a_table_aligned() -> None:
    columns = tuple(
        ColumnFacts(name, Kind.CATEGORY, 9, top=((name, 9),)) for name in HOSTILE
    )
    conductor = viewed()
    conductor.views = looks_of(Facts("t", "t", 9, columns), {}, [], [])
    async with chat(conductor, (120, 32)) as (app, pilot):
        await opened(app, pilot)
        lines = [line for line in screen_text(app) if "  kinds " in line]
        assert len(lines) == len(HOSTILE)
        assert len({cell_len(line[: line.index("kinds")]) for line in lines}) == 1


@pytest.mark.parametrize("ascii", [False, True])
def test_wide_and_foreign_names_keep_bars_and_texts_aligned(ascii: bool) -> None:
    data = {"labels": HOSTILE, "values": [5.0] * len(HOSTILE)}
    lines = draw(Picture("bars", "", data), 60, ascii)
    sign = "#" if ascii else "█"
    assert len({cell_len(line[: line.index(sign)]) for line in lines}) == 1
