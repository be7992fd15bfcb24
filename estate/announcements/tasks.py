"""What the worker does for announcements."""

from estate.announcements import actions, actions_published, actions_telling
from estate.jobs import outbox
from estate.jobs.outbox import WORKER, Task
from estate.jobs.rounds import each_round


@outbox.handles(actions.TELL)
def tell(task: Task) -> None:
    """Tell everybody; a crash in between leads to telling those who were not told yet."""
    values = task.values
    actions_telling.tell(
        int(values["announcement_id"]),
        int(values["version"]),
        lambda done, of: outbox.progress(task, done, of),
    )


@outbox.handles(actions_published.REMIND)
def remind(task: Task) -> None:
    """Remind who has not read it."""
    actions_telling.remind(
        int(task.values["announcement_id"]), lambda done, of: outbox.progress(task, done, of)
    )


@outbox.handles(actions_published.TAKE_BACK)
def take_back(task: Task) -> None:
    """Tell who was told of it that it does not hold any more."""
    actions_telling.take_back(
        int(task.values["announcement_id"]), lambda done, of: outbox.progress(task, done, of)
    )


@each_round("announcements.publish")
def publish_due() -> None:
    """Publish what was scheduled."""
    actions.publish_due(WORKER)
