"""Penalties as of today of 30,000 homes that owe four fees each, beside a bare SQL query of the same charges."""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from estate.app import open_store
from estate.billing import actions as billing
from estate.billing import actions_compute
from estate.cashier import actions as cashier
from estate.cashier.actions_payment import PastPayment, Payment
from estate.data import read, use, write
from estate.data.store import System
from estate.penalties import actions, queries
from estate.penalties.actions import TermsSpec
from tests.billing import place

HOMES = 30_000
LINES = 4
PART_PAID = 20  # one home in so many has paid something on its bills
BY = System("bench")
AS_OF = date(2026, 11, 24)


def run() -> list[dict[str, Any]]:
    """Measures: seconds; the baseline reads what is open with a simple interest and no rules at all."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        try:
            _prepare()
            return _measure()
        finally:
            store.close()
            use(None)


def _prepare() -> None:
    with write(BY) as tx:
        homes = place.many_homes(tx, HOMES)
        items = [place.by_area(tx, 18500), place.by_area(tx, 3500, name="Lifts")]
        items += [place.fixed(tx, 500), place.fixed(tx, 300, name="Lighting")]
        payers = dict(tx.tuples("SELECT home_id, person_id FROM residencies"))
    first = date(2026, 6, 1)
    run = billing.start_run(first, first, BY, date(2026, 6, 25), in_worker=False)
    actions_compute.compute_run(run.id, run.token)
    billing.post_run(run.id, BY)
    for item in items:
        actions.add_terms(
            item, TermsSpec(date(2020, 1, 1), 5_000, "Contract", 10, lpr_bp=300, lpr_multiple_e2=400), BY
        )
    paid = [
        PastPayment(
            Payment(home, payers[home], 7_777, "cash"),
            f"key-{home}",
            "2026-08-03",
            "2026-08-03T04:00:00.000Z",
            None,
            BY.name,
        )
        for home in homes[::PART_PAID]
    ]
    with write(BY) as tx:
        cashier.take_many(tx, paid)


def _measure() -> list[dict[str, Any]]:
    with read() as db:
        baseline = _best(
            lambda: db.tuples(
                """
                SELECT home_id, payer_id, sum(balance_fen * 5 * (julianday(:day) - julianday(due_on)) / 10000)
                  FROM charge_balances WHERE balance_fen > 0 AND due_on < :day GROUP BY home_id, payer_id
                """,
                day=AS_OF.isoformat(),
            )
        )
        listed = _best(lambda: queries.owed_penalties(db, AS_OF, HOMES))
        found = queries.owed_penalties(db, AS_OF, HOMES)
        view = _best(lambda: db.tuples("SELECT home, payer, penalty_fen FROM v_arrears"))
        one = _best(lambda: queries.penalties_of_home(db, found[0].home_id, AS_OF))
    assert len(found) == HOMES and sum(row.charges for row in found) > 3.9 * HOMES
    name = f"penalties as of today: {HOMES:,} homes × {LINES} late charges (baseline: bare sum by home)"
    return [
        _row(name, listed, baseline),
        _row("the same through v_arrears", view, baseline),
        {"name": "penalties of one home, with arithmetic", "value": round(one * 1000, 2), "unit": "ms"},
    ]


def _best(work: Callable[[], Any], times: int = 3) -> float:
    took: list[float] = []
    for _n in range(times):
        started = perf_counter()
        work()
        took.append(perf_counter() - started)
    return min(took)


def _row(name: str, seconds: float, baseline: float) -> dict[str, Any]:
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
