"""Penalties at the counter: shown, collected or left out, printed on the receipt, taken back with it."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from estate.billing import queries as billing
from estate.cashier import actions, actions_voids
from estate.cashier import queries as cashier
from estate.cashier.actions_payment import Changed, Payment
from estate.cashier.actions_penalties import asked_for
from estate.cashier.queries import Receipt
from estate.cashier.rules import OpenBill
from estate.data import Store, read
from estate.penalties import queries
from estate.refusal import Refused
from tests.penalties.conftest import BY, Office

DUE = date(2026, 1, 31)
SECOND_OF_MARCH, FIRST_OF_APRIL = "2026-03-02T04:00:00Z", "2026-04-01T04:00:00Z"


@pytest.fixture
def charge(desk: Office) -> int:
    """A21 and A22: ¥1,000.00 due at the end of January, five in ten thousand a day."""
    desk.terms()
    return desk.owe(100_000, DUE)


def take(desk: Office, fen: int, *, with_penalty: bool = True, **more: Any) -> Receipt:
    payment = Payment(desk.home_id, desk.payer_id, fen, "cash", with_penalty=with_penalty, **more)
    return actions.take(payment, secrets.token_hex(8), BY)


def lines(receipt: Receipt) -> list[tuple[str, int, int]]:
    with read() as db:
        return [(line.fee_item_name, line.paid_fen, line.left_fen) for line in cashier.lines(db, receipt.id)]


def owed(desk: Office) -> list[int]:
    with read() as db:
        return [one.balance_fen for one in billing.open_charges(db, desk.home_id)]


def penalty(desk: Office, on: date) -> int:
    with read() as db:
        return sum(one.due_fen for one in queries.penalties_of_home(db, desk.home_id, on).values())


def test_A21_principal_first(charge: int, desk: Office) -> None:
    with time_machine.travel(SECOND_OF_MARCH, tick=False):
        assert lines(take(desk, 40_000)) == [("Property fee", 40_000, 60_000)]
    with time_machine.travel(FIRST_OF_APRIL, tick=False):
        receipt = take(desk, 62_400)
    assert lines(receipt) == [("Property fee", 60_000, 0), ("Property fee 违约金", 2400, 0)]
    assert receipt.owed_after_fen == 0 and owed(desk) == []


def test_A22_penalty_first_by_the_civil_code(charge: int, desk: Office) -> None:
    desk.settings(allocation_order="penalty_first")
    with time_machine.travel(SECOND_OF_MARCH, tick=False):
        receipt = take(desk, 40_000)
        assert lines(receipt) == [("Property fee", 38_500, 61_500), ("Property fee 违约金", 1500, 0)]
        assert receipt.owed_after_fen == 61_500
    with time_machine.travel(FIRST_OF_APRIL, tick=False):
        assert penalty(desk, date(2026, 4, 1)) == 923
        assert lines(take(desk, 62_423)) == [("Property fee", 61_500, 0), ("Property fee 违约金", 923, 0)]
    assert owed(desk) == []


@time_machine.travel(FIRST_OF_APRIL, tick=False)
def test_left_out_it_is_not_posted_and_stays_on_the_page_of_the_charge(charge: int, desk: Office) -> None:
    receipt = take(desk, 100_000, with_penalty=False)
    assert lines(receipt) == [("Property fee", 100_000, 0)]
    assert owed(desk) == [] and penalty(desk, date(2026, 4, 1)) == 0
    with read() as db:
        found = queries.penalty_of(db, charge, date(2026, 12, 31))
    assert found and found.due_fen == 3000


@time_machine.travel(FIRST_OF_APRIL, tick=False)
def test_a_penalty_that_is_taken_in_part_is_posted_over_that_part(charge: int, desk: Office) -> None:
    desk.settings(allocation_order="penalty_first")
    assert lines(take(desk, 1000)) == [("Property fee 违约金", 1000, 0)]
    assert owed(desk) == [100_000] and penalty(desk, date(2026, 4, 1)) == 2000
    with read() as db:
        [posted] = billing.penalties_posted(db, charge)
    assert posted.formula == "1000.00 × 0.0005 × 60 = 30.00; 30.00 − 20.00 = 10.00"


@time_machine.travel(FIRST_OF_APRIL, tick=False)
def test_when_the_principal_is_settled_the_rest_of_its_penalty_is_owed(charge: int, desk: Office) -> None:
    receipt = take(desk, 101_000)
    assert lines(receipt) == [("Property fee", 100_000, 0), ("Property fee 违约金", 1000, 2000)]
    assert receipt.owed_after_fen == 2000 and owed(desk) == [2000]
    assert penalty(desk, date(2027, 4, 1)) == 0
    assert take(desk, 2000).owed_after_fen == 0


@time_machine.travel(FIRST_OF_APRIL, tick=False)
def test_more_than_both_is_refused(charge: int, desk: Office) -> None:
    with pytest.raises(Refused, match=r"Only ¥1.030\.00 is owed"):
        take(desk, 103_001)
    with pytest.raises(Refused, match=r"Only ¥1.000\.00 is owed"):
        take(desk, 103_000, with_penalty=False)


@time_machine.travel(FIRST_OF_APRIL, tick=False)
def test_a_reversed_receipt_takes_its_penalties_back(charge: int, desk: Office) -> None:
    receipt = take(desk, 103_000)
    reversal = actions.reverse(receipt.id, "wrong home", "back", BY)
    assert reversal.owed_after_fen == 100_000
    assert owed(desk) == [100_000] and penalty(desk, date(2026, 4, 1)) == 3000
    with read() as db:
        assert [one.state for one in billing.penalties_posted(db, charge)] == ["reversed"]
        assert cashier.unbalanced(db) == []


@time_machine.travel(FIRST_OF_APRIL, tick=False)
def test_a_voided_receipt_takes_its_penalties_back_and_was_never_paid(charge: int, desk: Office) -> None:
    receipt = take(desk, 101_000)
    actions_voids.void(receipt.id, "typed wrong", True, "void", BY)
    assert owed(desk) == [100_000] and penalty(desk, date(2026, 4, 1)) == 3000


@time_machine.travel(FIRST_OF_APRIL, tick=False)
def test_a_receipt_whose_penalty_something_else_settled_is_not_taken_back_before_that(
    charge: int, desk: Office
) -> None:
    first, second = take(desk, 101_000), take(desk, 500)
    with pytest.raises(Refused, match=second.number):
        actions.reverse(first.id, "wrong home", "back", BY)
    with pytest.raises(Refused, match=second.number):
        actions_voids.void(first.id, "typed wrong", True, "void", BY)
    actions.reverse(second.id, "wrong home", "second back", BY)
    actions.reverse(first.id, "wrong home", "back", BY)
    assert owed(desk) == [100_000]


def test_a_payment_that_is_taken_back_bears_again_from_that_day(charge: int, desk: Office) -> None:
    with time_machine.travel(SECOND_OF_MARCH, tick=False):
        receipt = take(desk, 100_000, with_penalty=False)
    with time_machine.travel("2026-03-12T04:00:00Z", tick=False):
        actions.reverse(receipt.id, "bounced", "back", BY)
    assert penalty(desk, date(2026, 3, 22)) == 1500 + 500


@time_machine.travel(FIRST_OF_APRIL, tick=False)
def test_what_was_shown_is_what_is_posted(charge: int, desk: Office) -> None:
    with read() as db:
        run_up, order = asked_for(db, desk.home_id, desk.payer_id, date(2026, 4, 1), wanted=True)
        seen = tuple(cashier.bills(billing.open_charges(db, desk.home_id), run_up))
    assert seen == (OpenBill(charge, DUE, 100_000, 3000),)
    with time_machine.travel("2026-04-02T04:00:00Z", tick=False), pytest.raises(Changed):
        take(desk, 103_000, seen=seen, seen_order=order)
    desk.settings(allocation_order="penalty_first")
    with pytest.raises(Changed):
        take(desk, 50_000, seen=seen, seen_order=order)
    take(desk, 50_000, with_penalty=False, seen=seen, seen_order=order)


@time_machine.travel(FIRST_OF_APRIL, tick=False)
def test_the_same_key_takes_it_once_and_not_with_another_answer(charge: int, desk: Office) -> None:
    payment = Payment(desk.home_id, desk.payer_id, 103_000, "cash", with_penalty=True)
    first = actions.take(payment, "one", BY)
    assert actions.take(payment, "one", BY) == first
    with pytest.raises(Refused, match="used already"):
        actions.take(payment._replace(with_penalty=False), "one", BY)


@pytest.mark.parametrize("order", ["principal_first", "penalty_first"])
def test_two_payments_of_one_day_settle_what_one_does(store: Store, order: str) -> None:
    desk = Office()
    desk.terms()
    desk.settings(allocation_order=order)

    @settings(max_examples=15)
    @given(st.integers(100, 200_000), st.integers(1, 400), st.data())
    def agree(principal: int, late: int, data: st.DataObject) -> None:
        on = DUE + timedelta(days=late)
        with time_machine.travel(f"{on.isoformat()}T04:00:00Z", tick=False):
            whole = principal + desk_penalty(principal, on)
            amount = data.draw(st.integers(2, whole))
            first = data.draw(st.integers(1, amount - 1))
            results = []
            for parts in ([amount], [first, amount - first]):
                charge = desk.owe(principal, DUE)
                receipts = [take(desk, fen, designated=(charge,)) for fen in parts]
                with read() as db:
                    found = billing.charge(db, charge)
                    assert found
                    posted = billing.penalties_posted(db, charge)
                    left = queries.penalty_of(db, charge, on)
                    results.append(
                        (found.paid_fen, sum(p.paid_fen for p in posted), left and left.accrual.fen)
                    )
                for receipt in reversed(receipts):
                    actions.reverse(receipt.id, "test", secrets.token_hex(8), BY)
                with read() as db:
                    rest = billing.charge(db, charge)
                assert rest and rest.paid_fen == 0
                take(desk, rest.balance_fen, designated=(charge,), with_penalty=False)
            assert results[0] == results[1]

    def desk_penalty(principal: int, on: date) -> int:
        charge = desk.owe(principal, DUE)
        with read() as db:
            found = queries.penalty_of(db, charge, on)
        take(desk, principal, designated=(charge,), with_penalty=False)
        return found.due_fen if found else 0

    agree()


@time_machine.travel(FIRST_OF_APRIL, tick=False)
def test_the_counter_shows_the_arithmetic_and_takes_both_or_only_the_fee(
    charge: int, desk: Office, sign_in: Callable[[str], TestClient[Any]]
) -> None:
    cashier_browser, address = sign_in("cashier"), f"/counter/{desk.home_id}"
    shown = cashier_browser.get(address).text
    assert "1000.00 × 0.0005 × 60 = 30.00" in shown
    assert "Take ¥1\u202f030.00" in shown
    without = cashier_browser.get(address, params={"with_penalty": "0"}).text
    assert "Take ¥1\u202f000.00" in without
    desk.settings(collect_penalty=0)
    assert "Take ¥1\u202f000.00" in cashier_browser.get(address).text
    seen = f"{charge}:100000:2026-01-31:3000"
    given = {
        "payer": str(desk.payer_id), "method": "cash", "idempotency_key": "k", "seen": seen,
        "order": "principal_first", "with_penalty": "1", "balance": "0",
    }  # fmt: skip
    answer = cashier_browser.post(address, data=given, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    receipt = cashier_browser.get(answer.headers["location"]).text
    assert "Property fee 违约金" in receipt and "30.00" in receipt
    printed = cashier_browser.get(f"{answer.headers['location']}/print?paper=a5").text
    assert "0.0005 × 60" in printed and "1000.00" in printed


@time_machine.travel(FIRST_OF_APRIL, tick=False)
def test_without_a_word_on_penalties_a_form_takes_none(
    charge: int, desk: Office, sign_in: Callable[[str], TestClient[Any]]
) -> None:
    given = {
        "payer": str(desk.payer_id),
        "method": "cash",
        "idempotency_key": "k",
        "seen": f"{charge}:100000:2026-01-31",
        "balance": "0",
    }
    answer = sign_in("cashier").post(f"/counter/{desk.home_id}", data=given, follow_redirects=False)
    assert answer.status_code == 303
    with read() as db:
        assert billing.penalties_posted(db, charge) == []
