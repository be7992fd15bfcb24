"""What a payment collects of the penalties that have run up. Amounts in fen."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

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
    collected = collected_by(got, run_up)
    posted = post_collected(tx, collected, on)
    return posted, paid_of(posted, collected)


def collected_by(got: Split, run_up: Mapping[int, Penalty]) -> list[Collected]:
    """What a payment collects: what it pays of a penalty, and all of it where it settles the principal."""
    return [
        Collected(run_up[int(part.id)], part.penalty_fen, in_full=not part.left_principal_fen)
        for part in got.parts
        if part.id in run_up and (part.penalty_fen or not part.left_principal_fen)
    ]


def paid_of(posted: Sequence[Posted], collected: Sequence[Collected]) -> list[Allocated]:
    """What a payment pays of the penalties that were posted for it."""
    return [
        Allocated(one.charge_id, part.paid_fen, 0, one.amount_fen - part.paid_fen)
        for one, part in zip(posted, collected, strict=True)
        if part.paid_fen
    ]


def require_free(db: Reader, receipt_ids: Sequence[int]) -> None:
    """Refused when a penalty that was posted with one of these receipts is paid or waived by something else, too."""
    if number := penalties.settled_by_others(db, receipt_ids):
        raise Refused(
            _(
                "%(number)s has settled the rest of a penalty of this receipt. Take that back first.",
                number=number,
            )
            if number != "-"
            else _("A penalty of this receipt is waived in part. Take the waiver back first.")
        )
