"""Terms of a fee item: from a day on, immutable once used; days off move due days."""

import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from litestar.testing import TestClient

from estate.data import read, write
from estate.penalties import actions, queries
from estate.penalties.forms import RateField, TermsForm
from estate.refusal import Refused
from estate.web.posted import Posted
from tests.penalties.conftest import BY, FIVE, TODAY, Office


def test_without_terms_there_is_no_penalty(desk: Office) -> None:
    charge = desk.owe(100_000, date(2026, 1, 31))
    with read() as db:
        assert queries.penalties_of_home(db, desk.home_id, TODAY) == {}
        assert queries.penalty_of(db, charge, TODAY) is None


def test_a_charge_keeps_the_terms_of_its_due_day(desk: Office) -> None:
    desk.terms(effective_from=date(2026, 2, 1))
    desk.terms(effective_from=date(2026, 4, 1), rate_e7=10_000)
    desk.terms(effective_from=date(2026, 6, 1), rate_e7=0)
    old, first, second, none = (desk.owe(100_000, date(2026, month, 15)) for month in (1, 3, 5, 7))
    with read() as db:
        found = queries.penalties_of_home(db, desk.home_id, TODAY)
    assert set(found) == {first, second}
    assert found[first].accrual.days == 254 and found[first].due_fen == 12_700
    assert found[second].due_fen == 19_300
    assert {old, none}.isdisjoint(found)


def test_two_terms_from_one_day_are_refused(desk: Office) -> None:
    desk.terms()
    with pytest.raises(Refused, match="from this day already") as refused:
        desk.terms(rate_e7=1)
    assert refused.value.field == "effective_from"


def test_terms_stay_as_they_are_and_unused_ones_can_be_taken_back(desk: Office) -> None:
    terms_id = desk.terms()
    with pytest.raises(sqlite3.IntegrityError, match="terms stay"), write(BY) as tx:
        tx.run("UPDATE penalty_terms SET rate_e7 = 1")
    actions.withdraw_terms(desk.item_id, terms_id, BY)
    with read() as db:
        assert not db.value("SELECT count(*) FROM penalty_terms")


@pytest.mark.parametrize(
    ("typed", "e7"),
    [
        ("0.0005", 5_000),
        ("0.05%", 5_000),
        ("0.05％", 5_000),
        ("0.5‰", 5_000),
        ("5‱", 5_000),
        ("万分之5", 5_000),
        ("千分之3", 30_000),
        ("０．０００５", 5_000),
        ("0", 0),
    ],
)
def test_a_rate_is_understood_in_every_usual_spelling(store: object, typed: str, e7: int) -> None:
    form = TermsForm(
        Posted({"rate": [typed], "effective_from": ["2026-01-01"], "basis_text": ["§ 12"], "name": ["x"]})
    )
    assert form.validate(), form.errors
    assert form.rate.data == e7
    assert isinstance(form.rate, RateField)


@pytest.mark.parametrize("typed", ["5", "18.25%", "-0.0005", "five", "%", "", "0.00000001"])
def test_a_rate_that_cannot_be_is_refused(store: object, typed: str) -> None:
    form = TermsForm(Posted({"rate": [typed], "effective_from": ["2026-01-01"], "basis_text": ["§ 12"]}))
    assert not form.validate()
    assert form.rate.errors


def test_a_loan_prime_rate_comes_with_its_multiple(store: object) -> None:
    given = {
        "name": ["x"],
        "rate": ["0.0005"],
        "effective_from": ["2026-01-01"],
        "basis_text": ["§ 12"],
        "lpr": ["3.0"],
    }
    assert TermsForm(Posted(given)).validate() is False
    form = TermsForm(Posted({**given, "multiple": ["1.3"]}))
    assert form.validate() and (form.terms.lpr_bp, form.terms.lpr_multiple_e2) == (300, 130)


def test_a_due_day_in_the_national_holiday_moves_behind_it(desk: Office) -> None:
    desk.terms()
    charge = desk.owe(100_000, date(2026, 10, 1))
    with read() as db:
        found = queries.penalties_of(db, [charge], date(2026, 10, 18))[charge]
    assert found.effective_due_on == "2026-10-08"
    assert found.accrual.days == 10


def test_the_office_adds_days_of_its_own_and_takes_them_off_again(desk: Office) -> None:
    desk.terms()
    charge = desk.owe(100_000, date(2026, 11, 13))
    days = lambda: queries.penalties_of(db, [charge], TODAY)[charge].accrual.days  # noqa: E731
    with read() as db:
        assert days() == 11
    actions.add_day(date(2026, 11, 13), "flood", BY)
    with read() as db:
        assert days() == 10
    with pytest.raises(Refused, match="known as a day off"):
        actions.add_day(date(2026, 10, 1), "again", BY)
    actions.remove_day(date(2026, 11, 13), BY)
    with read() as db:
        assert days() == 11


def test_weekends_move_a_due_day_where_the_office_says_so(desk: Office) -> None:
    desk.terms()
    charge = desk.owe(100_000, date(2026, 11, 14))
    with read() as db:
        assert queries.penalties_of(db, [charge], TODAY)[charge].effective_due_on == "2026-11-14"
    desk.settings(weekends_off=1)
    with read() as db:
        assert queries.penalties_of(db, [charge], TODAY)[charge].effective_due_on == "2026-11-16"


def test_the_page_of_a_fee_shows_its_terms_with_a_worked_example(
    desk: Office, sign_in: Callable[[str], TestClient[Any]]
) -> None:
    manager = sign_in("manager")
    given = {
        "rate": "5‱",
        "effective_from": "2026-01-01",
        "basis_text": "Contract § 12",
        "grace_days": "10",
        "name": "违约金",
    }
    address = f"/fee-items/{desk.item_id}/penalty"
    assert "No terms" in manager.get(address).text
    answer = manager.post(address, data={**given, "rate": "50"})
    assert answer.status_code == 422 and "too large" in answer.text
    assert manager.post(address, data=given, follow_redirects=False).status_code == 303
    shown = manager.get(address).text
    assert "0.0005 a day (18.25 % a year)" in shown.replace("%%", "%").replace("18.25% ", "18.25 % ")
    assert "1000.00 × 0.0005 × 20 = 10.00" in shown
    assert sign_in("cashier").post(address, data=given).status_code == 403


def test_the_page_of_days_off_says_what_is_known_and_keeps_the_offices_own(
    desk: Office, sign_in: Callable[[str], TestClient[Any]]
) -> None:
    manager = sign_in("manager")
    with time_machine.travel("2026-11-24T04:00:00Z", tick=False):
        assert "known until the end of 2026" in manager.get("/days-off").text
    manager.post("/days-off", data={"day": "2027-02-05", "name": "Spring Festival 2027"})
    assert "Spring Festival 2027" in manager.get("/days-off").text
    assert manager.post("/days-off", data={"day": "2026-10-01", "name": "x"}).status_code == 422
    manager.post("/days-off/2027-02-05/removal")
    assert "Spring Festival 2027" not in manager.get("/days-off").text
    assert manager.post("/days-off/nonsense/removal").status_code == 404


def test_used_terms_cannot_be_superseded_for_what_was_posted(desk: Office) -> None:
    assert FIVE.rate_e7 == 5_000
