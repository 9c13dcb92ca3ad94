"""What a typed message leads to: a fixed list of named rules, the first that takes it.

The order is that of arbitration: commands and files first, then what answers the open
question in its own way, then what is about the person or the search, then the message in
its parts, then as a whole.
"""

from __future__ import annotations

from collections.abc import Callable

from ..commands import command_text
from ..hearing import Context, understand
from ..hearing.languages import foreign, recognised
from ..hearing.normal import MOST_CHARACTERS
from ..state import Phase
from . import growing
from .acting import is_go
from .asking import come_back, go_on
from .choosing import choose
from .civil import civil
from .delivering import score_named, wants_file
from .filling import fill
from .forms import form
from .going import agreed_to_start
from .keeping import kept_after_all
from .kinds import kinds_freed
from .mending import about_repairs
from .noticing import about_oddity
from .one_row import row_named
from .plainly import dropped, event_named, rated, tagged
from .questioning import period_answered
from .recounting import recounted
from .rounds import carry_on, rounds_asked
from .settling import leak_answered, read
from .starting import go_on_as_asked, want_start
from .telling import noticed, so_far
from .turn import Turn
from .understood import act_on, context_of, left_out, stands_by
from .unsupported import wants_other_kind
from .weighing import card_choice
from .wishing import wished
from .worded import option_by_words


def take_text(turn: Turn, text: str) -> None:
    """Do what a typed message says."""
    growing.next_turn(turn)
    by_rules(turn, command_text(text.strip()))


def by_rules(turn: Turn, text: str) -> None:
    """Do what the first rule that takes a text, or what is left of one, does about it."""
    turn.text = text
    for name, rule in RULES:
        if rule(turn, text):
            turn.set(rule=name)
            return


def _empty(turn: Turn, text: str) -> bool:
    if text:
        return False
    come_back(turn)
    if not turn.messages:
        turn.say("nothing_said")
    return True


def _file(turn: Turn, text: str) -> bool:
    prompt = turn.state.prompt
    asked = prompt.question if prompt else ""
    named = _file_named(text, turn.state.tables)
    whole = bool(named) and named == text.strip("\"'")
    if asked == "score" and (
        whole or understand(text, Context()).outcome != "understood"
    ):
        score_named(turn, named or text)
        return True
    if not named or turn.state.phase in (Phase.SEARCHING, Phase.READING):
        return False
    if turn.state.facts is None:
        read(turn, named)
        return True
    if (whole or form("texting.go_over").match(text)) and asked != "score":
        # Another table ends what was agreed about this one: that is asked first.
        _another_table(turn, named)
        return True
    return False


def _file_named(text: str, tables: tuple[str, ...]) -> str:
    if text in tables:
        return text
    bare = text.strip("\"'")
    if form("texting.only_file").match(text) and not form("texting.no_path").search(
        text
    ):
        return bare
    match = form("texting.a_file").search(text)
    return match.group().strip(" \"'(") if match else ""


def _another_table(turn: Turn, path: str) -> None:
    from ..message import Option
    from ..words import option, say

    offers = (
        Option("read", option("another_read")),
        Option("keep", option("another_keep")),
    )
    prompt = turn.new_prompt("another_table", options=offers, about=path)
    turn.ask(say("another_table", path=path), prompt)


def _about_leak(turn: Turn, text: str) -> bool:
    """Take the answer to 'is it known before?'; a mere 'go' is none."""
    prompt = turn.state.prompt
    if prompt is None or prompt.question != "leak" or text.isdigit():
        return False
    later, before = (
        form("texting.later").search(text),
        form("texting.before").search(text),
    )
    kept = form("texting.kept").search(text)
    if not later and not before and not kept:
        return False
    leak_answered(turn, keep=bool(kept) or not later)
    go_on_as_asked(turn)
    return True


def _about_period(turn: Turn, text: str) -> bool:
    if not period_answered(turn, text):
        return False
    carry_on(turn)
    return True


def _about_card(turn: Turn, text: str) -> bool:
    prompt = turn.state.prompt
    choice = card_choice(text) if prompt and prompt.question == "card" else None
    if prompt is None or choice is None:
        return False
    choose(turn, prompt, choice)
    return True


