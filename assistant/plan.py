"""Constraints and a machine become a Plan: what is tried, on which folds, for how long.

Pure and light, so that a plan can be shown, stored and compared before anything heavy
is imported. Invariant: nothing in a Plan breaks a limit of its Constraints, and each
choice in it carries its reason in words.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from dialogs.constraints import Constraints, Success
from dialogs.facts import ColumnFacts, Kind

from .dials import begun
from .errors import NoUsableModel

GLASS_BOX_DEPTH = 4
"""Levels of a tree that a person can still read."""

SIMPLE = 5
"""Families up to this simplicity are meant where somebody likes it simple."""

HIGH_CARDINALITY = 30
"""Above this many values a category is encoded by its outcomes, not one by one."""


@dataclass(frozen=True)
class Machine:
    """What there is to compute with."""

    cores: int = 2
    memory_mb: float = 4000.0
    """Free memory."""
    modules: tuple[str, ...] = ("lightgbm",)
    """Which optional libraries can be imported."""


@dataclass(frozen=True)
class TableShape:
    """The rows and columns that the search will see."""

    rows: int
    columns: tuple[ColumnFacts, ...]
    classes: int = 0
    """0 for numbers."""
    events: int = 0
    """Rows of the rarest class."""


@dataclass(frozen=True)
class Candidate:
    """One configuration to try."""

    id: str
    algorithm: str
    family: str
    name: str
    style: str
    params: Mapping[str, Any] = field(default_factory=dict)
    cost: float = 1.0


@dataclass(frozen=True)
class Folds:
    """How rows are split to check candidates."""

    kind: str = "random"
    """random | group | time."""
    count: int = 5
    holdout: float = 0.0
    """Above 0: one part of this share is held out instead of `count` folds."""
    repeats: int = 1
    """How often all folds are dealt anew."""


@dataclass(frozen=True)
class Plan:
    """What a search will do."""

    task: str
    """binary | multiclass | regression."""
    loss: str
    """log_loss | squared | absolute | relative | pinball | poisson."""
    quantile: float
    classes: int
    candidates: tuple[Candidate, ...]
    folds: Folds
    roles: Mapping[str, str]
    """Column -> number | category | date | text; columns left out are not used."""
    monotonic: Mapping[str, int]
    search_seconds: float
    """From go to the fitted winner; explaining and checking it come after."""
    workers: int
    trial_memory_mb: float
    models: int
    """At most this many configurations."""
    complete_all: bool
    """Whether every configuration is checked on all folds."""
    ensemble: bool
    simple: bool
    glass_box: bool
    latency_ms: float | None
    size_mb: float | None
    priors: Mapping[str, float]
    """Family -> weight, 1 is neutral: leans, never binds."""
    own_may_win: bool
    """Not under limits that cannot be checked inside a person's own model."""
    seed: int
    repeatable: bool = False
    """Whether nothing may depend on the clock but how many trials there are."""
    missing: tuple[str, ...] = ()
    """Sentences about optional parts that are not installed."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    sampler: str = "tpe"
    """tpe | random | even: how new settings are proposed."""
    impute: str = ""
    """median | mean | zero: what gaps among numbers become; empty as each learner likes."""
    encode: str = ""
    """one_hot | target: how categories become numbers; empty as each learner likes."""
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Name of a learner's dial -> bounds."""


@cache
def _data(name: str) -> dict[str, Any]:
    text = files("assistant.search").joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def families() -> dict[str, dict[str, Any]]:
    """Return what is known about each family: name, simplicity, glass_box."""
    return _data("families.toml")


def algorithms() -> dict[str, dict[str, Any]]:
    """Return what each algorithm can do."""
    return _data("algorithms.toml")


def portfolio() -> list[dict[str, Any]]:
    """Return the configurations in order."""
    found: list[dict[str, Any]] = _data("portfolio.toml")["candidate"]
    return found


MANY_ROWS = 5000
"""From here on another order of candidates is best."""


def _in_order(task: str, rows: int) -> list[dict[str, Any]]:
    """Return the portfolio in the order that was measured best for such a table."""
    kind = "numbers" if task == "regression" else "classes"
    size = "many" if rows >= MANY_ROWS else "few"
    order: list[str] = _data("order.toml").get(f"{kind}_{size}", [])
    place = {name: at for at, name in enumerate(order)}
    return sorted(portfolio(), key=lambda entry: place.get(entry["id"], len(order)))


