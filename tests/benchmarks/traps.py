"""Are the traps of ten real tables raised, and how much is raised besides?

Run: ``python tests/benchmarks/traps.py DATA_FOLDER``

`TRAPS` says for each table what its source warns of, and which suspicions (kind, a
column among them) or other facts count as raising it. `FAIR` lists what else is true of
the table and so no false alarm. Printed: found and missed a table, and every suspicion
beyond both.
"""

from __future__ import annotations

import sys
from pathlib import Path

from assistant.table import Table, probe_target, read_table

TARGETS: dict[str, tuple[str, str | None]] = {
    "telco_churn": ("Churn", "Yes"),
    "german_credit": ("credit_risk", None),
    "titanic": ("Survived", "1"),
    "california_housing": ("median_house_value", None),
    "bike_sharing": ("count", None),
    "student_dropout": ("Target", None),
    "bank_marketing": ("y", "yes"),
    "insurance_charges": ("charges", None),
    "mall_customers": ("", None),
    "aer_credit_card": ("card", None),
}

TRAPS: dict[str, dict[str, list[tuple[str, str]]]] = {
    "telco_churn": {
        "unique ID": [("id", "customerID")],
        "11 blanks with tenure 0": [("blank_text", "TotalCharges")],
        "no internet service said twice": [("implied_value", "InternetService")],
        "no phone service said twice": [("implied_value", "PhoneService")],
        "0/1 among Yes/No": [("odd_coding", "SeniorCitizen")],
        "total = months x fee": [("product_of_parts", "TotalCharges")],
        "22 duplicates without the ID": [("duplicate_rows", "")],
    },
    "german_credit": {
        "good is the usual class": [("common_event", "credit_risk")],
        "ordered words": [("ordered_text", "employment_duration")],
        "sensitive sex": [("sensitive", "personal_status_sex")],
        "sensitive age": [("sensitive", "age")],
        "sensitive origin": [("sensitive", "foreign_worker")],
        "only 1000 rows": [("few_rows", "")],
    },
    "titanic": {
        "ID": [("id", "PassengerId")],
        "near-unique name": [("free_text", "Name"), ("id", "Name")],
        "near-unique ticket": [("free_text", "Ticket"), ("id", "Ticket")],
        "missing age": [("missing", "Age")],
        "missing cabin": [("many_gaps", "Cabin")],
        "missing port": [("missing", "Embarked")],
        "class as number": [("number_codes", "Pclass")],
        "shared tickets": [("repeated_entity", "Ticket")],
        "fare 0": [("zeros_as_gaps", "Fare")],
    },
    "california_housing": {
        "bedrooms blank": [("missing", "total_bedrooms")],
        "target capped": [("capped_target", "median_house_value")],
        "age capped": [("capped", "housing_median_age")],
        "class of five": [("rare_level", "ocean_proximity")],
        "neighbours alike": [("coordinates", "longitude")],
        "totals": [("size_columns", "total_rooms")],
    },
    "bike_sharing": {
        "sum of parts": [("leakage", "casual")],
        "second part": [("leakage", "registered")],
        "date in text": [("time_order", "datetime")],
        "gaps in time": [("time_gaps", "datetime")],
        "demand grows": [("target_drift", "count")],
        "codes": [("number_codes", "season")],
        "codes of weather": [("number_codes", "weather")],
        "weather 4 once": [("rare_level", "weather")],
        "wind 0": [("zeros_as_gaps", "windspeed")],
        "humidity 0": [("zeros_as_gaps", "humidity")],
    },
    "student_dropout": {
        "semicolon": [("note:delimiter", "")],
        "tab in a header": [("header_cleaned", "Daytime/evening attendance")],
        "second semester late": [("late_known", "Curricular units 2nd sem (grade)")],
        "codes as numbers": [("number_codes", "Course")],
        "codes of occupation": [("number_codes", "Mother's occupation")],
        "codes of nationality": [("number_codes", "Nacionality")],
        "fees may follow": [("late_known", "Tuition fees up to date")],
        "debtor may follow": [("late_known", "Debtor")],
        "sensitive gender": [("sensitive", "Gender")],
        "sensitive origin": [("sensitive", "Nacionality")],
        "sensitive age": [("sensitive", "Age at enrollment")],
    },
    "bank_marketing": {
        "semicolon": [("note:delimiter", "")],
        "duration known late": [("late_known", "duration"), ("leakage", "duration")],
        "-1 is never": [("sentinel", "pdays")],
        "unknown job": [("disguised_gaps", "job")],
        "unknown education": [("disguised_gaps", "education")],
        "unknown contact": [("disguised_gaps", "contact")],
        "unknown poutcome": [("disguised_gaps", "poutcome")],
        "order of time": [("file_order", "month")],
        "rate rises": [("target_drift", "y")],
        "275 before": [("outlier", "previous")],
        "balance skewed": [("skewed", "balance")],
    },
    "insurance_charges": {
        "charges skewed": [("skewed", "charges")],
        "one duplicate": [("duplicate_rows", "")],
        "sensitive sex": [("sensitive", "sex")],
        "sensitive age": [("sensitive", "age")],
    },
    "mall_customers": {
        "ID": [("id", "CustomerID")],
        "ID copies the order": [("sorted_rows", "Annual Income (k$)")],
        "units in names": [("unit", "Annual Income (k$)")],
        "scales differ": [("scales", "")],
        "only 200 rows": [("few_rows", "")],
    },
    "aer_credit_card": {
        "expenditure follows": [("leakage", "expenditure")],
        "share follows": [("leakage", "share")],
        "usual outcome": [("common_event", "card")],
        "ages below one": [("outlier", "age"), ("impossible", "age")],
        "long tails": [("skewed", "months")],
    },
}

