"""What the worker does for evidence."""

from estate.jobs import outbox
from estate.jobs.outbox import Task
from estate.letters import actions_evidence


@outbox.handles(actions_evidence.MAKE)
def make_evidence(task: Task) -> None:
    """Make a bundle; a crash in between leads to making it anew."""
    bundle_id, practice = int(task.values["bundle_id"]), bool(task.values["practice"])
    try:
        actions_evidence.make(bundle_id, lambda done, of: outbox.progress(task, done, of), practice=practice)
    except Exception as error:
        if task.attempts >= outbox.MAX_ATTEMPTS:
            actions_evidence.fail(bundle_id, repr(error))
        raise
