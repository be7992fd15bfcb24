"""What the worker does for the crew."""

from estate.crew import actions_handing, records_handing
from estate.data import read
from estate.jobs import outbox
from estate.jobs.outbox import Task
from estate.jobs.rounds import each_round
from estate.repairs import pooled


@outbox.handles(pooled.KIND)
def hand_out(task: Task) -> None:
    """Look who could be handed an order that came into the pool."""
    actions_handing.hand_out_by_itself(int(task.values["order_id"]))


@each_round("crew.pool")
def tell_of_the_pool() -> None:
    """Tell of orders that nobody has for too long. Most looks find nothing: those take no write lock."""
    with read() as db:
        found = records_handing.lying(db)
    if found:
        actions_handing.tell_of_the_pool()
