"""The choices of a plan but its candidates: each with its reason in words."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.constraints import Constraints, Success
from dialogs.facts import ColumnFacts, Kind

from .errors import NoUsableModel
from .planned import Folds, Machine, Plan, TableShape

HIGH_CARDINALITY = 30
"""Above this many values a category is encoded by its outcomes, not one by one."""


def task_of(constraints: Constraints, reasons: dict[str, str]) -> str:
    """Return what is learned: binary, multiclass or regression."""
    known = {
        "binary": "binary",
        "multiclass": "multiclass",
        "ordinal": "multiclass",
        "regression": "regression",
        "forecast": "regression",
    }
    if constraints.task not in known:
        raise NoUsableModel(
            "This kind of question is not one for a search",
            f"A search needs something to predict; {constraints.task!r} has no known "
            "answers to learn from. Choose a column to predict.",
        )
    if constraints.task == "ordinal":
        reasons["task"] = (
            "The levels are learned as classes, each with a probability; their order "
            "counts when the decision is taken."
        )
    return known[constraints.task]


ABSOLUTE = {
    "mean_absolute_error": "absolute",
    "weighted_absolute_percentage_error": "absolute",
    "within_tolerance": "absolute",
    "interval": "absolute",
    "mean_absolute_percentage_error": "relative",
    "pinball": "pinball",
    "poisson_deviance": "poisson",
}
"""Objectives for numbers and the proper loss that aims at the same answer; any other
aims at the mean, by squared error."""

LOSS_WORDS = {
    "log_loss": "how good the probabilities are (log loss): decisions are cut from "
    "them afterwards",
    "squared": "squared error, which aims at the average and punishes big misses",
    "absolute": "absolute error, which aims at the typical value",
    "relative": "error as a share of the value",
    "pinball": "pinball loss, which aims at the level asked for",
    "poisson": "Poisson deviance, made for counts",
}


def loss_of(task: str, success: Success, reasons: dict[str, str]) -> tuple[str, float]:
    """Return the loss that candidates are ranked by, and the level of a pinball loss."""
    if task != "regression":
        loss = "log_loss"
    elif success.objective == "within_tolerance" and success.relative:
        loss = "relative"
    else:
        loss = ABSOLUTE.get(success.objective, "squared")
    reasons["loss"] = f"Candidates are ranked by {LOSS_WORDS[loss]}."
    quantile = 0.5 if success.quantile is None else success.quantile
    return loss, quantile if loss == "pinball" else 0.5


ROLES = {
    Kind.NUMBER: "number",
    Kind.AMOUNT: "number",
    Kind.SHARE: "number",
    Kind.COORDINATE: "number",
    Kind.YES_NO: "category",
    Kind.CATEGORY: "category",
    Kind.ORDERED: "category",
    Kind.CODE: "category",
    Kind.DATE: "date",
    Kind.TEXT: "text",
    Kind.ID: "category",
}


def roles_of(
    columns: tuple[ColumnFacts, ...], constraints: Constraints, reasons: dict[str, str]
) -> dict[str, str]:
    """Return what each column that may be used is read as."""
    used = {
        c.name: ROLES[c.kind]
        for c in columns
        if c.kind in ROLES
        and c.name != constraints.target
        and c.name not in constraints.ignore
    }
    dates = [name for name, role in used.items() if role == "date"]
    if dates:
        reasons["dates"] = (
            f"{some(dates)}: taken apart into hour, weekday, month and the like."
        )
    texts = [name for name, role in used.items() if role == "text"]
    if texts:
        reasons["texts"] = f"{some(texts)}: turned into numbers by the words used."
    many = [
        c.name
        for c in columns
        if used.get(c.name) == "category" and c.distinct > HIGH_CARDINALITY
    ]
    if many:
        reasons["many_values"] = (
            f"{some(many)}: too many values to learn one by one, so each stands for "
            "what happened with it."
        )
    return used


def some(names: list[str]) -> str:
    """Return the first four names, and how many more there are."""
    shown = ", ".join(names[:4])
    return shown if len(names) <= 4 else f"{shown} and {len(names) - 4} more"


def directions(
    constraints: Constraints, roles: Mapping[str, str], task: str
) -> dict[str, int]:
    """Return 1 or -1 for each column that an answer may only rise or fall with."""
    asked = constraints.limits.monotonic
    found = {
        name: 1 if way == "up" else -1 for name, way in asked.items() if name in roles
    }
    wrong = [name for name in found if roles[name] != "number"]
    if wrong:
        raise NoUsableModel(
            "A direction needs a column of numbers",
            f"{some(wrong)} holds no numbers, so 'may only rise or fall with it' has "
            "no meaning. Drop this limit, or turn the column into numbers.",
        )
    if found and task == "multiclass":
        raise NoUsableModel(
            "A direction needs one outcome",
            "'May only rise or fall' is clear for a number or for one outcome, not for "
            "several classes. Drop this limit, or predict one outcome.",
        )
    return found


BRAKES = ((100, 4), (500, 8), (2500, 15))
"""On few rows many candidates only find the luckiest one: rows -> at most so many."""


def most_models(rows: int, constraints: Constraints, reasons: dict[str, str]) -> int:
    """Return how many candidates there may be."""
    most = next((models for below, models in BRAKES if rows < below), 200)
    if most < 200:
        reasons["models"] = (
            f"At most {most} candidates on {rows} rows: with more, the best would only "
            "be the luckiest."
        )
    if constraints.limits.trials is not None and constraints.limits.trials < most:
        most = max(1, constraints.limits.trials)
        reasons["models"] = f"At most {most} candidates, as you asked."
    return most


def folds_of(
    constraints: Constraints, shape: TableShape, reasons: dict[str, str]
) -> Folds:
    """Return how rows are split to check candidates."""
    kind = constraints.split.kind
    rows = shape.rows
    words = {
        "random": "drawn at random, each class spread evenly",
        "group": f"whole groups of {constraints.split.column} kept together",
        "time": "always checked on later rows than it learned from",
    }[kind]
    if constraints.folds is not None:
        count, why = max(2, constraints.folds), "as you asked"
    elif rows > 50_000:
        reasons["folds"] = (
            f"{rows} rows are enough for one check on a fifth of them, {words}."
        )
        return Folds(kind, 1, 0.2)
    elif rows >= 8_000:
        count, why = 3, "rows enough that three are steady"
    elif rows < 400 and constraints.limits.seconds >= 300 and kind == "random":
        count, why = 10, "few rows, and time enough"
    else:
        count, why = 5, "the usual number for a table of this size"
    repeats = constraints.repeats or 1
    again = ""
    if repeats > 1 and kind == "time":
        repeats, again = 1, " Not repeated: the order in time allows only one way."
    elif repeats > 1:
        again = f" Dealt anew {repeats} times, as you asked."
    reasons["folds"] = f"{count} folds ({why}), {words}.{again}"
    return Folds(kind, count, repeats=repeats)


def say_asked(constraints: Constraints, reasons: dict[str, str]) -> None:
    """Say which of a person's own settings of the search are obeyed."""
    words = {
        "sampler": (constraints.sampler, "New settings are proposed by {}."),
        "impute": (constraints.impute, "Gaps among numbers become the {}."),
        "encode": (constraints.encode, "Categories are encoded as {}."),
        "ranges": (", ".join(constraints.ranges), "Kept within your bounds: {}."),
        "start": (", ".join(constraints.start), "First tried where you said: {}."),
    }
    for name, (value, text) in words.items():
        if value:
            reasons[name] = text.format(value.replace("_", " "))


