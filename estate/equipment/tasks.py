"""What the worker does for equipment: what went out of service for an order runs again when the order is done."""

from estate.data.store import System
from estate.equipment import actions_outages
from estate.repairs import finished
from estate.repairs.finished import Finished


@finished.on
def end_outage(order: Finished) -> None:
    """A cancelled order ends nothing: the piece may still stand."""
    if order.state in ("done", "signed_off"):
        actions_outages.end_with_order(order.order_id, System("worker"))
