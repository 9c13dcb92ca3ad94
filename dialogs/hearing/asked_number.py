"""What is asked of a model that predicts a number: the number, where others ask for a chance."""

from __future__ import annotations

import re

from ..facts import ColumnFacts
from .lexis import forms_of


def of_a_number(
    names: list[str], masked: str, target: ColumnFacts | None, *, changed: bool
) -> list[str]:
    """Return what is asked, in terms of a number where one is predicted.

    Parameters
    ----------
    names : list of str
        The operations that the words alone ask for.
    masked : str
        The message with what it speaks of masked.
    target : ColumnFacts or None
        The column predicted.
    changed : bool
        Whether a column is changed.
    """
    if target is None or not target.kind.numeric or target.distinct <= 2:
        return names
    forms = forms_of("number_asked")
    if names == ["count"] and (changed or "§r" in masked):
        # "How many would come if ..." asks for the number itself.
        return ["predict"] if forms["how_many"].search(masked) else names
    if not names and forms["how_much"].search(masked):
        return ["predict"]
    if names == ["probability"] and not forms["chance"].search(masked):
        return ["predict"]  # "would it go any quicker"
    return names


_HELD: re.Pattern[str] = re.compile(
    r",?\s*\b(?:if|while|as long as|provided(?: that)?|given that|assuming)\s+(?:(?:we|i|you|they|one)\s+)?"
    r"(?:leave|leaving|keep|keeping|hold|holding|(?:do|ca|must|may)(?:n.t|not| not) (?:change|touch|move|alter))\b[^,;.?!]*",
    re.IGNORECASE,
)


def unheld(masked: str) -> str:
    """Return a message without the clause that says what stays as it is, which asks nothing.

    Examples
    --------
    >>> unheld("how could it change if we keep the fee as it is?")
    'how could it change?'
    """
    return _HELD.sub("", masked)