def workers_of(
    constraints: Constraints, machine: Machine, reasons: dict[str, str]
) -> int:
    """Return how many processes run at once."""
    count = max(1, min(machine.cores, constraints.threads or machine.cores, 16))
    reasons["workers"] = (
        f"{count} {'process' if count == 1 else 'processes'} of one thread each: "
        "several threads in each would get in each other's way."
    )
    return count


def memory_of(
    plan: Plan, constraints: Constraints, machine: Machine, reasons: dict[str, str]
) -> float:
    """Return the megabytes that each process may use."""
    free = machine.memory_mb * 0.8
    if constraints.limits.memory_mb is not None:
        free = min(free, constraints.limits.memory_mb)
    each = max(300.0, free / plan.workers)
    reasons["memory"] = f"Each of the processes may use {each:.0f} MB."
    return round(each, 1)


def blended(
    constraints: Constraints, shape: TableShape, reasons: dict[str, str]
) -> bool:
    """Whether a blend of several models may be the answer."""
    if constraints.limits.glass_box:
        reasons["ensemble"] = "No blend: a person must be able to read the whole model."
        return False
    if constraints.ensemble is not None:
        reasons["ensemble"] = "As you asked."
        return constraints.ensemble
    if shape.rows < 100:
        reasons["ensemble"] = "No blend: there are too few rows to weigh its parts."
        return False
    reasons["ensemble"] = (
        "A blend of the best is tried, and used if it is measurably better."
    )
    return True
