"""What the worker does for imports."""

from estate.data import read
from estate.data.store import System
from estate.intake import actions, actions_commit, meter_actions, records
from estate.intake.batches import READINGS
from estate.intake.handed import Terms
from estate.jobs import outbox
from estate.jobs.outbox import WORKER, Task
from estate.refusal import Refused


@outbox.handles(actions.CHECK)
def check(task: Task) -> None:
    """Check a large ledger; a crash in between leads to checking it again."""
    outbox.progress(task, 1, 3)
    batch_id, version = int(task.values["batch_id"]), int(task.values["version"])
    with read() as db:
        batch = records.batch(db, batch_id)
    of_kind = meter_actions if batch and batch.kind == READINGS else actions
    of_kind.check_batch(batch_id, version, WORKER)
    outbox.progress(task, 3, 3)


@outbox.handles(actions_commit.COMMIT)
def commit(task: Task) -> None:
    """Bring a large ledger in, in the name of who asked for it; a crash in between leads to doing it anew, once."""
    outbox.progress(task, 1, 3)
    batch_id = int(task.values["batch_id"])
    try:
        actions_commit.commit(
            batch_id,
            Terms(**task.values["terms"]),
            System(str(task.values["who"]), task.values["account_id"]),
        )
    except Refused:
        actions_commit.give_up(batch_id, WORKER)
        raise
    outbox.progress(task, 3, 3)
