"""What the checker cannot confirm is not shown, and that is said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

from explain import answer, answers_why, driving
from explain.confirming import bare, level_holds
from explain.findings import finding_holds
from explain.outputs import Output, output_of
from explain.shapes import Shape
from explain.wording import shape_text


@pytest.fixture(scope="module")
def fitted():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(300, 3)), columns=["age", "fee", "size"])
    y = np.where(2 * frame["age"] - frame["fee"] > rng.normal(size=300), "yes", "no")
    return LogisticRegression().fit(frame, y), frame, y


def _told(fitted, do, row=4):
    model, frame, y = fitted
    query = {"rows": None if row is None else {"column": "row", "is": row}, "do": [do]}
    return answer(query, model, frame, y)[0].text


def test_reasons_worded_the_wrong_way_round_are_left_out_and_it_is_said(
    fitted, monkeypatch
):
    assert "leave out" not in _told(fitted, {"op": "explain"})
    honest = answers_why._parts

    def swapped(*given, **named):
        return honest(*given, **named).translate(str.maketrans("+−", "−+"))

    monkeypatch.setattr(answers_why, "_parts", swapped)
    text = _told(fitted, {"op": "explain"})
    assert "Mostly" not in text
    assert "I leave out" in text


def test_a_wrong_level_is_not_shown(fitted, monkeypatch):
    honest = answers_why.one_text
    monkeypatch.setattr(
        answers_why, "one_text", lambda *a: honest(*a).replace(" in 100", "7 in 100")
    )
    text = _told(fitted, {"op": "explain"})
    assert "7 in 100 for" not in text
    assert "I leave out" in text


def test_a_drivers_wrong_sentence_gives_way_to_its_size(fitted, monkeypatch):
    honest = driving.driver_text
    monkeypatch.setattr(
        driving,
        "driver_text",
        lambda *a: honest(*a).replace("rises with", "falls with"),
    )
    text = _told(fitted, {"op": "importance"}, row=None)
    assert "falls with" not in text
    assert "for a typical row" in text


NUMBER = Output(None, "regression")
CHANCE = Output(None, "binary", ("no", "up 3"), "up 3")
SHAPES = [
    ("age", Shape("rises", 19, 60, change=9702.4), NUMBER),
    ("age", Shape("falls_then_flat", 19, 60, 33, change=-9702.4), NUMBER),
    ("fee", Shape("hump", 7.5, 80.25, 31.5, change=0.16), CHANCE),
    ("fee", Shape("flat_then_falls", 7.5, 80.25, 31.5, change=-0.16), CHANCE),
    ("plan", Shape("levels", "no", "no internet", change=0.084), CHANCE),
    ("on", Shape("step_down", 0, 1, 1, change=-0.12, points=((0, 0, 0, 9), (1, 0, 0, 9))),
     CHANCE),
    ("day", Shape("rises", pd.Timestamp("2021-02-03"), pd.Timestamp("2023-11-30"),
                  change=0.3, missing=-0.06), CHANCE),
    ("rise", Shape("none"), CHANCE),
]  # fmt: skip


@pytest.mark.parametrize("level", ["plain", "technical"])
@pytest.mark.parametrize(("column", "shape", "output"), SHAPES)
def test_every_way_to_word_a_shape_is_confirmed_and_its_corruptions_are_not(
    column, shape, output, level
):
    from explain.units import Unit

    unit = Unit(0, -2) if output is NUMBER else Unit(100)
    text = shape_text(column, shape, output, unit, level, 0.05)

    def holds(said):
        return finding_holds(said, column, shape, 0.05, output)

    assert holds(text)
    size = unit.part(shape.change if shape.kind != "none" else 0.05)
    assert not holds(text.replace(f"about {size}", f"about 3{size}", 1))
    assert not holds(f"{text}, and causes it")
    if shape.kind == "none":
        return
    swaps = {" more": " less", " less": " more"}
    way = next(w for w in swaps if w in text)
    assert not holds(text.replace(way, swaps[way], 1))
    if shape.kind in ("rises", "levels"):
        a, b = (text.rfind(s) for s in (" at ", " than ")) if " at " in text else (0, 0)
        assert a <= b or not holds(f"{text[:b]} than at 5")
    if shape.missing is not None:
        assert not holds(text.replace("6 in 100", "8 in 100"))


def test_the_two_values_compared_cannot_change_places():
    shape = Shape("levels", "basic", "gold", change=0.2)
    good = 'The chance of "up 3" is about 20 in 100 more with gold than with basic'
    assert finding_holds(good, "plan", shape, 0.1, CHANCE)
    for bad in (
        good.replace("gold", "x").replace("basic", "gold").replace("x", "basic"),
        good.replace("gold", "silver"),
        good.replace("20 in 100", "20 in 1,000"),
    ):
        assert not finding_holds(bad, "plan", shape, 0.1, CHANCE)


def test_levels_are_read_without_what_is_quoted():
    text = bare('For row 3 I say "50 in 100": 12 in 100.', ["row 3"])
    assert level_holds(text, 0.12, 0.3)
    assert not level_holds(text, 0.13, 0.3)


def test_the_output_of_a_fitted_model_is_what_is_held_against(fitted):
    model, frame, _ = fitted
    output = output_of(model)
    assert output.event == "yes"
    assert (
        abs(output(frame[:5])[:, 0] - model.predict_proba(frame[:5])[:, 1]).max() == 0
    )
