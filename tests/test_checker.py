"""The checker takes what is so, in anybody's words, and refuses what was corrupted."""

from __future__ import annotations

import random

import pytest

from explain import check_sentence

REASONS = [
    ("tenure", 24, -0.09),
    ("Contract", "Month-to-month", 0.15),
    ("MonthlyCharges", 95.5, 0.04),
    ("PhoneService", "No", -0.02),
]

TRUE = """\
A longer tenure lowers the chance by about 9 in 100.
Tenure of 24 lowers the chance by 9%.
Because Contract is Month-to-month, the chance goes up by 15 in 100.
Having Contract = Month-to-month adds about 15 percentage points.
The most important reason is Contract, followed by tenure.
Contract matters more than tenure.
Mostly because of month-to-month (+15); tenure 24 pulls it down (−9).
Contract Month-to-month (+15), tenure 24 (−9) and MonthlyCharges 95.5 (+4).
Tenure (24) has the second largest effect, lowering the risk by 0.09.
With monthly charges at 95.5, the probability is 4 points higher.
The chance falls as tenure rises: about 9 in 100 less.
Contract raises it most, while tenure brings it down by nine in a hundred.
Not having a phone service (PhoneService: No) takes off 2 in 100.
Contract and MonthlyCharges together add 19 in 100.
Contract and MonthlyCharges raise the chance, tenure and PhoneService lower it.
PhoneService matters least.
The biggest push upward comes from the Contract, which is Month-to-month: it adds 15 in 100.
A 24-month tenure reduces the likelihood by 9 percent.
Lowering the chance by 9 in 100, tenure works against it.
Higher MonthlyCharges (95.5) go with a higher chance, by about 4 in 100.
Its tenure of 24 makes the outcome less likely, by 9 points.
The main driver here is Contract: Month-to-month adds +0.15 to the prediction.
MonthlyCharges contributes +4 points."""

FALSE = """\
sign|A longer tenure raises the chance by about 9 in 100.
size|A longer tenure lowers the chance by about 23 in 100.
feature|A longer seniority lowers the chance by about 9 in 100.
value|Tenure of 60 lowers the chance by 9%.
value|Because Contract is Two year, the chance goes up by 15 in 100.
order|The most important reason is tenure, followed by Contract.
order|Tenure matters more than Contract.
sign|Mostly because of month-to-month (−15); tenure 24 pulls it down (−9).
size|Contract Month-to-month (+15), tenure 24 (−19) and MonthlyCharges 95.5 (+4).
value|Contract Two year (+15), tenure 24 (−9).
order|Tenure (24) has the largest effect, lowering the risk by 0.09.
sign|With monthly charges at 95.5, the probability is 4 points lower.
size|Contract and MonthlyCharges together add 29 in 100.
sign|Contract and tenure raise the chance.
cause|A long tenure causes customers to stay, lowering the chance by 9 in 100.
value|PhoneService is Yes, which lowers the chance by 2 in 100.
feature|TotalCharges raises the chance by 4 in 100.
order|Mostly tenure 24 (−9).
order|The main driver here is MonthlyCharges: 95.5 adds +0.04 to the prediction.
feature|Age lowers the chance."""


@pytest.mark.parametrize("text", TRUE.split("\n"))
def test_what_is_so_is_taken(text):
    assert check_sentence(text, REASONS).problems == ()


@pytest.mark.parametrize("line", FALSE.split("\n"))
def test_what_is_not_so_is_refused_and_named(line):
    kind, text = line.split("|")
    assert kind in {k for k, _ in check_sentence(text, REASONS).problems}


def test_amounts_are_read_in_the_persons_unit():
    reasons = [("rooms", 5, 12_340.0), ("age", 30, -4_100.0)]
    assert check_sentence("Having 5 rooms adds about 12,300 to the price.", reasons).ok
    assert check_sentence("The age of 30 takes 4.1k off.", reasons).ok
    assert not check_sentence("Having 5 rooms adds about 15,300.", reasons).ok
    assert not check_sentence("The age of 30 adds $4,100.", reasons).ok


def test_an_uncertain_size_wants_a_hedge_and_no_rank():
    reasons = [("a1", 3, 0.05, 0.02), ("b2", 4, 0.04, 0.02)]
    bare = check_sentence("a1 raises the chance by 5 in 100.", reasons)
    assert [k for k, _ in bare.problems] == ["hedge"]
    assert check_sentence("a1 raises the chance by about 5 in 100.", reasons).ok
    assert not check_sentence("a1 matters more than b2.", reasons).ok
    assert check_sentence("a1 and b2 are tied.", reasons).ok


def test_a_cause_denied_is_no_cause_told():
    said = "Tenure lowers the chance by 9 in 100. That is not what causes it."
    assert check_sentence(said, REASONS).ok


def test_levels_are_held_against_answer_and_base():
    said = (
        "I say 62 in 100; a typical customer is at 27 in 100. Contract adds 15 in 100."
    )
    assert check_sentence(said, REASONS, answer=0.62, base=0.27).ok
    wrong = check_sentence(said, REASONS, answer=0.72, base=0.27)
    assert [k for k, _ in wrong.problems] == ["level"]


