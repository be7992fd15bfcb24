"""What usage costs: a price for each unit, or prices in tiers by what was used since the year began.

A bound belongs to the lower tier. An extra quota lifts every bound; who joined in mid-year may get bounds for the months
left. The whole is rounded once; printed parts add up to it by largest remainder. Source: DOMAIN A1.9, cases A09 to A12.
"""

import json
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from estate.billing.rules import Rounding, round_fen, split_by_weight


class Tier(NamedTuple):
    """Up to so much in a year (None: without bound) each unit costs so much, in yuan."""

    upto: Fraction | None
    price: Fraction


class Tiers(NamedTuple):
    """A tariff's tiers. per_home: all meters of a home count together. by_months: bounds of the first year by months."""

    tiers: tuple[Tier, ...]
    per_home: bool = False
    by_months: bool = False


class Parts(NamedTuple):
    """What usage comes to: exact fen, the rounded amount, and of each tier quantity, price in yuan and rounded part."""

    exact_fen: Fraction
    amount_fen: int
    quantities: tuple[Fraction, ...]
    prices: tuple[Fraction, ...]
    parts_fen: tuple[int, ...]


def charge(
    used: Fraction,
    tiers: Sequence[Tier],
    *,
    before: Fraction = Fraction(0),
    extra: Fraction = Fraction(0),
    quota_months: int = 12,
    rounding: Rounding = "half_up_fen",
) -> Parts:
    """The cost of usage when so much was used before it in the same year. Raises ValueError for a negative usage."""
    if used < 0:
        raise ValueError("a negative usage is no charge")
    steps = _ladder(tuple(tiers))
    left, at = _fine(used), _fine(before)
    lift = _fine(extra)
    quantities: list[int] = []
    for upto, _price in steps:
        here = left if upto is None else min(left, max((upto + lift) * quota_months // 12 - at, 0))
        quantities.append(here)
        left, at = left - here, at + here
    if left:
        raise ValueError("the last tier has no bound")
    exact = [quantity * price for quantity, (_upto, price) in zip(quantities, steps, strict=True)]
    exact_fen = Fraction(sum(exact), _FINE * _MICRO // 100)
    amount = round_fen(exact_fen, rounding)
    return Parts(
        exact_fen,
        amount,
        tuple(Fraction(quantity, _FINE) for quantity in quantities),
        tuple(tier.price for tier in tiers),
        tuple(_parts(amount, exact, _FINE * _MICRO // 100)),
    )


_MICRO = 1_000_000
_FINE = 144 * _MICRO  # usage in steps that a twelfth of any bound divides evenly


def _fine(value: Fraction) -> int:
    """Usage in whole steps; it has at most six decimals."""
    steps, rest = divmod(value.numerator * _FINE, value.denominator)
    if rest:
        raise ValueError("usage has at most six decimals")
    return steps


@lru_cache(maxsize=1000)
def _ladder(tiers: tuple[Tier, ...]) -> tuple[tuple[int | None, int], ...]:
    """Bounds in whole steps and prices in millionths of a yuan: whole numbers, for the thousands of meters of a run."""
    return tuple(
        (None if tier.upto is None else _fine(tier.upto), int(tier.price * _MICRO)) for tier in tiers
    )


def _parts(amount_fen: int, exact: Sequence[int], one_fen: int) -> list[int]:
    """The exact parts floored, and what is missing of the amount by the largest fraction, the earlier tier first."""
    floors = [part // one_fen for part in exact]
    missing = amount_fen - sum(floors)
    if not 0 <= missing <= len(floors):  # rounded to more than fen
        return split_by_weight(amount_fen, exact) if any(exact) else floors
    by_fraction = sorted(range(len(floors)), key=lambda at: -(exact[at] % one_fen))
    for at in by_fraction[:missing]:
        floors[at] += 1
    return floors


def arithmetic(parts: Parts) -> str:
    """`10 × 5 + 15 × 7 = 155.00`; with an arrow before what is rounded: `= 110.043 → 110.04`."""
    terms = [
        f"{plain(quantity)} × {plain(price)}"
        for quantity, price in zip(parts.quantities, parts.prices, strict=True)
        if quantity
    ]
    whole, rest = divmod(parts.amount_fen, 100)
    amount = f"{whole}.{rest:02d}"
    rounded = "" if parts.exact_fen == parts.amount_fen else f"{plain(parts.exact_fen / 100)} → "
    return f"{' + '.join(terms)} = {rounded}{amount}"


@lru_cache(maxsize=100_000)
def plain(value: Fraction) -> str:
    """An exact number as plain decimals; what goes on after ten of them ends with an ellipsis."""
    scaled, rest = divmod(value.numerator * 10**10, value.denominator)
    whole, decimals = divmod(scaled, 10**10)
    text = f"{decimals:010d}".rstrip("0")
    return (f"{whole}.{text}" if text else str(whole)) + ("…" if rest else "")


@lru_cache(maxsize=1000)
def read_tiers(text: str) -> Tiers:
    """Tiers as they are kept with the tariff (JSON). Raises ValueError for what are no tiers."""
    kept: dict[str, Any] = json.loads(text)
    tiers = tuple(
        Tier(None if one["upto"] is None else Fraction(one["upto"]), Fraction(one["price"]))
        for one in kept["tiers"]
    )
    check(tiers)
    return Tiers(tiers, bool(kept.get("per_home")), bool(kept.get("by_months")))


def keep_tiers(tiers: Tiers) -> str:
    """Tiers as JSON with decimal strings."""
    return json.dumps(
        {
            "tiers": [
                {"upto": None if tier.upto is None else plain(tier.upto), "price": plain(tier.price)}
                for tier in tiers.tiers
            ],
            "per_home": tiers.per_home,
            "by_months": tiers.by_months,
        }
    )


def check(tiers: Sequence[Tier]) -> None:
    """Raises ValueError unless the bounds ascend, the last tier alone has none, and all prices are above nothing."""
    bounds = [tier.upto for tier in tiers]
    inner = [bound for bound in bounds[:-1] if bound is not None]
    if not tiers or bounds[-1] is not None or len(inner) != len(bounds) - 1:
        raise ValueError("the last tier, and it alone, has no bound")
    if any(later <= earlier for earlier, later in zip([Fraction(0), *inner], inner, strict=False)):
        raise ValueError("bounds ascend")
    if any(tier.price <= 0 for tier in tiers):
        raise ValueError("a price is above nothing")