def make_plan(constraints: Constraints, shape: TableShape, machine: Machine) -> Plan:
    """Return what a search under these constraints will do on this machine.

    Parameters
    ----------
    constraints : Constraints
        What binds and what leans.
    shape : TableShape
        Rows to learn from and the columns that may be used.
    machine : Machine
        Cores, free memory and optional libraries.

    Returns
    -------
    Plan
        With a reason in words for each choice.

    Raises
    ------
    NoUsableModel
        If the limits leave no kind of model, or the task is not one for a search.

    Examples
    --------
    >>> from dialogs.constraints import Constraints, Success
    >>> limits = Constraints("binary", "left", Success("log_loss"), event="Yes")
    >>> plan = make_plan(limits, TableShape(500, (), 2, 80), Machine())
    >>> plan.folds.count, plan.loss, plan.candidates[0].family
    (5, 'log_loss', 'baseline')
    """
    reasons: dict[str, str] = {}
    task = _task(constraints, reasons)
    loss, quantile = _loss(task, constraints.success, reasons)
    roles = _roles(shape.columns, constraints, reasons)
    monotonic = _monotonic(constraints, roles, task)
    seconds = _search_seconds(constraints.limits.seconds, reasons)
    models = _brake(shape.rows, constraints, reasons)
    base = Plan(
        task=task,
        loss=loss,
        quantile=quantile,
        classes=max(shape.classes, 2) if task != "regression" else 0,
        candidates=(),
        folds=_folds(constraints, shape, reasons),
        roles=roles,
        monotonic=monotonic,
        search_seconds=seconds,
        workers=_workers(constraints, machine, reasons),
        trial_memory_mb=0.0,
        models=models,
        complete_all=shape.rows < 2500,
        ensemble=_ensemble(constraints, shape, reasons),
        simple=constraints.simple,
        glass_box=constraints.limits.glass_box,
        latency_ms=constraints.limits.latency_ms,
        size_mb=constraints.limits.size_mb,
        priors=_priors(constraints),
        own_may_win=not (
            constraints.limits.glass_box
            or constraints.limits.families
            or constraints.limits.monotonic
        ),
        seed=constraints.seed,
        repeatable=constraints.limits.trials is not None,
        sampler=constraints.sampler or "tpe",
        impute=constraints.impute,
        encode=constraints.encode,
        ranges=constraints.ranges,
    )
    _asked(constraints, reasons)
    candidates, missing = _candidates(base, constraints, shape, machine, reasons)
    return replace(
        base,
        candidates=candidates,
        missing=missing,
        trial_memory_mb=_memory(base, constraints, machine, reasons),
        reasons=reasons,
    )


def _task(constraints: Constraints, reasons: dict[str, str]) -> str:
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


def _loss(task: str, success: Success, reasons: dict[str, str]) -> tuple[str, float]:
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


def _roles(
    columns: tuple[ColumnFacts, ...], constraints: Constraints, reasons: dict[str, str]
) -> dict[str, str]:
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
            f"{_some(dates)}: taken apart into hour, weekday, month and the like."
        )
    texts = [name for name, role in used.items() if role == "text"]
    if texts:
        reasons["texts"] = f"{_some(texts)}: turned into numbers by the words used."
    many = [
        c.name
        for c in columns
        if used.get(c.name) == "category" and c.distinct > HIGH_CARDINALITY
    ]
    if many:
        reasons["many_values"] = (
            f"{_some(many)}: too many values to learn one by one, so each stands for "
            "what happened with it."
        )
    return used


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:4])
    return shown if len(names) <= 4 else f"{shown} and {len(names) - 4} more"


