"""A guess told as what happens to whom: "when the price goes up people stay away".

A clause is read as a condition (a column, at its high or its low end) and a result (who is
meant, or more or less of it). Invariant: a condition whose result is not understood gives no
direction, and makes the guess doubtful.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .concepts import sides
from .hunting import hunt, named_side
from .lexicon import denied, find, lexicon
from .lexis import loaded
from .normal import parts
from .reading import Context
from .success import task_of
from .worse import worse_is_up


@dataclass(frozen=True)
class Guess:
    """What a clause says: +1 or -1 for each half, 0 where it is not understood."""

    pole: int
    result: int

    @property
    def way(self) -> str | None:
        """Return the direction of the column, or None where a half is not understood."""
        both = self.pole * self.result
        return {1: "up", -1: "down"}.get(both)


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile("|".join(loaded("conditional")[name]), re.IGNORECASE)


def is_conditional(phrase: str) -> bool:
    """Return whether a clause tells what happens when, or to whom."""
    return _form("opens").match(phrase) is not None


def strange_before(phrase: str, start: int) -> bool:
    """Return whether an unknown word stands right before a column: "sour soil" may be a low pH."""
    before = re.search(r"[^\W\d_]+(?=\W*$)", phrase[:start])
    if before is None or _form("plain").fullmatch(before.group()):
        return False
    return find(_words("low"), before.group()) is None


def guess_of(
    phrase: str, span: tuple[int, int], context: Context, before: int = 0
) -> Guess:
    """Return what a clause says of the column named at a place of it.

    Parameters
    ----------
    phrase : str
        A clause of a message as `normal` returns it.
    span : (start, end)
        Where the column is named.
    context : Context
    before : int
        The result of the clause before, which "those don't" turns round.
    """
    cut = _where_it_ends(phrase, span)
    condition, rest = phrase[:cut], phrase[cut:]
    result = result_of(rest, context, before)
    if not result and (context.asking or "") and phrase[: span[0]].strip():
        tail = _form("because").search(phrase[: span[0]])
        if tail:
            # "They leave when the fee rises": the condition comes last.
            condition, rest = phrase[tail.start() :], phrase[: tail.start()]
            result = result_of(rest, context, before)
    return Guess(_pole(condition, span[0] - phrase.find(condition)), result)


def _where_it_ends(phrase: str, span: tuple[int, int]) -> int:
    """Return where the condition ends: behind the column and what it does."""
    tail = _form("moves").match(phrase, span[1])
    return tail.end() if tail else span[1]


def _pole(condition: str, at: int) -> int:
    """Return whether the high end of a column is spoken of, or the low one."""
    low = find(_words("low"), condition)
    sign = -1 if low and not denied(condition, low.start()) else 1
    return -sign if denied(condition, max(0, at)) and not low else sign


@cache
def _words(name: str) -> tuple[str, ...]:
    sense = lexicon()["directions"]
    own = loaded("conditional")[name]
    return (*sense["low"], *sense["down"], *own) if name == "low" else tuple(own)


def result_of(text: str, context: Context, before: int = 0) -> int:
    """Return whether a result is what is hunted, or more of it (1), the other (-1), or unknown.

    Parameters
    ----------
    text : str
        The half of a clause that tells what happens.
    context : Context
    before : int
        The result of the clause before.
    """
    bare = _form("as_before").fullmatch(text.strip(" ,.;!"))
    if bare:
        return -before if bare["no"] else before
    task = task_of(context)
    if task == "binary":
        return _of_two(text, context)
    return _of_amount(text, context) if task != "multiclass" else 0


def _of_two(text: str, context: Context) -> int:
    hunted = hunt(context)
    own = named_side(text, hunted)
    if own is None and hunted.family:
        said = {s.bad == hunted.bad for s in sides(text, hunted.family)}
        own = said.pop() if len(said) == 1 else None
    if own is None:
        feared = _judged(text)
        own = None if not feared else (feared > 0) == hunted.bad
    return 0 if own is None else 1 if own else -1


def _judged(text: str) -> int:
    """Return whether a result is called trouble (1) or none (-1)."""
    bad, good = _form("trouble").search(text), _form("no_trouble").search(text)
    if good:
        return -1
    if bad is None:
        return 0
    return -1 if denied(text, bad.start()) else 1


def _of_amount(text: str, context: Context) -> int:
    """Return whether a result is more (1) or less (-1) of a number."""
    more, less = _form("more").search(text), _form("less").search(text)
    if bool(more) != bool(less):
        found = more or less
        turned = found is not None and denied(text, found.start())
        return (1 if more else -1) * (-1 if turned else 1)
    feared = _judged(text)
    up = worse_is_up(context)
    if feared and up is not None:
        return feared if up else -feared
    crowd = _form("crowd").search(text), _form("nobody").search(text)
    if bool(crowd[0]) != bool(crowd[1]) and _counts(context):
        return 1 if crowd[0] else -1
    return 0


def _counts(context: Context) -> bool:
    """Return whether the target is a number of people or things: more of them is more of it."""
    return worse_is_up(context) is not True or bool(
        find(
            ("visits", "calls", "passengers"),
            " ".join(parts(str(context.brief.get("table.target")))),
        )
    )
