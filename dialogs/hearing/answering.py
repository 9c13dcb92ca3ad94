"""A message as the answer to the question that is open: bound to the slot's own type."""

from __future__ import annotations

from typing import Any

from ..schema import slots
from .acting import whole_act
from .costs import by_column, mistakes
from .lexicon import find
from .naming import column_for, columns_in
from .quantities import Quantity, quantities
from .reading import Context, Heard

_COLUMNS = ("table.target", "split.column", "compare.column")
_MONEY = ("number", "money")


def option_picked(text: str, context: Context) -> str | None:
    """Return the id of the offered option that a message picks, or None.

    A number picks by position; words pick where they are the label, or fit one alone.
    """
    bare = text.strip().rstrip(".)!").strip()
    if bare.isdigit() and 1 <= int(bare) <= len(context.options):
        return context.options[int(bare) - 1].id
    lowered = bare.casefold()
    if not lowered:
        return None
    exact = [o.id for o in context.options if o.label.casefold().rstrip(".") == lowered]
    if exact:
        return exact[0]
    if len(lowered) < 4 or len(lowered.split()) > 6:
        return None
    within = [o.id for o in context.options if lowered in o.label.casefold()]
    return within[0] if len(within) == 1 else None


def answer_to(text: str, context: Context) -> list[Heard]:
    """Return the value that a message gives to the slot just asked for.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
        ``asking`` says which slot.
    """
    slot = slots().get(context.asking or "")
    if slot is None:
        return []
    span = (0, len(text))
    if slot.path in _COLUMNS and context.facts:
        column = column_for(text, context.facts)
        return [Heard(slot.path, column, *span, 0.95)] if column else []
    if slot.type == "texts" and context.facts:
        names = dict.fromkeys(n.column for n in columns_in(text, context.facts))
        return [Heard(slot.path, tuple(names), *span)] if names else []
    if slot.type == "yes_no":
        act = whole_act(text)
        if act in ("affirm", "deny"):
            return [Heard(slot.path, act == "affirm", *span, 0.95)]
        return []
    if slot.type in ("number", "whole", "cost"):
        return _number(slot.path, slot.type, text, context)
    if slot.path == "table.row" and 0 < len(text.split()) <= 4:
        return [Heard(slot.path, _thing(text), *span, 0.8)]
    return []


def _thing(text: str) -> str:
    words = text.casefold().strip(" .!").split()
    while words and words[0] in ("a", "an", "one", "each", "the", "it's", "its", "is"):
        words = words[1:]
    return " ".join(words) or text


def _number(slot: str, kind: str, text: str, context: Context) -> list[Heard]:
    found = [q for q in quantities(text) if _fits(slot, kind, q)]
    if len(found) != 1:
        return _without_number(slot, kind, text, context) if not found else []
    q = found[0]
    value: Any = q.value
    if slot == "limits.seconds" and q.kind == "number":
        return []  # seconds or minutes? the unit is asked, not guessed
    if kind == "number" and slots()[slot].maximum == 1 and q.value > 1:
        value = q.value / 100
    if kind == "whole" or (value == int(value) and kind == "cost"):
        value = int(value)
    heard = [Heard(slot, value, q.start, q.end, 0.95)]
    if slot == "success.k" and q.per:
        heard.append(Heard("success.per", q.per, q.start, q.end, 0.95))
    return heard


def _fits(slot: str, kind: str, q: Quantity) -> bool:
    if slot == "limits.seconds":
        return q.kind in ("duration", "number")
    if kind == "cost":
        return q.kind in _MONEY
    if kind == "whole":
        return q.kind == "number" and q.whole
    return q.kind in ("number", "percent", "money")


def _without_number(slot: str, kind: str, text: str, context: Context) -> list[Heard]:
    if kind != "cost":
        return []
    if find(mistakes()["free"], text):
        return [Heard(slot, 0, 0, len(text), 0.9)]
    column = by_column(text, context.facts, context.brief.get("table.target"))
    if column is None and context.facts:
        named = column_for(text, context.facts)
        facts = context.facts.column(named) if named else None
        column = named if facts and facts.kind.numeric else None
    return [Heard(slot, column, 0, len(text), 0.85)] if column else []