def _monotonic(
    constraints: Constraints, roles: Mapping[str, str], task: str
) -> dict[str, int]:
    asked = constraints.limits.monotonic
    found = {
        name: 1 if way == "up" else -1 for name, way in asked.items() if name in roles
    }
    wrong = [name for name in found if roles[name] != "number"]
    if wrong:
        raise NoUsableModel(
            "A direction needs a column of numbers",
            f"{_some(wrong)} holds no numbers, so 'may only rise or fall with it' has "
            "no meaning. Drop this limit, or turn the column into numbers.",
        )
    if found and task == "multiclass":
        raise NoUsableModel(
            "A direction needs one outcome",
            "'May only rise or fall' is clear for a number or for one outcome, not for "
            "several classes. Drop this limit, or predict one outcome.",
        )
    return found


def _search_seconds(seconds: float, reasons: dict[str, str]) -> float:
    # What comes after (checking on held-back rows, Shapley values, the report) takes
    # some seconds whatever the budget: a quarter at 30 s, a tenth from 10 minutes on.
    share = 0.25 if seconds <= 30 else max(0.1, 0.25 * math.sqrt(30 / seconds))
    found = round(max(0.5, seconds * (1 - share)), 2)
    reasons["search_seconds"] = (
        f"{found:g} of {seconds:g} seconds go to searching; the rest to checking the "
        "winner on rows held back and to explaining it."
    )
    return found


BRAKES = ((100, 4), (500, 8), (2500, 15))
"""On few rows many candidates only find the luckiest one: rows -> at most so many."""


def _brake(rows: int, constraints: Constraints, reasons: dict[str, str]) -> int:
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


def _folds(
    constraints: Constraints, shape: TableShape, reasons: dict[str, str]
) -> Folds:
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


def _asked(constraints: Constraints, reasons: dict[str, str]) -> None:
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


def _workers(
    constraints: Constraints, machine: Machine, reasons: dict[str, str]
) -> int:
    count = max(1, min(machine.cores, constraints.threads or machine.cores, 16))
    reasons["workers"] = (
        f"{count} {'process' if count == 1 else 'processes'} of one thread each: "
        "several threads in each would get in each other's way."
    )
    return count


def _memory(
    plan: Plan, constraints: Constraints, machine: Machine, reasons: dict[str, str]
) -> float:
    free = machine.memory_mb * 0.8
    if constraints.limits.memory_mb is not None:
        free = min(free, constraints.limits.memory_mb)
    each = max(300.0, free / plan.workers)
    reasons["memory"] = f"Each of the processes may use {each:.0f} MB."
    return round(each, 1)


def _ensemble(
    constraints: Constraints, shape: TableShape, reasons: dict[str, str]
) -> bool:
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


def _candidates(
    plan: Plan,
    constraints: Constraints,
    shape: TableShape,
    machine: Machine,
    reasons: dict[str, str],
) -> tuple[tuple[Candidate, ...], tuple[str, ...]]:
    refused: dict[str, str] = {}
    missing: dict[str, str] = {}
    kept: list[Candidate] = []
    for entry in _in_order(plan.task, shape.rows):
        facts = algorithms()[entry["algorithm"]]
        family = facts["family"]
        why = _family_refused(family, constraints)
        if why:
            refused[family] = why
        elif plan.monotonic and not facts.get("monotonic"):
            refused[family] = "cannot be held to a direction"
        elif facts.get("module", "") not in ("", *machine.modules):
            missing[facts["module"]] = facts["extra"]
        elif _suits(entry, facts, plan, constraints, shape):
            kept.append(_candidate(entry, facts, plan, constraints))
    if constraints.compare_estimator:
        kept.insert(1, _own(constraints.compare_estimator))
        reasons["own"] = (
            f"Your own model ({constraints.compare_estimator}) runs beside the others."
        )
    real = [c for c in kept if c.family not in ("baseline", "own")]
    if not real and "baseline" not in constraints.limits.families:
        raise NoUsableModel(
            "These limits leave no kind of model",
            _nothing_left(constraints, missing),
        )
    ordered = _by_preference(kept, constraints)[: plan.models + 1]
    reasons["candidates"] = _candidate_words(ordered, refused)
    return tuple(ordered), tuple(
        f"{module} is not installed, so models of that kind are left out: "
        f"pip install 'tandem-ml[{extra}]' adds it."
        for module, extra in missing.items()
    )


def _family_refused(family: str, constraints: Constraints) -> str:
    limits = constraints.limits
    if family == "baseline":
        return ""
    if limits.families and family not in limits.families:
        return "not among the families you allowed"
    if family in limits.never_families:
        return "you ruled it out"
    if limits.glass_box and not families()[family].get("glass_box"):
        return "nobody can read the whole model"
    return ""


