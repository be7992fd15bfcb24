"""How a shared cost falls apart: the pool, its members, their weights, and the payers of a share. Exact, no floats.

Sums in fen; usages and weights in millionths (m², households, units of a meter, factors); prices in 1/10,000 yuan.
Source: DOMAIN A1.7, A1.12, A1.13; cases A16, A17 and the topic `shared`.
"""

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple, get_args

from estate.billing.rules import round_fen, split_by_weight

Method = Literal["area", "household", "usage", "floor", "area_floor"]
METHODS: tuple[Method, ...] = get_args(Method)

ONE = 1_000_000
THIN_SPACE = "\u202f"


class NoWeight(ValueError):
    """Nobody is there to bear the sum: no member, or all weights are nothing."""


class Floors(NamedTuple):
    """Homes on these floors, both included, weigh this much; the factor in 1/10,000. None: without end."""

    first: int | None
    last: int | None
    factor_e4: int


class PartOfShare(NamedTuple):
    """What falls on one payer of a home: the amount in fen, and how it comes about; empty where it is the whole share."""

    amount_fen: int
    formula: str


def shares(
    pool_fen: int, weights: Sequence[Fraction | int | None], excluded: Collection[int] = ()
) -> list[int | None]:
    """What each position bears; None for those that are no members: without a weight, or excluded.

    A weight of nothing is a member that bears nothing. A negative pool is a correction. Raises NoWeight.
    """
    members = [
        (position, weight)
        for position, weight in enumerate(weights)
        if weight is not None and position not in excluded
    ]
    try:
        parts = split_by_weight(pool_fen, [weight for _position, weight in members])
    except ValueError as error:
        raise NoWeight from error
    found: list[int | None] = [None] * len(weights)
    for (position, _weight), part in zip(members, parts, strict=True):
        found[position] = part
    return found


def residual_pool(master_e6: int, subs_e6: int, own_e6: int, price_e4: int) -> int:
    """(master − sub meters − own use) × price in fen, rounded once; below nothing when the sub meters ran further."""
    return round_fen(Fraction((master_e6 - subs_e6 - own_e6) * price_e4, 100 * ONE))


def weight_e6(
    method: Method, area_dm2: int, floor: int | None, used_e6: int | None, table: Sequence[Floors]
) -> int | str:
    """What a home weighs, or why that is not known: no_floor, no_factor, no_reading."""
    if method == "area":
        return area_dm2 * (ONE // 100)
    if method == "household":
        return ONE
    if method == "usage":
        return "no_reading" if used_e6 is None else used_e6
    if floor is None:
        return "no_floor"
    factor_e4 = factor_of(floor, table)
    if factor_e4 is None:
        return "no_factor"
    return factor_e4 * 100 if method == "floor" else area_dm2 * factor_e4


def factor_of(floor: int, table: Sequence[Floors]) -> int | None:
    """The factor of a floor in 1/10,000."""
    for row in table:
        if (row.first is None or row.first <= floor) and (row.last is None or floor <= row.last):
            return row.factor_e4
    return None


def by_days(share_fen: int, days: Sequence[int]) -> list[PartOfShare]:
    """A home's share among those who have to pay one after the other, by days.

    All together are rounded up to each change; the last gets what is left, so that the parts add up (case A07).
    """
    if len(days) == 1:
        return [PartOfShare(share_fen, "")]
    whole, passed, before = sum(days), 0, 0
    parts: list[PartOfShare] = []
    for count in days:
        passed += count
        until = round_fen(Fraction(share_fen * passed, whole))
        amount = until - before
        if passed == whole:
            text = f"{yuan(share_fen)} − {yuan(before)} = {yuan(amount)}"
        elif before:
            text = f"{yuan(share_fen)} × {passed}/{whole} − {yuan(before)} = {yuan(amount)}"
        else:
            text = f"{yuan(share_fen)} × {passed}/{whole} = {yuan(amount)}"
        parts.append(PartOfShare(amount, text))
        before = until
    return parts


def pool_formula(master_e6: int, subs_e6: int, own_e6: int, price_e4: int) -> str:
    """`(1000 − 620 − 80) × 0.6 = 180.00`."""
    pool = yuan(residual_pool(master_e6, subs_e6, own_e6, price_e4))
    used = " − ".join([plain(master_e6, 6), plain(subs_e6, 6), *([plain(own_e6, 6)] if own_e6 else [])])
    return f"({used}) × {plain(price_e4, 4)} = {pool}"


def quantity(
    method: Method, area_dm2: int, floor: int | None, weight: int, whole: int, table: Sequence[Floors]
) -> str:
    """A home's part as it is written: `89.76 / 664.98`, `1 / 120`, `89.76 × 1.2 / 800.11`."""
    least = 2 if method == "area" else 0
    own = plain(weight, 6, least)
    if method == "area_floor" and floor is not None:
        own = f"{plain(area_dm2, 2, 2)} × {plain(factor_of(floor, table) or 0, 4)}"
    return f"{own} / {plain(whole, 6, least)}"


def share_formula(pool_fen: int, part: str, share_fen: int) -> str:
    """`1 234.57 × 89.76 / 664.98 = 166.65`."""
    return f"{yuan(pool_fen)} × {part} = {yuan(share_fen)}"


def yuan(fen: int) -> str:
    """Fen in yuan with two decimals and thin thousands: 123457 is `1 234.57`."""
    whole, rest = divmod(abs(fen), 100)
    text = f"{whole:,}".replace(",", THIN_SPACE) + f".{rest:02d}"
    return f"−{text}" if fen < 0 else text


def plain(value: int, places: int, least: int = 0) -> str:
    """A scaled whole number as decimals, without trailing zeros beyond the `least`."""
    whole, rest = divmod(abs(value), 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0").ljust(least, "0")
    text = f"{whole}.{decimals}" if decimals else str(whole)
    return f"−{text}" if value < 0 else text
