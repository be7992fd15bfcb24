"""Nights of dunning over 30,000 homes, 8 % of them in arrears: cases that open, reminders, a quiet night, a dry run.

The baseline is the bare query of who owes what, without cases, strategies, messages or a single row written.
"""

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
from estate.dunning import actions_run, records_cases
from estate.dunning.plan import plan
from estate.dunning.records_cases import Wanted
from tests.billing import place

HOMES = 30_000
OWING = 12  # one home in so many has not paid: 8 %
BY = System("bench")


def run() -> list[dict[str, Any]]:
    """Measures: seconds of whole nights, and of a page."""
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
        place.by_area(tx, 18500)
        place.fixed(tx, 500)
        payers = dict(tx.tuples("SELECT home_id, person_id FROM residencies"))
    for month in (5, 6):
        first = date(2026, month, 1)
        made = billing.start_run(first, first, BY, date(2026, month, 25), in_worker=False)
        actions_compute.compute_run(made.id, made.token)
        billing.post_run(made.id, BY)
    with read() as db:
        owed = dict(
            db.tuples(
                "SELECT home_id, sum(balance_fen) FROM charge_balances WHERE due_on < '2026-06-01' GROUP BY 1"
            )
        )
    paid = [
        PastPayment(
            Payment(home, payers[home], owed[home], "cash"),
            f"key-{home}",
            "2026-05-20",
            "2026-05-20T04:00:00.000Z",
            None,
            BY.name,
        )
        for number, home in enumerate(homes)
        if number % OWING
    ]
    with write(BY) as tx:
        cashier.take_many(tx, paid)


def _measure() -> list[dict[str, Any]]:
    with read() as db:
        baseline = _took(
            lambda: db.tuples(
                """
                SELECT home_id, payer_id, sum(balance_fen), min(due_on) FROM charge_balances
                 WHERE balance_fen > 0 AND due_on < '2026-05-31' GROUP BY home_id, payer_id
                """
            )
        )
        dry = _took(lambda: plan(db, date(2026, 6, 1)))
    first, reminded = _night(date(2026, 6, 1))
    quiet, nothing = _night(date(2026, 6, 2))
    notices, told = _night(date(2026, 6, 15))
    with read() as db:
        page = _took(lambda: records_cases.cases(db, Wanted(), "2026-06-15", 50, 0))
    assert reminded.opened == reminded.steps == HOMES // OWING
    assert nothing.steps == nothing.opened == nothing.notices == 0
    assert told.notices == HOMES and told.steps == HOMES // OWING
    return [
        _row(
            f"night: {reminded.steps:,} cases open and get their reminder, of {HOMES:,} homes",
            first,
            baseline,
        ),
        _row("a night on which nothing is due", quiet, baseline),
        _row(f"night: {told.notices:,} notices before the due day, {told.steps:,} calls", notices, baseline),
        _row("dry run of the first of these nights", dry, baseline),
        {"name": "the first page of 2,500 open cases", "value": round(page * 1000, 1), "unit": "ms"},
    ]


def _night(day: date) -> tuple[float, actions_run.Tally]:
    started = perf_counter()
    tally = actions_run.run(day, BY)
    return perf_counter() - started, tally


def _took(work: Callable[[], Any]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def _row(name: str, seconds: float, baseline: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(seconds, 2),
        "unit": "s",
        "baseline": round(baseline, 3),
        "ratio": round(seconds / baseline, 1),
    }


if __name__ == "__main__":
    for line in run():
        print(line)
