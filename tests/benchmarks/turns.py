"""How long a turn takes on a wide table, and what bad input meets.

Run as ``python tests/benchmarks/turns.py [--columns 300] [--strings blns.json] [--failures]``.
A table of made-up columns is talked about from its opening to the start of a search, many
times over; each typed line is one turn. Then every naughty string is said at three points
of the conversation, and 100,000 characters at once.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from dialogs import talk
from dialogs.events import Action, Event, Started, StartSearch, TableRead, UserText
from dialogs.facts import ColumnFacts, Facts, Kind
from dialogs.message import Message, Say

WORDS = (
    "pressure level flow depth width torque humidity margin balance volume score rating region team"
    " branch status phase grade month price weight length angle charge supply demand sensor"
).split()
LINES = (
    "I want to know which machines fail", "failed", "1",
    "a missed failure costs 12k and a needless visit 300", "at most 20 visits a day",
    "catch 9 out of 10 of the failures", "what is recall", "why do you ask", "leave out {a} and {b}",
    "{a} is only known later", "more {a}, more risk", "I guess {a} and {b}", "no wait, 15 visits",
    "it has to be explainable", "half an hour", "no neural networks", "you choose", "I don't know",
    "what if {a} were 10 higher", "how many have {a} above 5", "summary", "undo", "help",
    "which columns matter most", "pick for me", "blargh", "the quick brown fox jumps over it",
    "false positive rate at most 10%", "we call the 50 riskiest a week", "is {a} important?",
)  # fmt: skip
POINTS = ((), ("failed", "1"), ("failed", "1", "a miss costs 900 and a false alarm 20"))
FOREIGN = (
    "ich möchte wissen, welche Maschinen ausfallen, höchstens 20 am Tag",
    "je veux prédire {a}, au plus 30 par jour", "quiero saber {a}, 500 euros cada error",
    "Я хочу знать {a}, не больше 20", "我想预测 {a} 20", "vorrei prevedere {a} con 95%",
)  # fmt: skip


def wide(columns: int, seed: int = 3) -> Facts:
    """Return the facts of a made-up table with many columns, and one outcome."""
    rng = random.Random(seed)
    made = [ColumnFacts("machine_id", Kind.ID, 5000, distinct=5000)]
    for i in range(columns - 2):
        name = f"{rng.choice(WORDS)}_{rng.choice(WORDS)}_{i}"
        if i % 3:
            made.append(ColumnFacts(name, Kind.NUMBER, 5000, distinct=900, minimum=0.0,
                                    maximum=100.0, mean=40.0))  # fmt: skip
        else:
            top = tuple(
                (f"{rng.choice(WORDS)} {j}", 5000 // (j + 2)) for j in range(20)
            )
            made.append(ColumnFacts(name, Kind.CATEGORY, 5000, distinct=20, top=top))
    made.append(
        ColumnFacts(
            "failed", Kind.YES_NO, 5000, distinct=2, top=(("0", 4600), ("1", 400))
        )
    )
    return Facts("machines.csv", "machines.csv", 5000, tuple(made))


def opened(facts: Facts) -> talk.State:
    """Return the conversation after its table was read."""
    state = talk.initial_state()
    for event in (Started(1.0, "0", facts.path), TableRead(facts)):
        state, _, _ = talk.step(state, event)
    return state


def taken(
    state: talk.State, event: Event
) -> tuple[talk.State, list[Message], float, list[Action]]:
    """Take one event; return what was said, the milliseconds, and what is to be done."""
    start = time.perf_counter()
    state, messages, actions = talk.step(state, event)
    spent = 1000 * (time.perf_counter() - start)
    return state, list(messages), spent, list(actions)


def timed(facts: Facts, talks: int, seed: int = 1) -> list[float]:
    """Return the milliseconds of each turn of many conversations."""
    rng = random.Random(seed)
    names = [c.name for c in facts.columns[1:-1]]
    spent = []
    start = opened(facts)
    for _ in range(talks):
        state = start
        for line in rng.sample(LINES, len(LINES)):
            text = line.format(
                a=rng.choice(names), b=rng.choice(names).replace("_", " ")
            )
            state, _, ms, actions = taken(state, UserText(text))
            spent.append(ms)
            if any(isinstance(a, StartSearch) for a in actions):
                break
    return spent


def said(messages: Iterable[Message]) -> list[str]:
    """Return what was said, without the questions' options."""
    return [m.text for m in messages if isinstance(m, Say)]


