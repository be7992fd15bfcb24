"""Taking a receipt back, and what the database itself does not let happen."""

import sqlite3

import pytest

from estate.cashier import queries
from estate.cashier.actions_prints import note_print
from estate.data import read, write
from estate.data.store import System
from estate.refusal import Refused
from tests.cashier.conftest import MONTH_FEN, Counter, Place, balances, owed


def test_a_reversed_receipt_reopens_what_it_paid(counter: Counter, place: Place) -> None:
    receipt = counter.take(place.wang, 40000)
    reversal = counter.reverse(receipt, reason=" wrong home ")
    assert balances(place.wang) == [MONTH_FEN] * 3
    assert (reversal.amount_fen, reversal.reverses, reversal.state) == (-40000, receipt.number, "reversal")
    assert (reversal.reason, reversal.owed_after_fen) == ("wrong home", 3 * MONTH_FEN)
    assert reversal.number[-6:] == "000002"
    with read() as db:
        old = queries.receipt(db, receipt.number)
        assert old and old.state == "reversed" and old.reversed_by == reversal.number
        assert [line.paid_fen for line in queries.lines(db, reversal.id)] == [
            -MONTH_FEN,
            -MONTH_FEN,
            2 * MONTH_FEN - 40000,
        ]
        assert queries.unbalanced(db) == []
        states = db.tuples("SELECT state, reverses FROM v_receipts ORDER BY receipt_no")
    assert states == [("reversed", None), ("reversal", receipt.number)]


def test_a_receipt_is_reversed_once(counter: Counter, place: Place) -> None:
    receipt = counter.take(place.wang, 40000)
    reversal = counter.reverse(receipt)
    assert counter.reverse(receipt, reason="again") == reversal
    assert balances(place.wang) == [MONTH_FEN] * 3


def test_a_reversal_cannot_be_reversed(counter: Counter, place: Place) -> None:
    reversal = counter.reverse(counter.take(place.wang, 40000))
    with pytest.raises(Refused, match="is a reversal itself"):
        counter.reverse(reversal)


def test_a_reversal_has_a_reason(counter: Counter, place: Place) -> None:
    receipt = counter.take(place.wang, 40000)
    with pytest.raises(Refused, match="reason") as refused:
        counter.reverse(receipt, reason="  ")
    assert refused.value.field == "reason"


def test_the_money_can_be_taken_again_after_a_reversal(counter: Counter, place: Place) -> None:
    counter.reverse(counter.take(place.wang, 3 * MONTH_FEN))
    counter.take(place.wang, 3 * MONTH_FEN)
    assert balances(place.wang) == []


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE receipts SET amount_fen = 1",
        "UPDATE receipts SET reason = 'x'",
        "UPDATE receipts SET reversed_by = id",
        "UPDATE allocations SET amount_fen = 1",
        "UPDATE receipt_series SET next = 1",
        "UPDATE receipt_series SET next = next + 2",
        "DELETE FROM receipts",
        "DELETE FROM allocations",
        "DELETE FROM receipt_series",
    ],
)
def test_what_is_taken_stays_as_it_is(counter: Counter, place: Place, by: System, attack: str) -> None:
    counter.take(place.wang, 100)
    with pytest.raises(sqlite3.IntegrityError, match=r"stays as it is|only counts up"), write(by) as tx:
        tx.run(attack)


def test_a_number_is_never_left_out(counter: Counter, place: Place, by: System) -> None:
    counter.take(place.wang, 100)
    with pytest.raises(sqlite3.IntegrityError, match="next number"), write(by) as tx:
        tx.run("""
            INSERT INTO receipts (number, prefix, year, seq, key, kind, home_id, home_code, area_dm2, payer_id,
                payer_name, method, amount_fen, owed_after_fen, taken_on, taken_at, cashier_name)
            SELECT prefix || year || '-000009', prefix, year, 9, 'x', kind, home_id, home_code, area_dm2, payer_id,
                payer_name, method, amount_fen, owed_after_fen, taken_on, taken_at, cashier_name FROM receipts
        """)


@pytest.mark.parametrize(
    ("fen", "whose", "word"),
    [
        (1, "wang", "no more than its amount"),
        (-1, "wang", "own home and payer"),
        (1, "li", "own home and payer"),
    ],
)
def test_an_allocation_fits_its_receipt(
    counter: Counter, place: Place, by: System, fen: int, whose: str, word: str
) -> None:
    receipt, charge = counter.take(place.wang, 100), owed(getattr(place, whose))[-1]
    with pytest.raises(sqlite3.IntegrityError, match=word), write(by) as tx:
        tx.insert(
            "allocations", receipt_id=receipt.id, charge_id=charge.charge_id, amount_fen=fen, left_fen=0
        )


def test_prints_are_noted_in_order(counter: Counter, place: Place) -> None:
    receipt = counter.take(place.wang, 100)
    assert [note_print(receipt.id, paper, counter.by).ordinal for paper in ("a5", "slip")] == [1, 2]
    with pytest.raises(Refused):
        note_print(receipt.id, "a4", counter.by)
