"""Standing discounts in a bill run: when a home gets one, and what it waives of a line.

A month counts when the discount holds on all its days; of a line over several months those that count are
discounted. Of several discounts on a line the one that waives most is given, never two. Days are dates, ranges include
both ends, money in fen. Source: DOMAIN A1.16, B (vacancy); cases A27, P22.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from estate.billing.rules import Rounding, round_fen
from estate.billing.rules_run import Staged
from estate.billing.rules_stretches import Range, month_end
from estate.waivers.rules import WHOLE_E4, percent, waived_fen

ENDLESS = date(2999, 12, 31)
DAY = timedelta(days=1)


class Discount(NamedTuple):
    """A standing discount as a run sees it. raw: from the unrounded value. from_month: of vacancy, counted from one."""

    id: int
    kind: str
    payable_e4: int
    raw: bool
    from_month: int | None
    by_home: bool
    first: date
    last: date
    fee_item_ids: frozenset[int]


class Waived(NamedTuple):
    """What is waived of a line, with the arithmetic."""

    discount_id: int
    amount_fen: int
    formula: str


class Standing:
    """All discounts of a run. spells: when each home stood vacant; granted: days by discount and home."""

    def __init__(
        self,
        discounts: Sequence[Discount],
        spells: Mapping[int, Sequence[Range]],
        granted: Mapping[tuple[int, int], Sequence[Range]],
        roundings: Mapping[int, Rounding],
        digest: str,
    ) -> None:
        self._discounts, self._spells, self._granted = discounts, spells, granted
        self._roundings, self._digest = roundings, digest
        self._homes = {*spells, *(home_id for _discount, home_id in granted)}

    def __bool__(self) -> bool:
        """Whether any home has a discount."""
        return bool(self._homes)

    def touches(self, home_id: int) -> bool:
        """Whether a home may have a discount at all."""
        return home_id in self._homes

    def trying(self, tariff_id: int, rounding: Rounding) -> "Standing":
        """The same discounts when bills are made by a tariff that is not kept yet."""
        roundings: dict[int, Rounding] = {**self._roundings, tariff_id: rounding}
        return Standing(self._discounts, self._spells, self._granted, roundings, self._digest)

    def mark(self, fingerprint: str) -> str:
        """The fingerprint of a run's inputs with that of its discounts; unchanged where there are none."""
        return f"{fingerprint}+{self._digest}" if self._discounts else fingerprint

    def waive(self, line: Staged) -> Waived | None:
        """What the best discount waives of a line; None for nothing."""
        if line.home_id not in self._homes:
            return None
        found = [
            waived
            for one in self._discounts
            if line.fee_item_id in one.fee_item_ids and (waived := self._by(one, line))
        ]
        return max(found, key=lambda waived: (waived.amount_fen, -waived.discount_id), default=None)

    def _by(self, discount: Discount, line: Staged) -> Waived | None:
        granted = self._granted.get((discount.id, line.home_id), ())
        windows = holds(discount, self._spells.get(line.home_id, ()), granted)
        share = share_of(date.fromisoformat(line.period_from), date.fromisoformat(line.period_to), windows)
        if not share:
            return None
        rounding = self._roundings.get(line.tariff_id or 0, "half_up_fen") if discount.raw else "half_up_fen"
        exact = exact_fen(line, rounding) if discount.raw else None
        payable = 1 - share * Fraction(WHOLE_E4 - discount.payable_e4, WHOLE_E4)
        fen = waived_fen(line.amount_fen, payable, exact, rounding)
        if not fen:
            return None
        base = Fraction(line.amount_fen) if exact is None else exact
        return Waived(discount.id, fen, _formula(base, share, discount.payable_e4, line.amount_fen, fen))


def holds(discount: Discount, spells: Sequence[Range], granted: Sequence[Range]) -> list[Range]:
    """The days on which a home gets a discount, ascending and apart."""
    found = [(discount.first, discount.last)]
    if discount.by_home:
        found = _both(found, granted)
    if discount.kind == "vacancy":
        found = _both(
            found, [(months_later(first, (discount.from_month or 1) - 1), last) for first, last in spells]
        )
    return _joined(found)


