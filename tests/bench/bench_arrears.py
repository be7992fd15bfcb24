"""Ageing of 30,000 homes with ten years of charges: by building, fee, payer and reason, a cell's bills, the trend.

The rows are written by SQL, through the triggers that keep balances and sums: a fee a month for every home, a second
for every other one, 5.4 million charges. One home in thirteen stopped paying in some year, one in five owes the last two
months: 4 to 5 % stay open.
"""

import os
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from estate.app import open_store
from estate.arrears import queries, records_ageing, records_rows
from estate.arrears.records_rows import Cell
from estate.arrears.records_trend import trend
from estate.arrears.source import source
from estate.data import Reader, clock, read, use, write
from estate.data.store import System
from tests.billing import place

HOMES = int(os.environ.get("BENCH_HOMES", "30000"))
YEARS = 10
BY = System("bench")


def run() -> list[dict[str, Any]]:
    """Measures: milliseconds; the baseline is the bare sum of what is open, by home."""
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
        place.many_homes(tx, HOMES)
        items = (place.by_area(tx, 18500), place.fixed(tx, 500))
    for year in range(YEARS):
        first = f"{2016 + year}-12-01"
        with write(BY) as tx:
            for every, item in enumerate(items, 1):
                tx.run(_CHARGES, item=item, every=every, first=first)
            start = int(tx.value("SELECT ifnull(max(id), 0) FROM receipts"))
            day = min(f"{2017 + year}-11-30", "2026-11-24")
            tx.run(
                "INSERT INTO receipt_series (prefix, year) VALUES ('SJ', :year) ON CONFLICT DO NOTHING",
                year=int(day[:4]),
            )
            values = {"first": first, "day": day, "year": year, "last": year == YEARS - 1}
            tx.run(_RECEIPTS, number=int(day[:4]), **values)
            tx.run(_ALLOCATIONS, start=start, **values)
    with write(BY) as tx:
        tx.run("ANALYZE")
        tx.run(
            """
            INSERT INTO arrears_causes (home_id, payer_id, code, noted_on, noted_at, who)
            SELECT home_id, person_id, 'leak', '2026-11-01', '2026-11-01', 'bench' FROM residencies WHERE home_id % 40 = 0
            """
        )


_CHARGES = """
    WITH RECURSIVE months (first) AS (
        SELECT :first UNION ALL SELECT date(first, '+1 month') FROM months WHERE first < date(:first, '+11 months'))
    INSERT INTO charges (home_id, home_code, fee_item_id, fee_item_name, kind, payer_id, payer_name, period_from,
                         period_to, quantity, price, formula, amount_fen, due_on, posted_at, posted_by, booked_on)
    SELECT h.id, h.code, f.id, f.name, f.kind, p.id, p.name, m.first, date(m.first, '+1 month', '-1 day'), '1', '1',
           '1 × 1', 500 + h.id % 7 * 1000, date(m.first, '+24 days'), m.first, 'bench', m.first
      FROM months AS m CROSS JOIN homes AS h JOIN residencies AS r ON r.home_id = h.id
      JOIN people AS p ON p.id = r.person_id JOIN fee_items AS f ON f.id = :item
     WHERE h.id % :every = 0
"""
# One home in thirteen stopped paying in one of the ten years; one in five owes the last two months.
_PAID = """
    c.period_from BETWEEN :first AND date(:first, '+11 months')
    AND NOT (c.home_id % 13 = 0 AND c.home_id / 13 % 10 <= :year)
    AND NOT (c.home_id % 5 = 0 AND :last AND c.period_from > date(:first, '+9 months'))
"""
_RECEIPTS = f"""
    INSERT INTO receipts (number, prefix, year, seq, key, kind, home_id, home_code, area_dm2, payer_id, payer_name,
                          method, amount_fen, owed_after_fen, taken_on, taken_at, cashier_name)
    SELECT printf('SJ%d-%06d', :number, n), 'SJ', :number, n, :first || ' ' || home_id, 'receipt', home_id, home_code,
           9000, payer_id, payer_name, 'cash', fen, 0, :day, :day, 'bench'
      FROM (SELECT row_number() OVER (ORDER BY home_id) AS n, home_id, home_code, payer_id, payer_name,
                   sum(amount_fen) AS fen
              FROM charges AS c WHERE {_PAID} GROUP BY home_id)
     ORDER BY n
"""
_ALLOCATIONS = f"""
    INSERT INTO allocations (receipt_id, charge_id, amount_fen, left_fen)
    SELECT r.id, c.id, c.amount_fen, 0
      FROM receipts AS r CROSS JOIN charges AS c ON c.home_id = r.home_id WHERE r.id > :start AND {_PAID}
"""


def _measure() -> list[dict[str, Any]]:
    today = clock.today()
    with read() as db:
        now = source(db, today)
        charges = int(db.value("SELECT count(*) FROM charge_balances"))
        opened, _homes, fen = records_rows.count(db, now, Cell())
        total = records_ageing.total(db, now)
        assert total.total_fen == fen > 0 and 0.02 < opened / charges < 0.09, (opened, charges)
        groups = records_ageing.by_building(db, now)
        assert sum(one.total_fen for one in groups) == fen
        baseline = _best(
            lambda: db.tuples(
                "SELECT home_id, sum(balance_fen) FROM charge_balances WHERE balance_fen > 0 GROUP BY home_id"
            )
        )
        cell = Cell("building", groups[0].key, "1-2y")
        ids = [int(one) for one in db.values("SELECT id FROM homes ORDER BY sort LIMIT 50 OFFSET 1000")]
        works: list[tuple[str, Callable[[], Any]]] = [
            (
                "ageing in all and by building",
                lambda: (_total(db, today), _by(db, records_ageing.by_building)),
            ),
            ("by fee item", lambda: _by(db, records_ageing.by_item)),
            ("by payer, the first 50", lambda: records_ageing.by_payer(db, source(db, today), 50, 0)),
            ("by reason", lambda: _by(db, records_ageing.by_cause)),
            ("the bills of a cell, a page", lambda: records_rows.rows(db, source(db, today), cell, 50, 0)),
            ("trend of 24 months", lambda: trend(db, today, 24)),
            ("marks of 50 homes", lambda: queries.marks(db, ids)),
        ]
        rows = [_row(name, _best(work), baseline) for name, work in works]
        past = source(db, today - timedelta(days=30))
        rows.append(
            _row("in all as of a month ago", _best(lambda: records_ageing.total(db, past), 1), baseline)
        )
    rows[0]["name"] = f"{rows[0]['name']}, {HOMES:,} homes, {charges:,} charges, {opened:,} open"
    return rows


def _total(db: Reader, today: date) -> Any:
    return records_ageing.total(db, source(db, today))


def _by(db: Reader, group: Callable[[Reader, Any], Any]) -> Any:
    return group(db, source(db, clock.today()))


def _best(work: Callable[[], Any], times: int = 5) -> float:
    took: list[float] = []
    for _n in range(times):
        started = perf_counter()
        work()
        took.append(perf_counter() - started)
    return min(took)


def _row(name: str, seconds: float, baseline: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(seconds * 1000, 1),
        "unit": "ms",
        "baseline": round(baseline * 1000, 1),
        "ratio": round(seconds / baseline, 1),
    }


if __name__ == "__main__":
    for line in run():
        print(line)
