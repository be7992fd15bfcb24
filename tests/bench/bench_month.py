"""The month of 30,000 homes: four fees, a water meter each and a shared cost, beside bare inserts of the same rows."""

import tempfile
from datetime import date
from fractions import Fraction
from pathlib import Path
from time import perf_counter
from typing import Any

from estate.app import open_store
from estate.billing import actions, actions_compute, actions_items
from estate.billing.actions_items import TariffSpec
from estate.billing.rules_tiers import Tier, Tiers, keep_tiers
from estate.data import read, use, write
from estate.data.store import System
from estate.meters.actions import MeterSpec, add_meter
from estate.meters.actions_readings import Taken, take
from estate.sharing import actions as sharing
from estate.sharing import actions_posting, queries, records
from estate.sharing.actions import BatchSpec
from estate.sharing.rules_preview import PlaceRule
from tests.bench.bench_billing import bare_insert
from tests.billing import place

HOMES = 30_000
BY = System("bench")
WATER = Tiers(
    (Tier(Fraction(180), Fraction(5)), Tier(Fraction(260), Fraction(7)), Tier(None, Fraction(9))),
    False,
    False,
)


def run() -> list[dict[str, Any]]:
    """Measures: seconds to compute and to post; the baseline is one bare transaction with the posted rows."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        try:
            return _measure(Path(folder))
        finally:
            store.close()
            use(None)


def _measure(folder: Path) -> list[dict[str, Any]]:
    first = date(2026, 11, 1)
    with write(BY) as tx:
        homes = place.many_homes(tx, HOMES)
        place.by_area(tx, 18500)
        for name, fen in (("Waste", 500), ("Lighting", 300), ("Lifts", 900)):
            place.fixed(tx, fen, name=name)
        tariff = TariffSpec(date(2026, 1, 1), None, None, tiers=keep_tiers(WATER))
        actions_items.add_item("Water", "metered", BY, tariff=tariff, rules=place.ALL, meter_kind="water")
        for number, home_id in enumerate(homes):
            meter_id = add_meter(MeterSpec(home_id, "water", f"W-{number}", date(2026, 10, 1)), BY)
            used = Taken(meter_id, date(2026, 11, 20), (5 + number % 400) * 1000, confirmed=True)
            take(used, BY, quiet=True)
    started = perf_counter()
    bills = actions.start_run(first, first, BY, in_worker=False)
    actions_compute.compute_run(bills.id, bills.token)
    computed = perf_counter()
    posted = actions.post_run(bills.id, BY)
    done = perf_counter()
    assert (posted.homes, posted.lines) == (HOMES, 5 * HOMES)
    baseline = bare_insert(folder, posted.id)
    shared = _share()
    return [
        _row("month of 30,000 homes with meters, computed", computed - started, baseline),
        _row("month of 30,000 homes with meters, posted", done - computed, baseline),
        _row("a cost shared among 30,000 homes, worked out and posted", shared, baseline / 5),
    ]


def _share() -> float:
    """Seconds for 1,234,567.89 yuan by area among all homes, worked out, looked at and posted."""
    item = actions_items.add_item("Pumps", "shared", BY)
    october = date(2026, 10, 1)
    spec = BatchSpec(item, october, october, date(2026, 11, 25), "contract", amount_fen=123_456_789)
    started = perf_counter()
    batch_id = sharing.begin(spec, PlaceRule("all"), "", "bench", BY)
    with read() as db:
        batch = records.batch(db, batch_id)
        assert batch is not None
        mark = queries.preview(db, batch).mark
    done = actions_posting.post(batch_id, mark, BY)
    assert done.charged_fen == done.pool_fen == 123_456_789
    return perf_counter() - started


def _row(name: str, seconds: float, baseline: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(seconds, 3),
        "unit": "s",
        "baseline": round(baseline, 3),
        "ratio": round(seconds / baseline, 1),
    }
