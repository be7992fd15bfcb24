"""What the worker does for imports."""

from estate.intake import actions
from estate.jobs import outbox
from estate.jobs.outbox import WORKER, Task


@outbox.handles(actions.CHECK)
def check(task: Task) -> None:
    """Check a large ledger; a crash in between leads to checking it again."""
    outbox.progress(task, 1, 3)
    actions.check_batch(int(task.values["batch_id"]), int(task.values["version"]), WORKER)
    outbox.progress(task, 3, 3)
