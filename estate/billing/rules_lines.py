"""The lines of a bill: for one home or parking space and one fee item, month by month, who pays what and why.

A line is one calendar month, or the part of it that one payer bears at one price. Items with a cycle of several
months, and tariffs that round once for the period, join their whole months into one line. Ranges include both
ends; days are `datetime.date`. Source: DOMAIN A1.4 to A1.8; cases A01 to A08, A30.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from estate.billing.rules import round_fen
from estate.billing.rules_arithmetic import Tariff, exact_month, formula, in_words, yuan
from estate.billing.rules_stretches import (
    DAY,
    Charged,
    Liable,
    Part,
    Range,
    by_payer,
    days_of_month,
    month_end,
    parts,
)


class Line(NamedTuple):
    """One line to charge, with its arithmetic in figures that any language reads."""

    first: date
    last: date
    payer_id: int
    payer_name: str
    tariff_id: int
    quantity: str
    price: str
    formula: str
    amount_fen: int


def lines_for(
    charged: Charged, tariffs: Sequence[Tariff], windows: Sequence[Range], months: Sequence[Range]
) -> tuple[list[Line], set[str]]:
    """The lines of these months, and the reasons for what is not charged of them.

    tariffs: ascending by day. windows: when the item applies, ascending and apart. months: whole calendar months.
    """
    lines: list[Line] = []
    reasons: set[str] = set()
    whole: list[tuple[date, date, Tariff, Liable]] = []  # whole months waiting to be joined into one line
    for first, last in months:
        plain = _plain_month(charged, tariffs, windows, first, last)
        if plain is not None:
            tariff, payer = plain
            if tariff.level == "once_per_period" or tariff.cycle_months > 1:
                if whole and whole[-1][2:] != plain:
                    lines += _joined(charged, whole, reasons)
                whole.append((first, last, tariff, payer))
            else:
                lines += _whole_line(charged, first, last, tariff, payer, 1, reasons)
            continue
        lines += _joined(charged, whole, reasons)
        for part in parts(charged, tariffs, windows, first, last, reasons):
            lines += _split(charged, part, reasons)
    lines += _joined(charged, whole, reasons)
    return lines, reasons


def whole_months(first: date, last: date) -> list[Range]:
    """The calendar months between two days, each with its first and last day; the first begins one."""
    months: list[Range] = []
    while first <= last:
        end = month_end(first)
        months.append((first, end))
        first = end + DAY
    return months


def months_of_cycle(cycle_months: int, first: date, last: date) -> list[Range]:
    """The months that a run over these months charges for an item: those of each cycle that begins in the run.

    Cycles stand in the calendar year: quarters begin in January, April, July and October.
    """
    months: list[Range] = []
    for begin, end in whole_months(first, last):
        if cycle_months == 1:
            months.append((begin, end))
        elif (begin.month - 1) % cycle_months == 0:
            months += whole_months(begin, month_end(_later(begin, cycle_months - 1)))
    return months


def _later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def _plain_month(
    charged: Charged, tariffs: Sequence[Tariff], windows: Sequence[Range], first: date, last: date
) -> tuple[Tariff, Liable] | None:
    """The tariff and payer of a month in which nothing changes, which is nearly every month."""
    if charged.undelivered or (charged.delivered_on is not None and charged.delivered_on >= first):
        return None
    payer = next((p for p in charged.liable if p.last >= first and p.first <= last), None)
    if payer is None or payer.first > first or payer.last < last:
        return None
    if not any(start <= first and end >= last for start, end in windows):
        return None
    found = None
    for tariff in tariffs:
        if tariff.since <= first:
            found = tariff
        elif tariff.since <= last:
            return None
    return (found, payer) if found else None


def _joined(
    charged: Charged, whole: list[tuple[date, date, Tariff, Liable]], reasons: set[str]
) -> list[Line]:
    if not whole:
        return []
    first, last, tariff, payer = whole[0][0], whole[-1][1], whole[0][2], whole[0][3]
    lines = _whole_line(charged, first, last, tariff, payer, len(whole), reasons)
    whole.clear()
    return lines


def _whole_line(
    charged: Charged, first: date, last: date, tariff: Tariff, payer: Liable, months: int, reasons: set[str]
) -> list[Line]:
    area = _area(charged, tariff)
    if area is None:
        reasons.add("no_area")
        return []
    quantity, price, arithmetic, amount_fen = _whole(area, tariff, months)
    if not amount_fen:
        reasons.add("zero")
        return []
    return [
        Line(first, last, payer.person_id, payer.name, tariff.id, quantity, price, arithmetic, amount_fen)
    ]


@lru_cache(maxsize=100_000)
def _whole(area_dm2: int, tariff: Tariff, months: int) -> tuple[str, str, str, int]:
    exact = exact_month(area_dm2, tariff) * months
    amount_fen = round_fen(exact, tariff.rounding)
    if tariff.price_e4 is not None:
        factors = [str(months)] if months > 1 else []
    else:
        factors = [] if months == tariff.cycle_months else [f"{months}/{tariff.cycle_months}"]
    return *in_words(area_dm2, tariff), formula(area_dm2, tariff, factors, exact, amount_fen), amount_fen


def _split(charged: Charged, part: Part, reasons: set[str]) -> Iterator[Line]:
    """A part among those who bear its days: each up to their last day, less what came before (A07)."""
    area = _area(charged, part.tariff)
    if area is None:
        reasons.add("no_area")
        return
    days = (part.last - part.first).days + 1
    stretches = list(by_payer(part.payers, part.first, part.last))
    if sum((last - first).days + 1 for first, last, _payer in stretches) < days:
        reasons.add("no_payer")
    for first, last, payer in stretches:
        before, _words_before = _up_to(area, part, (first - part.first).days, days)
        until, arithmetic = _up_to(area, part, (last - part.first).days + 1, days)
        amount_fen = until - before
        if not amount_fen:
            reasons.add("zero")
            continue
        if before:
            arithmetic += f"; {yuan(until)} − {yuan(before)} = {yuan(amount_fen)}"
        quantity, price = in_words(area, part.tariff)
        yield Line(
            first, last, payer.person_id, payer.name, part.tariff.id, quantity, price, arithmetic, amount_fen
        )


def _up_to(area_dm2: int, part: Part, days: int, of_days: int) -> tuple[int, str]:
    """What the first days of a part cost in fen, rounded once, with the arithmetic."""
    month = exact_month(area_dm2, part.tariff)
    if part.rest_of and days == of_days:
        return _rest(area_dm2, part, month)
    exact = month * part.share * Fraction(days, of_days)
    amount_fen = round_fen(exact, part.tariff.rounding)
    factors = [part.factor] if part.factor else []
    if days < of_days:
        by_days = part.share == Fraction(of_days, days_of_month(part.first))
        factors = [f"{days}/{days_of_month(part.first)}"] if by_days else [*factors, f"{days}/{of_days}"]
    if part.tariff.cycle_months > 1 and part.tariff.price_e4 is None:
        factors.insert(0, f"1/{part.tariff.cycle_months}")
    return amount_fen, formula(area_dm2, part.tariff, factors, exact, amount_fen)


def _rest(area_dm2: int, part: Part, month: Fraction) -> tuple[int, str]:
    """What is left of a stretch when somebody else bears a part: never rounded by itself (A1.7, A07)."""
    exact = month * (part.share + part.rest_of)
    both, theirs = (
        round_fen(exact, part.tariff.rounding),
        round_fen(month * part.rest_of, part.tariff.rounding),
    )
    whole = part.share + part.rest_of
    factors = [] if whole == 1 else [str(whole)]
    if part.tariff.cycle_months > 1 and part.tariff.price_e4 is None:
        factors.insert(0, f"1/{part.tariff.cycle_months}")
    arithmetic = formula(area_dm2, part.tariff, factors, exact, both)
    return both - theirs, f"{arithmetic}; {yuan(both)} − {yuan(theirs)} = {yuan(both - theirs)}"


def _area(charged: Charged, tariff: Tariff) -> int | None:
    """The area that counts; 0 for a fixed amount, None when it is not known."""
    if tariff.price_e4 is None:
        return 0
    return (charged.inner_area_dm2 if tariff.inner_area else charged.area_dm2) or None
