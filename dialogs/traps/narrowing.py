"""Limits that leave nothing, and a target that is mostly missing."""

from __future__ import annotations

from collections.abc import Iterator

from .case import Case
from .trap import Trap

MOSTLY = 0.5
"""A target that is missing in more rows than this is worth a word."""

READABLE = frozenset({"linear", "spline", "ebm", "tree"})


def gaps(case: Case) -> Iterator[Trap]:
    """Yield a target that most rows have no value of."""
    rows, missing = case.target.rows, case.target.missing
    if rows and missing >= MOSTLY * rows:
        data = {"target": case.target.name, "missing": f"{missing:,}",
                "rows": f"{rows:,}", "left": f"{rows - missing:,}"}  # fmt: skip
        yield Trap("target_gaps", ("table.target",), data)


def families(case: Case) -> Iterator[Trap]:
    """Yield kinds of models of which none is left, or none can be read."""
    only = set(case.brief.get("limits.families", ()))
    never = set(case.brief.get("limits.never_families", ()))
    if only and only <= never:
        yield Trap("no_family_left", ("limits.families", "limits.never_families"))
    elif case.brief.get("limits.glass_box") and only and not only & READABLE:
        yield Trap("unreadable_families", ("limits.families", "limits.glass_box"))


def directions(case: Case) -> Iterator[Trap]:
    """Yield a direction agreed for a column that is left out."""
    out = {*case.brief.get("table.ignore", ()),
           *case.brief.get("limits.never_columns", ())}  # fmt: skip
    for name in case.brief.get("limits.monotonic", {}):
        if name in out:
            yield Trap("unsure_column", ("limits.monotonic",), {"column": name})
            return
