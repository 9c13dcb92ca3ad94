"""What a picked option, a yes or a no, or "you choose" does to the open question."""

from __future__ import annotations

from typing import Any

from ..agenda import open_leak, proposed, question, settings_of
from ..brief import Source
from ..events import AskModel, Deliver, OpenSession, ReadTable, StartSearch
from ..state import Phase, Prompt, RoundNote
from ..words import say, slots_text
from .asking import compiled, go_on, put, told
from .defaults import default_for, proposal
from .filling import fill, settle
from .turn import Turn

LONGER_SECONDS = 300


def choose(turn: Turn, prompt: Prompt, option: str) -> None:
    """Do what an offered option says."""
    if option == "unsure":
        leave_to_tandem(turn, Source.ASSUMED)
        return
    settings = settings_of(prompt.question, option, turn.state)
    if settings:
        fill(turn, settings)
        go_on(turn)
        return
    handler = _BY_QUESTION.get(prompt.question)
    if handler is None:
        go_on(turn)
    else:
        handler(turn, option)


def leave_to_tandem(turn: Turn, source: Source) -> None:
    """Take the default of the open question, say so, and go on."""
    prompt = turn.state.prompt
    if prompt is None:
        go_on(turn)
        return
    if prompt.question == "target":
        _propose_target(turn)
        return
    if prompt.question in ("confirm", "file", "next"):
        _narrow(turn, prompt)
        return
    found = default_for(prompt.question, turn.state)
    if found is None:
        put_again(turn, prompt)
        return
    values, why = found
    if prompt.question == "leak":
        leak_answered(turn, keep=False, source=source)
    elif prompt.question == "repairs":
        repairs_answered(turn, accepted=True)
    elif values:
        fill(turn, values, source, quiet=True, why=why)
        turn.say("assumed", what=slots_text(values), why=why)
    else:
        settle(turn, prompt.question)
        turn.say("assumed.skip")
    go_on(turn)


def _propose_target(turn: Turn) -> None:
    column = proposal(turn.state)
    asked = question("target")
    if asked is not None and column is not None:
        turn.say("target.proposal", column=column)
        put(turn, asked, short=True)


def _narrow(turn: Turn, prompt: Prompt) -> None:
    turn.say("rung.stuck", hint=hint(turn, prompt))
    put_again(turn, prompt)


def hint(turn: Turn, prompt: Prompt) -> str:
    """Return an example of an answer to the open question."""
    asked = question(prompt.question)
    if asked is None:
        return say("help.always", turn.state.level)
    return say("help.example", turn.state.level, example=asked.example)


def put_again(turn: Turn, prompt: Prompt) -> None:
    """Ask the same question again, in short."""
    asked = question(prompt.question)
    if asked is not None:
        put(turn, asked, short=True, rung=prompt.rung)
    else:
        go_on(turn)


# --- one handler a question ---------------------------------------------------------


def _file(turn: Turn, option: str) -> None:
    kind, _, rest = option.partition(":")
    if kind == "table":
        read(turn, rest)
    elif kind == "example":
        turn.say("open.demo_note")
        read(turn, turn.state.demo)
    elif kind == "resume":
        turn.do(OpenSession(rest))
        turn.set(prompt=None)
    elif kind == "what":
        turn.say("open.what")
        put_again(turn, turn.state.prompt or Prompt("", "file"))
    else:
        turn.say("open.type_path")
        put_again(turn, turn.state.prompt or Prompt("", "file"))


def read(turn: Turn, path: str) -> None:
    """Read a table; the answer comes as an event."""
    turn.set(phase=Phase.READING, path=path, prompt=None)
    turn.say("reading", path=path)
    brief = turn.state.brief
    turn.do(
        ReadTable(
            turn.request(), path, brief.get("table.sheet", ""),
            brief.get("table.repairs", {}),
        )
    )  # fmt: skip


def _repairs(turn: Turn, option: str) -> None:
    if option == "show":
        facts = turn.state.facts
        rest = facts.suspicions if facts else ()
        lines = ["• " + told(turn, s) for s in rest]
        turn.tell("\n".join(lines), "look.all")
        put_again(turn, turn.state.prompt or Prompt("", "repairs"))
        return
    repairs_answered(turn, accepted=option == "fine")
    go_on(turn)


