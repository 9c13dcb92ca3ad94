"""Two people with the same answers and different knowledge get the same Constraints."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

import conversing
import pytest
from conversing import Conversation, clinic_csv

from dialogs.compiling import compile_constraints
from dialogs.constraints import Constraints
from dialogs.message import Level
from dialogs.skill import PINS, Skill, concepts

PAIRS = 1000
MOST_TURNS = 12

ANSWERS = {
    "target": ["missed", "fee", "reason", "how much they pay in fee", "who missed it"],
    "event": ["yes", "no", "the ones who missed", "you choose"],
    "action": ["we call them", "about 20 a day", "a person looks at them", "nothing yet",
               "we plan by it", "a miss costs 90 and a false alarm 5", "you choose"],
    "capacity": ["no limit", "30 a week", "20", "you choose"],
    "period": ["100 come in a day", "from all of them", "you choose"],
    "period_rows": ["about 200", "you choose"],
    "harm": ["a miss costs 400, a false alarm 20", "a miss is ten times worse", "the same",
             "catch at least 90 of 100", "80% of those named must be real", "AUC",
             "never miss one", "you choose"],
    "recall": ["95", "you choose"],
    "precision": ["80%", "you choose"],
    "miss_cost": ["400", "what the fee is", "you choose"],
    "false_alarm_cost": ["20", "nothing", "you choose"],
    "error": ["big misses hurt most", "within 10", "give me a range", "you choose"],
    "classes": ["each outcome alike", "every right answer", "you choose"],
    "fairness": ["leave it out", "you may use it", "you choose"],
    "readable": ["yes", "no", "you choose"],
    "drivers": ["age and fee", "skip", "you choose"],
    "trap": ["keep it", "you choose", "fine"],
    "leak": ["known before", "later"],
}  # fmt: skip
ASIDES = ["use a threshold of 0.3", "no neural nets", "search 5 minutes", "5 folds",
          "leave reminders out", "it must be readable", "what does recall mean?",
          "do not calibrate", "ROC AUC at least 0.7"]  # fmt: skip
"""Said in between, by either of the two."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return Conversation(clinic_csv(tmp_path_factory.mktemp("clinic") / "visits.csv"))


@pytest.fixture(autouse=True)
def _probed_once(monkeypatch: pytest.MonkeyPatch, opened: Conversation) -> None:
    # The table is asked the same of a target each time: once is enough.
    probe = conversing.probe_target

    @cache
    def known(target: str, event: str | None) -> Any:
        return probe(opened.table, target, event)

    monkeypatch.setattr(
        conversing, "probe_target", lambda _, target, event: known(target, event)
    )


def someone(random: Random) -> tuple[Skill, Level]:
    """Return what somebody knows, and how they are spoken to."""
    skill = Skill()
    for concept in concepts():
        for _ in range(random.randrange(5)):
            kind = random.choice(["used", "asked", "set_by_name", "delegated"])
            skill = skill.with_evidence(kind, concept)
    if random.random() < 0.4:
        skill = skill.pin(random.choice(PINS))
    return skill, random.choice(list(Level))


def talked(opened: Conversation, said: Random, skill: Skill, level: Level) -> Any:
    """Return the Constraints that the same draws of answers lead this person to."""
    chat = conversing.branch(opened)
    chat.state = chat.state.having(skill=skill, level=level)
    asides = {said.randrange(MOST_TURNS): said.choice(ASIDES) for _ in range(2)}
    answers = {name: said.choice(pool) for name, pool in ANSWERS.items()}
    for turn in range(MOST_TURNS):
        asked = chat.state.prompt.question if chat.state.prompt else ""
        if asked == "confirm":
            break
        if turn in asides and "goal.event" in chat.state.brief:
            chat.say(asides[turn])
            continue
        chat.say(answers.get(asked, "you choose"))
    facts = chat.state.facts
    assert facts is not None
    found = compile_constraints(chat.state.brief, facts, chat.state.probes)
    return found if isinstance(found, Constraints) else chat.state.brief.to_dict()


def test_what_somebody_knows_never_changes_what_is_searched(
    opened: Conversation,
) -> None:
    compiled = 0
    for seed in range(PAIRS):
        random = Random(seed)
        one, other = (talked(opened, Random(seed), *someone(random)) for _ in range(2))
        assert one == other, seed
        compiled += isinstance(one, Constraints)
    # The pairs must say something: nearly all end in a search that could start.
    assert compiled >= 0.8 * PAIRS
