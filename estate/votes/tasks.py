"""What the worker does for votes."""

from estate.jobs import outbox
from estate.jobs.outbox import WORKER, Task
from estate.jobs.rounds import each_round
from estate.votes import actions, actions_telling


@outbox.handles(actions.TELL)
def tell(task: Task) -> None:
    """Tell the owners; a crash in between leads to telling those who were not told yet."""
    values = task.values
    actions_telling.tell(
        int(values["vote_id"]),
        str(values["what"]),
        str(values["when"]),
        lambda done, of: outbox.progress(task, done, of),
    )


@each_round("votes.end")
def end_due() -> None:
    """End the votes whose time is over."""
    actions.end_due(WORKER)
