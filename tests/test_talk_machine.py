"""The conversation as a state machine: whatever is said or happens, in any order.

The work is done by stand-ins: tables, probes, searches and answers come at once or fail,
as hypothesis likes. At every step: nothing raises, the log replayed is the state to the
byte, no slot changes without a message that names it, and there is a way on.
"""

from __future__ import annotations

from dataclasses import fields

import pytest
from conversing import Conversation, clinic_csv
from hypothesis import HealthCheck, settings
from hypothesis import Phase as Stage
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dialogs import talk
from dialogs.brief import Brief
from dialogs.compiling import compile_constraints
from dialogs.constraints import Constraints
from dialogs.events import (
    Action,
    AskModel,
    Chosen,
    Deliver,
    Delivered,
    Event,
    Leave,
    OpenSession,
    ProbeTarget,
    ReadTable,
    Redecide,
    Resumed,
    SearchDone,
    SearchProgressed,
    SearchStarted,
    Started,
    StartSearch,
    StopSearch,
    TableRead,
    TargetProbed,
    Told,
    UserText,
    WorkFailed,
    event_from_json,
    event_to_json,
)
from dialogs.facts import ColumnFacts, Facts, Kind
from dialogs.message import BriefChanged, Message, Progress, Say
from dialogs.state import MOST_UNDO, Phase, State, state_to_json

LINES = [
    "missed", "fee", "predict missed", "yes", "no", "1", "2", "9", "", "???", "go", "50",
    "a miss costs 120 and a false alarm 5", "20 a day", "90%", "100% right", "all of them",
    "catch at least 95 of 100", "within 10", "take 20 seconds", "5 more minutes",
    "no wait, a miss costs 200", "we call them, 30 a week", "ignore reminders", "no boosting",
    "change the target", "change the time", "change the miss cost", "forget the time", "undo",
    "undo everything", "you choose", "I don't know", "why", "why do you ask", "how so", "help",
    "what is recall", "summary", "what have you understood", "simpler", "more detail",
    "stop", "start over", "again", "another round", "only simple models", "is 10 percent good?",
    "why row 3", "what if fee were 100", "report", "open other.csv", "settings", "thanks",
    "I'm new to this", "show everything", "compare the rounds", "how is it going",
    "what else did you notice", "zxq blorp", "ich weiß es nicht, bitte", "[/b] \x1b[31m",
]  # fmt: skip
TEXTS = st.one_of(st.sampled_from(LINES), st.text(max_size=30))
RUBBISH = ("zxq blorp", "wumble frab", "qqq ddd kkk", "florp grix", "brr snok")
UNASSUMED = ("file", "target", "confirm", "another_table", "next", "score")
"""Questions that only the person can answer: there the ladder begins anew."""

RESTORED = (
    "brief",
    "facts",
    "done",
    "cards",
    "phase",
    "rounds",
    "round",
    "path",
    "level",
)
"""What undo gives back. Another one are: the counters (turn, asked, request), what was
said last, skill and its words, the open prompt's id and rung, what is offered as default,
and what the table was asked about."""

OTHER = Facts(
    "other.csv", "other.csv", 300,
    (
        ColumnFacts("late", Kind.YES_NO, 300, distinct=2, top=(("y", 60), ("n", 240))),
        ColumnFacts("distance", Kind.NUMBER, 300, distinct=200, minimum=1.0, maximum=90.0),
    ),
)  # fmt: skip
_OPENED: dict[str, Facts] = {}


