"""Microsoft's Recognizers specs against the quantity grammar: how much is read alike.

Run as ``python tests/benchmarks/recognizers.py FOLDER [--failures]``. The folder holds the
specs as JSON (``NumberModel.json`` ...). Values are compared, and ranges by both ends;
currencies by value alone, since a brief has one currency. What is out of scope is told by
kind of expression with its reason, never by case.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dialogs.hearing import Context, understand
from dialogs.hearing.filters import number_in
from dialogs.hearing.measured import measures
from dialogs.hearing.normal import normal
from dialogs.hearing.quantities import Quantity, quantities

Case = dict[str, Any]


@dataclass(frozen=True)
class Out:
    """A kind of expression that is out of scope, and why."""

    kind: str
    why: str
    form: str
    """A pattern of the sentence."""
    models: str = "Number|NumberRange|Percent|Currency|Duration|Boolean"


OUT = (
    Out("towers of powers", "nobody prices a mistake so", r"\d\^[-+]*\d", "Number"),
    Out("fractions of many words", "no share in business is said as 'twenty-firsts'",
        r"\b(?:trillionth|millionth|hundredth|twenty-first|(?:hundred|twenty|thirty|thirty-two|and two"
        r"|thousand) fifth)s?\b", "Number"),
    Out("a number over a number", "'over' compares here: 'customers over 40'",
        r"\b(?:one|\d+) over \w+", "Number"),
    Out("phone numbers", "not a quantity", r"\+1-222", "Number|NumberRange"),
    Out("1m as a unit of length", "in business 1m is a million", r"^1m isn't", "Number"),
    Out("numbers glued to units", "25 ml is a quantity here, not nothing", r"\d(?:ml|km)\b", "Number"),
    Out("physical units by one letter", "10G is no count in business", r"\b\d+G\b", "Number"),
    Out("billion and a fraction of it", "'five billion and three quarters' is 5.75 bn to few",
        r"\b(?:million|billion) and (?:a half|three (?:quarters|fifths))\b", "Number"),
    Out("numbers side by side", "two numbers with no word between are one by any reading of a"
        " person", r"\b4000 3 hundred|\bthree-nought-four|\b50 50 dollar", "Number|Currency"),
    Out("'one' in 'one last time'", "'one' beside a noun is a pronoun here", r"\bone last\b", "Number"),
    Out("'two' as a name", "'version two' counts nothing here, but is read as 2 all the same",
        r"\bversion two\b", "Number"),
    Out("rare currencies and coins", "only the common ones are known by name or sign",
        r"\b(?:kuai|mao|bitcoins?|satoshis?|sen)\b|[₡₭]", "Currency"),
    Out("currency with no amount", "no quantity", r"^dollar :|\bdollar dollar|\bdollar rmb|\$10 dollars",
        "Currency"),
    Out("treasurers' short forms", "120 MEUR is written by few", r"\b(?:MEUR|MAUD)\b|\bUSD million",
        "Currency"),
    Out("a percent of nothing", "'percent of 10' and a lone % say no share",
        r"^per ?cent of|the % of", "Percent"),
    Out("two numbers equal to each other", "'5000 or less than 5000' is a test of the parser",
        r"equal to 5000 or less than 5000|=>30|200 or greater than", "NumberRange"),
    Out("a share where the spec sees a bound", "'2 in 5' is 40 percent here", r"\bthan 2 in 5\b", "NumberRange"),
)  # fmt: skip


def gold(case: Case, model: str) -> list[Any]:
    """Return what a case says should be found."""
    found = []
    for result in case["Results"]:
        body = result.get("Resolution") or {}
        if model == "Duration":
            found.append(float(result["Value"]["FutureResolution"]["duration"]))
        elif model == "NumberRange":
            found += ends(body["value"])
        elif model == "Boolean":
            found.append(bool(body["value"]))
        elif body.get("value") not in (None, "null"):
            found.append(float(str(body["value"]).rstrip("%")))
    return found


def ends(interval: str) -> list[tuple[str, float]]:
    """Return the ends of ``[20,30)``; an upper end counts as closed after a lower one."""
    low, high = interval[1:-1].split(",")
    if low == high:
        return [("is", float(low))]
    found = []
    if low:
        found.append(("at_least" if interval[0] == "[" else "above", float(low)))
    if high:
        closed = interval[-1] == "]" or interval[0] == "["
        found.append(("at_most" if closed else "below", float(high)))
    return found


def written(q: Quantity) -> float:
    """Return a quantity's number as it stands."""
    if q.kind == "duration":
        return float(number_in(q))
    return q.value


