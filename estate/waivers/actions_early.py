"""Early payment at the counter: waived in the payment's own transaction, taken back with its receipt."""

from collections.abc import Sequence

from estate.data import Tx
from estate.waivers import records, records_given
from estate.waivers.records_given import Given
from estate.waivers.rules_early import Offer


def grant(tx: Tx, offers: Sequence[Offer], key: str, now: str) -> None:
    """Waive what was offered, before the receipt that pays the rest is written. key: of the payment."""
    given = [
        Given(charge_id, fen, "", one.discount_id)
        for one in offers
        for charge_id, fen in zip(one.charge_ids, one.waived, strict=True)
        if fen
    ]
    records_given.write_early(tx, key, given, now)


def note_receipt(tx: Tx, key: str, receipt_id: int) -> None:
    """Tie what was waived under a payment's key to its receipt."""
    records_given.tie_to_receipt(tx, key, receipt_id)


def revoke_of_receipt(tx: Tx, receipt_id: int, reason: str, now: str) -> int:
    """Take back what was waived with a receipt that is taken back itself; before that, so that it says what is owed."""
    which = "w.id IN (SELECT waiver_id FROM receipt_waivers WHERE receipt_id = :receipt_id)"
    return records.revoke(tx, which, reason, now, receipt_id=receipt_id)
