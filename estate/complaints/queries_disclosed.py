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
