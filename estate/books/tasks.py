"""What the worker does for the books."""

from estate.books import actions_exports
from estate.jobs import outbox
from estate.jobs.outbox import Task


@outbox.handles(actions_exports.MAKE)
def make_journal(task: Task) -> None:
    """Make a month's journal; a crash in between leads to making it anew."""
    export_id = int(task.values["export_id"])
    try:
        actions_exports.make_export(export_id, lambda done, of: outbox.progress(task, done, of))
    except Exception as error:
        if task.attempts >= outbox.MAX_ATTEMPTS:
            actions_exports.fail_export(export_id, repr(error))
        raise
