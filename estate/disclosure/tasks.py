"""What the worker does for disclosures."""

from estate.disclosure import actions_telling
from estate.jobs import outbox
from estate.jobs.outbox import Task


@outbox.handles(actions_telling.TELL)
def tell(task: Task) -> None:
    """Tell the owners; a crash in between leads to telling those who were not told yet."""
    actions_telling.tell(int(task.values["disclosure_id"]), lambda done, of: outbox.progress(task, done, of))