def naughty(facts: Facts, strings: list[str], show: bool) -> dict[str, float]:
    """Say each string at three points; return how many raised, were mute, and the slowest."""
    counts = {"said": 0.0, "raised": 0.0, "mute": 0.0, "slowest_ms": 0.0}
    for point in POINTS:
        state = opened(facts)
        for line in point:
            line = line.replace("failed", facts.columns[-1].name)
            state, _, _, _ = taken(state, UserText(line))
        for text in strings:
            counts["said"] += 1
            try:
                _, messages, ms, actions = taken(state, UserText(text))
            except Exception as error:  # what must never happen is what is counted here
                counts["raised"] += 1
                if show:
                    sys.stdout.write(f"raised {error!r} at {point}: {text[:60]!r}\n")
                continue
            mute = not said(messages) and not actions
            counts["mute"] += mute
            counts["slowest_ms"] = max(counts["slowest_ms"], ms)
            if show and mute:
                sys.stdout.write(f"mute at {point}: {text[:60]!r}\n")
    return {k: round(v, 1) for k, v in counts.items()}


def named_so(strings: list[str]) -> Facts:
    """Return the facts of a table whose columns and values are these strings."""
    made = []
    for i, text in enumerate(dict.fromkeys(s for s in strings if s.strip())):
        others = strings[i : i + 5]
        top = tuple((v, 50 - j) for j, v in enumerate(dict.fromkeys(others)))
        made.append(ColumnFacts(text, Kind.CATEGORY, 500, distinct=len(top), top=top))
    return Facts("naughty.csv", "naughty.csv", 500, tuple(made))


def main() -> None:
    """Print the times of turns, and what bad input met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--columns", type=int, default=300)
    parser.add_argument("--talks", type=int, default=40)
    parser.add_argument("--strings", type=Path)
    parser.add_argument("--failures", action="store_true")
    arguments = parser.parse_args()
    facts = wide(arguments.columns)
    timed(facts, 1)
    spent = sorted(timed(facts, arguments.talks))
    sys.stdout.write(
        f"{len(spent)} turns on {arguments.columns} columns: median "
        f"{statistics.median(spent):.1f} ms, 99th percentile {spent[int(len(spent) * 0.99)]:.1f}"
        f" ms, slowest {spent[-1]:.1f} ms\n"
    )
    if arguments.strings:
        strings = json.loads(arguments.strings.read_text("utf-8"))
        sys.stdout.write(
            f"naughty strings: {naughty(facts, strings, arguments.failures)}\n"
        )
        facts_so = named_so(strings)
        found = naughty(facts_so, [*strings, *LINES], arguments.failures)
        sys.stdout.write(
            f"the same about a table with such names and values: {found}\n"
        )
    for paste in (
        "lorem ipsum 12 " * 6667,
        "x" * 100_000,
        "9" * 100_000,
        "a, " * 33_334,
    ):
        _, messages, ms, _ = taken(opened(facts), UserText(paste))
        sys.stdout.write(
            f"{len(paste):,} characters: {ms:.0f} ms, {said(messages)[:1]}\n"
        )
    for line in FOREIGN:
        text = line.format(a=facts.columns[5].name)
        _, messages, _, _ = taken(opened(facts), UserText(text))
        sys.stdout.write(f"{text[:50]!r}: {said(messages)}\n")


if __name__ == "__main__":
    main()
