"""A tariff, and the arithmetic of a line as an owner can read and check it: `89.76 × 1.85 = 166.056 → 166.06`."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from estate.billing.rules import Level, Rounding, month_fee
from estate.billing.rules_periods import Proration


class Tariff(NamedTuple):
    """A price in force from a day on: 1/10,000 yuan per m² and month, or a fixed amount in fen for a whole cycle."""

    id: int
    since: date
    price_e4: int | None
    amount_fen: int | None
    cycle_months: int = 1
    rounding: Rounding = "half_up_fen"
    level: Level = "monthly_rows"
    proration: Proration = "next_month"
    inner_area: bool = False


def exact_month(area_dm2: int, tariff: Tariff) -> Fraction:
    """What a month costs in fen, not yet rounded; a fixed amount is for its cycle, so a month is a part of it."""
    if tariff.price_e4 is not None:
        return month_fee(area_dm2, tariff.price_e4)
    return Fraction(tariff.amount_fen or 0, tariff.cycle_months)


def in_words(area_dm2: int, tariff: Tariff) -> tuple[str, str]:
    """Quantity and price of a line: `89.76 m²` and `1.85`; a fixed amount is once its own price."""
    if tariff.price_e4 is None:
        return "1", yuan(tariff.amount_fen or 0)
    return f"{_hundredths(area_dm2)} m²", _decimal(Fraction(tariff.price_e4, 10_000))


def formula(
    area_dm2: int, tariff: Tariff, factors: Sequence[str], exact_fen: Fraction, amount_fen: int
) -> str:
    """`89.76 × 1.85 × 15/30 = 83.028 → 83.03`; without the arrow when nothing is rounded."""
    quantity, price = in_words(area_dm2, tariff)
    terms = [price, *factors] if tariff.price_e4 is None else [quantity.removesuffix(" m²"), price, *factors]
    product, amount = " × ".join(terms), yuan(amount_fen)
    if exact_fen != amount_fen:
        return f"{product} = {_decimal(exact_fen / 100)} → {amount}"
    return product if product == amount else f"{product} = {amount}"


def yuan(fen: int) -> str:
    """Fen in yuan with two decimals: 16606 is `166.06`."""
    return f"−{_hundredths(-fen)}" if fen < 0 else _hundredths(fen)


def _hundredths(value: int) -> str:
    return f"{value // 100}.{value % 100:02d}"


def _decimal(value: Fraction) -> str:
    """At least two decimals, at most six; what goes on after that ends with an ellipsis."""
    millionths, rest = divmod(value.numerator * 1_000_000, value.denominator)
    decimals = f"{millionths % 1_000_000:06d}"
    text = decimals if rest else decimals.rstrip("0").ljust(2, "0")
    return f"{millionths // 1_000_000}.{text}{'…' if rest else ''}"
