"""Where the documents of a day come from. A new source is one line here and one `track_tills` in a step of the schema."""

from typing import NamedTuple

from estate.cashier import queries_till as receipts
from estate.deposits import queries_movements as deposits
from estate.i18n import lazy as _
from estate.refunds import queries_movements as refunds


class Source(NamedTuple):
    """A table of documents. movements: its query, in the columns of records_days.Movement.

    numbers: the query of all its numbers (series, seq, number), for the gap check.
    """

    name: str
    label: str
    movements: str
    numbers: str


SOURCES = (
    Source("receipts", _("Receipts"), receipts.MOVEMENTS, receipts.NUMBERS),
    Source("deposits", _("Deposits"), deposits.MOVEMENTS, deposits.NUMBERS),
    Source("refunds", _("Refunds and returned deposits"), refunds.MOVEMENTS, refunds.NUMBERS),
)
