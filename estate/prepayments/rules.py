"""What money paid in advance pays, how much may be paid ahead, and what of it goes back. Money in fen, exact.

Source: DOMAIN A1.5, A1.17; cases A25, A26, A31.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from estate.billing.rules import round_fen
from estate.cashier.rules import Applied, OpenBill, Order, allocate


class Offset(NamedTuple):
    """What a prepayment pays: one entry for each bill, in the order in which they were given; what stays on it."""

    applied: list[Applied]
    balance_fen: int


def offset(
    balance_fen: int,
    bills: Sequence[OpenBill],
    *,
    allow_partial: bool,
    order: Order = "principal_first",
) -> Offset:
    """Pay bills from a balance, in the order of a payment: the earliest due first.

    order: what inside a bill is paid first. allow_partial: whether a bill may be paid in part. When not, the first
    bill that the balance cannot pay in full stops it: no later bill is paid before an earlier one. Source: DOMAIN
    A1.17, case A25.
    """
    if allow_partial:
        return Offset(*allocate(balance_fen, bills, order=order))
    whole = [bill.id for bill in _payable_in_full(balance_fen, bills)]
    needed = sum(bill.unpaid_fen for bill in bills if bill.id in whole)
    return Offset(allocate(needed, bills, whole, order).applied, balance_fen - needed)


def most_in_advance(monthly_fen: int | None, months: int) -> int | None:
    """How much may stand on an account: what the home is expected to be charged in so many months.

    None when it is not known what a month costs. Source: DOMAIN A1.5.
    """
    return None if monthly_fen is None else monthly_fen * months


class Refund(NamedTuple):
    """What was paid for a time, what of it is kept for the days up to the leaving, what goes back."""

    paid_fen: int
    kept_fen: int
    refund_fen: int


def refund_by_months(month_fee_fen: int, paid_from: date, paid_to: date, leave_from: date) -> Refund:
    """Whole months paid ahead: the months before are kept whole, the month of leaving by its days.

    paid_from: a first of a month; paid_to: a month's end; leave_from: the first day that is no longer the payer's.
    Raises ValueError for other days. The kept part is rounded, the refund is the rest. Source: case A26a.
    """
    if paid_from.day != 1 or (paid_to + timedelta(days=1)).day != 1 or paid_to < paid_from:
        raise ValueError("whole months")
    paid = kept = 0
    for first, last in _months(paid_from, paid_to):
        paid += month_fee_fen
        days = _days_kept(first, last, leave_from)
        kept += round_fen(Fraction(month_fee_fen * days, (last - first).days + 1))
    return Refund(paid, kept, paid - kept)


def refund_by_days(paid_fen: int, paid_from: date, paid_to: date, leave_from: date) -> Refund:
    """A sum for a time, by its days: the kept part is rounded, the refund is the rest.

    leave_from: the first day that is no longer the payer's. Raises ValueError when the time ends before it begins.
    Source: cases A26b, A31.
    """
    if paid_to < paid_from:
        raise ValueError("the time ends before it begins")
    days = _days_kept(paid_from, paid_to, leave_from)
    kept = round_fen(Fraction(paid_fen * days, (paid_to - paid_from).days + 1))
    return Refund(paid_fen, kept, paid_fen - kept)


def _payable_in_full(balance_fen: int, bills: Sequence[OpenBill]) -> Iterator[OpenBill]:
    for bill in sorted(bills, key=lambda bill: bill.due):
        if bill.unpaid_fen > balance_fen:
            return
        balance_fen -= bill.unpaid_fen
        yield bill


def _days_kept(first: date, last: date, leave_from: date) -> int:
    """How many days from `first` to `last` lie before the leaving."""
    return max(0, (min(last + timedelta(days=1), leave_from) - first).days)


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    while first <= last:
        following = (first + timedelta(days=32)).replace(day=1)
        yield first, following - timedelta(days=1)
        first = following
