"""What the office hands out itself is not taken, from the pool or from the page of the order."""

from collections.abc import Collection

from estate.crew import records_handing
from estate.data import Reader, Tx
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.repairs import guards
from estate.repairs.queries import Order


@guards.on
def leave_to_the_office(tx: Tx, order: Order, step: str) -> None:
    """Refuse to take where the office decides who goes."""
    if step == "take" and records_handing.mode(tx, order.category, order.urgency) == "propose":
        raise Refused(_("The office hands this order out itself."))


@guards.hides
def not_offered(db: Reader, order: Order) -> Collection[str]:
    """Nobody is offered to take what would only be refused."""
    return ("take",) if records_handing.mode(db, order.category, order.urgency) == "propose" else ()
