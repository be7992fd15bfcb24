"""What a payment collects of the penalties that have run up. Amounts in fen."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from estate.cashier.queries import Receipt
from estate.cashier.records import Allocated
from estate.cashier.rules import Order
from estate.cashier.rules_split import Split
from estate.data import Reader, Tx
from estate.i18n import gettext as _
from estate.office.identity import identity
from estate.penalties import queries as penalties
from estate.penalties.actions_posting import Collected, Posted, post_collected
from estate.penalties.queries import Penalty
from estate.refusal import Refused


def asked_for(
    db: Reader, home_id: int, payer_id: int, on: date, *, wanted: bool
) -> tuple[dict[int, Penalty], Order]:
    """What has run up by a day on what this payer owes, by charge, and the office's order; nothing when not wanted."""
    if not wanted:
        return {}, "principal_first"
    found = penalties.penalties_of_home(db, home_id, on, payer_id)
    return found, cast(Order, identity(db).allocation_order)


def collect(
    tx: Tx, got: Split, run_up: Mapping[int, Penalty], on: str
) -> tuple[list[Posted], list[Allocated]]:
    """Post what the payment collects; answers that with what the payment pays of it.

    Where the payment settles the principal, all of its penalty is posted: nothing more can run up.
    """
    collected = [
        Collected(run_up[part.id], part.penalty_fen, in_full=not part.left_principal_fen)
        for part in got.parts
        if part.id in run_up and (part.penalty_fen or not part.left_principal_fen)
    ]
    posted = post_collected(tx, collected, on)
    paid = [
        Allocated(one.charge_id, part.paid_fen, 0, one.amount_fen - part.paid_fen)
        for one, part in zip(posted, collected, strict=True)
        if part.paid_fen
    ]
    return posted, paid


def require_free(db: Reader, receipt: Receipt) -> None:
    """Refused when a penalty that was posted with this receipt is paid or waived by something else, too."""
    if number := penalties.settled_by_others(db, receipt.id):
        raise Refused(
            _(
                "%(number)s has settled the rest of a penalty of this receipt. Take that back first.",
                number=number,
            )
            if number != "-"
            else _("A penalty of this receipt is waived in part. Take the waiver back first.")
        )
