"""When rounds are due: from days and times in the community's zone to instants. Pure; instants aware, minutes whole.

Source: DOMAIN D (security every two hours and every hour at night, machine rooms twice a day, fire patrol each day in
high-rise buildings, fire check each month).
"""

from calendar import monthrange
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

AHEAD = timedelta(hours=36)
"""Rounds are made so long before they are due: the computer may be off for a night."""
CATCH_UP = timedelta(days=7)
"""What was due while the computer was off is made up for so long; before that nobody could have been told."""


class Schedule(NamedTuple):
    """When a route is walked. weekdays: a bit for each, Monday 1; month_days: 0 is the last of the month; one of both.

    times: when rounds begin; or every_minutes from from_time until to_time, over midnight where that is not later.
    """

    weekdays: int | None
    month_days: tuple[int, ...]
    times: tuple[time, ...]
    every_minutes: int | None
    from_time: time | None
    to_time: time | None
    window_minutes: int
    from_day: date


class Due(NamedTuple):
    """A round to walk: from when until when; on_day: the business day whose round it is, also after midnight."""

    due_from: datetime
    due_until: datetime
    on_day: date


def on_this_day(schedule: Schedule, day: date) -> bool:
    """Whether rounds begin on this day."""
    if schedule.weekdays is not None:
        return bool(schedule.weekdays >> day.weekday() & 1)
    last = monthrange(day.year, day.month)[1]
    return day.day in schedule.month_days or (0 in schedule.month_days and day.day == last)


def starts(schedule: Schedule, day: date) -> Iterator[datetime]:
    """The local times at which the rounds of this day begin; those of a night belong to the day on which it begins."""
    if not schedule.every_minutes or schedule.from_time is None or schedule.to_time is None:
        yield from (datetime.combine(day, one) for one in schedule.times)
        return
    at, end = datetime.combine(day, schedule.from_time), datetime.combine(day, schedule.to_time)
    if end <= at:
        end += timedelta(days=1)
    while at < end:
        yield at
        at += timedelta(minutes=schedule.every_minutes)


def dues(schedule: Schedule, after: datetime, until: datetime, zone: ZoneInfo) -> list[Due]:
    """The rounds that begin after an instant and not after another, in order, each once."""
    day = max(schedule.from_day, after.astimezone(zone).date() - timedelta(days=1))
    last = until.astimezone(zone).date()
    found: dict[datetime, Due] = {}
    while day <= last:
        if on_this_day(schedule, day):
            for local in starts(schedule, day):
                begin = local.replace(tzinfo=zone).astimezone(UTC)
                if after < begin <= until:
                    end = begin + timedelta(minutes=schedule.window_minutes)
                    found.setdefault(begin, Due(begin, end, day))
        day += timedelta(days=1)
    return [found[begin] for begin in sorted(found)]


def to_plan(
    schedule: Schedule, since: datetime, known: Collection[datetime], now: datetime, zone: ZoneInfo
) -> list[Due]:
    """The rounds to make now: what is due soon and what was due while nobody made any, without those that there are.

    since: when the schedule was made; nothing before it is due. A clock that is set back makes nothing twice.
    """
    after = max(since, now - CATCH_UP)
    return [one for one in dues(schedule, after, now + AHEAD, zone) if one.due_from not in known]
