"""What a payment at the counter comes to: how much is asked for, and which bills it settles. Money in fen."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from estate.cashier.rules import Applied, OpenBill, Order, allocate


class Part(NamedTuple):
    """What is paid of one bill, and what stays unpaid of it; of both, what is penalty."""

    id: int
    paid_fen: int
    left_fen: int
    penalty_fen: int = 0
    left_penalty_fen: int = 0

    @property
    def principal_fen(self) -> int:
        """What is paid of the charge itself."""
        return self.paid_fen - self.penalty_fen

    @property
    def left_principal_fen(self) -> int:
        """What stays unpaid of the charge itself."""
        return self.left_fen - self.left_penalty_fen


class Split(NamedTuple):
    """A payment shared among bills. surplus_fen: what no bill needs; left_fen: what stays unpaid of all of them.

    owed_after_fen: what of that is owed as charges. A penalty that is left is one only where its charge is settled.
    """

    amount_fen: int
    parts: list[Part]
    surplus_fen: int
    left_fen: int
    owed_after_fen: int


def split(
    bills: Sequence[OpenBill],
    named: Collection[int],
    amount_fen: int | None,
    order: Order = "principal_first",
) -> Split:
    """Share a payment: the bills that the payer names first, the oldest of them before the others, then the oldest.

    order: what inside a bill is paid first.

    amount_fen None means: all that is named or, when nothing is, all that is owed. Named bills that are not open
    (any more) are passed over. Only bills that get something are among the parts, in the order of `bills`.
    """
    chosen = [bill for bill in bills if bill.id in set(named)]
    if amount_fen is None:
        amount_fen = sum(bill.unpaid_fen for bill in chosen or bills)
    first = [bill.id for bill in sorted(chosen, key=_oldest_first)]
    return spread(amount_fen, bills, *allocate(amount_fen, bills, first, order))


def spread(amount_fen: int, bills: Sequence[OpenBill], applied: Sequence[Applied], surplus_fen: int) -> Split:
    """A payment as it was shared among these bills."""
    parts = [
        Part(int(one.id), one.amount_fen, one.left_fen, one.penalty_fen, bill.penalty_fen - one.penalty_fen)
        for one, bill in zip(applied, bills, strict=True)
        if one.amount_fen
    ]
    left_fen = sum(one.left_fen for one in applied)
    only_computed_fen = sum(
        bill.penalty_fen - one.penalty_fen
        for one, bill in zip(applied, bills, strict=True)
        if one.principal_fen < bill.principal_fen or not one.amount_fen
    )
    return Split(amount_fen, parts, surplus_fen, left_fen, left_fen - only_computed_fen)


def share(
    bills: Sequence[OpenBill],
    named: Collection[int],
    amount_fen: int | None,
    advance_fen: int = 0,
    most_fen: int | None = None,
    order: Order = "principal_first",
) -> Split | None:
    """What a payment settles of which `advance_fen` is paid in advance whatever is owed; None when that is too much.

    amount_fen None means: what split() says, and the advance; most_fen: what there is to pay from, at most.
    """
    if amount_fen is None:
        needed = split(bills, named, None).amount_fen
        return split(bills, named, needed if most_fen is None else min(needed, most_fen), order)
    if advance_fen > amount_fen:
        return None
    return split(bills, named, amount_fen - advance_fen, order)


def change_fen(amount_fen: int, tendered_fen: int | None) -> int:
    """What goes back to who hands over cash; nothing when no amount handed over is known."""
    return 0 if tendered_fen is None else tendered_fen - amount_fen


def _oldest_first(bill: OpenBill) -> tuple[str, int]:
    return bill.due.isoformat(), int(bill.id)