def _suits(
    entry: Mapping[str, Any],
    facts: Mapping[str, Any],
    plan: Plan,
    constraints: Constraints,
    shape: TableShape,
) -> bool:
    numbers = plan.task == "regression"
    asked = facts["family"] in constraints.limits.families
    fewest, most = entry.get("rows", (0, math.inf))
    wanted = "numbers" if numbers else "classes"
    return (
        wanted in entry.get("tasks", ("classes", "numbers"))
        and (not numbers or plan.loss in facts["losses"])
        # A family that was asked for by name is tried at any size.
        and (asked or fewest <= shape.rows <= most)
        and (asked or numbers or plan.classes <= entry.get("classes", math.inf))
        and (asked or entry.get("fast", True) or constraints.limits.seconds > 45)
    )


def _candidate(
    entry: Mapping[str, Any],
    facts: Mapping[str, Any],
    plan: Plan,
    constraints: Constraints,
) -> Candidate:
    params = begun(
        entry["algorithm"],
        entry.get("params", {}),
        constraints.ranges,
        constraints.start,
    )
    if plan.glass_box and facts["family"] == "tree":
        depth = params.get("max_depth", GLASS_BOX_DEPTH)
        params["max_depth"] = min(depth, GLASS_BOX_DEPTH)
    return Candidate(
        id=entry["id"],
        algorithm=entry["algorithm"],
        family=facts["family"],
        name=entry["name"],
        style=facts["style"],
        params=params,
        cost=entry["cost"],
    )


def _own(path: str) -> Candidate:
    return Candidate(
        id="own",
        algorithm="own",
        family="own",
        name="your own model",
        style=algorithms()["own"]["style"],
        params={"path": path},
    )


def _by_preference(kept: list[Candidate], constraints: Constraints) -> list[Candidate]:
    """Preferred families first, but every third place goes to another one."""
    weights = _priors(constraints)
    if not weights:
        return kept
    fixed, rest = kept[:2], kept[2:]
    liked = [c for c in rest if weights.get(c.family, 1.0) > 1]
    others = [c for c in rest if 0.5 <= weights.get(c.family, 1.0) <= 1]
    disliked = [c for c in rest if weights.get(c.family, 1.0) < 0.5]
    return [*fixed, *_interleave(liked, [*others, *disliked], 2)]


def _priors(constraints: Constraints) -> dict[str, float]:
    weights = dict(constraints.priors)
    if constraints.simple:
        for family, facts in families().items():
            if 0 < facts["simplicity"] <= SIMPLE:
                weights[family] = weights.get(family, 1.0) * 2
    return weights


def _interleave(
    first: list[Candidate], second: list[Candidate], run: int
) -> list[Candidate]:
    """``run`` of the first, then one of the second, until both are used up."""
    merged: list[Candidate] = []
    left, right = list(first), list(second)
    while left or right:
        merged += left[:run] + right[:1]
        left, right = left[run:], right[1:]
    return merged


def _nothing_left(constraints: Constraints, missing: Mapping[str, str]) -> str:
    parts = []
    limits = constraints.limits
    if limits.families:
        parts.append(f"only {_some(list(limits.families))} allowed")
    if limits.never_families:
        parts.append(f"never {_some(list(limits.never_families))}")
    if limits.glass_box:
        parts.append("a person must be able to read the whole model")
    if limits.monotonic:
        parts.append(f"a fixed direction for {_some(list(limits.monotonic))}")
    text = f"Together: {'; '.join(parts)}. "
    if missing:
        text += f"Not installed: {_some(list(missing))}. "
    tightest = "families" if limits.families else "directions"
    return text + f"Loosen the limit on {tightest} to go on."


def _candidate_words(
    candidates: Iterable[Candidate], refused: Mapping[str, str]
) -> str:
    tried = list(dict.fromkeys(c.family for c in candidates if c.family != "baseline"))
    text = f"In order: {', '.join(tried)}."
    if refused:
        out = "; ".join(f"{family} ({why})" for family, why in refused.items())
        text += f" Left out: {out}."
    return text
