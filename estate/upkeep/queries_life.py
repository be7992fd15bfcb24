"""What upkeep cost and what is known of the life of equipment. Amounts in fen, days ISO."""

from datetime import date, timedelta
from typing import NamedTuple

from estate.data import Reader
from estate.equipment import queries_outages
from estate.upkeep.rules_life import Life

YEAR = timedelta(days=365)


class Lived(NamedTuple):
    """A piece with what it cost: in the last 12 months, and since the first record.

    spent_fen: the costs of its service records, and parts and labour of its work orders.
    """

    id: int
    code: str
    name: str
    category: str
    installed_on: str | None
    life_years: int | None
    cost_fen: int | None
    spent_year_fen: int
    spent_fen: int
    records: int


def lived(db: Reader, today: date, equipment_id: int | None = None) -> list[Lived]:
    """Every piece that is not scrapped, or one; a corrected record counts as its correction says."""
    return db.rows(
        Lived,
        """
        WITH mended AS (
            SELECT equipment_id, sum(cost_fen) AS fen, sum(cost_fen) FILTER (WHERE used_on > :since) AS year_fen
              FROM v_repair_costs
             WHERE equipment_id IS NOT NULL AND (:equipment_id IS NULL OR equipment_id = :equipment_id)
             GROUP BY equipment_id)
        SELECT e.id, e.code, e.name, e.category, e.installed_on, e.life_years, e.cost_fen,
               ifnull(sum(r.cost_fen) FILTER (WHERE r.done_on > :since), 0) + ifnull(m.year_fen, 0) AS spent_year_fen,
               ifnull(sum(r.cost_fen), 0) + ifnull(m.fen, 0) AS spent_fen, count(r.id) AS records
          FROM equipment AS e
          LEFT JOIN mended AS m ON m.equipment_id = e.id
          LEFT JOIN service_records AS r ON r.equipment_id = e.id
           AND NOT EXISTS (SELECT 1 FROM service_records AS c WHERE c.corrects_id = r.id)
         WHERE (:equipment_id IS NULL AND e.state <> 'scrapped') OR e.id = :equipment_id
         GROUP BY e.id ORDER BY e.sort
        """,
        since=(today - YEAR).isoformat(),
        equipment_id=equipment_id,
    )


def lives(db: Reader, today: date, equipment_id: int | None = None) -> list[tuple[Lived, Life]]:
    """Pieces with their lives as the rules take them; failures are those of the last 12 months."""
    since = (today - YEAR).isoformat()
    failures = {
        piece: sum(one.failure and one.from_at.date().isoformat() >= since for one in outages)
        for piece, outages in queries_outages.of_all(db, since).items()
    }
    return [
        (
            one,
            Life(
                date.fromisoformat(one.installed_on) if one.installed_on else None,
                one.life_years,
                one.cost_fen,
                failures.get(one.id, 0),
                one.spent_year_fen,
            ),
        )
        for one in lived(db, today, equipment_id)
    ]
