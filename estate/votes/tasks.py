"""What the worker does for votes."""

from datetime import date

from estate.data import read
from estate.data.store import current
from estate.jobs import daily, outbox
from estate.jobs.outbox import WORKER, Task
from estate.jobs.rounds import each_round
from estate.votes import actions, actions_telling, records

ORDER = "votes.order"


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
    """End the votes whose time is over; while one is secret, leave no order of its ballots in the log."""
    actions.end_due(WORKER)
    with read() as db:
        secret = records.secret_open(db)
    if secret:
        current().fold_log()


@daily.daily(ORDER)
def wipe_order(_today: date) -> None:
    """After a secret vote write the file anew: where marks and ballots lie would tell in which order they came."""
    with read() as db:
        ended = records.secret_ended(db, daily.last_done(db, ORDER))
    if ended and not current().rewrite():
        raise RuntimeError("somebody reads: the log is folded later")
