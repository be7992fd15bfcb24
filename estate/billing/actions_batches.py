"""Charges that another feature works out and posts, many at once, and takes back together. Amounts in fen."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from estate.billing import records_items, records_runs
from estate.billing.rules_run import Staged
from estate.closing.locks import require_open_month
from estate.data import Tx, clock
from estate.i18n import gettext as _
from estate.i18n import ngettext
from estate.refusal import Refused


class BatchLine(NamedTuple):
    """A line of a batch: who pays what for which days. quantity, price and formula are what the owner reads."""

    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    first: date
    last: date
    quantity: str
    price: str
    formula: str
    amount_fen: int


def post_batch(
    tx: Tx, fee_item_id: int, lines: Sequence[BatchLine], due_on: str, posted_at: str
) -> list[int]:
    """Lines of a shared fee become charges; answers their ids in the order of the lines.

    Refused when the item is no shared one, or a home is charged with it already for one of the days,
    or the books are closed.
    """
    require_open_month(tx, clock.day_of(posted_at))
    item = records_items.item(tx, fee_item_id)
    if item is None or item.kind != "shared" or not item.active:
        raise Refused(_("Choose a fee item that is charged as a share of a common cost."), "fee_item_id")
    staged = [
        Staged(
            line.home_id,
            line.home_code,
            item.id,
            item.name,
            item.kind,
            tariff_id=None,
            parking_space_id=None,
            parking_code=None,
            payer_id=line.payer_id,
            payer_name=line.payer_name,
            period_from=line.first.isoformat(),
            period_to=line.last.isoformat(),
            quantity=line.quantity,
            price=line.price,
            formula=line.formula,
            amount_fen=line.amount_fen,
        )
        for line in lines
    ]
    try:
        return records_runs.post_in_order(tx, staged, due_on, posted_at)
    except sqlite3.IntegrityError as error:
        if "charged already" not in str(error):
            raise
        raise Refused(_("A home is charged with this fee already for a part of these months.")) from error


def take_back(tx: Tx, charge_ids: Sequence[int], reason: str, now: str) -> int:
    """Reverse what is live of these charges; answers how many.

    Refused while something of it, or of a penalty on it, is paid or waived: that must be taken back first.
    """
    require_open_month(tx, clock.day_of(now))
    paid, waived = records_runs.settled_among(tx, charge_ids)
    if paid:
        raise Refused(
            ngettext(
                "%(num)s home has paid on these bills. Reverse its receipt first, or reverse single charges.",
                "%(num)s homes have paid on these bills. Reverse their receipts first, or reverse single charges.",
                paid,
            )
        )
    if waived:
        raise Refused(_("Something is waived for %(n)s homes on these bills. Revoke that first.", n=waived))
    return records_runs.reverse(tx, now, reason, charge_ids=charge_ids)
