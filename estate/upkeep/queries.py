"""Plans, dues and check lists for pages and for the planning. Days ISO, values of counters in thousandths."""

from datetime import date
from typing import NamedTuple

import msgspec

from estate.data import Reader
from estate.upkeep.rules_dues import Interval, Rhythm
from estate.upkeep.rules_records import Item


class Plan(NamedTuple):
    """A plan with how many pieces it is for, its next day and how many of its dues are overdue."""

    id: int
    name: str
    equipment_id: int | None
    equipment: str | None
    category: str
    statutory: str
    work: str
    legal: int
    basis: str
    rhythm: str
    every: int | None
    unit: str | None
    counts_from: str
    first_due: str
    season_from: str | None
    season_to: str | None
    counter: str | None
    first_value: int | None
    step_value: int | None
    lead_days: int
    ladder: str
    level: int
    list_id: int | None
    list_name: str | None
    done_by: str
    note: str
    version: int
    stopped_on: str | None
    pieces: int
    next_on: str | None
    overdue: int

    @property
    def interval(self) -> Interval:
        """How often; of a counter plan a year, which only the ladder would ask for."""
        return Interval(self.every or 1, self.unit or "year")

    @property
    def when(self) -> Rhythm:
        """The plan as its rules take it."""
        season = (self.season_from, self.season_to) if self.season_from and self.season_to else None
        return Rhythm(self.interval, date.fromisoformat(self.first_due), self.counts_from, season)


class Due(NamedTuple):
    """What is due or was, with its piece and its work order."""

    id: int
    plan_id: int
    plan: str
    equipment_id: int
    code: str
    equipment: str
    category: str
    location: str
    building_id: int | None
    building: str | None
    entrance_id: int | None
    entrance: str | None
    due_on: str
    order_on: str
    title: str
    work: str
    legal: int
    done_by: str
    ladder: str
    level: int
    list_version_id: int | None
    value: int | None
    skipped: int
    state: str
    order_id: int | None
    order_number: str | None
    order_state: str | None
    assignee_id: int | None
    record_id: int | None
    closed_on: str | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in ("planned", "ordered")

    @property
    def waits_for_record(self) -> bool:
        """Whether its order is done and the record is still to be written."""
        return self.state == "ordered" and self.order_state in ("done", "signed_off", "rated")


class CheckList(NamedTuple):
    id: int
    name: str
    retired_at: str | None
    version_id: int
    version: int
    items: str
    at: str
    who: str
    plans: int

    @property
    def asked(self) -> list[Item]:
        """What it asks, in order."""
        return items_of(self.items)


ALIVE = "('in_use', 'standby', 'repair')"
"""States of equipment that is kept up; what is shut down or scrapped is not."""

FITS = """(p.equipment_id = e.id OR (p.category <> '' AND p.category = e.category)
           OR (p.statutory <> '' AND p.statutory = e.statutory))"""

_PLAN = f"""
    SELECT p.id, p.name, p.equipment_id, q.code || ' ' || q.name AS equipment, p.category, p.statutory, p.work, p.legal,
           p.basis, p.rhythm, p.every, p.unit, p.counts_from, p.first_due, p.season_from, p.season_to, p.counter,
           p.first_value, p.step_value, p.lead_days, p.ladder, p.level, p.list_id, l.name AS list_name, p.done_by,
           p.note, p.version, p.stopped_on,
           (SELECT count(*) FROM equipment AS e WHERE {FITS} AND e.state IN {ALIVE}) AS pieces,
           (SELECT min(d.due_on) FROM upkeep_dues AS d
             WHERE d.plan_id = p.id AND d.state IN ('planned', 'ordered')) AS next_on,
           (SELECT count(*) FROM upkeep_dues AS d
             WHERE d.plan_id = p.id AND d.state IN ('planned', 'ordered') AND d.due_on < :today) AS overdue
      FROM upkeep_plans AS p
      LEFT JOIN equipment AS q ON q.id = p.equipment_id
      LEFT JOIN upkeep_lists AS l ON l.id = p.list_id
"""
_DUE = """
    SELECT d.id, d.plan_id, p.name AS plan, d.equipment_id, e.code, e.name AS equipment, e.category, e.location,
           e.building_id, b.code AS building, e.entrance_id, n.code AS entrance,
           d.due_on, d.order_on, d.title, d.work, d.legal, d.done_by, d.ladder, d.level,
           d.list_version_id, d.value, d.skipped, d.state, d.order_id, o.number AS order_number, o.state AS order_state,
           o.assignee_id, d.record_id, d.closed_on
      FROM upkeep_dues AS d
      JOIN upkeep_plans AS p ON p.id = d.plan_id
      JOIN equipment AS e ON e.id = d.equipment_id
      LEFT JOIN buildings AS b ON b.id = e.building_id
      LEFT JOIN entrances AS n ON n.id = e.entrance_id
      LEFT JOIN work_orders AS o ON o.id = d.order_id
"""
_LIST = """
    SELECT l.id, l.name, l.retired_at, v.id AS version_id, v.version, v.items, v.at, v.who,
           (SELECT count(*) FROM upkeep_plans AS p WHERE p.list_id = l.id AND p.stopped_on IS NULL) AS plans
      FROM upkeep_lists AS l
      JOIN upkeep_list_versions AS v ON v.list_id = l.id
       AND v.version = (SELECT max(version) FROM upkeep_list_versions WHERE list_id = l.id)
"""


