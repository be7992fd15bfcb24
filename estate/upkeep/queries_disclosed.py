"""Upkeep of a period in figures, as it is made public, and the records behind each figure."""

from typing import NamedTuple

from estate.data import Reader


class Tended(NamedTuple):
    """Services and inspections done on these days, those that ended in order, dues of these days, those that were done."""

    services: int
    inspections: int
    in_order: int
    due: int
    done: int


# A record that a later one corrects is not counted beside it.
_RECORDS = """
      FROM service_records AS r JOIN equipment AS e ON e.id = r.equipment_id
     WHERE r.done_on BETWEEN :first AND :last
       AND NOT EXISTS (SELECT 1 FROM service_records AS c WHERE c.corrects_id = r.id)
"""
_DUES = """
      FROM upkeep_dues AS d JOIN equipment AS e ON e.id = d.equipment_id WHERE d.due_on BETWEEN :first AND :last
"""
_DONE = "d.state IN ('done', 'closed_by_deeper')"
_RECORD = "r.done_on, r.id, e.name || ' · ' || r.title, r.outcome"
_DUE = "d.due_on, d.equipment_id, e.name || ' · ' || d.title, d.state"
ROWS = {
    "services": (_RECORD, _RECORDS + "AND r.work = 'service'", "r.done_on, r.id"),
    "inspections": (_RECORD, _RECORDS + "AND r.work = 'inspection'", "r.done_on, r.id"),
    "in_order": (
        _RECORD,
        _RECORDS + "AND r.work <> 'repair' AND r.outcome <> 'fault'",
        "r.done_on, r.id",
    ),
    "due": (_DUE, _DUES, "d.due_on, d.id"),
    "done": (_DUE, _DUES + f"AND {_DONE}", "d.due_on, d.id"),
}
"""By figure: columns (day, id, what, outcome), rows, order. What falls due is found at its piece of equipment."""


def in_period(db: Reader, first: str, last: str) -> Tended:
    """What was done, and what of the plans' dues of these days was done, in time or late."""
    return Tended(**{figure: count(db, figure, first, last) for figure in Tended._fields})


def count(db: Reader, figure: str, first: str, last: str) -> int:
    """How many rows are behind a figure."""
    return int(db.value(f"SELECT count(*) {ROWS[figure][1]}", first=first, last=last))


def rows(
    db: Reader, figure: str, first: str, last: str, most: int, start: int
) -> list[tuple[str, int, str, str]]:
    """Some of the rows behind a figure: day, id, what, outcome."""
    columns, found, order = ROWS[figure]
    sql = f"SELECT {columns} {found} ORDER BY {order} LIMIT :most OFFSET :start"
    return db.tuples(sql, first=first, last=last, most=most, start=start)
