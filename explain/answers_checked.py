"""What an expert or an auditor asks of a result: counts, chances, tests, settings, what is left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from dialogs.message import Message, Picture
from dialogs.sanitise import safe

from .answers_cases import quoted
from .asked import Asked
from .decisions import decided, mistakes
from .reached import reached
from .relevance import as_class
from .telling import model_words
from .units import counted, in_hundred, listed, number

MOST_CLASSES = 8
MOST_NAMES = 6
CLEAR = 2.0
"""Standard errors by which a lead is more than luck."""


def _told(asked: Asked, *lines: str) -> tuple[Message, ...]:
    return (asked.tell(*lines, key="about"),)


def _so_far(asked: Asked) -> str:
    return f"{reached(asked)}." if reached(asked) else asked.say("about.cannot")


def _models(asked: Asked) -> str:
    trials = asked.result.get("trials") or {}
    return counted(int(trials.get("done") or 0), "model")


# --- hits and misses ------------------------------------------------------------------


def confusion(asked: Asked) -> tuple[Message, ...]:
    """Return how what was said lies beside what happened, on the rows held back."""
    if not asked.output.chances:
        return _told(asked, asked.say("about.confusion_number", rest=_off(asked)))
    if asked.output.task == "multiclass":
        return _confusion_of_many(asked)
    counts = {k: int(v) for k, v in (asked.result.get("counts") or {}).items()}
    if "hits" not in counts:
        return _told(asked, asked.say("about.cannot"))
    passed = counts["rows"] - counts["hits"] - counts["misses"] - counts["false_alarms"]
    event = quoted(asked.output.event)
    slots = {
        "events": "events", "named": "named", "hits": "hits", "misses": "misses",
        "alarms": "false_alarms",
    }  # fmt: skip
    text = asked.say(
        "about.confusion", rows=counted(counts["rows"], asked.word), event=event,
        **{slot: f"{counts[name]:,}" for slot, name in slots.items()},
    )  # fmt: skip
    body = [
        ("about.confusion_was", counts["hits"], counts["misses"]),
        ("about.confusion_not", counts["false_alarms"], passed),
    ]
    rows = [[asked.say(k, event=event), f"{a:,}", f"{b:,}"] for k, a, b in body]
    headers = ["", *(asked.say(f"about.confusion_{k}") for k in ("named", "left"))]
    return (*_told(asked, text), _table(asked, headers, rows))


def _table(asked: Asked, headers: list[str], rows: list[list[str]]) -> Picture:
    title = asked.say("about.confusion_title")
    return Picture("table", title, {"headers": headers, "rows": rows})


def _confusion_of_many(asked: Asked) -> tuple[Message, ...]:
    judged = asked.judged()
    if judged is None:
        return _told(asked, asked.say("refuse.no_truth"))
    said = pd.Series(
        [as_class(v) for v in decided(asked.output, judged.rows).predicted]
    )
    true = pd.Series([as_class(v) for v in judged.truth])
    names = list(true.value_counts().index[:MOST_CLASSES])
    rows = [
        [
            safe(one, 20),
            *(f"{int(((true == one) & (said == b)).sum()):,}" for b in names),
        ]
        for one in names
    ]
    headers = [asked.say("about.confusion_true"), *(safe(n, 20) for n in names)]
    text = asked.say("about.confusion_many", some=judged.some)
    return (*_told(asked, text, judged.seen), _table(asked, headers, rows))


def _off(asked: Asked) -> str:
    """Return how far a number is off, at the tail of the rows held back."""
    judged = asked.judged()
    if judged is None:
        return _so_far(asked)
    size = np.asarray(
        mistakes(asked.output, decided(asked.output, judged.rows), judged.truth).size,
        dtype=float,
    )
    high, most = (number(float(v)) for v in (np.quantile(size, 0.9), size.max()))
    return asked.say("about.worst_number", high=high, most=most)


# --- chances --------------------------------------------------------------------------


def calibration(asked: Asked) -> tuple[Message, ...]:
    """Return how far stated chances are from what came true, on the rows held back."""
    found = dict(asked.result.get("calibration") or {})
    if not found.get("said"):
        return _told(asked, asked.say("about.calibration_none", rest=_so_far(asked)))
    n = np.asarray(found["n"], dtype=float)
    gaps = np.abs(np.asarray(found["said"]) - np.asarray(found["seen"]))
    brier = ((asked.result.get("metrics") or {}).get("brier") or {}).get("value")
    text = asked.say(
        "about.calibration", rows=counted(int(n.sum()), asked.word),
        ece=number(100 * float((gaps * n).sum() / n.sum()), 1), bins=str(len(n)),
        brier="-" if brier is None else number(float(brier)),
    )  # fmt: skip
    off = sum(bool(o) for o in found.get("off") or ())
    key = "about.calibration_off" if off else "about.calibration_luck"
    verdict = asked.say(key, groups=counted(off, "group"), bins=str(len(n)))
    title = asked.say("about.calibration_title")
    return (*_told(asked, text, verdict), Picture("calibration", title, found))


# --- how it was made ------------------------------------------------------------------


def tested(asked: Asked) -> tuple[Message, ...]:
    """Return how the figures came about: what was held back, tried, checked."""
    rows = {k: int(v or 0) for k, v in (asked.result.get("rows") or {}).items()}
    if not rows.get("test"):
        return _told(asked, asked.say("about.cannot"))
    folds = ((asked.result.get("plan") or {}).get("folds") or {}).get("count")
    total = counted(rows["train"] + rows["test"], asked.word)
    lines = [asked.say("about.tested_held", test=f"{rows['test']:,}", total=total)]
    split = (asked.result.get("reasons") or {}).get("split")
    lines += [safe(str(split), 300)] if split else []
    lines.append(
        asked.say(
            "about.tested_tried", train=f"{rows['train']:,}", models=_models(asked),
            folds=str(folds or 1),
        )
    )  # fmt: skip
    lines += [asked.say(f"about.tested_{k}") for k in ("once", "range", "not")]
    return _told(asked, *lines)


def settings(asked: Asked) -> tuple[Message, ...]:
    """Return the settings of the model, or of each model of a blend."""
    winner = dict(asked.result.get("winner") or {})
    text = model_words(asked.result, asked.level) or type(asked.model).__name__
    lines = [asked.say("about.settings", text=safe(str(text), 200).rstrip("."))]
    members = winner.get("members") or [{**winner, "name": winner.get("family")}]
    for member in members:
        weight = member.get("weight")
        share = "" if weight is None or len(members) == 1 else asked.say(
            "about.settings_weight", w=number(float(weight), 2)
        )  # fmt: skip
        name = safe(str(member.get("name") or ""), 60)
        lines.append(
            asked.say(
                "about.settings_part", name=name, weight=share,
                settings=_pairs(asked, member),
            )
        )  # fmt: skip
    seed = str(asked.result.get("seed", 0))
    last = asked.say("about.settings_search", models=_models(asked), seed=seed)
    return _told(asked, *lines, last)


def _pairs(asked: Asked, member: Any) -> str:
    params = dict(member.get("params") or {})
    if member.get("rounds"):
        params["rounds"] = member["rounds"]
    pairs = [f"{safe(str(k), 40)} = {_value(v)}" for k, v in params.items()]
    return ", ".join(pairs) or asked.say("about.settings_usual")


def _value(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else safe(str(value), 40)


def left_out(asked: Asked) -> tuple[Message, ...]:
    """Return which columns, rows and models were left out, and why."""
    reasons = asked.result.get("reasons") or {}
    ignored = str(reasons.get("ignore") or "")
    key = "about.left_columns" if ignored else "about.left_none"
    lines = [asked.say(key, text=safe(ignored, 400))]
    never = list((asked.brief.get("limits") or {}).get("never_columns") or ())
    if never:
        lines.append(asked.say("about.left_never", names=_named(never)))
    dropped = int((asked.result.get("rows") or {}).get("dropped") or 0)
    if dropped:
        rows = counted(dropped, asked.word)
        lines.append(asked.say("about.left_rows", rows=rows))
    perhaps = asked.result.get("perhaps") or []
    if perhaps:
        lines.append(asked.say("about.left_perhaps", names=_named(perhaps)))
    if (asked.result.get("trials") or {}).get("done", 0) > 1:
        lines.append(asked.say("about.left_models", models=_models(asked)))
    return _told(asked, *lines)


def _named(columns: Any) -> str:
    return listed([safe(str(c), 60) for c in list(columns)[:MOST_NAMES]])


def line(asked: Asked) -> tuple[Message, ...]:
    """Return from which chance on a row is named, and why there."""
    decision = asked.result.get("decision") or {}
    cuts = asked.result.get("cuts") or {}
    chosen = list(cuts.get("cuts") or ())
    cut = decision.get("cut")
    if cut is None and chosen:
        cut = chosen[int(cuts.get("chosen") or 0)].get("p")
    if asked.output.task != "binary" or cut is None:
        return _told(asked, asked.say("about.line_none"))
    if decision.get("kind") == "top_share" and decision.get("share") is not None:
        alone = decision.get("alone") or cut
        first = asked.say(
            "about.line_list", share=in_hundred(float(decision["share"])),
            cut=in_hundred(float(alone)),
        )  # fmt: skip
    else:
        priced = decision.get("kind") == "bayes"
        why = asked.say("about.line_costs") if priced else ""
        word = f"a {asked.word}"
        shown = in_hundred(float(cut))
        first = asked.say("about.line_cut", word=word, cut=shown, why=why).strip()
    return _told(asked, first, asked.say("about.line_moves"))


def same_again(asked: Asked) -> tuple[Message, ...]:
    """Return whether the same search would end with the same model."""
    seed = str(asked.result.get("seed", 0))
    fixed = bool((asked.result.get("plan") or {}).get("repeatable"))
    key = "about.again_yes" if fixed else "about.again_time"
    return _told(asked, asked.say("about.again_seed", seed=seed), asked.say(key))


def choice(asked: Asked) -> tuple[Message, ...]:
    """Return why this model and no other."""
    found = asked.result.get("comparison") or {}
    winner = safe(str(model_words(asked.result, asked.level) or "-"), 200).rstrip(".")
    yours = asked.say("about.choice_yours")
    if not found or found.get("simple") == found.get("complex"):
        first = asked.say("about.choice_one", models=_models(asked), winner=winner)
        return _told(asked, first, yours)
    simple, complex_ = (safe(str(found[k]), 200) for k in ("simple", "complex"))
    first = asked.say("about.choice_blend", simple=simple, complex=complex_)
    best = (asked.result.get("winner") or {}).get("description") == found["complex"]
    sure = float(found.get("gain") or 0) > CLEAR * float(found.get("error") or 0)
    key = ("gain" if sure else "maybe") if best else "same"
    share = in_hundred(float(found.get("share") or 0))
    return _told(asked, first, asked.say(f"about.choice_{key}", share=share), yours)


def readable(asked: Asked) -> tuple[Message, ...]:
    """Return whether a person can read the whole model, and how."""
    winner = asked.result.get("winner") or {}
    text = safe(str(model_words(asked.result, asked.level) or "-"), 200).rstrip(".")
    yes = bool(winner.get("readable"))
    first = asked.say(
        "about.readable_yes" if yes else "about.readable_no", text=text,
        columns=counted(len(asked.inputs), "column"),
    )  # fmt: skip
    more = [] if yes else [asked.say("about.readable_ask")]
    return _told(asked, first, asked.say("about.readable_shapes"), *more)


TOPICS: dict[str, Callable[[Asked], tuple[Message, ...]]] = {
    "confusion": confusion,
    "calibration": calibration,
    "tested": tested,
    "settings": settings,
    "left_out": left_out,
    "line": line,
    "readable": readable,
    "same_again": same_again,
    "choice": choice,
}
