"""Does the checker take what is so, in our words and in others', and refuse the rest?

Run: ``python tests/benchmarks/checker.py [models]``. Not part of the tests: minutes.

Ours: made-up models of many kinds over tables with awkward names and values; each row's
explanation goes through `explain.answer`, which leaves out what the checker refuses.
Then sentences of ours and of others are corrupted in sign, size, value, feature or order.
"""

from __future__ import annotations

import itertools
import random
import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from explain import answer, answers_why, check_sentence
from explain.driving import drivers

NUMBERS = ["age", "monthly_fee", "daysSince", "x1", "Lower limit", "risk score", "up",
           "increase %", "chance", "total.cost", "rate (in 100)", "the most"]  # fmt: skip
TEXTS = [
    "plan",
    "Contract type",
    "cause_of_loss",
    "region",
    "has phone",
    "status",
    "Sex",
]
WORDS = ["no", "Yes", "Month-to-month", "lower", "more than 2", "north", "a&b <i>",
         "Two year", "increase", "because", "5", "0-10", "missing", "C", "top"]  # fmt: skip


class Made:
    """A model of others: a sum squashed, an interaction, or an amount."""

    def __init__(self, frame: pd.DataFrame, rng: np.random.Generator) -> None:
        self.kind = rng.choice(["chance", "rare", "amount", "classes"])
        self.weights = {c: rng.normal() for c in frame}
        self.levels = {
            c: {v: rng.normal() for v in frame[c].dropna().unique()}
            for c in frame if not pd.api.types.is_numeric_dtype(frame[c])
        }  # fmt: skip
        self.middle = {c: (frame[c].mean(), frame[c].std() + 1e-9)
                       for c in frame if c not in self.levels}  # fmt: skip
        if self.kind == "amount":
            self.scale = 10.0 ** rng.integers(-3, 6)
        else:
            names = ["no", "yes", "raises"] if self.kind == "classes" else ["no", "yes"]
            self.classes_ = np.array(names)
            self.predict_proba = self._chances
        self.event = "yes"

    def _sum(self, frame: pd.DataFrame) -> np.ndarray:
        total = np.zeros(len(frame))
        for c, w in self.weights.items():
            if c in self.levels:
                part = frame[c].map(self.levels[c]).astype(float).fillna(0.4)
            else:
                mean, std = self.middle[c]
                part = ((frame[c].astype(float) - mean) / std).fillna(-0.7)
            total += w * part.to_numpy()
        return total + 0.3 * total * np.sin(total)

    def _chances(self, frame: pd.DataFrame) -> np.ndarray:
        total = self._sum(frame)
        if self.kind == "classes":
            raw = np.exp(np.column_stack([total, -total, np.cos(total)]) / 2)
            return raw / raw.sum(axis=1, keepdims=True)
        p = 1 / (1 + np.exp(-total + (6 if self.kind == "rare" else 0)))
        return np.column_stack([1 - p, p])

    def predict(self, frame: pd.DataFrame) -> np.ndarray:
        """Return the class, or the amount."""
        if self.kind == "amount":
            return self.scale * (self._sum(frame) + 4)
        return self.classes_[self._chances(frame).argmax(axis=1)]


def table(rng: np.random.Generator) -> pd.DataFrame:
    """Return a table with awkward names and values."""
    n, made = 160, {}
    for name in rng.permutation(NUMBERS)[: rng.integers(2, 6)]:
        scale = 10.0 ** rng.integers(-2, 5)
        values = scale * rng.normal(rng.choice([0, 3]), 1, n)
        made[str(name)] = values.round(int(rng.integers(0, 3)))
        if rng.random() < 0.3:
            made[str(name)][rng.random(n) < 0.15] = np.nan
    for name in rng.permutation(TEXTS)[: rng.integers(1, 5)]:
        words = rng.permutation(WORDS)[: rng.integers(2, 5)].astype(object)
        made[str(name)] = rng.choice(words, n)
    if rng.random() < 0.3:
        days = pd.to_timedelta(rng.integers(0, 900, n), unit="D")
        made["day"] = (pd.Timestamp("2021-01-01") + days).strftime("%Y-%m-%d")
    frame = pd.DataFrame(made)
    return frame[list(rng.permutation(list(frame)))]


