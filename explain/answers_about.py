"""What is asked of a result as a whole, in business terms: can I trust it, what now, who decides.

Every figure is one that the result holds; where a figure is missing, the sentence is too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dialogs.message import Message
from dialogs.sanitise import safe

from .answers_cases import quoted
from .answers_checked import TOPICS as CHECKED
from .answers_model import halves
from .answers_running import TOPICS as RUNNING
from .answers_using import TOPICS as USING
from .asked import Asked
from .baselines import baseline_name, not_better, rival_as_good
from .driving_told import closed
from .metric_words import metric_text, told_as, value_text
from .phrases import capital
from .reached import Lines, best_rival, doubts, names_of, reached, rows_tested
from .telling import baseline_lines
from .units import counted, in_hundred, number, span_text


def about(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Answer one question about the result as a whole.

    Parameters
    ----------
    asked : Asked
    step : mapping
        ``topic`` says which.
    """
    topic = str(step.get("topic") or "")
    if topic in CHECKED:
        return CHECKED[topic](asked)
    lines = _TOPICS[topic](asked) if topic in _TOPICS else []
    return (asked.tell(*(lines or [asked.say("about.cannot")]), key="about"),)


def _target(asked: Asked) -> str:
    return safe(str((asked.brief.get("table") or {}).get("target") or ""), 60)


def stability(asked: Asked, _: Mapping[str, Any]) -> tuple[Message, ...]:
    """How sure one can be of it: the figure and its range, what speaks against, what holds.

    Of a single row it is how often rows with such a chance came true.
    """
    if asked.tree is not None and int(asked.mask.sum()) == 1 and asked.output.chances:
        return (asked.tell(*_sure_of_one(asked), key="stability"),)
    care = doubts(asked)
    lines = [*_trust(asked), *_sure(asked)]
    if care:
        lines += [asked.say("about.trust_doubt"), *care]
    told = (asked.tell(*lines, key="stability"),) if lines else ()
    return (
        *told,
        asked.tell(*halves(asked), asked.say("about.trust_check"), key="stability"),
    )


def _trust(asked: Asked) -> Lines:
    rival, found = rival_as_good(asked.result), reached(asked)
    if rival is not None:
        return [asked.say("about.trust_no", name=baseline_name(rival, asked.level))]
    best = best_rival(asked)
    name = baseline_name(best, asked.level) if best else ""
    key = "about.trust_yes" if best else "about.trust_plain"
    return [asked.say(key, text=found, name=name)] if found else []


def _good(asked: Asked) -> Lines:
    best = best_rival(asked)
    if best is None:
        return [capital(f"{reached(asked)}."), asked.say("about.good_alone")]
    name = baseline_name(best, asked.level)
    beaten = not not_better(asked.result.get("objective") or {}, best)
    key = "about.good_verdict_yes" if beaten else "about.good_verdict_no"
    beside = baseline_lines(asked.result, asked.level)[:1]
    return [
        asked.say("about.good_head"),
        asked.say("about.good_model", text=reached(asked)),
        *(f"- {line}" for line in beside),
        asked.say(key, name=name),
    ]


def _worth(asked: Asked) -> Lines:
    objective = asked.result.get("objective") or {}
    best = best_rival(asked)
    if best is None or objective.get("value") is None:
        return []
    name = baseline_name(best, asked.level)
    if not_better(objective, best):
        first = [asked.say("about.worth_nothing", name=name)]
    elif objective.get("name") == "expected_cost":
        return _saved(asked, objective, best)
    else:
        first = [asked.say("about.worth_no_prices")]
    priced = objective.get("name") == "expected_cost"
    ask = (
        "about.worth_ask" if asked.output.task == "binary" else "about.worth_ask_number"
    )
    more = [] if priced else [asked.say(ask)]
    beside = [f"- {line}" for line in baseline_lines(asked.result, asked.level)[:1]]
    own = asked.say("about.good_model", text=reached(asked))
    return [*first, own, *beside, *more]


def _saved(
    asked: Asked, objective: Mapping[str, Any], best: Mapping[str, Any]
) -> Lines:
    """Return what acting as the model says saves beside the best simple way."""
    metric = told_as(objective)
    saved = float(best["value"]) - float(objective["value"])
    paired = best.get("difference") or {}
    low, high = paired.get("high"), paired.get("low")
    span = ""
    if low is not None and high is not None:
        ends = {"low": number(-float(low)), "high": number(-float(high))}
        span = asked.say("about.worth_span", **ends)
    first = asked.say(
        "about.worth_costs", rows=rows_tested(asked), span=span, saved=number(saved),
        v=value_text(metric, float(objective["value"]), asked.level),
        other=value_text(metric, float(best["value"]), asked.level),
        name=baseline_name(best, asked.level),
    )  # fmt: skip
    rows = len(asked.frame)
    total = asked.say(
        "about.worth_total", rows=counted(rows, asked.word), total=number(rows * saved)
    )
    return [first, total]


