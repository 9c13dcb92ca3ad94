"""Messages that are no plain English sentence: long, foreign, odd, or half understood."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from conversing import Conversation, clinic_csv
from hypothesis import given
from hypothesis import strategies as st

from dialogs.hearing import Context, understand
from dialogs.hearing.languages import foreign, recognised
from dialogs.message import Say


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clinic_csv(tmp_path_factory.mktemp("clinic") / "visits.csv")


def say(chat: Conversation, text: str) -> list[str]:
    """Say a line; return the keys of what comes back."""
    from dialogs.events import UserText

    return [m.key for m in chat.take(UserText(text)) if isinstance(m, Say)]


FOREIGN = [
    "wir wollen wissen, wer nicht kommt, höchstens 40 am Tag",
    "nous voulons savoir qui ne vient pas, au plus 40 par jour",
    "queremos saber quién no viene, 40 por día",
    "wij willen weten wie niet komt, 40 per dag",
    "vogliamo sapere chi non viene, 40 al giorno, per favore",
    "мы хотим знать кто не придёт",
    "预测谁不会来",
]
ENGLISH = [
    "who will not come, at most 40 a day", "die rate per ward", "no", "ja", "café visits in São Paulo",
    "we use the data per region", "40", "which patients die", "naïve guess: age", "", "👍",
]  # fmt: skip


@pytest.mark.parametrize("text", FOREIGN)
def test_another_language_is_noticed(text: str) -> None:
    assert foreign(text)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_never_taken_for_another_language(text: str) -> None:
    assert not foreign(text)


def test_numbers_and_columns_of_a_foreign_message_are_kept_and_asked_about(
    clinic: Path,
) -> None:
    chat = Conversation(clinic)
    before = chat.state.brief
    text = "ich möchte days_notice vorhersagen, höchstens 40 am Tag"
    assert recognised(text, chat.state.facts) == ("days_notice", "40")
    answer = chat.say(text)
    assert "English" in answer
    assert "days_notice" in answer
    assert "40" in answer
    assert chat.state.brief == before
    assert chat.state.prompt is not None


@pytest.mark.parametrize(
    "paste", ["lorem ipsum 12 " * 7000, "9" * 100_000, "a, " * 40_000]
)
def test_a_long_paste_is_met_with_one_sentence_at_once(
    paste: str, clinic: Path
) -> None:
    chat = Conversation(clinic)
    start = time.perf_counter()
    keys = say(chat, paste)
    assert time.perf_counter() - start < 1
    assert "too_long" in " ".join(keys) or len(keys) <= 2
    assert chat.state.prompt is not None


@given(st.text(alphabet="0123456789.,- ", min_size=1, max_size=120))
def test_any_run_of_digits_is_understood_or_not(text: str) -> None:
    understand(text, Context(asking="success.objective"))


def test_a_doubtful_reading_is_offered_and_not_set(clinic: Path) -> None:
    chat = Conversation(clinic)
    for line in ("missed", "yes"):
        chat.say(line)
    context = Context(chat.state.facts, chat.state.brief, "success.k")
    found = understand("last year we did 300 and that was too many", context)
    assert found.outcome == "clarify"
    assert found.readings[0].brief["success.k"] == 300


def test_a_question_that_leaves_a_number_out_is_not_sure(clinic: Path) -> None:
    context = Context(Conversation(clinic).state.facts, has_model=True)
    sure = understand("how many have a fee above 100", context)
    left = understand("how many came 7 times over the hills", context)
    assert sure.outcome == "understood"
    assert left.outcome == "clarify"
    assert left.readings[0].unused
