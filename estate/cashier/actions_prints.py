"""The prints of a receipt: the first is the original."""

from estate.cashier import queries
from estate.cashier.queries import Print
from estate.data import Actor, clock, write
from estate.i18n import gettext as _
from estate.refusal import Refused

PAPERS = ("a5", "a5x3", "slip")


def note_print(receipt_id: int, paper: str, by: Actor) -> Print:
    """Note that a receipt goes to paper; the first print is the original, every later one says that it is none."""
    if paper not in PAPERS:
        raise Refused(_("Choose a paper."), "paper")
    with write(by) as tx:
        at = clock.stamp()
        tx.insert(
            "receipt_prints",
            receipt_id=receipt_id,
            paper=paper,
            at=at,
            account_id=by.account_id,
            who=by.name,
        )
        return queries.prints(tx, receipt_id)[-1]
