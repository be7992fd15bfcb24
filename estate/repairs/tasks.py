"""What the worker does for repairs: each minute, each day, and when an order is finished."""

from datetime import date

from estate.jobs import outbox
from estate.jobs.daily import daily
from estate.jobs.outbox import Task
from estate.jobs.rounds import each_round
from estate.repairs import actions_clocks, finished


@outbox.handles(finished.KIND)
def finish(task: Task) -> None:
    """Tell the features that wait for it that an order is finished."""
    finished.carry_out(task)


@each_round("watch_repairs")
def watch() -> None:
    """Warn of clocks that run out."""
    actions_clocks.watch()


@daily("repairs.sign_off")
def sign_off(_today: date) -> None:
    """Sign off what nobody objected to."""
    actions_clocks.sign_off()
