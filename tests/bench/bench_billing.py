"""A bill run of 10,000 homes × 4 lines: computed and posted, beside bare inserts of the same rows by sqlite3."""

import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from estate.app import open_store
from estate.billing import actions, actions_compute
from estate.data import read, use, write
from estate.data.store import System, connect
from tests.billing import place

HOMES = 10_000
BY = System("bench")


def run() -> list[dict[str, Any]]:
    """Measures: seconds of the run's parts; the baseline is one bare transaction that inserts the posted rows."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        try:
            return _measure(Path(folder))
        finally:
            store.close()
            use(None)


def _measure(folder: Path) -> list[dict[str, Any]]:
    with write(BY) as tx:
        place.many_homes(tx, HOMES)
        place.by_area(tx, 18500)
        place.by_area(tx, 3500, name="Lifts")
        place.fixed(tx, 500)
        place.fixed(tx, 300, name="Lighting")
    first = date(2026, 10, 1)
    previous = actions.start_run(first, first, BY, in_worker=False)
    actions_compute.compute_run(previous.id, previous.token)
    actions.post_run(previous.id, BY)  # a month before, so that the run has something to compare with

    first = date(2026, 11, 1)
    started = perf_counter()
    bills = actions.start_run(first, first, BY, in_worker=False)
    actions_compute.compute_run(bills.id, bills.token)
    computed = perf_counter()
    posted = actions.post_run(bills.id, BY)
    done = perf_counter()
    assert (posted.homes, posted.lines) == (HOMES, 4 * HOMES)
    baseline = bare_insert(folder, posted.id)
    return [
        _row("bill run, computed", computed - started, baseline),
        _row("bill run, posted", done - computed, baseline),
        _row("bill run, in all", done - started, baseline),
    ]


def bare_insert(folder: Path, run_id: int) -> float:
    """The same rows into a table of the same columns without keys, indexes or triggers, durable as ours."""
    with read() as db:
        rows = db.tuples("SELECT * FROM charges WHERE run_id = :run_id", run_id=run_id)
    conn = connect(folder / "bare.db")
    conn.execute(f"CREATE TABLE bare ({', '.join(f'c{n}' for n in range(len(rows[0])))})")
    started = perf_counter()
    conn.execute("BEGIN IMMEDIATE")
    conn.executemany(f"INSERT INTO bare VALUES ({', '.join('?' * len(rows[0]))})", rows)
    conn.execute("COMMIT")
    took = perf_counter() - started
    conn.close()
    return took


def _row(name: str, seconds: float, baseline: float) -> dict[str, Any]:
    name = f"{name}: {HOMES:,} homes × 4 lines (baseline: bare sqlite3 inserts of the same rows)"
    return {
        "name": name,
        "value": round(seconds, 3),
        "unit": "s",
        "baseline": round(baseline, 3),
        "ratio": round(seconds / baseline, 1),
    }


if __name__ == "__main__":
    for line in run():
        print(line)
