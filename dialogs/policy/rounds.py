"""Another round: with a search, or deciding again with the model there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..brief import Brief
from ..events import Redecide
from ..message import Option
from ..state import Phase, Prompt, RoundNote
from ..words import clauses, label, option, say
from .asking import ask_next_step, come_back, go_on, next_step
from .delivering import last_done
from .filling import fill, take_back
from .forms import form
from .questioning import raise_trap
from .turn import Turn

DECIDING = (
    "success.miss_cost", "success.false_alarm_cost", "success.hit_cost",
    "success.pass_cost", "success.review_cost", "success.k", "success.per",
    "success.share", "success.recall", "success.precision", "success.fpr",
    "success.require", "success.target_value", "search.threshold",
)  # fmt: skip
"""Slots that change what is done about an answer, not the answer."""

DECISIONS = frozenset({
    "expected_cost", "precision_at_recall", "recall_at_precision", "recall_at_fpr",
    "precision_at_k",
})  # fmt: skip
"""Objectives that are reached by drawing the line through calibrated chances."""

TALKED = ("goal.action", "goal.domain", "table.row", "expectations.drivers",
          "expectations.value", "goal.purpose", "limits.seconds")  # fmt: skip
"""Slots whose change makes no other model."""

STEPS = ("why_one", "where_wrong", "what_matters", "score_file", "report", "another")


def note_of(turn: Turn, number: int) -> RoundNote | None:
    """Return what is known of a round."""
    return next((r for r in turn.state.rounds if r.round == number), None)


def difference(one: Mapping[str, Any], two: Mapping[str, Any]) -> dict[str, Any]:
    """Return the slots in which two briefs differ, with the second one's values."""
    first, second = Brief.from_dict(one), Brief.from_dict(two)
    slots = sorted(s for s in {*first, *second} if first.get(s) != second.get(s))
    return {s: second.get(s) for s in slots}


def since_last(turn: Turn) -> dict[str, Any]:
    """Return what the person changed since the last finished round."""
    note = note_of(turn, last_done(turn))
    return difference(note.brief, turn.nested()) if note else {}


def go_again(turn: Turn) -> None:
    """Take what changed into another round, by the shortest way."""
    if not last_done(turn):
        turn.say("round.first" if not turn.state.rounds else "round.none_done")
        turn.set(phase=Phase.TALKING)
        go_on(turn)
        return
    changed = since_last(turn)
    if changed and _only_deciding(turn, changed):
        if not raise_trap(turn):
            redecide(turn, since_last(turn))
        return
    turn.set(phase=Phase.TALKING)
    go_on(turn)


def after_change(
    turn: Turn, changed: bool, onwards: Callable[[Turn], None] = go_on
) -> None:
    """Go on after a word on the brief: a search that runs goes on as it was agreed."""
    if turn.state.phase == Phase.SEARCHING:
        turn.say("search.queued")
    elif turn.state.phase == Phase.RESULT and changed:
        go_again(turn)
    else:
        onwards(turn)


def carry_on(turn: Turn) -> None:
    """Go on after an answer: into another round where a result is waiting for it."""
    if turn.state.phase == Phase.RESULT and since_last(turn):
        go_again(turn)
    else:
        go_on(turn)


def _only_deciding(turn: Turn, changed: Mapping[str, Any]) -> bool:
    note = note_of(turn, last_done(turn))
    before = Brief.from_dict(note.brief).get("success.objective") if note else None
    # Models are ranked by their chances under each of these: only the line moves.
    same = {before, changed.get("success.objective", before)} <= DECISIONS
    free = (*TALKED, "success.objective") if same else TALKED
    moved = [s for s in changed if s not in TALKED]
    return bool(moved) and all(s in DECIDING or s in free for s in moved)


def redecide(turn: Turn, changed: Mapping[str, Any], key: str = "redecide") -> None:
    """Decide again under a changed contract: no search is needed."""
    number = len(turn.state.rounds) + 1
    note = RoundNote(number, "running", turn.nested())
    base = last_done(turn)
    turn.set(rounds=(*turn.state.rounds, note), prompt=None, round=number)
    turn.say(key, what=_told(changed))
    turn.do(
        Redecide(turn.request(), number, turn.nested(), base, str(turn.state.level))
    )


