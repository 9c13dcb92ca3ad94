"""What the full screen paints, and what it hands on, over a scripted conductor."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len
from scripted import QUESTION, Scripted
from textual import events
from textual.pilot import Pilot

from assistant.tui import TandemApp
from assistant.tui.completion import candidates
from assistant.tui.composer import dropped_path
from assistant.tui.log import TAIL
from assistant.tui.options import GRACE_SECONDS
from assistant.tui.panel import Rows
from assistant.tui.turn import Turn
from dialogs.conductor import BriefView, RoundRow, SlotRow
from dialogs.events import EarlierSession
from dialogs.message import Message, Option, Picture, Progress, ResultReady, Say

pytestmark = pytest.mark.tui

HOSTILE = [
    "price [USD]",
    "[/b]",
    "\x1b]0;title\x07",
    "\x1b[31mred",
    "x" * 200,
    "🙂 emoji",
    "日本語の列",
    "شهر الميلاد",
    "a\u202eb",
    "$primary",
    "line\nbreak",
]


def screen_text(app: TandemApp) -> list[str]:
    """Return what the terminal shows, line by line."""
    width = app.size.width
    lines = []
    for strip in app.screen._compositor.render_strips():
        text = "".join(segment.text for segment in strip)
        assert cell_len(text) <= width
        lines.append(text.rstrip())
    return lines


@asynccontextmanager
async def chat(
    conductor: Scripted, size: tuple[int, int] = (80, 24), ascii: bool = False
) -> AsyncIterator[tuple[TandemApp, Pilot[int]]]:
    app = TandemApp(lambda: conductor, ascii=ascii)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: ("open",) in conductor.calls)
        await pilot.pause()
        yield app, pilot
    assert conductor.closed


async def until(pilot: Pilot[int], met: Callable[[], object]) -> None:
    for _ in range(400):
        if met():
            return
        await pilot.pause(0.01)
    raise AssertionError("it did not come about")


async def shows(app: TandemApp, pilot: Pilot[int], text: str) -> None:
    await until(pilot, lambda: text in "\n".join(screen_text(app)))


async def test_the_first_question_with_its_numbered_options() -> None:
    async with chat(Scripted()) as (app, pilot):
        await shows(app, pilot, "Which mistake costs you more?")
        text = "\n".join(screen_text(app))
        assert "1  Missing a member who leaves  (I would rather" in text
        assert "4  I'm not sure, help me decide" in text
        assert app.composer.has_focus


async def test_typed_text_is_said_and_answered() -> None:
    conductor = Scripted()
    async with chat(conductor) as (app, pilot):
        await pilot.press(*"hello", "enter")
        await shows(app, pilot, "You said hello")
        assert ("say", "hello") in conductor.calls
        assert any(line.lstrip(" ▌│").startswith("you") for line in screen_text(app))


async def test_a_digit_alone_never_fires_and_enter_sends_it_as_words() -> None:
    conductor = Scripted()
    async with chat(conductor) as (_app, pilot):
        await pilot.press("2")
        await pilot.pause(GRACE_SECONDS + 0.1)
        assert len(conductor.calls) == 1
        await pilot.press("enter")
        await until(pilot, lambda: ("say", "2") in conductor.calls)


async def test_arrows_and_enter_choose_an_option_by_its_id() -> None:
    conductor = Scripted()
    async with chat(conductor) as (app, pilot):
        await pilot.pause(GRACE_SECONDS + 0.05)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: ("choose", "q1", "alarm") in conductor.calls)
        await shows(app, pilot, "You chose alarm")


async def test_a_key_meant_for_before_does_not_answer_a_new_question() -> None:
    conductor = Scripted()
    async with chat(conductor) as (app, pilot):
        app.options.offer("q2", (Option("a", "A"), Option("b", "B")))
        await pilot.press("down", "enter")
        await pilot.pause()
        assert not [call for call in conductor.calls if call[0] == "choose"]


async def test_clicking_an_option_chooses_it() -> None:
    conductor = Scripted()
    async with chat(conductor) as (_app, pilot):
        await pilot.click("#options", offset=(6, 2))
        await until(pilot, lambda: ("choose", "q1", "same") in conductor.calls)


async def test_options_leave_with_their_question() -> None:
    conductor = Scripted(view=BriefView(prompt="q1"))
    async with chat(conductor) as (app, pilot):
        await until(pilot, lambda: app.options.display)
        conductor.shown = BriefView(prompt="another")
        await pilot.press(*"ok", "enter")
        await until(pilot, lambda: not app.options.display)


async def test_all_calls_come_from_one_thread_that_is_not_the_loops() -> None:
    conductor = Scripted()
    async with chat(conductor) as (_app, pilot):
        await pilot.press(*"a", "enter", *"b", "enter")
        await until(pilot, lambda: ("say", "b") in conductor.calls)
    assert len(conductor.threads) == 1
    assert threading.get_ident() not in conductor.threads


async def test_the_screen_stays_awake_while_the_conductor_thinks() -> None:
    conductor = Scripted(slow=0.5)
    async with chat(conductor) as (_app, pilot):
        await pilot.press(*"slow", "enter")
        late = []
        for _ in range(20):
            before = asyncio.get_running_loop().time()
            await asyncio.sleep(0.02)
            late.append(asyncio.get_running_loop().time() - before - 0.02)
        assert sorted(late)[10] < 0.1


async def test_what_is_typed_during_short_work_waits_its_turn() -> None:
    conductor = Scripted()
    async with chat(conductor) as (app, pilot):
        conductor.answering = conductor.busy = True
        conductor.reports.append(Say("Reading the table."))
        await shows(app, pilot, "Working ...")
        await pilot.press(*"second", "enter")
        await shows(app, pilot, "waiting")
        assert ("say", "second") not in conductor.calls
        conductor.answering = conductor.busy = False
        await until(pilot, lambda: ("say", "second") in conductor.calls)


@pytest.mark.parametrize("size", [(80, 24), (120, 32), (200, 60), (40, 12), (20, 6)])
@pytest.mark.parametrize("ascii", [False, True])
async def test_hostile_strings_everywhere_are_shown_and_harmless(
    size: tuple[int, int], ascii: bool
) -> None:
    options = tuple(Option(str(i), t, t) for i, t in enumerate(HOSTILE))
    opening: list[Message] = [Say(t, options=options, prompt="q") for t in HOSTILE]
    data = {"labels": HOSTILE, "values": list(range(len(HOSTILE)))}
    opening.append(Picture("bars", HOSTILE[2], data))
    view = BriefView(
        rows=tuple(SlotRow("s", t, t, "said") for t in HOSTILE),
        contract_plain=tuple(HOSTILE),
        progress=Progress(10, 100, 3, 0.5, HOSTILE[0], curve=((1, 1), (2, 3))),
        rounds=(RoundRow(1, HOSTILE[1], "x", "done"),),
        columns=tuple(HOSTILE),
        prompt="q",
    )
    conductor = Scripted(opening, view=view)
    conductor.busy = True
    async with chat(conductor, size, ascii) as (app, pilot):
        await until(pilot, lambda: app.options.display)
        text = "\n".join(screen_text(app))
        assert not any(c < " " and c != "\n" for c in text)
        assert "\u202e" not in text
        assert "\x9b" not in text
        await pilot.press("p", "r", "tab", "escape", "ctrl+b", "ctrl+b", "f1", "escape")
        screen_text(app)


async def test_brackets_are_shown_as_they_are() -> None:
    async with chat(Scripted([Say("Is it **price [USD]** or `[/b]`?")])) as (
        app,
        pilot,
    ):
        await shows(app, pilot, "Is it price [USD] or [/b]?")


async def test_the_panel_stands_beside_the_chat_where_there_is_room() -> None:
    view = BriefView(
        rows=(SlotRow("table.target", "To predict", "Churn", "seen"),),
        contract_plain=("Name 250 a week.",),
        contract_technical=("precision at k = 250",),
    )
    async with chat(Scripted(view=view), (120, 32)) as (app, pilot):
        await shows(app, pilot, "What I understood")
        await shows(app, pilot, "◆ To predict  Churn")
        await shows(app, pilot, "Name 250 a week.")
        assert app.panel.size.width <= 34
        await pilot.press("ctrl+t")
        await shows(app, pilot, "precision at k = 250")
        await pilot.press("ctrl+b")
        await until(pilot, lambda: not app.panel.display)


async def test_the_panel_is_hidden_at_80_columns_until_asked_for() -> None:
    view = BriefView(rows=(SlotRow("table.target", "To predict", "Churn", "seen"),))
    conductor = Scripted(view=view)
    async with chat(conductor) as (app, pilot):
        assert not app.panel.display
        await pilot.press("ctrl+b")
        await shows(app, pilot, "◆ To predict  Churn")
        assert app.query_one(Rows).has_focus
        await pilot.press("down", "enter")
        await until(pilot, lambda: ("say", "change To predict") in conductor.calls)


async def test_escape_asks_before_it_stops_and_then_stops() -> None:
    conductor = Scripted(view=BriefView(progress=Progress(30, 120, 5)))
    conductor.busy = True
    async with chat(conductor) as (app, pilot):
        await shows(app, pilot, "1 min 30 s left")
        await pilot.press("escape")
        await shows(app, pilot, "Esc again stops the search and keeps the best")
        assert ("say", "/stop") not in conductor.calls
        await pilot.press("escape")
        await until(pilot, lambda: ("say", "/stop") in conductor.calls)


async def test_progress_goes_away_when_the_work_ends() -> None:
    conductor = Scripted(view=BriefView(progress=Progress(30, 120, 5)))
    conductor.busy = True
    async with chat(conductor) as (app, pilot):
        await until(pilot, lambda: app.progress.display)
        conductor.shown = BriefView()
        conductor.reports = [ResultReady(1, {"status": "done"}), Say("Done.")]
        conductor.busy = False
        await until(pilot, lambda: not app.progress.display)


async def test_work_that_ends_without_a_word_is_no_longer_shown() -> None:
    conductor = Scripted()
    async with chat(conductor) as (app, pilot):
        conductor.answering = conductor.busy = True
        conductor.reports.append(Say("Looking."))
        await shows(app, pilot, "Working ...")
        conductor.shown = BriefView(columns=("found",))
        conductor.answering = conductor.busy = False
        await until(pilot, lambda: not app.progress.display)
        assert app._view.columns == ("found",)


async def test_interrupt_empties_the_line_and_twice_leaves() -> None:
    conductor = Scripted()
    async with chat(conductor) as (app, pilot):
        await pilot.press(*"half a thought", "ctrl+c")
        assert app.composer.text == ""
        await pilot.press("ctrl+c")
        await until(pilot, lambda: conductor.closed)
        assert app.return_code == 0
        assert app.return_value == 130


async def test_leaving_by_words_ends_the_program() -> None:
    conductor = Scripted()
    async with chat(conductor) as (app, pilot):
        await pilot.press(*"/quit", "enter")
        await until(pilot, lambda: conductor.closed)
        assert app.return_value == 0


async def test_an_opening_that_fails_is_raised_to_the_command_line() -> None:
    def broken() -> Scripted:
        raise ValueError("no such brief")

    app = TandemApp(broken)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.failure is not None)
    assert str(app.failure) == "no such brief"


async def test_the_history_is_windowed_and_comes_back() -> None:
    opening = [Say(f"message number {i}") for i in range(100)]
    async with chat(Scripted(opening)) as (app, pilot):
        await shows(app, pilot, "message number 99")
        assert len(app.query(Turn)) == TAIL
        await pilot.press("ctrl+home")
        await until(pilot, lambda: len(app.query(Turn)) > TAIL)
        assert "message number 60" in app.log_view.all_words
        words = app.log_view.all_words
        order = [words.index(f"number {i}\n") for i in range(99)]
        assert order == sorted(order)


async def test_history_of_what_was_typed_keeps_the_draft() -> None:
    async with chat(Scripted([Say("Hello.")])) as (app, pilot):
        await pilot.press(*"one", "enter", *"two", "enter", *"draft", "up")
        assert app.composer.text == "two"
        await pilot.press("up")
        assert app.composer.text == "one"
        await pilot.press("down", "down")
        assert app.composer.text == "draft"


async def test_a_new_line_does_not_send() -> None:
    conductor = Scripted()
    async with chat(conductor) as (app, pilot):
        await pilot.press(*"a", "ctrl+j", *"b")
        assert app.composer.text == "a\nb"
        await pilot.press("enter")
        await until(pilot, lambda: ("say", "a\nb") in conductor.calls)


async def paste(app: TandemApp, pilot: Pilot[int], text: str) -> None:
    app.composer.post_message(events.Paste(text))
    await pilot.pause()


async def test_a_paste_never_sends_and_a_long_one_is_folded() -> None:
    conductor = Scripted()
    async with chat(conductor) as (app, pilot):
        lines = "\n".join(f"line {i}" for i in range(23))
        await paste(app, pilot, lines)
        assert app.composer.text == "[pasted 23 lines]"
        await pilot.press("enter")
        await until(pilot, lambda: ("say", lines) in conductor.calls)


async def test_a_pasted_megabyte_does_no_harm() -> None:
    async with chat(Scripted()) as (app, pilot):
        await paste(app, pilot, "word " * 200_000)
        assert len(app.composer.text) <= 20_000


async def test_completion_of_a_column_by_tab() -> None:
    conductor = Scripted(view=BriefView(columns=("MonthlyCharges", "price [USD]")))
    async with chat(conductor) as (app, pilot):
        await pilot.press(*"use mont")
        await until(pilot, lambda: app.completion.display)
        await pilot.press("tab")
        assert app.composer.text == "use MonthlyCharges"
        assert not app.completion.display


async def test_enter_sends_what_was_typed_not_what_is_offered() -> None:
    conductor = Scripted(view=BriefView(columns=("MonthlyCharges",)))
    async with chat(conductor) as (app, pilot):
        await pilot.press(*"mont")
        await until(pilot, lambda: app.completion.display)
        await pilot.press("enter")
        await until(pilot, lambda: ("say", "mont") in conductor.calls)


async def test_enter_takes_a_completion_that_one_moved_to() -> None:
    conductor = Scripted(view=BriefView(columns=("MonthlyCharges", "months")))
    async with chat(conductor) as (app, pilot):
        await pilot.press(*"use mon")
        await until(pilot, lambda: app.completion.display)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: app.composer.text == "use months")
        await pilot.press("enter")
        await until(pilot, lambda: ("say", "use months") in conductor.calls)


async def test_earlier_conversations_are_listed_by_goal() -> None:
    conductor = Scripted()
    async with chat(conductor) as (app, pilot):
        conductor.kept = tuple(
            EarlierSession(str(i), name, "1 May") for i, name in enumerate(HOSTILE)
        )
        await pilot.press(*"/sessions", "enter")
        await shows(app, pilot, "price [USD]  1 May")
        await pilot.press("home", "down", "enter")
        await shows(app, pilot, "Welcome back.")
        assert ("reopen", "1") in conductor.calls


async def test_the_chat_is_written_as_text_and_never_over_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with chat(Scripted()) as (app, pilot):
        await pilot.press(*"hello", "enter")
        await shows(app, pilot, "You said hello")
        for name in ("tandem-chat.txt", "tandem-chat-2.txt"):
            await pilot.press(*"/chat", "enter")
            await until(pilot, (tmp_path / name).exists)
            assert "tandem: You said hello" in (tmp_path / name).read_text("utf-8")


async def test_help_lists_the_keys() -> None:
    async with chat(Scripted()) as (app, pilot):
        await pilot.press("f1")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        assert "Ctrl+B" in "\n".join(screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)


async def test_resizing_through_all_sizes_keeps_the_words() -> None:
    conductor = Scripted(
        [Say("A sentence that is long enough to wrap. " * 4), QUESTION]
    )
    async with chat(conductor, (120, 32)) as (app, pilot):
        for size in [(20, 6), (200, 60), (40, 12), (80, 24)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            screen_text(app)
        await shows(app, pilot, "Which mistake costs you more?")


@pytest.mark.parametrize(
    ("line", "typed", "first"),
    [
        ("what about mon", "mon", "MonthlyCharges"),
        ("drop price [", "price [", "price [USD]"),
        ("month-to", "month-to", "Month-to-month"),
        ("/he", "/he", "/help"),
        ("charges", "charges", "MonthlyCharges"),
    ],
)
def test_candidates(line: str, typed: str, first: str) -> None:
    names = ["MonthlyCharges", "tenure", "price [USD]"]
    found = candidates(line, names, ["Month-to-month"], [("/help", "what one can do")])
    assert found[0] == typed
    assert found[1][0][0] == first


def test_candidates_of_files(tmp_path: Path) -> None:
    (tmp_path / "my table.csv").write_text("a\n1\n")
    (tmp_path / "notes.doc").write_text("")
    (tmp_path / "sub").mkdir()
    found = candidates(f"{tmp_path}/", [], [], [])[1]
    assert [Path(name).name for name, _ in found] == ["my table.csv", "sub"]


@pytest.mark.parametrize("form", ["{}", "'{}'", '"{}"', "file://{}", "{}\n"])
def test_a_dropped_file_is_recognised(tmp_path: Path, form: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a\n1\n")
    assert dropped_path(form.format(path)) == str(path)


def test_a_dropped_file_with_escaped_spaces(tmp_path: Path) -> None:
    path = tmp_path / "my table.csv"
    path.write_text("a\n1\n")
    assert dropped_path(str(path).replace(" ", "\\ ")) == str(path)


@pytest.mark.parametrize("text", ["don't", "a sentence", "x" * 5000, "a\nb", ""])
def test_a_sentence_is_no_dropped_file(text: str) -> None:
    assert dropped_path(text) is None


async def test_at_rest_the_screen_looks_for_news_once_a_second() -> None:
    conductor = Scripted()
    async with chat(conductor) as (_, pilot):
        await pilot.pause(0.5)
        before = conductor.polls
        await pilot.pause(2.0)
        assert conductor.polls - before <= 3


async def test_the_cursor_stops_blinking_when_nothing_is_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("assistant.tui.composer.BLINKS_SECONDS", 0.2)
    async with chat(Scripted()) as (app, pilot):
        await pilot.pause(0.5)
        assert not app.composer.cursor_blink
        await pilot.press("a")
        assert app.composer.cursor_blink
