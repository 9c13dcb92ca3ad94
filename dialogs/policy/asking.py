"""Asking the next question, and coming back to the open one."""

from __future__ import annotations

from ..agenda import Question, next_question, open_leak, question, raised
from ..compiling import compile_constraints
from ..constraints import Constraints, Missing
from ..message import Level, Option, Say
from ..oddities import open_about
from ..offering import cost_words, options_of, row_word, words_of
from ..state import Phase, Prompt
from ..suspicions import sentence
from ..words import label, option, say
from .completing import UNSUPPORTED
from .questioning import raise_trap
from .readback import read_back
from .turn import Turn

WAITING = (Phase.READING, Phase.SEARCHING)

NARROW_RUNG = 3
"""From this rung on a question is asked in its narrower form."""


STANDING = ("leak", "oddity")
"""Questions that begin with what was found: said once, while they stand open."""

REPEATED = (
    "card",
    "clarify",
    "trap",
    "another_table",
    "kinds",
    "period",
    "period_rows",
    "nudge",
)


def go_on(turn: Turn) -> None:
    """Ask the next question, or wait where work is under way."""
    state = turn.state
    if state.phase in WAITING:
        turn.set(prompt=None)
        if not any(isinstance(m, Say) for m in turn.messages) and not turn.actions:
            searching = state.phase == Phase.SEARCHING
            turn.say("search.on" if searching else "reading.on")
        return
    if state.phase == Phase.RESULT:
        ask_next_step(turn)
        return
    if raise_trap(turn):
        return
    asked = next_question(state)
    if asked.id == "confirm" and state.facts is not None and not turn.holding:
        found = compile_constraints(state.brief, state.facts, state.probes)
        if isinstance(found, Missing):
            _mend(turn, found)
            asked = next_question(turn.state)
        else:
            read_back(turn, found)
    put(turn, asked)


def _mend(turn: Turn, lacking: Missing) -> None:
    """Open again what does not fit together, and say why.

    All questions are answered and yet no search can be made of the answers: a measure
    that suits another kind of target, for example. The odd answer goes, not the person.
    """
    for slot, why in lacking.slots.items():
        if turn.state.brief.get(slot) in UNSUPPORTED:
            turn.say(f"unsupported.{turn.state.brief.get(slot)}")
        elif slot == "success.objective":
            turn.say("mend.measure")
        elif slot == "success.cost_matrix":
            # What is done with the answer changes nothing here: only the price does.
            turn.say("mend.cost_matrix", example=_mix_up(turn))
            turn.set(done=(*turn.state.done, "action"))
        else:
            turn.say("mend", what=label(slot).lower(), why=why)
        section = slot.split(".")[0]
        whole = section == "success" or slot == "goal.task"
        gone = [s for s in turn.state.brief
                if s == slot or (whole and s.startswith("success."))]  # fmt: skip
        turn.set(brief=turn.state.brief.without(*gone))
        turn.brief_changed(tuple(gone))


def _mix_up(turn: Turn) -> str:
    """Return how the price of one mix-up may be said, with two of the outcomes."""
    facts, target = turn.state.facts, turn.state.brief.get("table.target")
    column = facts.column(str(target)) if facts else None
    values = column.values if column else ()
    if len(values) < 2:
        return ""
    return say("mend.mix_up", turn.state.level, a=values[1], b=values[0])


def put(
    turn: Turn, asked: Question, short: bool = False, rung: int = 0, about: str = ""
) -> None:
    """Ask one question.

    Parameters
    ----------
    turn : Turn
    asked : Question
    short : bool
        Whether it was asked before: then in its short form.
    rung : int
        How often in a row it was not answered.
    about : str
        What the prompt is about: a proposed column.
    """
    leak = open_leak(turn.state) if asked.id == "leak" else None
    short = short or _stands_open(turn, asked)
    guess = about or _guess_standing(turn, asked)
    if asked.id == "target" and guess:
        propose(turn, guess, "target.stands", rung)
        return
    if leak is not None and not short:
        text = sentence(leak, Level(turn.state.level))
        repairs = turn.state.brief.get("table.repairs", {})
        before = any(s.id in repairs for s in turn.state.probes if s.severity >= 3)
        turn.say("probe.leak_more" if before else "probe.leak", sentence=text)
    oddity = open_about(turn.state, asked.id)
    if oddity is not None and not short and oddity not in raised(turn.state):
        turn.tell(sentence(oddity, Level(turn.state.level)), "oddity")
    leak = leak or oddity
    prompt = turn.new_prompt(
        asked.id,
        slot=asked.slot or None,
        options=options_of(asked, turn.state),
        rung=rung,
        about=leak.id if leak else about,
    )
    narrow = short and rung >= NARROW_RUNG and bool(asked.narrow)
    text = words_of(
        asked, turn.state, "narrow" if narrow else "short" if short else "say"
    )
    if short:
        text = say("short", turn.state.level, turn.state.turn, question=text)
    elif asked.hint:
        text += cost_words(turn.state, asked)
    turn.ask(text, prompt)


