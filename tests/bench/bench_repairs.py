"""The board of repairs with 5,000 open orders beside 40,000 that have ended, and one step while it is watched.

The rows are written by SQL, through the triggers that number orders and let only steps move them.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from estate.access.me import Me
from estate.access.permissions import permissions_of
from estate.app import open_store
from estate.data import read, use, write
from estate.data.store import System
from estate.repairs import actions, records_clocks, records_lists, shown
from estate.repairs.actions import Report
from estate.repairs.details import Details
from estate.repairs.records_lists import Wanted
from estate.repairs.rules_steps import STANDING
from tests.billing import place

OPEN, ENDED, HOMES = 5_000, 40_000, 3_000
BY = System("bench")
ROLES = frozenset({"manager"})
BOSS = Me(1, "Liu Min", ROLES, permissions_of(ROLES), "zh_CN")


def run() -> list[dict[str, Any]]:
    """Measures: milliseconds; the baseline is the bare count of open orders by state."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        try:
            with write(BY) as tx:
                place.many_homes(tx, HOMES)
                tx.run("INSERT INTO work_order_series (year) VALUES (2026)")
                tx.insert("contractors", id=1, name="Firm", phone="13800000000")
                tx.run(_ORDERS, count=OPEN + ENDED)
                tx.run("INSERT INTO work_order_steps " + _REPORTS)
                tx.run("INSERT INTO work_order_steps " + _STEPS, ended=ENDED)
                tx.run("ANALYZE")
            return _measure()
        finally:
            store.close()
            use(None)


_ORDERS = """
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
    INSERT INTO work_orders (number, year, seq, key, source, home_id, location, category, urgency, title, reported_at,
                             reported_on, who, since, clock_from, respond_by, arrive_by, complete_by)
    SELECT printf('WX2026-%06d', i), 2026, i, 'o' || i, 'clerk', h.id, h.code, 'plumbing',
           CASE i % 10 WHEN 0 THEN 'urgent' WHEN 1 THEN 'fast' ELSE 'normal' END, 'The kitchen tap drips',
           at, '2026-11-01', 'bench', at, at, strftime('%Y-%m-%dT%H:%M:%S.000Z', at, '+30 minutes'),
           strftime('%Y-%m-%dT%H:%M:%S.000Z', at, '+1 day'), strftime('%Y-%m-%dT%H:%M:%S.000Z', at, '+2 days')
      FROM (SELECT i, strftime('%Y-%m-%dT%H:%M:%S.000Z', '2026-11-01', '+' || (i % 30000) || ' minutes') AS at FROM n) AS n
      JOIN homes AS h ON h.id = n.i % 3000 + 1
     ORDER BY i
"""
_COLUMNS = "(order_id, key, step, from_state, to_state, party, at, who, waiting_for, assignee_name)"
_REPORTS = (
    _COLUMNS
    + """
    SELECT id, 'r' || id, 'report', NULL, 'reported', 'office', reported_at, 'bench', NULL, '' FROM work_orders ORDER BY id
"""
)
_STEPS = (
    _COLUMNS
    + """
    SELECT id, 's' || id, step, 'reported', state, 'office', reported_at, 'bench',
           CASE step WHEN 'wait' THEN 'parts' END, CASE step WHEN 'assign' THEN 'Zhou Qiang' ELSE '' END
      FROM (SELECT id, reported_at,
                   CASE WHEN id <= :ended THEN 'cancel' WHEN id % 8 = 0 THEN 'finish' WHEN id % 8 = 1 THEN 'wait'
                        ELSE 'assign' END AS step,
                   CASE WHEN id <= :ended THEN 'cancelled' WHEN id % 8 = 0 THEN 'done' WHEN id % 8 = 1 THEN 'waiting'
                        WHEN id % 8 = 2 THEN 'assigned' WHEN id % 8 = 3 THEN 'accepted'
                        WHEN id % 8 = 4 THEN 'on_the_way' WHEN id % 8 = 5 THEN 'arrived' WHEN id % 8 = 6 THEN 'working'
                        ELSE NULL END AS state
              FROM work_orders)
     WHERE state IS NOT NULL ORDER BY id
"""
)


def _measure() -> list[dict[str, Any]]:
    with read() as db:
        standing = sum(records_lists.counts(db, BOSS).values())
        assert standing == OPEN, standing
        standing_states = ", ".join(f"'{state}'" for state in STANDING)
        bare = f"SELECT state, count(*) FROM work_orders WHERE state IN ({standing_states}) GROUP BY state"
        baseline = _best(lambda: db.tuples(bare))
        works: list[tuple[str, Callable[[], Any]]] = [
            ("board: counts, the first of each state with their clocks", lambda: _board(db)),
            ("list of open orders, a page with its counts", lambda: _list(db)),
            ("watch over the clocks", lambda: records_clocks.pressing(db, "2026-11-22T00:00:00.000Z", 80)),
        ]
        rows = [_row(name, _best(work), baseline) for name, work in works]
    rows.append(_row("one report and its handing out, written", _best(_write, 20), baseline))
    rows[0]["name"] += f"; {OPEN:,} open, {ENDED:,} ended"
    return rows


def _board(db: Any) -> None:
    records_lists.counts(db, BOSS)
    for orders in records_lists.board(db, BOSS).values():
        shown.cards(orders, 80)


def _list(db: Any) -> None:
    wanted = Wanted(state="open")
    records_lists.orders(db, BOSS, wanted, 1)
    records_lists.state_counts(db, BOSS, wanted)


_written = iter(range(10**6))


def _write() -> None:
    key = f"bench{next(_written)}"
    with write(BY) as tx:
        order_id = actions.report(
            tx, Report("clerk", "doors", "normal", "The door sticks", location=key), key
        )
        details = Details(contractor_id=1, contractor_name="Firm")
        actions.step(tx, order_id, "assign", f"{key}:assign", {"office"}, details)


def _best(work: Callable[[], Any], rounds: int = 5) -> float:
    taken: list[float] = []
    for _ in range(rounds):
        started = perf_counter()
        work()
        taken.append((perf_counter() - started) * 1000)
    return min(taken)


def _row(name: str, value: float, baseline: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": "ms",
        "baseline": round(baseline, 2),
        "ratio": round(value / baseline, 1),
    }
