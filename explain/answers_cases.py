"""Answers about cases: what the model says, and how likely an outcome is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from dialogs.message import Message
from dialogs.sanitise import safe

from .asked import Asked
from .decisions import Decided, decided
from .outputs import Array
from .phrases import phrases
from .relevance import as_class
from .units import cell, in_hundred, listed


def quoted(name: str) -> str:
    """Return a class in quotation marks."""
    return f'"{safe(name, 60)}"'


def base_of(asked: Asked) -> float:
    """Return the typical row's answer."""
    return float(asked.output.first(asked.typical).mean())


def predict(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Tell what the model says about the rows."""
    made = decided(asked.output, asked.rows)
    if len(asked.rows) == 1:
        return (
            asked.tell(one_text(asked, made) + fate_text(asked, made), key="predict"),
        )
    return (asked.tell(many_text(asked, made, step), key="predict"),)


def one_text(asked: Asked, made: Decided) -> str:
    """Return what the model says about one row, as a sentence."""
    output, unit = asked.output, asked.unit
    slots = {"some": asked.some(), "word": asked.word}
    if output.task == "regression":
        p, base = unit.plain(made.answers[0, 0]), unit.plain(base_of(asked))
        return asked.say("predict.one_number", p=p, base=base, **slots)
    if output.task == "multiclass":
        best = int(made.answers[0].argmax())
        return asked.say(
            "predict.one_class",
            **{**slots, "class": quoted(output.classes[best])},
            p=unit.plain(made.answers[0, best]),
        )
    said = made.predicted[0]
    # Where prices decide, an unlikely case may be named: then the chance is told first.
    key = "predict.one_chance"
    if made.acted is not None and made.acted[0] != (said == output.event):
        key = "probability.one"
    return asked.say(
        key,
        **{**slots, "class": quoted(said)},
        p=unit.plain(made.answers[0, 0]),
        event=quoted(output.event),
        base=unit.plain(base_of(asked)),
    )


def fate_text(asked: Asked, made: Decided) -> str:
    """Return what was decided about one row, and what really happened."""
    told = ""
    known = {*asked.output.classes, *map(str, made.predicted[:1])}
    if made.decision is not None and made.decision[0] not in known:
        key = f"decision.{made.decision[0]}"
        plain = asked.say(key) if key in phrases() else safe(made.decision[0], 60)
        told += asked.say("predict.decision", decision=plain)
    truth = asked.truth
    if truth is not None and asked.changed is None and pd.notna(truth.iloc[0]):
        told += asked.say("predict.truth", truth=cell(truth.iloc[0]))
    return told


def many_text(asked: Asked, made: Decided, step: Mapping[str, Any]) -> str:
    """Return what the model says about many rows, as a sentence."""
    output, unit, some = asked.output, asked.unit, asked.some()
    if output.task == "regression":
        return _spread(asked, "predict.many_number", made.answers[:, 0], some)
    if output.task == "multiclass":
        counts = pd.Series(list(made.predicted)).value_counts()
        total = max(1, len(made.predicted))
        values = listed(
            f"{quoted(str(name))} for {n:,} ({in_hundred(n / total)})"
            for name, n in counts.items()
        )
        return asked.say("predict.many_class", some=some, values=values)
    del step
    acted = made.acted if made.acted is not None else made.predicted == output.event
    n = int(np.sum(acted))
    return asked.say(
        "predict.many_chance",
        some=some,
        n=f"{n:,}",
        share=in_hundred(n / max(1, len(acted))),
        event=quoted(output.event),
        p=unit.plain(float(made.answers[:, 0].mean())),
    )


def _spread(asked: Asked, key: str, answers: Array, some: str, **slots: str) -> str:
    low, high = np.quantile(answers, [0.25, 0.75])
    return asked.say(
        key,
        some=some,
        p=asked.unit.plain(float(answers.mean())),
        low=asked.unit.plain(float(low)),
        high=asked.unit.plain(float(high)),
        **slots,
    )


def probability(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """How likely an outcome is for the rows."""
    output = asked.output
    answers = output(asked.rows)
    if output.task == "regression":
        p = asked.unit.plain(float(answers[:, 0].mean()))
        text = asked.say("probability.number", some=asked.some(), p=p)
        return (asked.tell(text, key="probability"),)
    wanted = class_of(asked, step.get("class"))
    values = _chance(asked, answers, wanted)
    name = wanted or output.classes[int(answers.mean(axis=0).argmax())]
    if len(values) == 1:
        base = float(_chance(asked, output(asked.typical), name).mean())
        text = asked.say(
            "probability.one",
            some=asked.some(),
            event=quoted(name),
            p=asked.unit.plain(float(values[0])),
            word=asked.word,
            base=asked.unit.plain(base),
        )
    else:
        text = _spread(
            asked, "probability.many", values, asked.some(), event=quoted(name)
        )
    return (asked.tell(text, key="probability"),)


def class_of(asked: Asked, name: Any) -> str:
    """Return the class a question names, else the event; empty for several classes."""
    folded = {c.casefold(): c for c in asked.output.classes}
    found = folded.get(as_class(name).casefold()) if name is not None else None
    return found or (asked.output.event if asked.output.task == "binary" else "")


def _chance(asked: Asked, answers: Array, name: str) -> Array:
    output = asked.output
    if output.task == "multiclass":
        at = output.classes.index(name) if name else int(answers.mean(0).argmax())
        return np.asarray(answers[:, at])
    return answers[:, 0] if name == output.event else 1 - answers[:, 0]


OPS = {
    "predict": predict,
    "probability": probability,
}
