"""Twelve simulated people with a goal each: does the search they start fit it?

Run as ``PYTHONPATH=.:tests python tests/benchmarks/personas.py [--each 50] [--noise 0.1]
[--data FOLDER] [--failures 3] [--voice NAME] [--said-by people]``. The made-up clinic is always among the
tables; personas.toml says which others are used where a folder has them.

Said by people: asides, agreeing, not knowing, not minding and the words of a correction
are sentences of published corpora (simulated/people.toml says which); what is wanted of
this table (columns, prices, sizes) no corpus holds, and is said in the writers' words.

What is compared are all slots of the brief: another value, a lacking one, and one that
nobody said. "unseen" is the share of conversations whose search starts with a wrong slot
that the person could not have seen in what was read back: there the program let them down.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

from conversing import Conversation, branch, clinic_csv
from simulated.goals import KINDS, Subject, drawn
from simulated.interview import Outcome, interview
from simulated.person import Person, voices

Task = tuple[Subject, str]


def subjects(folder: Path | None) -> list[Subject]:
    """Return the clinic, and what is known of the tables of a folder."""
    clinic = clinic_csv(Path(tempfile.mkdtemp()) / "visits.csv")
    found = [
        Subject(clinic, "missed", ("yes", "no"), "reminders"),
        Subject(clinic, "fee", (), "reminders", (5, 10)),
    ]
    known = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    for entry in known["subject"]:
        path = folder / entry["file"] if folder else None
        if path is not None and path.exists():
            tolerances = tuple(entry.get("tolerances", (5, 10)))
            events = tuple(entry.get("events", ()))
            found.append(
                Subject(path, entry["target"], events, entry["spare"], tolerances)
            )
    return found


def tasks_of(found: list[Subject]) -> list[Task]:
    """Return every kind of goal for every table that can have it."""
    two = [(s, kind) for s in found if s.events for kind in KINDS]
    return [*two, *((s, "number") for s in found if not s.events)]


def run(
    tasks: list[Task], each: int, noise: float, names: list[str], quoting: bool = False
) -> dict[str, list[tuple[Task, Outcome]]]:
    """Return the conversations of every persona, each with a table and a kind of goal."""
    opened = {s.path: Conversation(s.path) for s, _ in tasks}
    found: dict[str, list[tuple[Task, Outcome]]] = {}
    for voice in names:
        order = random.Random(voice).sample(tasks, len(tasks))
        for number in range(each):
            rng = random.Random(f"{voice}:{number}")
            subject, kind = order[number % len(order)]
            goal = drawn(kind, subject, rng)
            chat = branch(opened[subject.path])
            outcome = interview(chat, Person(voice, goal, rng, noise, quoting))
            found.setdefault(voice, []).append(((subject, kind), outcome))
    return found


def line_of(name: str, some: list[Outcome]) -> str:
    """Return the figures of some conversations as a line."""
    many = len(some)
    reached = [o for o in some if o.reached] or some
    return (
        f"{name:17} right {sum(o.right for o in some) / many:6.1%}"
        f"  unseen {sum(bool(o.unseen) for o in some) / many:5.1%}"
        f"  dead ends {sum(bool(o.stranded) for o in some):3}"
        f"  swallowed {sum(o.swallowed for o in some):3}"
        f"  turns {statistics.median(len(o.lines) for o in reached):4g}"
        f"  clarified {sum(o.clarified for o in some) / many:4.2f}"
    )


def report(found: dict[str, list[tuple[Task, Outcome]]], failures: int) -> None:
    """Print a line for each persona and kind of goal, and one for all."""
    say = sys.stdout.write
    everything = [pair for pairs in found.values() for pair in pairs]
    everyone = [o for _, o in everything]
    for name, pairs in found.items():
        say(line_of(name, [o for _, o in pairs]) + "\n")
    for kind in (*KINDS, "number"):
        some = [o for (_, k), o in everything if k == kind]
        say(line_of(f"  {kind}", some) + "\n" if some else "")
    for path in dict.fromkeys(s.path for (s, _), _ in everything):
        some = [o for (s, _), o in everything if s.path == path]
        say(line_of(f"  {path.stem[:15]}", some) + "\n")
    say(line_of("all", everyone) + "\n")
    say(f"wrong at the start: {Counter(s for o in everyone for s in o.wrong)}\n")
    say(f"unseen: {Counter(s for o in everyone for s in o.unseen)}\n")
    say(f"dead ends: {Counter(o.stranded for o in everyone if o.stranded)}\n")
    say(f"rungs: {sorted(Counter(r for o in everyone for r in o.rungs).items())}\n")
    for voice, pairs in found.items():
        bad = [(t, o) for t, o in pairs if not o.right or o.swallowed]
        for (subject, kind), outcome in bad[:failures]:
            say(f"\n{voice} {subject.path.stem} {subject.target} {kind}: wrong "
                f"{outcome.wrong} unseen {outcome.unseen} {outcome.stranded}\n")  # fmt: skip
            for line, heard in zip(outcome.lines, outcome.heard, strict=True):
                say(f"   {line}\n        -> {heard}\n".replace("\n\n", "\n"))


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=50)
    parser.add_argument("--noise", type=float, default=0.0)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--failures", type=int, default=0)
    parser.add_argument("--voice", action="append", choices=list(voices()))
    parser.add_argument("--said-by", choices=("writers", "people"), default="writers")
    given = parser.parse_args()
    tasks = tasks_of(subjects(given.data))
    names = given.voice or list(voices())
    quoting = given.said_by == "people"
    report(run(tasks, given.each, given.noise, names, quoting), given.failures)


if __name__ == "__main__":
    main()
