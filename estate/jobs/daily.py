"""Daily work: once for each business day, caught up once when the computer was off, tried again when it failed."""

import logging
from collections.abc import Callable
from datetime import date, timedelta

from estate.data import Reader, clock, read, write
from estate.jobs.outbox import WORKER

log = logging.getLogger("estate.jobs")

Work = Callable[[date], None]

DAILY: dict[str, Work] = {}
MAX_ATTEMPTS = 5
WAIT = timedelta(minutes=15)


def daily(name: str) -> Callable[[Work], Work]:
    """Register work of the day, in the order of registration; it is given the business date.

    It must bear being called twice for a day: a crash may lie between. Days on which nothing ran are not made up
    one by one: the work looks at what is due by now.
    """

    def register(work: Work) -> Work:
        DAILY[name] = work
        return work

    return register


def run_due() -> int:
    """Do what was not done yet today; answers how many works were done."""
    today = clock.today()
    with read() as db:
        rows = db.tuples(
            "SELECT name, finished_at, attempts, started_at FROM daily_runs WHERE day = :day",
            day=today.isoformat(),
        )
    known = {name: (finished, attempts, started) for name, finished, attempts, started in rows}
    before = (clock.now() - WAIT).strftime("%Y-%m-%dT%H:%M:%S")
    count = 0
    for name, work in DAILY.items():
        finished, attempts, started = known.get(name, (None, 0, ""))
        if not finished and attempts < MAX_ATTEMPTS and started <= before:
            count += _run(name, work, today)
    return count


def last_done(db: Reader, name: str) -> str:
    """When a work was finished last, as an instant; empty when never."""
    return str(db.value("SELECT max(finished_at) FROM daily_runs WHERE name = :name", name=name) or "")


def release() -> None:
    """At the worker's start: what an earlier worker began today and did not finish is due at once."""
    with write(WORKER) as tx:
        tx.run("UPDATE daily_runs SET started_at = '' WHERE finished_at IS NULL")


def _run(name: str, work: Work, today: date) -> bool:
    with write(WORKER) as tx:
        tx.run(
            """
            INSERT INTO daily_runs (name, day, started_at, attempts) VALUES (:name, :day, :now, 1)
                ON CONFLICT (name, day) DO UPDATE SET started_at = :now, attempts = attempts + 1
            """,
            name=name,
            day=today.isoformat(),
            now=clock.stamp(),
        )
    try:
        work(today)
    except Exception as error:
        log.exception("daily work %s", name)
        _note(name, today, error=repr(error))
        return False
    _note(name, today, finished_at=clock.stamp(), error=None)
    return True


def _note(name: str, today: date, **values: str | None) -> None:
    changes = ", ".join(f"{column} = :{column}" for column in values)
    with write(WORKER) as tx:
        tx.run(
            f"UPDATE daily_runs SET {changes} WHERE name = :name AND day = :day",
            name=name,
            day=today.isoformat(),
            **values,
        )
