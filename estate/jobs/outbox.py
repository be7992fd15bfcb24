"""The outbox: a row is written in the transaction that causes it, claimed by the worker, and finished once."""

import logging
import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import msgspec

from estate.data import Reader, Tx, clock, read, write
from estate.data.store import System
from estate.refusal import Refused

log = logging.getLogger("estate.jobs")

MAX_ATTEMPTS = 6
BACK_OFF = [timedelta(seconds=s) for s in (2, 10, 60, 300, 1800)]


class Task(NamedTuple):
    """One thing to do. payload: JSON with ids, not data; steps are for the progress that a page shows."""

    id: int
    key: str
    kind: str
    payload: str
    attempts: int
    done_steps: int
    all_steps: int
    finished_at: str | None
    failed_at: str | None
    error: str | None

    @property
    def values(self) -> dict[str, Any]:
        """The payload, read."""
        return msgspec.json.decode(self.payload)

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return not self.finished_at and not self.failed_at


Handler = Callable[[Task], None]
_handlers: dict[str, Handler] = {}
_nudge: Callable[[], None] = lambda: None  # noqa: E731  set by the process that has a queue

_TASK = """
    SELECT id, key, kind, payload, attempts, done_steps, all_steps, finished_at, failed_at, error FROM outbox
"""


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register what carries out tasks of this kind. It must bear being called twice: a crash may lie between."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def on_nudge(nudge: Callable[[], None]) -> None:
    """Set how the worker is woken after a commit."""
    global _nudge
    _nudge = nudge


def add(tx: Tx, kind: str, key: str, **payload: Any) -> int:
    """Ask for a task in this transaction; the same key asks only once. Answers the task's id."""
    now = clock.stamp()
    tx.run(
        """
        INSERT INTO outbox (key, kind, payload, created_at, created_by, due_at)
        VALUES (:key, :kind, :payload, :now, :by, :now) ON CONFLICT (key) DO NOTHING
        """,
        key=key,
        kind=kind,
        payload=msgspec.json.encode(payload).decode(),
        now=now,
        by=tx.by.name,
    )
    tx.after_commit(_nudge)
    return int(tx.value("SELECT id FROM outbox WHERE key = :key", key=key))


def of_key(db: Reader, key: str) -> Task | None:
    """The task asked for under this key."""
    return db.row(Task, _TASK + "WHERE key = :key", key=key)


def progress(task: Task, done: int, of: int) -> None:
    """Note how far a task is, for the page that watches it."""
    with write(WORKER) as tx:
        tx.run(
            "UPDATE outbox SET done_steps = :done, all_steps = :of WHERE id = :id",
            done=done,
            of=of,
            id=task.id,
        )


def drain() -> int:
    """Carry out everything that is due, one after the other; answers how many. Only the worker calls this."""
    count = 0
    while task := _claim():
        _carry_out(task)
        count += 1
    return count


def release_claims() -> None:
    """At the worker's start: what an earlier worker had claimed and not finished is due again."""
    with write(WORKER) as tx:
        tx.run("UPDATE outbox SET claimed_at = NULL WHERE finished_at IS NULL AND claimed_at IS NOT NULL")


def _due(db: Reader) -> Task | None:
    return db.row(
        Task,
        _TASK
        + """
         WHERE finished_at IS NULL AND failed_at IS NULL AND claimed_at IS NULL AND due_at <= :now
         ORDER BY due_at, id LIMIT 1
        """,
        now=clock.stamp(),
    )


def _claim() -> Task | None:
    with read() as db:  # most looks find nothing: those must not take the write lock
        if _due(db) is None:
            return None
    with write(WORKER) as tx:
        task = _due(tx)
        if task is None:
            return None
        tx.update(
            "outbox",
            task.id,
            claimed_at=clock.stamp(),
            claimed_by=f"worker {os.getpid()}",
            attempts=task.attempts + 1,
        )
        return task._replace(attempts=task.attempts + 1)


def _carry_out(task: Task) -> None:
    try:
        handler = _handlers.get(task.kind)
        if handler is None:
            raise LookupError(f"nothing handles {task.kind}")
        handler(task)
    except Refused as refused:
        _give_up(task, refused.message)
    except Exception as error:
        log.exception("task %s %s", task.kind, task.key)
        if task.attempts >= MAX_ATTEMPTS:
            _give_up(task, repr(error))
        else:
            _try_later(task, error)
    else:
        with write(WORKER) as tx:
            tx.run(
                "UPDATE outbox SET finished_at = :now, error = NULL, done_steps = all_steps WHERE id = :id",
                now=clock.stamp(),
                id=task.id,
            )


def _give_up(task: Task, why: str) -> None:
    with write(WORKER) as tx:
        tx.update("outbox", task.id, failed_at=clock.stamp(), error=why)


def _try_later(task: Task, error: Exception) -> None:
    wait = BACK_OFF[min(task.attempts, len(BACK_OFF)) - 1]
    due = (clock.now() + wait).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    with write(WORKER) as tx:
        tx.update("outbox", task.id, claimed_at=None, due_at=due, error=repr(error))


WORKER = System("worker")
