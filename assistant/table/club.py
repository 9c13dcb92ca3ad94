"""Makes the example table: members of an invented sports club, some of whom cancel.

Nothing in it is real. What is planted is listed in ``examples/members.toml``; the tests
check that the file still holds it, and that this generator makes the same bytes again.
"""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROWS = 3000
SEED = 20_260_101

COLUMNS = (
    "member_id", "club", "plan", "monthly_fee", "age", "gender",
    "months_member", "visits_per_week", "last_visit_days", "group_classes",
    "personal_trainer", "discount_percent", "late_payments", "distance_km",
    "referred_by_friend", "total_paid", "exit_interview_minutes", "cancelled",
)  # fmt: skip

_PLANS = ("monthly", "one year", "two years")
_KEYS = {
    "months_member": "months",
    "last_visit_days": "last_visit",
    "discount_percent": "discount",
    "late_payments": "late",
}
_CLUBS = ("Harbour", "Old Town", "Riverside", "Station")


def generate(seed: int = SEED, rows: int = ROWS) -> str:
    """Return the table as CSV text, the same for the same seed.

    Parameters
    ----------
    seed : int
        Of all that is drawn.
    rows : int
        How many members.
    """
    rng = np.random.default_rng(seed)
    drawn = _members(rng, rows)
    drawn["cancelled"] = _cancel(rng, drawn)
    drawn["exit_interview_minutes"] = _interview(rng, drawn["cancelled"])
    lines = [[_cell(drawn, name, i) for name in COLUMNS] for i in range(rows)]
    _plant_gaps(rng, lines)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(lines)
    return stream.getvalue()


def _members(rng: np.random.Generator, n: int) -> dict[str, NDArray[Any]]:
    plan = rng.choice(3, size=n, p=(0.55, 0.30, 0.15))
    age = np.clip(np.round(rng.gamma(9.0, 4.2, n)), 16, 80)
    months = np.minimum(np.floor(rng.exponential(20.0, n)), 60)
    visits = np.round(np.clip(rng.gamma(2.0, 0.9, n), 0, 7), 1)
    fee = np.round(39 - 4.0 * plan + rng.choice((0, 5, 10), n) + rng.normal(0, 1, n), 2)
    return {
        "club": rng.choice(4, size=n, p=(0.4, 0.3, 0.2, 0.1)),
        "plan": plan,
        "age": age,
        "gender": rng.choice(2, size=n),
        "months": months,
        "visits": visits,
        "last_visit": np.floor(rng.exponential(8.0 / (0.4 + visits / 2))),
        "classes": (rng.random(n) < 0.35).astype(int),
        "trainer": (rng.random(n) < 0.15).astype(int),
        "discount": rng.choice((0, 10, 20), size=n, p=(0.7, 0.2, 0.1)),
        "late": rng.poisson(0.4, n),
        "distance": np.round(rng.lognormal(1.1, 0.7, n), 1),
        "friend": (rng.random(n) < 0.25).astype(int),
        "fee": fee,
    }


def _cancel(rng: np.random.Generator, m: dict[str, NDArray[Any]]) -> NDArray[Any]:
    """Draw who cancels, by the planted logistic rule."""
    logit = (
        -2.35
        + 1.5 * (m["plan"] == 0)
        - 0.7 * (m["plan"] == 2)
        # Most who leave do so early: flat after about a year.
        + 1.3 * np.exp(-m["months"] / 6.0)
        - 0.55 * (m["visits"] - 1.8)
        + 0.30 * m["late"]
        + 0.03 * (m["fee"] - 40.0)
        - 0.6 * m["classes"]
        + 0.04 * (m["distance"] - 3.0)
        # A discount keeps those on a monthly plan, and nobody else.
        - 0.8 * (m["discount"] > 0) * (m["plan"] == 0)
    )
    chance = 1 / (1 + np.exp(-logit))
    left: NDArray[Any] = (rng.random(len(chance)) < chance).astype(int)
    return left


def _interview(rng: np.random.Generator, cancelled: NDArray[Any]) -> NDArray[Any]:
    """Minutes of the talk on leaving: known only after the answer, and so a leak."""
    minutes = np.round(rng.gamma(4.0, 3.0, len(cancelled)) + 1)
    return np.where(cancelled == 1, minutes, 0)


def _cell(m: dict[str, NDArray[Any]], name: str, i: int) -> str:
    match name:
        case "member_id":
            return f"M{10_000 + 7 * i}"
        case "club":
            return _CLUBS[m["club"][i]]
        case "plan":
            return _PLANS[m["plan"][i]]
        case "gender":
            return ("female", "male")[m["gender"][i]]
        case "group_classes" | "personal_trainer" | "referred_by_friend" | "cancelled":
            key = {"group_classes": "classes", "personal_trainer": "trainer",
                   "referred_by_friend": "friend"}.get(name, name)  # fmt: skip
            return ("no", "yes")[int(m[key][i])]
        case "total_paid":
            # A blank, not a 0, for those not billed yet.
            paid = m["months"][i] * m["fee"][i] * (1 - m["discount"][i] / 100)
            return f"{paid:.2f}" if m["months"][i] > 0 else " "
        case "monthly_fee" | "visits_per_week" | "distance_km":
            key = {"monthly_fee": "fee", "visits_per_week": "visits"}.get(
                name, "distance"
            )
            return f"{m[key][i]:g}"
    key = _KEYS.get(name, name)
    return str(int(m[key][i]))


def _plant_gaps(rng: np.random.Generator, lines: list[list[str]]) -> None:
    """Plant a sentinel, open gaps and copies, as real exports have them."""
    age, distance = COLUMNS.index("age"), COLUMNS.index("distance_km")
    last = COLUMNS.index("last_visit_days")
    for i in rng.choice(len(lines), size=len(lines) // 30, replace=False):
        lines[i][age] = ""
    for i in rng.choice(len(lines), size=len(lines) // 40, replace=False):
        lines[i][last] = "999"
    for i in rng.choice(len(lines), size=3, replace=False):
        lines[i][distance] = "850"
    for i in range(400, 410):
        lines[i] = [lines[i][0], *lines[i + 20][1:]]
