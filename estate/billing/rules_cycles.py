"""Which months a run charges: by cycle, in the calendar or from the home's own beginning, in advance or in arrears.

A month is a range of days: of the calendar, or from a home's day to the day before the same day of the next month.
Ranges include both ends. Source: DOMAIN A1.5, A1.6.
"""

import itertools
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Literal, get_args

from estate.billing.rules_arithmetic import Tariff
from estate.billing.rules_stretches import DAY, Charged, Range, month_end
from estate.billing.rules_who import ALWAYS

Anchor = Literal["calendar", "anniversary"]
ANCHORS: tuple[Anchor, ...] = get_args(Anchor)

Timing = Literal["advance", "arrears"]
TIMINGS: tuple[Timing, ...] = get_args(Timing)

NEW_YEAR = date(1900, 1, 1)
"""Where the cycles of the calendar begin: quarters in January, April, July and October."""


def whole_months(first: date, last: date) -> list[Range]:
    """The calendar months between two days, each with its first and last day; the first begins one."""
    months: list[Range] = []
    while first <= last:
        end = month_end(first)
        months.append((first, end))
        first = end + DAY
    return months


def months_later(day: date, months: int) -> date:
    """The same day some months later or earlier; the last of the month where that has no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


@lru_cache(maxsize=10_000)
def months_due(
    cycle_months: int, anchor: date, first: date, last: date, timing: Timing = "advance"
) -> tuple[Range, ...]:
    """The months that a run over these months charges for an item whose cycles begin at the anchor.

    advance: those of each cycle that begins in the run. arrears: those of each cycle that ended in the month before
    one of the run's months. first: begins a month; last: ends one.
    """
    if timing == "arrears":
        first, last = months_later(first, -1), first_of(last) - DAY
    at = (first.year - anchor.year) * 12 + first.month - anchor.month
    at = max(0, (at // cycle_months - 1) * cycle_months)
    months: list[Range] = []
    while (begin := months_later(anchor, at)) <= last:
        end = months_later(anchor, at + cycle_months) - DAY
        if first <= (begin if timing == "advance" else end) <= last:
            starts = [months_later(anchor, at + n) for n in range(cycle_months + 1)]
            months += [(start, following - DAY) for start, following in itertools.pairwise(starts)]
        at += cycle_months
    return tuple(months)


def earliest_day(cycle_months: int, first: date, timing: Timing) -> date:
    """No month that a run from `first` on charges for an item of this cycle begins before this day."""
    return first if timing == "advance" else months_later(first, -cycle_months - 1)


def beginning(charged: Charged, tariffs: Sequence[Tariff], on: date) -> date | None:
    """The day from which a home's own cycles count; None when it is not known.

    The day of delivery; the first of the month after it where the first price says so (next_month). Without a day of
    delivery, the day on which who owns the home on this day, or next after it, became its owner.
    """
    if (delivered := charged.delivered_on) is not None:
        waits = tariffs and tariffs[0].proration == "next_month"
        return month_end(delivered) + DAY if waits else delivered
    owner = next((payer for payer in charged.liable if payer.last >= on), None)
    return owner.first if owner and owner.first > ALWAYS[0] else None


def first_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)
