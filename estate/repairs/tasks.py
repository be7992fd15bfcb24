"""What the worker does for repairs."""

from estate.jobs import outbox
from estate.jobs.outbox import Task
from estate.repairs import finished


@outbox.handles(finished.KIND)
def finish(task: Task) -> None:
    """Tell the features that wait for it that an order is finished."""
    finished.carry_out(task)
