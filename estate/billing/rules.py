"""What a fee comes to: rounding, area × price, fixed amounts, shares. Exact integers and fractions, never floats.

Units: money in fen, areas in dm² (0.01 m²), prices in 1/10,000 yuan per m² and month. Source: DOMAIN A1.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Literal, get_args

Rounding = Literal["half_up_fen", "half_up_jiao", "half_up_yuan", "up_yuan", "down_yuan"]
ROUNDINGS: tuple[Rounding, ...] = get_args(Rounding)

Level = Literal["monthly_rows", "once_per_period"]
LEVELS: tuple[Level, ...] = get_args(Level)

_STEP_FEN: dict[Rounding, int] = {
    "half_up_fen": 1,
    "half_up_jiao": 10,
    "half_up_yuan": 100,
    "up_yuan": 100,
    "down_yuan": 100,
}


def round_fen(exact_fen: Fraction | int, rounding: Rounding = "half_up_fen") -> int:
    """Round an exact amount to whole fen, jiao or yuan, in one step from the exact value.

    A negative amount is rounded like its opposite, so that a correction takes back exactly what was charged.
    Source: DOMAIN A1.3, cases A02, A04.
    """
    return round_ratio(exact_fen.numerator, exact_fen.denominator, rounding)


def round_ratio(numerator: int, denominator: int, rounding: Rounding) -> int:
    """The same of an amount that is given as a quotient of whole numbers; the denominator is above nothing."""
    step = _STEP_FEN[rounding]
    size, whole = abs(numerator), denominator * step
    match rounding:
        case "up_yuan":
            steps = -(-size // whole)
        case "down_yuan":
            steps = size // whole
        case _:
            steps = (2 * size + whole) // (2 * whole)
    return steps * step if numerator >= 0 else -steps * step


def month_fee(area_dm2: int, price_e4: int) -> Fraction:
    """Area × price for one month in fen, exact and not yet rounded."""
    return Fraction(area_dm2 * price_e4, 10_000)


def area_fee(
    area_dm2: int,
    price_e4: int,
    months: int = 1,
    *,
    level: Level = "monthly_rows",
    rounding: Rounding = "half_up_fen",
) -> int:
    """Area × price × months in fen; `level` says whether each month is rounded or only the period.

    The level is part of the tariff: over a year the two differ by some fen.
    Raises ValueError for less than one month. Source: DOMAIN A1.1, A1.4, cases A01 to A04.
    """
    _require_months(months)
    exact = month_fee(area_dm2, price_e4)
    if level == "monthly_rows":
        return round_fen(exact, rounding) * months
    return round_fen(exact * months, rounding)


def fixed_fee(amount_fen: int, months: int = 1) -> int:
    """A fixed amount in fen is for the whole period, however many months it has. Source: cases P12, P13."""
    _require_months(months)
    return amount_fen


def split_by_weight(total_fen: int, weights: Sequence[Fraction | int]) -> list[int]:
    """Split a sum so that the parts add up to it exactly (largest remainder; ties go to the earlier part).

    total_fen: sum in fen, may be negative for a correction. weights: areas in dm², or ones for equal parts.
    Raises ValueError when a weight is negative or all are zero. Source: DOMAIN A1.13, cases A16, A17.
    """
    if sum(weights) <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("weights must not be negative, and not all zero")
    sign = -1 if total_fen < 0 else 1
    scale = lcm(*(weight.denominator for weight in weights))
    scaled = [weight.numerator * (scale // weight.denominator) for weight in weights]
    whole = sum(scaled)
    divided = [divmod(abs(total_fen) * weight, whole) for weight in scaled]
    parts = [part for part, _rest in divided]
    by_remainder = sorted(range(len(parts)), key=lambda position: -divided[position][1])
    for position in by_remainder[: abs(total_fen) - sum(parts)]:
        parts[position] += 1
    return [sign * part for part in parts]


def _require_months(months: int) -> None:
    if months < 1:
        raise ValueError("a period has at least one month")
