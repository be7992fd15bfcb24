"""Deposits from their taking to their return; what is held is always the sum of the steps."""

import secrets
import sqlite3
from typing import Any

import pytest

from estate.cashier import queries_list as cashier
from estate.data import clock, read, write
from estate.data.store import System
from estate.deposits import actions, queries
from estate.deposits.actions import Asked
from estate.deposits.queries import Deposit
from estate.deposits.rules import settle
from estate.refusal import Refused
from tests.cases import Case, cases
from tests.cashier.conftest import Household, Place
from tests.refunds.conftest import CASHIER, Desk, moved


@pytest.mark.parametrize("case", cases("deposit"))
def test_settle(case: Case) -> None:
    answer = settle(case.input["received_fen"], case.input["deductions_fen"])._asdict()
    assert {key: answer[key] for key in case.expect} == case.expect


def test_deductions_beyond_the_deposit_are_owed() -> None:
    assert settle(20000, [15000, 6000]) == (0, 1000)
    with pytest.raises(ValueError, match="never negative"):
        settle(20000, [-1])


def take(whose: Household, fen: int = 200000, key: str = "", **more: Any) -> Deposit:
    asked = Asked(*whose, "renovation", "renovation contract § 4", fen, "cash")._replace(**more)
    return actions.take(asked, key or secrets.token_hex(8), CASHIER)


def now(deposit: Deposit) -> Deposit:
    with read() as db:
        sums = db.tuples("""
            SELECT b.held_fen, (SELECT sum(s.amount_fen) FROM deposit_steps s WHERE s.deposit_id = b.deposit_id)
              FROM deposit_balances b
        """)
        assert all(held == steps for held, steps in sums)
        found = queries.deposit_by_id(db, deposit.id)
        assert found
        return found


def deduct(deposit: Deposit, fen: int, key: str = "") -> None:
    actions.deduct(deposit.id, fen, "broken tiles", "list no. 3", key or secrets.token_hex(8), CASHIER)


def step(deposit: Deposit, kind: str) -> queries.Step:
    with read() as db:
        return next(one for one in queries.steps(db, deposit.id) if one.kind == kind)


def test_a_deposit_is_taken_inspected_deducted_from_and_returned(desk: Desk, place: Place) -> None:
    deposit = take(place.wang)
    assert deposit.number.startswith("YJ") and deposit.number.endswith("-000001")
    assert (deposit.state, deposit.held_fen) == ("held", 200000)
    actions.note_inspection(deposit.id, "record no. 17", CASHIER)
    deduct(deposit, 35000)
    assert now(deposit)[9:10] == (165000,) and now(deposit).state == "inspected"
    request = desk.ask("deposit", place.wang, 165000, deposit_id=deposit.id)
    assert request.state == "waiting" and request.deposit == deposit.number
    paid = desk.pay(desk.approve(request))
    assert paid.number and paid.number.startswith("YT") and now(deposit).state == "settled"
    assert step(deposit, "returned").voucher == paid.number
    assert desk.reverse(paid).state == "reversed" and now(deposit).held_fen == 165000


def test_a_deposit_settles_no_charge_and_is_no_receipt(desk: Desk, place: Place) -> None:
    take(place.wang)
    today = clock.today().isoformat()
    with read() as db:
        assert cashier.takings(db, cashier.Wanted(today, today)).by_method == []
        assert db.value("SELECT count(*) FROM allocations") == 0
        assert queries.held_total(db) == queries.held_of(db, *place.wang) == 200000
    assert moved() == [("deposits", "cash", "Zhao Lin", 200000)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"basis": " "}, "basis"),
        ({"amount_fen": 0}, "amount"),
        ({"kind": "lease"}, "kind"),
        ({"method": "prepayment"}, "method"),
        ({"method": "transfer"}, "channel_ref"),
        ({"payer_id": 10**6}, "payer"),
    ],
)
def test_what_is_missing_has_a_word_beside_its_field(
    desk: Desk, place: Place, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        take(place.wang, **change)
    assert refused.value.field == field


def test_the_same_key_takes_once(desk: Desk, place: Place) -> None:
    first = take(place.wang, key="one")
    assert take(place.wang, key="one") == first
    with pytest.raises(Refused, match="used already"):
        take(place.wang, 100, key="one")


def test_nothing_is_deducted_or_returned_before_the_inspection(desk: Desk, place: Place) -> None:
    deposit = take(place.wang)
    with pytest.raises(Refused, match="inspection first"):
        deduct(deposit, 100)
    with pytest.raises(Refused, match="inspection first"):
        desk.ask("deposit", place.wang, 100, deposit_id=deposit.id)


def test_no_more_is_deducted_than_is_held_and_each_once(desk: Desk, place: Place) -> None:
    deposit = take(place.wang)
    actions.note_inspection(deposit.id, "17", CASHIER)
    with pytest.raises(Refused, match=r"Only ¥2") as refused:
        deduct(deposit, 200001)
    assert refused.value.field == "amount"
    for _twice in range(2):
        deduct(deposit, 100, key="one")
    assert now(deposit).held_fen == 199900
    with pytest.raises(Refused, match="used already"):
        deduct(deposit, 101, key="one")
    for _twice in range(2):
        actions.reverse_deduction(step(deposit, "deducted").id, "paid otherwise", CASHIER)
    assert now(deposit).held_fen == 200000


def test_a_deposit_is_reversed_only_while_nothing_was_done(desk: Desk, place: Place) -> None:
    deposit = take(place.wang)
    actions.note_inspection(deposit.id, "17", CASHIER)
    deduct(deposit, 100)
    with pytest.raises(Refused, match="Take that back first"):
        actions.reverse(deposit.id, "slip", "a", CASHIER)
    actions.reverse_deduction(step(deposit, "deducted").id, "slip", CASHIER)
    reversal = actions.reverse(deposit.id, "slip", "a", CASHIER)
    assert (reversal.amount_fen, reversal.reverses, reversal.number[-6:]) == (
        -200000,
        deposit.number,
        "000002",
    )
    assert actions.reverse(deposit.id, "slip", "b", CASHIER) == reversal
    assert now(deposit).state == "reversed" and now(deposit).held_fen == 0
    with pytest.raises(Refused, match="reversal itself"):
        actions.reverse(reversal.id, "slip", "c", CASHIER)
    with pytest.raises(Refused, match="held any more"):
        actions.note_inspection(deposit.id, "18", CASHIER)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE deposits SET amount_fen = 1",
        "UPDATE deposits SET basis = 'x'",
        "UPDATE deposits SET channel_ref = 'x'",
        "UPDATE deposit_steps SET amount_fen = 1",
        "DELETE FROM deposit_steps",
        "DELETE FROM deposits",
        "UPDATE deposit_series SET next = 1",
    ],
)
def test_a_deposit_stays_as_it_is(desk: Desk, place: Place, by: System, attack: str) -> None:
    take(place.wang)
    with pytest.raises(sqlite3.IntegrityError, match=r"stay as they are|only counts up"), write(by) as tx:
        tx.run(attack)
