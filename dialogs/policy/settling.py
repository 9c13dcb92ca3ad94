"""What several rules do to settle an open matter: repairs, leaks, files, questions."""

from __future__ import annotations

from typing import Any

from ..agenda import likewise, open_leak, proposed, question
from ..brief import Brief, Source
from ..events import AskModel, ReadTable
from ..state import Phase, Prompt
from ..words import say
from .asking import come_back, put
from .delivering import last_done
from .filling import fill
from .turn import Turn
from .which_table import table_meant


def hint(turn: Turn, prompt: Prompt) -> str:
    """Return an example of an answer to the open question."""
    asked = question(prompt.question)
    if asked is None:
        return say("help.always", turn.state.level)
    example = asked.example
    if asked.id == "event" and prompt.options:
        # An outcome of this very table; "yes" may be none.
        example = prompt.options[0].id.partition(":")[2]
    return say("help.example", turn.state.level, example=example)


def put_again(turn: Turn, prompt: Prompt) -> None:
    """Ask the same question again, in short."""
    asked = question(prompt.question)
    if asked is not None:
        put(turn, asked, short=True, rung=prompt.rung)
    else:
        come_back(turn)


def read(turn: Turn, path: str, *, fresh: bool = False, quiet: bool = False) -> None:
    """Read a table; the answer comes as an event.

    With ``fresh`` nothing that was agreed about the present table counts for it; with
    ``quiet`` it was said before that it is read.
    """
    turn.set(phase=Phase.READING, path=path, prompt=None)
    if not quiet:
        turn.say("reading", path=path)
    brief = Brief() if fresh else turn.state.brief
    turn.do(
        ReadTable(
            turn.request(), path, brief.get("table.sheet", ""),
            brief.get("table.repairs", {}),
        )
    )  # fmt: skip


def forget_table(turn: Turn) -> None:
    """Put aside what was agreed about one table, for another."""
    sections = ("table.", "goal.", "success.", "expectations.", "split.",
                "limits.never", "limits.mono")  # fmt: skip
    gone = [s for s in turn.state.brief if s.startswith(sections)]
    turn.state = turn.state.remembering("the other table")
    turn.set(brief=turn.state.brief.without(*gone), facts=None, probes=(), probed="",
             done=(), cards=(), query=None)  # fmt: skip
    turn.brief_changed(tuple(gone))


def repairs_answered(turn: Turn, accepted: bool) -> None:
    """Accept or refuse what was proposed for the table."""
    word = "accepted" if accepted else "refused"
    open_ones = (*proposed(turn.state), *likewise(turn.state))
    before = turn.state.brief.get("table.repairs", {})
    repairs = {**before, **{s.id: word for s in open_ones}}
    if accepted:
        # What was said about a single one before stands.
        repairs |= before
    if repairs != before:
        fill(turn, {"table.repairs": repairs}, quiet=True)
    turn.set(done=(*turn.state.done, "repairs"))
    turn.say("look.accepted" if accepted else "look.refused")
    more = len(likewise(turn.state))
    if accepted and more:
        turn.say("look.likewise" if more > 1 else "look.likewise_one", n=more)


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


def ask_model(turn: Turn, query: dict[str, Any]) -> None:
    """Ask about the model or the data; the answer comes as an event."""
    state = turn.state
    previous = state.query
    number = last_done(turn)
    turn.set(query=query)
    body = {**query, "previous": previous} if previous else dict(query)
    table = table_meant(turn, query)
    if table:
        body["table"] = table
    turn.do(AskModel(turn.request(), body, number, str(state.level), turn.nested()))
