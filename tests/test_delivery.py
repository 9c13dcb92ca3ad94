"""What is handed on: scored tables, checks of new data, the HTTP service."""

from __future__ import annotations

import io
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from conversing import Conversation
from modelling import boats, fitted

from assistant.cli import main
from assistant.delivery.check import check_table, stability_index
from assistant.delivery.predict import extra_columns, predictions, score_table
from assistant.delivery.service import answer, make_server
from assistant.errors import TableUnreadable, TandemError
from assistant.metrics import Rule
from assistant.model import TandemModel
from assistant.model_file import save_model
from assistant.table import read_table

BASE = ["length", "engine", "built", "hull", "price", "leaks", "size"]


def scored(model: TandemModel, text: str, **given: Any) -> pd.DataFrame:
    out = io.StringIO()
    score_table(model, read_table(text, whole=True), out, **given)
    return pd.read_csv(io.StringIO(out.getvalue()), dtype=str, keep_default_na=False)


# --- scored tables ----------------------------------------------------------------------


def test_columns_for_two_classes() -> None:
    model, table = fitted("binary")
    found = scored(model, boats())
    assert list(found) == [
        "prediction", "probability_no", "probability_yes", "decision"
    ]  # fmt: skip
    assert len(found) == 240
    # In the input's order.
    own = model.predict_proba(table.frame)[:, 1]
    assert found["probability_yes"].astype(float).to_numpy() == pytest.approx(own)
    assert set(found["decision"]) == {"act", "pass"}


def test_columns_for_several_classes() -> None:
    model, _ = fitted("multiclass")
    found = scored(model, boats())
    shares = [f"probability_{c}" for c in ("large", "middle", "small")]
    assert list(found) == ["prediction", *shares, "decision"]
    assert found[shares].astype(float).sum(axis=1).to_numpy() == pytest.approx(1)


def test_columns_for_numbers() -> None:
    model, _ = fitted("regression")
    assert list(scored(model, boats())) == ["prediction"]
    found = scored(model, boats(), interval=True).astype(float)
    assert list(found) == ["prediction", "low", "high"]
    assert (found["low"] <= found["prediction"]).all()
    assert (found["prediction"] <= found["high"]).all()


def test_given_columns_are_kept_in_front_as_they_were() -> None:
    model, _ = fitted("binary")
    frame = pd.read_csv(io.StringIO(boats()), dtype=str, keep_default_na=False)
    found = scored(model, frame.assign(decision="mine").to_csv(index=False), keep=True)
    assert list(found)[:8] == [*BASE, "decision_given"]
    assert found[BASE].equals(frame)
    assert set(found["decision_given"]) == {"mine"}


def test_missing_column_is_named() -> None:
    model, _ = fitted("binary")
    frame = pd.read_csv(io.StringIO(boats()), dtype=str).drop(columns="engine")
    with pytest.raises(TableUnreadable) as told:
        scored(model, frame.to_csv(index=False))
    assert "'engine'" in told.value.text


def test_missing_column_of_costs_is_named() -> None:
    rule = Rule("bayes", success={"miss_cost": "price", "false_alarm_cost": 900.0})
    model, table = fitted("binary", rule=rule)
    assert set(predictions(model, table.text)["decision"]) == {"act", "pass"}
    frame = table.text.drop(columns="price")
    with pytest.raises(TableUnreadable) as told:
        scored(model, frame.to_csv(index=False))
    assert "'price'" in told.value.text


def test_extra_columns_are_known_and_change_nothing() -> None:
    model, table = fitted("binary")
    text = table.text.assign(colour="red").to_csv(index=False)
    assert extra_columns(model, read_table(text)) == ["colour"]
    assert extra_columns(model, table) == []
    assert scored(model, text).equals(scored(model, boats()))


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "@SUM(A1)", "-x", "\tfoo"])
def test_formulas_are_made_harmless(cell: str) -> None:
    model, table = fitted("binary")
    text = table.text.assign(note=["fine", cell] * 120).to_csv(index=False)
    found = scored(model, text, keep=True)
    risky = ("=", "+", "-", "@", "\t", "\r")
    assert not found["note"].str.startswith(risky).any()
    assert set(found["note"].iloc[::2]) == {"fine"}


def test_negative_numbers_are_no_formulas() -> None:
    model, table = fitted("binary")
    text = table.text.assign(depth="-4.5").to_csv(index=False)
    assert set(scored(model, text, keep=True)["depth"]) == {"-4.5"}