def _sure(asked: Asked) -> Lines:
    """Return what the figure rests on, and what its range means."""
    counts = asked.result.get("counts") or {}
    lines = []
    if rival_as_good(asked.result) is not None and reached(asked):
        lines.append(asked.say("about.good_model", text=reached(asked)))
    if (asked.result.get("objective") or {}).get("low") is not None:
        lines.append(asked.say("about.sure_range", test=rows_tested(asked)))
    if counts.get("events") is not None:
        event = quoted(asked.output.event)
        lines.append(
            asked.say("about.sure_cases", events=f"{counts['events']:,}", event=event)
        )
    return lines


def _sure_of_one(asked: Asked) -> Lines:
    """Return how often rows with such a chance came true."""
    answers = asked.output(asked.rows)[0]
    p = float(answers.max() if asked.output.task == "multiclass" else answers[0])
    found = asked.result.get("calibration") or {}
    promise = asked.say("about.sure_one_plain")
    if not found.get("said"):
        return [promise]
    said = [float(v) for v in found["said"]]
    at = min(range(len(said)), key=lambda i: abs(said[i] - p))
    low, high = (in_hundred(float(found[k][at])) for k in ("low", "high"))
    first = asked.say(
        "about.sure_one", some=asked.some(), p=in_hundred(p), n=f"{found['n'][at]:,}",
        said=in_hundred(said[at]), seen=in_hundred(float(found["seen"][at])), span=span_text(low, high) or low,
    )  # fmt: skip
    return [first, promise]


def _more(asked: Asked) -> Lines:
    rows, counts = asked.result.get("rows") or {}, asked.result.get("counts") or {}
    slots = {
        "train": counted(int(rows.get("train") or 0), asked.word),
        "test": counted(int(rows.get("test") or 0), asked.word),
    }
    if counts.get("events") is None:
        first = asked.say("about.more_rows", **slots)
    else:
        event = quoted(asked.output.event)
        first = asked.say(
            "about.more_cases", events=f"{counts['events']:,}", event=event, **slots
        )
    return [first, asked.say("about.more_root"), asked.say("about.more_columns")]


def _short(asked: Asked) -> Lines:
    kinds = {"binary": "chance", "multiclass": "class"}
    kind = kinds.get(asked.output.task, "number")
    event = quoted(asked.output.event) if asked.output.event else ""
    what = asked.say(f"about.short_{kind}", event=event, target=_target(asked))
    columns = counted(len(asked.inputs), "column")
    lines = [asked.say("about.short_what", columns=columns, what=what)]
    drivers = [d["column"] for d in asked.result.get("drivers") or []]
    if drivers:
        lines.append(asked.say("about.short_goes", names=names_of(drivers)))
    if reached(asked):
        lines.append(
            asked.say("about.short_how", test=rows_tested(asked), text=reached(asked))
        )
    best, rival = best_rival(asked), rival_as_good(asked.result)
    if best is not None:
        key = "about.good_verdict_no" if rival else "about.good_verdict_yes"
        lines.append(asked.say(key, name=baseline_name(rival or best, asked.level)))
    return lines


def _worst(asked: Asked) -> Lines:
    objective = asked.result.get("objective") or {}
    end = objective.get("low" if objective.get("greater_is_better") else "high")
    lines = []
    if end is not None:
        text = metric_text(told_as(objective), float(end), asked.level)
        lines.append(asked.say("about.worst_range", text=text))
    counts = asked.result.get("counts") or {}
    if counts.get("events"):
        misses, events = (f"{int(counts[k]):,}" for k in ("misses", "events"))
        lines.append(asked.say("about.worst_missed", misses=misses, events=events))
    weak = [
        w for w in asked.result.get("warnings") or [] if w.get("kind") == "weak_group"
    ]
    lines += [
        asked.say("about.worst_group", text=closed(str(w["text"]))) for w in weak[:1]
    ]
    return lines


_TOPICS: dict[str, Callable[[Asked], Lines]] = {
    **USING,
    **RUNNING,
    "good": _good,
    "worth": _worth,
    "more": _more,
    "short": _short,
    "worst": _worst,
}

OPS = {"about": about, "stability": stability}
