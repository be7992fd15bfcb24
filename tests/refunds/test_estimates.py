"""An estimate that was too high, of who has left: found, computed, credited once, refunded or carried over."""

import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.billing import actions as billing
from estate.billing.actions_charges import reverse_charge
from estate.billing.queries_credits import OverEstimate, over_estimates
from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.people.actions_handover import NewOwner, hand_over
from estate.people.specs import PersonSpec
from estate.prepayments.queries import balance
from estate.refunds import actions, actions_estimates
from estate.refusal import Refused
from tests.billing.ledger import BY, computed, posted, skipped
from tests.billing.place import owner, settle
from tests.billing.test_metered import WATER, formulas, meter, reads, water
from tests.refunds.conftest import MANAGER

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
LEFT = date(2026, 10, 11)


@pytest.fixture
def home(store: Store) -> int:
    with write(BY) as tx:
        return settle(tx, HomeSpec("3", "2", "501", 5, 8976, state="occupied"), owner("Wang Xiuying"))


def leave(home: int) -> None:
    hand_over(home, [NewOwner(PersonSpec("Zhang San"))], LEFT, BY, key="sold")


def found() -> list[OverEstimate]:
    with read() as db:
        return over_estimates(db)


def sold(home: int, **price: Any) -> int:
    """Billed to an estimate of 190 in September; the meter showed 185 when the home was sold."""
    water(**(price or {"price_e4": 50_000}))
    w = meter(home)
    reads(w, date(2026, 9, 28), 190, estimated=True)
    posted(SEPTEMBER)
    reads(w, date(2026, 10, 10), 185)
    leave(home)
    return w


def test_who_stays_gets_it_off_the_next_bill_and_no_credit(home: int) -> None:
    water(price_e4=50_000)
    w = meter(home)
    reads(w, date(2026, 9, 28), 190, estimated=True)
    posted(SEPTEMBER)
    reads(w, date(2026, 10, 10), 185)
    assert found() == [] and skipped(computed(OCTOBER).id) == {"3-2-501": "credit"}


def test_of_who_has_left_it_is_listed_with_its_arithmetic_and_the_bill_run_says_so(home: int) -> None:
    sold(home)
    (one,) = found()
    assert (one.home_code, one.payer_name, one.credit_fen) == ("3-2-501", "Wang Xiuying", 2_500)
    assert one.sums == "~190 → 185 = \N{MINUS SIGN}5; 950.00 − 925.00 = 25.00"
    assert skipped(computed(OCTOBER).id) == {"3-2-501": "credit_left"}


def test_it_is_listed_still_when_the_next_owner_was_billed(home: int) -> None:
    w = sold(home)
    reads(w, date(2026, 10, 28), 200)
    posted(OCTOBER)
    assert formulas(home)[-1] == ("185 → 200 = 15; 15 × 5 = 75.00", 7_500)
    assert [one.credit_fen for one in found()] == [2_500]


def test_tiers_are_taken_back_from_the_top(home: int) -> None:
    sold(home, tiers=WATER)  # 180 × 5, then 10 × 7; five of the dear ones were too many
    assert [one.credit_fen for one in found()] == [3_500]


def test_two_estimates_in_a_row_are_two_credits(home: int) -> None:
    water(price_e4=50_000)
    w = meter(home)
    reads(w, date(2026, 8, 28), 100, estimated=True)
    posted(date(2026, 8, 1))
    reads(w, date(2026, 9, 28), 120, estimated=True)
    posted(SEPTEMBER)
    reads(w, date(2026, 10, 10), 90)
    leave(home)
    assert [one.credit_fen for one in found()] == [10_000, 5_000]


def test_what_was_waived_is_not_credited(home: int) -> None:
    sold(home)
    with write(BY) as tx:
        charge_id = found()[0].charge_id
        tx.run("UPDATE charge_balances SET waived_fen = 47500 WHERE charge_id = :id", id=charge_id)
    assert [one.credit_fen for one in found()] == [1_250]