# Wordings of many hands. {u} and {d} are taken by sign: goes up or down.
STYLES = [
    "{c} {v} {raises} the chance by about {n} in 100.",
    "Since {c} is {v}, the probability is about {n} percentage points {higher}.",
    "{c} = {v} {pushes} the prediction {up} by {n} points.",
    "The model gives {n}% {more} because of {c} ({v}).",
    "{c} ({v}) contributes {s}{n} in 100.",
    "With {c} at {v} the risk {rises} by roughly {n} in 100.",
    "A {c} of {v} {adds} around {n} in 100 {to_from} the score.",
    "{c}: {v} ({s}{n}).",
    "It {goes} {up} by {n} in 100 due to {c}, which is {v}.",
    "{Raising} the odds by {n} in 100, {c} ({v}) is part of the answer.",
]
WAYS = {
    1: {"raises": "raises", "higher": "higher", "pushes": "pushes", "up": "up",
        "more": "more", "s": "+", "rises": "rises", "adds": "adds", "to_from": "to",
        "goes": "goes", "Raising": "Raising"},
    -1: {"raises": "lowers", "higher": "lower", "pushes": "pulls", "up": "down",
         "more": "less", "s": "−", "rises": "falls", "adds": "takes",
         "to_from": "off", "goes": "goes", "Raising": "Lowering"},
}  # fmt: skip
ORDERED = [
    "The most important reason is {a}, followed by {b}.",
    "{a} matters more than {b}.",
    "{a} has a larger effect than {b}.",
    "Mainly {a}; then {b}.",
    "{a} weighs most, then {b}.",
    "The strongest reason is {a}.",
    "{b} counts less than {a}.",
    "{a} comes first, {b} second.",
]
NAMES = ["age", "Income", "num_visits", "HoursPerWeek", "days since order", "balance"]
TEXTS = ["region", "PaymentMethod", "house_type", "Plan"]
VALUES = ["north", "Electronic check", "semi-detached", "Premium", "two year", "rented"]


def _reasons(rng):
    sizes = rng.sample(range(3, 40), 4)
    numeric, texts = rng.sample(NAMES, 2), rng.sample(TEXTS, 2)
    values = [rng.randint(2, 80), round(rng.uniform(3, 900), 1), *rng.sample(VALUES, 2)]
    return [
        (c, v, rng.choice([-1, 1]) * n / 100)
        for c, v, n in zip(numeric + texts, values, sizes, strict=True)
    ]


def _render(style, column, value, part):
    n = round(abs(part) * 100)
    words = WAYS[1 if part > 0 else -1]
    return style.format(c=column, v=value, n=n, **words)


def _corrupt(rng, kind, reasons, style):
    column, value, part = rng.choice(reasons)
    if kind == "sign":
        return _render(style, column, value, -part)
    if kind == "size":
        n = abs(part) * 100
        other = rng.choice([n * 2, n + 6, max(1, n / 2 - 1), n + 15])
        return _render(
            style, column, value, round(other) / 100 * (1 if part > 0 else -1)
        )
    if kind == "value":
        wrong = rng.choice([v for v in VALUES if v != value])
        if not isinstance(value, str):
            wrong = value + rng.choice([1, 7, -1.5, 30])
        return _render(style, column, wrong, part)
    known = {r[0] for r in reasons}
    stranger = rng.choice([c for c in NAMES + TEXTS if c not in known])
    return _render(style, stranger, value, part)


def test_other_wordings_are_taken():
    rng = random.Random(1)
    refused = []
    for _ in range(400):
        reasons = _reasons(rng)
        column, value, part = rng.choice(reasons)
        text = _render(rng.choice(STYLES), column, value, part)
        if not check_sentence(text, reasons).ok:
            refused.append(text)
    for _ in range(100):
        reasons = sorted(_reasons(rng), key=lambda r: -abs(r[2]))
        text = rng.choice(ORDERED).format(a=reasons[0][0], b=reasons[1][0])
        if not check_sentence(text, reasons).ok:
            refused.append(text)
    assert len(refused) <= 10, refused[:10]


def test_of_500_corrupted_sentences_99_in_100_are_refused():
    rng = random.Random(2)
    taken = []
    for at in range(400):
        reasons = _reasons(rng)
        kind = ["sign", "size", "value", "feature"][at % 4]
        style = rng.choice([s for s in STYLES if kind != "value" or "{v}" in s])
        text = _corrupt(rng, kind, reasons, style)
        if check_sentence(text, reasons).ok:
            taken.append((kind, text, reasons))
    for _ in range(100):
        reasons = sorted(_reasons(rng), key=lambda r: -abs(r[2]))
        text = rng.choice(ORDERED).format(a=reasons[2][0], b=reasons[0][0])
        if check_sentence(text, reasons).ok:
            taken.append(("order", text, reasons))
    assert len(taken) <= 5, taken[:10]


def test_a_scale_once_told_holds_for_the_rest_of_the_sentence():
    rare = [("age", 41, 0.0042), ("plan", "basic", -0.0031)]
    told = "Mostly age 41 (+4 in 1,000), and against it plan basic (−3)."
    assert check_sentence(told, rare).ok
    assert not check_sentence(told.replace("−3", "−30"), rare).ok
    often = [("age", 41, 0.0042), ("plan", "basic", -0.031)]
    assert not check_sentence(told, often).ok
