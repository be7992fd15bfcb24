"""The queue between the processes: it only nudges; the rows in estate.db are the truth."""

from pathlib import Path
from typing import Any

from huey import SqliteHuey, crontab
from huey.consumer import Consumer

from estate.jobs import daily, outbox, rounds
from estate.jobs.rounds import each_round


@each_round("drain_outbox")
def drain_outbox() -> None:
    """Carry out what transactions asked for."""
    outbox.drain()


@each_round("daily_work")
def daily_work() -> None:
    """Do what is done once a day (`estate.jobs.daily`)."""
    daily.run_due()


def open_queue(folder: Path) -> SqliteHuey:
    """The queue of a data folder, with a task for each round of the worker.

    All periodic work stands in `rounds.ROUNDS`: each round is gone through after a nudge and every minute. What was
    missed while the PC was off is done by the worker's first look.
    """
    huey = SqliteHuey("estate", filename=str(folder / "queue.db"), results=False)
    tasks = {name: huey.task(name=name)(one.run) for name, one in rounds.ROUNDS.items()}
    for name, one in rounds.ROUNDS.items():
        huey.periodic_task(crontab(minute="*"), name=f"{name}_each_minute")(one.run)
    outbox.on_nudge(lambda: tasks["drain_outbox"]())
    rounds.on_nudge(lambda name: tasks[name]())
    return huey


class ChildConsumer(Consumer):
    """Huey's consumer inside our worker process, which has signal handling of its own."""

    def _set_signal_handlers(self) -> None:
        return


def start_consumer(huey: SqliteHuey) -> Any:
    """Start working; `stop()` of what it answers ends after the task in hand.

    Two threads, so that sending many messages does not hold up a bill run; a round never runs twice at once.
    """
    consumer = ChildConsumer(
        huey, workers=2, periodic=True, initial_delay=0.05, max_delay=1.0, flush_locks=True
    )
    consumer.start()
    return consumer
