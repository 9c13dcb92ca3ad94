"""Tables whose truth is known: are shape, tier, pair and weak group told as they are?

Run: ``python tests/benchmarks/known_truth.py [tables]``. Not part of the tests: minutes.
"""

from __future__ import annotations

import sys
import warnings
from collections import Counter

import numpy as np
import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder

from explain.driving import overlook
from explain.interacting import interactions
from explain.outputs import output_of
from explain.weakness import find_weak

ROWS, LEARNED = 2400, 1600
RIGHT = {
    "line": ("rises", "rises_then_flat", "flat_then_rises"),
    "fall": ("falls", "falls_then_flat", "flat_then_falls"),
    "bowl": ("valley",),
    "hill": ("hump",),
    "jump": ("step_up",),
    "kind": ("levels",),
}
NOISE = ("noise_1", "noise_2", "noise_3", "noise_4", "noise_5")


def table(seed: int):
    """Return a table, its outcome's signal, and the sizes of what makes it."""
    rng = np.random.default_rng(seed)
    n = ROWS
    x = {
        "line": rng.uniform(0, 100, n).round(1),
        "bowl": rng.normal(50, 15, n).round(2),
        "jump": rng.integers(0, 60, n).astype(float),
        "one": rng.uniform(-1, 1, n).round(2),
        "other": rng.choice([0.0, 1.0], n),
        "kind": rng.choice(["red", "green", "blue"], n),
        "site": rng.choice(
            ["north", "east", "south", "west"], n, p=[0.2, 0.3, 0.2, 0.3]
        ),
    }
    x["pair_a"] = rng.normal(size=n)
    x["pair_b"] = 0.97 * x["pair_a"] + np.sqrt(1 - 0.97**2) * rng.normal(size=n)
    for name in NOISE[:4]:
        x[name] = rng.normal(size=n).round(2)
    x["noise_5"] = rng.choice(list("abcde"), n)
    frame = pd.DataFrame(x)
    cut = int(rng.integers(15, 45))
    raw = {
        "line": (frame["line"] - 50) / 29,
        "bowl": ((frame["bowl"] - 50) / 15) ** 2,
        "jump": (frame["jump"] >= cut).astype(float) * 2,
        "pair": (frame["pair_a"] + frame["pair_b"]) / 2,
        "both": frame["one"] * frame["other"],
        "kind": frame["kind"].map({"red": 0.0, "green": 0.6, "blue": 1.6}),
    }
    strength = dict(
        zip(raw, [*rng.permutation([1.6, 1.2, 1.0, 0.8, 0.6])] * 2, strict=False)
    )
    strength["both"] = 1.4
    signal, sizes = np.zeros(n), {}
    for name, part in raw.items():
        part = strength[name] * (part - part.mean()) / part.std()
        signal += part.to_numpy()
        # What is ranked is the mean distance from the middle, not its square.
        sizes[name] = float(part.abs().mean())
    return frame, signal, sizes, cut, rng


def outcome(frame, signal, rng, task):
    """Return the outcome, worse known where the site is north."""
    worse = (frame["site"] == "north").to_numpy()
    if task == "number":
        return signal + rng.normal(size=len(frame)) * np.where(worse, 3.0, 0.7)
    clear = rng.random(len(frame)) < 1 / (1 + np.exp(-2.5 * signal))
    return np.where(worse, rng.random(len(frame)) < 0.5, clear).astype(int)


def fitted(kind, task, frame, y):
    """Return a pipeline of one of two families."""
    made = {
        ("boosting", "number"): lambda: HistGradientBoostingRegressor(max_iter=80),
        ("boosting", "class"): lambda: HistGradientBoostingClassifier(max_iter=60),
        ("forest", "number"): lambda: RandomForestRegressor(60, min_samples_leaf=5),
        ("forest", "class"): lambda: RandomForestClassifier(60, min_samples_leaf=5),
    }[kind, task]()
    codes = make_column_transformer(
        (OrdinalEncoder(), make_column_selector(dtype_exclude="number")),
        remainder="passthrough",
    )
    return make_pipeline(codes, made).fit(frame, y)


def judge(seed: int, count: Counter, misses: list) -> None:
    """Explain one table and count what was told right."""
    task = ("class", "number")[seed % 2]
    kind = ("boosting", "forest")[seed // 2 % 2]
    frame, signal, sizes, cut, rng = table(seed)
    y = outcome(frame, signal, rng, task)
    model = fitted(kind, task, frame[:LEARNED], y[:LEARNED])
    held = frame[LEARNED:].reset_index(drop=True)
    truth = pd.Series(y[LEARNED:])
    found = overlook(model, held, seconds=20.0, seed=seed, y=truth)
    drivers = {d.column: d for d in found.drivers}
    where = f"{seed} {task} {kind}"

    def tally(name, right, what=""):
        count[name, "all"] += 1
        count[name, "right"] += bool(right)
        if not right:
            misses.append(f"{where} {name}: {what}")

    for column in ("line", "bowl", "jump", "kind"):
        driver = drivers.get(column)
        told = driver.shape.kind if driver else "not named"
        tally("shape", told in RIGHT[column], f"{column} ({sizes[column]:.2f}) {told}")
        if column == "jump" and told == "step_up":
            tally(
                "cut", abs(driver.shape.turn - cut) <= 6, f"{driver.shape.turn} {cut}"
            )
    ranked = sorted(("line", "bowl", "jump", "kind"), key=lambda c: -sizes[c])
    for at, big in enumerate(ranked):
        for small in ranked[at + 1 :]:
            if sizes[big] < 1.25 * sizes[small]:
                continue
            one, two = drivers.get(big), drivers.get(small)
            right = one is not None and (two is None or one.tier <= two.tier)
            tally("tier", right, f"{big} under {small}")
    for column in NOISE:
        tally("irrelevant left out", column not in drivers, column)
    pair = [drivers.get("pair_a"), drivers.get("pair_b")]
    named = [d for d in pair if d is not None]
    one_tier = len({d.tier for d in named}) == 1
    tally("pair", len(named) == 2 and one_tier and all(d.shared for d in named),
          f"{[(d.column, d.tier, d.shared) for d in named]}")  # fmt: skip
    output = output_of(model)
    top = interactions(output, held, found.found.background,
                       ["line", "bowl", "jump", "one", "other", "kind"], seed=seed)  # fmt: skip
    # As a chance every strong pair works together a little: the curve flattens.
    reach = top[:1] if task == "number" else [p for p in top[:4] if p.clear]
    told = [{p.one, p.other} for p in reach]
    tally("interaction", {"one", "other"} in told, str(top[:2]))
    weak = find_weak(output, held, truth, seed, list(held.columns))
    tally("weak group", any(w.group.column == "site" for w in weak), str(weak[:2]))
    tally("no false group", all(w.group.column == "site" for w in weak), str(
        [w.group for w in weak]))  # fmt: skip


def main(tables: int = 40) -> None:
    """Print how often each part of the truth was told."""
    warnings.simplefilter("ignore")
    count: Counter = Counter()
    misses: list[str] = []
    for seed in range(tables):
        judge(seed, count, misses)
    print("\n".join(misses))
    for name in dict.fromkeys(n for n, _ in count):
        right, total = count[name, "right"], count[name, "all"]
        print(f"{name:22} {right:4} of {total:4}  {100 * right / total:5.1f} %")


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:2]))
