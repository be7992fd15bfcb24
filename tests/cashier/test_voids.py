"""Voiding a receipt of the day: the number stays, it counts for nothing, and what it paid is owed again."""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from litestar.testing import TestClient

from estate.cashier import queries, queries_list
from estate.cashier.queries_list import Wanted
from estate.data import Store, clock, read, write
from estate.data.store import System
from estate.insight import records as insight
from estate.prepayments import queries as prepayments
from estate.refusal import Refused
from tests.cashier.conftest import MONTH_FEN, Counter, Place, balances
from tests.cashier.test_pages import hidden, opened, post

SignIn = Callable[[str], TestClient[Any]]


def today() -> Wanted:
    day = clock.today().isoformat()
    return Wanted(first=day, last=day)


def test_a_voided_receipt_keeps_its_number_and_counts_for_nothing(counter: Counter, place: Place) -> None:
    receipt = counter.take(place.wang, 40000)
    other = counter.take(place.li, 5000, method="wechat")
    voided = counter.void(receipt)
    assert (voided.number, voided.amount_fen, voided.state) == (receipt.number, 40000, "voided")
    assert balances(place.wang) == [MONTH_FEN] * 3
    with read() as db:
        taken = queries_list.takings(db, today()).by_method
        assert [(one.method, one.receipts, one.voids, one.total_fen) for one in taken] == [
            ("cash", 0, 1, 0),
            ("wechat", 1, 0, 5000),
        ]
        assert [one.state for one in queries_list.receipts_page(db, today())] == ["live", "voided"]
        assert db.tuples("SELECT receipt_no, amount_fen, state FROM v_receipts ORDER BY receipt_no") == [
            (receipt.number, 0, "voided"),
            (other.number, 5000, "live"),
        ]
        day = clock.today().isoformat()
        assert insight.taken(db, day, day) == (1, 5000)
        assert queries.unbalanced(db) == []


def test_a_second_time_changes_nothing(counter: Counter, place: Place) -> None:
    receipt = counter.take(place.wang, 40000)
    assert counter.void(receipt, key="k") == counter.void(receipt, key="k") == counter.void(receipt)
    assert balances(place.wang) == [MONTH_FEN] * 3


def test_the_money_and_its_voucher_can_be_taken_again(counter: Counter, place: Place) -> None:
    counter.void(counter.take(place.wang, 40000, method="transfer", channel_ref="B1"))
    again = counter.take(place.wang, 40000, method="transfer", channel_ref="B1")
    assert again.number.endswith("000002")


@pytest.mark.parametrize(
    ("given", "field"), [({"reason": " "}, "reason"), ({"back": False}, "original_back")]
)
def test_a_void_needs_a_reason_and_the_original(
    counter: Counter, place: Place, given: dict[str, Any], field: str
) -> None:
    receipt = counter.take(place.wang, 100)
    with pytest.raises(Refused) as refused:
        counter.void(receipt, **given)
    assert refused.value.field == field


def test_only_its_cashier_voids_a_receipt(counter: Counter, place: Place) -> None:
    receipt = counter.take(place.wang, 100)
    colleague = Counter()
    colleague.by = System("Qian Wu")
    with pytest.raises(Refused, match="Only the cashier who took it"):
        colleague.void(receipt)


def test_the_next_day_it_is_reversed_instead(counter: Counter, place: Place) -> None:
    with time_machine.travel("2026-11-24 04:00Z", tick=False):
        receipt = counter.take(place.wang, 100)
    with time_machine.travel("2026-11-25 04:00Z", tick=False):
        with pytest.raises(Refused, match="earlier day"):
            counter.void(receipt)
        assert counter.reverse(receipt).state == "reversal"


def test_what_was_taken_back_is_not_taken_back_again(counter: Counter, place: Place) -> None:
    receipt = counter.take(place.wang, 100)
    reversal = counter.reverse(receipt)
    for one in (receipt, reversal):
        with pytest.raises(Refused, match="does not count any more"):
            counter.void(one)
    voided = counter.void(counter.take(place.wang, 100))
    with pytest.raises(Refused, match="void already"):
        counter.reverse(voided)


def test_what_was_paid_in_advance_is_taken_back_unless_it_is_used(counter: Counter, place: Place) -> None:
    paid = counter.take(place.wang, 500, advance_fen=500)
    offset = counter.take(place.wang, 400, method="prepayment")
    with pytest.raises(Refused, match="paid in advance"):
        counter.void(paid)
    counter.void(offset)
    counter.void(paid)
    with read() as db:
        assert prepayments.balance(db, *place.wang) == 0
        assert queries.unbalanced(db) == []
    assert balances(place.wang) == [MONTH_FEN] * 3


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE receipt_voids SET reason = 'x'",
        "DELETE FROM receipt_voids",
        "UPDATE receipts SET void_id = NULL WHERE void_id IS NOT NULL",
        "UPDATE receipts SET void_id = 1 WHERE void_id IS NULL",
        """INSERT INTO receipt_voids (receipt_id, key, reason, voided_on, voided_at, who)
           SELECT id, 'x', 'x', '2020-01-01', taken_at, cashier_name FROM receipts WHERE void_id IS NULL""",
        """INSERT INTO receipt_voids (receipt_id, key, reason, voided_on, voided_at, who)
           SELECT id, 'x', 'x', taken_on, taken_at, 'somebody' FROM receipts WHERE void_id IS NULL""",
    ],
)
def test_the_database_keeps_voids(store: Store, counter: Counter, place: Place, attack: str) -> None:
    counter.void(counter.take(place.wang, 100))
    counter.take(place.wang, 200)
    with pytest.raises(sqlite3.IntegrityError), write(counter.by) as tx:
        tx.run(attack)


def test_a_cashier_voids_on_the_page(sign_in: SignIn, place: Place) -> None:
    cashier = sign_in("cashier")
    number = post(cashier, place.wang, opened(cashier, place.wang)).headers["location"].rsplit("/", 1)[1]
    assert f"/receipts/{number}/void" in cashier.get(f"/receipts/{number}").text
    question = cashier.get(f"/receipts/{number}/void").text
    assert "Void receipt" in question and "498.18" in question
    form = {"idempotency_key": hidden(question, "idempotency_key"), "reason": "wrong home"}
    refused = cashier.post(f"/receipts/{number}/void", data=form)
    assert refused.status_code == 422 and "original back first" in refused.text
    done = cashier.post(
        f"/receipts/{number}/void", data=form | {"original_back": "y"}, follow_redirects=False
    )
    assert done.status_code == 303
    shown = cashier.get(f"/receipts/{number}").text
    assert "This receipt is void" in shown and "wrong home" in shown
    assert f"/receipts/{number}/void" not in shown and f"/receipts/{number}/reversal" not in shown
    assert "VOID" in cashier.get(f"/receipts/{number}/print?paper=a5").text
    assert "Void" in cashier.get("/receipts").text
    assert "nothing to void" in cashier.get(f"/receipts/{number}/void").text
    assert balances(place.wang) == [MONTH_FEN] * 3


def test_another_cashiers_receipt_shows_the_way_to_a_reversal(
    sign_in: SignIn, counter: Counter, place: Place
) -> None:
    receipt, manager = counter.take(place.wang, 100), sign_in("manager")
    assert f"/receipts/{receipt.number}/void" not in manager.get(f"/receipts/{receipt.number}").text
    shown = manager.get(f"/receipts/{receipt.number}/void").text
    assert "Only the cashier who took it" in shown and f"/receipts/{receipt.number}/reversal" in shown
    assert sign_in("clerk").get(f"/receipts/{receipt.number}/void").status_code == 403