def test_one_row_is_enough_and_gaps_are_answered() -> None:
    model, table = fitted("binary")
    one = table.text.head(1).assign(length="", engine="steam")
    found = scored(model, one.to_csv(index=False))
    assert 0 <= float(found["probability_yes"].iloc[0]) <= 1


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    model, table = fitted("binary")
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(TandemError, match=r"out\.csv"):
        score_table(model, table, tmp_path / "out.csv")
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_command_writes_the_file_and_names_surplus(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, table = fitted("binary")
    save_model(model, tmp_path / "model.skops")
    table.text.assign(colour="red").to_csv(tmp_path / "new.csv", index=False)
    out = tmp_path / "out.csv"
    paths = [str(tmp_path / "model.skops"), str(tmp_path / "new.csv")]
    assert main(["predict", *paths, "-o", str(out)]) == 0
    assert "colour" in capsys.readouterr().err
    assert len(pd.read_csv(out)) == 240
    (tmp_path / "short.csv").write_text("length,engine\n1,diesel\n2,petrol\n")
    code = main(["predict", paths[0], str(tmp_path / "short.csv"), "-o", str(out)])
    assert code == 3
    assert "hull" in capsys.readouterr().err
    assert main(["predict", paths[1], paths[1], "-o", str(out)]) == 4


# --- checks -----------------------------------------------------------------------------


def test_the_same_data_looks_alike() -> None:
    model, _ = fitted("binary")
    found = check_table(model, read_table(boats(seed=1)))
    assert found["verdict"] in {"alike", "changed"}
    assert all(not c["matters"] for c in found["columns"])
    assert found["rows"] == 240


def test_a_shifted_column_that_counts_matters() -> None:
    model, table = fitted("binary")
    shifted = table.text.copy()
    shifted["length"] = (table.frame["length"] + 8).astype(str).replace("nan", "")
    found = check_table(model, read_table(shifted.to_csv(index=False)))
    by_name = {c["column"]: c for c in found["columns"]}
    assert by_name["length"]["verdict"] == "moved"
    assert by_name["length"]["matters"]
    assert by_name["hull"]["verdict"] == "alike"
    assert found["verdict"] == "matters"
    assert found["answers"]["after"] > found["answers"]["before"] + 0.1
    assert any("length has changed a lot" in line for line in found["lines"])


def test_stability_index_against_its_formula() -> None:
    before = pd.Series(["a"] * 80 + ["b"] * 20)
    after = pd.Series(["a"] * 50 + ["b"] * 50)
    by_hand = (0.5 - 0.8) * np.log(0.5 / 0.8) + (0.5 - 0.2) * np.log(0.5 / 0.2)
    assert stability_index(before, after) == pytest.approx(by_hand)
    assert stability_index(before, before) == 0
    # Gaps are a change of their own.
    numbers = pd.Series(np.arange(100.0))
    assert stability_index(numbers, numbers.where(numbers > 50)) > 0.25


# --- the service ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def service() -> Iterator[tuple[str, TandemModel]]:
    model, _ = fitted("binary")
    server = make_server(model, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", model
    server.shutdown()
    server.server_close()
    thread.join()


def post(url: str, body: bytes) -> tuple[int, Any]:
    request = urllib.request.Request(f"{url}/predict", data=body, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)


ROW = {"length": 9.5, "engine": "diesel", "built": "2009-05-01", "hull": "wood"}


def test_service_answers_as_the_model_does(service: tuple[str, TandemModel]) -> None:
    url, model = service
    status, found = post(url, json.dumps([ROW, {**ROW, "length": None}]).encode())
    assert status == 200
    frame = pd.DataFrame([ROW]).assign(built=pd.Timestamp("2009-05-01"))
    own = model.predict_proba(frame)[0, 1]
    assert found[0]["probability_yes"] == pytest.approx(own)
    assert len(found) == 2


def test_service_says_what_it_needs(service: tuple[str, TandemModel]) -> None:
    with urllib.request.urlopen(service[0], timeout=20) as response:
        about = json.load(response)
    assert about["columns"] == ["length", "engine", "built", "hull"]
    assert about["classes"] == ["no", "yes"]


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"not json", "JSON"),
        (b"[]", "list"),
        (b'{"length": 3}', "list"),
        (b'[1, 2]', "list"),
        (json.dumps([{"length": 3}]).encode(), "hull"),
        (b"\xff\xfe", "JSON"),
    ],
)  # fmt: skip
def test_service_refuses_with_a_sentence(
    body: bytes, word: str, service: tuple[str, TandemModel]
) -> None:
    status, found = post(service[0], body)
    assert status == 400
    assert word in found["error"]


def test_rows_are_needed() -> None:
    model, _ = fitted("binary")
    with pytest.raises(TandemError):
        answer(model, [])
    assert len(answer(model, [ROW] * 3)) == 3


def test_a_column_may_be_called_like_a_file(tmp_path: Path) -> None:
    lines = ["age,card,fee", *(f"{i % 60},{'yn'[i % 2]},{i}" for i in range(120))]
    (tmp_path / "cards.csv").write_text("\n".join(lines), "utf-8")
    chat = Conversation(tmp_path / "cards.csv")
    chat.say("card")
    assert chat.state.brief.get("table.target") == "card"
