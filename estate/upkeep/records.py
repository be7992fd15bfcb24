"""What the planning reads and writes. Days ISO, values of counters in thousandths."""

import json
from datetime import date
from typing import NamedTuple

from estate.data import Reader, Tx
from estate.upkeep.queries import ALIVE, FITS
from estate.upkeep.rules_counters import Shown


class Pair(NamedTuple):
    """A plan and a piece that has no open due of it, with what there was. taken: days that had their due, by commas.

    mark: the last value of its counter that had its due; served_on: the day of the latest service by this plan.
    """

    plan_id: int
    equipment_id: int
    title: str
    list_version_id: int | None
    last_due: str | None
    last_done: str | None
    taken: str | None
    mark: int | None
    served_on: str | None
    next_inspection_on: str | None


class Open(NamedTuple):
    """An open due as the planning takes it. unit_days: about how many days its interval has."""

    id: int
    plan_id: int
    equipment_id: int
    due_on: str
    order_on: str
    value: int | None
    state: str
    order_id: int | None
    order_open: int
    level: int
    ladder: str
    lead_days: int
    every: int | None
    unit: str | None


def pairs(db: Reader, equipment_id: int | None = None) -> list[Pair]:
    """Every plan in force with every piece that it is for and that has no open due of it; of one piece, or all."""
    return db.rows(
        Pair,
        f"""
        WITH past AS (
            SELECT d.plan_id, d.equipment_id, max(d.due_on) AS last_due,
                   max(CASE d.state WHEN 'missed' THEN d.due_on ELSE d.closed_on END) AS last_done,
                   max(d.value) AS mark, max(CASE WHEN d.state <> 'missed' THEN d.closed_on END) AS served_on
              FROM upkeep_dues AS d WHERE d.state NOT IN ('planned', 'ordered')
               AND (:equipment_id IS NULL OR d.equipment_id = :equipment_id)
             GROUP BY d.plan_id, d.equipment_id)
        SELECT p.id AS plan_id, e.id AS equipment_id, p.name || ' · ' || e.code || ' ' || e.name AS title,
               (SELECT max(v.id) FROM upkeep_list_versions AS v WHERE v.list_id = p.list_id) AS list_version_id,
               t.last_due, t.last_done,
               (SELECT group_concat(d.due_on) FROM upkeep_dues AS d
                 WHERE d.plan_id = p.id AND d.equipment_id = e.id AND d.due_on >= t.last_done) AS taken,
               t.mark, t.served_on,
               e.next_inspection_on
          FROM upkeep_plans AS p
          JOIN equipment AS e ON {FITS}
          LEFT JOIN past AS t ON t.plan_id = p.id AND t.equipment_id = e.id
         WHERE p.stopped_on IS NULL AND e.state IN {ALIVE}
           AND (:equipment_id IS NULL OR e.id = :equipment_id)
           AND NOT EXISTS (SELECT 1 FROM upkeep_dues AS d WHERE d.plan_id = p.id AND d.equipment_id = e.id
                              AND d.state IN ('planned', 'ordered'))
         ORDER BY p.id, e.id
        """,
        equipment_id=equipment_id,
    )


def opened(db: Reader, equipment_id: int | None = None) -> list[Open]:
    """Every open due; of one piece, or all."""
    return db.rows(
        Open,
        """
        SELECT d.id, d.plan_id, d.equipment_id, d.due_on, d.order_on, d.value, d.state, d.order_id,
               ifnull(o.state NOT IN ('done', 'signed_off', 'rated', 'cancelled'), 0) AS order_open,
               d.level, d.ladder, p.lead_days, p.every, p.unit
          FROM upkeep_dues AS d
          JOIN upkeep_plans AS p ON p.id = d.plan_id
          LEFT JOIN work_orders AS o ON o.id = d.order_id
         WHERE d.state IN ('planned', 'ordered') AND (:equipment_id IS NULL OR d.equipment_id = :equipment_id)
         ORDER BY d.due_on, d.id
        """,
        equipment_id=equipment_id,
    )


def carried(db: Reader, order_ids: list[int]) -> list[tuple[int, int]]:
    """The open dues of these orders, each with its order."""
    return db.tuples(
        """
        SELECT id, order_id FROM upkeep_dues
         WHERE state = 'ordered' AND order_id IN (SELECT value FROM json_each(:ids))
        """,
        ids=json.dumps(order_ids),
    )


def shown(db: Reader, equipment_id: int | None = None) -> dict[tuple[int, str], list[Shown]]:
    """What counters showed, by piece and counter, the earliest first."""
    rows = db.tuples(
        """
        SELECT equipment_id, counter, read_on, value, restarts FROM upkeep_readings
         WHERE :equipment_id IS NULL OR equipment_id = :equipment_id
         ORDER BY equipment_id, counter, read_on, id
        """,
        equipment_id=equipment_id,
    )
    found: dict[tuple[int, str], list[Shown]] = {}
    for piece, counter, day, value, restarts in rows:
        found.setdefault((piece, counter), []).append(Shown(date.fromisoformat(day), value, bool(restarts)))
    return found


def drop_planned(tx: Tx, plan_id: int | None = None) -> None:
    """What is foreseen and has no order goes: of a plan that changes; or of stopped plans, of equipment out of use, and
    of inspections whose day in the register is another by now."""
    if plan_id is not None:
        tx.run("DELETE FROM upkeep_dues WHERE plan_id = :plan_id AND state = 'planned'", plan_id=plan_id)
        return
    tx.run(
        f"""
        DELETE FROM upkeep_dues WHERE state = 'planned' AND id IN (
            SELECT d.id FROM upkeep_dues AS d
              JOIN upkeep_plans AS p ON p.id = d.plan_id
              JOIN equipment AS e ON e.id = d.equipment_id
             WHERE d.state = 'planned'
               AND (p.stopped_on IS NOT NULL OR e.state NOT IN {ALIVE} OR NOT {FITS}
                    OR (d.work = 'inspection' AND e.next_inspection_on <> d.due_on
                        AND NOT EXISTS (SELECT 1 FROM upkeep_dues AS o WHERE o.plan_id = d.plan_id
                                           AND o.equipment_id = d.equipment_id AND o.due_on = e.next_inspection_on))))
        """
    )


def insert_dues(tx: Tx, rows: list[dict[str, object]]) -> None:
    """Foreseen dues, each once for its plan, piece and day."""
    tx.many(
        """
        INSERT INTO upkeep_dues (plan_id, equipment_id, due_on, order_on, title, work, legal, done_by, ladder, level,
                                 plan_version, list_version_id, value, skipped)
        VALUES (:plan_id, :equipment_id, :due_on, :order_on, :title, :work, :legal, :done_by, :ladder, :level,
                :plan_version, :list_version_id, :value, :skipped)
        ON CONFLICT DO NOTHING
        """,
        rows,
    )
