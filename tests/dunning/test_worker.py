"""The real worker, killed in the middle of a night's run, again and again: each step once, each message once."""

import os
import signal
import sqlite3
import subprocess
import threading
from datetime import timedelta

from estate.billing import actions as billing
from estate.billing import actions_compute
from estate.data import Store, clock, current, read, write
from estate.data.store import System
from tests.appliance import COMMAND
from tests.billing import place

BY = System("test")
HOMES = 600
LOOKS = 4000


def test_a_worker_that_is_killed_in_the_night_repeats_nothing_and_leaves_nothing_out(store: Store) -> None:
    with write(BY) as tx:
        place.many_homes(tx, HOMES)
        place.by_area(tx, 18500)
    due = clock.today() - timedelta(
        19
    )  # late enough for the reminder behind any days off, too early for the call
    run = billing.start_run(due.replace(day=1), due.replace(day=1), BY, due, in_worker=False)
    actions_compute.compute_run(run.id, run.token)
    billing.post_run(run.id, BY)
    current().close()
    for some in (1, HOMES // 3, HOMES // 2):
        killed_after(store, some)
    worker = start(store)
    assert seen(
        store, "SELECT count(*) FROM daily_runs WHERE name = 'dunning' AND finished_at IS NOT NULL", 1
    )
    assert worker.stdin
    worker.stdin.close()
    worker.wait(60)
    with read() as db:
        assert db.value("SELECT count(*) FROM dunning_cases") == HOMES
        assert db.value("SELECT count(*) FROM dunning_steps WHERE outcome = 'done'") == HOMES
        assert db.value("SELECT count(DISTINCT case_id) FROM dunning_steps") == HOMES
        assert db.value("SELECT count(*) FROM messages WHERE event = 'dunning.reminder'") == HOMES
        unfinished = db.value("SELECT count(*) FROM dunning_runs WHERE finished_at IS NULL")
        assert unfinished == 3, "the kills did not fall into the run"


def killed_after(store: Store, steps: int) -> None:
    """Let a worker run until so many steps are on record, and kill it."""
    worker = start(store)
    assert seen(store, "SELECT count(*) FROM dunning_steps", steps)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait(60)


def start(store: Store) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*COMMAND, "worker", "--data", str(store.folder)], stdin=subprocess.PIPE)


def seen(store: Store, sql: str, least: int) -> bool:
    """Whether a count reaches a number within a while."""
    tick = threading.Event()
    db = sqlite3.connect(f"{store.path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        for _look in range(LOOKS):
            if db.execute(sql).fetchone()[0] >= least:
                return True
            tick.wait(0.01)
        return False
    finally:
        db.close()
