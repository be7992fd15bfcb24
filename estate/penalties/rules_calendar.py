"""Statutory days off, and where due days that fall on them move to.

The official days are those of the State Council's yearly notice, weekends within a holiday included, from the package
chinesecalendar (MIT, plain Python, a new release each autumn). An office adds days of its own, and those of a year
that the package does not know yet. Ordinary weekends count only where the office says so.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from chinese_calendar.constants import holidays, workdays

from estate.penalties.rules import effective_due

SATURDAY = 5
WEEKENDS_FROM, WEEKENDS_UNTIL = date(2000, 1, 1), date(2100, 12, 31)


@lru_cache(maxsize=1)
def official_days() -> dict[date, str]:
    """The official days off that are known, in order, each with the English name of its holiday."""
    return dict(sorted(holidays.items()))


def known_until() -> int:
    """The last year whose official days are known."""
    return max(official_days()).year


def days_off(extra: Iterable[date], *, weekends: bool = False) -> set[date]:
    """All days that a due day moves off: the official ones, the office's own, weekends where they count."""
    days = {*official_days(), *extra}
    return days | _weekends() if weekends else days


def moves(off: set[date]) -> dict[date, date]:
    """For each day off the day that a due day on it moves to."""
    return {day: effective_due(day, off) for day in sorted(off)}


@lru_cache(maxsize=1)
def _weekends() -> set[date]:
    """Saturdays and Sundays, without those that are worked in exchange for a holiday."""
    count = (WEEKENDS_UNTIL - WEEKENDS_FROM).days + 1
    every = (WEEKENDS_FROM + timedelta(days=n) for n in range(count))
    return {day for day in every if day.weekday() >= SATURDAY and day not in workdays}
