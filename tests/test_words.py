"""Every sentence: short, plain, and there when its key is used."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from pathlib import Path

import pytest

from dialogs.agenda import questions
from dialogs.commands import command_text, commands
from dialogs.glossary import explain, terms
from dialogs.hearing import Told
from dialogs.hearing.terms import entries
from dialogs.message import Level
from dialogs.schema import slots
from dialogs.words import about_term, clauses, say, wording

ROOT = Path(__file__).resolve().parents[1] / "dialogs"
TALK = tomllib.loads((ROOT / "words" / "talk.toml").read_text("utf-8"))
TERMS = tomllib.loads((ROOT / "words" / "terms.toml").read_text("utf-8"))
SENTENCES = {key: body for key, body in TALK.items() if isinstance(body, str | list)}


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text (Kincaid et al. 1975)."""
    sentences = max(1, len(re.findall(r"[.!?:]+(?:\s|$)", text)))
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", w.lower()))) for w in words)
    if not words:
        return 0.0
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def plain_texts() -> list[str]:
    """Return all that is said at the plain level."""
    texts = [t for body in SENTENCES.values()
             for t in (body if isinstance(body, list) else [body])]  # fmt: skip
    texts += [body["plain"] for body in TALK["contract"].values()]
    texts += [body["plain"] for body in TERMS["notes"].values()]
    for asked in questions():
        forms = (asked.say, asked.short, asked.narrow, asked.why, asked.goal)
        texts += [wording(form, Level.PLAIN) for form in forms]
    return [re.sub(r"\{\w+\}", "it", t) for t in texts]


def test_the_plain_level_reads_at_eighth_grade_or_below() -> None:
    texts = plain_texts()
    assert grade(". ".join(t.rstrip(".?:") for t in texts if t)) <= 8
    hard = [t for t in texts if len(t.split()) >= 12 and grade(t) > 11]
    assert not hard


def test_each_term_of_the_field_that_is_told_has_its_sentence() -> None:
    told = {e.key for e in entries() if e.body.get("tell")}
    assert told == set(TERMS["notes"])
    for key in told:
        spoken = {
            about_term(Told(key, "XYZ", True), level, whole=True) for level in Level
        }
        assert len(spoken) == len(Level)


def test_no_exclamation_marks_and_no_apologies() -> None:
    for text in plain_texts():
        assert "!" not in text
        assert "apolog" not in text.lower()


@pytest.mark.parametrize("key", sorted(re.findall(
    r'(?:turn\.say|\bsay)\(\s*"([a-z_]+(?:\.[a-z_0-9]+)*)"',
    "\n".join(p.read_text("utf-8") for p in ROOT.rglob("*.py")),
)))  # fmt: skip
def test_every_key_that_the_code_says_exists(key: str) -> None:
    body = TALK.get(key) or TALK["contract"].get(key)
    assert body is not None, key
    form = body["plain"] if isinstance(body, dict) else body
    form = form if isinstance(form, str) else form[0]
    names = {n for _, n, _, _ in string.Formatter().parse(str(form)) if n}
    assert say(key, Level.PLAIN, **dict.fromkeys(names, "x")) or not form


def test_every_term_has_two_depths_and_is_found_by_its_other_names() -> None:
    for name, body in terms().items():
        assert explain(name, Level.PLAIN) != explain(name, Level.TECHNICAL)
        for other in body["also"]:
            assert explain(other) is not None, other


def test_every_command_stands_for_words_that_are_understood() -> None:
    from dialogs.hearing import Context, understand
    from dialogs.policy.forms import form

    for command in commands():
        text = command_text(f"/{command.name}")
        assert text == command.text
        assert command.help
        done = understand(text, Context()).outcome == "understood"
        elsewhere = form("growing.list").match(text) or re.search(
            "report|card|code|brief", text
        )
        assert done or elsewhere, command.name


def test_every_slot_of_the_brief_is_read_back_as_a_clause() -> None:
    samples = {"text": "x", "number": 1, "whole": 1, "yes_no": True, "texts": ("a",),
               "choices": ("linear",), "cost": 5, "directions": {"a": "up"}}  # fmt: skip
    for path, slot in slots().items():
        values = slot.values if slot.type == "choice" else [samples.get(slot.type, {})]
        for value in values or ["x"]:
            told = clauses({path: value})
            assert told, path
            assert "{" not in told
            assert "_" not in told, (path, value, told)


def test_a_question_asks_at_each_level_in_its_own_words() -> None:
    by_level = [q for q in questions() if not isinstance(q.say, str)]
    assert len(by_level) >= 6
    for asked in by_level:
        assert wording(asked.say, Level.PLAIN) != wording(asked.say, Level.TECHNICAL)


def spoken() -> tuple[set[str], list[re.Pattern[str]]]:
    """Return every text that the code or its data holds, and the made-up ones as forms."""
    whole, forms = set(), []
    for folder in ("dialogs", "assistant", "explain"):
        for path in (ROOT.parent / folder).rglob("*.toml"):
            if path.parent.name != "words":
                whole |= set(re.findall(r"[\w.]+", path.read_text("utf-8")))
        for path in (ROOT.parent / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    whole.add(node.value)
                if isinstance(node, ast.JoinedStr):
                    parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant)
                             else r"[\w.-]+" for p in node.values]  # fmt: skip
                    if re.match(r"\w+\\?\.", parts[0]):
                        forms.append(re.compile("".join(parts)))
    return whole, forms


def test_nothing_is_worded_that_nobody_says() -> None:
    keys = set(SENTENCES)
    for path in (ROOT.parent / "explain" / "words").glob("say_*.toml"):
        keys |= set(tomllib.loads(path.read_text("utf-8")))
    whole, forms = spoken()
    unsaid = keys - whole
    assert not {k for k in unsaid if not any(f.fullmatch(k) for f in forms)}
