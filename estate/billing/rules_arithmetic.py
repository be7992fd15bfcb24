"""A tariff, and the arithmetic of a line as an owner can read and check it: `89.76 × 1.85 = 166.056 → 166.06`."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from estate.billing.rules import Level, Rounding, month_fee
from estate.billing.rules_formula_value import Facts, work_out
from estate.billing.rules_periods import Proration
from estate.billing.rules_tiers import Tiers


class Tariff(NamedTuple):
    """A price in force from a day on: 1/10,000 yuan per m² and month, or an amount in fen, or a formula.

    Of a metered fee it is 1/10,000 yuan per unit used, or tiers. An amount is for a whole cycle; one per person is for
    each person and month. A formula is for a whole cycle.
    """

    id: int
    since: date
    price_e4: int | None
    amount_fen: int | None
    cycle_months: int = 1
    rounding: Rounding = "half_up_fen"
    level: Level = "monthly_rows"
    proration: Proration = "next_month"
    inner_area: bool = False
    per_person: bool = False
    formula: str = ""
    tiers: Tiers | None = None

    @property
    def by_month(self) -> bool:
        """Whether the price is for a month, whatever the cycle."""
        return self.price_e4 is not None or self.per_person


Base = int | Facts
"""What a price is multiplied by: an area in dm², a number of persons, nothing (0), or all that a formula asks for."""


def exact_month(base: Base, tariff: Tariff) -> Fraction:
    """What a month costs in fen, not yet rounded; what is for a cycle costs a part of it each month."""
    if isinstance(base, Facts):
        return work_out(tariff.formula, base).exact_fen / tariff.cycle_months
    if tariff.price_e4 is not None:
        return month_fee(base, tariff.price_e4)
    if tariff.per_person:
        return Fraction(base * (tariff.amount_fen or 0))
    return Fraction(tariff.amount_fen or 0, tariff.cycle_months)


def in_words(base: Base, tariff: Tariff) -> tuple[str, str]:
    """Quantity and price of a line: `89.76 m²` and `1.85`; `3` persons and `5.00`; a fixed amount is its own price."""
    if isinstance(base, Facts):
        return "1", _decimal(work_out(tariff.formula, base).exact_fen / 100)
    if tariff.price_e4 is not None:
        return f"{_hundredths(base)} m²", _decimal(Fraction(tariff.price_e4, 10_000))
    return str(base) if tariff.per_person else "1", yuan(tariff.amount_fen or 0)


def formula(base: Base, tariff: Tariff, factors: Sequence[str], exact_fen: Fraction, amount_fen: int) -> str:
    """`89.76 × 1.85 × 15/30 = 83.028 → 83.03`; without the arrow when nothing is rounded."""
    product, amount = " × ".join([*_figures(base, tariff, bool(factors)), *factors]), yuan(amount_fen)
    if exact_fen != amount_fen:
        return f"{product} = {_decimal(exact_fen / 100)} → {amount}"
    return product if product == amount else f"{product} = {amount}"


def _figures(base: Base, tariff: Tariff, goes_on: bool) -> list[str]:
    if isinstance(base, Facts):
        worked = work_out(tariff.formula, base)
        return [f"({worked.shown})" if goes_on and worked.is_sum else worked.shown]
    quantity, price = in_words(base, tariff)
    return [quantity.removesuffix(" m²"), price] if tariff.by_month else [price]


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
