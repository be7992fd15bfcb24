"""Taking money and taking it back; one transaction each, and never twice for one idempotency key. Money in fen."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice

from estate.billing import queries as billing
from estate.billing.queries import OpenCharge
from estate.cashier import queries, records
from estate.cashier.actions_advance import (
    PREPAYMENT,
    require_balance,
    require_in_cap,
    require_owed,
    require_unused,
)
from estate.cashier.actions_early import grant_early
from estate.cashier.actions_payment import (
    METHODS,
    PastPayment,
    Payment,
    checked,
    require_as_shown,
    same_advance,
)
from estate.cashier.actions_penalties import asked_for, collect, require_free
from estate.cashier.queries import Receipt
from estate.cashier.records import Allocated, Taken
from estate.cashier.records_offsets import OFFSET_KEY, OFFSET_PREFIX
from estate.cashier.rules_split import split
from estate.closing.locks import require_open_till
from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.jobs import outbox
from estate.office.identity import identity
from estate.penalties import queries as penalties
from estate.penalties.actions_posting import note_receipts
from estate.refusal import Refused
from estate.waivers import actions_early as early
from estate.waivers.queries_early import of_receipt

AT_ONCE = 500
TAKEN = "receipt.taken"
"""The task that tells the payer of a receipt."""


def take(payment: Payment, key: str, by: Actor) -> Receipt:
    """Take a payment and answer its receipt; the same key and content answer the receipt of the first time.

    Refused: for an amount of nothing or more than is owed and nobody said is in advance (field `amount`), for more in
    advance than the office's months (`beyond_cap`), for a voucher that is missing or on another receipt
    (`channel_ref`), for too little cash (`tendered`), and for a key that was used for something else.
    Changed when the split is not the one that was shown.
    """
    payment = checked(payment)
    with write(by) as tx:
        if known := records.asked_by_key(tx, _require_key(key)):
            return _first_answer(tx, known, payment)
        if payment.method != PREPAYMENT:
            require_open_till(tx, clock.today().isoformat(), by)
        now = PastPayment(payment, key, clock.today().isoformat(), clock.stamp(), by.account_id, by.name)
        charges = billing.open_charges(tx, payment.home_id, payment.payer_id)
        if payment.early:
            run_up, _order = asked_for(
                tx, payment.home_id, payment.payer_id, clock.today(), wanted=payment.with_penalty
            )
            charges = grant_early(
                tx, charges, payment.designated, payment.for_bills_fen, now.taken_at, key, run_up
            )
        receipt_id, _left = _post(tx, _prefix(tx, payment.method), now, charges)
        if payment.early:
            early.note_receipt(tx, key, receipt_id)
        receipt = _receipt(tx, receipt_id)
        after = {"number": receipt.number, "home": receipt.home_code, "amount_fen": receipt.amount_fen}
        more = {"method": receipt.method, "advance_fen": receipt.advance_fen}
        audit.record(tx, "receipt.taken", "receipts", receipt_id, after={**after, **more})
        outbox.add(tx, TAKEN, f"{TAKEN}:{receipt_id}", receipt_id=receipt_id)
        return receipt


def take_many(tx: Tx, payments: Iterable[PastPayment]) -> int:
    """Take payments in bulk, in the given order, under the same rules as take(), without penalties; answers how many.

    For imports and the demo: give them by day, and after the bill run that they pay, so that little is open. A key
    that is known already raises sqlite3.IntegrityError.
    """
    taken, rest = 0, iter(payments)
    prefixes = {method: _prefix(tx, method) for method in (*METHODS, PREPAYMENT)}
    while some := list(islice(rest, AT_ONCE)):
        charges = billing.open_charges_of(tx, sorted({one.payment.home_id for one in some}))
        owed: dict[tuple[int, int], list[OpenCharge]] = {}
        for charge in charges:
            owed.setdefault((charge.home_id, charge.payer_id), []).append(charge)
        for one in some:
            whose = one.payment.home_id, one.payment.payer_id
            one = one._replace(payment=checked(one.payment)._replace(with_penalty=False))
            _id, owed[whose] = _post(tx, prefixes[one.payment.method], one, owed.get(whose, []))
        taken += len(some)
    audit.record(tx, "receipts.taken_in_bulk", "receipts", after={"receipts": taken})
    return taken


def reverse(receipt_id: int, reason: str, key: str, by: Actor) -> Receipt:
    """Take a receipt back under a new number: what it paid is owed again, what was paid in advance is off the account,
    what was paid from the account is back on it. A second time answers the same reversal.

    Refused without a reason (field `reason`), for a reversal, for an advance that is used already, for a penalty of
    it that something else has settled in part, and for a key that was used for something else.
    """
    with write(by) as tx:
        receipt = queries.receipt_by_id(tx, receipt_id)
        if receipt is None:
            raise LookupError(f"there is no receipt {receipt_id}")
        if receipt.reversed_by:
            found = queries.receipt(tx, receipt.reversed_by)
            assert found is not None
            return found
        if receipt.state == "reversal":
            raise Refused(
                _("%(number)s is a reversal itself. Take the payment again instead.", number=receipt.number)
            )
        if receipt.state == "voided":
            raise Refused(_("%(number)s is void already: it counts for nothing.", number=receipt.number))
        if not (reason := reason.strip()):
            raise Refused(_("Write the reason."), "reason")
        if records.asked_by_key(tx, _require_key(key)):
            raise _used_otherwise()
        require_unused(tx, receipt)
        require_free(tx, [receipt.id])
        if receipt.method != PREPAYMENT:
            require_open_till(tx, clock.today().isoformat(), by)
        early.revoke_of_receipt(tx, receipt_id, reason, clock.stamp())
        reversal_id = records.write_reversal(
            tx,
            _prefix(tx, receipt.method),
            receipt_id,
            key=key,
            reason=reason,
            taken_on=clock.today().isoformat(),
            taken_at=clock.stamp(),
            penalties_fen=penalties.posted_with(tx, receipt_id),
        )
        reversal = _receipt(tx, reversal_id)
        after = {"number": receipt.number, "by": reversal.number, "amount_fen": receipt.amount_fen}
        audit.record(tx, "receipt.reversed", "receipts", receipt_id, after={**after, "reason": reason})
        return reversal


def _post(
    tx: Tx, prefix: str, one: PastPayment, charges: Sequence[OpenCharge]
) -> tuple[int, list[OpenCharge]]:
    """Write a receipt for a payment on these open charges; answers its id and what stays open of them."""
    payment = one.payment
    on = date.fromisoformat(one.taken_on)
    run_up, order = asked_for(tx, payment.home_id, payment.payer_id, on, wanted=payment.with_penalty)
    got = split(queries.bills(charges, run_up), payment.designated, payment.for_bills_fen, order)
    require_as_shown(payment, got, order)
    require_owed(got, payment.for_bills_fen, rest_in_advance=payment.rest_in_advance)
    advance_fen = payment.advance_fen + got.surplus_fen
    if payment.method == PREPAYMENT:
        require_balance(tx, payment.home_id, payment.payer_id, payment.amount_fen)
    require_in_cap(tx, payment.home_id, payment.payer_id, advance_fen, beyond=payment.beyond_cap)
    ref = payment.channel_ref or None
    if ref and (number := records.number_of_channel_ref(tx, payment.method, ref)):
        raise Refused(_("Receipt %(number)s has this voucher number already.", number=number), "channel_ref")
    paid = {part.id: part for part in got.parts}
    posted, penalties_paid = collect(tx, got, run_up, one.taken_on)
    waived = {charge.charge_id: charge.waived_fen for charge in charges}
    receipt_id = records.write_receipt(
        tx,
        prefix,
        Taken(
            key=one.key,
            home_id=payment.home_id,
            payer_id=payment.payer_id,
            method=payment.method,
            channel_ref=ref,
            amount_fen=payment.amount_fen,
            tendered_fen=payment.tendered_fen,
            owed_after_fen=got.owed_after_fen,
            designated=records.designation(payment.designated),
            taken_on=one.taken_on,
            taken_at=one.taken_at,
            cashier_id=one.cashier_id,
            cashier_name=one.cashier_name,
            note=payment.note,
            advance_fen=advance_fen,
        ),
        [
            Allocated(part.id, part.principal_fen, waived[part.id], part.left_principal_fen)
            for part in got.parts
            if part.principal_fen
        ]
        + penalties_paid,
    )
    note_receipts(tx, ((one, receipt_id) for one in posted))
    left = [
        charge
        if (part := paid.get(charge.charge_id)) is None
        else charge._replace(
            paid_fen=charge.paid_fen + part.principal_fen, balance_fen=part.left_principal_fen
        )
        for charge in charges
    ]
    return receipt_id, [charge for charge in left if charge.balance_fen]


def _prefix(tx: Tx, method: str) -> str:
    """The series of a receipt, by how it is paid."""
    return OFFSET_PREFIX if method == PREPAYMENT else identity(tx).receipt_prefix


def _first_answer(tx: Tx, known: records.Asked, payment: Payment) -> Receipt:
    asked = (
        payment.home_id,
        payment.payer_id,
        payment.method,
        payment.channel_ref or None,
        payment.amount_fen,
        payment.tendered_fen,
        records.designation(payment.designated),
        payment.note,
    )
    with_penalty = bool(penalties.posted_with(tx, known.id))
    if (
        known.kind != "receipt"
        or asked != known[2:10]
        or not same_advance(payment, known.advance_fen)
        or with_penalty > payment.with_penalty
    ):
        raise _used_otherwise()
    if payment.early != bool(of_receipt(tx, known.id)):
        raise _used_otherwise()
    return _receipt(tx, known.id)


def _used_otherwise() -> Refused:
    return Refused(
        _("This page was used already for something else. Open it again and repeat what you want to do.")
    )


def _require_key(key: str) -> str:
    if not key or key.startswith(OFFSET_KEY):
        raise Refused(_("This page is not complete. Open it again and repeat what you want to do."))
    return key


def _receipt(tx: Tx, receipt_id: int) -> Receipt:
    found = queries.receipt_by_id(tx, receipt_id)
    assert found is not None
    return found
