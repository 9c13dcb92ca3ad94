"""Made-up facts and briefs of every shape, for properties of the rules."""

from __future__ import annotations

from random import Random
from typing import Any

from dialogs.brief import Brief
from dialogs.facts import ColumnFacts, Facts, Kind, Suspicion
from dialogs.schema import Slot, slots

ROWS = 1000


def column(name: str, kind: Kind, distinct: int, **more: Any) -> ColumnFacts:
    return ColumnFacts(name, kind, ROWS, distinct=distinct, **more)


def workshop(*extra: ColumnFacts, suspicions: tuple[Suspicion, ...] = ()) -> Facts:
    """Facts of a made-up table of repairs in a workshop."""
    columns = (
        column("job", Kind.ID, ROWS),
        column("came_back", Kind.YES_NO, 2, top=(("no", 910), ("yes", 90))),
        column("hours", Kind.NUMBER, 120, minimum=0.0, maximum=40.0),
        column("bill", Kind.AMOUNT, 800, minimum=20.0, maximum=9000.0, unit="€"),
        column("part", Kind.CATEGORY, 3, top=(("belt", 500), ("pump", 300), ("lamp", 200))),
        column("grade", Kind.ORDERED, 3, top=(("low", 5), ("mid", 3), ("high", 2))),
        column("note", Kind.TEXT, 990),
        column("shop", Kind.CONSTANT, 1, top=(("A", ROWS),)),
        column("day", Kind.DATE, 365, ascending=False),
        *extra,
    )  # fmt: skip
    return Facts("repairs.csv", "repairs.csv", ROWS, columns, suspicions)


def random_brief(rng: Random, facts: Facts, most: int = 12) -> Brief:
    """A brief of a few slots with values of the right kind, sense or nonsense."""
    chosen = rng.sample(sorted(slots()), rng.randint(0, most))
    names = [*facts.names, "no_such_column"]
    brief = Brief.from_dict({"table": {"target": rng.choice(names)}})
    if rng.random() < 0.8:
        brief = brief.with_value("goal.event", _value("yes"))
    for path in chosen:
        brief = brief.with_value(path, _value(random_value(slots()[path], rng, names)))
    return brief


def _value(v: Any) -> Any:
    from dialogs.brief import Value

    return Value(v)


def random_value(slot: Slot, rng: Random, names: list[str]) -> Any:
    """A value that the slot accepts."""
    low = 0.0 if slot.minimum is None else slot.minimum
    high = low + 1000 if slot.maximum is None else slot.maximum
    number = rng.uniform(low, high)
    match slot.type:
        case "text":
            return rng.choice(["yes", *names])
        case "number":
            return number
        case "whole":
            return rng.randint(int(low), int(high))
        case "yes_no":
            return rng.random() < 0.5
        case "choice":
            return rng.choice(slot.values)
        case "choices":
            return rng.sample(slot.values, rng.randint(0, 4))
        case "texts":
            return rng.sample(names, rng.randint(0, 3))
        case "cost":
            return rng.choice([rng.uniform(-50, 500), rng.choice(names)])
        case "directions":
            return {rng.choice(names): rng.choice(slot.values)}
        case "ranges":
            return {rng.choice(slot.values): sorted((number, number / 2))}
        case "dials":
            return {rng.choice(slot.values): number}
        case "matrix":
            return {"belt": {"pump": number}}
        case "requirements":
            metric = rng.choice(["recall", "precision", "fpr", "latency_ms", "roc_auc"])
            return [{"metric": metric, rng.choice(["at_least", "at_most"]): 0.5}]
    return {"leakage:bill": rng.choice(["accepted", "refused", "later"])}
