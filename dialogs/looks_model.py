"""Looks at a model: the line, the drivers, their shapes, and one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor
from typing import Any

from .facts import Facts
from .looks import Look, Step, made, words
from .message import Picture
from .tabular import number

MOST_ROWS = 10
"""Columns in one picture."""

# --- the line -------------------------------------------------------------------------


def cuts(result: Mapping[str, Any]) -> Look:
    """Return the places for the line, from the shortest list to the whole."""
    table = result.get("cuts") or {}
    found = [dict(c) for c in table.get("cuts") or ()]
    chosen = int(table.get("chosen") or 0)
    said = words()["cuts"]
    priced = bool(found) and found[0].get("cost") is not None
    x = [round(100 * float(c["named"]), 1) for c in found]
    y = [100 * float(c["cost" if priced else "found"]) for c in found]
    steps = []
    for i, cut in enumerate(found):
        data = {
            "x": x, "y": y, "mark": x[i], "mark_label": said["here"], "point": True,
            "x_title": said["x_title"],
            "y_title": said["y_cost" if priced else "y_found"],
        }  # fmt: skip
        sentence = _cut_sentence(cut, table, result)
        if i == chosen:
            sentence = f"{sentence} {said['mine']}"
        say = said["threshold"].format(p=floor(1000 * float(cut["p"])) / 1000)
        steps.append(Step(sentence, Picture("curve", "", data), say))
    rows = [
        [
            round(float(c["p"]), 3), round(100 * float(c["named"])),
            round(10 * float(c["found"]), 1), round(10 * float(c["right"]), 1),
            *([round(100 * float(c["cost"]), 1)] if priced else []),
        ]
        for c in found
    ]  # fmt: skip
    headers = words()["headers"]["cuts"][: 5 if priced else 4]
    summary = Picture("table", "", {"headers": headers, "rows": rows})
    return made("cuts", steps, chosen, summary)


def _cut_sentence(
    cut: Mapping[str, Any], table: Mapping[str, Any], result: Mapping[str, Any]
) -> str:
    said, acts = words()["cuts"], words()["acts"]
    action = str(((result.get("brief") or {}).get("goal") or {}).get("action", ""))
    rows, per = int(table.get("rows") or 0), str(table.get("per") or "")
    n = round(float(cut["named"]) * rows)
    parts = [
        said["count_per"].format(
            n=n, acts=acts.get(action, acts["other"]), per=per
        )
        if per
        else said["count"].format(n=number(n), rows=number(rows)),
        said["found"].format(
            found=_share(cut["found"]), low=_tenths(cut["low"], cut["found"]),
            high=_tenths(cut["high"], cut["found"]),
        ),
        said["right"].format(right=_share(cut["right"])),
    ]  # fmt: skip
    if cut.get("cost") is not None:
        cost = number(float(f"{100 * float(cut['cost']):.3g}"))
        parts.append(said["cost"].format(cost=cost))
    return f"{', '.join(parts[:2])}; {', '.join(parts[2:])}."


def _scale(value: float) -> int:
    """Return what a share is best told out of: 10, or 100 near its ends."""
    return 10 if 0.05 <= value <= 0.95 or value in (0.0, 1.0) else 100


def _share(value: Any) -> str:
    scale = _scale(float(value))
    return f"{round(scale * float(value))} of {scale}"


def _tenths(value: Any, beside: Any) -> str:
    return str(round(_scale(float(beside)) * float(value)))


# --- drivers and shapes ---------------------------------------------------------------


def in_chances(drivers: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether what columns move is a chance, and not a number of its own unit.

    Papers of an older model do not say: there a move above 1 is none of a chance.
    """
    return bool(drivers) and all(d.get("chances", d["size"] <= 1) for d in drivers)


