"""What prepayments pay of a bill run, in the transaction of its posting, and the same taken back. Money in fen."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from estate.cashier import records_offsets
from estate.cashier.records_offsets import Account, Offset, Owed
from estate.cashier.rules import OpenBill
from estate.data import Tx, audit, clock
from estate.office.identity import identity
from estate.prepayments.rules import offset


class Drawn(NamedTuple):
    """How many accounts paid, and how much together."""

    receipts: int
    amount_fen: int


def offset_run(tx: Tx, run_id: int) -> Drawn:
    """Pay what a run charges, and what was owed before it, from the prepayments of those whom it charges.

    Accounts whose automatic offset is off are left alone, and all of them where the office does not want it.
    """
    office = identity(tx)
    if not office.auto_offset:
        return Drawn(0, 0)
    offsets = list(_drawn(tx, run_id, allow_partial=office.offset_partial))
    drawn = Drawn(len(offsets), sum(one.amount_fen for one in offsets))
    if offsets:
        now = clock.stamp()
        records_offsets.write_offsets(tx, run_id, offsets, clock.day_of(now), now)
        audit.record(tx, "prepayments.offset", "bill_runs", run_id, after=drawn._asdict())
    return drawn


def reverse_run_offsets(tx: Tx, run_id: int, reason: str) -> int:
    """Put back on the accounts what a run drew from them; what it paid is owed again. Answers how many receipts."""
    now = clock.stamp()
    count = records_offsets.reverse_offsets(tx, run_id, reason, clock.day_of(now), now)
    if count:
        audit.record(tx, "prepayments.offset_reversed", "bill_runs", run_id, after={"receipts": count})
    return count


def _drawn(tx: Tx, run_id: int, *, allow_partial: bool) -> Iterator[Offset]:
    owed: dict[tuple[int, int], list[Owed]] = {}
    for one in records_offsets.owed_by_accounts(tx, run_id):
        owed.setdefault((one.home_id, one.payer_id), []).append(one)
    for account in records_offsets.accounts_billed(tx, run_id):
        drawn = _offset(account, owed.get((account.home_id, account.payer_id), []), allow_partial)
        if drawn.amount_fen:
            yield drawn


def _offset(account: Account, owed: list[Owed], allow_partial: bool) -> Offset:
    bills = [OpenBill(one.charge_id, date.fromisoformat(one.due_on), one.balance_fen) for one in owed]
    applied, balance_fen = offset(account.balance_fen, bills, allow_partial=allow_partial)
    parts = [
        (one.charge_id, paid.amount_fen, one.waived_fen, paid.left_fen)
        for one, paid in zip(owed, applied, strict=True)
        if paid.amount_fen
    ]
    return Offset(account, account.balance_fen - balance_fen, sum(paid.left_fen for paid in applied), parts)
