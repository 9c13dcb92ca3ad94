"""The table: its text, its typed values, its facts, and how it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from dialogs.facts import Facts, Note

from .schema import TableSchema


@dataclass(frozen=True)
class Table:
    """A table that was read."""

    frame: pd.DataFrame
    """(n, p) typed values, the file's columns and rows in order."""
    text: pd.DataFrame
    """(n, p) the same cells as text, unconverted."""
    facts: Facts
    notes: tuple[Note, ...]
    """What was converted, set aside or doubted."""
    schema: TableSchema
    path: str = ""

    def written(self, name: str) -> pd.Series[str]:
        """Return a column's cells as text, trimmed, each word in its one spelling."""
        text = self.text[name].str.strip()
        spelled = dict(self.schema.column(name).spellings)
        return text.replace(spelled) if spelled else text

    def repaired(self, repairs: Mapping[str, Any]) -> Table:
        """Return the table with repairs applied: proposed ones unless refused.

        Parameters
        ----------
        repairs : mapping
            Suspicion id -> "accepted", "refused" (or True, False), or a value in
            place of the proposed one.
        """
        from .profile import profile
        from .repairs import repair_rows, repair_schema

        schema = repair_schema(self.schema, self.facts, repairs)
        text = repair_rows(self.text, self.facts, repairs)
        frame = schema.apply(text)
        columns = profile(frame, text)
        facts = replace(self.facts, columns=columns, rows=_rows(self, frame))
        return replace(self, frame=frame, text=text, facts=facts, schema=schema)


def _rows(before: Table, after: pd.DataFrame) -> int:
    return before.facts.rows - (len(before.frame) - len(after))
