"""Early payment at the counter: waived in the payment's own transaction, taken back with its receipt."""

from collections.abc import Sequence

from estate.data import Tx, clock
from estate.waivers import records
from estate.waivers.rules_early import Offer


def grant(tx: Tx, offers: Sequence[Offer], key: str, now: str) -> None:
    """Waive what was offered, before the receipt that pays the rest is written. key: of the payment."""
    rows = [
        {
            "key": f"early:{key}:{charge_id}",
            "charge_id": charge_id,
            "fen": fen,
            "discount_id": one.discount_id,
        }
        for one in offers
        for charge_id, fen in zip(one.charge_ids, one.waived, strict=True)
        if fen
    ]
    shared = {"by_id": tx.by.account_id, "by": tx.by.name, "now": now, "today": clock.day_of(now)}
    tx.many(
        """
        INSERT INTO waivers (key, charge_id, amount_fen, kind, reason_code, reason, basis, discount_id, requested_by,
            requested_at, approved_id, approved_by, approved_at, booked_on)
        SELECT :key, :charge_id, :fen, d.kind, 'standing', d.name, d.basis, d.id, d.created_by, d.created_at, :by_id,
               :by, :now, :today
          FROM discounts AS d WHERE d.id = :discount_id
        """,
        [{**row, **shared} for row in rows],
    )


def note_receipt(tx: Tx, key: str, receipt_id: int) -> None:
    """Tie what was waived under a payment's key to its receipt."""
    tx.run(
        """
        INSERT INTO receipt_waivers (waiver_id, receipt_id)
        SELECT w.id, :receipt_id FROM waivers AS w JOIN allocations AS a ON a.charge_id = w.charge_id
         WHERE a.receipt_id = :receipt_id AND w.key = 'early:' || :key || ':' || w.charge_id
        """,
        receipt_id=receipt_id,
        key=key,
    )


def revoke_of_receipt(tx: Tx, receipt_id: int, reason: str, now: str) -> int:
    """Take back what was waived with a receipt that is taken back itself; before that, so that it says what is owed."""
    which = "w.id IN (SELECT waiver_id FROM receipt_waivers WHERE receipt_id = :receipt_id)"
    return records.revoke(tx, which, reason, now, receipt_id=receipt_id)
