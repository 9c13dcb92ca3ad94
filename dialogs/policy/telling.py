"""Telling what is asked about the conversation itself: why, how, what is, summary."""

from __future__ import annotations

import re

from ..agenda import Question, next_question, question, question_for, raised
from ..compiling import compile_constraints
from ..constraints import Constraints
from ..glossary import explain
from ..hearing import Reading
from ..hearing.teaching import lesson_of
from ..message import Level
from ..offering import words_of
from ..schema import slots
from ..state import Phase, Prompt
from ..words import label, say, source, value_text
from . import growing
from .asking import ask_next_step, come_back, put, told
from .effects import effects
from .forms import form
from .querying import figure_of
from .rounds import go_again, in_words
from .settling import ask_model, put_again
from .turn import Turn


def why(turn: Turn, reading: Reading) -> None:
    """Answer 'why do you ask?' and come back to the question."""
    tell_why(turn, reading, turn.state.prompt)
    come_back(turn)


def tell_why(turn: Turn, reading: Reading, prompt: Prompt | None) -> None:
    """Tell what a question is for, and what the answers would change."""
    slot = reading.slots[0] if reading.slots else None
    asked = question_for(slot or "")
    if slot and slot in turn.state.brief and _why_value(turn, slot):
        return
    if asked is None and prompt is not None:
        asked = question(prompt.question)
    if (
        prompt is not None
        and prompt.question in ("card", "trap", "clarify")
        and slot is None
    ):
        turn.say(f"why.{prompt.question}")
    elif asked is None:
        turn.say("why.search" if turn.state.phase == Phase.SEARCHING else "why.none")
    else:
        _reasons(turn, asked)


def _reasons(turn: Turn, asked: Question) -> None:
    lines = [*_evidence(turn), words_of(asked, turn.state, "why")]
    if asked.goal:
        lines[-1] += " " + say("why.chain", turn.state.level, goal=asked.goal)
    found = effects(turn.state, asked)
    if len(found) > 1:
        lines.append(say("why.effects", turn.state.level))
        lines += [say("why.effect", answer=a, then=t) for a, t in found]
    turn.tell("\n".join(lines), "why")


_MEASURES = {"auc": "why.ranks", "r2": "why.follows"}


def _evidence(turn: Turn) -> list[str]:
    """Return what a suspicion that is asked about rests on, as a sentence."""
    prompt = turn.state.prompt
    about = prompt.about if prompt else ""
    found = next((s for s in turn.state.probes if s.id == about), None)
    score = found.data.get("score") if found else None
    key = _MEASURES.get(str(found.data.get("measure"))) if found else None
    if found is None or key is None or not isinstance(score, int | float):
        return []
    share = f"{100 * score:.3g}"
    return [say(key, turn.state.level, column=found.columns[0], score=share)]


DOUBTED = ("leak", "oddity")
"""Questions at which "how do you know?" asks for the evidence."""


def _why_value(turn: Turn, slot: str) -> bool:
    """Tell where a value came from, where one is asked about that is settled."""
    value = turn.state.brief.values[slot]
    if value.why:
        turn.say("why.assumed", label=label(slot), value=value_text(slot, value.v),
                 why=value.why)  # fmt: skip
        return True
    return False


def how(turn: Turn, _: Reading) -> None:
    """Tell which words led to which setting, and what follows from the table."""
    state = turn.state
    if state.prompt is not None and state.prompt.question in DOUBTED:
        tell_why(turn, Reading(("ask_why",)), state.prompt)
        come_back(turn)
        return
    lines = []
    for slot, value in state.brief.values.items():
        shown = value_text(slot, value.v)
        if slot == "table.repairs":
            continue
        name = label(slot)
        if value.raw:
            lines.append(say("how.line", label=name, value=shown, raw=value.raw))
        else:
            reason = value.why or source(str(value.source)) + "."
            lines.append(say("how.line_source", label=name, value=shown, source=reason))
    lines += [say("how.reason", text=text) for text in _compiled_reasons(turn)]
    head = say("how.head" if lines else "how.none")
    turn.tell("\n".join([head, *lines]), "how")
    come_back(turn)


def _compiled_reasons(turn: Turn) -> list[str]:
    state = turn.state
    if state.facts is None:
        return []
    found = compile_constraints(state.brief, state.facts, state.probes)
    return list(found.reasons.values()) if isinstance(found, Constraints) else []


def what(turn: Turn, reading: Reading) -> None:
    """Answer 'what does X mean': the glossary, else the person's own column."""
    if _POINTS.fullmatch(reading.term):
        simpler(turn, reading)  # "what's that mean?" is asked of what was just said
        return
    found = explain(reading.term, Level(turn.state.level))
    if found is not None:
        turn.tell(found, "glossary")
        lesson = lesson_of(reading.term)
        if lesson is not None and any(r.status == "done" for r in turn.state.rounds):
            turn.say("what.shown", term=lesson)
        figure_of(turn, reading.term)
    elif turn.state.facts is not None and _column_note(turn, reading.term):
        return
    else:
        turn.say("what.unknown", term=reading.term[:60])
    come_back(turn)


_POINTS = re.compile(
    r"\W*(?:(?:and|so|but) )?(?:what(?:'s| is| does| do)? ?)?(?:this|that|it|these|those|all that|you)?"
    r" ?(?:supposed to )?(?:meant?|means|meaning)\W*", re.IGNORECASE,
)  # fmt: skip
"""A question for a meaning that names nothing."""


