"""Which oddity of a table becomes a question, in order of what its answer is worth.

Only what the person knows and the table cannot tell: whether something is known in
time, whether rows belong together, whether the file is in order. Worth, answers and
what each leads to are data (``suspicions.toml``); an answer is kept under the oddity's
id among the repairs, from where it reaches the Constraints.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .facts import Suspicion
from .suspicions import kinds, question

if TYPE_CHECKING:
    from .state import State

MOST_ASKED = 3
"""Oddities asked about in one conversation, beside columns that surely leak."""

LEAST_WORTH = 30
"""What is worth less waits under "what else did you notice?"."""

TIME = ("file_order", "target_drift")
"""Kinds that ask the same: whether the file is in order of time."""


def worth(suspicion: Suspicion) -> int:
    """Return what an answer is worth: 0 where nothing is asked."""
    return int(kinds()[suspicion.kind].get("worth", 0))


def answers(suspicion: Suspicion) -> Mapping[str, Any]:
    """Return option -> what it leads to: accepted, refused, or an edited value."""
    entry = kinds()[suspicion.kind]
    names = (name for name in ("yes", "no", "unsure") if name in entry)
    return {n: _filled(str(entry[n]), suspicion) for n in names}


def labels(suspicion: Suspicion) -> tuple[str, str]:
    """Return the words of a yes and of a no."""
    entry = kinds()[suspicion.kind]
    yes, no = str(entry.get("yes_label", "Yes")), str(entry.get("no_label", "No"))
    return _filled(yes, suspicion), _filled(no, suspicion)


def _filled(words: str, suspicion: Suspicion) -> str:
    for name in ("sign", "chosen", "other"):
        words = words.replace(f"{{{name}}}", str(suspicion.data.get(name, "")))
    return words


def asked_before(state: State) -> int:
    """Return how many oddities were asked about."""
    return sum(1 for mark in state.done if mark.startswith("oddity:"))


def open_dialect(state: State) -> Suspicion | None:
    """Return the doubt how a file is cut into cells: it comes before all else."""
    repairs = state.brief.get("table.repairs", {})
    return next(
        (s for s in state.suspicions
         if s.kind == "dialect_doubt" and s.id not in repairs),
        None,
    )  # fmt: skip


def open_about(state: State, asked: str) -> Suspicion | None:
    """Return what a question of this id is about: dialect or oddity."""
    if asked == "dialect":
        return open_dialect(state)
    return open_oddity(state) if asked == "oddity" else None


def open_oddity(state: State) -> Suspicion | None:
    """Return the oddity to ask about next, or None.

    Nothing before the target is known and looked at; nothing about columns that are out
    anyway, or that was answered in another way.
    """
    brief = state.brief
    target = brief.get("table.target")
    if state.facts is None or target is None or state.probing:
        return None
    if asked_before(state) >= MOST_ASKED:
        return None
    open_ones = [s for s in state.suspicions if _is_open(s, state, str(target))]
    return max(open_ones, key=worth, default=None)


def _is_open(suspicion: Suspicion, state: State, target: str) -> bool:
    brief, kind = state.brief, suspicion.kind
    if kind == "dialect_doubt":
        return False
    if worth(suspicion) < LEAST_WORTH or not question(suspicion):
        return False
    if not suspicion.data.get("telling", True):
        return False  # a late name on what tells nothing costs nothing
    repairs = brief.get("table.repairs", {})
    if suspicion.id in repairs or f"oddity:{suspicion.id}" in state.done:
        return False
    if kind in TIME:
        return not _time_settled(state, repairs)
    if suspicion.repair == "group" and (_checked_how(state) or _dated(state)):
        return False  # with dates it is the order in time that decides the check
    out = {*brief.get("table.ignore", ()), *brief.get("limits.never_columns", ())}
    return not set(suspicion.columns) <= {*out, target}


def _dated(state: State) -> bool:
    return any(s.kind in ("dates", "time_order") for s in state.suspicions)


def _checked_how(state: State) -> bool:
    return "split.kind" in state.brief or "split.column" in state.brief


def _time_settled(state: State, repairs: Mapping[str, Any]) -> bool:
    ids = (*repairs, *(m.removeprefix("oddity:") for m in state.done))
    told = any(i.split(":")[0] in TIME for i in ids)
    return _dated(state) or told or _checked_how(state)
