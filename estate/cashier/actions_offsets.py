"""What prepayments pay of a bill run, in the transaction of its posting, and the same taken back. Money in fen."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, cast

from estate.cashier import records_offsets
from estate.cashier.actions_penalties import collected_by, paid_of, require_free
from estate.cashier.records_offsets import Account, Offset, Owed
from estate.cashier.rules import OpenBill, Order
from estate.cashier.rules_split import spread
from estate.data import Tx, audit, clock
from estate.office.identity import Identity, identity
from estate.penalties import queries as penalties
from estate.penalties.actions_posting import Collected, Posted, note_receipts, post_collected
from estate.penalties.queries import Penalty
from estate.prepayments.rules import offset


class Drawn(NamedTuple):
    """How many accounts paid, and how much together."""

    receipts: int
    amount_fen: int


class _Paid(NamedTuple):
    """What an account pays of charges, and what it collects of the penalties that have run up on them."""

    offset: Offset
    collected: list[Collected]


def offset_run(tx: Tx, run_id: int) -> Drawn:
    """Pay what a run charges, and what was owed before it, from the prepayments of those whom it charges.

    Accounts whose automatic offset is off are left alone, and all of them where the office does not want it. Where
    the counter takes penalties so does this, in the office's order: what has run up by today on a late charge is
    posted as far as it is paid, and in full where its charge is settled.
    """
    office = identity(tx)
    if not office.auto_offset:
        return Drawn(0, 0)
    now = clock.stamp()
    today = clock.day_of(now)
    paid = list(_drawn(tx, run_id, office, date.fromisoformat(today)))
    drawn = Drawn(len(paid), sum(one.offset.amount_fen for one in paid))
    if paid:
        offsets, posted = _with_penalties(tx, paid, today)
        receipt_ids = records_offsets.write_offsets(tx, run_id, offsets, today, now)
        note_receipts(
            tx,
            ((one, receipt_id) for receipt_id, some in zip(receipt_ids, posted, strict=True) for one in some),
        )
        audit.record(tx, "prepayments.offset", "bill_runs", run_id, after=drawn._asdict())
    return drawn


def reverse_run_offsets(tx: Tx, run_id: int, reason: str) -> int:
    """Put back on the accounts what a run drew from them; what it paid is owed again. Answers how many receipts.

    Refused when a penalty that was posted with one of them is paid or waived by something else, too.
    """
    now = clock.stamp()
    require_free(tx, records_offsets.live_offsets(tx, run_id))
    count = records_offsets.reverse_offsets(tx, run_id, reason, clock.day_of(now), now)
    if count:
        audit.record(tx, "prepayments.offset_reversed", "bill_runs", run_id, after={"receipts": count})
    return count


def _drawn(tx: Tx, run_id: int, office: Identity, today: date) -> Iterator[_Paid]:
    owed: dict[tuple[int, int], list[Owed]] = {}
    open_charges = records_offsets.owed_by_accounts(tx, run_id)
    for one in open_charges:
        owed.setdefault((one.home_id, one.payer_id), []).append(one)
    run_up: dict[int, Penalty] = {}
    if office.collect_penalty:
        late = [one.charge_id for one in open_charges if one.due_on < today.isoformat()]
        found = penalties.penalties_of(tx, late, today) if late else {}
        run_up = {charge_id: one for charge_id, one in found.items() if one.due_fen}
    for account in records_offsets.accounts_billed(tx, run_id):
        mine = owed.get((account.home_id, account.payer_id), [])
        paid = _offset(account, mine, run_up, office)
        if paid.offset.amount_fen:
            yield paid


def _offset(account: Account, owed: Sequence[Owed], run_up: Mapping[int, Penalty], office: Identity) -> _Paid:
    bills = [
        OpenBill(
            one.charge_id,
            date.fromisoformat(one.due_on),
            one.balance_fen,
            run_up[one.charge_id].due_fen if one.charge_id in run_up else 0,
        )
        for one in owed
    ]
    order = cast(Order, office.allocation_order)
    applied, balance_fen = offset(
        account.balance_fen, bills, allow_partial=office.offset_partial, order=order
    )
    amount_fen = account.balance_fen - balance_fen
    got = spread(amount_fen, bills, applied, 0)
    waived = {one.charge_id: one.waived_fen for one in owed}
    parts = [
        (int(part.id), part.principal_fen, waived[int(part.id)], part.left_principal_fen)
        for part in got.parts
        if part.principal_fen
    ]
    return _Paid(Offset(account, amount_fen, got.owed_after_fen, parts), collected_by(got, run_up))


def _with_penalties(tx: Tx, paid: Sequence[_Paid], today: str) -> tuple[list[Offset], list[list[Posted]]]:
    """All that is collected, posted at once: the offsets with what they pay of it, and what was posted for each."""
    collected = [one for each in paid for one in each.collected]
    left = iter(post_collected(tx, collected, today))
    offsets: list[Offset] = []
    posted: list[list[Posted]] = []
    for one in paid:
        own = [next(left) for _collected in one.collected]
        parts = [tuple(part) for part in paid_of(own, one.collected)]
        offsets.append(one.offset._replace(parts=[*one.offset.parts, *parts]))
        posted.append(own)
    return offsets, posted