def drivers(result: Mapping[str, Any]) -> Look:
    """Return the columns that the model goes by, each with its sentence."""
    found = [dict(d) for d in result.get("drivers") or ()]
    sizes = [float(d["size"]) for d in found]
    errors = [1.96 * float(d.get("se") or 0.0) for d in found]
    data = {
        "labels": [str(d["column"]) for d in found],
        "values": sizes,
        "low": [s - e for s, e in zip(sizes, errors, strict=True)],
        "high": [s + e for s, e in zip(sizes, errors, strict=True)],
        "format": "points" if in_chances(found) else "",
    }
    title = words()["drivers"]["chance" if in_chances(found) else "number"]
    summary = Picture("bars", title, data)
    ask = words()["drivers"]["ask"]
    steps = [
        Step(
            f"{str(d['text']).rstrip('.')}.",
            Picture("bars", title, {**data, "notes": _pointed(i, len(found))}),
            ask.format(column=d["column"]),
        )
        for i, d in enumerate(found)
    ]
    return made("drivers", steps, 0, summary)


def _pointed(at: int, count: int) -> list[str]:
    return ["<" if i == at else "" for i in range(count)]


def shapes(result: Mapping[str, Any]) -> Look:
    """Return how the answer moves with each column."""
    whole = swarm(result)
    # All of them beside each other come first.
    steps = [] if whole is None else [Step(words()["shapes"]["whole"], whole)]
    for driver in result.get("drivers") or ():
        points = driver.get("points") or ()
        if len(points) < 2:
            continue
        levels = driver.get("shape") == "levels"
        x = [p[0] if levels else _as_number(p[0]) for p in points]
        chances = in_chances([driver])
        scale = 100.0 if chances else 1.0
        y = [round(scale * float(p[1]), 2) for p in points]
        off = [1.96 * scale * float(p[2]) for p in points]
        data = {
            "x": x, "y": y, "labels": x, "values": y,
            "low": [v - e for v, e in zip(y, off, strict=True)],
            "high": [v + e for v, e in zip(y, off, strict=True)],
            "x_title": str(driver["column"]), "format": "signed",
            "y_title": words()["shapes"]["chance" if chances else "number"],
        }  # fmt: skip
        plain = levels or any(isinstance(v, str) for v in x)
        picture = Picture("bars" if plain else "curve", "", data)
        steps.append(Step(f"{str(driver['text']).rstrip('.')}.", picture))
    return made("shapes", steps)


def swarm(result: Mapping[str, Any]) -> Picture | None:
    """Return all columns in one picture; None where no shape is known."""
    found = [
        d for d in result.get("drivers") or () if len(d.get("points") or ()) > 1
    ][:MOST_ROWS]  # fmt: skip
    if not found:
        return None
    chances = in_chances(found)
    scale = 100.0 if chances else 1.0
    rows = [
        {
            "label": str(d["column"]),
            "levels": any(isinstance(_as_number(p[0]), str) for p in d["points"]),
            "points": [
                [_as_number(p[0]), float(f"{scale * float(p[1]):.3g}"), int(p[3])]
                for p in d["points"]
            ],
        }
        for d in found
    ]
    said = words()["shapes"]
    unit = said["chance" if chances else "number"]
    return Picture("swarm", "", {"rows": rows, "x_title": unit, "key": said["key"]})


def _as_number(value: Any) -> Any:
    try:
        return float(str(value).replace(",", "").replace("−", "-"))
    except ValueError:
        return str(value)


def case(facts: Facts | None, result: Mapping[str, Any]) -> Look:
    """Return the reasons of one row, to be fetched row by row."""
    rows = facts.rows if facts is not None and result.get("model") else 0
    # A file may have millions of rows: a step is made when one goes there.
    return made("case", [case_step(1)] if rows else [], count=rows)


def case_step(row: int, said: Sequence[Any] = ()) -> Step:
    """Return the step of one row, with its reasons where they were fetched."""
    asked = words()["case"]
    picture = next((m for m in said if isinstance(m, Picture)), None)
    texts = [m.text for m in said if not isinstance(m, Picture) and m.text]
    sentence = "\n".join(texts) or asked["waiting"].format(row=number(row))
    return Step(sentence, picture, asked["ask"].format(row=row), row)
