"""A table written in another way gets the same answers; what is missing is named."""

import gzip
import json
import re
import subprocess
import sys
import zipfile

import numpy as np
import pandas as pd
import pytest

from assistant.cli import main
from assistant.model_file import save_model
from assistant.table import read_table
from tests.modelling import boats, fitted


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    found, _ = fitted("binary", ("linear", "lightgbm"))
    save_model(found, folder / "m.skops")
    return folder / "m.skops"


@pytest.fixture(scope="module")
def frame():
    return read_table(boats()).text.drop(columns=["leaks", "price", "size"])


def comma(frame):
    return frame.assign(length=frame["length"].str.replace(".", ",", regex=False))


def dates(frame):
    days = pd.to_datetime(frame["built"])
    return frame.assign(built=days.dt.strftime("%d.%m.%Y"))


WAYS = {
    "another order": lambda f, p: f.iloc[:, ::-1].to_csv(p, index=False),
    "extra columns": lambda f, p: f.assign(crew=4, note="a, b").to_csv(p, index=False),
    "semicolons": lambda f, p: f.to_csv(p, index=False, sep=";"),
    "tabs": lambda f, p: f.to_csv(p, index=False, sep="\t"),
    "decimal comma": lambda f, p: comma(f).to_csv(p, index=False, sep=";"),
    "quoted decimal comma": lambda f, p: comma(f).to_csv(p, index=False),
    "dates otherwise": lambda f, p: dates(f).to_csv(p, index=False),
    "utf-16": lambda f, p: f.to_csv(p, index=False, encoding="utf-16"),
    "other ends of lines": lambda f, p: f.to_csv(p, index=False, lineterminator="\r\n"),
    "names in capitals": lambda f, p: f.rename(columns=str.upper).to_csv(
        p, index=False
    ),
    "compressed": lambda f, p: p.write_bytes(
        gzip.compress(f.to_csv(index=False).encode())
    ),
}


def predict(model, path, out):
    code = main(["predict", str(model), str(path), "-o", str(out)])
    return code, pd.read_csv(out) if code == 0 else None


@pytest.fixture(scope="module")
def usual(model, frame, tmp_path_factory):
    folder = tmp_path_factory.mktemp("usual")
    frame.to_csv(folder / "in.csv", index=False)
    return predict(model, folder / "in.csv", folder / "out.csv")[1]


@pytest.mark.parametrize("way", WAYS)
def test_written_another_way_the_answers_are_the_same(
    model, frame, usual, tmp_path, way
):
    path = tmp_path / ("new.csv.gz" if way == "compressed" else "new.csv")
    WAYS[way](frame, path)
    code, found = predict(model, path, tmp_path / "out.csv")
    assert code == 0
    pd.testing.assert_frame_equal(found, usual)


def test_a_new_category_changes_its_own_row_alone(model, frame, usual, tmp_path):
    new = frame.copy()
    new.loc[new.index[3], "engine"] = "steam"
    new.to_csv(tmp_path / "new.csv", index=False)
    code, found = predict(model, tmp_path / "new.csv", tmp_path / "out.csv")
    assert code == 0
    others = np.arange(len(frame)) != 3
    pd.testing.assert_frame_equal(found[others], usual[others])
    assert found.loc[3, "probability_yes"] != usual.loc[3, "probability_yes"]


@pytest.mark.parametrize("column", ["length", "engine", "built", "hull"])
def test_a_missing_column_is_named_and_nothing_is_written(
    model, frame, tmp_path, capsys, column
):
    frame.drop(columns=column).to_csv(tmp_path / "new.csv", index=False)
    code, _ = predict(model, tmp_path / "new.csv", tmp_path / "out.csv")
    assert code == 3
    assert f"'{column}'" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["new.csv"]


def _bomb(folder):
    path = folder / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"a,b\n" + b"0,0\n" * 6_000_000)
    return path


def _written(name, content):
    def make(folder):
        (folder / name).write_bytes(content)
        return folder / name

    return make


REFUSED = {
    "a zip bomb": _bomb,
    "a folder without tables": lambda folder: folder,
    "no such file": lambda folder: folder / "none.csv",
    "nothing in it": _written("empty.csv", b""),
    "one line": _written("head.csv", b"a,b,c\n"),
    "a picture": _written("p.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
    "a web page": _written("w.csv", b"<!doctype html><p>log in</p>\n<p>x</p>"),
    "half a parquet file": _written("h.parquet", b"PAR1" + b"\0" * 90),
    "half a workbook": _written("h.xlsx", b"PK\x03\x04" + b"\0" * 90),
    "half a database": _written("h.db", b"SQLite format 3\0" + b"\0" * 90),
    "broken JSON": _written("b.json", b'[{"a": 1}, {"a": '),
    "a name with control characters": lambda folder: folder / "a\x1b[2Jb\x07.csv",
}


@pytest.mark.parametrize("name", REFUSED)
def test_predict_ends_with_a_sentence_and_exit_code_3(model, tmp_path, capsys, name):
    path = REFUSED[name](tmp_path)
    before = sorted(p.name for p in tmp_path.iterdir())
    out = tmp_path / "scored" / "out.csv"
    assert main(["predict", str(model), str(path), "-o", str(out)]) == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.split()) > 5
    assert "Traceback" not in told.err
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", told.err)
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_a_chat_about_naughty_strings_shows_no_control_character(shared_data, tmp_path):
    text = (shared_data / "corpora" / "blns.json").read_text("utf-8")
    naughty = [s for s in json.loads(text) if s.strip()]
    heads = [f"c{i} {s}" for i, s in enumerate(naughty[:25])]
    cells = [naughty[i : i + 25] for i in range(25, 400, 25)] * 2
    pd.DataFrame(cells, columns=heads).to_csv(tmp_path / "n\x1b[2J.csv", index=False)
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "chat", "--plain", "--home", str(tmp_path / "h"),
         str(tmp_path / "n\x1b[2J.csv")],
        input="2\nwhat else did you notice?\nquit\n", capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "30 rows, 25 columns" in done.stdout
    control = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
    assert not re.search(control, done.stdout + done.stderr)
