"""Five more made-up tables, as strangers bring them: headers and cells as people write them.

A ward (another language's headers, decimal commas, a date that is filled in afterwards), field
notes (units in cells, a unit as a header), calls (the outcome stands before a remark), castings
(several outcomes, and a column of what was done about them) and donors (a name in every row, and
two columns of two values each).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np


def _write(path: Path, head: str, rows: Sequence[Sequence[object]], comma: str) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=comma)
        writer.writerow(head.split("|"))
        writer.writerows(rows)
    return path


def _yes(rng: np.random.Generator, score: float) -> bool:
    return bool(rng.random() < 1 / (1 + np.exp(-score)))


def _day(number: int) -> date:
    return date(2023, 1, 1) + timedelta(days=number)


def ward(folder: Path, rows: int = 400) -> Path:
    """Who comes back within 30 days: earlier stays raise it. The last column tells it all."""
    rng = np.random.default_rng(81)
    lines = []
    for i in range(rows):
        day, stays = int(rng.integers(0, 700)), int(rng.poisson(0.7))
        back = _yes(rng, -2.6 + 0.9 * stays)
        lines.append(
            (
                f"P{10000 + i}", f"{_day(day):%d.%m.%Y}", int(rng.integers(18, 95)),
                f"{rng.normal(12.5, 2):.1f}".replace(".", ","), stays,
                "ja" if back else "nein", f"{_day(day + 9):%d.%m.%Y}" if back else "",
            )
        )  # fmt: skip
    head = "Fall-Nr.|Aufn. Datum|Alter (J.)|Hb g/dl|# Voraufenth.|Wiederaufn.|Wied. am"
    return _write(folder / "ward.csv", head, lines, ";")


def calls(folder: Path, rows: int = 600) -> Path:
    """Which call comes back as a complaint: a long wait raises it. A remark stands last."""
    rng = np.random.default_rng(82)
    lines = []
    for i in range(rows):
        wait = int(rng.exponential(140))
        bad = _yes(rng, -2.5 + 0.006 * wait)
        note = rng.choice(["caller angry", "ok", "promised callback", "", "solved"])
        lines.append(
            (
                200000 + i,
                f"A{int(rng.integers(1, 30)):02d}",
                wait,
                rng.choice(["Billing", "billing", "Delivery", "Tech"]),
                int(bad),
                note,
            )
        )
    return _write(
        folder / "calls.csv", "call_id|agent|wait|Topic|esc7|note", lines, ","
    )


def castings(folder: Path, rows: int = 600) -> Path:
    """What is wrong with a part: wet sand gives pores, cold metal cracks. What was done is last."""
    rng = np.random.default_rng(83)
    lines = []
    for i in range(rows):
        heat, wet = rng.normal(1405, 18), rng.normal(3.1, 0.5)
        odds = np.exp([0, -2.4 + 2 * (wet - 3.1), -2.4 + (1405 - heat) / 18])
        found = str(rng.choice(["ok", "pores", "crack"], p=odds / odds.sum()))
        done = "" if found == "ok" else rng.choice(["remelt", "repair"])
        lines.append((f"{24000000 + i}", rng.choice(list("ABC")), round(heat),
                      f"{wet:.1f}", found, done))  # fmt: skip
    return _write(
        folder / "castings.csv", "part|shift|heat|sand wet|found|done", lines, ","
    )


def donors(folder: Path, rows: int = 500) -> Path:
    """Who stops giving: few gifts and a long silence raise it. Each row has a name of its own."""
    rng = np.random.default_rng(84)
    lines = []
    for i in range(rows):
        gifts, last = 1 + int(rng.poisson(2.5)), int(rng.integers(1, 36))
        gone = _yes(rng, -0.9 - 0.4 * (gifts - 3) + 0.08 * (last - 12))
        lines.append((f"Donor {i}", gifts, f"£{rng.lognormal(3.3, 0.8):,.2f}",
                      f"{last} mths", rng.choice(["Y", "N"]),
                      "Lapsed" if gone else "Active"))  # fmt: skip
    head = "Name|No. gifts|avg gift|since last|Gift Aid?|Status 2024"
    return _write(folder / "donors.csv", head, lines, ",")


MAKERS: dict[str, Callable[[Path], Path]] = {
    "ward": ward,
    "remarks": calls,
    "castings": castings,
    "donors": donors,
}
