"""What a part of a period comes to: proration, a price that changes, a month shared by two owners.

Ranges include both ends; the lengths of months and years are the real ones. Every row is rounded once, from the
exact value, and the amount of a range is the sum of its rows. Source: DOMAIN A1.6 to A1.8.
"""

from calendar import isleap, monthrange
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, NamedTuple, get_args

from estate.billing.rules import Rounding, month_fee, round_fen

Proration = Literal["daily_actual", "daily_30", "daily_365", "half_month", "full_month", "next_month"]
PRORATIONS: tuple[Proration, ...] = get_args(Proration)


class Row(NamedTuple):
    """One line of a bill: a month, a part of one, or (daily_365 only) a part of a year."""

    first: date
    last: date
    days: int
    share: Fraction
    """How much of the month's fee this row is."""
    amount_fen: int


class PricedRow(NamedTuple):
    """One stretch of a month at one price."""

    first: date
    last: date
    days: int
    month_days: int
    price_e4: int
    amount_fen: int


class Price(NamedTuple):
    """A price per m² and month in 1/10,000 yuan, in force from this day on."""

    since: date
    price_e4: int


def prorate(
    month_fee_fen: Fraction | int,
    first: date,
    last: date,
    convention: Proration = "daily_actual",
    rounding: Rounding = "half_up_fen",
) -> list[Row]:
    """The rows of a range whose full month costs `month_fee_fen` (exact: pass `month_fee(…)`, not its rounding).

    daily_actual: days of the real month. daily_30: thirtieths, a whole month being whole. daily_365: twelve fees
    over the days of the year, cut at year ends only. half_month: a part of a month costs half. full_month: it
    costs the whole. next_month: the month of `first` is free, even from its first day.
    Raises ValueError when the range ends before it begins. Source: DOMAIN A1.6, cases A05, A06, A30.
    """
    stretches = _by_year(first, last) if convention == "daily_365" else _by_month(first, last)
    rows: list[Row] = []
    for begin, end in stretches:
        days = (end - begin).days + 1
        share = _share(convention, begin, days, is_first=begin == first)
        rows.append(Row(begin, end, days, share, round_fen(month_fee_fen * share, rounding)))
    return rows


def price_segments(
    area_dm2: int,
    first: date,
    last: date,
    prices: Sequence[Price],
    rounding: Rounding = "half_up_fen",
) -> list[PricedRow]:
    """The rows of a range during which the price changes, cut at month ends and where a price begins.

    prices: ascending, the first in force on `first`. Raises ValueError when they are not. Source: DOMAIN A1.8,
    case A08.
    """
    starts = [price.since for price in prices]
    if not prices or starts != sorted(set(starts)) or starts[0] > first:
        raise ValueError("prices must ascend, and the first must be in force when the range begins")
    rows: list[PricedRow] = []
    for month_first, month_last in _by_month(first, last):
        cuts = sorted({month_first, *(day for day in starts if month_first < day <= month_last)})
        for begin, following in zip(cuts, [*cuts[1:], month_last + timedelta(days=1)], strict=True):
            days, of_days = (following - begin).days, _month_days(begin)
            price_e4 = next(price.price_e4 for price in reversed(prices) if price.since <= begin)
            amount = round_fen(month_fee(area_dm2, price_e4) * Fraction(days, of_days), rounding)
            rows.append(PricedRow(begin, following - timedelta(days=1), days, of_days, price_e4, amount))
    return rows


def split_two_owners(
    month_fee_fen: Fraction | int, new_from: date, rounding: Rounding = "half_up_fen"
) -> tuple[int, int]:
    """The month of a handover in fen: what the former owner bears, and the new one from `new_from` on.

    The second side is the rest of the month's fee and never rounded by itself. Source: DOMAIN A1.7, case A07.
    """
    former = round_fen(month_fee_fen * Fraction(new_from.day - 1, _month_days(new_from)), rounding)
    return former, round_fen(month_fee_fen, rounding) - former


def _share(convention: Proration, begin: date, days: int, *, is_first: bool) -> Fraction:
    of_days = _month_days(begin)
    whole = days == of_days
    match convention:
        case "daily_actual":
            return Fraction(days, of_days)
        case "daily_30":
            return Fraction(1) if whole else Fraction(days, 30)
        case "daily_365":
            return Fraction(12 * days, 366 if isleap(begin.year) else 365)
        case "half_month":
            return Fraction(1) if whole else Fraction(1, 2)
        case "full_month":
            return Fraction(1)
        case "next_month":
            return Fraction(0) if is_first else Fraction(1)


def _month_days(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _by_month(first: date, last: date) -> Iterator[tuple[date, date]]:
    return _stretches(first, last, lambda day: day.replace(day=_month_days(day)))


def _by_year(first: date, last: date) -> Iterator[tuple[date, date]]:
    return _stretches(first, last, lambda day: day.replace(month=12, day=31))


def _stretches(first: date, last: date, end_of: Callable[[date], date]) -> Iterator[tuple[date, date]]:
    if last < first:
        raise ValueError("the range ends before it begins")
    while first <= last:
        end = min(end_of(first), last)
        yield first, end
        first = end + timedelta(days=1)
