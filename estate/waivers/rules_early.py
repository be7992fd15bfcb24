"""Early payment: which charges of a payer make a whole period, and what is waived when it is paid early enough.

A period is so many months in a row of one fee item (and parking space), of which nothing is paid yet. The sum is
rounded once and spread over its charges. Money in fen, days as dates. Source: DOMAIN A28; cases P36 to P40.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from estate.waivers.rules import early_fen, last_early_day, shares_fen
from estate.waivers.rules_standing import months_later


class EarlyRule(NamedTuple):
    """A discount for early payment. months: what must be paid whole; what is off is a share or a sum."""

    id: int
    months: int
    days_before: int
    payable_e4: int | None
    off_fen: int | None
    fee_item_ids: frozenset[int]


class EarlyCharge(NamedTuple):
    """An open charge as these rules see it. series: fee item and parking space."""

    id: int
    series: tuple[int, str]
    first: date
    last: date
    due_on: date
    unpaid_fen: int
    untouched: bool


class Offer(NamedTuple):
    """What is waived when these charges are paid whole until a day. waived: fen for each charge."""

    discount_id: int
    charge_ids: tuple[int, ...]
    waived: tuple[int, ...]
    until: date

    @property
    def waived_fen(self) -> int:
        """All that it waives."""
        return sum(self.waived)


def offers(rules: Sequence[EarlyRule], charges: Sequence[EarlyCharge], on: date) -> list[Offer]:
    """What a payment on a day may be offered, the largest first; no charge is in two of them."""
    found: list[Offer] = []
    ordered = sorted(charges, key=lambda one: (one.series, one.first, one.id))
    for series, group in groupby(ordered, key=lambda one: one.series):
        same = list(group)
        for rule in rules:
            if series[0] in rule.fee_item_ids:
                found += _of_series(rule, same, on)
    found.sort(key=lambda one: (-one.waived_fen, one.charge_ids))
    taken: set[int] = set()
    best: list[Offer] = []
    for one in found:
        if taken.isdisjoint(one.charge_ids):
            taken.update(one.charge_ids)
            best.append(one)
    return best


def _of_series(rule: EarlyRule, charges: Sequence[EarlyCharge], on: date) -> list[Offer]:
    found: list[Offer] = []
    start = 0
    while start < len(charges):
        period = _period(charges[start:], rule.months)
        if period and (offer := _offer(rule, period, on)):
            found.append(offer)
            start += len(period)
        else:
            start += 1
    return found


def _period(charges: Sequence[EarlyCharge], months: int) -> Sequence[EarlyCharge]:
    """The charges from the first on that cover exactly so many months without a gap; empty when there are none."""
    end = months_later(charges[0].first, months) - timedelta(days=1)
    expected = charges[0].first
    for count, one in enumerate(charges, start=1):
        if not one.untouched or one.first != expected or one.last > end:
            return ()
        if one.last == end:
            return charges[:count]
        expected = one.last + timedelta(days=1)
    return ()


def _offer(rule: EarlyRule, period: Sequence[EarlyCharge], on: date) -> Offer | None:
    due_on, unpaid = min(one.due_on for one in period), [one.unpaid_fen for one in period]
    fen = early_fen(
        sum(unpaid), due_on, on, rule.days_before, payable_e4=rule.payable_e4, off_fen=rule.off_fen
    )
    if not fen:
        return None
    until = last_early_day(due_on, rule.days_before)
    return Offer(rule.id, tuple(one.id for one in period), tuple(shares_fen(fen, unpaid)), until)