def _guess_standing(turn: Turn, asked: Question) -> str:
    """Return the column that was guessed and neither taken nor refused since."""
    prompt = turn.state.prompt
    open_ = prompt is not None and prompt.question == asked.id == "target"
    return prompt.about if open_ and prompt is not None else ""


def propose(
    turn: Turn, column: str, key: str = "target.proposal", rung: int = 0
) -> None:
    """Name a likely target; only a yes makes it the target."""
    asked = question("target")
    if asked is None:
        return
    offers = options_of(asked, turn.state)
    prompt = turn.new_prompt(
        asked.id, slot=asked.slot, options=offers, rung=rung, about=column
    )
    turn.ask(say(key, turn.state.level, turn.state.turn, column=column), prompt)


def _stands_open(turn: Turn, asked: Question) -> bool:
    """Return whether this very question, about the same column, was just asked."""
    prompt = turn.state.prompt
    if prompt is None or prompt.question != asked.id or asked.id not in STANDING:
        return False
    found = open_leak(turn.state) if asked.id == "leak" else None
    found = found or open_about(turn.state, asked.id)
    return found is not None and prompt.about == found.id


def come_back(turn: Turn) -> None:
    """Return to the open question in its short form."""
    prompt = turn.state.prompt
    if turn.state.phase in WAITING:
        return
    asked = question(prompt.question) if prompt else None
    if asked is not None and prompt is not None:
        put(turn, asked, short=True, about=prompt.about if asked.id == "target" else "")
    elif prompt is not None and prompt.question in REPEATED:
        # A card, a reading or a wish in question: the same choices again.
        again = turn.new_prompt(
            prompt.question, slot=prompt.slot, options=prompt.options,
            rung=prompt.rung, about=prompt.about,
        )  # fmt: skip
        turn.ask(say("rung.pick", turn.state.level, turn.state.turn), again)
    elif turn.state.phase == Phase.RESULT:
        ask_next_step(turn)
    else:
        go_on(turn)


def next_step(turn: Turn) -> Prompt:
    """Return the question what to do with a result."""
    names = (
        "why_one",
        "where_wrong",
        "what_matters",
        "score_file",
        "report",
        "another",
    )
    offers = tuple(Option(name, option(name)) for name in names)
    return turn.new_prompt("next", options=offers)


def ask_next_step(turn: Turn) -> None:
    """Offer what can be done with a result."""
    turn.ask(say("result.next", turn.state.level), next_step(turn))


def compiled(turn: Turn) -> Constraints | None:
    """Return the Constraints, or None while something is lacking."""
    state = turn.state
    if state.facts is None:
        return None
    found = compile_constraints(state.brief, state.facts, state.probes)
    return found if isinstance(found, Constraints) else None


def describe_table(turn: Turn) -> None:
    """Say in a few sentences what the table holds and what is odd about it."""
    state = turn.state
    if state.facts is None:
        return
    first = say(
        "look.head", state.level, rows=f"{state.facts.rows:,}",
        columns=len(state.facts.columns),
    )  # fmt: skip
    word, names = row_word(state)
    if names:
        key = "look.rows_id" if word == "row" else "look.rows_are"
        first += " " + say(key, state.level, row=word, id=names[0])
    odd = [s for s in raised(state) if s.kind != "id" or s.columns[0] not in names[:1]]
    if not odd:
        turn.tell(f"{first} {say('look.clean', state.level)}", "look")
        return
    head = "look.odd_one" if len(odd) == 1 else "look.odd"
    count = say(f"look.count_{len(odd)}")
    lines = [f"{first} {say(head, state.level, n=count)}"]
    lines += ["• " + told(turn, s) for s in odd]
    rest = len([s for s in state.facts.suspicions if s not in odd and s.kind != "id"])
    if rest:
        key = "look.more_one" if rest == 1 else "look.more"
        lines.append(say(key, state.level, n=rest))
    turn.tell("\n".join(lines), "look")


def told(turn: Turn, suspicion: object) -> str:
    """Return an oddity and what is proposed, as one text."""
    from ..facts import Suspicion
    from ..suspicions import offer

    if not isinstance(suspicion, Suspicion):
        return ""
    text = sentence(suspicion, Level(turn.state.level))
    proposal = offer(suspicion)
    if proposal and suspicion.default and suspicion.repair not in ("ignore", "keep"):
        text += " " + say("look.suggest", turn.state.level, offer=proposal)
    return text
