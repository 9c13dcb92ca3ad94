"""TalkToModel suites: query trees turned into its programs, compared with the gold.

Run as ``python tests/benchmarks/talktomodel.py FOLDER [--rename] [--failures]``. The folder
holds a suite (``*_suite.txt``), a table (``*.csv``) and ``facts.json``. Nothing here or
in the grammar names a column of a suite; ``--rename`` gives every column and class another
name in table and questions, to show it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.table import read_table
from dialogs.brief import Brief
from dialogs.facts import Facts
from dialogs.hearing import Context, understand

# The turn before, where a question needs one: rows and an op that no question names.
PREVIOUS: dict[str, Any] = {
    "rows": {"column": "row", "is": [-1]},
    "do": [{"op": "probability", "class": "previous"}],
}
SIGNS = {"above": "greater than", "below": "less than", "at_least": "greater equal than",
         "at_most": "less equal than", "is": "equal to"}  # fmt: skip
PLAIN = {"probability": "likelihood", "explain": "explain features", "predict": "predict",
         "counterfactual": "explain cfe", "interaction": "interact", "labels": "label",
         "count": "countdata", "columns": "data", "show": "show"}  # fmt: skip
NEW_NAMES = ("Voltage", "Mileage", "EngineLoad", "PanelWidth", "Torque", "RPM",
             "Wear Index Score", "Seniority", "Humidity", "Thrust", "Altitude")  # fmt: skip


@dataclass(frozen=True)
class Suite:
    """Questions with gold programs, the table they are about, and its names."""

    lines: tuple[tuple[str, str], ...]
    facts: Facts
    names: Mapping[str, str]
    """Column -> its name in the programs."""
    target: str
    event: str


def load(folder: Path, rename: bool = False) -> Suite:
    """Read a suite, its table and its facts, all names changed where asked."""
    about = json.loads((folder / "facts.json").read_text("utf-8"))
    raw = next(folder.glob("*_suite.txt")).read_text("utf-8")
    blocks = [b.splitlines() for b in re.split(r"\n\s*\n", raw.strip())]
    lines = [(b[0].strip(), b[1].replace("[E]", "").strip().lower()) for b in blocks]
    table = (folder / about["table"]).read_text("utf-8")
    names = {c["column"]: c["name"] for c in about["columns"]}
    if rename:
        for old, new in zip(list(names), NEW_NAMES, strict=False):
            if _spoken(old) == "age":
                continue  # "older" and "people over 40" are ages whatever the header
            lines = [(_swap(q, old, new), p) for q, p in lines]
            head, _, rest = table.partition("\n")
            table = head.replace(old, new) + "\n" + rest
            names[new] = names.pop(old)
        lines = [
            (re.sub(r"diab[ae]t(?:es|ic)", "rust", q, flags=re.I), p) for q, p in lines
        ]
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "table.csv"
        path.write_text(table, "utf-8")
        facts = read_table(path).facts
    event = list(about["classes"])[-1]
    return Suite(tuple(lines), facts, names, about["target"], event)


def _spoken(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold()


def _swap(text: str, old: str, new: str) -> str:
    words = _spoken(old).split()
    forms = {" ".join(words), words[-1] if len(words) > 2 else ""}
    stem = re.sub(r"(?:ies|y|s)$", "", words[0]) if len(words) == 1 else ""
    pattern = "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True) if f)
    text = re.sub(
        rf"\b(?:{pattern})(?:'s|s)?\b", _spoken(new), text, flags=re.IGNORECASE
    )
    if len(stem) > 5:
        text = re.sub(
            rf"\bbeen {stem[:-1]}\w*\b", f"been at {_spoken(new)}", text, flags=re.I
        )
        text = re.sub(rf"\b{stem[:-1]}\w*\b", _spoken(new), text, flags=re.IGNORECASE)
    return text


def program(query: Mapping[str, Any] | None, names: Mapping[str, str]) -> str:
    """Return the program that a query tree stands for."""
    if query is None:
        return ""
    last = query["do"] == PREVIOUS["do"] or query["do"][-1:] == PREVIOUS["do"]
    steps = (
        []
        if last and query["rows"] == PREVIOUS["rows"]
        else _rows(query["rows"], names)
    )
    for step in query["do"]:
        steps.append(_step(step, names))
    text = " and ".join(s for s in steps if s)
    return text.replace("and OR and", "or")


def _rows(rows: Any, names: Mapping[str, str]) -> list[str]:
    if rows is None:
        return []
    if rows == PREVIOUS["rows"]:
        return ["previousfilter"]
    for key, joint in (("and", []), ("or", ["OR"])):
        if key in rows:
            sides = [_rows(side, names) for side in rows[key]]
            return [
                s
                for i, side in enumerate(sides)
                for s in [*(joint if i else []), *side]
            ]
    if "not" in rows:
        return [f"not {s}" for s in _rows(rows["not"], names)]
    column = rows["column"]
    key = next(k for k in rows if k != "column")
    if column == "row":
        return [f"filter id {rows[key]}"]
    return [f"filter {names.get(column, column)} {SIGNS[key]} {rows[key]}".lower()]


def _step(step: Mapping[str, Any], names: Mapping[str, str]) -> str:
    op = step["op"]
    name = names.get(step.get("column", ""), step.get("column", ""))
    if step == PREVIOUS["do"][0]:
        return "previousoperation"
    if op == "change":
        if "by" in step:
            way = "increase" if step["by"] > 0 else "decrease"
            return f"change {name} {way} {abs(step['by'])}"
        return f"change {name} set {step.get('set', step.get('factor'))}"
    if op == "importance":
        return f"important {name}" if name else f"important topk {step.get('n', 'all')}"
    if op == "mistakes":
        return "mistake typical" if step.get("kind") == "typical" else "mistake sample"
    if op == "score":
        return "score accuracy"
    return f"statistic {name}" if op == "statistic" else PLAIN.get(op, op)


def operations(text: str) -> Counter[str]:
    """Return which operations a program has, without their arguments."""
    return Counter(" ".join(s.split()[:1]) for s in re.split(r" and | or ", text) if s)


def tree(text: str) -> tuple[bool, frozenset[str]]:
    """Return a program without the order of its steps."""
    return " or " in text, frozenset(re.split(r" and | or ", text))


def measure(suite: Suite, failures: bool) -> dict[str, float]:
    """Return the four numbers of a suite, and the share wrong."""
    brief = Brief.from_dict({"table": {"target": suite.target},
                             "goal": {"task": "binary", "event": suite.event}})  # fmt: skip
    context = Context(suite.facts, brief, has_model=True, previous=PREVIOUS)
    counts: Counter[str] = Counter()
    for question, gold in suite.lines:
        heard = understand(question, context)
        offers = [program(r.query, suite.names) for r in heard.readings]
        said = offers[0] if offers and heard.outcome == "understood" else ""
        counts["exact"] += said == gold
        counts["tree"] += tree(said) == tree(gold)
        counts["operations"] += operations(said) == operations(gold)
        offered = heard.outcome == "clarify" and gold in offers[:3]
        acted = heard.outcome == "understood"
        counts["offered"] += offered
        counts["wrong"] += acted and tree(said) != tree(gold)
        if failures and said != gold:
            sys.stdout.write(
                f"{heard.outcome[:4]} | {question}\n  {gold}\n  {offers}\n"
            )
    return {k: round(100 * v / len(suite.lines), 1) for k, v in counts.items()}


def spread(suite: Suite, draws: int = 200, seed: int = 0) -> tuple[float, float]:
    """Return a 95 % interval of the exact share, drawn by gold program."""
    rng = random.Random(seed)
    groups: dict[str, list[tuple[str, str]]] = {}
    for line in suite.lines:
        groups.setdefault(line[1], []).append(line)
    right = {gold: measure_group(suite, lines) for gold, lines in groups.items()}
    keys = list(right)
    shares = []
    for _ in range(draws):
        drawn = [right[k] for k in rng.choices(keys, k=len(keys))]
        shares.append(sum(r for r, _ in drawn) / sum(n for _, n in drawn))
    shares.sort()
    return round(100 * shares[int(draws * 0.025)], 1), round(
        100 * shares[int(draws * 0.975)], 1
    )


def measure_group(suite: Suite, lines: list[tuple[str, str]]) -> tuple[int, int]:
    """Return how many of these lines are exact, and how many there are."""
    part = Suite(tuple(lines), suite.facts, suite.names, suite.target, suite.event)
    return round(measure(part, False).get("exact", 0.0) * len(lines) / 100), len(lines)


def main() -> None:
    """Print the figures of a suite."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rename", action="store_true")
    parser.add_argument("--failures", action="store_true")
    arguments = parser.parse_args()
    suite = load(arguments.folder, arguments.rename)
    sys.stdout.write(json.dumps(measure(suite, arguments.failures)) + "\n")
    if not arguments.failures:
        sys.stdout.write(f"exact, 95 % by program: {spread(suite)}\n")


if __name__ == "__main__":
    main()
