"""What is offered with a question: answers, wordings, prices of the line of business."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from .agenda import Question, open_leak, sensitive_columns, task_now
from .compiling import likely_event
from .domain import GENERIC, Pack, cost_hint, guess
from .facts import Kind
from .hearing.normal import parts
from .likely_targets import candidates
from .message import Level, Option
from .oddities import labels, open_about, open_dialect, open_oddity
from .state import State
from .suspicions import listed
from .suspicions import question as asked_of
from .toml_data import toml_data
from .words import option as option_label
from .words import say, wording

MOST_OPTIONS = 5


def _options() -> Mapping[str, Any]:
    return toml_data("questions/options.toml")


def options_of(asked: Question, state: State) -> tuple[Option, ...]:
    """Return the answers to offer for a question."""
    makers: Mapping[str, Callable[[State], list[Option]]] = {
        "file": _file_options,
        "repairs": _repair_options,
        "target": _target_options,
        "event": _event_options,
        "action": _action_options,
        "confirm": _confirm_options,
        "oddity": _oddity_options,
        "dialect": _oddity_options,
    }
    maker = makers.get(asked.id)
    found = maker(state) if maker else _fixed(asked.id)
    if asked.id not in ("file", "repairs", "confirm"):
        name = "no_guess" if asked.id == "drivers" else "unsure"
        found = [*found, Option("unsure", option_label(name))]
    return tuple(found)


def fixed_options(name: str) -> tuple[Option, ...]:
    """Return the answers that a question has whatever the table holds."""
    return tuple(_fixed(name))


def _fixed(name: str) -> list[Option]:
    return [Option(o["id"], o["label"]) for o in _options().get(name, ())]


def settings_of(asked: str, option: str, state: State) -> Mapping[str, Any] | None:
    """Return the slots that an option sets, or None where it is no such option."""
    names = (asked, f"action_{_form(state)}") if asked == "action" else (asked,)
    for name in names:
        for entry in _options().get(name, ()):
            if entry["id"] == option:
                settings: Mapping[str, Any] = entry.get("set", {})
                return settings
    return None


@cache
def _fillers() -> re.Pattern[str]:
    return re.compile(str(_options()["fillers"]))


def option_meant(asked: str, text: str, state: State) -> str | None:
    """Return the option that a whole message means in other words, or None."""
    names = (asked, f"action_{_form(state)}") if asked == "action" else (asked,)
    bare = _fillers().sub("", text.strip(" .!,").casefold())
    for name in names:
        for entry in _options().get(name, ()):
            if any(re.fullmatch(form, bare) for form in entry.get("also", ())):
                return str(entry["id"])
    return None


def _form(state: State) -> str:
    return "numbers" if task_now(state) in ("regression", "forecast") else "classes"


def _file_options(state: State) -> list[Option]:
    found = [Option(f"table:{name}", name) for name in state.tables[:3]]
    if not found:
        found = [Option("file", option_label("file"))]
    found.append(Option("example", option_label("example")))
    found += [
        Option(f"resume:{s.id}", option_label("resume", goal=s.goal), s.when)
        for s in state.earlier[:1]
    ]
    return [*found, Option("what", option_label("what_can_you_do"))]


def _repair_options(_: State) -> list[Option]:
    return [Option(name, option_label(name)) for name in ("fine", "show", "later")]


def _target_options(state: State) -> list[Option]:
    return [Option(f"column:{n}", n) for n in candidates(state.facts)]


def _event_options(state: State) -> list[Option]:
    facts = state.facts
    column = facts.column(state.brief.get("table.target")) if facts else None
    if column is None:
        return []
    rows = max(sum(n for _, n in column.top), 1)
    rare = likely_event(column)
    pairs = sorted(column.top[:MOST_OPTIONS], key=lambda p: (p[0] != rare, p[1]))
    return [
        Option(f"value:{v}", f"{v} ({100 * n / rows:.0f} in 100)") for v, n in pairs
    ]


def _action_options(state: State) -> list[Option]:
    return _fixed(f"action_{_form(state)}")


def _oddity_options(state: State) -> list[Option]:
    asked = open_dialect(state) or open_oddity(state)
    words = labels(asked) if asked else ("", "")
    return [Option(n, w) for n, w in zip(("yes", "no"), words, strict=True) if w]


def _confirm_options(_: State) -> list[Option]:
    return [Option(name, option_label(name)) for name in ("go", "longer", "change")]


def words_of(asked: Question, state: State, form: str) -> str:
    """Return a question's words: ``say``, ``short``, ``why`` or ``example``."""
    leak = open_leak(state)
    column = leak.columns[0] if leak and leak.columns else ""
    oddity = open_about(state, asked.id)
    text = wording(getattr(asked, form), _level_of(asked, state), state.turn)
    gaps = {
        "{event}": str(state.brief.get("goal.event", "")),
        "{column}": column,
        "{oddity}": asked_of(oddity) if oddity else "",
        "{target}": str(state.brief.get("table.target", "")),
        "{sensitive}": listed(sensitive_columns(state)),
    }
    for gap, filled in gaps.items():
        text = text.replace(gap, filled)
    return text


def _level_of(asked: Question, state: State) -> Level:
    """Return how technical to ask: by what this question rests on, not by the person.

    Who said "log loss" unprompted is asked for a metric in that language, and all else
    stays as it was; who wants it simple is asked simply.
    """
    level = Level(state.level)
    if state.skill.pinned == "novice" or level != Level.PLAIN or not asked.concepts:
        return level
    return state.skill.level_for(*asked.concepts)


# --- the line of business: words alone ----------------------------------------------


def pack_of(state: State) -> Pack:
    """Return the line of business that the table and the target point to."""
    return guess(state.facts, str(state.brief.get("table.target") or ""))


def row_word(state: State) -> tuple[str, tuple[str, ...]]:
    """Return what one row is called, and the columns that only name it."""
    facts = state.facts
    names = tuple(c.name for c in facts.columns if c.kind == Kind.ID) if facts else ()
    said = state.brief.get("table.row")
    if said:
        return str(said), names
    word = pack_of(state).row
    timed = facts is not None and any(c.kind == Kind.DATE for c in facts.columns)
    if word in SPANS and not timed:
        word = "row"
    # "PassengerId" tells what a row is, where the line of business does not.
    told = [p for p in parts(names[0]) if p not in NAMING] if names else []
    if word == "row" and len(told) == 1 and told[0].isalpha() and len(told[0]) > 2:
        word = told[0]
    return word, names


SPANS = ("hour", "day")
"""Words for a row of a table in order of time; without dates it is hardly one."""

NAMING = (
    "id",
    "no",
    "nr",
    "number",
    "num",
    "code",
    "key",
    "index",
    "uid",
    "uuid",
    "ref",
    "name",
    "who",
)
"""Parts of a header that say only that it names something."""


def cost_words(state: State, asked: Question) -> str:
    """Return an example of a price in this line of business, for a question on costs."""
    pack = pack_of(state)
    found = cost_hint(pack.id, asked.hint)
    if found is None or pack.id == GENERIC:
        return ""
    alarm = cost_hint(pack.id, "success.false_alarm_cost")
    if asked.id == "harm" and alarm is not None:
        what, price = found.what, alarm.what
        return " " + say("cost.both", state.level, what=what, alarm=price)
    return " " + say("cost.hint", state.level, what=found.what, example=found.example)
