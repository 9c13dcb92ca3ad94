"""What people said in published corpora: what of it is heard, and a draw of it to keep.

Run as ``PYTHONPATH=.:tests python tests/benchmarks/people_said.py CORPORA [--write]
[--misheard 5] [--half 0]``. The folder holds clones of the repositories of ``people_said.toml``, named
``owner+name``. Every sentence of each label is put to the program while a question is
open, and the share that is heard as one of the label's acts is printed. ``--write`` draws
``simulated/people.toml`` anew, by the corpora's labels and a seed alone: whether the
program understands a sentence has no part in it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from conversing import Conversation, clinic_csv

from dialogs.brief import Brief
from dialogs.hearing import Context, understand

HERE = Path(__file__).resolve().parent
KEPT = HERE.parent / "simulated" / "people.toml"
KNOWN = {
    "table": {"target": "missed"},
    "goal": {"event": "yes"},
    "success": {"objective": "expected_cost"},
}
"""What is known while the question is open."""

WORDS = 12
"""Longer sentences are not drawn: most of them tell a story of another trade."""

CONNECTORS = frozenset(
    "no wait sorry or rather i mean meant make that actually uh um oops err scratch "
    "well hold on correction hmm my bad".split()
)
"""Words of which people's corrections of themselves are made (Disfl-QA)."""


def spoken_of() -> dict[str, Any]:
    """Return the groups and corpora."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


class Corpora:
    """Clones of repositories in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known = spoken_of()["corpora"]

    def _git(self, corpus: str, *command: str) -> str:
        name = self.known[corpus]["repository"].replace("/", "+")
        home = next(p for p in (self.folder / name / "repo", self.folder / name)
                    if p.exists())  # fmt: skip
        return subprocess.run(
            ["git", "-C", home, *command], capture_output=True, text=True, check=True
        ).stdout

    def commit(self, corpus: str) -> str:
        """Return the commit that is read."""
        return self._git(corpus, "rev-parse", "HEAD").strip()

    def files(self, corpus: str) -> Iterator[Any]:
        """Return what the JSON files of a corpus hold."""
        part = self.known[corpus]["files"]
        for path in self._git(corpus, "ls-tree", "-r", "--name-only", "HEAD").split(
            "\n"
        ):
            if part in path and path.endswith(".json"):
                yield json.loads(self._git(corpus, "show", f"HEAD:{path}"))

    @cache  # noqa: B019 - lives as long as the program
    def labelled(self, corpus: str) -> dict[str, list[str]]:
        """Return label -> its sentences, each once, in order."""
        found: dict[str, dict[str, None]] = {}
        for body in self.files(corpus):
            for label, text in _pairs(corpus, body):
                found.setdefault(label, {})[text.strip()] = None
        return {label: sorted(texts) for label, texts in found.items()}

    def connectors(self) -> Counter[str]:
        """Return what people put between what they said and what they meant."""
        found: Counter[str] = Counter()
        for body in self.files("disfl"):
            for pair in body.values():
                said = _connector(pair["original"], pair["disfluent"])
                found.update([said] if said else [])
        return found


def _pairs(corpus: str, body: Any) -> Iterator[tuple[str, str]]:
    if corpus == "nlu":
        for entry in body["test_data_annotation"]:
            yield entry["intent"], entry["text"]
        return
    for part in body.values():
        for text, label in part:
            yield label, text


def _connector(original: str, disfluent: str) -> str:
    """Return the words of correcting that stand before what was meant."""
    meant, said = (re.findall(r"[\w']+", t.lower()) for t in (original, disfluent))
    same = 0
    while same < len(meant) and meant[-1 - same :] == said[-1 - same :]:
        same += 1
    before = said[: len(said) - same]
    # What is repeated from before the slip belongs to what was meant.
    for end in range(len(before), 0, -1):
        run: list[str] = []
        for word in reversed(before[:end]):
            if word not in CONNECTORS:
                break
            run.insert(0, word)
        if run:
            return " ".join(run)
    return ""


def heard(text: str, asking: str, chat: Conversation) -> str:
    """Return the act that a sentence is first heard as; "none" where it is none."""
    context = Context(chat.state.facts, Brief.from_dict(KNOWN), asking)
    found = understand(text, context)
    if not found.readings or found.outcome != "understood":
        return "none"
    return found.readings[0].acts[0]


def measure(corpora: Corpora, misheard: int, begin: int, step: int) -> None:
    """Print for each group what share is heard rightly, and as what else."""
    say = sys.stdout.write
    chat = Conversation(clinic_csv(Path(tempfile.mkdtemp()) / "visits.csv"))
    for group in spoken_of()["group"]:
        texts = corpora.labelled(group["corpus"])[group["label"]][begin::step]
        acts = [heard(t, group["asking"], chat) for t in texts]
        wrong = [(t, a) for t, a in zip(texts, acts, strict=True)
                 if a not in group["acts"]]  # fmt: skip
        others = Counter(a for _, a in wrong).most_common(5)
        say(f"{group['corpus']:6} {group['label']:20} {len(texts):5} sentences  "
            f"right {1 - len(wrong) / len(texts):6.1%}  "
            f"{', '.join(f'{n} {a}' for a, n in others)}\n")  # fmt: skip
        for text, act in random.Random(1).sample(wrong, min(misheard, len(wrong))):
            say(f"         {act:14} {text}\n")


def drawn(corpora: Corpora) -> str:
    """Return the text of ``people.toml``."""
    body = spoken_of()
    lines = [
        "# Said by people, word for word, as published; drawn by benchmarks/people_said.py",
        "# by label and a seed alone. Shared here under the corpora's own licences:",
    ]
    for name, facts in body["corpora"].items():
        lines += [f"# - {facts['title']}.",
                  f"#   {facts['repository']} at {corpora.commit(name)[:12]}, {facts['licence']}."]  # fmt: skip
    for group in body["group"]:
        if "use" not in group:
            continue
        texts = corpora.labelled(group["corpus"])[group["label"]]
        short = [t for t in texts if len(t.split()) <= WORDS]
        some = random.Random(group["label"]).sample(short, group["drawn"])
        lines += ["", "[[said]]", f'use = "{group["use"]}"',
                  f'from = "{group["corpus"]}: {group["label"]}"', "texts = ["]  # fmt: skip
        lines += [f"  {json.dumps(t, ensure_ascii=False)}," for t in some]
        lines += ["]"]
    common = [(w, n) for w, n in corpora.connectors().most_common(40) if n > 1]
    lines += ["", "# What stands between a slip and what was meant, and how often.",
              "[[said]]", 'use = "repair"', 'from = "disfl: train"', "texts = ["]  # fmt: skip
    lines += [f"  {json.dumps(w)}," for w, _ in common]
    lines += ["]", f"counts = {[n for _, n in common]}", ""]
    return "\n".join(lines)


def main() -> None:
    """Measure, and draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--misheard", type=int, default=0)
    parser.add_argument("--half", type=int, choices=(0, 1),
                        help="only every second sentence: one half to mend from")  # fmt: skip
    given = parser.parse_args()
    corpora = Corpora(given.corpora)
    if given.write:
        KEPT.write_text(drawn(corpora), "utf-8")
    whole = given.half is None
    measure(corpora, given.misheard, given.half or 0, 1 if whole else 2)


if __name__ == "__main__":
    main()