def test_what_other_meters_decided_is_for_a_person(home: int) -> None:
    water(tiers=replace(WATER, per_home=True))
    kitchen, bath = meter(home, "W-1"), meter(home, "W-2")
    reads(kitchen, date(2026, 9, 28), 170)
    reads(bath, date(2026, 9, 28), 30, estimated=True)
    posted(SEPTEMBER)
    reads(bath, date(2026, 10, 10), 25)
    leave(home)
    (one,) = found()
    assert one.credit_fen is None
    with pytest.raises(Refused, match="by hand"):
        actions_estimates.credit_estimate(one.charge_id, BY)


def test_a_small_one_is_credited_at_once_and_only_once(home: int) -> None:
    sold(home)
    (one,) = found()
    request = actions_estimates.credit_estimate(one.charge_id, BY)
    assert request.state == "booked" and request.sums == one.sums and request.charge_id == one.charge_id
    assert actions_estimates.credit_estimate(one.charge_id, MANAGER) == request
    with read() as db:
        assert balance(db, home, one.payer_id) == 2_500
    with pytest.raises(Refused, match="Take that back first"):
        reverse_charge(one.charge_id, "slip", BY)
    actions.reverse(request.id, "slip", MANAGER)
    again = actions_estimates.credit_estimate(one.charge_id, BY)
    assert again.id != request.id and again.state == "booked"


def test_a_run_with_a_credited_estimate_is_not_voided(home: int) -> None:
    sold(home)
    actions_estimates.credit_estimate(found()[0].charge_id, BY)
    with read() as db:
        run_id = db.value("SELECT max(id) FROM bill_runs WHERE state = 'posted'")
    with pytest.raises(Refused, match="3-2-501 is credited"):
        billing.void_run(run_id, "slip", BY)


def test_the_database_keeps_both(home: int) -> None:
    sold(home)
    (one,) = found()
    actions_estimates.credit_estimate(one.charge_id, BY)
    columns = "kind, home_id, home_code, payer_id, payer_name, amount_fen, limit_fen, reason, charge_id"
    columns += ", requested_on, requested_at, requested_by"
    with pytest.raises(sqlite3.IntegrityError, match="credited already"), write(BY) as tx:
        tx.run(f"INSERT INTO refund_requests (key, {columns}) SELECT 'b', {columns} FROM refund_requests")


SignIn = Callable[[str], TestClient[Any]]


def test_one_button_from_the_list_then_it_is_refunded_or_carried_over(home: int, sign_in: SignIn) -> None:
    sold(home)
    (one,) = found()
    cashier = sign_in("cashier")
    assert "/refunds/estimates" in cashier.get("/refunds").text
    shown = cashier.get("/refunds/estimates").text
    assert "Credit ¥25.00" in shown and "3-2-501" in shown
    for _twice in range(2):
        pressed = cashier.post(f"/refunds/estimates/{one.charge_id}", follow_redirects=False)
        assert pressed.status_code == 303
    request = cashier.get(pressed.headers["location"]).text
    assert "Booked" in request and f"/charges/{one.charge_id}" in request
    assert "Credit ¥25.00" not in cashier.get("/refunds/estimates").text
    account = f"home={home}&payer={one.payer_id}"
    page = cashier.get(f"/refunds/new?kind=transfer&{account}").text
    key, new_owner = (
        re.search(pattern, page)
        for pattern in (r'idempotency_key" value="([^"]*)"', r'<option value="(\d+)">Zhang San')
    )
    assert key and new_owner
    data = {
        "kind": "transfer",
        "home": home,
        "payer": one.payer_id,
        "amount": "25",
        "idempotency_key": key[1],
    }
    assert cashier.post("/refunds", data=data | {"to_payer": new_owner[1]}).status_code == 422
    wrong = data | {"to_payer": one.payer_id, "reason": "agreement"}
    assert cashier.post("/refunds", data=wrong).status_code == 422
    done = cashier.post(
        "/refunds", data=data | {"to_payer": new_owner[1], "reason": "agreement of 11 October"}
    )
    assert "Carried over to" in done.text
    with read() as db:
        assert (balance(db, home, one.payer_id), balance(db, home, int(new_owner[1]))) == (0, 2_500)


def test_who_may_not_read_receipts_finds_no_list(home: int, sign_in: SignIn) -> None:
    assert sign_in("clerk").get("/refunds/estimates").status_code == 403
    assert sign_in("cashier").post("/refunds/estimates/999").status_code == 404
