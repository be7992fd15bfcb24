"""Complaints of a period in figures, as they are made public."""

from typing import NamedTuple

from estate.data import Reader


class Heard(NamedTuple):
    """Received on these days, and of those answered in writing."""

    received: int
    replied: int


def in_period(db: Reader, first: str, last: str) -> Heard:
    """What was received on these business days; what was merged or withdrawn is left out."""
    found = db.row(
        Heard,
        """
        SELECT count(*) AS received, count(replied_at) AS replied FROM complaints
         WHERE received_on BETWEEN :first AND :last AND state NOT IN ('merged', 'withdrawn')
        """,
        first=first,
        last=last,
    )
    return found or Heard(0, 0)


# The number and nothing of its words: who complains, and of what, its own page tells whom it concerns.
_ROW = "received_on, id, number, state"
_FROM = """
      FROM complaints WHERE received_on BETWEEN :first AND :last AND state NOT IN ('merged', 'withdrawn')
"""
ROWS = {"received": "1", "replied": "replied_at IS NOT NULL"}
"""Which complaints are behind each figure."""


def count(db: Reader, figure: str, first: str, last: str) -> int:
    """How many rows are behind a figure."""
    return int(db.value(f"SELECT count(*) {_FROM} AND {ROWS[figure]}", first=first, last=last))


def rows(
    db: Reader, figure: str, first: str, last: str, most: int, start: int
) -> list[tuple[str, int, str, str]]:
    """Some of the rows behind a figure: day, id, what, state."""
    sql = f"SELECT {_ROW} {_FROM} AND {ROWS[figure]} ORDER BY received_on, id LIMIT :most OFFSET :start"
    return db.tuples(sql, first=first, last=last, most=most, start=start)