def ours(models: int, rows: int = 20) -> tuple[int, list[str], list[tuple]]:
    """Return how many explanations were made, what was refused, and texts to corrupt."""
    seen: list[tuple] = []
    honest = answers_why.confirmed

    def noted(lines, reasons, **given):
        kept, refused = honest(lines, reasons, **given)
        seen.append((list(lines), list(reasons), given, refused))
        return kept, refused

    answers_why.confirmed = noted
    refused, made = [], 0
    for seed in range(models):
        rng = np.random.default_rng(seed)
        frame = table(rng)
        model = Made(frame, rng)
        for row in rng.permutation(len(frame))[:rows]:
            seen_before = len(seen)
            query = {
                "rows": {"column": "row", "is": int(row) + 1},
                "do": [{"op": "explain"}],
            }
            text = answer(query, model, frame)[0].text
            made += 1
            if "I leave out" in text or len(seen) == seen_before:
                what = seen[-1][:3] if seen else ()
                problems = check_sentence(
                    "\n".join(what[0]), what[1], **what[2]
                ).problems
                refused.append(f"{seed} {row} {text!r} {problems}")
        found = drivers(model, frame, deadline_seconds=1.0)
        refused += [
            f"{seed} {d['column']} {d['shape']}" for d in found if not d["text"]
        ]
        made += len(found)
    answers_why.confirmed = honest
    return made, refused, [s for s in seen if not s[3]]


def corrupt_ours(seen: list[tuple], wanted: int) -> tuple[Counter, list[str]]:
    """Return how many corrupted sentences of ours were refused, by kind."""
    rng, count, taken = random.Random(1), Counter(), []
    while sum(v for k, v in count.items() if k[1] == "all") < wanted:
        lines, reasons, given, _ = rng.choice(seen)
        kind = rng.choice(["sign", "size", "value", "feature", "order"])
        bad = _corrupted(kind, lines, reasons, rng)
        if bad is None:
            continue
        count[kind, "all"] += 1
        if check_sentence(bad, reasons, **given).ok:
            taken.append(f"{kind}: {bad!r} {reasons}")
        else:
            count[kind, "refused"] += 1
    return count, taken


_PART = re.compile(r"\((about )?([+−])([\d.,]+)")


def _corrupted(kind, lines, reasons, rng) -> str | None:
    text = "\n".join(lines)
    found = list(_PART.finditer(text))
    if not found:
        return None
    one = rng.choice(found)
    if kind == "sign":
        flip = {"+": "−", "−": "+"}[one[2]]
        return text[: one.start(2)] + flip + text[one.end(2) :]
    if kind == "size":
        n = float(one[3].replace(",", ""))
        other = max(n * rng.choice([0.4, 0.6, 1.6, 2.5, 10]), n + 2)
        return text[: one.start(3)] + f"{other:.6g}" + text[one.end(3) :]
    named = [(c, v) for c, v, *_ in reasons if f"{c} {_cell(v)} (" in text]
    if not named:
        return None
    column, value = rng.choice(named)
    if kind == "value":
        own = {_cell(v) for _, v, *_ in reasons}
        words = [w for w in ("violet", "Quarterly", "some-thing") if w not in own]
        other = rng.choice(words)
        if isinstance(value, float) and value == value:
            other = f"{value * 1.5 + rng.choice([1, 7, -40]):.6g}"
        return text.replace(f"{column} {_cell(value)} (", f"{column} {other} (", 1)
    if kind == "feature":
        return text.replace(
            f"{column} {_cell(value)} (", f"Shoe_size {_cell(value)} (", 1
        )
    sizes = sorted(reasons, key=lambda r: -abs(r[2]))
    if len(sizes) < 3 or sizes[0][3] is None:
        return None
    apart = abs(sizes[0][2]) - abs(sizes[-1][2])
    if apart <= 2 * np.hypot(sizes[0][3], sizes[-1][3] or 0.0):
        return None
    return rng.choice([
        f"Mostly {sizes[-1][0]}.",
        f"{sizes[-1][0]} matters more than {sizes[0][0]}.",
        f"The main reason is {sizes[-1][0]}, then {sizes[0][0]}.",
    ])  # fmt: skip


def _cell(value) -> str:
    from explain.units import cell

    return cell(value)


F_NUMBERS = [
    "age",
    "Income",
    "num_visits",
    "HoursPerWeek",
    "days since order",
    "balance",
]
F_TEXTS = ["region", "PaymentMethod", "house_type", "Plan"]
F_VALUES = [
    "north",
    "Electronic check",
    "semi-detached",
    "Premium",
    "two year",
    "rented",
]


def foreign_reasons(rng: random.Random) -> list[tuple]:
    """Return four reasons, the largest first, clearly apart in size."""
    sizes = sorted(rng.sample(range(3, 40), 4), reverse=True)
    while any(a - b < 2 for a, b in itertools.pairwise(sizes)):
        sizes = sorted(rng.sample(range(3, 40), 4), reverse=True)
    columns = [(c, rng.randint(2, 80)) for c in rng.sample(F_NUMBERS, 2)]
    columns += zip(rng.sample(F_TEXTS, 2), rng.sample(F_VALUES, 2), strict=True)
    rng.shuffle(columns)
    return [(c, v, rng.choice([-1, 1]) * n / 100)
            for (c, v), n in zip(columns, sizes, strict=True)]  # fmt: skip


