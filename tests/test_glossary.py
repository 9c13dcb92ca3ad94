"""Terms are found by any of their names and told at three depths."""

from __future__ import annotations

import pytest
from reading import grade, syllables

from dialogs.glossary import explain, find, terms
from dialogs.hearing.normal import stems
from dialogs.message import Level


def test_at_least_sixty_terms_at_three_depths_that_differ() -> None:
    assert len(terms()) >= 60
    for name in terms():
        told = [explain(name, level) for level in Level]
        assert all(told)
        assert len(set(told)) == 3, name


def test_no_name_stands_for_two_terms() -> None:
    owner: dict[tuple[str, ...], str] = {}
    for name, body in terms().items():
        for form in (name, *body["also"]):
            assert owner.setdefault(tuple(stems(form)), name) == name, form


@pytest.mark.parametrize("name", sorted(terms()))
def test_plain_words_are_plain(name: str) -> None:
    text = str(terms()[name]["plain"])
    # A single sentence gives a noisy grade; two years are allowed for that.
    assert grade(text) <= 10, text


def test_all_plain_words_together_are_at_grade_eight_or_below() -> None:
    assert grade(" ".join(str(b["plain"]) for b in terms().values())) <= 8


@pytest.mark.parametrize(
    ("said", "name"),
    [("recall", "recall"), ("sensitivity", "recall"), ("False Positives", "false alarm"),
     ("thresholds", "threshold"), ("AUC", "roc auc"), ("leaks", "leakage"),
     ("what is it", None), ("", None)],
)  # fmt: skip
def test_a_term_is_found_by_its_names_and_forms(said: str, name: str | None) -> None:
    assert find(said) == name
    assert (explain(said) is None) == (name is None)


@pytest.mark.parametrize(
    ("word", "count"), [("cat", 1), ("table", 2), ("accuracy", 4), ("named", 1)]
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count
