"""Voiding a receipt of the day: the number stays, it counts for nothing, and what it paid is owed again."""

from estate.cashier import queries, queries_voids
from estate.cashier.actions_advance import PREPAYMENT, require_unused
from estate.cashier.actions_penalties import require_free
from estate.cashier.queries import Receipt
from estate.cashier.rules_voids import Bar, void_bar
from estate.closing.locks import till_is_closed
from estate.data import Actor, Reader, audit, clock, write
from estate.i18n import gettext as _
from estate.i18n import lazy
from estate.refusal import Refused
from estate.waivers import actions_early as early

BARS: dict[str, str] = {
    "state": lazy("This receipt does not count any more; there is nothing to void."),
    "cashier": lazy("Only the cashier who took it can void a receipt. Reverse it instead."),
    "day": lazy("A receipt of an earlier day cannot be voided any more. Reverse it instead."),
    "closed": lazy("The day of this receipt is closed. Reverse it instead."),
}
"""What a cashier reads when a receipt cannot be voided."""


def bar_to_void(db: Reader, receipt: Receipt, by: Actor) -> Bar:
    """What keeps this person from voiding a receipt now; empty when nothing does."""
    same = receipt.cashier_id == by.account_id and (
        by.account_id is not None or receipt.cashier_name == by.name
    )
    return void_bar(
        state=receipt.state,
        same_cashier=same,
        same_day=receipt.taken_on == clock.today().isoformat(),
        day_closed=receipt.method != PREPAYMENT and till_is_closed(db, receipt.taken_on, by),
    )


def void(receipt_id: int, reason: str, original_back: bool, key: str, by: Actor) -> Receipt:
    """Void a receipt; a second time answers the same. Answers the receipt as it is then.

    original_back: the customer's copy is in the cashier's hand, or was never handed out.
    Refused without a reason (field `reason`), without the original (`original_back`), for somebody else's receipt,
    after its day or the day's close, and for one that was taken back already.
    """
    with write(by) as tx:
        receipt = queries.receipt_by_id(tx, receipt_id)
        if receipt is None:
            raise LookupError(f"there is no receipt {receipt_id}")
        if receipt.state == "voided":
            return receipt
        if bar := bar_to_void(tx, receipt, by):
            raise Refused(str(BARS[bar]))
        if not (reason := reason.strip()):
            raise Refused(_("Write the reason."), "reason")
        if not original_back:
            raise Refused(_("Take the customer's original back first, then tick this."), "original_back")
        require_unused(tx, receipt)
        require_free(tx, [receipt.id])
        if not key or queries_voids.void_by_key(tx, key):
            raise Refused(_("This page is not complete. Open it again and repeat what you want to do."))
        early.revoke_of_receipt(tx, receipt_id, reason, clock.stamp())
        tx.insert(
            "receipt_voids",
            receipt_id=receipt_id,
            key=key,
            reason=reason,
            voided_on=receipt.taken_on,
            voided_at=clock.stamp(),
            account_id=by.account_id,
            who=by.name,
        )
        after = {"number": receipt.number, "amount_fen": receipt.amount_fen, "reason": reason}
        audit.record(tx, "receipt.voided", "receipts", receipt_id, after=after)
        return receipt._replace(state="voided")