def repairs_answered(turn: Turn, accepted: bool) -> None:
    """Accept or refuse what was proposed for the table."""
    word = "accepted" if accepted else "refused"
    open_ones = proposed(turn.state)
    before = turn.state.brief.get("table.repairs", {})
    repairs = {**before, **{s.id: word for s in open_ones}}
    if repairs != before:
        fill(turn, {"table.repairs": repairs}, quiet=True)
    turn.set(done=(*turn.state.done, "repairs"))
    turn.say("look.accepted" if accepted else "look.refused")


def _target(turn: Turn, option: str) -> None:
    fill(turn, {"table.target": option.partition(":")[2]})
    go_on(turn)


def _event(turn: Turn, option: str) -> None:
    fill(turn, {"goal.event": option.partition(":")[2]})
    go_on(turn)


def _capacity(turn: Turn, _: str) -> None:
    settle(turn, "capacity")
    go_on(turn)


def _leak(turn: Turn, option: str) -> None:
    leak_answered(turn, keep=option == "before")
    go_on(turn)


def leak_answered(turn: Turn, keep: bool, source: Source = Source.SAID) -> None:
    """Keep or leave out the column that seems to give the answer away."""
    leak = open_leak(turn.state)
    if leak is None:
        return
    repairs = dict(turn.state.brief.get("table.repairs", {}))
    repairs[leak.id] = "refused" if keep else "accepted"
    fill(turn, {"table.repairs": repairs}, source, quiet=True)
    key = "leak.kept" if keep else "leak.out"
    turn.say(key, column=", ".join(leak.columns))


def _confirm(turn: Turn, option: str) -> None:
    if option == "longer":
        fill(turn, {"limits.seconds": LONGER_SECONDS})
        start_search(turn)
    elif option == "go":
        start_search(turn)
    else:
        turn.say("confirm.what_change")
        asked = question("confirm")
        if asked is not None:
            put(turn, asked, short=True)


def start_search(turn: Turn) -> None:
    """Start a round, or ask for what it still lacks."""
    found = compiled(turn)
    if found is None:
        go_on(turn)
        return
    number = len(turn.state.rounds) + 1
    note = RoundNote(number, "running", turn.nested())
    turn.set(
        phase=Phase.SEARCHING, round=number, prompt=None, best="",
        rounds=(*turn.state.rounds, note),
    )  # fmt: skip
    turn.say("search.start")
    turn.do(StartSearch(turn.request(), number, turn.nested(), str(turn.state.level)))


def _next(turn: Turn, option: str) -> None:
    queries: dict[str, dict[str, Any]] = {
        "where_wrong": {"op": "mistakes", "kind": "typical"},
        "what_matters": {"op": "importance"},
    }
    if option in queries:
        ask_model(turn, {"rows": None, "do": [queries[option]]})
    elif option == "why_one":
        turn.say("result.which_row")
    elif option == "report":
        deliver(turn, "report")
    elif option == "score_file":
        turn.set(prompt=turn.new_prompt("score"))
        turn.say("file.which")
    else:
        turn.say("round.what")


def ask_model(turn: Turn, query: dict[str, Any]) -> None:
    """Ask about the model or the data; the answer comes as an event."""
    state = turn.state
    previous = state.query
    number = next((r.round for r in reversed(state.rounds) if r.status == "done"), 0)
    turn.set(query=query)
    body = {**query, "previous": previous} if previous else query
    turn.do(AskModel(turn.request(), body, number, str(state.level), turn.nested()))


def deliver(turn: Turn, kind: str, path: str = "", table: str = "") -> None:
    """Have a file written; the answer comes as an event."""
    state = turn.state
    number = next((r.round for r in reversed(state.rounds) if r.status == "done"), 0)
    if not number and kind != "brief":
        turn.say("no_model")
        return
    turn.say("file.wait")
    turn.do(Deliver(turn.request(), kind, number, path, table, turn.nested()))


def _clarify(turn: Turn, option: str) -> None:
    readings = turn.state.readings
    turn.set(readings=())
    if option.isdigit() and int(option) < len(readings):
        fill(turn, readings[int(option)])
        go_on(turn)
    else:
        turn.say("clarify.dropped")
        turn.set(prompt=None)
        go_on(turn)


_BY_QUESTION = {
    "file": _file,
    "repairs": _repairs,
    "target": _target,
    "event": _event,
    "capacity": _capacity,
    "leak": _leak,
    "confirm": _confirm,
    "next": _next,
    "clarify": _clarify,
}