def render(wording: str, a: tuple, b: tuple) -> str:
    """Return a wording about two reasons."""

    def side(found: re.Match[str]) -> str:
        part = {"a": a, "b": b}[found[3]][2]
        return found[1] if part > 0 else found[2]

    text = re.sub(r"\[([^\[\]|]*)\|([^\[\]|]*)\]([ab])", side, wording)
    slots = {}
    for letter, (c, v, part) in (("a", a), ("b", b)):
        n = round(abs(part) * 100)
        slots |= {f"c{letter}": c, f"v{letter}": v, f"n{letter}": n,
                  f"n{letter}2": f"{n:02}", f"s{letter}": "+" if part > 0 else "-"}  # fmt: skip
    return text.format_map(slots)


ORDERS = re.compile(
    r"Top contr|largest absolute|worries the model most|principal|mostly|big one|primarily"
    r"|most significant|more than|less than|> \{cb|Driver 1|greatest|exceeds|runner"
    r"|Ranking|[Ss]trongest|matters the most"
)
"""Wordings that tell an order; swapping the two columns makes them untrue."""


def foreign_bad(wording: str, kind: str, reasons: list[tuple], rng) -> str | None:
    """Return a wording that says something that is not so, or None where it cannot."""
    a, b = reasons[0], reasons[1]
    used = [x for x in "ab" if f"{{c{x}}}" in wording]
    letter = rng.choice(used)
    c, v, part = a if letter == "a" else b
    if kind == "sign":
        if f"]{letter}" not in wording and f"{{s{letter}}}" not in wording:
            return None
        new = (c, v, -part)
    elif kind == "size":
        if f"{{n{letter}}}" not in wording and f"{{n{letter}2}}" not in wording:
            return None
        n = abs(part) * 100
        other = rng.choice([n * 2, n + 6, max(1, n / 2 - 1), n + 15])
        new = (c, v, round(other) / 100 * (1 if part > 0 else -1))
    elif kind == "value":
        if f"{{v{letter}}}" not in wording:
            return None
        wrong = rng.choice([x for x in F_VALUES if x != v])
        new = (c, v + rng.choice([1, 7, 30]) if isinstance(v, int) else wrong, part)
    elif kind == "feature":
        known = {r[0] for r in reasons}
        new = (rng.choice([x for x in F_NUMBERS + F_TEXTS if x not in known]), v, part)
    else:
        if not ORDERS.search(wording):
            return None
        return render(wording, reasons[2], a) if rng.random() < 0.5 else render(
            wording, b, a)  # fmt: skip
    return render(wording, new, b) if letter == "a" else render(wording, a, new)


def foreign(rounds: int = 20, bad: int = 500) -> None:
    """Print how many foreign wordings are taken as they are, and refused corrupted."""
    path = Path(__file__).with_name("checker_foreign.toml")
    wordings = tomllib.loads(path.read_text("utf-8"))["wordings"]
    rng = random.Random(3)
    refused: Counter = Counter()
    sample: dict[str, str] = {}
    for wording in wordings:
        for _ in range(rounds):
            reasons = foreign_reasons(rng)
            text = render(wording, reasons[0], reasons[1])
            verdict = check_sentence(text, reasons)
            if not verdict.ok:
                refused[wording] += 1
                sample[wording] = f"{text} {verdict.problems}"
    total = rounds * len(wordings)
    print(f"others' wordings: {len(wordings)}, {total} sentences, "
          f"{total - refused.total()} taken ({100 - 100 * refused.total() / total:.1f} %)")  # fmt: skip
    for wording, n in refused.most_common():
        print(f"  refused {n} of {rounds}: {sample[wording]}")
    count, taken = Counter(), []
    while sum(v for k, v in count.items() if k[1] == "all") < bad:
        reasons, wording = foreign_reasons(rng), rng.choice(wordings)
        kind = rng.choice(["sign", "size", "value", "feature", "order"])
        text = foreign_bad(wording, kind, reasons, rng)
        if text is None:
            continue
        count[kind, "all"] += 1
        if check_sentence(text, reasons).ok:
            taken.append(f"  taken {kind}: {text} {reasons}")
        else:
            count[kind, "refused"] += 1
    _print("others' corrupted", count)
    print("\n".join(taken))


def _print(title: str, count: Counter) -> None:
    for kind in sorted({k for k, _ in count}):
        print(f"{title} {kind:8} {count[kind, 'refused']:4} of {count[kind, 'all']:4}")
    right, total = (
        sum(v for k, v in count.items() if k[1] == w) for w in ("refused", "all")
    )
    print(f"{title}: {right} of {total} refused ({100 * right / total:.1f} %)")


def main(models: int = 100) -> None:
    """Print all figures."""
    foreign()
    made, refused, seen = ours(models)
    print(f"ours: {made} explanations and drivers of {models} models, "
          f"{len(refused)} refused")  # fmt: skip
    print("\n".join(refused[:20]))
    count, taken = corrupt_ours(seen, 500)
    _print("ours corrupted", count)
    print("\n".join(taken[:20]))


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:2]))
