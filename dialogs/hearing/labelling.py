"""The column to predict where it stands after its label, as in a terse brief."""

from __future__ import annotations

import re

from ..facts import Facts
from .reading import Heard

_LABEL = (
    r"(?:^|[,;:.]\s*)(?:please |i want to |we want to |let'?s )?(?:predict(?:ing)?|forecast|classify"
    r"|(?:the )?(?:target|label|outcome|response)(?: column| variable)?)\s*(?:is|=|:)?\s*"
)


def target_labelled(text: str, facts: Facts) -> Heard | None:
    """Return the column that stands after its label, or before a value of its own.

    "Target: late", "predict late, event yes" or "late = yes": whatever else a terse
    message speaks of, this is the column to predict.
    """
    lowered = text.casefold()
    said = [c for c in facts.columns if c.name.casefold() in lowered]
    for column in sorted(said, key=lambda c: -len(c.name)):
        name = rf"[\"'“]?{re.escape(column.name)}[\"'”]?"
        labelled = rf"{_LABEL}{name}(?![\w'])(?=\s*(?:[,;.=]|$|\s(?:and|with|event)\b))"
        values = "|".join(re.escape(v) for v in column.values if v.strip())
        valued = rf"(?<![\w.]){name}\s*==?\s*[\"'“]?(?:{values})(?!\w)"
        few = 2 <= column.distinct <= 12 and bool(values)
        match = re.search(labelled, text, re.IGNORECASE)
        match = match or (re.match(valued, text, re.IGNORECASE) if few else None)
        if match:
            return Heard("table.target", column.name, *match.span(), 0.97)
    return None
