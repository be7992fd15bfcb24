"""The lines of a bill: for one home or parking space and one fee item, month by month, who pays what and why.

A line is one month, or the part of it that one payer bears at one price. Items with a cycle of several months, and
tariffs that round once for the period, join their whole months into one line; it is the sum of rounded months where
the tariff rounds each of them. A number of persons is that of the month's first day. Ranges include both ends; days
are `datetime.date`. Source: DOMAIN A1.4 to A1.8; cases A01 to A08, A30.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from estate.billing.rules import round_fen
from estate.billing.rules_arithmetic import Base, Tariff, exact_month, formula, in_words, yuan
from estate.billing.rules_formula import parse
from estate.billing.rules_formula_value import Facts, work_out
from estate.billing.rules_persons import persons_on
from estate.billing.rules_stretches import Charged, Liable, Part, Range, by_payer, days_in, parts


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


class PenaltyLine(NamedTuple):
    """A penalty on a charge, in the words and figures of a bill."""

    principal_id: int
    name: str
    amount_fen: int
    quantity: str
    price: str
    formula: str


def lines_for(
    charged: Charged, tariffs: Sequence[Tariff], windows: Sequence[Range], months: Sequence[Range]
) -> tuple[list[Line], set[str]]:
    """The lines of these months, and the reasons for what is not charged of them.

    tariffs: ascending by day. windows: when the item applies, ascending and apart. months: of the calendar, or from a
    home's own day to the day before it in the next month; ascending.
    """
    lines: list[Line] = []
    reasons: set[str] = set()
    whole: list[tuple[date, date, _Plain]] = []  # whole months waiting to be joined into one line
    for first, last in months:
        plain = _plain_month(charged, tariffs, windows, first, last)
        if plain is None:
            lines += _joined(whole, reasons)
            for part in parts(charged, tariffs, windows, first, last, reasons):
                lines += _split(charged, part, reasons)
            continue
        tariff = plain[0]
        if tariff.level == "once_per_period" or tariff.cycle_months > 1:
            if whole and whole[-1][2] != plain:
                lines += _joined(whole, reasons)
            whole.append((first, last, plain))
        else:
            lines += _whole_line(first, last, plain, 1, reasons)
    lines += _joined(whole, reasons)
    return lines, reasons


_Plain = tuple[Tariff, Liable, Base | str]
"""A month in which nothing changes: what its price is multiplied by, or the reason why that is not known."""


def _plain_month(
    charged: Charged, tariffs: Sequence[Tariff], windows: Sequence[Range], first: date, last: date
) -> _Plain | None:
    """The tariff and payer of a month in which nothing changes, which is nearly every month."""
    if charged.undelivered or (charged.delivered_on is not None and charged.delivered_on >= first):
        return None
    for payer in charged.liable:  # plain loops: every home and fee of a run comes through here
        if payer.last >= first and payer.first <= last:
            break
    else:
        return None
    if payer.first > first or payer.last < last:
        return None
    for start, end in windows:
        if start <= first and end >= last:
            break
    else:
        return None
    found = None
    for tariff in tariffs:
        if tariff.since <= first:
            found = tariff
        elif tariff.since <= last:
            return None
    return (found, payer, base_of(charged, found, first)) if found else None


def _joined(whole: list[tuple[date, date, _Plain]], reasons: set[str]) -> list[Line]:
    if not whole:
        return []
    lines = _whole_line(whole[0][0], whole[-1][1], whole[0][2], len(whole), reasons)
    whole.clear()
    return lines


def _whole_line(first: date, last: date, plain: _Plain, months: int, reasons: set[str]) -> list[Line]:
    tariff, payer, base = plain
    if isinstance(base, str):
        reasons.add(base)
        return []
    quantity, price, arithmetic, amount_fen = worth(base, tariff, months)
    if not amount_fen:
        reasons.add("zero")
        return []
    return [
        Line(first, last, payer.person_id, payer.name, tariff.id, quantity, price, arithmetic, amount_fen)
    ]


@lru_cache(maxsize=100_000)
def worth(base: Base, tariff: Tariff, months: int) -> tuple[str, str, str, int]:
    """Quantity, price, arithmetic and amount in fen of some whole months."""
    words = in_words(base, tariff)
    if tariff.by_month and months > 1 and tariff.level == "monthly_rows":  # A03: the sum of rounded months
        month = exact_month(base, tariff)
        month_fen = round_fen(month, tariff.rounding)
        text = formula(base, tariff, [], month, month_fen)
        return (
            *words,
            f"{text}; {yuan(month_fen)} × {months} = {yuan(month_fen * months)}",
            month_fen * months,
        )
    exact = exact_month(base, tariff) * months
    amount_fen = round_fen(exact, tariff.rounding)
    if tariff.by_month:
        factors = [str(months)] if months > 1 else []
    else:
        factors = [] if months == tariff.cycle_months else [f"{months}/{tariff.cycle_months}"]
    return *words, formula(base, tariff, factors, exact, amount_fen), amount_fen


def _split(charged: Charged, part: Part, reasons: set[str]) -> Iterator[Line]:
    """A part among those who bear its days: each up to their last day, less what came before (A07)."""
    base = base_of(charged, part.tariff, part.month[0])
    if isinstance(base, str):
        reasons.add(base)
        return
    days = (part.last - part.first).days + 1
    stretches = list(by_payer(part.payers, part.first, part.last))
    if sum((last - first).days + 1 for first, last, _payer in stretches) < days:
        reasons.add("no_payer")
    for first, last, payer in stretches:
        before, _words_before = _up_to(base, part, (first - part.first).days, days)
        until, arithmetic = _up_to(base, part, (last - part.first).days + 1, days)
        amount_fen = until - before
        if not amount_fen:
            reasons.add("zero")
            continue
        if before:
            arithmetic += f"; {yuan(until)} − {yuan(before)} = {yuan(amount_fen)}"
        quantity, price = in_words(base, part.tariff)
        yield Line(
            first, last, payer.person_id, payer.name, part.tariff.id, quantity, price, arithmetic, amount_fen
        )


def _up_to(base: Base, part: Part, days: int, of_days: int) -> tuple[int, str]:
    """What the first days of a part cost in fen, rounded once, with the arithmetic."""
    month = exact_month(base, part.tariff)
    if part.rest_of and days == of_days:
        return _rest(base, part, month)
    exact = month * part.share * Fraction(days, of_days)
    amount_fen = round_fen(exact, part.tariff.rounding)
    factors = [part.factor] if part.factor else []
    if days < of_days:
        by_days = part.share == Fraction(of_days, days_in(part.month))
        factors = [f"{days}/{days_in(part.month)}"] if by_days else [*factors, f"{days}/{of_days}"]
    if part.tariff.cycle_months > 1 and not part.tariff.by_month:
        factors.insert(0, f"1/{part.tariff.cycle_months}")
    return amount_fen, formula(base, part.tariff, factors, exact, amount_fen)


def _rest(base: Base, part: Part, month: Fraction) -> tuple[int, str]:
    """What is left of a stretch when somebody else bears a part: never rounded by itself (A1.7, A07)."""
    exact = month * (part.share + part.rest_of)
    both, theirs = (
        round_fen(exact, part.tariff.rounding),
        round_fen(month * part.rest_of, part.tariff.rounding),
    )
    whole = part.share + part.rest_of
    factors = [] if whole == 1 else [str(whole)]
    if part.tariff.cycle_months > 1 and not part.tariff.by_month:
        factors.insert(0, f"1/{part.tariff.cycle_months}")
    arithmetic = formula(base, part.tariff, factors, exact, both)
    return both - theirs, f"{arithmetic}; {yuan(both)} − {yuan(theirs)} = {yuan(both - theirs)}"


def base_of(charged: Charged, tariff: Tariff, month_first: date) -> Base | str:
    """What a home's price is multiplied by in a month: area, persons, a formula's figures; or why it is not known.

    Persons are those of the month's first day; of the day of delivery in its month.
    """
    if tariff.price_e4 is not None:
        return (charged.inner_area_dm2 if tariff.inner_area else charged.area_dm2) or "no_area"
    if tariff.formula:
        facts = _facts(charged, tariff, month_first)
        return work_out(tariff.formula, facts).missing or facts
    if tariff.per_person:
        persons = _persons(charged, month_first)
        return "no_persons" if persons is None else persons
    return 0


def _facts(charged: Charged, tariff: Tariff, month_first: date) -> Facts:
    uses = parse(tariff.formula).uses
    return Facts(
        charged.area_dm2 if "area" in uses else None,
        charged.inner_area_dm2 if "inner_area" in uses else None,
        charged.floor if "floor" in uses else None,
        _persons(charged, month_first) if "persons" in uses else None,
        tariff.cycle_months,
        sum(first <= month_first <= last for first, last in charged.parking)
        if "parking_spaces" in uses
        else 0,
        charged.usage if "usage" in uses else "",
    )


def _persons(charged: Charged, month_first: date) -> int | None:
    if charged.living is None:
        return None
    delivered = charged.delivered_on
    on = month_first
    if delivered is not None and (delivered.year, delivered.month) == (on.year, on.month):
        on = max(on, delivered)
    return persons_on(charged.living, on)
