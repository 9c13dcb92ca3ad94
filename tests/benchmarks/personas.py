"""Twelve simulated people with a goal each: does the search they start fit it?

Run as ``PYTHONPATH=.:tests python tests/benchmarks/personas.py [--each 50] [--noise 0.1]``
with ``--table PATH TARGET EVENT OTHER`` for yes/no targets and ``--number PATH TARGET``.
Without tables the made-up clinic stands in. What is counted as an undetected wrong slot is
a slot that differs from the goal at the start of the search although the person had read
the agreement back and said what was wrong, twice.
"""

from __future__ import annotations

import argparse
import copy
import random
import statistics
import tempfile
from collections import Counter
from pathlib import Path

from conversing import Conversation, clinic_csv
from simulated.interview import Outcome, Person, goal_of, interview, voices

Task = tuple[Path, str, str, tuple[str, ...]]


def run(tasks: list[Task], each: int, noise: float) -> dict[str, list[Outcome]]:
    """Return the outcomes of every persona."""
    opened = {path: Conversation(path) for path in {t[0] for t in tasks}}
    found: dict[str, list[Outcome]] = {}
    for voice in voices():
        for number in range(each):
            rng = random.Random(f"{voice}:{number}")
            path, kind, target, events = tasks[number % len(tasks)]
            chat = copy.copy(opened[path])
            chat.log, chat.messages, chat.actions = list(chat.log), [], []
            goal = goal_of(kind, target, events, rng)
            found.setdefault(voice, []).append(
                interview(chat, Person(voice, goal, rng, noise))
            )
    return found


def report(found: dict[str, list[Outcome]], verbose: bool) -> None:
    """Print a line for each persona and one for all."""
    everyone = [o for outcomes in found.values() for o in outcomes]
    for name, some in [*found.items(), ("all", everyone)]:
        right = sum(o.reached and not o.wrong for o in some) / len(some)
        stuck = sum(not o.reached for o in some)
        turns = statistics.median(o.turns for o in some)
        print(f"{name:18} right {right:6.1%}  stuck {stuck:3}  turns {turns:g}")
    slots = Counter(s for o in everyone if o.reached for s in o.wrong)
    print("wrong at the start of a search:", dict(slots))
    if verbose:
        for name, some in found.items():
            bad = next((o for o in some if not o.reached or o.wrong), None)
            if bad:
                print(f"\n{name}: {bad.wrong}", *bad.lines[:16], sep="\n   ")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", type=int, default=50)
    parser.add_argument("--noise", type=float, default=0.0)
    parser.add_argument("--table", nargs=4, action="append", default=[])
    parser.add_argument("--number", nargs=2, action="append", default=[])
    parser.add_argument("--failures", action="store_true")
    given = parser.parse_args()
    tasks: list[Task] = []
    for path, target, event, other in given.table:
        tasks += [(Path(path), k, target, (event, other)) for k in ("costs", "list")]
    tasks += [(Path(path), "number", target, ()) for path, target in given.number]
    if not tasks:
        clinic = clinic_csv(Path(tempfile.mkdtemp()) / "visits.csv")
        tasks = [(clinic, k, "missed", ("yes", "no")) for k in ("costs", "list")]
        tasks.append((clinic, "number", "fee", ()))
    report(run(tasks, given.each, given.noise), given.failures)


if __name__ == "__main__":
    main()
