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
