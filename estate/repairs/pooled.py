"""What another feature does when an order comes to lie in the pool anew: the worker carries out a task of this kind.

It is a task of its own, after the report: a report never fails or waits because of it, a hundred orders of a plan do
not hold the records for as long as choosing takes, and a fault in choosing is tried again.
"""

from estate.data import Tx
from estate.jobs import outbox

KIND = "work_order.pooled"


def tell(tx: Tx, order_id: int, step_id: int) -> None:
    """Have the worker look who could be handed this order, after the transaction."""
    outbox.add(tx, KIND, f"{KIND}:{step_id}", order_id=order_id)
