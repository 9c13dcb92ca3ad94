"""Questions about the model or the data, heard as query trees of the contract.

First what a message speaks of is tagged (rows, numbers, values, changes), then what is
asked is told by the words that are left. The same grammar of quantities, columns and
values serves before and after training.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..facts import Kind
from .asked_number import of_a_number, unheld
from .atwork import at_work
from .by_unit import counted_in
from .contrasts import classes_in, goal_in, sides_in
from .cues import mistakes_asked, ops_in, pattern
from .filters import narrowed, others_of, plain_rows
from .foreseen import foreseen
from .kept import held_fast
from .lexis import forms_of, loaded
from .mentions import Cue, cues
from .quantities import quantities
from .reading import Context
from .referring import among, more_of, of_the_model, refers, to_the_others
from .respelling import respelled
from .senses import Sense, sense
from .thesaurus import meant
from .weighing import importance_asked

_STILL = frozenset(
    {"count", "columns", "define", "teach", "history", "model", "explain"}
)
"""Questions that no what-if moves, or moves less than the answer: it asks for that."""
_FAR = 5
"""Letters between the word for a figure and what it is asked of."""
_OF_NO_ROWS = frozenset({"change", "compare"})
_OF_THE_MODEL = frozenset({"score", "history", "stability", "model"})


class Query(dict[str, Any]):
    """A query tree that knows what it left out, and what else could be meant."""

    unused: tuple[str, ...] = ()
    rivals: tuple[Any, ...] = ()


def query_in(text: str, context: Context) -> dict[str, Any] | None:
    """Return the query tree that a message asks for, or None where it asks nothing.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
        With ``previous``, the tree that "those" refers to.
    """
    facts = context.facts
    text = respelled(text, facts)
    work = at_work(text, context)
    if work is not None:
        return work
    target = context.brief.get("table.target")
    both = sides_in(text, facts, target) if facts else None
    if both is not None and not (facts and sense(text, facts, (), target).changes):
        return {"rows": None, "do": [{"op": "compare", "rows": both}]}
    goal, there = goal_in(text, facts, target)
    rather, places = classes_in(text, facts, target)
    row = str(context.brief.get("table.row") or "")
    found = sense(text, facts, [*places, *there], target, row) if facts else Sense()
    steps = _Asking(text, context, found).steps()
    if steps is None:
        return None
    rows, do = steps
    thought = foreseen(text, context) if [d["op"] for d in do] == ["count"] else None
    if thought is not None and "prediction" not in str(rows):
        rows = narrowed(rows, thought[0]) if rows else thought[0]
    for step in do:
        if step["op"] == "explain":
            step.update(rather)
        if step["op"] == "counterfactual":
            step.update({"to": goal} if goal is not None else {})
            fast = held_fast(text, facts, target)
            step.update({"keep": list(fast)} if fast else {})
    query = Query(rows=rows, do=do)
    query.unused = tuple(
        u for u in found.unused if thought is None or not _within(u, thought[1])
    )
    query.rivals = tuple(
        {"rows": r, "do": do} for r in found.rivals if rows == found.rows
    )
    return query


_FOLLOWS = re.compile(
    r"\W*(?:(?:and|but|ok|now|then|so|what about|how about)\W+)*"
    r"(?:and|what about|how about|only|just|same|among|of)\b", re.IGNORECASE,
)  # fmt: skip
"""How a message begins that asks the same again of other rows, or of fewer."""
_MANY = re.compile(r"\bhow many (?=\w)", re.IGNORECASE)
_AND_FOR = re.compile(r"\W*(?:and|what about|how about|now|same)\b", re.IGNORECASE)


class _Asking:
    """What one message asks, with what it speaks of."""

    def __init__(self, text: str, context: Context, found: Sense) -> None:
        self.text, self.facts, self.found = text, context.facts, found
        self.target = context.brief.get("table.target")
        self.before: Mapping[str, Any] = context.previous or {}
        self.masked = found.masked(text)

    def steps(self) -> tuple[Any, list[dict[str, Any]]] | None:
        """Return the rows that are meant and what is done, or None."""
        text, before = self.text, self.before
        rows, changes = self.found.rows, [dict(c) for c in self.found.changes]
        if (
            before
            and before.get("rows") is not None
            and rows is not None
            and among(text, self.found.masks[0][1] if self.found.masks else 0)
        ):
            rows = narrowed(before["rows"], rows)
        if rows is None and before and (refers(text) or (changes and more_of(text))):
            rows = before.get("rows")
        if rows is None and before.get("rows") is not None and to_the_others(text):
            rows = others_of(before["rows"])
        rows = rows if rows is not None else self._the_same_of_another(before)
        follows = forms_of("whatif")["follows"].search(text)
        names = self._names(rows is not None, bool(follows and before.get("do")))
        if (
            rows is not None
            and rows is before.get("rows")
            and of_the_model(names, text)
        ):
            rows = None
        again = before.get("do")
        if changes and again and {s.get("op") for s in again} <= _STILL:
            again = None  # "how many ...", then "what if ...": asks what the model says
        if not names and again and (changes or rows is not None) and follows:
            return rows, [*changes, *_asked(again)]
        if not names and not changes:
            return self._followed(rows, again)
        steps: list[dict[str, Any]] = list(changes)
        for name in names or ["predict"]:
            steps += self._step(name, rows)
        if steps and steps[-1].get("op") == "fairness" and (held := self._held(rows)):
            return None, [{"op": "fairness", "column": held}]
        return (rows, steps) if steps else None

    def _the_same_of_another(self, before: Mapping[str, Any]) -> Any:
        """Return the rows of another value of the column asked about: "and for MB?"."""
        held = before.get("rows")
        name = held.get("column") if isinstance(held, Mapping) else None
        column = self.facts.column(str(name)) if self.facts and name else None
        if column is None or not _AND_FOR.match(self.text):
            return None
        said = [
            v
            for v in column.values
            if re.search(rf"(?<!\w){re.escape(v)}(?!\w)", self.text)
        ]
        return {"column": name, "is": said[0]} if len(said) == 1 else None

    def _followed(
        self, rows: Any, again: Any
    ) -> tuple[Any, list[dict[str, Any]]] | None:
        """Return what "and row 7?" asks: the same again of other rows."""
        asked_again = _FOLLOWS.match(self.text)
        if rows is None or not again or not asked_again:
            return None
        one = isinstance(rows, Mapping) and rows.get("column") == "row"
        if one and {s.get("op") for s in again} & _OF_THE_MODEL:
            return rows, [{"op": "explain"}]
        return rows, list(again)

    def _names(self, some: bool, follows: bool) -> list[str]:
        changed = bool(self.found.changes)
        masked = unheld(self.masked)
        names = ops_in(masked, self._can, changed, some)
        if not (follows and changed):
            # A header may be the very word that asks: "reason", "score".
            plain = self.found.masked(self.text, "nvd")
            names = names or ops_in(plain, self._can, changed, some)
        column = self.facts.column(self.target) if self.facts and self.target else None
        return of_a_number(names, masked, column, changed=changed)

    def _can(self, op: str) -> bool:
        return op != "statistic" or bool(self._measured())

    def _named(self, least: float = 0.6) -> list[Cue]:
        """Return the columns named that no filter and no change has used."""
        if self.facts is None:
            return []
        taken = [(s, e) for s, e, sign in self.found.masks if sign in "rvt"]
        taken += self.found.used
        return [
            c for c in cues(self.text, self.facts)
            if c.weight >= least and not any(s < c.end and c.start < e for s, e in taken)
        ]  # fmt: skip

    def _columns(self, least: float = 0.6) -> list[str]:
        filtered = {t["column"] for t in plain_rows(self.found.rows)}
        names = dict.fromkeys(c.column for c in self._named(least))
        return [n for n in names if n not in filtered]

    def _measured(self) -> str | None:
        """Return the column that a figure is asked of."""
        if self.facts is None:
            return None
        if re.search(r"\bhow old\b", self.text, re.I):
            ages = meant("age", self.facts)
            if ages:
                return ages[0]
        cue = pattern("statistic").search(self.text)
        many = _MANY.search(self.text)
        if many and (whole := [c for c in self._named(0.9) if c.start == many.end()]):
            return whole[0].column  # "how many nights does the average party stay"
        every = [c for c in self._named(0.35) if self._counts(c.column)] or self._named(
            0.35
        )
        after = [c for c in every if cue and c.start >= cue.start() and c.weight >= 0.6]
        filtered = {t["column"] for t in plain_rows(self.found.rows)}
        ranked = after or sorted(
            every, key=lambda c: (-c.weight, c.column != self.target)
        )
        free = [c for c in ranked if c.column not in filtered] or ranked
        free = free or self._beside(cue)
        if free:
            return free[0].column
        masked = [m[:2] for m in self.found.masks]
        return counted_in(self.text, self.facts, masked, self.target)

    def _beside(self, figure: re.Match[str] | None) -> list[Cue]:
        """Return what is named right behind a figure: "average invoice", of an invoice total."""
        at = figure.end() if figure else -_FAR
        named = sorted(self._named(0.1), key=lambda c: c.column != self.target)
        return [
            c for c in named if 0 <= c.start - at <= _FAR and self._counts(c.column)
        ]

    def _counts(self, name: str) -> bool:
        """Return whether a figure can be asked of a column: not of one that only numbers."""
        column = self.facts.column(name) if self.facts else None
        return column is not None and column.kind not in (Kind.ID, Kind.CODE, Kind.DATE)

    def _step(self, name: str, rows: Any) -> list[dict[str, Any]]:
        step: dict[str, Any] = {"op": name}
        if name == "importance":
            named = [c.column for c in self._named(0.7) if c.column != self.target]
            return importance_asked(self.text, named, self.found.tops)
        if name == "interaction":
            named = self._columns()
            return [{**step, "columns": named[:2]}] if len(named) >= 2 else [step]
        if name == "statistic":
            return [{**step, "column": self._measured(), "of": self._figure()}]
        if name == "fairness":
            named = self._columns(0.55) or self._treated()
            return [{**step, "column": named[0]}] if len(named) == 1 else [step]
        if name == "show" and (
            n := self.found.shown or (rows is None and self._whole())
        ):
            step["n"] = n
        if name == "mistakes":
            step.update(mistakes_asked(self.masked, self._can))
        return [step]

    @staticmethod
    def _held(rows: Any) -> str | None:
        """Return the column whose groups are held side by side: 'men and women'."""
        columns = {t["column"] for t in plain_rows(rows)}
        return columns.pop() if len(columns) == 1 and "row" not in columns else None

    def _whole(self) -> int | None:
        return next((int(q.value) for q in quantities(self.text)
                     if q.whole and 0 < q.value < 1000 and q.kind == "number"), None)  # fmt: skip

    def _treated(self) -> list[str]:
        cut = re.split(
            r"\b(?:on|to|towards?|against|for|of|by|with|than|between|treat\w*)\b",
            self.text,
        )
        known = (
            meant(c, self.facts, (self.target or "",)) if self.facts else []
            for c in (*reversed(cut[1:]), cut[0])
        )
        return next((found for found in known if found), [])

    def _figure(self) -> str:
        return next((k for k, forms in loaded("queries")["statistics"].items()
                     if re.search(rf"\b(?:{'|'.join(forms)})\b", self.masked, re.I)), "mean")  # fmt: skip


def _within(words: str, told: str) -> bool:
    """Return whether words left over are part of what is told: "will come back"."""
    return bool(set(words.casefold().split()) & set(told.casefold().split()))


def _asked(steps: Any) -> list[dict[str, Any]]:
    """Return what was asked of rows before, which can be asked of changed rows too."""
    return [dict(s) for s in steps if s.get("op") not in _OF_NO_ROWS]
