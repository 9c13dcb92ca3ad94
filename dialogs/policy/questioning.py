"""Wishes that data will not grant: raised once, with what would do instead."""

from __future__ import annotations

from ..brief import Grounding
from ..hearing.quantities import quantities
from ..message import Option
from ..offering import fixed_options
from ..traps import Trap, traps
from ..words import clauses, option, say
from .filling import fill
from .forms import form
from .turn import Turn


def open_trap(turn: Turn) -> Trap | None:
    """Return the gravest wish to question that was not raised yet."""
    state = turn.state
    if state.facts is None or "table.target" not in state.brief:
        return None
    return next(iter(traps(state.brief, state.facts, state.done)), None)


def raise_trap(turn: Turn) -> bool:
    """Raise one wish, if there is one; return whether an answer is waited for."""
    trap = open_trap(turn)
    if trap is None or turn.holding:
        return False
    turn.set(done=(*turn.state.done, trap.id))
    if trap.key in ("period_without_date", "list_holds_period") and _rows_known(turn):
        return raise_trap(turn)
    if trap.key == "period_without_date":
        put_period(turn)
        return True
    if trap.key == "list_holds_period":
        prompt = turn.new_prompt(
            "period_rows", slot="success.share",
            options=fixed_options("period_rows"),
        )  # fmt: skip
        turn.ask(trap.text(turn.state.level), prompt)
        return True
    text = trap.text(turn.state.level)
    if not trap.offer and "?" not in text:
        turn.tell(text, trap.id)
        return False
    offers = [Option("keep", option("trap_keep")), Option("change", option("change"))]
    if trap.offer:
        what = clauses(trap.offer, turn.state.facts)
        offers.insert(0, Option("accept", option("trap_accept", what=what)))
    prompt = turn.new_prompt(
        "trap", slot=trap.slots[0], options=tuple(offers), about=trap.key
    )
    turn.set(trap=trap.key)
    turn.ask(text, prompt)
    return True


# --- so many a day, in a table without days -----------------------------------------


def put_period(turn: Turn) -> None:
    """Ask from how many rows a day's list is made, where no column tells the day."""
    brief, facts = turn.state.brief, turn.state.facts
    rows = f"{facts.rows:,}" if facts else ""
    offers = tuple(Option(n, option(f"period_{n}")) for n in ("all", "part"))
    offers = (*offers, Option("unsure", option("unsure")))
    prompt = turn.new_prompt("period", slot="success.k", options=offers)
    text = say("period.ask", turn.state.level, per=brief.get("success.per"), rows=rows)
    turn.ask(text, prompt)


def put_period_rows(turn: Turn) -> None:
    """Ask how many rows come in a period."""
    per = turn.state.brief.get("success.per", "")
    prompt = turn.new_prompt("period_rows", slot="success.share")
    turn.ask(say("period.rows", turn.state.level, per=per), prompt)


def period_answered(turn: Turn, text: str) -> bool:
    """Take the number of rows in a period; return whether the message was one."""
    prompt, brief = turn.state.prompt, turn.state.brief
    asked = prompt.question if prompt else ""
    if asked not in ("period", "period_rows") or form("questioning.asks").match(text):
        return False  # "why 10007" asks of a row, and counts none
    found = quantities(text)
    k, per = brief.get("success.k"), str(brief.get("success.per", ""))
    usable = [q for q in found if q.kind == "number" and q.value > 1]
    picks = (
        asked == "period" and text.strip(" .").isdigit() and int(text.strip(" .")) <= 3
    )
    if len(usable) != 1 or len(found) != 1 or picks or not k:
        return False
    if usable[0].per and usable[0].per != per:
        return False  # "50 a week" corrects the list, it does not count the rows
    turn.set(came_in=(usable[0].value, per))
    return _rows_known(turn)


def _rows_known(turn: Turn) -> bool:
    """Take a list as a share of the rows that come in its period, where these are known."""
    (rows, period), brief = turn.state.came_in, turn.state.brief
    k, per = brief.get("success.k"), str(brief.get("success.per", ""))
    if not rows or not k or per != period:
        return False
    share = min(1.0, float(f"{k / rows:.3g}"))
    turn.say("period.done", k=f"{k:,}", n=f"{rows:,g}", share=f"{100 * share:.3g}")
    fill(turn, {"success.share": share}, quiet=True)
    return True


def keeps(text: str) -> bool:
    """Return whether a message stands by what was said."""
    return bool(form("questioning.keep").match(text))


def accept_offer(turn: Turn, key: str) -> None:
    """Take what was proposed instead of the wish."""
    facts = turn.state.facts
    if facts is None:
        return
    found = next((t for t in traps(turn.state.brief, facts) if t.key == key), None)
    if found is not None and found.offer:
        fill(turn, found.offer)


def stand_by(turn: Turn, slot: str | None) -> None:
    """Keep the wish, as said with open eyes."""
    brief = turn.state.brief
    value = brief.values.get(slot or "")
    if slot and value is not None:
        from dataclasses import replace

        kept = replace(value, grounded=Grounding.EXPLICIT)
        turn.set(brief=brief.with_value(slot, kept))
    turn.tell(say("trap.kept", turn.state.level, turn.state.turn), "trap.kept")
