"""What-ifs: which columns are changed, by how much or to what.

Invariant: where a message names an amount and no direction, it is set, not moved; a
number that compares ("over 30") changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from ..facts import Facts
from .binding import Bound
from .flags import flag_values
from .havings import Having, havings
from .lexis import forms_of, loaded
from .measure import ALONE, COMPARES, MOVES, SETS
from .mentions import cues
from .rownames import row_named
from .sums import tidy

Span = tuple[int, int]


_forms = partial(forms_of, "whatif")


def supposed(text: str) -> tuple[int, int, bool] | None:
    """Return where a supposition stands, and whether it is plainly one ("what if")."""
    strong = _forms()["strong"].search(text)
    weak = _forms()["weak"].search(text)
    found = strong or weak
    if found is None:
        return None
    stop = _forms()["stop"].search(text, found.end())
    return found.start(), stop.start() if stop else len(text), strong is not None


def set_by(bound: Bound, text: str, row: bool) -> bool:
    """Return whether a number sets its column rather than comparing with it.

    Parameters
    ----------
    bound : Bound
        The number with its column.
    text : str
        The message.
    row : bool
        Whether the message names one row.
    """
    one = bound.measure
    if one.role == SETS:
        return True
    if one.role not in (ALONE, COMPARES) or one.key != "is":
        return False
    place = supposed(text)
    if place is None or not place[0] <= one.start < place[1]:
        return False
    before = text[place[0] : one.start]
    if place[2]:
        return bool(_forms()["to_be"].search(before)) and not _forms()["plural"].search(
            before
        )
    return bool(_forms()["were"].search(before)) or row


def step_of(bound: Bound) -> dict[str, Any]:
    """Return the change that a number makes."""
    one = bound.measure
    step: dict[str, Any] = {"op": "change", "column": bound.column}
    if one.role != MOVES:
        return {**step, "set": one.said}
    if one.percent and not _in_percent(bound):
        return {**step, "factor": tidy(1 + one.sign * one.value / 100)}
    return {**step, "by": tidy(one.sign * one.value)}


def _in_percent(bound: Bound) -> bool:
    return "point" in bound.measure.unit


def multiplied(text: str, facts: Facts) -> tuple[dict[str, Any], Span] | None:
    """Return the change of 'doubled', 'halved', and where it stands."""
    found = _forms()["factor"].search(text)
    named = [c for c in cues(text, facts) if c.weight >= 0.5
             and (f := facts.column(c.column)) and f.kind.numeric]  # fmt: skip
    if not found or not named:
        return None
    near = min(named, key=lambda c: abs(c.start - found.start()))
    low = found.group().casefold()
    if low.endswith(_OWN) and not 0 <= near.start - found.end() <= _NEXT:
        return None  # "half the trucks" are no half of anything
    factors = loaded("queries")["factors"]
    value = next(v for k, v in factors.items() if low.startswith(k))
    return {"op": "change", "column": near.column, "factor": value}, found.span()


_OWN = (" the", " their", " its", " his", " her")
_NEXT = 14
"""Letters behind "half the" within which the column stands."""


def put(
    text: str,
    facts: Facts,
    tests: list[Having],
    target: str | None = None,
    compared: Iterable[Span] = (),
) -> tuple[dict[str, Any], Span] | None:
    """Return the change to a value that a supposition makes: 'if they had a trainer'.

    Parameters
    ----------
    text : str
        The message.
    facts : Facts
        Of the table.
    tests : list of Having
        What the message says of rows; the value that is put is one of them.
    target : str, optional
        The column predicted, which nobody changes.
    compared : iterable of (int, int)
        Where numbers are compared with: a value joined to one by "or" is of rows as well.
    """
    place = supposed(text)
    if place is None:
        return None
    inside = [h for h in tests if place[0] <= h.start < place[1]]
    inside = [h for h in inside if not _of_rows(text, h, place, compared)]
    pronoun = _forms()["one"].search(text, place[0], place[1])
    if pronoun and inside and inside[0].start < pronoun.start():
        other = _other(inside[0], facts)
        if other:
            return {
                "op": "change",
                "column": inside[0].column,
                "set": other,
            }, pronoun.span()
    for having in inside:
        before = text[place[0] : having.start]
        if _takes_over(text, having, place):
            step = {"op": "change", "column": having.column, "set": having.value}
            return step, (having.start, having.end)
        if _forms()["away"].search(before):
            continue  # "moved from surgery to medicine": what it was is not put
        moved = _forms()["became" if not place[2] else "to_have"].search(before)
        if moved and _put(moved.group(), before, having, place[2]):
            span = (having.start, having.end)
            return {"op": "change", "column": having.column, "set": having.value}, span
    return _turned(text, facts, place, tests, target)


def _of_rows(
    text: str, one: Having, place: tuple[int, int, bool], compared: Iterable[Span]
) -> bool:
    """Return whether a value is joined to what rows are compared by: "over 5 or was a puncture"."""
    return not place[2] and any(
        place[0] <= start and end <= one.start
        and _forms()["joins"].search(text[end : one.start])
        for start, end in compared
    )  # fmt: skip


def _takes_over(text: str, one: Having, place: tuple[int, int, bool]) -> bool:
    """Return whether a supposition puts who or what does it: "if a senior had done the work"."""
    if one.denied or not _forms()["agent"].search(text[place[0] : one.start]):
        return False
    after = text[one.end : place[1]]
    plainly = place[2] or _forms()["instead"].search(text)
    past = _forms()["did" if plainly else "had_done"].match(after)
    return past is not None


def _put(moved: str, before: str, having: Having, strong: bool) -> bool:
    """Return whether a value is what something becomes, and not whom it is about."""
    if having.denied or (strong and _forms()["plural"].search(before)):
        return False
    return not _forms()["about"].search(moved)


def _turned(
    text: str,
    facts: Facts,
    place: tuple[int, int, bool],
    tests: list[Having],
    target: str | None,
) -> tuple[dict[str, Any], Span] | None:
    """Return the change of a yes/no column by its verb: 'if we irrigated them'."""
    told = {(h.start, h.end) for h in tests}
    for cue in cues(text, facts):
        column = facts.column(cue.column)
        flags = flag_values(column) if column and cue.weight >= 0.75 else None
        inside = place[0] <= cue.start < place[1]
        earlier = {h.column for h in tests if h.start < cue.start}
        if flags is None or not inside or cue.column == target or cue.column in earlier:
            continue
        before, word = text[place[0] : cue.start], text[cue.start : cue.end]
        acted = _forms()["acted"].search(before) and _forms()["verbal"].search(word)
        done = _forms()["was_done"].match(text, cue.end)
        done = done if done and row_named(text, facts) else None
        if (acted or done or _forms()["gets"].search(before)) and (
            cue.start,
            cue.end,
        ) not in told:
            denied = bool(_forms()["undone"].search(before) or (done and done["no"]))
            step = {"op": "change", "column": cue.column, "set": flags[not denied]}
            return step, (cue.start, cue.end)
    return None


def _other(having: Having, facts: Facts) -> str | None:
    column = facts.column(having.column)
    left = [v for v in column.values if v != having.value] if column else []
    return left[0] if len(left) == 1 else None


def change_in(text: str, facts: Facts) -> tuple[dict[str, Any], list[Span]] | None:
    """Return the first change step of a message and the places that it uses, or None."""
    from .senses import sense  # made of what stands here

    found = sense(text, facts)
    return (found.changes[0], list(found.moved)) if found.changes else None


__all__ = ["change_in", "havings", "multiplied", "put", "set_by", "step_of", "supposed"]
