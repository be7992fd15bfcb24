"""Paying in advance at the counter, paying from it, and taking both back."""

import sqlite3

import pytest

from estate.cashier import queries, queries_list
from estate.cashier.actions_voids import void
from estate.cashier.queries_list import Wanted
from estate.data import clock, read, write
from estate.data.store import System
from estate.prepayments.queries import balance, balance_after_receipt
from estate.refusal import Refused
from tests.cashier.conftest import MONTH_FEN, Counter, Household, Place, balances, owed

ALL = 3 * MONTH_FEN


def on_account(whose: Household) -> int:
    with read() as db:
        assert queries.unbalanced(db) == []
        return balance(db, *whose)


def test_the_rest_goes_to_the_account_only_when_somebody_says_so(counter: Counter, place: Place) -> None:
    with pytest.raises(Refused, match=r"Only ¥498\.18 is owed") as refused:
        counter.take(place.wang, ALL + 182)
    assert refused.value.field == "amount" and on_account(place.wang) == 0
    receipt = counter.take(place.wang, ALL + 182, rest_in_advance=True)
    assert (receipt.advance_fen, receipt.owed_after_fen) == (182, 0)
    assert balances(place.wang) == [] and on_account(place.wang) == 182
    with read() as db:
        assert balance_after_receipt(db, receipt.id) == 182


def test_a_sum_named_as_in_advance_settles_nothing(counter: Counter, place: Place) -> None:
    receipt = counter.take(place.wang, MONTH_FEN + 5000, advance_fen=5000)
    assert balances(place.wang) == [MONTH_FEN] * 2 and on_account(place.wang) == 5000
    assert receipt.advance_fen == 5000
    counter.take(place.wang, 7000, advance_fen=7000)
    assert balances(place.wang) == [MONTH_FEN] * 2 and on_account(place.wang) == 12000


def test_more_in_advance_than_is_paid_is_refused(counter: Counter, place: Place) -> None:
    for advance in (101, -1):
        with pytest.raises(Refused, match="more than the amount") as refused:
            counter.take(place.wang, 100, advance_fen=advance)
        assert refused.value.field == "advance"


def test_more_than_the_offices_months_ahead_is_confirmed(counter: Counter, place: Place) -> None:
    most = 12 * MONTH_FEN
    counter.take(place.li, most, advance_fen=most)
    with pytest.raises(Refused, match=r"more than 12 months ahead") as refused:
        counter.take(place.li, 1, advance_fen=1)
    assert refused.value.field == "beyond_cap"
    counter.take(place.li, 1, advance_fen=1, beyond_cap=True)
    assert on_account(place.li) == most + 1


def test_an_account_is_the_payers_own(counter: Counter, place: Place) -> None:
    counter.take(place.former, 100, advance_fen=100)
    assert (on_account(place.former), on_account(place.present)) == (100, 0)


def test_charges_are_paid_from_the_account(counter: Counter, place: Place) -> None:
    counter.take(place.wang, 20000, advance_fen=20000)
    receipt = counter.take(place.wang, 20000, method="prepayment")
    assert receipt.number.startswith("YC") and receipt.number.endswith("-000001")
    assert balances(place.wang) == [2 * MONTH_FEN - 20000, MONTH_FEN] and on_account(place.wang) == 0


def test_no_more_is_paid_from_it_than_is_there(counter: Counter, place: Place) -> None:
    counter.take(place.wang, 100, advance_fen=100)
    with pytest.raises(Refused, match=r"Only ¥1\.00 is on the prepayment account") as refused:
        counter.take(place.wang, 101, method="prepayment")
    assert refused.value.field == "amount"
    with pytest.raises(Refused, match="cannot be paid in advance"):
        counter.take(place.wang, 100, method="prepayment", advance_fen=100)


