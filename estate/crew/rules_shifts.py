"""When somebody works: a weekly pattern, single days in its place, absences. Minutes of the day; instants aware.

Hours belong to the day on which they begin: 22:00 to 06:00 of Monday ends on Tuesday, and an absence on Tuesday does
not cut it short.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = 24 * 60
AHEAD = 14
"""So many days ahead the next shift is looked for."""


class Hours(NamedTuple):
    """From and to in minutes of the day; `ends` beyond 1440 lies on the next day, at most 24 hours later."""

    starts: int
    ends: int

    @property
    def text(self) -> str:
        """As `22:00–06:00`."""
        return f"{clock_text(self.starts)}–{clock_text(self.ends)}"


class Roster(NamedTuple):
    """One person's times. week: by weekday, Monday 0. days: instead of the week. absences: first and last day."""

    week: Mapping[int, Hours]
    days: Mapping[date, Sequence[Hours]]
    absences: Sequence[tuple[date, date]]


class Shift(NamedTuple):
    """A time of work without a break, as instants."""

    begins: datetime
    ends: datetime

    def covers(self, at: datetime) -> bool:
        """Whether somebody works at this instant; not any more at the end itself."""
        return self.begins <= at < self.ends


def clock_text(minutes: int) -> str:
    """Minutes of the day as `06:00`; those beyond midnight as of the next day."""
    hour, minute = divmod(minutes % DAY, 60)
    return f"{hour:02d}:{minute:02d}"


def hours(starts: int, ends: int) -> Hours:
    """Hours from what the clock shows: an end that is not later lies on the next day; the same is a whole day."""
    return Hours(starts, ends if ends > starts else ends + DAY)


def absent(roster: Roster, day: date) -> bool:
    """Whether somebody is away on a day."""
    return any(first <= day <= last for first, last in roster.absences)


def hours_on(roster: Roster, day: date) -> tuple[Hours, ...]:
    """The hours that begin on a day, in order: none when absent, single days before the week."""
    if absent(roster, day):
        return ()
    if day in roster.days:
        return tuple(sorted(roster.days[day]))
    usual = roster.week.get(day.weekday())
    return (usual,) if usual else ()


def shifts(roster: Roster, first: date, last: date, zone: ZoneInfo) -> list[Shift]:
    """The shifts that begin from the first to the last day; hours that meet or overlap are one shift."""
    joined: list[Shift] = []
    for number in range((last - first).days + 1):
        day = first + timedelta(number)
        for one in hours_on(roster, day):
            begins, ends = _instant(day, one.starts, zone), _instant(day, one.ends, zone)
            if joined and begins <= joined[-1].ends:
                joined[-1] = Shift(joined[-1].begins, max(joined[-1].ends, ends))
            else:
                joined.append(Shift(begins, ends))
    return joined


def shift_at(roster: Roster, at: datetime, zone: ZoneInfo) -> Shift | None:
    """The shift that runs at an instant, else the next one; None when there is none in the next two weeks."""
    day = at.astimezone(zone).date()
    found = shifts(roster, day - timedelta(2), day + timedelta(AHEAD), zone)
    return next((one for one in found if at < one.ends), None)


def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    days, rest = divmod(minutes, DAY)
    return datetime.combine(day + timedelta(days), time(*divmod(rest, 60)), zone)
