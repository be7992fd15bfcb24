"""What the worker does for imports."""

from estate.data import read
from estate.intake import actions, meter_actions, records
from estate.jobs import outbox
from estate.jobs.outbox import WORKER, Task


@outbox.handles(actions.CHECK)
def check(task: Task) -> None:
    """Check a large ledger; a crash in between leads to checking it again."""
    outbox.progress(task, 1, 3)
    batch_id, version = int(task.values["batch_id"]), int(task.values["version"])
    with read() as db:
        batch = records.batch(db, batch_id)
    of_kind = meter_actions if batch and batch.kind == records.READINGS else actions
    of_kind.check_batch(batch_id, version, WORKER)
    outbox.progress(task, 3, 3)