@pytest.fixture(scope="module", autouse=True)
def clinic(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = clinic_csv(tmp_path_factory.mktemp("machine") / "visits.csv")
    facts = Conversation(path).state.facts
    assert facts is not None
    _OPENED["clinic"] = facts


class Talking(RuleBasedStateMachine):
    """Somebody types, picks, edits; work comes back, or fails."""

    def __init__(self) -> None:
        super().__init__()
        self.state = talk.initial_state()
        self.replayed = talk.initial_state()
        self.waiting: list[Action] = []
        self.left = False

    # --- taking events ----------------------------------------------------------

    def take(self, event: Event) -> tuple[Message, ...]:
        before = self.state.brief
        self.state, messages, actions = talk.step(self.state, event)
        logged = event_from_json(event_to_json(event))
        self.replayed, _, _ = talk.step(self.replayed, logged)
        _named(before, self.state.brief, messages)
        if not isinstance(event, SearchProgressed | SearchStarted | Delivered):
            probe = isinstance(event, TargetProbed)
            assert messages or actions or probe, event
        self.waiting += actions
        self.left = self.left or any(
            isinstance(a, Leave | OpenSession) for a in actions
        )
        return messages

    @initialize(named=st.booleans(), table=st.booleans())
    def open(self, named: bool, table: bool) -> None:
        facts = _OPENED["clinic"]
        self.take(Started(1.0, "0", facts.path if named else None, demo="demo.csv"))
        if table:
            self.take(TableRead(facts))

    @rule(text=TEXTS)
    def say(self, text: str) -> None:
        self.take(UserText(text))

    @rule(data=st.data())
    def pick(self, data: st.DataObject) -> None:
        prompt = self.state.prompt
        if prompt is not None and prompt.options:
            option = data.draw(st.sampled_from([o.id for o in prompt.options]))
            self.take(Chosen(prompt.id, option))

    @rule(option=st.sampled_from(["yes", "go", "0", "column:fee"]))
    def pick_what_has_passed(self, option: str) -> None:
        before = self.state.brief
        self.take(Chosen("q-1", option))
        assert self.state.brief == before

    # --- work comes back --------------------------------------------------------

    @rule(fails=st.booleans(), status=st.sampled_from(["done", "stopped"]))
    def work(self, fails: bool, status: str) -> None:
        if not self.waiting:
            return
        action = self.waiting.pop(0)
        if isinstance(action, StartSearch | Redecide) and not fails:
            self.take(SearchStarted(action.round, {"candidates": ["a"]}))
            self.take(SearchProgressed(action.round, Progress(1, 9, 2, 3.0, "3 each")))
        for event in _answers(action, fails, status):
            self.take(event)

    @rule(changed=st.sampled_from([(), ("table_changed",), ("table_gone",)]))
    def resume(self, changed: tuple[str, ...]) -> None:
        if self.state.facts is not None:
            self.waiting = []  # what ran has died with the program
            self.take(Resumed(2.0, "1", changed))

    @rule(text=st.sampled_from(LINES))
    def undo_what_was_said(self, text: str) -> None:
        before = self.state
        if before.phase != Phase.TALKING or before.facts is None:
            return
        self.take(UserText(text))
        after = self.state
        one = len(after.past) == min(len(before.past) + 1, MOST_UNDO)
        if not one or after.phase != Phase.TALKING or after.facts is not before.facts:
            return
        self.take(UserText("undo"))
        for name in RESTORED:
            assert getattr(self.state, name) == getattr(before, name), (text, name)
        assert self.state.past[-1:] == before.past[-1:]

    # --- what holds at every step -----------------------------------------------

    @invariant()
    def replaying_the_log_gives_the_state(self) -> None:
        assert state_to_json(self.replayed) == state_to_json(self.state)

    @invariant()
    def nothing_grows_without_bound(self) -> None:
        state = self.state
        assert len(state.past) <= MOST_UNDO
        assert len(state.cards) <= 6
        assert len(state.readings) <= 4
        assert len(state.said) <= 6
        assert len(set(state.done)) == len(state.done), state.done

    @invariant()
    def there_is_a_way_on(self) -> None:
        busy = self.state.phase in (Phase.SEARCHING, Phase.READING)
        busy = busy or self.state.starting
        prompt = self.state.prompt
        if self.state.phase == Phase.OPENING and not self.state.asked:
            return
        assert prompt is not None or busy or self.left
        for option in prompt.options if prompt else ():
            after, messages, actions = talk.step(
                self.state, Chosen(prompt.id if prompt else "", option.id)
            )
            said = [m for m in messages if isinstance(m, Say)]
            assert said or actions, option
            assert not any(m.key == "stale" for m in said), option
            stays = actions or (prompt and prompt.question == "next")
            assert after.prompt != prompt or stays, option

    def teardown(self) -> None:
        # What is under way comes back in the end.
        looks = [a for a in self.waiting if isinstance(a, ProbeTarget)]
        for action in looks:
            self.state, _, _ = talk.step(
                self.state, TargetProbed(action.target, action.event, ())
            )
        _climbs(self.state)
        _ends_in_a_search(self.state)


class Searched(Talking):
    """The same behind the first search, where most of what can go wrong waits."""

    @initialize(table=st.just(True), named=st.just(True))
    def open(self, named: bool, table: bool) -> None:
        super().open(named, table)
        self.waiting = []
        for line in ("predict missed", "a miss costs 120 and a false alarm 5"):
            self.take(UserText(line))
            self.work(fails=False, status="done")
        while self.state.prompt and self.state.prompt.question != "confirm":
            self.take(UserText("you choose"))
        self.take(UserText("go"))
        while self.state.phase == Phase.TALKING and self.waiting:
            self.work(fails=False, status="done")
        assert self.state.phase == Phase.SEARCHING, self.state.prompt

    @rule()
    def find(self) -> None:
        if self.state.phase == Phase.SEARCHING:
            self.work(fails=False, status="done")


def _named(before: Brief, after: Brief, messages: tuple[Message, ...]) -> None:
    """Check that each changed slot is named by a message, and the brief told whole."""
    told = [m for m in messages if isinstance(m, BriefChanged)]
    changed = {
        s for s in {*before, *after} if before.values.get(s) != after.values.get(s)
    }
    named = {slot for m in told for slot in m.changed}
    assert changed <= named, (changed - named, named)
    if told:
        assert told[-1].brief == after.to_dict()


def _answers(action: Action, fails: bool, status: str) -> list[Event]:
    if fails and not isinstance(action, StopSearch | Leave | OpenSession):
        what = {ReadTable: "read", ProbeTarget: "probe", StartSearch: "search",
                Redecide: "redecide", AskModel: "ask", Deliver: "deliver"}  # fmt: skip
        name = what.get(type(action), "")
        return (
            [WorkFailed(1, "table", "It went wrong", "Try again.", name)]
            if name
            else []
        )
    match action:
        case ReadTable(path=path):
            return [TableRead(OTHER if "other" in path else _OPENED["clinic"])]
        case ProbeTarget(target=target, event=event):
            return [TargetProbed(target, event, ())]
        case StartSearch(round=number) | Redecide(round=number):
            objective = {
                "name": "expected_cost",
                "value": 3.0,
                "greater_is_better": False,
            }
            return [SearchDone(number, {"status": status, "objective": objective},
                               (Say("It is done."),))]  # fmt: skip
        case AskModel(request=request):
            return [Told(request, (Say("The data says so."),))]
        case Deliver(request=request, kind=kind):
            return [Delivered(request, kind, "x", (Say("It is in x."),))]
    return []


def _climbs(state: State) -> None:
    """Check that nonsense meets help that differs, and after four times a way on."""
    if state.prompt is None or state.facts is None or state.phase != Phase.TALKING:
        return
    first, before, told = state.prompt, state, ""
    for text in RUBBISH:
        state, messages, _ = talk.step(state, UserText(text))
        answer = "\n".join(m.text for m in messages if isinstance(m, Say))
        assert answer
        assert answer != told, "the same words twice in a row"
        told = answer
        prompt = state.prompt
        if prompt is None or prompt.question != first.question:
            return
        if prompt.about != first.about or state.brief != before.brief:
            return
    assert first.question in UNASSUMED, first
    assert state.prompt is not None
    assert state.prompt.options
    assert state.brief == before.brief


def _ends_in_a_search(state: State) -> None:
    """Check that leaving all to Tandem ends in a search with valid Constraints."""
    if state.facts is not _OPENED["clinic"] or state.phase != Phase.TALKING:
        return
    if state.facts.column(state.brief.get("table.target", "missed")) is None:
        return
    told: list[tuple[str, list[str]]] = []
    for _ in range(25):
        prompt = state.prompt
        asked = prompt.question if prompt else ""
        line = {"target": "missed", "confirm": "go", "another_table": "no"}.get(asked)
        state, heard, actions = talk.step(state, UserText(line or "you choose"))
        told.append((asked, [m.text for m in heard if isinstance(m, Say)]))
        for action in actions:
            if isinstance(action, ProbeTarget):
                done: Event = TargetProbed(action.target, action.event, ())
            elif isinstance(action, ReadTable):
                done = TableRead(_OPENED["clinic"])
            else:
                continue
            state, _, more = talk.step(state, done)
            actions = (*actions, *more)
        if any(isinstance(a, StartSearch) for a in actions):
            assert state.facts is not None
            found = compile_constraints(state.brief, state.facts, state.probes)
            assert isinstance(found, Constraints)
            return
    raise AssertionError(f"no search in sight: {told}")


def test_the_fields_that_undo_restores_exist() -> None:
    assert set(RESTORED) <= {f.name for f in fields(State)}


TestTalking, TestSearched = Talking.TestCase, Searched.TestCase
TestTalking.settings = TestSearched.settings = settings(
    max_examples=25, stateful_step_count=12, deadline=None, derandomize=True,
    phases=[Stage.explicit, Stage.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip
