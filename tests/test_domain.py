"""Packs give words; they never change what is searched for."""

from __future__ import annotations

import pytest
from briefing import ROWS, column, workshop
from reading import grade

from dialogs.brief import Brief
from dialogs.compiling import compile_constraints
from dialogs.domain import GENERIC, cost_hint, guess, pack, packs
from dialogs.facts import Facts, Kind
from dialogs.schema import slots

TABLES = {
    "churn": ("subscriber_no tenure_months contractType monthlyCharges cancelled", "cancelled"),
    "fraud": ("transaction_id merchant amount country is_fraudulent", "is_fraudulent"),
    "credit": ("applicant loan_amount credit_history arrears defaulted", "defaulted"),
    "leads": ("prospect campaign_source quote_value converted", "converted"),
    "demand": ("store_nbr item promotion units_sold", "units_sold"),
    "price": ("listing bedrooms sqft mileage asking_price", "asking_price"),
    "maintenance": ("turbine vibration rpm torque failure_24h", "failure_24h"),
    "health": ("patient_nr glucose bmi cholesterol readmitted", "readmitted"),
    "hr": ("employee_nr department overtime jobSatisfaction resigned", "resigned"),
    "claims": ("policyholder premium deductible claim_cost", "claim_cost"),
    "delivery": ("parcel carrier route dispatch_hour delayed", "delayed"),
    "energy": ("meter kwh solar heating peak_load", "peak_load"),
    "education": ("student course semester attendance final_grade", "final_grade"),
    "fundraising": ("donor last_gift appeal mailing_no donated", "donated"),
}  # fmt: skip


def table(headers: str) -> Facts:
    columns = tuple(column(h, Kind.NUMBER, 50) for h in headers.split())
    return Facts("t.csv", "t.csv", ROWS, columns)


def test_fourteen_packs_and_one_for_all_else() -> None:
    assert set(packs()) == {*TABLES, GENERIC}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_headers_point_to_their_pack(name: str) -> None:
    headers, target = TABLES[name]
    assert guess(table(headers), target).id == name


@pytest.mark.parametrize("headers", ["a b c d", "x1 x2 x3 y", "amount total kind when"])
def test_few_signs_point_nowhere(headers: str) -> None:
    assert guess(table(headers)).id == GENERIC
    assert guess(None).id == GENERIC


def test_what_the_person_says_points_as_well() -> None:
    assert (
        guess(table("a b c"), "which donors will give to our charity").id
        == "fundraising"
    )


@pytest.mark.parametrize("name", sorted(packs()))
def test_a_pack_is_whole(name: str) -> None:
    found = packs()[name]
    assert found.row
    assert found.event
    assert found.traps
    for slot in ("success.miss_cost", "success.false_alarm_cost"):
        assert slot in slots()
        assert cost_hint(name, slot)
    texts = [t.text for t in found.traps] + [c.example for c in found.costs]
    # Short texts give a noisy grade; what counts is the pack as a whole.
    assert grade(" ".join(texts)) <= 8.5, texts


def test_an_unknown_pack_is_the_generic_one() -> None:
    assert pack("no such").id == pack(None).id == GENERIC


def test_the_pack_never_changes_the_constraints() -> None:
    facts = workshop()
    plain = Brief.from_dict(
        {"table": {"target": "came_back"}, "goal": {"event": "yes"}}
    )
    for name in packs():
        goal = {"event": "yes", "domain": name}
        brief = Brief.from_dict({"table": {"target": "came_back"}, "goal": goal})
        assert compile_constraints(brief, facts) == compile_constraints(plain, facts)
