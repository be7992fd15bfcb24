"""Posting by decision, waiving, and what goes back with what."""

import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from litestar.testing import TestClient

from estate.billing import queries as billing
from estate.billing.actions_charges import reverse_charge
from estate.data import read, write
from estate.data.store import System
from estate.penalties import actions, actions_waivers, queries
from estate.penalties.actions_posting import post_by_decision
from estate.penalties.actions_waivers import Asked
from estate.refusal import Refused
from tests.penalties.conftest import BY, Office

DUE, NOW = date(2026, 1, 31), "2026-04-01T04:00:00Z"
TODAY = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def first_of_april() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def charge(desk: Office) -> int:
    """¥1,000.00 due at the end of January, at five in ten thousand a day: ¥30.00 by the first of April."""
    desk.terms()
    return desk.owe(100_000, DUE)


def due(charge: int, as_of: date = TODAY) -> int:
    with read() as db:
        found = queries.penalty_of(db, charge, as_of)
    return found.due_fen if found else 0


def test_what_has_run_up_is_no_charge_until_it_is_posted(charge: int, desk: Office) -> None:
    assert due(charge) == 3000
    with read() as db:
        assert billing.owed_total(db, desk.home_id) == 100_000


def test_a_decision_posts_it_as_a_charge_with_its_arithmetic_due_today(charge: int, desk: Office) -> None:
    posted = post_by_decision(charge, TODAY, "court", "key", BY)
    with read() as db:
        made = billing.charge(db, posted)
        assert made and billing.owed_total(db, desk.home_id) == 103_000
    assert (made.kind, made.fee_item_name, made.amount_fen) == ("penalty", "Property fee 违约金", 3000)
    assert (made.quantity, made.price) == ("1000.00", "0.0005 × 60")
    assert made.formula == "1000.00 × 0.0005 × 60 = 30.00"
    assert (made.due_on, made.principal_id) == ("2026-04-01", charge)
    assert due(charge) == 0
    assert post_by_decision(charge, TODAY, "court", "key", BY) == posted


def test_what_is_posted_bears_no_penalty_and_the_principal_goes_on(charge: int, desk: Office) -> None:
    posted = post_by_decision(charge, date(2026, 3, 2), "court", "key", BY)
    assert due(charge) == 1500
    later = date(2026, 12, 31)
    with read() as db:
        assert queries.penalty_of(db, posted, later) is None
        assert set(queries.penalties_of_home(db, desk.home_id, later)) == {charge}
    assert due(charge, later) == 16_700 - 1500


def test_nothing_is_posted_for_nothing(charge: int, desk: Office) -> None:
    for as_of, why in ((DUE, "no penalty"), (date(2026, 4, 2), "not come yet")):
        with pytest.raises(Refused, match=why):
            post_by_decision(charge, as_of, "court", "key", BY)
    with pytest.raises(Refused, match="reason"):
        post_by_decision(charge, TODAY, " ", "key", BY)
    post_by_decision(charge, TODAY, "court", "key", BY)
    with pytest.raises(Refused, match="no penalty"):
        post_by_decision(charge, TODAY, "court", "another", BY)
    other = desk.owe(5_000, DUE)
    with pytest.raises(Refused, match="used already"):
        post_by_decision(other, TODAY, "court", "key", BY)


def test_a_posted_penalty_can_be_reversed_and_then_asked_for_again(charge: int) -> None:
    reverse_charge(post_by_decision(charge, TODAY, "court", "key", BY), "mistake", BY)
    assert due(charge) == 3000


def test_a_reversed_charge_takes_its_penalty_with_it(charge: int, desk: Office) -> None:
    posted = post_by_decision(charge, TODAY, "court", "key", BY)
    reverse_charge(charge, "wrong home", BY)
    with read() as db:
        made = billing.charge(db, posted)
        assert made and made.state == "reversed"
        assert billing.owed_total(db, desk.home_id) == 0


def test_a_charge_whose_penalty_is_paid_is_not_reversed(charge: int, desk: Office) -> None:
    posted = post_by_decision(charge, TODAY, "court", "key", BY)
    desk.pay(1000, TODAY, posted)
    with pytest.raises(Refused, match="paid or waived"):
        reverse_charge(charge, "wrong home", BY)


def test_terms_by_which_something_was_posted_stay(charge: int, desk: Office) -> None:
    post_by_decision(charge, TODAY, "court", "key", BY)
    with read() as db:
        terms_id = int(db.value("SELECT id FROM penalty_terms"))
    with pytest.raises(Refused, match="terms were used"):
        actions.withdraw_terms(desk.item_id, terms_id, BY)
    with pytest.raises(Refused, match="later day"):
        desk.terms(effective_from=date(2026, 1, 1))
    desk.terms(effective_from=date(2026, 2, 1))


def test_what_was_posted_or_decided_stays_as_it_is(charge: int) -> None:
    post_by_decision(charge, TODAY, "court", "key", BY)
    for statement in ("UPDATE penalties SET accrued_fen = 1", "DELETE FROM penalties"):
        with pytest.raises(sqlite3.IntegrityError, match="stays as it is"), write(BY) as tx:
            tx.run(statement)


