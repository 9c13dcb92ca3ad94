"""The families, algorithms and configurations that are known, read from data."""

from __future__ import annotations

from typing import Any

from dialogs.toml_data import toml_data


def _data(name: str) -> dict[str, Any]:
    return toml_data(f"search/{name}", "assistant")


def families() -> dict[str, dict[str, Any]]:
    """Return what is known about each family: name, simplicity, glass_box."""
    return _data("families.toml")


def in_words(family: str, parts: int = 1) -> str:
    """Return what kind of model this is, for who knows no family by name.

    Examples
    --------
    >>> in_words("tree")
    'a small tree of yes/no questions'
    """
    name = str(families().get(family, {}).get("name", family))
    if parts > 1:
        return f"{parts} models that answer together; the weightiest is {name}"
    return name


def readable(family: str, parts: int = 1) -> bool:
    """Return whether a person can read the whole of a model: a blend is too much."""
    return parts <= 1 and bool(families().get(family, {}).get("glass_box"))


def algorithms() -> dict[str, dict[str, Any]]:
    """Return what each algorithm can do."""
    return _data("algorithms.toml")


def portfolio() -> list[dict[str, Any]]:
    """Return the configurations in order."""
    found: list[dict[str, Any]] = _data("portfolio.toml")["candidate"]
    return found


MANY_ROWS = 5000
"""From here on another order of candidates is best."""


def in_order(task: str, rows: int) -> list[dict[str, Any]]:
    """Return the portfolio in the order that was measured best for such a table."""
    kind = "numbers" if task == "regression" else "classes"
    size = "many" if rows >= MANY_ROWS else "few"
    order: list[str] = _data("order.toml").get(f"{kind}_{size}", [])
    place = {name: at for at, name in enumerate(order)}
    return sorted(portfolio(), key=lambda entry: place.get(entry["id"], len(order)))
