"""Typing is visible, exact, and the same when a model is used as when it was made."""

import json

import numpy as np
import pandas as pd
import pytest

from assistant.errors import TableUnreadable
from assistant.table import TableSchema, read_table
from dialogs.facts import Kind


def column(values, name="x"):
    rows = "".join(f'"{v}",{i}\n' for i, v in enumerate(values))
    return read_table(f"{name},n\n{rows}")


NUMBERS = {
    "plain": (["1", "2.5", "-3", "1e3"], [1, 2.5, -3, 1000]),
    "thousands": (["1,234.50", "12", "3,000,000"], [1234.5, 12, 3e6]),
    "european": (["1.234,50", "12,5", "7"], [1234.5, 12.5, 7]),
    "spaces": (["1 234", "56", "7 000 000"], [1234, 56, 7e6]),
    "currency": (["$1,200", "$5", "-$3.50"], [1200, 5, -3.5]),
    "euro": (["12,50 €", "3,00 €", "1.000,00 €"], [12.5, 3, 1000]),
    "percent": (["12%", "5.5%", "100%"], [0.12, 0.055, 1.0]),
    "brackets": (["(5)", "7", "(2.5)"], [-5, 7, -2.5]),
    "unit": (["5 kg", "7.5 kg", "12 kg"], [5, 7.5, 12]),
    "months": (["5 mths", "7 mths", "12 mths"], [5, 7, 12]),
    "minus": (["−5", "3", "5-"], [-5, 3, -5]),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_as_people_write_them(name):
    written, wanted = NUMBERS[name]
    table = column(written * 3)
    assert table.frame["x"].tolist() == pytest.approx(wanted * 3)
    assert table.text["x"].tolist() == written * 3
    if name != "plain":
        assert [n.column for n in table.notes if n.kind == "as_number"] == ["x"]


@pytest.mark.parametrize("values", [["00123", "04500"], ["A1", "B2"], ["1-2", "3-4"]])
def test_codes_stay_text(values):
    table = column(values * 10)
    assert table.frame["x"].tolist() == values * 10


DATES = {
    "iso": ["2024-01-31", "2024-02-01"],
    "iso time": ["2024-01-31 10:00:00", "2024-02-01 23:59:59"],
    "german": ["31.01.2024", "01.02.2024"],
    "british": ["31/01/2024", "01/02/2024"],
    "american": ["01/31/2024", "02/01/2024"],
    "words": ["31 Jan 2024", "01 Feb 2024"],
    "zone": ["2024-01-31T10:00:00Z", "2024-02-01T10:00:00+02:00"],
}


@pytest.mark.parametrize("name", DATES)
def test_dates(name):
    table = column(DATES[name] * 10)
    days = table.frame["x"].dt.date.astype(str).tolist()[:2]
    assert days == ["2024-01-31", "2024-02-01"]
    assert table.facts.column("x").kind == Kind.DATE
    assert any(n.kind == "as_date" for n in table.notes)


def test_day_or_month_first_is_asked():
    table = column(["01/02/2024", "03/04/2024", "05/06/2024"] * 10)
    doubt = next(s for s in table.facts.suspicions if s.kind == "date_order")
    assert table.frame["x"].iloc[0] == pd.Timestamp(2024, 2, 1)
    edited = table.repaired({doubt.id: "month first"})
    assert edited.frame["x"].iloc[0] == pd.Timestamp(2024, 1, 2)


def test_words_for_nothing_among_numbers_and_namibia_among_countries():
    table = column([*map(str, range(40)), "NA", "n/a"])
    assert table.frame["x"].isna().sum() == 2
    codes = ["NA", "DE", "FR", "US", "IT", "ES", "PL"] * 6
    table = column(codes, "country")
    assert table.frame["country"].tolist() == codes
    assert not any(s.kind == "disguised_gaps" for s in table.facts.suspicions)


def test_a_few_wrong_cells_are_doubted_and_the_doubt_can_be_refused():
    table = column([*map(str, range(97)), "abc", "n.k.", "7 or 8"])
    doubt = next(s for s in table.facts.suspicions if s.kind == "mixed_types")
    assert doubt.rows == 3
    assert table.frame["x"].isna().sum() == 3
    refused = table.repaired({doubt.id: "refused"})
    assert refused.frame["x"].tolist() == table.text["x"].tolist()


KINDS = [
    ("plan", ["a", "b", "c"] * 20, Kind.CATEGORY),
    ("satisfied", ["yes", "no"] * 30, Kind.YES_NO),
    ("flag", ["0", "1"] * 30, Kind.YES_NO),
    ("customer_no", [f"K-{i}" for i in range(60)], Kind.ID),
    ("n_id", [str(i * 3) for i in range(60)], Kind.ID),
    ("risk", ["low", "high", "medium"] * 20, Kind.ORDERED),
    ("nothing", [""] * 60, Kind.EMPTY),
    ("same", ["x"] * 60, Kind.CONSTANT),
    ("monthly_fee", [f"{i * 1.37:.2f}" for i in range(60)], Kind.AMOUNT),
    ("latitude", [f"{40 + i / 97:.4f}" for i in range(60)], Kind.COORDINATE),
    ("remark", [f"caller {i} said that it was all fine" for i in range(60)], Kind.TEXT),
    ("icd_code", [str(3 + (i % 5) * 7) for i in range(60)], Kind.CODE),
    ("depth", [f"{(i * 7919) % 613 / 10}" for i in range(60)], Kind.NUMBER),
]


NUMBERED = [
    ("Name", "Donor {}", Kind.ID),
    ("who", "x{}", Kind.ID),
    ("part", "part-{}", Kind.ID),
    ("week", "week {}", Kind.TEXT),
    ("period", "p {}", Kind.TEXT),
]


@pytest.mark.parametrize(("name", "form", "kind"), NUMBERED)
def test_a_word_with_a_number_of_its_own_in_every_row_names_the_row(name, form, kind):
    table = column([form.format(i) for i in range(60)], name)
    assert table.facts.column(name).kind == kind


@pytest.mark.parametrize(("name", "values", "kind"), KINDS)
def test_kinds(name, values, kind):
    table = column(values, name)
    assert table.facts.column(name).kind == kind


def test_facts_of_a_number_and_a_date():
    days = pd.date_range("2024-01-01", periods=50, freq="D").strftime("%Y-%m-%d")
    rows = "".join(f"{d},{i},{'' if i % 5 else 'quick'}\n" for i, d in enumerate(days))
    facts = read_table(f"day,height_cm,w\n{rows}").facts
    day, height, word = facts.columns
    assert (day.first, day.last, day.frequency) == ("2024-01-01", "2024-02-19", "day")
    assert (height.minimum, height.maximum, height.unit) == (0, 49, "cm")
    assert height.quantiles[2] == 24.5
    assert (word.missing, word.distinct, word.top) == (40, 1, (("quick", 10),))


BASE = "id,price,day,plan,code\n" + "".join(
    f"{i},{1000 + i * 1.5:.2f},2024-01-{1 + i % 28:02d},{'abc'[i % 3]},{i % 7:03d}\n"
    for i in range(60)
)


@pytest.fixture(scope="module")
def trained():
    return read_table(BASE)


def same(one, two):
    pd.testing.assert_frame_equal(one, two, check_dtype=True)


def test_schema_survives_json(trained):
    data = json.loads(json.dumps(trained.schema.to_dict()))
    assert TableSchema.from_dict(data) == trained.schema


def test_same_text_same_values(trained):
    same(trained.schema.apply(trained.text), trained.frame)


def test_order_extra_columns_and_another_separator(trained):
    text = trained.text[["plan", "day", "code", "price", "id"]].assign(extra="1")
    again = read_table(text.to_csv(index=False, sep=";"))
    same(trained.schema.apply(again.text), trained.frame)


def test_another_number_format_and_date_format(trained):
    text = trained.text.copy()
    text["price"] = [
        f"{float(p):,.2f}".translate(str.maketrans(",.", ".,")) for p in text["price"]
    ]
    text["day"] = [".".join(reversed(d.split("-"))) for d in text["day"]]
    again = read_table(text.to_csv(index=False, sep=";"))
    same(trained.schema.apply(again.text), trained.frame)


def test_values_that_pandas_typed(trained, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(BASE)
    # The codes lose their zeros on the way and get them back.
    same(trained.schema.apply(pd.read_csv(path)), trained.frame)


def test_one_row_with_a_new_category_and_gaps(trained):
    row = pd.DataFrame({"id": ["7"], "price": [""], "day": ["soon"], "plan": ["new"],
                        "code": ["001"]})  # fmt: skip
    typed = trained.schema.apply(row)
    assert np.isnan(typed["price"][0])
    assert typed["day"].isna().all()
    assert typed["plan"].tolist() == ["new"]


def test_a_missing_column_is_named_unless_it_is_not_needed(trained):
    without = trained.text.drop(columns="price")
    with pytest.raises(TableUnreadable, match="'price'"):
        trained.schema.apply(without)
    typed = trained.schema.apply(without, needed=["id", "plan"])
    assert list(typed.columns) == ["id", "day", "plan", "code"]


def test_headers_that_differ_in_case_and_space(trained):
    text = trained.text.rename(columns={"price": " Price ", "plan": "PLAN"})
    same(trained.schema.apply(text), trained.frame)


def test_repairs_are_replayed_on_new_tables():
    rows = "".join(
        f"{i % 40},{i % 40 * 9 or ' '},{i % 9 if i % 10 else -1}\n" for i in range(200)
    )
    table = read_table(f"months,paid,visits\n{rows}")
    kinds = {s.kind: s for s in table.facts.suspicions}
    assert kinds["blank_text"].data["beside"] == "months"
    repaired = table.repaired({})
    assert repaired.frame["paid"].notna().all()
    assert repaired.frame["visits"].isna().sum() == 20
    new = pd.DataFrame({"months": ["0"], "paid": [" "], "visits": ["-1"]})
    typed = repaired.schema.apply(new)
    assert typed["paid"].tolist() == [0]
    assert typed["visits"].isna().all()
    # Each can be refused on its own, and nothing is repaired before it is agreed to.
    refused = table.repaired({kinds["sentinel"].id: "refused"})
    assert (refused.frame["visits"] == -1).sum() == 20
    assert table.frame["paid"].isna().sum() == 5


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([str(5000 + i) for i in range(60)], Kind.ID),
        ([str(i) for i in range(1, 61)], Kind.ID),
        ([str(1950 + i) for i in range(60)], Kind.NUMBER),
        ([str(5000 + 2 * i) for i in range(60)], Kind.NUMBER),
    ],
)
def test_a_number_that_counts_up_by_one_only_names_the_row(values, kind):
    """Years count up as well, and steps of another size measure something."""
    assert column(values).facts.columns[0].kind is kind
