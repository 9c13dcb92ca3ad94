"""What a typed message leads to: one small rule an act."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from ..agenda import question, question_for, words_of
from ..brief import Source
from ..commands import command_text
from ..events import Leave, StopSearch
from ..glossary import explain
from ..hearing import Context, Reading, Understanding, understand
from ..message import Level, Option
from ..schema import slots
from ..state import Phase
from ..words import label, readback, say, slots_text, source, value_text
from . import growing
from .asking import ask_next_step, come_back, go_on, put, told
from .choosing import (
    ask_model,
    choose,
    deliver,
    hint,
    leak_answered,
    leave_to_tandem,
    put_again,
    read,
    repairs_answered,
    start_search,
)
from .defaults import default_for
from .filling import fill, take_back
from .turn import Turn

_PATH = re.compile(
    r"^[\"']?(?:file://|~|[A-Za-z]:\\|\.{0,2}/)?\S.*\.(?:csv|tsv|tab|txt|xlsx?|xlsm|parquet"
    r"|pq|feather|arrow|json|jsonl|ndjson|sqlite|db|zip)(?:\.(?:gz|bz2|xz|zst))?[\"']?$",
    re.IGNORECASE,
)
FINAL_RUNG = 4


def take_text(turn: Turn, text: str) -> None:
    """Do what a typed message says."""
    text = command_text(text.strip())
    turn.set(turn=turn.state.turn + 1)
    if not text:
        _empty(turn)
    elif _is_file(turn, text) or _is_delivery(turn, text) or _about_leak(turn, text):
        return
    elif growing.meta_said(turn, text) or _noticed(turn, text):
        come_back(turn)
    else:
        lately = turn.state.said
        act_on(turn, understand(text, context_of(turn)), text, lately)


def _empty(turn: Turn) -> None:
    come_back(turn)


def context_of(turn: Turn) -> Context:
    """Return what hearing needs to know."""
    state = turn.state
    prompt = state.prompt
    return Context(
        facts=state.facts,
        brief=state.brief,
        asking=prompt.slot if prompt else None,
        options=prompt.options if prompt else (),
        has_model=any(r.status == "done" for r in state.rounds),
        previous=state.query,
    )


def _is_file(turn: Turn, text: str) -> bool:
    prompt = turn.state.prompt
    asked = prompt is not None and prompt.question == "file"
    scoring = prompt is not None and prompt.question == "score"
    if scoring and understand(text, Context()).outcome != "understood":
        deliver(turn, "predictions", table=text)
        ask_next_step(turn)
        return True
    if not asked or not (_PATH.match(text) or text in turn.state.tables):
        return False
    read(turn, text)
    return True


_NOTICED = re.compile(
    r"\bwhat (?:else )?(?:did|do|have) you (?:notice|see|find|spot)\w*\b|\bwhat(?:'s| is) (?:odd|"
    r"wrong) (?:with|about|in) (?:it|the (?:table|data|file))\b",
    re.IGNORECASE,
)


def _noticed(turn: Turn, text: str) -> bool:
    facts = turn.state.facts
    if facts is None or not _NOTICED.search(text):
        return False
    lines = ["• " + told(turn, s) for s in turn.state.suspicions]
    turn.tell("\n".join(lines) or say("look.nothing_more"), "look.all")
    return True


_BEFORE = re.compile(
    r"^\W*(?:y|ye[sp]|yeah|yup|sure|it is|known before|before)\b(?!.*\b(?:later|after)\b)",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"^\W*(?:n|no+|nope|nah)\b|\b(?:later|after(?:wards)?|not (?:yet )?known|only known|"
    r"leave (?:it|them|that) out|drop (?:it|them|that))\b",
    re.IGNORECASE,
)


def _about_leak(turn: Turn, text: str) -> bool:
    """Take the answer to 'is it known before?'; a mere 'go' is none."""
    prompt = turn.state.prompt
    if prompt is None or prompt.question != "leak" or text.isdigit():
        return False
    later, before = _LATER.search(text), _BEFORE.search(text)
    if not later and not before:
        return False
    leak_answered(turn, keep=not later)
    go_on(turn)
    return True


@cache
def _deliveries() -> Mapping[str, list[re.Pattern[str]]]:
    text = files("dialogs").joinpath("policy/delivering.toml").read_text("utf-8")
    return {
        kind: [re.compile(p, re.IGNORECASE) for p in forms]
        for kind, forms in tomllib.loads(text).items()
    }


def _is_delivery(turn: Turn, text: str) -> bool:
    if turn.state.facts is None or not turn.state.rounds:
        return False
    for kind, forms in _deliveries().items():
        match = next((m for p in forms if (m := p.search(text))), None)
        if match is None:
            continue
        table = match.groupdict().get("path") or ""
        deliver(turn, kind, table=table)
        come_back(turn)
        return True
    return False


def act_on(
    turn: Turn, found: Understanding, text: str, lately: tuple[str, ...] = ()
) -> None:
    """Do what a message was understood as."""
    best = found.best
    if best is not None and best.brief:
        growing.note(turn, text, "used", lately)
    elif best is not None and best.acts[0] == "ask_what":
        growing.note(turn, text, "asked", lately)
    if found.outcome == "not_understood" or best is None:
        not_understood(turn, text)
    elif found.outcome == "clarify":
        _clarify(turn, found)
    elif best.chosen is not None and turn.state.prompt is not None:
        choose(turn, turn.state.prompt, best.chosen)
    else:
        _perform(turn, best)


def _perform(turn: Turn, reading: Reading) -> None:
    if reading.brief:
        _inform(turn, reading)
        return
    act = reading.acts[0]
    _ACTS.get(act, _out_of_scope)(turn, reading)


def _inform(turn: Turn, reading: Reading) -> None:
    state = turn.state
    changed = fill(turn, reading.brief, raw=reading.spans)
    growing.opened_by_name(turn, tuple(reading.brief))
    if state.phase == Phase.SEARCHING:
        turn.say("search.queued")
        return
    if not changed:
        turn.say("noted", what=slots_text(reading.brief))
    rest = [a for a in reading.acts[1:] if a in _ACTS]
    if "round" in reading.acts or (state.phase == Phase.RESULT and changed):
        _another_round(turn)
    elif rest and rest[0] == "ask_why":
        _tell_why(turn, reading)
        go_on(turn)
    elif rest:
        _ACTS[rest[0]](turn, reading)
    else:
        go_on(turn)


def _another_round(turn: Turn) -> None:
    if not turn.state.rounds:
        turn.say("round.first")
        go_on(turn)
        return
    turn.set(phase=Phase.TALKING)
    go_on(turn)


def _clarify(turn: Turn, found: Understanding) -> None:
    readings = tuple(dict(r.brief) for r in found.readings if r.brief)
    if not readings:
        not_understood(turn, "")
        return
    offers = [
        Option(str(i), readback(r, turn.state.facts).rstrip("."))
        for i, r in enumerate(r for r in found.readings if r.brief)
    ]
    offers.append(Option("none", say("clarify.none")))
    best = found.readings[0]
    if len(readings) == 1 and best.unused:
        text = say("clarify.unused", turn.state.level,
                   what=slots_text(best.brief), unused=", ".join(best.unused))  # fmt: skip
    else:
        text = say("clarify", turn.state.level)
    turn.set(readings=readings)
    turn.ask(text, turn.new_prompt("clarify", options=tuple(offers)))


# --- the repair ladder --------------------------------------------------------------


def not_understood(turn: Turn, text: str) -> None:
    """Climb the ladder: a hint, choices, a narrower question, a safe default."""
    prompt = turn.state.prompt
    if _foreign(text):
        turn.say("foreign")
    if prompt is None:
        _without_question(turn)
        return
    rung = prompt.rung + 1
    asked = question(prompt.question)
    if asked is None:
        turn.say("rung.1", hint=hint(turn, prompt))
        come_back(turn)
        return
    if rung >= FINAL_RUNG and default_for(prompt.question, turn.state) is not None:
        leave_to_tandem(turn, Source.ASSUMED)
        return
    if rung >= FINAL_RUNG:
        turn.say("rung.stuck", hint=hint(turn, prompt))
    elif rung == 1 or not prompt.options:
        turn.say("rung.1", hint=hint(turn, prompt))
    else:
        turn.say("rung.2" if rung == 2 else "rung.3")
    put(turn, asked, short=True, rung=min(rung, FINAL_RUNG))


def _without_question(turn: Turn) -> None:
    turn.say("rung.1", hint=say("help.always", turn.state.level))
    if turn.state.phase not in (Phase.SEARCHING, Phase.READING):
        go_on(turn)


def _foreign(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    strange = [c for c in letters if not c.isascii()]
    return len(letters) >= 6 and len(strange) > len(letters) / 2


# --- acts ---------------------------------------------------------------------------


def _undo(turn: Turn, _: Reading) -> None:
    take_back(turn)
    if turn.state.phase == Phase.RESULT:
        come_back(turn)
    else:
        go_on(turn)


def _revisit(turn: Turn, reading: Reading) -> None:
    slot = reading.slots[0] if reading.slots else ""
    asked = question_for(slot)
    if asked is None:
        names = ", ".join(label(s).lower() for s in turn.state.brief)
        turn.say("unknown_slot", what=names or "the file")
        come_back(turn)
        return
    if turn.state.phase == Phase.RESULT:
        turn.set(phase=Phase.TALKING)
    if slot == "success.objective":
        _forget_measure(turn)
        go_on(turn)
        return
    turn.say("revisit", what=label(slot).lower())
    put(turn, asked)


def _forget_measure(turn: Turn) -> None:
    gone = [
        s for s in turn.state.brief if s.startswith("success.") or s == "goal.action"
    ]
    turn.state = turn.state.remembering("the measure")
    turn.set(
        brief=turn.state.brief.without(*gone),
        done=tuple(d for d in turn.state.done if d not in ("capacity", "action")),
    )
    turn.brief_changed(tuple(gone))


def _why(turn: Turn, reading: Reading) -> None:
    _tell_why(turn, reading)
    come_back(turn)


def _tell_why(turn: Turn, reading: Reading) -> None:
    slot = reading.slots[0] if reading.slots else None
    prompt = turn.state.prompt
    asked = question_for(slot) if slot else None
    if asked is None and prompt is not None:
        asked = question(prompt.question)
    if asked is None:
        turn.say("why.none")
    else:
        turn.tell(words_of(asked, turn.state, "why"), "why")


def _how(turn: Turn, _: Reading) -> None:
    lines = []
    for slot, value in turn.state.brief.values.items():
        if value.raw:
            lines.append(say("how.line", label=label(slot), raw=value.raw))
        elif value.why:
            lines.append(say("how.line_source", label=label(slot), source=value.why))
    turn.tell("\n".join(lines) if lines else say("how.none"), "how")
    come_back(turn)


def _what(turn: Turn, reading: Reading) -> None:
    found = explain(reading.term, Level(turn.state.level))
    if found is not None:
        turn.tell(found, "glossary")
    elif turn.state.facts is not None and _column_note(turn, reading.term):
        return
    else:
        turn.say("what.unknown", term=reading.term[:60])
    come_back(turn)


def _column_note(turn: Turn, term: str) -> bool:
    from ..hearing.naming import column_for

    facts = turn.state.facts
    column = column_for(term, facts) if facts else None
    if column is None:
        return False
    ask_model(turn, {"rows": None, "do": [
        {"op": "statistic", "column": column, "of": "values"}]})  # fmt: skip
    return True


def _summary(turn: Turn, _: Reading) -> None:
    brief = turn.state.brief
    lines = [
        say("summary.line", label=label(slot), source=source(str(brief.source(slot))),
            value=value_text(slot, brief.get(slot)))
        for slot in slots() if slot in brief and slot != "table.repairs"
    ]  # fmt: skip
    head = say("summary.head" if lines else "summary.empty")
    turn.tell("\n".join([head, *lines]), "summary")
    come_back(turn)


def _help(turn: Turn, _: Reading) -> None:
    prompt = turn.state.prompt
    asked = question(prompt.question) if prompt else None
    if asked is None or asked.id == "file":
        turn.say("open.what")
    else:
        turn.tell(words_of(asked, turn.state, "why"), "help")
        turn.say("help.example", example=asked.example)
        turn.say("help.always")
    come_back(turn)


def _repeat(turn: Turn, _: Reading) -> None:
    said = turn.state.said
    if said:
        turn.tell(said[-1], "repeat")
    prompt = turn.state.prompt
    if prompt is not None:
        put_again(turn, prompt)


def _simpler(turn: Turn, _: Reading) -> None:
    turn.set(level=Level.PLAIN)
    turn.say("level.simpler")
    prompt = turn.state.prompt
    asked = question(prompt.question) if prompt else None
    if asked is not None:
        turn.tell(words_of(asked, turn.state, "why"), "simpler")
    come_back(turn)


def _more(turn: Turn, _: Reading) -> None:
    ladder = {Level.PLAIN: Level.NAMED}
    turn.set(level=ladder.get(turn.state.level, Level.TECHNICAL))
    turn.say("level.more")
    facts = turn.state.facts
    if (
        facts is not None
        and turn.state.prompt
        and turn.state.prompt.question == "repairs"
    ):
        turn.tell("\n".join("• " + told(turn, s) for s in facts.suspicions), "look.all")
    come_back(turn)


def _stop(turn: Turn, _: Reading) -> None:
    if turn.state.phase == Phase.SEARCHING:
        turn.say("stop.search")
        turn.do(StopSearch(turn.request()))
        return
    turn.say("bye")
    turn.do(Leave())


def _restart(turn: Turn, _: Reading) -> None:
    from ..state import State

    state = turn.state
    kept = State(
        turn=state.turn, asked=state.asked, request=state.request, rounds=state.rounds,
        earlier=state.earlier, tables=state.tables, demo=state.demo, level=state.level,
    )  # fmt: skip
    turn.state = kept.remembering("everything")
    turn.brief_changed(tuple(state.brief))
    turn.say("restart.done")
    go_on(turn)


def _delegate(turn: Turn, _: Reading) -> None:
    leave_to_tandem(turn, Source.DELEGATED)


def _unsure(turn: Turn, _: Reading) -> None:
    leave_to_tandem(turn, Source.ASSUMED)


def _affirm(turn: Turn, _: Reading) -> None:
    prompt = turn.state.prompt
    if prompt is None:
        go_on(turn)
    elif prompt.question == "confirm":
        start_search(turn)
    elif prompt.question == "repairs":
        repairs_answered(turn, accepted=True)
        go_on(turn)
    elif prompt.question == "clarify":
        choose(turn, prompt, "0")
    elif prompt.question in _YES:
        choose(turn, prompt, _YES[prompt.question])
    else:
        not_understood(turn, "")


def _deny(turn: Turn, _: Reading) -> None:
    prompt = turn.state.prompt
    if prompt is None:
        go_on(turn)
    elif prompt.question == "repairs":
        repairs_answered(turn, accepted=False)
        go_on(turn)
    elif prompt.question == "clarify":
        choose(turn, prompt, "none")
    elif prompt.question == "confirm":
        choose(turn, prompt, "change")
    elif prompt.question in _NO:
        choose(turn, prompt, _NO[prompt.question])
    elif prompt.question in ("drivers", "capacity"):
        leave_to_tandem(turn, Source.SAID)
    else:
        not_understood(turn, "")


_YES = {"split": "later", "readable": "readable"}
_NO = {"split": "mixed", "readable": "reasons"}


def _query(turn: Turn, reading: Reading) -> None:
    if turn.state.facts is None:
        turn.say("no_table")
        come_back(turn)
        return
    ask_model(turn, dict(reading.query or {}))


def _round(turn: Turn, _: Reading) -> None:
    _another_round(turn)


def _out_of_scope(turn: Turn, _: Reading) -> None:
    turn.say("out_of_scope")
    come_back(turn)


_ACTS: Mapping[str, Callable[[Turn, Reading], None]] = {
    "undo": _undo,
    "revisit": _revisit,
    "ask_why": _why,
    "ask_how": _how,
    "ask_what": _what,
    "summary": _summary,
    "help": _help,
    "repeat": _repeat,
    "simpler": _simpler,
    "more_detail": _more,
    "stop": _stop,
    "restart": _restart,
    "delegate": _delegate,
    "unsure": _unsure,
    "affirm": _affirm,
    "deny": _deny,
    "query": _query,
    "round": _round,
    "out_of_scope": _out_of_scope,
}

__all__ = ["act_on", "context_of", "not_understood", "take_text"]