def plans(db: Reader, today: date, stopped: bool = False) -> list[Plan]:
    """The plans in force, or those that were stopped; what is due first comes first."""
    sql = _PLAN + "WHERE (p.stopped_on IS NOT NULL) = :stopped ORDER BY next_on IS NULL, next_on, p.name"
    return db.rows(Plan, sql, today=today.isoformat(), stopped=int(stopped))


def plan(db: Reader, plan_id: int, today: date) -> Plan | None:
    """One plan."""
    return db.row(Plan, _PLAN + "WHERE p.id = :plan_id", plan_id=plan_id, today=today.isoformat())


def plan_names(db: Reader) -> set[str]:
    """The names of the plans in force."""
    return set(db.values("SELECT name FROM upkeep_plans WHERE stopped_on IS NULL"))


def matching(db: Reader, category: str = "", statutory: str = "") -> int:
    """How many pieces in use a plan for a category or a class by law would be for."""
    sql = f"""
        SELECT count(*) FROM equipment
         WHERE state IN {ALIVE} AND ((:category <> '' AND category = :category)
            OR (:statutory <> '' AND statutory = :statutory))
    """
    return db.value(sql, category=category, statutory=statutory)


def due(db: Reader, due_id: int) -> Due | None:
    """One due."""
    return db.row(Due, _DUE + "WHERE d.id = :due_id", due_id=due_id)


def open_dues(
    db: Reader, until: date, plan_id: int | None = None, equipment_id: int | None = None
) -> list[Due]:
    """What is to be done until a day, the longest overdue first."""
    sql = (
        _DUE
        + """
     WHERE d.state IN ('planned', 'ordered') AND d.due_on <= :until
       AND (:plan_id IS NULL OR d.plan_id = :plan_id) AND (:equipment_id IS NULL OR d.equipment_id = :equipment_id)
     ORDER BY d.due_on, e.sort, d.level DESC LIMIT 500
    """
    )
    return db.rows(Due, sql, until=until.isoformat(), plan_id=plan_id, equipment_id=equipment_id)


def dues_of_order(db: Reader, order_id: int) -> list[Due]:
    """What an order was made for, those that are still open."""
    sql = _DUE + "WHERE d.order_id = :order_id AND d.state IN ('planned', 'ordered') ORDER BY d.level DESC"
    return db.rows(Due, sql, order_id=order_id)


def to_write(db: Reader, account_id: int | None = None) -> list[Due]:
    """Dues whose order is done and whose record is still to be written; of one worker, or all."""
    sql = (
        _DUE
        + """
     WHERE d.state = 'ordered' AND o.state IN ('done', 'signed_off', 'rated')
       AND (:account_id IS NULL OR o.assignee_id = :account_id)
     ORDER BY d.due_on, d.id LIMIT 100
    """
    )
    return db.rows(Due, sql, account_id=account_id)


def missed_of(db: Reader, equipment_id: int, limit: int = 20) -> list[Due]:
    """What was due for a piece and nobody did, the latest first."""
    sql = _DUE + "WHERE d.equipment_id = :id AND d.state = 'missed' ORDER BY d.due_on DESC LIMIT :limit"
    return db.rows(Due, sql, id=equipment_id, limit=limit)


def lists(db: Reader) -> list[CheckList]:
    """The check lists in use, each in its latest version."""
    return db.rows(CheckList, _LIST + "WHERE l.retired_at IS NULL ORDER BY l.name")


def check_list(db: Reader, list_id: int) -> CheckList | None:
    """One check list in its latest version."""
    return db.row(CheckList, _LIST + "WHERE l.id = :list_id", list_id=list_id)


def list_of_name(db: Reader, name: str) -> int | None:
    """The check list of a name."""
    return db.value("SELECT id FROM upkeep_lists WHERE name = :name", name=name)


def items_of(text: str | None) -> list[Item]:
    """The items of a version as they are kept."""
    return msgspec.json.decode(text or "[]", type=list[Item])


def items_of_version(db: Reader, version_id: int | None) -> list[Item]:
    """What a version of a check list asks; nothing without one."""
    return items_of(db.value("SELECT items FROM upkeep_list_versions WHERE id = :id", id=version_id))


class Tally(NamedTuple):
    """How much is to be done. soon: within 30 days. legal: of the overdue those that the law asks for."""

    overdue: int
    legal: int
    week: int
    soon: int
    to_write: int


def tally(db: Reader, today: date) -> Tally:
    """How much is overdue, due within 7 and within 30 days, and how many records are still to be written."""
    found = db.row(
        Tally,
        """
        SELECT count(*) FILTER (WHERE d.due_on < :today) AS overdue,
               count(*) FILTER (WHERE d.due_on < :today AND d.legal) AS legal,
               count(*) FILTER (WHERE d.due_on BETWEEN :today AND date(:today, '+6 days')) AS week,
               count(*) FILTER (WHERE d.due_on BETWEEN :today AND date(:today, '+30 days')) AS soon,
               count(*) FILTER (WHERE o.state IN ('done', 'signed_off', 'rated')) AS to_write
          FROM upkeep_dues AS d LEFT JOIN work_orders AS o ON o.id = d.order_id
         WHERE d.state IN ('planned', 'ordered')
        """,
        today=today.isoformat(),
    )
    assert found
    return found
