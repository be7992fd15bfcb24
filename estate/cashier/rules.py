"""Which bills a payment settles, and what is left over. Money in fen; every sum is exact. Source: DOMAIN A1.19."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Literal, NamedTuple, get_args

from estate.billing.rules import split_by_weight

Order = Literal["principal_first", "penalty_first"]
ORDERS: tuple[Order, ...] = get_args(Order)


class OpenBill(NamedTuple):
    """A bill with what is still unpaid of it."""

    id: int | str
    due: date
    principal_fen: int
    penalty_fen: int = 0

    @property
    def unpaid_fen(self) -> int:
        return self.principal_fen + self.penalty_fen


class Applied(NamedTuple):
    """What a payment pays of one bill, and what stays unpaid of it."""

    id: int | str
    principal_fen: int
    penalty_fen: int
    left_fen: int

    @property
    def amount_fen(self) -> int:
        return self.principal_fen + self.penalty_fen


class Allocation(NamedTuple):
    """One entry for each bill, in the order in which they were given, and what no bill needed."""

    applied: list[Applied]
    surplus_fen: int


def allocate(
    payment_fen: int,
    bills: Sequence[OpenBill],
    designated: Sequence[int | str] = (),
    order: Order = "principal_first",
) -> Allocation:
    """Share a payment among open bills; what is applied and the surplus add up to it exactly.

    First the bills that the payer names, each in full, in the order of naming; then the earliest due; bills due
    on the same day for which the money does not suffice get it in proportion to what is unpaid (largest
    remainder). Inside a bill, `order` says whether principal or penalty is paid first.
    Raises ValueError for a negative payment or bill, and for a bill that is named but not there, or twice.
    Source: Civil Code art. 560; DOMAIN A1.19, cases A23, A24.
    """
    _require_payable(payment_fen, bills, designated)
    money, paid = payment_fen, dict.fromkeys((bill.id for bill in bills), 0)
    for group in _in_turn(bills, designated):
        for bill, part in zip(group, _parts(money, group), strict=True):
            paid[bill.id] = part
            money -= part
    return Allocation([_apply(paid[bill.id], bill, order) for bill in bills], money)


def _in_turn(bills: Sequence[OpenBill], designated: Sequence[int | str]) -> Iterator[list[OpenBill]]:
    """Groups of bills that share the money; a group is served when all before it are paid."""
    by_id = {bill.id: bill for bill in bills}
    for name in designated:
        yield [by_id[name]]
    others = [bill for bill in bills if bill.id not in set(designated)]
    for _, group in groupby(sorted(others, key=attrgetter("due")), key=attrgetter("due")):
        yield list(group)


def _parts(money: int, group: list[OpenBill]) -> list[int]:
    unpaid = [bill.unpaid_fen for bill in group]
    return unpaid if sum(unpaid) <= money else split_by_weight(money, unpaid)


def _apply(paid_fen: int, bill: OpenBill, order: Order) -> Applied:
    if order == "principal_first":
        principal = min(paid_fen, bill.principal_fen)
    else:
        principal = max(0, paid_fen - bill.penalty_fen)
    return Applied(bill.id, principal, paid_fen - principal, bill.unpaid_fen - paid_fen)


def _require_payable(payment_fen: int, bills: Sequence[OpenBill], designated: Sequence[int | str]) -> None:
    if payment_fen < 0 or any(bill.principal_fen < 0 or bill.penalty_fen < 0 for bill in bills):
        raise ValueError("a payment and what is unpaid are never negative")
    ids = {bill.id for bill in bills}
    if len(ids) < len(bills) or len(set(designated)) < len(designated) or not ids.issuperset(designated):
        raise ValueError("bills have different ids, and each one that is named is there, once")