def _about_person(turn: Turn, text: str) -> bool:
    if not growing.meta_said(turn, text):
        return False
    come_back(turn)
    return True


def _help_decide(turn: Turn, text: str) -> bool:
    prompt = turn.state.prompt
    asked = prompt.question if prompt else ""
    if asked not in ("harm", "miss_cost") or not form("texting.help_decide").search(
        text
    ):
        return False
    choose(turn, prompt, "unsure") if prompt else None
    return True


def _column_alone(turn: Turn, text: str) -> bool:
    """Take a bare column name for the target while something smaller is asked."""
    prompt, facts = turn.state.prompt, turn.state.facts
    asked = prompt.question if prompt else ""
    if asked not in ("repairs", "oddity", "dialect") or facts is None:
        return False
    if "table.target" in turn.state.brief:
        return False
    bare = text.strip(" .!\"'").casefold()
    # A unit behind the name goes without saying: "Yield (t/ha)".
    short = {n: n.partition("(")[0].strip() or n for n in facts.names}
    found = [n for n in facts.names if bare in (n.casefold(), short[n].casefold())]
    if len(found) != 1:
        return False
    fill(turn, {"table.target": found[0]})
    go_on(turn)
    return True


PASSED = ("oddity", "fairness", "readable", "split", "trap", "card", "period", "period_rows",
          "drivers", "capacity")  # fmt: skip
"""Questions that a "go" does not answer but pass by."""


def _go(turn: Turn, text: str) -> bool:
    prompt = turn.state.prompt
    if prompt is None or prompt.question not in PASSED or not is_go(text):
        return False
    turn.set(prompt=None, cards=())
    want_start(turn)
    return True


def _setting(turn: Turn, text: str) -> bool:
    from .setting import settings_alone, terms_taken
    from .several import started_by

    # "take 15 seconds, go": one word of it is no part of the setting.
    if started_by(turn, text) is not None:
        return False
    return terms_taken(turn, text) or settings_alone(turn, text)


def _in_parts(turn: Turn, text: str) -> bool:
    from .several import take_parts

    return take_parts(turn, text)


def _as_a_whole(turn: Turn, text: str) -> bool:
    act_on(turn, understand(text, context_of(turn)), text)
    return True


def _too_long(turn: Turn, text: str) -> bool:
    if len(text) <= MOST_CHARACTERS:  # beyond it is a paste: hearing would cut it
        return False
    turn.say("too_long", n=f"{len(text):,}")
    come_back(turn)
    return True


def _other_language(turn: Turn, text: str) -> bool:
    """Say that only English is spoken, with the numbers and columns recognised."""
    if not foreign(text, turn.state.facts):
        return False
    kept = recognised(text, turn.state.facts)
    if kept:
        turn.say("other_language.kept", kept=", ".join(f"“{k}”" for k in kept))
    else:
        turn.say("other_language")
    come_back(turn)
    return True


RULES: tuple[tuple[str, Callable[[Turn, str], bool]], ...] = (
    ("empty", _empty),
    ("civil", civil),
    ("too long", _too_long),
    ("file", _file),
    ("file wanted", wants_file),
    ("taken back by name", dropped),
    ("any kind again", kinds_freed),
    ("setting by name", _setting),
    ("leak answered", _about_leak),
    ("kept after all", kept_after_all),
    ("about a repair", about_repairs),
    ("oddity answered", about_oddity),
    ("card answered", _about_card),
    ("rows of a period", _about_period),
    ("help to decide", _help_decide),
    ("wish kept", stands_by),
    ("about the person", _about_person),
    ("what was noticed", noticed),
    ("what is left out or tried", recounted),
    ("how it goes", so_far),
    ("rounds compared", rounds_asked),
    ("another kind", wants_other_kind),
    ("go", _go),
    ("row named", row_named),
    ("agreed to start", agreed_to_start),
    ("option in other words", option_by_words),
    ("column alone", _column_alone),
    ("left out", left_out),
    ("outcome named", event_named),
    ("told with a tag", tagged),
    ("so many in one week", rated),
    ("wish that nothing grants", wished),
    ("another language", _other_language),
    ("in parts", _in_parts),
    ("as a whole", _as_a_whole),
)
"""The update rules in order of priority; the first that takes a message wins."""
