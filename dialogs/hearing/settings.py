"""Settings named by those who know them: the cut, checks, seed, rows held back ...

The words are data (``settings.toml``). Invariant: a setting is heard only beside its own
name, never from a number or a column alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ..facts import Facts, Kind
from ..toml_data import toml_data
from .held_rates import held_rate
from .lexicon import denied
from .naming import columns_in
from .quantities import Quantity, quantities
from .reading import Heard

_AFTER = (
    r"(?:\s*(?:should|must|shall|could|can|may|be|set|put|on|exactly|at|of|to|in|=|is|:"
    r"|with|as|about|around))*\s*$"
)
_OFF = r"(?:off|away)\b"
_MOST_TEXT = 200
"""Characters of a rule in words."""


def _data() -> Mapping[str, Any]:
    return toml_data("hearing/settings.toml")


@cache
def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


def settings_in(text: str, facts: Facts | None = None) -> list[Heard]:
    """Return the settings that a message sets by name.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts, optional
        Of the table; without it no setting that names a column is heard.

    Examples
    --------
    >>> [(h.slot, h.value) for h in settings_in("threshold of 0.3, 10 folds, seed 7")]
    [('search.threshold', 0.3), ('search.folds', 10), ('search.seed', 7)]
    """
    text = _ONE.sub(lambda m: "1".ljust(len(m.group())), text)
    heard = [*_numbers(text), *_ranges(text), *_switches(text), *_choices(text)]
    heard += [*_texts(text), *_musts(text)]
    if facts is not None:
        heard += _columns(text, facts)
    return heard


_ONE = re.compile(
    r"\b(?:one|a single|single)\b(?=\s+(?:threads?|cores?|cpu|process|worker|trial|try)\b)",
    re.IGNORECASE,
)


def _numbers(text: str) -> Iterator[Heard]:
    found = quantities(text)
    for slot, form in _data()["numbers"].items():
        named = [q for q in found if _fits(q, form) and _named(text, q, form)]
        # "10-fold cross-validation, 10 folds" says one thing twice.
        same = [q for q in named if q.value == named[0].value]
        if same:
            value = int(same[0].value) if form.get("whole") else same[0].value
            yield Heard(slot, value, same[0].start, same[-1].end, 0.9)


def _fits(q: Quantity, form: Mapping[str, Any]) -> bool:
    kind = form.get("kind", "number")
    if kind == "size" and q.kind != "size":
        return False
    if kind == "number" and q.kind not in ("number", "percent"):
        return False
    if form.get("whole") and (q.value % 1 or q.kind == "percent"):
        return False
    return bool(form["low"] <= q.value <= form["high"])


def _named(text: str, q: Quantity, form: Mapping[str, Any]) -> bool:
    before, after = form["before"], form["after"]
    marks = r"[;.!?](?!\d)" if form.get("wide") else r"[;.!?](?!\d)|,(?!\d)"
    lead = re.split(marks, text[: q.start])[-1]
    ahead = re.search(rf"\b{before}{_AFTER}", lead, re.IGNORECASE)
    # A unit may have been read as a part of the quantity: "7 fold", "3 times".
    tail = text[q.end :]
    read = "" if form.get("kind") == "size" else text[q.start : q.end]
    own = re.sub(r"^[\d.,%]+", "", read)
    behind = after and re.match(after, own + tail, re.IGNORECASE)
    if form.get("both"):
        return bool(behind)
    return bool(ahead or behind)


def _switches(text: str) -> Iterator[Heard]:
    for slot, form in _data()["switches"].items():
        match = _form(form["words"]).search(text)
        if match is None:
            continue
        off = denied(text, match.start()) or re.search(_OFF, text[match.end() :][:12])
        off = off or form.get("off")
        yield Heard(slot, not off, *match.span(), 0.85)


def _choices(text: str) -> Iterator[Heard]:
    for slot, forms in _data()["choices"].items():
        for value, pattern in forms.items():
            match = _form(pattern).search(text)
            if match and not denied(text, match.start()):
                yield Heard(slot, value, *match.span(), 0.85)
                break


def _columns(text: str, facts: Facts) -> Iterator[Heard]:
    named = columns_in(text, facts)
    for slot, pattern in _data()["columns"].items():
        need = _data()["columns_need"][slot]
        if not re.search(rf"\b{need}\b", text, re.IGNORECASE):
            continue
        for one in named:
            lead = text[: one.start].rstrip(" \"'“")
            match = re.search(rf"(?<!\w){pattern}$", lead, re.IGNORECASE)
            if match is None:
                continue
            yield Heard(slot, one.column, match.start(), one.end, 0.9)
            if slot == "split.column":
                column = facts.column(one.column)
                dated = column is not None and column.kind == Kind.DATE
                kind = "time" if dated else "group"
                yield Heard("split.kind", kind, match.start(), one.end, 0.9)
            break


def _texts(text: str) -> Iterator[Heard]:
    for slot, pattern in _data()["texts"].items():
        match = _form(pattern).search(text)
        if match and match.group("value").strip():
            value = match.group("value").strip()[:_MOST_TEXT]
            yield Heard(slot, value, *match.span(), 0.9)


def _musts(text: str) -> Iterator[Heard]:
    """Return what has to hold beside what is counted: "specificity must be at least .8"."""
    form = _data()["musts"]
    found = quantities(text)
    if held_rate(text, found):
        return  # it is the measure itself, and nothing beside one
    musts, spans = [], []
    for metric, names in form["metrics"].items():
        match = _form(names).search(text)
        if match is None:
            continue
        q = next((q for q in found if q.start >= match.end()), None)
        between = text[match.end() : q.start] if q else ""
        if q is None or len(between) > form["near"] or re.search(r"[;,.!?]", between):
            continue
        needed = metric in form["always"] or re.search(
            rf"\b(?:{form['needs']})\b",
            text[max(0, match.start() - 20) : q.start],
            re.I,
        )
        value = q.value if q.kind == "percent" or q.value <= 1 else q.value / 100
        if needed and 0 <= value <= 1:
            side = "at_most" if q.bound == "at_most" or metric == "fpr" else "at_least"
            musts.append({"metric": metric, side: value})
            spans.append((match.start(), q.end))
    if musts:
        start, end = min(s for s, _ in spans), max(e for _, e in spans)
        yield Heard("success.require", tuple(musts), start, end, 0.9)


_BETWEEN = (
    r"(?:\s*(?:only|is|of|to|=|:|should be|must be|stay\w*))*\s*(?:(?:between|from|in|within)\s+|(?=[\d\[(]))[\[(]?"
    r"(?P<low>\d[\d.e]*(?:e-\d+)?)\s*(?:and|to|-|\.\.|,)\s*(?P<high>[\d.e-]+)"
)


@cache
def _dials() -> Mapping[str, re.Pattern[str]]:
    from ..schema import slots  # what may be ranged over is listed with the slot

    return {
        name: re.compile(rf"\b{name.replace('_', '[ _-]?')}\b", re.IGNORECASE)
        for name in slots()["search.ranges"].values
    }


def _ranges(text: str) -> Iterator[Heard]:
    """Return bounds and first guesses of a learner's dials: "max depth from 3 to 6"."""
    ranges: dict[str, tuple[float, float]] = {}
    starts: dict[str, float] = {}
    spans: list[tuple[int, int]] = []
    taken: list[tuple[int, int]] = []
    # "Max depth" names one dial, and not the depth of another learner as well.
    for name, form in sorted(_dials().items(), key=lambda d: -len(d[0])):
        match = form.search(text)
        if match is None or any(s <= match.start() < e for s, e in taken):
            continue
        taken.append(match.span())
        rest = text[match.end() :]
        bounds = re.match(_BETWEEN, rest, re.IGNORECASE)
        single = re.match(
            r"(?:\s*(?:at|near|around|about|of|to|=|is|:|from|with))*\s*"
            r"(?P<value>\d[\d.e-]*)",
            rest, re.IGNORECASE,
        )  # fmt: skip
        if bounds:
            ranges[name] = (_float(bounds["low"]), _float(bounds["high"]))
            spans.append((match.start(), match.end() + bounds.end()))
        elif single:
            starts[name] = _float(single["value"])
            spans.append((match.start(), match.end() + single.end()))
    if spans:
        start, end = min(s for s, _ in spans), max(e for _, e in spans)
        if ranges:
            pairs = {n: tuple(sorted(pair)) for n, pair in ranges.items()}
            yield Heard("search.ranges", pairs, start, end, 0.9)
        if starts:
            yield Heard("search.start", starts, start, end, 0.9)


def _float(text: str) -> float:
    try:
        return float(text.rstrip(".-"))
    except ValueError:
        return 0.0
