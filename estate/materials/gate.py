"""What an order may not do before its owner agreed: work on while a quote is open, cost more than was agreed to."""

from collections.abc import Collection

from estate.data import Reader, Tx
from estate.i18n import gettext as _
from estate.materials import queries, queries_quotes
from estate.materials.rules import above
from estate.refusal import Refused
from estate.repairs import guards
from estate.repairs.queries import Order
from estate.web.filters import money

HELD_UP = ("resume", "finish", "start")
"""Steps that lead on with the work."""


@guards.on
def hold_up(tx: Tx, order: Order, step: str) -> None:
    """Refuse to go on while the owner has not answered, and to finish above what was agreed to."""
    if step in HELD_UP and queries_quotes.open_quote(tx, order.id) is not None:
        raise Refused(
            _("The owner has not answered the quote yet. Wait for the answer, or take the quote back.")
        )
    if step == "finish":
        require_agreed(tx, order.id)


@guards.hides
def not_offered(db: Reader, order: Order) -> Collection[str]:
    """While a quote is open nobody goes on: the button would only be refused."""
    return HELD_UP if queries_quotes.open_quote(db, order.id) is not None else ()


def require_agreed(tx: Tx, order_id: int) -> None:
    """Refused when the lines cost the owner more than they agreed to and the office lets pass."""
    agreed = queries_quotes.agreed_fen(tx, order_id)
    total = queries.chargeable_fen(tx, order_id)
    if above(total, agreed, queries.settings(tx).tolerance_fen):
        if agreed is None:
            raise Refused(
                _("The owner has not agreed to a price yet. Send a quote first, or note this free of charge.")
            )
        raise Refused(
            _(
                "This makes ¥%(total)s, but the owner agreed to ¥%(agreed)s. Send a new quote, or note this free of charge.",
                total=money(total),
                agreed=money(agreed),
            )
        )