def vacant_spells(history: Sequence[tuple[str, str | None]]) -> list[Range]:
    """When a home stood vacant, by its states with their days in order; one without a day is no proof of a length."""
    spells: list[Range] = []
    since: date | None = None
    for state, day in history:
        if state == "vacant":
            since = since or (date.fromisoformat(day) if day else None)
        elif since is not None and day:
            spells.append((since, date.fromisoformat(day) - DAY))
            since = None
    if since is not None:
        spells.append((since, ENDLESS))
    return [(first, last) for first, last in spells if first <= last]


def months_later(day: date, months: int) -> date:
    """The same day some months later; the last of the month where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return min(first.replace(day=min(day.day, 28)) + timedelta(days=max(day.day - 28, 0)), month_end(first))


def share_of(first: date, last: date, windows: Sequence[Range]) -> Fraction:
    """Which part of a line's months a discount holds; of days within a month all or nothing."""
    months = _months(first, last)
    held = sum(any(start <= begin and end <= until for start, until in windows) for begin, end in months)
    return Fraction(held, len(months))


def exact_fen(line: Staged, rounding: Rounding) -> Fraction | None:
    """A line's value before it was rounded: quantity × price × months, or by the days of its month.

    None when the line is no such product, then what was billed is discounted. The value is used only when it rounds
    to what was billed.
    """
    quantity, price = (re.match(r"\d+(\.\d+)?", text) for text in (line.quantity, line.price))
    if quantity is None or price is None:
        return None
    month = Fraction(quantity[0]) * Fraction(price[0]) * 100
    first, last = date.fromisoformat(line.period_from), date.fromisoformat(line.period_to)
    months = _months(first, last)
    whole = months_later(first, len(months)) - DAY == last
    times = len(months) if whole else Fraction((last - first).days + 1, month_end(first).day)
    exact = month * times
    return exact if round_fen(exact, rounding) == line.amount_fen else None


def _months(first: date, last: date) -> list[Range]:
    """The months of a line, of the calendar or from a home's own day; the stretch itself when it is no whole ones."""
    months: list[Range] = []
    begin = first
    while begin <= last:
        following = months_later(first, len(months) + 1)
        months.append((begin, following - DAY))
        begin = following
    return months if months[-1][1] == last else [(first, last)]


def _both(some: Sequence[Range], others: Sequence[Range]) -> list[Range]:
    return [(max(a, c), min(b, d)) for a, b in some for c, d in others if max(a, c) <= min(b, d)]


def _joined(ranges: Sequence[Range]) -> list[Range]:
    joined: list[Range] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + DAY:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _formula(base: Fraction, share: Fraction, payable_e4: int, amount_fen: int, waived: int) -> str:
    """`166.056 × 70% = 116.2392 → 116.24; 166.06 − 116.24 = 49.82`."""
    factor = percent(payable_e4) if share == 1 else f"(1 − {share} × {percent(WHOLE_E4 - payable_e4)})"
    payable = 1 - share * Fraction(WHOLE_E4 - payable_e4, WHOLE_E4)
    left, exact = Fraction(amount_fen - waived), base * payable
    text = f"{_yuan(base)} × {factor} = {_yuan(exact)}"
    if exact != left:
        text += f" → {_yuan(left)}"
    return f"{text}; {_yuan(Fraction(amount_fen))} − {_yuan(left)} = {_yuan(Fraction(waived))}"


def _yuan(fen: Fraction) -> str:
    millionths, rest = divmod(fen.numerator * 10_000, fen.denominator)
    whole, part = divmod(millionths, 1_000_000)
    decimals = f"{part:06d}" if rest else f"{part:06d}".rstrip("0").ljust(2, "0")
    return f"{whole}.{decimals}{'…' if rest else ''}"
