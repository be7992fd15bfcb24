"""How a month falls apart when something begins, ends or changes in it: delivery, owners, prices, the rule itself.

Ranges include both ends. Source: DOMAIN A1.6 to A1.8; cases A05 to A08, A30.
"""

from calendar import isleap, monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from estate.billing.rules_arithmetic import Tariff
from estate.billing.rules_periods import Proration
from estate.billing.rules_persons import Living

Range = tuple[date, date]
DAY = timedelta(days=1)


class Liable(NamedTuple):
    """Who has to pay, from when to when; a company may be liable before the home is delivered.

    home_id: which home the person pays for, where a parking space moved from one to another.
    """

    person_id: int
    name: str
    first: date
    last: date
    company: bool = False
    home_id: int | None = None


class Charged(NamedTuple):
    """What is charged: a home, or a parking space with the payers of its home.

    delivered_on: first hand-over to an owner, None when it is not known. undelivered: still the developer's.
    parking: the days on which each space belongs to the home. living: who lives there, None when no fee asks for it.
    """

    area_dm2: int
    inner_area_dm2: int | None
    liable: tuple[Liable, ...]
    delivered_on: date | None = None
    undelivered: bool = False
    floor: int | None = None
    usage: str = ""
    parking: tuple[Range, ...] = ()
    living: Living | None = None


class Part(NamedTuple):
    """A stretch of a month at one price: what it costs exactly, and the factor that stands in the formula.

    rest_of: the share of the month that somebody else bears; then this stretch costs what is left of both together,
    so that the parts add up to the fen.
    """

    month: Range
    first: date
    last: date
    tariff: Tariff
    share: Fraction
    factor: str
    payers: tuple[Liable, ...]
    rest_of: Fraction = Fraction(0)


def parts(
    charged: Charged,
    tariffs: Sequence[Tariff],
    windows: Sequence[Range],
    first: date,
    last: date,
    reasons: set[str],
) -> Iterator[Part]:
    """The stretches of a month in which something begins, ends or changes. The month need not be the calendar's."""
    month = (first, last)
    own = tuple(payer for payer in charged.liable if payer.last >= first and payer.first <= last)
    companies = tuple(payer for payer in own if payer.company)
    delivered = charged.delivered_on
    for start, end in windows:
        begin, until = max(start, first), min(end, last)
        if begin > until:
            continue
        if charged.undelivered or (delivered is not None and delivered > until):
            if not companies:
                reasons.add("undelivered")
                continue
            own = companies
        elif delivered is not None and delivered >= begin and delivered >= first:
            yield from _delivery(tariffs, month, delivered, (begin, until), own, reasons)
            continue
        yield from _priced(tariffs, month, (begin, until), own, reasons)


def _delivery(
    tariffs: Sequence[Tariff],
    month: Range,
    delivered: date,
    stretch: Range,
    own: tuple[Liable, ...],
    reasons: set[str],
) -> Iterator[Part]:
    """The month of the first hand-over: by default the developer's, and the owner pays from the next one."""
    begin, until = stretch
    developers = tuple(payer for payer in own if payer.company and payer.first < delivered)
    buyers = tuple(payer for payer in own if payer not in developers) or own
    tariff = _in_force(tariffs, delivered, until)
    if tariff is None:
        reasons.add("no_tariff")
    elif tariff.proration == "next_month":
        if developers:
            bears_all = developers[0]._replace(first=begin, last=until)
            yield from _priced(tariffs, month, stretch, (bears_all,), reasons)
        else:
            reasons.add("delivered_this_month")
    elif (delivered, until) == month:
        yield from _priced(tariffs, month, stretch, buyers, reasons)
    else:
        share, factor = _partial(tariff.proration, month, delivered, until)
        rest = Fraction((until - begin).days + 1, days_in(month)) - share
        if developers and delivered > begin and rest > 0:
            yield Part(month, begin, delivered - DAY, tariff, rest, f"(1 − {factor})", developers, share)
        yield Part(month, delivered, until, tariff, share, factor, buyers)


def _priced(
    tariffs: Sequence[Tariff], month: Range, stretch: Range, payers: tuple[Liable, ...], reasons: set[str]
) -> Iterator[Part]:
    """One part for each price in the stretch; a stretch that begins or ends in mid-month by its convention."""
    begin, until = stretch
    tariff = _in_force(tariffs, begin, until)
    if tariff is None:
        reasons.add("no_tariff")
        return
    convention = tariff.proration
    if convention == "next_month":
        if begin > month[0]:
            reasons.add("starts_next_month")
            return
        convention = "daily_actual"
    begin = max(begin, tariff.since)
    if (begin, until) != month and convention != "daily_actual":
        yield Part(month, begin, until, tariff, *_partial(convention, month, begin, until), payers)
        return
    cuts = [begin, *(t.since for t in tariffs if begin < t.since <= until), until + DAY]
    for start, following in pairwise(cuts):
        current = next(t for t in reversed(tariffs) if t.since <= start)
        days, of_days = (following - start).days, days_in(month)
        factor = "" if days == of_days else f"{days}/{of_days}"
        yield Part(month, start, following - DAY, current, Fraction(days, of_days), factor, payers)


def _partial(convention: Proration, month: Range, begin: date, until: date) -> tuple[Fraction, str]:
    """How much of a month's fee a part of the month costs, and how that is written."""
    days, of_days = days_in((begin, until)), days_in(month)
    of_year = 366 if isleap(begin.year) else 365
    match convention:
        case "daily_30":
            return Fraction(days, 30), f"{days}/30"
        case "daily_365":
            return Fraction(12 * days, of_year), f"12 × {days}/{of_year}"
        case "half_month":
            return Fraction(1, 2), "1/2"
        case "full_month":
            return Fraction(1), ""
        case _:
            return Fraction(days, of_days), f"{days}/{of_days}"


def by_payer(payers: tuple[Liable, ...], first: date, last: date) -> Iterator[tuple[date, date, Liable]]:
    """The stretches of days that each payer bears; where two are named, the earlier in the list."""
    starts = {
        first,
        *(payer.first for payer in payers),
        *(payer.last + DAY for payer in payers if payer.last < last),
    }
    cuts = [*sorted(day for day in starts if first <= day <= last), last + DAY]
    held: tuple[date, date, Liable] | None = None
    for start, following in pairwise(cuts):
        payer = next((p for p in payers if p.first <= start <= p.last), None)
        if held and payer and held[2].person_id == payer.person_id and held[2].home_id == payer.home_id:
            held = (held[0], following - DAY, held[2])
            continue
        if held:
            yield held
        held = (start, following - DAY, payer) if payer else None
    if held:
        yield held


def _in_force(tariffs: Sequence[Tariff], begin: date, until: date) -> Tariff | None:
    """The tariff of a day, or the first that begins before the stretch ends."""
    found = next((tariff for tariff in reversed(tariffs) if tariff.since <= begin), None)
    return found or next((tariff for tariff in tariffs if tariff.since <= until), None)


def month_end(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def days_in(stretch: Range) -> int:
    """How many days a range has, both ends counted."""
    return (stretch[1] - stretch[0]).days + 1