def test_what_is_paid_from_the_account_is_no_takings(counter: Counter, place: Place) -> None:
    counter.take(place.wang, 20000, advance_fen=20000)
    receipt = counter.take(place.wang, 20000, method="prepayment")
    today = clock.today().isoformat()
    with read() as db:
        wanted = Wanted(first=today, last=today)
        taken = queries_list.takings(db, wanted)
        assert [(one.method, one.total_fen) for one in taken.by_method] == [("cash", 20000)]
        assert queries_list.count_receipts(db, wanted) == len(queries_list.receipts_page(db, wanted)) == 1
        offsets = queries_list.receipts_page(db, wanted._replace(method="prepayment"))
        assert [one.number for one in offsets] == [receipt.number]
        assert [one.number for one in queries_list.receipts_page(db, Wanted(number="YC"))] == [receipt.number]


def test_a_reversal_takes_the_advance_back(counter: Counter, place: Place) -> None:
    reversal = counter.reverse(counter.take(place.wang, ALL + 5000, rest_in_advance=True))
    assert (reversal.amount_fen, reversal.advance_fen) == (-ALL - 5000, -5000)
    assert reversal.owed_after_fen == ALL
    assert balances(place.wang) == [MONTH_FEN] * 3 and on_account(place.wang) == 0


def test_an_advance_that_is_used_is_not_taken_back(counter: Counter, place: Place) -> None:
    paid_in = counter.take(place.wang, 5000, advance_fen=5000)
    used = counter.take(place.wang, 1000, method="prepayment")
    with pytest.raises(Refused, match=r"only ¥40\.00 is left on the account"):
        counter.reverse(paid_in)
    assert counter.reverse(used).number.startswith("YC")
    assert on_account(place.wang) == 5000 and balances(place.wang) == [MONTH_FEN] * 3
    counter.reverse(paid_in)
    assert on_account(place.wang) == 0


def test_a_void_takes_the_advance_back_unless_it_is_used(counter: Counter, place: Place) -> None:
    paid_in = counter.take(place.wang, 5000, advance_fen=5000)
    used = counter.take(place.wang, 1000, method="prepayment")
    with pytest.raises(Refused, match=r"only ¥40\.00 is left on the account"):
        void(paid_in.id, "slip", True, "a", counter.by)
    void(used.id, "slip", True, "b", counter.by)
    assert on_account(place.wang) == 5000 and balances(place.wang) == [MONTH_FEN] * 3
    void(paid_in.id, "slip", True, "c", counter.by)
    assert on_account(place.wang) == 0


def test_the_same_key_answers_the_same_advance_and_no_other(counter: Counter, place: Place) -> None:
    first = counter.take(place.wang, ALL + 5000, rest_in_advance=True, key="one")
    assert counter.take(place.wang, ALL + 5000, rest_in_advance=True, key="one") == first
    with pytest.raises(Refused, match="used already"):
        counter.take(place.wang, ALL + 5000, advance_fen=100, key="one")
    assert on_account(place.wang) == 5000


@pytest.mark.parametrize(
    ("attack", "word"),
    [
        ("UPDATE prepayment_entries SET amount_fen = 1", "stays as it is"),
        ("DELETE FROM prepayment_entries", "stays as it is"),
        ("DELETE FROM prepayment_balances", "stays as it is"),
        ("UPDATE receipts SET advance_fen = 1", "stays as it is"),
        ("UPDATE prepayment_balances SET balance_fen = -1", "balance_fen >= 0"),
        (
            """INSERT INTO prepayment_entries (home_id, payer_id, kind, amount_fen, receipt_id, booked_on, at, who)
               SELECT home_id, payer_id, 'paid_in', 1, id, taken_on, taken_at, 'x' FROM receipts WHERE advance_fen = 0""",
            "what its receipt says",
        ),
        (
            """INSERT INTO allocations (receipt_id, charge_id, amount_fen, left_fen)
               SELECT r.id, b.charge_id, 1, 0 FROM receipts r JOIN charge_balances b
                WHERE r.advance_fen > 0 AND b.home_id = r.home_id AND b.balance_fen > 0""",
            "in advance settles no charge",
        ),
    ],
)
def test_the_database_keeps_what_is_on_the_account(
    counter: Counter, place: Place, by: System, attack: str, word: str
) -> None:
    counter.take(place.wang, 5000, advance_fen=5000)
    counter.take(place.wang, 100)
    assert owed(place.wang)
    with pytest.raises(sqlite3.IntegrityError, match=word), write(by) as tx:
        tx.run(attack)
