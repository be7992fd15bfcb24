"""Periods that are disclosed, and when a disclosure is due. Pure; days are dates.

Source: Civil Code 943 (regularly); Shanghai: repair fund every half-year, common income every quarter (DOMAIN B).
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

MONTHS = {"quarter": 3, "half": 6, "year": 12}
KINDS = tuple(MONTHS)


class Period(NamedTuple):
    """A quarter, half-year or year of the calendar."""

    kind: str
    first: date
    last: date


class Duty(NamedTuple):
    """Something that is to be disclosed. due_on: the last day for it; overdue: it is past."""

    about: str
    period: Period
    due_on: date
    overdue: bool


def period_of(kind: str, day: date) -> Period:
    """The period of this kind in which a day lies."""
    months = MONTHS[kind]
    month = (day.month - 1) // months * months + 1
    after = _first(day.year, month + months)
    return Period(kind, date(day.year, month, 1), after - timedelta(days=1))


def ended(kind: str, today: date, count: int = 1) -> list[Period]:
    """The periods that ended last, the latest first."""
    found: list[Period] = []
    day = period_of(kind, today).first - timedelta(days=1)
    for _number in range(count):
        found.append(period_of(kind, day))
        day = found[-1].first - timedelta(days=1)
    return found


def kind_of(months: int) -> str:
    """The kind of period with so many months."""
    return next(kind for kind, length in MONTHS.items() if length == months)


def duties(
    every: dict[str, int],
    published: Collection[tuple[date, date]],
    since: date | None,
    today: date,
    days: int,
) -> list[Duty]:
    """What of the last two periods of each kind is not published, the longest due first.

    every: months of a period by what it is about. published: first and last days of published disclosures; one that
    holds the whole period covers it. since: from when the office keeps such books; earlier periods are nobody's duty.
    """
    found: list[Duty] = []
    for about, months in every.items():
        for period in ended(kind_of(months), today, 2):
            covered = any(first <= period.first and last >= period.last for first, last in published)
            if since is None or period.last < since or covered:
                continue
            due_on = period.last + timedelta(days=days)
            found.append(Duty(about, period, due_on, due_on < today))
    return sorted(found, key=lambda one: (one.due_on, one.about))


def coming(every: dict[str, int], today: date, days: int) -> list[Duty]:
    """What of the periods that run now is to be disclosed next, the soonest first."""
    periods = {about: period_of(kind_of(months), today) for about, months in every.items()}
    found = [
        Duty(about, one, one.last + timedelta(days=days), overdue=False) for about, one in periods.items()
    ]
    return sorted(found, key=lambda one: (one.due_on, one.about))


def _first(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
