"""What a piece of equipment cost: its records as they are corrected, and what its work orders used."""

from datetime import date, timedelta

from estate.data import clock, read, write
from estate.data.store import System
from estate.upkeep import actions_records, queries_life
from estate.upkeep.actions_records import Entry
from tests.materials.conftest import Shop, shop
from tests.repairs.conftest import clocked, site
from tests.upkeep.conftest import Pieces

__all__ = ["clocked", "shop", "site"]


def entry(day: date, cost_fen: int) -> Entry:
    return Entry(day, "Zhou Qiang", "in_order", title="Ropes", cost_fen=cost_fen)


def test_costs_are_those_of_records_and_orders_and_a_correction_counts_instead_of_the_first(
    shop: Shop, pieces: Pieces, by: System
) -> None:
    today = clock.today()
    with write(by) as tx:
        actions_records.of_piece(tx, pieces.pump, entry(today - timedelta(days=400), 10_000), "old")
        wrong = actions_records.of_piece(tx, pieces.pump, entry(today, 99_900), "wrong")
        actions_records.correct(tx, wrong, entry(today, 9_990), "A digit too many", "right")
    order_id = shop.working("pump", charged=False, equipment_id=pieces.pump)
    shop.use(order_id, shop.hour, 2000, "hours")
    with read() as db:
        used = db.value("SELECT sum(cost_fen) FROM v_repair_costs WHERE equipment_id = :id", id=pieces.pump)
        found, life = queries_life.lives(db, today, pieces.pump)[0]
        others = {one.code: one.spent_fen for one, _life in queries_life.lives(db, today)}
    assert used > 0
    assert (found.spent_fen, found.spent_year_fen) == (19_990 + used, 9_990 + used)
    assert life.spent_fen == found.spent_year_fen
    assert others == {"DT-01": 0, "DT-02": 0, "XF-01": 0, "SB-01": found.spent_fen}
