"""Whatever is named, the answer is a table or a sentence; never a traceback."""

import bz2
import gzip
import json
import os
import zipfile

import pytest

from assistant.delivery.safe_csv import guarded, write_csv
from assistant.errors import TableUnreadable, TandemError
from assistant.table import read_table


def write(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


BAD = {
    "empty.csv": b"",
    "blank.csv": b"\n \n\n",
    "header.csv": b"a,b,c\n",
    "one_column.csv": b"name\nann\nbob\n",
    "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "noise.csv": bytes((i * 7919 + i // 256 * 31) % 256 for i in range(9000)),
    "page.csv": b"<!DOCTYPE html><html><body>Log in</body></html>",
    "document.pdf": b"%PDF-1.7\n1 0 obj\n",
    "broken.xlsx": b"PK\x03\x04 not an archive",
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "broken.parquet": b"PAR1 and then nothing of the kind",
    "broken.json": b'{"a": [1, 2',
    "scalar.json": b"42",
    "broken.csv.gz": b"\x1f\x8b\x08\x00 cut off",
    "broken.db": b"SQLite format 3\x00 and nothing more",
    "model.csv": b"\x80\x04\x95 a pickle",
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_table_is_told(tmp_path, name):
    path = write(tmp_path, name, BAD[name])
    with pytest.raises(TableUnreadable) as caught:
        read_table(path)
    error = caught.value
    assert error.exit_code == 3
    assert name.split(".")[0] in error.text
    # A title, a text of sentences, and nothing of Python in it.
    assert error.title
    assert error.text.rstrip().endswith((".", "?"))
    assert "Traceback" not in error.text
    assert "Error(" not in error.text


def test_missing_file_offers_the_nearest(tmp_path):
    write(tmp_path, "churn_2025.csv", "a,b\n1,2\n")
    with pytest.raises(TableUnreadable, match=r"Did you mean .*churn_2025\.csv"):
        read_table(tmp_path / "chrun_2025.csv")


def test_a_folder_without_tables(tmp_path):
    with pytest.raises(TableUnreadable, match="Name the file"):
        read_table(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_one_may_not_read(tmp_path):
    path = write(tmp_path, "a.csv", "a,b\n1,2\n")
    path.chmod(0)
    with pytest.raises(TableUnreadable, match="not allowed"):
        read_table(path)


def test_a_file_that_access_refuses(tmp_path, monkeypatch):
    path = write(tmp_path, "a.csv", "a,b\n1,2\n")
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(TableUnreadable, match="not allowed"):
        read_table(path)


@pytest.mark.parametrize("source", ["", "   ", "a\0b", "x" * 5000, "/dev/null", "~~~"])
def test_odd_paths(source):
    with pytest.raises(TableUnreadable):
        read_table(source)


def test_bombs_are_not_unpacked(tmp_path):
    zeros = bytes(30_000_000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", zeros)
    packed = {
        "bomb.csv.gz": gzip.compress(zeros),
        "bomb.csv.bz2": bz2.compress(zeros),
    }
    for name, data in packed.items():
        write(tmp_path, name, data)
    for name in ("bomb.zip", *packed):
        with pytest.raises(TableUnreadable, match="unpack"):
            read_table(tmp_path / name)


def test_a_file_that_changes_while_read(tmp_path, monkeypatch):
    path = write(tmp_path, "a.csv", "a,b\n1,2\n3,4\n")
    from assistant.table import source

    original = source._read_named

    def slow(*args):
        with path.open("a") as stream:
            stream.write("5,6\n")
        return original(*args)

    monkeypatch.setattr(source, "_read_named", slow)
    with pytest.raises(TableUnreadable, match="still being written"):
        read_table(path)


def test_few_rows_are_read_and_doubted(tmp_path):
    table = read_table(write(tmp_path, "a.csv", "a,b\n" + "1,2\n" * 5))
    few = next(s for s in table.facts.suspicions if s.kind == "few_rows")
    assert (few.severity, few.rows) == (3, 5)


def as_csv(rows):
    return "\n".join(
        ",".join('"' + c.replace('"', '""') + '"' for c in row) for row in rows
    )


def naughty(shared_data):
    return json.loads((shared_data / "corpora" / "blns.json").read_text("utf-8"))


def test_naughty_strings_as_cells_round_trip(shared_data, tmp_path):
    strings = naughty(shared_data)
    body = as_csv([["n", "text"], *[[str(i), s] for i, s in enumerate(strings)]])
    table = read_table(write(tmp_path, "a.csv", body))
    assert table.text["text"].tolist() == strings
    write_csv(table.text, tmp_path / "b.csv")
    again = read_table(tmp_path / "b.csv").text["text"].tolist()
    assert again == [guarded(s) for s in strings]


def test_naughty_strings_as_headers(shared_data, tmp_path):
    strings = [s for s in naughty(shared_data) if s.strip()]
    body = as_csv([strings, *([["1"] * len(strings)] * 3)])
    table = read_table(write(tmp_path, "a.csv", body))
    names = list(table.frame.columns)
    assert len(names) == len(set(names)) == len(strings)
    control = [n for n in names if any(ord(c) < 32 or 127 <= ord(c) < 160 for c in n)]
    assert not control


def test_naughty_strings_as_file_names(shared_data, tmp_path):
    read = 0
    for text in naughty(shared_data):
        name = text.replace("/", "_")[:60] + ".csv"
        try:
            write(tmp_path, name, "a,b\n1,2\n")
        except (OSError, ValueError):
            continue
        assert len(read_table(tmp_path / name).frame) == 1
        read += 1
    assert read > 450


FUZZ = {
    "all missing": [""] * 30,
    "one value": ["7"] * 30,
    "inf": ["inf", "-inf", *map(str, range(28))],
    "huge": ["1e308", "-1e308", "1e999", *map(str, range(27))],
    "mixed": ["12", "abc", "2024-01-01", "", "$5", "6%"] * 5,
    "big cell": ["x" * 10_000_000, *["y"] * 29],
    "long digits": ["9007199254740993", "", *map(str, range(28))],
}


@pytest.mark.parametrize("name", FUZZ)
def test_odd_columns_never_break_reading(tmp_path, name):
    rows = [[v, str(i % 5), "ab"[i % 2]] for i, v in enumerate(FUZZ[name])]
    table = read_table(write(tmp_path, "a.csv", as_csv([["odd", "n", "c"], *rows])))
    assert table.text["odd"].tolist() == FUZZ[name]
    assert len(table.frame) == 30
    column = table.facts.column("odd")
    assert column.maximum is None or abs(column.maximum) < float("inf")
    json.dumps([s.data for s in table.facts.suspicions], default=dict)


def test_long_digits_are_not_rounded(tmp_path):
    body = "id,x\n9007199254740993,1\n,2\n9007199254740995,3\n"
    table = read_table(write(tmp_path, "a.csv", body))
    assert table.frame["id"].iloc[0] == "9007199254740993"


@pytest.mark.parametrize("cell", ["=1+1", "+x", "-x", "@a", "\tb", "\rc", "-2+3"])
def test_formulas_are_guarded(cell):
    assert guarded(cell) == "'" + cell


@pytest.mark.parametrize(
    "cell", ["-5", "+4.2", "-1e5", "-1,234.5", "plain", "'quoted'"]
)
def test_numbers_and_words_are_not_guarded(cell):
    assert guarded(cell) == cell


def test_nothing_half_written(tmp_path):
    table = read_table("a,b\n1,=2\n")
    with pytest.raises(TandemError, match="Name a folder"):
        write_csv(table.text, tmp_path / "no" / "folder.csv")
    write_csv(table.text, tmp_path / "a.csv")
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