def _column_note(turn: Turn, term: str) -> bool:
    from ..hearing.naming import column_for

    facts = turn.state.facts
    column = column_for(term, facts) if facts else None
    if column is None:
        return False
    query = {"op": "statistic", "column": column, "of": "values"}
    ask_model(turn, {"rows": None, "do": [query]})
    return True


def summary(turn: Turn, _: Reading) -> None:
    """Tell all that is known, who said it, and what is still open."""
    state = turn.state
    brief = state.brief
    lines = [
        say("summary.line", label=label(slot), source=source(str(brief.source(slot))),
            value=value_text(slot, brief.get(slot)))
        for slot in slots() if slot in brief and slot != "table.repairs"
    ]  # fmt: skip
    head = say("summary.head" if lines else "summary.empty")
    if state.phase == Phase.TALKING:
        asked = next_question(state)
        if asked.slot:
            several = asked.slot == "table.repairs"  # several questions share it
            what = asked.goal if several else label(asked.slot).lower()
            lines.append(say("summary.open", what=what))
    if state.phase == Phase.SEARCHING and state.best:
        lines.append(say("search.progress", best=state.best))
    lines += _rounds(turn)
    turn.tell("\n".join([head, *lines]), "summary")
    come_back(turn)


def _rounds(turn: Turn) -> list[str]:
    lines = []
    for note in turn.state.rounds:
        if note.status == "done" and note.objective.get("value") is not None:
            what = in_words(note.objective)
            lines.append(say("summary.round", n=note.round, what=what))
    return lines


def help_(turn: Turn, _: Reading) -> None:
    """Help with the open question: what it is, an example, what else one can say."""
    prompt = turn.state.prompt
    asked = question(prompt.question) if prompt else None
    if turn.state.phase == Phase.RESULT:
        turn.say("help.result")
    elif turn.state.phase == Phase.SEARCHING:
        turn.say("help.searching")
    elif asked is None or asked.id == "file" or form("telling.can").search(turn.text):
        turn.say("open.what")
    else:
        turn.tell(words_of(asked, turn.state, "why"), "help")
        turn.say("help.example", example=asked.example)
        turn.say("help.always")
    come_back(turn)


def repeat(turn: Turn, _: Reading) -> None:
    """Say the last thing again."""
    if turn.state.phase == Phase.RESULT and form("rounds.again").match(turn.text):
        go_again(turn)  # as it was said: "“again” learns from it as it is now"
        return
    said, prompt = turn.state.said, turn.state.prompt
    if said and prompt is not None and said[-1].rstrip().endswith("?"):
        again = turn.new_prompt(
            prompt.question, slot=prompt.slot, options=prompt.options,
            rung=prompt.rung, about=prompt.about,
        )  # fmt: skip
        turn.ask(said[-1], again)
        return
    if said:
        turn.tell(said[-1], "repeat")
    else:
        turn.say("repeat.none")
    if prompt is not None:
        put_again(turn, prompt)


def simpler(turn: Turn, _: Reading) -> None:
    """Speak plainer, and say the open question another way."""
    turn.set(level=Level.PLAIN)
    turn.say("level.simpler")
    prompt = turn.state.prompt
    asked = question(prompt.question) if prompt else None
    growing.heard_again(turn, "simpler", asked.concepts if asked else ())
    if asked is not None:
        turn.tell(words_of(asked, turn.state, "why"), "simpler")
        turn.say("help.example", example=asked.example)
    come_back(turn)


def more(turn: Turn, _: Reading) -> None:
    """Speak more technically, and say the open question at that level."""
    ladder = {Level.PLAIN: Level.NAMED}
    turn.set(level=ladder.get(turn.state.level, Level.TECHNICAL))
    turn.say("level.more")
    facts, prompt = turn.state.facts, turn.state.prompt
    if facts is not None and prompt and prompt.question == "repairs":
        turn.tell("\n".join("• " + told(turn, s) for s in facts.suspicions), "look.all")
    asked = question(prompt.question) if prompt else None
    growing.heard_again(turn, "detail", asked.concepts if asked else ())
    if asked is not None and turn.state.phase == Phase.TALKING:
        put(turn, asked)
    else:
        come_back(turn)


# --- what one can see ---------------------------------------------------------------


def noticed(turn: Turn, text: str) -> bool:
    """List everything odd about the table, where that is asked for."""
    if turn.state.facts is None or not form("telling.noticed").search(text):
        return False
    odd = turn.state.suspicions
    if form("telling.besides").search(text):  # what was told is not told again
        odd = tuple(s for s in odd if s not in raised(turn.state))
    lines = ["• " + told(turn, s) for s in odd]
    turn.tell("\n".join(lines) or say("look.nothing_more"), "look.all")
    come_back(turn)
    return True


def so_far(turn: Turn, text: str) -> bool:
    """Tell how a search goes, where that is asked for while it runs."""
    if turn.state.phase != Phase.SEARCHING or not form("telling.so_far").match(text):
        return False
    if turn.state.best:
        turn.say("search.progress", best=turn.state.best)
    else:
        turn.say("search.nothing_yet")
    return True


__all__ = [
    "ask_next_step", "help_", "how", "more", "noticed", "repeat", "simpler", "so_far",
    "summary", "tell_why", "what", "why",
]  # fmt: skip
