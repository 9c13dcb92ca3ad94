"""Domain packs: the words, typical prices, traps and duties of a line of business.

Data in ``dialogs/domains``. Invariant: a pack gives words and never changes the model;
the Constraints do not read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from .facts import Facts
from .hearing.normal import parts, stem, words
from .toml_data import toml_data

GENERIC = "generic"

FEWEST_SIGNS = 2.0
"""Weight of the words that must speak for a pack; one header alone proves little."""

TARGET_WEIGHT = 2.0
"""A word in the target, or in what the person said, counts as two headers."""

SHARED = 3
"""A word that this many packs share tells none of them apart."""


@dataclass(frozen=True)
class TypicalCost:
    """A price to offer as an example, never as a value."""

    slot: str
    what: str
    example: str


@dataclass(frozen=True)
class TypicalTrap:
    """What often goes wrong in this line of business."""

    id: str
    text: str


@dataclass(frozen=True)
class Pack:
    """One line of business."""

    id: str
    name: str
    row: str
    """What one row mostly is."""
    event: str
    """What the outcome to catch does, after the row: 'customer leaves'."""
    others: str
    action: str
    words: tuple[str, ...]
    event_words: tuple[str, ...]
    duties: tuple[str, ...]
    sensitive: str
    costs: tuple[TypicalCost, ...]
    traps: tuple[TypicalTrap, ...]


@cache
def packs() -> Mapping[str, Pack]:
    """Return every pack by its id, the generic one last."""
    folder = files("dialogs").joinpath("domains")
    names = sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml"))
    names.sort(key=lambda name: name == GENERIC)
    return {name: _pack(name, toml_data(f"domains/{name}.toml")) for name in names}


def _pack(name: str, body: Mapping[str, Any]) -> Pack:
    return Pack(
        id=name,
        words=tuple(body["words"]),
        event_words=tuple(body["event_words"]),
        duties=tuple(body["duties"]),
        costs=tuple(TypicalCost(**c) for c in body.get("cost", ())),
        traps=tuple(TypicalTrap(**t) for t in body.get("trap", ())),
        **{
            k: body[k]
            for k in ("name", "row", "event", "others", "action", "sensitive")
        },
    )


def pack(name: str | None) -> Pack:
    """Return a pack by its id; the generic one where there is none of that name."""
    return packs().get(name or GENERIC) or packs()[GENERIC]


def guess(facts: Facts | None, text: str = "") -> Pack:
    """Return the pack that a table's headers and what was said point to.

    Parameters
    ----------
    facts : Facts or None
        Headers and, of columns with few values, the values.
    text : str
        What the person said, or the target's name.

    Returns
    -------
    Pack
        The generic one where the signs are few, or two packs are level.
    """
    seen = _seen(facts)
    said = {*_stems(text), *_stems(" ".join(parts(text)))}
    scores = {name: _score(signs, seen, said) for name, signs in _signs().items()}
    ranked = sorted(scores, key=lambda name: -scores[name])
    best, second = ranked[0], ranked[1]
    if scores[best] < FEWEST_SIGNS or scores[best] <= scores[second]:
        return packs()[GENERIC]
    return packs()[best]


def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(w) for w in words(text))


def _seen(facts: Facts | None) -> list[frozenset[str]]:
    """Return the stems of each header and of the values of two-valued columns."""
    if facts is None:
        return []
    found = [frozenset(stem(p) for p in parts(c.name)) for c in facts.columns]
    few = [c for c in facts.columns if 2 <= c.distinct <= 3]
    found += [frozenset(_stems(" ".join(c.values[:3]))) for c in few]
    return found


@cache
def _signs() -> Mapping[str, Mapping[tuple[str, ...], float]]:
    """Return, for each pack, its words as stems with what each weighs."""
    stemmed = {
        name: {_stems(w) for w in (*p.words, *p.event_words)}
        for name, p in packs().items()
        if name != GENERIC
    }
    spread: dict[tuple[str, ...], int] = {}
    for signs in stemmed.values():
        for sign in signs:
            spread[sign] = spread.get(sign, 0) + 1
    return {
        name: {s: 1 / spread[s] for s in sorted(signs) if spread[s] < SHARED}
        for name, signs in stemmed.items()
    }


def _score(
    signs: Mapping[tuple[str, ...], float],
    seen: list[frozenset[str]],
    said: set[str],
) -> float:
    total = 0.0
    anywhere = frozenset[str]().union(*seen)
    for sign, weight in signs.items():
        needed = set(sign)
        # A sign of several words must stand in one header; most stand in none at all.
        if needed <= anywhere:
            total += weight * any(needed <= header for header in seen)
        total += TARGET_WEIGHT * weight * (needed <= said)
    return total


def cost_hint(name: str | None, slot: str) -> TypicalCost | None:
    """Return what a price mostly consists of in a line of business, as an example."""
    return next((c for c in pack(name).costs if c.slot == slot), None)
