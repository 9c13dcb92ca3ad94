"""The result of a round, told: the contract line by line, reasons, expectations, care.

Order and tone: what was agreed and whether it holds first, then what it goes by, then
what was expected, then what to be careful about. Never a cause.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dialogs.message import Level, Message, Say
from dialogs.sanitise import safe

from .bars import baseline_picture, drivers_picture
from .baselines import baseline_name, none_beaten, rival_as_good, worse
from .driving_told import closed, reason_lines
from .expecting import expectation_lines
from .metric_words import metric_text, per_row, range_text, told_as, value_text
from .phrases import capital, say
from .pricing import price_lines
from .units import counted, listed

MOST_CAUTIONS = 5


def tell_result(
    model: Any,
    result: Mapping[str, Any],
    X_test: pd.DataFrame | None,
    y_test: Any,
    brief: Mapping[str, Any],
    level: Level | str = Level.PLAIN,
    before: Mapping[str, Any] | None = None,
) -> tuple[Message, ...]:
    """Return the messages that tell a round's result.

    Parameters
    ----------
    model : object
        The winner; only read where the result lacks something.
    result : mapping
        In the form of `tandem run --json`.
    X_test, y_test : DataFrame and array-like
        The rows held back, or None.
    brief : mapping
        Nested tables.
    level : Level or str
        How technical.
    before : mapping, optional
        What the same model was told to reach under another agreement: then only what
        the new one changes is told.

    Returns
    -------
    tuple of Message
    """
    del model, y_test  # the result holds all that is told today
    level = Level(str(level))
    lines = contract_text(result, brief, level, again=before is not None)
    told: list[Message] = [Say("\n".join(lines), level, key="result.contract")]
    picture = baseline_picture(result, level)
    if picture is not None:
        told.append(picture)
    cautions = caution_lines(result, level, before)
    if before is not None:
        careful = [Say("\n".join(cautions), level, key="result.cautions")]
        return (*told, *(careful if cautions else ()))
    reasons = reason_lines(result, level)
    if none_beaten(result) and result.get("drivers"):
        reasons.insert(0, say("result.may_be_chance", level))
    told_of = result.get("drivers") or []
    if not told_of or any(d.get("direction") == "none" for d in told_of):
        reasons.append(say("result.look_again", level))
    told.append(Say("\n".join(reasons), level, key="result.reasons"))
    if result.get("drivers"):
        told.append(drivers_picture(result["drivers"], level))
    expected = expectation_lines(result, brief, level, X_test)
    if expected:
        told.append(Say("\n".join(expected), level, key="result.expectations"))
    if cautions:
        told.append(Say("\n".join(cautions), level, key="result.cautions"))
    return tuple(told)


def contract_text(
    result: Mapping[str, Any],
    brief: Mapping[str, Any],
    level: Level,
    again: bool = False,
) -> list[str]:
    """Return the head and the agreement, line by line, with what it is beside.

    Where it is decided ``again``, the model is the one that was told before.
    """
    word = str((brief.get("table") or {}).get("row") or "row")
    lines = [_head(result, word, level, again)]
    contract = result.get("contract") or []
    objective = result.get("objective") or {}
    lines += [_contract_line(line, level, objective) for line in contract]
    lines += _margin(result, contract, level)
    if objective.get("value") is not None:
        told = metric_text(told_as(objective), objective, level)
        lines.append(f"- {capital(told)}.")
    lines += baseline_lines(result, level)
    if not none_beaten(result):
        guessed = [str(s.get("text") or "") for s in result.get("sensitivity") or []]
        lines += [f"- {safe(text)}" for text in guessed if text]
    lines += [f"- {line}" for line in price_lines(result, brief, level)]
    winner = model_words(result, level)
    if winner and not again:
        lines.append(say("result.model", level, text=safe(str(winner)).rstrip(".")))
    return lines


def model_words(result: Mapping[str, Any], level: Level) -> str:
    """Return what the model is: in plain words, or by its name to who knows names."""
    winner = result.get("winner") or {}
    names = ("words", "description", "family")
    if level != Level.PLAIN:
        names = ("description", "words", "family")
    return next((str(winner[n]) for n in names if winner.get(n)), "")


def _head(result: Mapping[str, Any], word: str, level: Level, again: bool) -> str:
    test = (result.get("rows") or {}).get("test")
    if not test:
        return say("result.head_unknown", level)
    key = "result.stopped" if result.get("status") == "stopped" else "result.head"
    key = "result.head_again" if again else key
    return say(key, level, test=counted(int(test), safe(word, 40)))


def _contract_line(
    line: Mapping[str, Any], level: Level, objective: Mapping[str, Any]
) -> str:
    met = line.get("met")
    mark = "?" if met is None else ("✓" if met else "✗")
    text = safe(str(line.get("text", "")))
    value = line.get("value")
    if value is None:
        return f"{mark} {capital(text)}."
    metric = str(line.get("metric") or ("recall" if 0 <= float(value) <= 1 else ""))
    if metric == "difference":
        return f"{mark} {capital(text)}{_lead(line, level, told_as(objective))}."
    shown = range_text(metric, float(value), line.get("low"), line.get("high"), level)
    maybe = f" {say('result.maybe', level)}" if met is None else ""
    return f"{mark} {capital(text)}: {shown}.{maybe}"


def _margin(
    result: Mapping[str, Any], contract: Sequence[Mapping[str, Any]], level: Level
) -> list[str]:
    """Return with how much to spare the line was drawn, where a share was promised."""
    decision = result.get("decision") or {}
    kept = decision.get("kept") or {}
    for line in contract:
        metric = line.get("metric")
        if (
            metric in kept
            and decision.get("reachable")
            and line.get("met") is not False
        ):
            text = metric_text(str(metric), float(kept[metric]), level)
            return [say("result.margin", level, text=text)]
    return []


def _lead(line: Mapping[str, Any], level: Level, metric: str) -> str:
    """Return by how much something is better or worse, with its range."""
    value, low, high = line.get("value"), line.get("low"), line.get("high")
    metric = metric or str(line.get("of", ""))
    shown = range_text(metric, *_sized(float(value or 0.0), low, high), level)
    shown += per_row(metric)
    if low is None or high is None or low <= 0 <= high:
        return say("result.no_lead", level)
    behind = line.get("met") is False
    return say("result.behind" if behind else "result.lead", level, v=shown)


def _sized(
    value: float, low: float | None, high: float | None
) -> tuple[float, float | None, float | None]:
    if value >= 0 or low is None or high is None:
        return abs(value), low, high
    return -value, -high, -low


def baseline_lines(result: Mapping[str, Any], level: Level) -> list[str]:
    """Return what simple ways reach, and whether the model is no better than these."""
    objective = result.get("objective") or {}
    metric = told_as(objective)
    known = [b for b in result.get("baselines") or [] if b.get("value") is not None]
    if not known or objective.get("value") is None:
        return []
    told = [
        say(
            "result.baseline",
            level,
            v=value_text(metric, float(b["value"]), level),
            name=baseline_name(b, level),
        )
        for b in known
        if b.get("meets") is not False
    ]
    lines = [say("result.baselines", level, list=listed(told))] if told else []
    broken = [baseline_name(b, level) for b in known if b.get("meets") is False]
    if broken:
        key = "result.broken" if len(broken) > 1 else "result.broken_one"
        lines.append(say(key, level, list=listed(broken)))
    best = rival_as_good(result)
    if best is not None:
        shown = value_text(metric, float(best["value"]), level)
        key = _AS_GOOD.get(str(best.get("name")), "result.no_better")
        if best.get("name") == "treat_everyone" and not _priced(result):
            key = "result.no_better"
        key = "result.worse" if worse(objective, best) else key
        key = "result.list_holds_all" if _all_listed(result) else key
        lines.append(say(key, level, name=baseline_name(best, level), value=shown))
    return lines


def _priced(result: Mapping[str, Any]) -> bool:
    """Return whether prices decide: where both mistakes count alike, none do."""
    objective = result.get("objective") or {}
    return told_as(objective) == objective.get("name") == "expected_cost"


def _all_listed(result: Mapping[str, Any]) -> bool:
    """Return whether the list that was agreed has room for every row."""
    decision = result.get("decision") or {}
    share = decision.get("share")
    return decision.get("kind") == "top_share" and share is not None and share >= 1


_AS_GOOD = {
    "simple_rule": "result.rule_as_good",
    "treat_everyone": "result.everyone_as_good",
}
"""Simple way -> what follows where it may be as good; of others, not to use it yet."""


def caution_lines(
    result: Mapping[str, Any], level: Level, before: Mapping[str, Any] | None = None
) -> list[str]:
    """Return what to be careful about, most serious first; what was told before, once."""
    said = {"no_better"} if none_beaten(result) else set()
    if said and _all_listed(result):
        said.add("list_longer_than_table")
    warnings = [
        w for w in result.get("warnings") or []
        # Beside the baselines this was said a moment ago.
        if w.get("text") and w.get("kind") not in said
    ]  # fmt: skip
    known = {w.get("text") for w in (before or {}).get("warnings") or []}
    fresh = [w for w in warnings if w["text"] not in known]
    same = [say("result.careful_same", level)] if len(fresh) < len(warnings) else []
    if not fresh:
        return same
    warnings = fresh
    lines = [say("result.careful", level)]
    lines += [
        say("result.caution", level, text=closed(str(warning["text"])))
        for warning in warnings[:MOST_CAUTIONS]
    ]
    return [*lines, *same]