def _told(changed: Mapping[str, Any]) -> str:
    values = {s: v for s, v in changed.items() if v is not None}
    gone = [label(s).lower() for s, v in changed.items() if v is None]
    parts = [clauses(values)] if values else []
    return "; ".join([*parts, *(f"{name}: no longer" for name in gone)])


def compare(turn: Turn, note: RoundNote) -> None:
    """Set a round beside the one before."""
    done = [r for r in turn.state.rounds if r.status == "done" and r.round < note.round]
    if not done:
        return
    before = done[-1]
    changed = difference(before.brief, note.brief)
    same = before.objective.get("name") == note.objective.get("name")
    one, two = before.objective.get("value"), note.objective.get("value")
    if not (same and isinstance(one, int | float) and isinstance(two, int | float)):
        turn.say("round.other_measure", changed=_told(changed) or "nothing")
    elif set(changed) & {s for s in DECIDING if s.endswith("_cost")}:
        # Costs counted in other prices cannot be set side by side.
        turn.say("round.other_prices", changed=_told(changed))
    else:
        turn.say(
            "round.compare", before=in_words(before.objective),
            now=in_words(note.objective), changed=_told(changed) or "nothing",
            verdict=say(_verdict(before.objective, note.objective), turn.state.level),
        )  # fmt: skip


def in_words(objective: Mapping[str, Any]) -> str:
    """Return what a round reached, as a clause; its bare number where no more is known."""
    if objective.get("words"):
        return str(objective["words"])
    name = str(objective.get("name", "")).replace("_", " ")
    return f"{name} {objective.get('value', 0):.4g}"


def _verdict(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Return the key of what two rounds say of each other: a tie where ranges meet."""
    one, two = float(before["value"]), float(now["value"])
    apart = two - one if now.get("greater_is_better") else one - two
    for value, other in ((one, now), (two, before)):
        low, high = other.get("low"), other.get("high")
        if low is None or high is None or low <= value <= high:
            return "round.tie"
    return "round.better" if apart > 0 else "round.worse"


def rounds_asked(turn: Turn, text: str) -> bool:
    """Set the rounds side by side, where a message asks for that."""
    if not form("rounds.rounds").match(text):
        return False
    done = [r for r in turn.state.rounds if r.status == "done"]
    if not done:
        turn.say("round.none_done")
        come_back(turn)
        return True
    lines = [say("round.list", turn.state.level)]
    before: Mapping[str, Any] = {}
    for note in done:
        changed = _told(difference(before, note.brief)) if before else ""
        before = note.brief
        lines.append(
            say(
                "round.line",
                turn.state.level,
                round=note.round,
                measure=in_words(note.objective),
                changed=f" ({changed})" if changed else "",
            )
        )
    turn.tell("\n".join(lines), "round.list")
    come_back(turn)
    return True


def offer_next(turn: Turn) -> None:
    """Offer what can be done with a result; changes that wait come first."""
    waiting = _waiting(turn)
    if not waiting:
        ask_next_step(turn)
        return
    turn.say("round.waiting", what=_told(waiting))
    turn.ask(say("result.next", turn.state.level), choices(turn))


def choices(turn: Turn) -> Prompt:
    """Return the question what to do next, with changes that wait before all else."""
    if not _waiting(turn):
        return next_step(turn)
    offers = tuple(Option(n, option(n)) for n in ("with_changes", *STEPS[:4], "drop"))
    return turn.new_prompt("next", options=offers)


def _waiting(turn: Turn) -> Mapping[str, Any]:
    return {s: v for s, v in since_last(turn).items() if s not in TALKED}


def drop_changes(turn: Turn) -> None:
    """Give up what was changed since the last round."""
    note = note_of(turn, last_done(turn))
    if note is None:
        return
    earlier = Brief.from_dict(note.brief)
    changed = since_last(turn)
    back = {s: earlier.get(s) for s in changed if s in earlier}
    turn.state = turn.state.remembering(clauses(back) or "the changes")
    gone = [s for s in changed if s not in earlier]
    turn.set(brief=turn.state.brief.without(*gone))
    fill(turn, back, quiet=True)
    turn.brief_changed(tuple(changed))
    turn.say("round.dropped")


def back_to_before(turn: Turn) -> None:
    """Undo after a result: what was only decided again is decided back."""
    take_back(turn)
    changed = since_last(turn)
    if changed and _only_deciding(turn, changed):
        redecide(turn, changed, "redecide.back")
    else:
        offer_next(turn)
