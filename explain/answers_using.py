"""What one does with a result: use it, show it, keep watch on it, answer for it."""

from __future__ import annotations

from collections.abc import Callable

from .asked import Asked
from .baselines import baseline_name, rival_as_good
from .reached import Lines, doubts, names_of, never_read
from .units import counted, in_hundred


def _audience(asked: Asked) -> Lines:
    parts = ("head", "report", "card", "code", "rows")
    lines = [asked.say(f"about.audience_{p}") for p in parts]
    rival = rival_as_good(asked.result)
    if rival is None:
        return lines
    name = baseline_name(rival, asked.level)
    return [*lines, asked.say("about.trust_no", name=name)]


def _use(asked: Asked) -> Lines:
    rival = rival_as_good(asked.result)
    lines = [asked.say("about.use_head")]
    if rival is not None:
        rule = rival.get("name") == "simple_rule"
        key = "about.use_rule" if rule else "about.use_not"
        first = asked.say(key, name=baseline_name(rival, asked.level))
        if not rule:  # what is not to be acted on has no next steps but to learn more
            return [first, asked.say("about.more_columns"), asked.say("about.use_note")]
        lines.insert(0, first)
    kinds = {"binary": "chance", "multiclass": "class"}
    what = asked.say(f"about.use_score_{kinds.get(asked.output.task, 'number')}")
    lines.append(asked.say("about.use_score", rows=f"{asked.word}s", what=what))
    counts = asked.result.get("counts") or {}
    if asked.output.task == "binary" and counts.get("named"):
        named, rows = int(counts["named"]), max(1, int(counts["rows"]))
        right = in_hundred(int(counts["hits"]) / named)
        total = counted(rows, asked.word)
        lines.append(
            asked.say("about.use_act", named=f"{named:,}", total=total, right=right)
        )
        lines.append(asked.say("about.use_first"))
    return [*lines, asked.say("about.use_note")]


def _limits(asked: Asked) -> Lines:
    columns = counted(len(asked.inputs), "column")
    lines = [
        asked.say("about.limits_head"),
        asked.say("about.limits_table", columns=columns),
    ]
    perhaps = asked.result.get("perhaps") or []
    if perhaps:
        lines.append(asked.say("about.limits_perhaps", names=names_of(perhaps, 5)))
    return [
        *lines,
        *doubts(asked),
        asked.say("about.limits_where"),
        asked.say("about.limits_cause"),
    ]


def _lasting(asked: Asked) -> Lines:
    kind = ((asked.result.get("plan") or {}).get("folds") or {}).get("kind")
    first = "about.lasting_later" if kind == "time" else "about.lasting_drawn"
    return [
        asked.say(first),
        *(asked.say(f"about.lasting_{p}") for p in ("check", "drift", "again")),
    ]


def _law(asked: Asked) -> Lines:
    limits = asked.brief.get("limits") or {}
    never, inputs = never_read(asked), list(asked.inputs)
    lines = [asked.say("about.law_head")]
    if never:
        lines.append(asked.say("about.law_never", names=names_of(never, 8)))
    lines.append(
        asked.say(
            "about.law_reads", columns=counted(len(inputs), "column"),
            names=names_of(inputs, 8) + (" ..." if len(inputs) > 8 else ""),
            one=names_of(never or inputs, 1),
        )
    )  # fmt: skip
    glass = "glass" if limits.get("glass_box") else "not_glass"
    return [*lines, *(asked.say(f"about.law_{p}") for p in (glass, "stays", "decides"))]


TOPICS: dict[str, Callable[[Asked], Lines]] = {
    "audience": _audience,
    "use": _use,
    "limits": _limits,
    "lasting": _lasting,
    "law": _law,
    "cause": lambda asked: [asked.say("about.cause")],
    "decides": lambda asked: [asked.say("about.decides")],
}
