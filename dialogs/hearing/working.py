"""What is asked of a model without the form of a question: work, and plain requests.

"Give me a few wrong predictions", "raise all fees by 5 and predict again". Invariant: a
message that says what is wanted of a search, or answers an open question, is no request.
"""

from __future__ import annotations

from typing import Any

from .atwork import at_work
from .lexis import forms_of
from .queries import query_in
from .reading import Context

_ABOUT = frozenset({"mistakes", "importance", "labels", "probability", "interaction",
                    "counterfactual", "explain", "count", "statistic", "columns", "compare",
                    "fairness", "history", "stability"})  # fmt: skip
"""What a request may ask for without a change: a score wanted is no question."""


def work_asked(text: str, context: Context) -> dict[str, Any] | None:
    """Return the query tree of work to do or of a plain request, or None."""
    found = at_work(text, context)
    if found is not None or not context.has_model or context.asking is not None:
        return found
    if forms_of("requests")["wanted"].search(text) or not forms_of("requests")[
        "opens"
    ].match(text):
        return None
    query = query_in(text, context)
    if query is None:
        return None
    ops = {s["op"] for s in query["do"]}
    return query if ops & _ABOUT or "change" in ops else None
