"""What the worker does for dunning: the run of each business day, one that somebody asks for, and closing what is paid."""

from datetime import date

from estate.data import clock
from estate.dunning import actions_run
from estate.jobs import outbox
from estate.jobs.daily import daily
from estate.jobs.outbox import WORKER, Task
from estate.jobs.rounds import each_round


@each_round("dunning_settled")
def close_settled() -> None:
    """Within a minute of the payment, the case is closed."""
    actions_run.close_settled(clock.today(), WORKER)


@daily("dunning")
def run_daily(day: date) -> None:
    """After the promises of the day are judged: a promise that broke no longer rests dunning."""
    actions_run.run(day, WORKER)


@outbox.handles(actions_run.RUN)
def run_now(task: Task) -> None:
    """A run that somebody asked for; a crash in between leads to doing what is left."""
    actions_run.run(clock.today(), WORKER, lambda done, of: outbox.progress(task, done, of))
