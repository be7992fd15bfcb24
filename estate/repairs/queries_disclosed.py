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
