"""What 10,000 prepayments pay of a posted run of 4 lines each, beside bare inserts of the same rows by sqlite3."""

import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from estate.app import open_store
from estate.billing import actions, actions_compute
from estate.cashier import actions as cashier
from estate.cashier.actions_offsets import offset_run
from estate.cashier.actions_payment import PastPayment, Payment
from estate.data import clock, read, use, write
from estate.data.store import System, connect
from estate.office import actions as office
from estate.office.identity import Identity, identity
from tests.billing import place

HOMES = 10_000
BY = System("bench")


def run() -> list[dict[str, Any]]:
    """Measures: seconds of the offsets in their transaction; the baseline inserts as many receipts and allocations."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        try:
            office.set_up(Identity("Bench", "Bench Ltd", locale="en"), "bench", "Bench", "correct horse")
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
        _pay_ahead(tx)
        now = identity(tx)
    office.change(now._replace(auto_offset=False), BY)
    first = date(2026, 11, 1)
    bills = actions.start_run(first, first, BY, in_worker=False)
    actions_compute.compute_run(bills.id, bills.token)
    actions.post_run(bills.id, BY)
    office.change(now, BY)
    started, used = perf_counter(), process_time()
    with write(BY) as tx:
        drawn = offset_run(tx, bills.id)
    took, used = perf_counter() - started, process_time() - used
    assert drawn.receipts == HOMES
    bare, bare_used = _bare(folder)
    name = f"{HOMES:,} prepayments pay 4 charges each, in the transaction of the posting"
    return [_row(name, took, bare), _row(f"{name}, processor time", used, bare_used)]


def _row(name: str, seconds: float, baseline: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(seconds, 3),
        "unit": "s",
        "baseline": round(baseline, 3),
        "ratio": round(seconds / baseline, 1),
    }


def _pay_ahead(tx: Any) -> None:
    on, at = clock.today().isoformat(), clock.stamp()
    owners = tx.tuples("SELECT home_id, person_id FROM residencies WHERE role = 'owner'")
    cashier.take_many(
        tx,
        (
            PastPayment(
                Payment(home_id, payer_id, 100_000, "cash", advance_fen=100_000, beyond_cap=True),
                f"ahead-{home_id}",
                on,
                at,
                None,
                "Bench",
            )
            for home_id, payer_id in owners
        ),
    )


def _bare(folder: Path) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    with read() as db:
        tables = [
            db.tuples("SELECT * FROM receipts WHERE method = 'prepayment'"),
            db.tuples("SELECT a.* FROM allocations AS a JOIN receipts AS r ON r.id = a.receipt_id"),
        ]
    conn = connect(folder / "bare.db")
    for n, rows in enumerate(tables):
        conn.execute(f"CREATE TABLE bare{n} ({', '.join(f'c{m}' for m in range(len(rows[0])))})")
    started, used = perf_counter(), process_time()
    conn.execute("BEGIN IMMEDIATE")
    for n, rows in enumerate(tables):
        conn.executemany(f"INSERT INTO bare{n} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    conn.execute("COMMIT")
    took, used = perf_counter() - started, process_time() - used
    conn.close()
    return took, used
