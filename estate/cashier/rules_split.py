"""What a payment at the counter comes to: how much is asked for, and which bills it settles. Money in fen."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from estate.cashier.rules import OpenBill, allocate


class Part(NamedTuple):
    """What is paid of one bill, and what stays unpaid of it."""

    id: int
    paid_fen: int
    left_fen: int


class Split(NamedTuple):
    """A payment shared among bills. surplus_fen: what no bill needs; left_fen: what stays owed of all of them."""

    amount_fen: int
    parts: list[Part]
    surplus_fen: int
    left_fen: int


def split(bills: Sequence[OpenBill], named: Collection[int], amount_fen: int | None) -> Split:
    """Share a payment: the bills that the payer names first, the oldest of them before the others, then the oldest.

    amount_fen None means: all that is named or, when nothing is, all that is owed. Named bills that are not open
    (any more) are passed over. Only bills that get something are among the parts, in the order of `bills`.
    """
    chosen = [bill for bill in bills if bill.id in set(named)]
    if amount_fen is None:
        amount_fen = sum(bill.unpaid_fen for bill in chosen or bills)
    applied, surplus = allocate(amount_fen, bills, [bill.id for bill in sorted(chosen, key=_oldest_first)])
    parts = [Part(int(one.id), one.amount_fen, one.left_fen) for one in applied if one.amount_fen]
    return Split(amount_fen, parts, surplus, sum(one.left_fen for one in applied))


def share(
    bills: Sequence[OpenBill],
    named: Collection[int],
    amount_fen: int | None,
    advance_fen: int = 0,
    most_fen: int | None = None,
) -> Split | None:
    """What a payment settles of which `advance_fen` is paid in advance whatever is owed; None when that is too much.

    amount_fen None means: what split() says, and the advance; most_fen: what there is to pay from, at most.
    """
    if amount_fen is None:
        needed = split(bills, named, None).amount_fen
        return split(bills, named, needed if most_fen is None else min(needed, most_fen))
    if advance_fen > amount_fen:
        return None
    return split(bills, named, amount_fen - advance_fen)


def change_fen(amount_fen: int, tendered_fen: int | None) -> int:
    """What goes back to who hands over cash; nothing when no amount handed over is known."""
    return 0 if tendered_fen is None else tendered_fen - amount_fen


def _oldest_first(bill: OpenBill) -> tuple[str, int]:
    return bill.due.isoformat(), int(bill.id)
