"""Whether who lives in a home pays for an order: said by the office or by who mends it, in the words of the change log."""

from estate.data import Tx, audit
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.refusal import Refused
from estate.repairs.actions import require


def let_charge(tx: Tx, order_id: int, chargeable: bool) -> None:
    """Say whether an order costs its home something. Refused for a public place. Again changes nothing."""
    order = require(tx, order_id)
    if bool(order.chargeable) == chargeable:
        return
    if order.home_id is None:
        raise Refused(_("Work in a public place is not charged to a home."))
    tx.update("work_orders", order_id, chargeable=int(chargeable))
    audit.record(
        tx,
        "order.chargeable",
        "work_orders",
        order_id,
        after={"number": order.number, "chargeable": chargeable},
    )
    signals.tell(tx, f"order-{order_id}")
