"""The queue between the processes: it only nudges; the outbox rows in estate.db are the truth."""

from pathlib import Path
from typing import Any

from huey import SqliteHuey, crontab
from huey.consumer import Consumer

from estate.jobs import outbox


def open_queue(folder: Path) -> SqliteHuey:
    """The queue of a data folder, with the one task that drains the outbox and all periodic work."""
    huey = SqliteHuey("estate", filename=str(folder / "queue.db"), results=False)

    def drain_outbox() -> None:
        outbox.drain()

    drain = huey.task(name="drain_outbox")(drain_outbox)
    # All periodic work stands here. What was missed while the PC was off is done by the worker's first look.
    huey.periodic_task(crontab(minute="*"), name="drain_outbox_each_minute")(drain_outbox)
    outbox.on_nudge(lambda: drain())
    return huey


class ChildConsumer(Consumer):
    """Huey's consumer inside our worker process, which has signal handling of its own."""

    def _set_signal_handlers(self) -> None:
        return


def start_consumer(huey: SqliteHuey) -> Any:
    """Start working; `stop()` of what it answers ends after the task in hand."""
    consumer = ChildConsumer(
        huey, workers=1, periodic=True, initial_delay=0.05, max_delay=1.0, flush_locks=True
    )
    consumer.start()
    return consumer
