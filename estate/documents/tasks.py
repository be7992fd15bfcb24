"""What the worker does for papers."""

from estate.documents import actions
from estate.jobs import outbox
from estate.jobs.outbox import Task


@outbox.handles(actions.MAKE)
def make_batch(task: Task) -> None:
    """Make a print of many papers; a crash in between leads to going on where it stopped."""
    batch_id = int(task.values["batch_id"])
    practice = bool(task.values["practice"])
    try:
        actions.make_batch(batch_id, lambda done, of: outbox.progress(task, done, of), practice=practice)
    except Exception as error:
        if task.attempts >= outbox.MAX_ATTEMPTS:
            actions.fail_batch(batch_id, repr(error))
        raise
