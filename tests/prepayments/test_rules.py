"""Offsets and refunds for any sums and days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.cashier.rules import OpenBill
from estate.prepayments.rules import most_in_advance, offset, refund_by_days, refund_by_months

START = date(2026, 1, 1)
BILLS = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 50000)), max_size=6).map(
    lambda some: [OpenBill(n, START + timedelta(days=30 * month), fen) for n, (month, fen) in enumerate(some)]
)


@given(st.integers(0, 200000), BILLS, st.booleans())
def test_what_is_offset_and_what_stays_are_the_balance(
    balance: int, bills: list[OpenBill], allow_partial: bool
) -> None:
    applied, left = offset(balance, bills, allow_partial=allow_partial)
    assert left >= 0 and sum(one.amount_fen for one in applied) + left == balance
    for bill, one in zip(bills, applied, strict=True):
        assert 0 <= one.amount_fen <= bill.unpaid_fen and one.left_fen == bill.unpaid_fen - one.amount_fen
        assert allow_partial or one.amount_fen in (0, bill.unpaid_fen)


@given(st.integers(0, 200000), BILLS)
def test_no_later_bill_is_paid_before_an_earlier_one(balance: int, bills: list[OpenBill]) -> None:
    applied, _left = offset(balance, bills, allow_partial=False)
    unpaid = [bill.due for bill, one in zip(bills, applied, strict=True) if one.left_fen]
    paid = [bill.due for bill, one in zip(bills, applied, strict=True) if one.amount_fen]
    assert not unpaid or not paid or max(paid) <= min(unpaid)


@given(st.integers(0, 10**7), st.integers(0, 800), st.integers(-40, 900))
def test_a_refund_and_what_is_kept_are_what_was_paid(paid: int, days: int, leave: int) -> None:
    refund = refund_by_days(paid, START, START + timedelta(days=days), START + timedelta(days=leave))
    assert refund.kept_fen + refund.refund_fen == refund.paid_fen == paid
    assert 0 <= refund.kept_fen <= paid


def test_nothing_goes_back_after_the_time_and_all_of_it_before() -> None:
    year = date(2026, 12, 31)
    assert refund_by_months(16606, START, year, date(2027, 1, 1)).refund_fen == 0
    assert refund_by_months(16606, START, year, START).refund_fen == 12 * 16606
    assert refund_by_days(199272, START, year, date(2025, 6, 1)).refund_fen == 199272


@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 1, 2), date(2026, 1, 31)), (START, date(2026, 1, 30)), (START, START)]
)
def test_months_are_whole(first: date, last: date) -> None:
    with pytest.raises(ValueError, match="whole months"):
        refund_by_months(100, first, last, first)


def test_days_are_in_order() -> None:
    with pytest.raises(ValueError, match="ends before"):
        refund_by_days(100, date(2026, 2, 1), START, START)


def test_how_much_may_be_paid_ahead() -> None:
    assert most_in_advance(16606, 12) == 199272
    assert most_in_advance(None, 12) is None
