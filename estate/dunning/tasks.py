"""What the worker does for dunning: the run of each business day, and one that somebody asks for."""

from datetime import date

from estate.data import clock
from estate.dunning import actions_run
from estate.jobs import outbox
from estate.jobs.daily import daily
from estate.jobs.outbox import WORKER, Task


@daily("dunning")
def run_daily(day: date) -> None:
    """After the promises of the day are judged: a promise that broke no longer rests dunning."""
    actions_run.run(day, WORKER)


@outbox.handles(actions_run.RUN)
def run_now(task: Task) -> None:
    """A run that somebody asked for; a crash in between leads to doing what is left."""
    actions_run.run(clock.today(), WORKER, lambda done, of: outbox.progress(task, done, of))