def test_a_small_waiver_is_granted_at_once_and_lowers_what_can_be_asked_for(charge: int) -> None:
    found = actions_waivers.ask(Asked(charge, TODAY, "was ill", 1000), "w", BY, grant=True)
    assert found.state == "granted"
    assert due(charge) == 2000
    assert actions_waivers.ask(Asked(charge, TODAY, "was ill", 1000), "w", BY, grant=True) == found
    assert due(charge, date(2026, 4, 11)) == 2500


def test_above_the_limit_another_person_decides(charge: int, desk: Office) -> None:
    desk.settings(waiver_limit_fen=2500)
    found = actions_waivers.ask(Asked(charge, TODAY, "was ill"), "w", BY, grant=True)
    assert (found.state, found.amount_fen) == ("asked", 3000)
    assert due(charge) == 3000
    with pytest.raises(Refused, match="another person decides"):
        actions_waivers.grant(found.id, BY, may_approve=True)
    with pytest.raises(Refused, match="a manager decides"):
        actions_waivers.grant(found.id, System("Sun Yan"), may_approve=False)
    manager = System("Liu Min")
    assert actions_waivers.grant(found.id, manager, may_approve=True).state == "granted"
    assert due(charge) == 0
    assert actions_waivers.withdraw(found.id, manager).state == "withdrawn"
    assert due(charge) == 3000


def test_many_small_waivers_of_one_day_are_one_large_one(charge: int, desk: Office) -> None:
    desk.settings(waiver_limit_fen=1500)
    assert actions_waivers.ask(Asked(charge, TODAY, "a", 1000), "1", BY, grant=True).state == "granted"
    assert actions_waivers.ask(Asked(charge, TODAY, "b", 1000), "2", BY, grant=True).state == "asked"


def test_no_more_is_waived_than_has_run_up(charge: int) -> None:
    with pytest.raises(Refused, match=r"Only ¥30\.00") as refused:
        actions_waivers.ask(Asked(charge, TODAY, "a", 3001), "1", BY)
    assert refused.value.field == "amount"
    actions_waivers.ask(Asked(charge, TODAY, "a", 2000), "2", BY)
    with pytest.raises(Refused, match=r"Only ¥10\.00"):
        actions_waivers.ask(Asked(charge, TODAY, "a", 2000), "3", BY)


def test_a_declined_waiver_changes_nothing_and_is_decided_once(charge: int) -> None:
    found = actions_waivers.ask(Asked(charge, TODAY, "a", 2000), "1", BY)
    manager = System("Liu Min")
    assert actions_waivers.refuse(found.id, "no", manager, may_approve=True).state == "refused"
    with pytest.raises(Refused, match="decided already"):
        actions_waivers.grant(found.id, manager, may_approve=True)
    with pytest.raises(sqlite3.IntegrityError, match="decided once"), write(BY) as tx:
        tx.run(
            """INSERT INTO penalty_waiver_decisions (waiver_id, decision, decided_by, decided_at, booked_on)
               VALUES (:id, 'granted', 'x', '2026-04-01T00:00:00.000Z', '2026-04-01')""",
            id=found.id,
        )
    assert due(charge) == 3000


def test_the_views_say_the_same(charge: int, desk: Office) -> None:
    with read() as db:
        day = str(db.value("SELECT date('now', '+8 hours')"))
        found = queries.penalty_of(db, charge, date.fromisoformat(day))
        assert found
        assert db.tuples("SELECT home, penalty_fen FROM v_arrears") == [("3-2-501", found.due_fen)]
        assert (
            db.value("SELECT penalty_fen FROM v_penalties WHERE charge_id = :id", id=charge) == found.due_fen
        )


def test_a_manager_posts_and_a_cashier_asks_on_the_page_of_the_charge(
    charge: int, desk: Office, sign_in: Callable[[str], TestClient[Any]]
) -> None:
    address = f"/charges/{charge}/penalty"
    desk.settings(waiver_limit_fen=0)
    cashier = sign_in("cashier")
    assert "1000.00 × 0.0005 × 60 = 30.00" in cashier.get(address).text
    given = {"key": "k1", "as_of": "2026-04-01", "reason": "was ill"}
    assert cashier.post(address, data=given).status_code == 403
    assert cashier.post(f"{address}-waivers", data={**given, "amount": "99"}).status_code == 422
    assert cashier.post(f"{address}-waivers", data={**given, "amount": "10"}).status_code == 200
    assert "Waits for a decision" in cashier.get(address).text
    assert cashier.post("/penalty-waivers/1/grant").status_code == 409
    manager = sign_in("manager")
    assert "was ill" in manager.get("/penalties").text
    manager.post("/penalty-waivers/1/grant")
    assert due(charge) == 2000
    answer = manager.post(address, data={**given, "key": "k2"}, follow_redirects=False)
    assert answer.status_code == 303
    assert "30.00 − 10.00 = 20.00" in manager.get(answer.headers["location"]).text
    assert manager.post(address, data={**given, "key": "k3"}).status_code == 422
    assert manager.get("/charges/999/penalty").status_code == 404
