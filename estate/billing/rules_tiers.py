"""What usage costs: a price for each unit, or prices in tiers by what was used since the year began.

A bound belongs to the lower tier. An extra quota lifts every bound; who joined in mid-year may get bounds for the months
left. The whole is rounded once; printed parts add up to it by largest remainder. Source: DOMAIN A1.9, cases A09 to A12.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from estate.billing.rules import Rounding, round_ratio, split_by_weight

_MICRO = 1_000_000
_FINE = 144 * _MICRO  # usage in steps that a twelfth of any bound divides evenly
_FEN = _FINE * _MICRO // 100  # one fen, in steps of usage × millionths of a yuan


class Tier(NamedTuple):
    """Up to so much in a year (None: without bound) each unit costs so much, in yuan."""

    upto: Fraction | None
    price: Fraction


class Ladder(NamedTuple):
    """Tiers in whole numbers, for the thousands of meters of a run: bounds in steps, prices in millionths of a yuan."""

    steps: tuple[tuple[int | None, int], ...]
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Tiers:
    """A tariff's tiers. per_home: all meters of a home count together. by_months: bounds of the first year by months."""

    tiers: tuple[Tier, ...]
    per_home: bool = False
    by_months: bool = False

    @cached_property
    def ladder(self) -> Ladder:
        """The tiers in whole numbers, worked out once."""
        return ladder(self.tiers)


class Parts(NamedTuple):
    """What usage comes to: the rounded amount, and its part in each tier. exact, used: in the ladder's whole numbers."""

    amount_fen: int
    parts_fen: tuple[int, ...]
    exact: int
    used: tuple[int, ...]
    ladder: Ladder

    @property
    def exact_fen(self) -> Fraction:
        """The amount before it was rounded."""
        return Fraction(self.exact, _FEN)

    @property
    def quantities(self) -> tuple[Fraction, ...]:
        """The usage in each tier."""
        return tuple(Fraction(steps, _FINE) for steps in self.used)


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
    e6 = (_whole(value * _MICRO) for value in (used, before, extra))
    return charge_e6(ladder(tiers), *e6, quota_months=quota_months, rounding=rounding)


def charge_e6(
    of: Ladder,
    used_e6: int,
    before_e6: int = 0,
    extra_e6: int = 0,
    *,
    quota_months: int = 12,
    rounding: Rounding = "half_up_fen",
) -> Parts:
    """The same in millionths of the unit and in whole numbers alone."""
    if used_e6 < 0:
        raise ValueError("a negative usage is no charge")
    fine = _FINE // _MICRO
    left, at, lift = used_e6 * fine, before_e6 * fine, extra_e6 * fine
    used: list[int] = []
    exact: list[int] = []
    for upto, price in of.steps:
        here = left if upto is None else min(left, max((upto + lift) * quota_months // 12 - at, 0))
        used.append(here)
        exact.append(here * price)
        left, at = left - here, at + here
    if left:
        raise ValueError("the last tier has no bound")
    amount = round_ratio(sum(exact), _FEN, rounding)
    return Parts(amount, tuple(_parts(amount, exact, _FEN)), sum(exact), tuple(used), of)


def ladder(tiers: Sequence[Tier]) -> Ladder:
    """Tiers in whole numbers. Raises ValueError for bounds of more than six decimals."""
    return Ladder(
        tuple(
            (None if upto is None else _whole(upto * _MICRO) * (_FINE // _MICRO), int(price * _MICRO))
            for upto, price in tiers
        ),
        tuple(plain(price) for _upto, price in tiers),
    )


@lru_cache(maxsize=1000)
def flat(price_e4: int) -> Ladder:
    """One price for every unit, in 1/10,000 yuan."""
    return ladder([Tier(None, Fraction(price_e4, 10_000))])


def _whole(value: Fraction) -> int:
    if value.denominator != 1:
        raise ValueError("usage has at most six decimals")
    return value.numerator


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
        f"{_decimals(steps, _FINE)} × {price}"
        for steps, price in zip(parts.used, parts.ladder.shown, strict=True)
        if steps
    ]
    whole, rest = divmod(parts.amount_fen, 100)
    amount = f"{whole}.{rest:02d}"
    exact = parts.exact == parts.amount_fen * _FEN
    rounded = "" if exact else f"{_decimals(parts.exact, _FEN * 100)} → "
    return f"{' + '.join(terms)} = {rounded}{amount}"


def plain(value: Fraction) -> str:
    """An exact number as plain decimals; what goes on after ten of them ends with an ellipsis."""
    return _decimals(value.numerator, value.denominator)


def _decimals(numerator: int, denominator: int) -> str:
    scaled, rest = divmod(numerator * 10**10, denominator)
    whole, decimals = divmod(scaled, 10**10)
    if not decimals and not rest:
        return str(whole)
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
