"""What the worker does for surveys."""

from estate.data import read
from estate.data.store import current
from estate.jobs import outbox
from estate.jobs.outbox import WORKER, Task
from estate.jobs.rounds import each_round
from estate.surveys import actions_running, records


@outbox.handles(actions_running.TELL)
def tell(task: Task) -> None:
    """Tell or remind those whom it asks; a crash in between leads to telling those who were not told yet."""
    survey_id, event = int(task.values["survey_id"]), str(task.values["event"])
    actions_running.tell(survey_id, event, task.key, lambda done, of: outbox.progress(task, done, of))


@each_round("surveys.due")
def run_due() -> None:
    """Open what was scheduled, close what is over; where answers are nobody's, leave no order of them in the log."""
    actions_running.run_due(WORKER)
    with read() as db:
        anonymous = records.any_anonymous_open(db)
    if anonymous:
        current().fold_log()