FAIR: dict[str, set[tuple[str, str]]] = {
    # True, but not in the source's list of warnings.
    "bank_marketing": {("ordered_text", "education"), ("sensitive", "age")},
    "telco_churn": {("sensitive", "gender")},
    "titanic": {("sensitive", "Sex"), ("few_rows", "")},
    "mall_customers": {("sensitive", "Gender")},
    "aer_credit_card": {("sensitive", "age"), ("odd_coding", "majorcards")},
    "bike_sharing": {("near_duplicate_columns", "temp"), ("sum_of_parts", "count")},
    "california_housing": {("near_duplicate_columns", "households")},
    "student_dropout": {
        ("zeros_as_gaps", "Curricular units 2nd sem (grade)"),
        ("rare_level", "Nacionality"),
    },
    "german_credit": {("rare_level", "purpose")},
}


def raised(table: Table, name: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return (kind, columns) of all that is said about a table and its target."""
    target, event = TARGETS[name]
    found = list(table.facts.suspicions)
    if target:
        found += probe_target(table, target, event)
    said = [(s.kind, s.columns) for s in found]
    said += [(f"note:{n.kind}", (n.column,)) for n in table.notes]
    said += [("unit", (c.name,)) for c in table.facts.columns if c.unit]
    return said


def raises(said: list[tuple[str, tuple[str, ...]]], wanted: tuple[str, str]) -> bool:
    """Return whether a kind was raised about a column (any, where none is named)."""
    kind, column = wanted
    return any(k == kind and (not column or column in cs) for k, cs in said)


def beyond(name: str, said: list[tuple[str, tuple[str, ...]]]) -> list[str]:
    """Return the suspicions that neither the list of traps nor `FAIR` knows of."""
    known = [w for ways in TRAPS[name].values() for w in ways]
    known += FAIR.get(name, set())
    return [
        f"{kind} {', '.join(columns[:3])}"
        for kind, columns in said
        if not kind.startswith(("note:", "unit"))
        and not any(k == kind and (not c or c in columns) for k, c in known)
    ]


def main() -> None:
    """Print the table of traps."""
    folder = Path(sys.argv[1])
    found_all = wanted_all = 0
    for name, traps in TRAPS.items():
        said = raised(read_table(folder / f"{name}.csv"), name)
        missed = [
            t for t, ways in traps.items() if not any(raises(said, w) for w in ways)
        ]
        extra = beyond(name, said)
        found_all += len(traps) - len(missed)
        wanted_all += len(traps)
        print(
            f"{name:20s} {len(traps) - len(missed):2d} of {len(traps):2d}"
            f"   missed: {'; '.join(missed) or '-'}"
            f"   beyond ({len(extra)}): {'; '.join(extra) or '-'}"
        )
    print(f"found {found_all} of {wanted_all} ({found_all / wanted_all:.0%})")


if __name__ == "__main__":
    main()
