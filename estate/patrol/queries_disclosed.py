"""Rounds of a period in figures, as they are made public."""

from datetime import date
from typing import NamedTuple

from estate.data import Reader
from estate.patrol import coverage


class Walked(NamedTuple):
    """Points that were due, those checked, and faults found."""

    due: int
    checked: int
    faults: int


def in_period(db: Reader, first: str, last: str) -> Walked:
    """All routes together."""
    found = coverage.by_route(db, date.fromisoformat(first), date.fromisoformat(last))
    return Walked(
        sum(one.due for one in found),
        sum(one.checked + one.late for one in found),
        sum(one.faults for one in found),
    )


_ROW = "r.due_on, r.id, r.name || ' · ' || p.name, rp.state"
_FROM = """
      FROM patrol_rounds AS r JOIN patrol_round_points AS rp ON rp.round_id = r.id
      JOIN patrol_points AS p ON p.id = rp.point_id LEFT JOIN patrol_checks AS c ON c.id = rp.check_id
     WHERE r.due_on BETWEEN :first AND :last AND r.state <> 'cancelled'
"""
ROWS = {"due": "1", "checked": "rp.state IN ('checked', 'late')", "faults": "c.abnormal"}
"""Which points of rounds are behind each figure."""


def count(db: Reader, figure: str, first: str, last: str) -> int:
    """How many rows are behind a figure."""
    return int(db.value(f"SELECT count(*) {_FROM} AND {ROWS[figure]}", first=first, last=last))


def rows(
    db: Reader, figure: str, first: str, last: str, most: int, start: int
) -> list[tuple[str, int, str, str]]:
    """Some of the rows behind a figure: day, id, what, state of the point."""
    sql = f"SELECT {_ROW} {_FROM} AND {ROWS[figure]} ORDER BY r.due_on, r.id, rp.position LIMIT :most OFFSET :start"
    return db.tuples(sql, first=first, last=last, most=most, start=start)
