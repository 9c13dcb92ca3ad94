"""One question with all that answers may need, each computed when first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dialogs.message import Level, Say
from dialogs.sanitise import safe

from .decisions import Decided, decided
from .filters import DECISION, PREDICTION, ROW, select, told
from .outputs import Output, background_of, inputs_of, output_of
from .phrases import capital, say
from .units import Unit, counted, unit_of

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Judged:
    """Rows with known outcomes, who they are in words, and what to say of them."""

    rows: pd.DataFrame
    truth: pd.Series
    some: str
    seen: str


@dataclass(frozen=True)
class Asked:
    """A question's material.

    Attributes
    ----------
    model : object or None
        None before the first search.
    frame : DataFrame
        All rows in original columns, in the file's order.
    y : Series or None
        Outcomes as in the file.
    tree : mapping or None
        The FILTER of the rows asked about.
    changed : DataFrame or None
        The rows asked about as a what-if has changed them.
    """

    model: Any
    frame: pd.DataFrame
    y: pd.Series | None
    brief: Mapping[str, Any]
    result: Mapping[str, Any]
    level: Level
    tree: Any = None
    changed: pd.DataFrame | None = None
    how: tuple[str, ...] = field(default=())
    """What was changed, in words."""
    held: Bools | None = None
    """Which rows the model never learned from, where that is known."""
    source: str = ""
    """The file that the rows are of, where they are not the table's own."""

    @cached_property
    def output(self) -> Output:
        """What the model tells."""
        return output_of(self.model)

    @cached_property
    def unit(self) -> Unit:
        """The unit of its answers."""
        return unit_of(self.output, self.output.first(self.typical))

    @cached_property
    def typical(self) -> pd.DataFrame:
        """The rows a case is compared with, at most 200."""
        pool = background_of(self.model, self.frame)
        return pool if len(pool) <= 200 else pool.sample(200, random_state=0)

    @cached_property
    def everyone(self) -> Decided:
        """What the model says about every row of the table."""
        return decided(self.output, self.frame)

    @cached_property
    def mask(self) -> Bools:
        """Which rows are asked about."""
        return select(self.tree, self.frame, self._virtual)

    @property
    def _virtual(self) -> dict[str, Any]:
        made: dict[str, Any] = {ROW: self.numbers}
        if self.model is not None:
            made[PREDICTION] = lambda: self._series(self.everyone.predicted)
            made[DECISION] = lambda: self._series(self._decided())
        return made

    def _decided(self) -> Any:
        decision = self.everyone.decision
        return self.everyone.predicted if decision is None else decision

    def _series(self, values: Any) -> pd.Series:
        return pd.Series(list(values), index=self.frame.index)

    def numbers(self) -> pd.Series:
        """Return data row numbers, counted from 1."""
        index = self.frame.index
        if pd.api.types.is_integer_dtype(index.dtype) and index.is_unique:
            return pd.Series(np.asarray(index) + 1, index=index)
        return pd.Series(np.arange(1, len(index) + 1), index=index)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows asked about, as changed by a what-if."""
        return self.frame[self.mask] if self.changed is None else self.changed

    @property
    def original(self) -> pd.DataFrame:
        """The rows asked about, as they are in the table."""
        return self.frame[self.mask]

    @property
    def truth(self) -> pd.Series | None:
        """The outcomes of the rows asked about, where known."""
        if self.y is None:
            return None
        return pd.Series(
            np.asarray(self.y)[self.mask], index=self.frame.index[self.mask]
        )

    def judged(self) -> Judged | None:
        """Return the rows to judge the model on, or None where no outcome is known.

        Only rows it never learned from, where any are among those asked about.
        """
        truth = self.truth
        if truth is None or not truth.notna().any():
            return None
        known = truth.notna().to_numpy()
        fresh = None if self.held is None else known & self.held[self.mask]
        if fresh is None or not fresh.any():
            seen = self.say("score.seen")
            return Judged(self.rows[known], truth[known], self.some(), seen)
        key = "some.fresh_all" if self.tree is None else "some.fresh"
        n = counted(int(fresh.sum()), self.word)
        one = int(self.mask.sum()) == 1
        some = self.some() if one else say(key, n=n, where=told(self.tree))
        return Judged(self.rows[fresh], truth[fresh], some, "")

    @property
    def word(self) -> str:
        """What one row is, in the person's word."""
        word = str((self.brief.get("table") or {}).get("row") or "row")
        return safe(word, 40)

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Columns that tell nearly the same, and so share one part of a row's reasons."""
        found = {
            tuple(sorted({str(d["column"]), *map(str, d["shared"])}))
            for d in self.result.get("drivers") or []
            if d.get("shared")
        }
        return tuple(sorted(found))

    @property
    def inputs(self) -> tuple[str, ...]:
        """The columns the model reads."""
        return inputs_of(self.model, self.frame)

    def some(self) -> str:
        """Return the rows asked about in words, always with their count."""
        rows = self._some()
        return (
            say("some.of", rows=rows, file=safe(self.source, 60))
            if self.source
            else rows
        )

    def _some(self) -> str:
        n = int(self.mask.sum())
        if self.tree is None and n == 1:
            return say("some.only", word=self.word)
        if self.tree is None:
            return say("some.all", n=counted(n, self.word))
        if n == 1:
            number = int(self.numbers()[self.mask].iloc[0])
            named = say("some.row", row=f"{number:,}")
            where = told(self.tree)
            return named if where.startswith("row is") else f"{named} ({where})"
        return say("some.where", n=counted(n, self.word), where=told(self.tree))

    def say(self, key: str, **slots: Any) -> str:
        """Return a phrase at this question's level."""
        return say(key, self.level, **slots)

    def tell(self, *texts: str, key: str = "") -> Say:
        """Return a message of several sentences or lines."""
        shown = [t for t in texts if t]
        joint = "\n" if any(t.startswith("- ") for t in shown) else " "
        return Say(capital(joint.join(shown)), self.level, key=key)

    def after(self, changed: pd.DataFrame, how: str) -> Asked:
        """Return the question about changed rows."""
        return replace(self, changed=changed, how=(*self.how, how))
