"""What other features do when an order is done, signed off or cancelled: they register here, the worker calls them."""

from collections.abc import Callable
from typing import NamedTuple

from estate.data import Tx
from estate.jobs import outbox

KIND = "work_order.finished"
AT = ("done", "signed_off", "cancelled")
"""The states at whose reaching the others are called."""


class Finished(NamedTuple):
    """An order and the state that it reached by this step; it may have moved on since."""

    order_id: int
    step_id: int
    state: str


Work = Callable[[Finished], None]
_works: list[Work] = []


def on(work: Work) -> Work:
    """Call this for every order that reaches one of the states. It must bear being called twice for a step."""
    _works.append(work)
    return work


def tell(tx: Tx, finished: Finished) -> None:
    """Have the worker call who registered, after the transaction."""
    outbox.add(tx, KIND, f"{KIND}:{finished.step_id}", **finished._asdict())


def carry_out(task: outbox.Task) -> None:
    """Call everybody who registered."""
    finished = Finished(**task.values)
    for work in _works:
        work(finished)
