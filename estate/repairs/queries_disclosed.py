"""Work orders of a period in figures, as they are made public."""

from typing import NamedTuple

from estate.data import Reader


class Mended(NamedTuple):
    """Reported on these days; of those: done, done in time, rated, the marks together."""

    reported: int
    done: int
    in_time: int
    rated: int
    marks: int


def in_period(db: Reader, first: str, last: str) -> Mended:
    """What was reported on these business days and became of it; what a plan asked for and what was cancelled is left out."""
    found = db.row(
        Mended,
        """
        SELECT count(*) AS reported, count(completed_at) AS done,
               ifnull(sum(completed_at <= complete_by), 0) AS in_time, count(result) AS rated,
               ifnull(sum(result), 0) AS marks
          FROM work_orders
         WHERE reported_on BETWEEN :first AND :last AND source <> 'plan' AND state <> 'cancelled'
        """,
        first=first,
        last=last,
    )
    return found or Mended(0, 0, 0, 0, 0)


_ROW = "reported_on, id, number || ' ' || title, state"
_FROM = """
      FROM work_orders WHERE reported_on BETWEEN :first AND :last AND source <> 'plan' AND state <> 'cancelled'
"""
ROWS = {
    "reported": "1",
    "done": "completed_at IS NOT NULL",
    "in_time": "completed_at <= complete_by",
    "rated": "result IS NOT NULL",
}
"""Which orders are behind each figure."""


def count(db: Reader, figure: str, first: str, last: str) -> int:
    """How many rows are behind a figure."""
    return int(db.value(f"SELECT count(*) {_FROM} AND {ROWS[figure]}", first=first, last=last))


def rows(
    db: Reader, figure: str, first: str, last: str, most: int, start: int
) -> list[tuple[str, int, str, str]]:
    """Some of the rows behind a figure: day, id, what, state."""
    sql = f"SELECT {_ROW} {_FROM} AND {ROWS[figure]} ORDER BY reported_on, id LIMIT :most OFFSET :start"
    return db.tuples(sql, first=first, last=last, most=most, start=start)
