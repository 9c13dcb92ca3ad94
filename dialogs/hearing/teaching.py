"""Why a choice matters, asked of one's own data: "show me overfitting on my rows"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..toml_data import toml_data
from .reading import Context, Reading, Understanding, one


def _words() -> Mapping[str, Any]:
    return toml_data("hearing/teaching.toml")


def lesson_in(said: str) -> str | None:
    """Return the concept whose weight somebody wants to see, or None.

    Examples
    --------
    >>> lesson_in("why does the threshold matter?")
    'threshold'
    """
    wants = re.search("|".join(_words()["wants"]), said, re.IGNORECASE)
    return lesson_of(said) if wants else None


def lesson_of(term: str) -> str | None:
    """Return the concept that a term is about and that can be shown, or None."""
    for concept, forms in _words()["concepts"].items():
        if re.search("|".join(forms), term, re.IGNORECASE):
            return str(concept)
    return None


def lesson_asked(said: str, context: Context) -> Understanding | None:
    """Return the reading of such a question: shown with a model, else explained."""
    concept = lesson_in(said)
    if concept is None:
        return None
    if not context.has_model:
        return one(Reading(("ask_what",), term=concept, score=0.9))
    query = {"rows": None, "do": [{"op": "teach", "about": concept}]}
    return one(Reading(("query",), query=query, score=0.9))
