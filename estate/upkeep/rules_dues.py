"""When upkeep falls due, in pure rules: calendar, season, and the ladder of deeper and shallower services.

Catching up: of the days of a plan that passed without anybody at work (a plan begun late, a computer that was off),
only the latest falls due; how many lay before it is told. One service makes up for several missed ones, and a pile of
old orders would hide what is to be done now. A plan that counts from the last service cannot pile up at all.
"""

import calendar
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import NamedTuple

DAYS = {"day": 1, "week": 7}
MONTHS = {"month": 1, "year": 12}


class Interval(NamedTuple):
    """Every so many days, weeks, months or years."""

    every: int
    unit: str

    @property
    def days(self) -> int:
        """About how many days it has."""
        return self.every * {"day": 1, "week": 7, "month": 30, "year": 365}[self.unit]


class Rhythm(NamedTuple):
    """When a plan falls due.

    counts_from: `plan`, on fixed days from the first; or `done`, from the day of the last service. season: first and
    last day (MM-DD) of the part of the year in which it counts, anew each year; it may lie across New Year.
    """

    interval: Interval
    first_due: date
    counts_from: str = "plan"
    season: tuple[str, str] | None = None


class Past(NamedTuple):
    """What there was of a plan for a piece. last_due: its latest due that is closed. last_done: the day of the latest
    service, or the day of a due given up, whichever is later. taken: days from last_done on that had their due."""

    last_due: date | None = None
    last_done: date | None = None
    taken: frozenset[date] = frozenset()


class Due(NamedTuple):
    """A day, and how many days of the plan before it passed without an order."""

    on: date
    skipped: int = 0


class Rung(NamedTuple):
    """An open due of a ladder for one piece. level: the deeper, the higher. days: of its interval."""

    id: int
    level: int
    due_on: date
    days: int


def later(first: date, interval: Interval, times: int = 1) -> date:
    """The day so many intervals after a first one. Of the 31st, short months have their last day; of 29 February the 28th."""
    if interval.unit in DAYS:
        return first + timedelta(days=interval.every * DAYS[interval.unit] * times)
    months = first.year * 12 + first.month - 1 + interval.every * MONTHS[interval.unit] * times
    year, month = divmod(months, 12)
    return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))


def next_due(rhythm: Rhythm, past: Past, today: date) -> Due | None:
    """What falls due next, never on a day that had its due; None when the calendar ends before it."""
    try:
        if rhythm.season:
            return _in_season(rhythm, past, today)
        if rhythm.counts_from == "done":
            return _after_done(rhythm, past)
        return _on_grid(rhythm, past, today)
    except (OverflowError, ValueError):
        return None


def overtaken(rhythm: Rhythm, due_on: date, today: date) -> bool:
    """Whether an open due is past making up: the next day of its plan has come, or its season is over."""
    if rhythm.season is None and rhythm.counts_from == "done":
        return False
    if rhythm.season and today > season_end(due_on, rhythm.season):
        return True
    following = next_due(rhythm, Past(last_due=due_on), today)
    return following is not None and following.on <= today


def season_end(day: date, season: tuple[str, str]) -> date:
    """The last day of the season in which a day lies."""
    end = _day(day.year, season[1])
    return end if day <= end else _day(day.year + 1, season[1])


def in_season(day: date, season: tuple[str, str]) -> bool:
    """Whether a day lies in a season."""
    text, (first, last) = f"{day:%m-%d}", season
    return first <= text <= last if first <= last else text >= first or text <= last


def covered(rungs: Collection[Rung], today: date) -> dict[int, int]:
    """Which due is done with which: the deepest that is to be done within half an interval of the shallower.

    So a half-month service within a week of the quarter's is not done by itself; what is overdue counts as of today.
    Source: TSG T5002 (DOMAIN B).
    """
    found: dict[int, int] = {}
    for one in rungs:
        day, reach = max(one.due_on, today), timedelta(days=one.days // 2)
        deeper = [
            other
            for other in rungs
            if other.level > one.level and abs(max(other.due_on, today) - day) <= reach
        ]
        if deeper:
            found[one.id] = max(deeper, key=lambda other: other.level).id
    return found


def wanted_by(rung: Rung, rungs: Collection[Rung], today: date) -> date:
    """Until when a due is to be done: its own day, or that of a shallower due that it covers. Never later than either."""
    by = covered(rungs, today)
    return min([rung.due_on, *(one.due_on for one in rungs if by.get(one.id) == rung.id)])


def closed_by(level: int, done_on: date, rungs: Iterable[Rung]) -> list[int]:
    """The shallower dues that a service of this level closes: what is overdue, and what comes within half its interval."""
    return [
        one.id for one in rungs if one.level < level and one.due_on <= done_on + timedelta(days=one.days // 2)
    ]


def _on_grid(rhythm: Rhythm, past: Past, today: date) -> Due:
    first = 0 if past.last_due is None else _index(rhythm, past.last_due) + 1
    latest = _index(rhythm, today)
    if latest > first:
        return Due(later(rhythm.first_due, rhythm.interval, latest), latest - first)
    return Due(later(rhythm.first_due, rhythm.interval, first))


def _index(rhythm: Rhythm, day: date) -> int:
    """The number of the last day of the plan that is not after this day; -1 before the first."""
    first, interval = rhythm.first_due, rhythm.interval
    if day < first:
        return -1
    if interval.unit in DAYS:
        return (day - first).days // (interval.every * DAYS[interval.unit])
    months = (day.year - first.year) * 12 + day.month - first.month
    found = months // (interval.every * MONTHS[interval.unit])
    return found if later(first, interval, found) <= day else found - 1


def _after_done(rhythm: Rhythm, past: Past) -> Due:
    if past.last_done is None:
        return Due(rhythm.first_due)
    on = later(past.last_done, rhythm.interval)
    while on in past.taken:
        on += timedelta(days=1)
    return Due(on)


def _in_season(rhythm: Rhythm, past: Past, today: date) -> Due:
    assert rhythm.season
    floor = max(rhythm.first_due, past.last_due + timedelta(days=1) if past.last_due else rhythm.first_due)
    passed: list[date] = []
    for year in range(floor.year - 1, max(today.year, floor.year) + 3):
        for day in _season_days(year, rhythm):
            if day < floor:
                continue
            if day <= today:
                passed.append(day)
                continue
            if passed and today <= season_end(passed[-1], rhythm.season):
                return Due(passed[-1], len(passed) - 1)
            return Due(day, len(passed))
    raise ValueError("a season without a day")


def _season_days(year: int, rhythm: Rhythm) -> list[date]:
    assert rhythm.season
    first = _day(year, rhythm.season[0])
    last, days, times = season_end(first, rhythm.season), [first], 1
    while (day := later(first, rhythm.interval, times)) <= last:
        days.append(day)
        times += 1
    return days


def _day(year: int, month_day: str) -> date:
    month, day = (int(part) for part in month_day.split("-"))
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