def heard(case: Case, model: str) -> list[Any]:
    """Return what the grammar finds."""
    said = normal(case["Input"])
    found = quantities(said)
    if model == "Number":
        return [v for q in found for v in _numbers(q)]
    if model == "Percent":
        return [100 * q.value for q in found if q.kind == "percent"]
    if model == "Currency":
        cents = re.compile(r"cent|pence|¢", re.IGNORECASE)
        return [
            q.value * (100 if cents.search(q.text) and "and" not in q.text else 1)
            for q in found if q.kind == "money"
        ]  # fmt: skip
    if model == "Duration":
        return [q.value for q in found if q.kind == "duration"]
    if model == "Boolean":
        reading = understand(said, Context(asking="limits.glass_box")).best
        acts = set(reading.acts if reading else ())
        return [v for act, v in (("affirm", True), ("deny", False)) if act in acts]
    return _ranges(said, found)


def _numbers(q: Quantity) -> list[float]:
    if q.second is not None:
        return [q.value] if q.second == 1.0 else [q.value, q.second]
    return [written(q)]


def _comparison(said: str, q: Quantity) -> str:
    near = (m.key for m in measures(said) if m.start < q.end and q.start < m.end)
    return next(near, "is")


def _ranges(said: str, found: tuple[Quantity, ...]) -> list[tuple[str, float]]:
    keys = [_comparison(said, q) for q in found]
    for i in range(len(found) - 1):
        between = said[found[i].end : found[i + 1].start]
        before = said[: found[i].start]
        opened = re.search(r"\b(?:between|from|range is)\s*$", before, re.IGNORECASE)
        if keys[i] == keys[i + 1] == "is" and opened and re.fullmatch(
            r"\s*(?:and|to|-|through)\s*", between
        ):  # fmt: skip
            keys[i], keys[i + 1] = "at_least", "at_most"
    equal = [
        re.search(r"\bequal(?:s|ing)? to\s*$", said[: q.start], re.I) for q in found
    ]
    return [
        (k, written(q))
        for k, q, e in zip(keys, found, equal, strict=True)
        if k != "is" or e
    ]


def same(one: list[Any], other: list[Any]) -> bool:
    """Return whether two lists agree, numbers within one in a million."""
    if len(one) != len(other):
        return False
    return all(_close(a, b) for a, b in zip(one, other, strict=True))


def _close(a: Any, b: Any) -> bool:
    if isinstance(a, tuple):
        return bool(a[0] == b[0] and _close(a[1], b[1]))
    if isinstance(a, bool) or isinstance(b, bool):
        return bool(a is b)
    return abs(a - b) <= 1e-6 * max(1e-6, abs(a))


def subtype(case: Case) -> str:
    """Return the kind of number that a case is about."""
    kinds = {(r.get("Resolution") or {}).get("subtype") or "" for r in case["Results"]}
    return ", ".join(sorted(k for k in kinds if k)) or ("any" if kinds else "nothing")


def out_of_scope(case: Case, model: str) -> Out | None:
    """Return why a case is out of scope, or None."""
    for out in OUT:
        if model in out.models.split("|") and re.search(
            out.form, case["Input"], re.IGNORECASE
        ):
            return out
    return None


def main(write: Callable[[str], Any] = sys.stdout.write) -> None:
    """Print the counts by model and subtype, and the table of what is out of scope."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--failures", action="store_true")
    arguments = parser.parse_args()
    left: Counter[Out] = Counter()
    total = [0, 0]
    for path in sorted(arguments.folder.glob("*.json")):
        model = re.sub(r"(?:Model|Parser)$", "", path.stem)
        counts: dict[str, list[int]] = {}
        for case in json.loads(path.read_text("utf-8")):
            out = out_of_scope(case, model)
            if out is not None:
                left[out] += 1
                continue
            wanted, found = gold(case, model), heard(case, model)
            right = same(sorted(wanted), sorted(found))
            for row in (
                counts.setdefault("all", [0, 0]),
                counts.setdefault(subtype(case), [0, 0]),
            ):
                row[0] += right
                row[1] += 1
            if arguments.failures and not right:
                write(f"{model}: {case['Input']!r}\n   wanted {wanted} heard {found}\n")
        total = [t + c for t, c in zip(total, counts["all"], strict=True)]
        for name, (right, n) in counts.items():
            write(
                f"{model:<12}{name:<22}{right:4d} of {n:4d}  {100 * right / n:5.1f} %\n"
            )
    write(
        f"in scope    {total[0]:4d} of {total[1]:4d}  {100 * total[0] / total[1]:5.1f} %\n\n"
    )
    for out, n in left.items():
        write(f"out of scope {n:3d}  {out.kind}: {out.why}\n")


if __name__ == "__main__":
    main()
