"""Five made-up tables, each messy in its own way, for conversations from end to end.

A clinic (semicolons, decimal commas, day-first dates, disguised blanks, a column filled in
afterwards, an outcome spelled in many ways), a farm (a workbook with a title, a row of units,
units in cells), a call centre (tabs, rows twice, text, mixed dates), a foundry (percent signs,
degrees, three outcomes in stray spellings) and a charity (pounds, empty columns, mixed dates).
Each has a known truth: what drives the outcome is written beside it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

Rng = np.random.Generator


def _chance(score: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-score))


def _comma(value: float, places: int = 2) -> str:
    return f"{value:.{places}f}".replace(".", ",")


def _spelled(rng: Rng, flags: Iterable[bool], yes: str, no: str) -> list[str]:
    """Spell each flag as people do: mostly one way, some with a blank, a capital or a letter."""

    def one(flag: bool) -> str:
        word = yes if flag else no
        forms = (word, word, word, word, word.lower(), word + " ", word[0].upper())
        return forms[rng.integers(len(forms))]

    return [one(bool(f)) for f in flags]


def _write(
    path: Path, head: str, rows: Iterable[Sequence[object]], separator: str, code: str
) -> Path:
    with path.open("w", encoding=code, newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(head.split("|"))
        writer.writerows(rows)
    return path


def clinic(folder: Path, rows: int = 420, later: bool = False) -> Path:
    """Who does not come to an appointment: long notice and no reminder raise it, age lowers it."""
    rng = np.random.default_rng(12 if later else 11)
    notice = rng.integers(0, 45, rows)
    age = rng.integers(18, 90, rows)
    sms = rng.random(rows) < 0.5
    missed = rng.random(rows) < _chance(-1.6 + 0.075 * notice - 1.1 * sms - 0.012 * age)
    km = np.round(rng.gamma(2, 4, rows), 1)
    day = date(2024, 1, 8)
    outcome = _spelled(rng, ~missed, "Yes", "No")
    lines = [
        (
            f"T-{90000 + 7 * i}",
            (day + timedelta(days=i // 3)).strftime("%d.%m.%Y"),
            notice[i],
            age[i] if rng.random() > 0.05 else "n/a",
            rng.choice(["Check-up", "Pain", "Follow-up", "Vaccination"]),
            _comma(km[i], 1) if rng.random() > 0.06 else "-",
            _comma(rng.uniform(20, 180)),
            "sent" if sms[i] else "not sent",
            rng.choice(["forgot", "ill", "no reason"]) if missed[i] else "",
            outcome[i],
        )
        for i in range(rows)
    ]
    head = "Visit no.|Date|Days of notice|Age|Reason|Distance (km)|Fee €|Text reminder|Reason for absence|Came"
    return _write(folder / "clinic.csv", head, lines, ";", "cp1252")


def farm(folder: Path, rows: int = 300) -> Path:
    """What a field yields: nitrogen up to a point, rain, clay soil; a workbook with a title."""
    from openpyxl import Workbook

    rng = np.random.default_rng(21)
    nitrogen = rng.uniform(40, 220, rows)
    rain = rng.normal(420, 80, rows)
    soil = rng.choice(["clay", "Clay", "sand", "loam"], rows)
    clay = np.isin(np.char.lower(soil), ["clay"])
    grown = 3 + 0.03 * np.minimum(nitrogen, 150) + 0.006 * rain + 0.9 * clay
    grown = grown + rng.normal(0, 0.5, rows)
    book = Workbook()
    sheet = book.active
    sheet.title = "Harvest"
    sheet.append(["Harvest book of the Miller farm, all fields"])
    sheet.append([])
    sheet.append(
        ["Field", "Year", "Crop", "Soil", "Nitrogen", "Rain", "Sown", "Remarks", "Yield (t/ha)"]
    )  # fmt: skip
    remarks = [
        "",
        "some hail in june",
        "late frost",
        "slugs at the hedge",
        "good stand",
    ]
    for i in range(rows):
        sheet.append(
            [
                f"Field {i % 30 + 1}",
                2014 + i // 30,
                str(rng.choice(["wheat", "barley", "rye"])),
                str(soil[i]),
                f"{nitrogen[i]:.0f} kg/ha",
                round(float(rain[i])) if rng.random() > 0.08 else "?",
                date(2014 + i // 30, 3, 1) + timedelta(days=int(rng.integers(0, 40))),
                str(rng.choice(remarks)),
                round(float(grown[i]), 2),
            ]
        )
    path = folder / "farm.xlsx"
    book.save(path)
    return path


def call_centre(folder: Path, rows: int = 420) -> Path:
    """Which calls are escalated: long waits and a repeated call; a tenth of the rows come twice."""
    rng = np.random.default_rng(31)
    wait = rng.gamma(2, 90, rows)
    again = rng.integers(0, 4, rows)
    escalated = rng.random(rows) < _chance(-3.4 + 0.007 * wait + 0.8 * again)
    said = [
        "bill is wrong",
        "line is dead again",
        "wants to cancel",
        "asks for a copy",
        "thanks",
    ]
    start = date(2025, 2, 3)
    lines: list[Sequence[object]] = []
    for i in range(rows):
        day = start + timedelta(days=i // 8)
        lines.append(
            (
                f"C{i:06d}",
                day.isoformat() if i % 5 else day.strftime("%b %d, %Y"),
                f"{wait[i] // 60:.0f}m {wait[i] % 60:02.0f}s",
                rng.choice(["north", "south", "East", "east"]),
                rng.choice(["phone", "chat"]),
                again[i] if rng.random() > 0.04 else 999,
                f"{rng.choice(said)}, {rng.choice(said)}",
                rng.choice(["team A", "team B"]) if escalated[i] else "none",
                "1" if escalated[i] else "0",
            )
        )
    lines += [lines[i] for i in range(0, rows, 10)]
    head = (
        "call|day|waited|region|channel|calls before|what was said|handled by|escalated"
    )
    return _write(folder / "calls.tsv", head, lines, "\t", "utf-8")


def foundry(folder: Path, rows: int = 500) -> Path:
    """Which fault a casting has: cold metal cracks, wet sand makes it porous."""
    rng = np.random.default_rng(41)
    heat = rng.normal(1420, 25, rows)
    moisture = rng.normal(3.5, 0.6, rows)
    cold = _chance((1395 - heat) / 8)
    wet = _chance((moisture - 4.3) / 0.18)
    draw = rng.random(rows)
    fault = np.where(draw < cold, "crack", np.where(draw < cold + wet, "porous", "ok"))
    lines = [
        (
            f"{2400 + i}/{i % 9}",
            f"{heat[i]:.0f} °C",
            f"{_comma(moisture[i], 1)} %",
            f"{rng.uniform(5, 60):.1f} kg",
            rng.choice(["night", "day"]),
            rng.choice(["M1", "M2", "M3"]),
            _comma(rng.uniform(0.1, 0.4)) if rng.random() > 0.1 else "n.a.",
            str(fault[i]) if rng.random() > 0.1 else str(fault[i]).upper(),
        )
        for i in range(rows)
    ]
    head = "Part|Pouring temp|Sand moisture|Weight|Shift|Mould|Carbon|Result"
    return _write(folder / "foundry.csv", head, lines, ";", "utf-8-sig")


def charity(folder: Path, rows: int = 450) -> Path:
    """Who gives again: recent and frequent givers; pounds in cells, an empty column."""
    rng = np.random.default_rng(51)
    times = rng.integers(1, 12, rows)
    months = rng.integers(1, 60, rows)
    again = rng.random(rows) < _chance(-0.6 + 0.28 * times - 0.06 * months)
    spelled = _spelled(rng, again, "Yes", "No")
    lines: list[Sequence[object]] = []
    for i in range(rows):
        last = date(2025, 6, 1) - timedelta(days=int(months[i]) * 30)
        lines.append(
            (
                f"D{1000 + 3 * i}",
                rng.choice(["female", "male", "F", "M"]),
                int(rng.integers(19, 93)) if rng.random() > 0.15 else "unknown",
                f"£{rng.gamma(2, 600):,.2f}",
                times[i],
                last.strftime("%d/%m/%Y"),
                rng.choice(["post", "e-mail", "street"]),
                "",
                spelled[i],
            )
        )
    head = "donor|sex|age|given so far|gifts|last gift|came by|notes|gave again"
    return _write(folder / "charity.csv", head, lines, ",", "utf-8")


def hopeless(folder: Path, rows: int = 40) -> Path:
    """Forty rows of chance: nothing in it tells the outcome."""
    rng = np.random.default_rng(61)
    lines = [
        (rng.integers(1, 99), rng.choice(["red", "blue"]), rng.integers(0, 2))
        for _ in range(rows)
    ]
    return _write(folder / "raffle.csv", "ticket|colour|won", lines, ",", "utf-8")


def guests(folder: Path, rows: int = 120) -> Path:
    """Guests of a house, with no word on how any stay ended: nothing to predict."""
    rng = np.random.default_rng(71)
    lines = [
        (
            f"G{300 + i}",
            rng.choice(["north", "south", "abroad"]),
            int(rng.integers(1, 15)),
            round(float(rng.uniform(40, 300)), 2),
        )
        for i in range(rows)
    ]
    return _write(
        folder / "guests.csv", "guest|from|nights|room rate", lines, ",", "utf-8"
    )


def shop(folder: Path, rows: int = 520) -> Path:
    """Which orders are sent back: paying later and discounts raise it, and it grows by the month."""
    rng = np.random.default_rng(91)
    lines: list[Sequence[object]] = []
    for i in range(rows):
        items, basket = int(rng.integers(1, 7)), float(rng.gamma(2, 28)) + 8
        discount = int(rng.choice([0, 0, 0, 10, 20, 30]))
        paid = str(rng.choice(["card", "later", "paypal"], p=[0.5, 0.3, 0.2]))
        guide = rng.random() < 0.4
        score = -2.6 + 0.25 * items + 0.03 * discount + 0.0025 * i
        back = rng.random() < 1 / (
            1 + np.exp(0.8 * guide - score - 1.0 * (paid == "later"))
        )
        lines.append(
            (
                f"#{5000 + i}", (date(2024, 3, 1) + timedelta(days=i // 2)).isoformat(),
                f"K{int(rng.integers(1, 260)):03d}", items, f"£{basket:.2f}",
                f"{discount}%", paid, "yes" if guide else "no",
                f"£{basket * 0.9:.2f}" if back else "", "yes" if back else "no",
            )
        )  # fmt: skip
    head = "Order|Ordered on|Customer|Items|Basket £|Discount|Paid by|Size guide opened|Refund £|Sent back"
    return _write(folder / "orders.csv", head, lines, ",", "utf-8")


MAKERS: dict[str, Callable[[Path], Path]] = {
    "clinic": clinic,
    "farm": farm,
    "calls": call_centre,
    "foundry": foundry,
    "charity": charity,
    "shop": shop,
    "raffle": hopeless,
    "guests": guests,
}


def make(name: str, folder: Path) -> Path:
    """Write the table of that name into a folder, and return its path."""
    return MAKERS[name](folder)
