"""What life is left in a piece of equipment, and whether to repair or to replace it, in pure rules. Amounts in fen.

House rules, shown with their numbers wherever they decide: the design life is the measure; a piece that fails often has
less left of it; a piece is worth replacing when a new one costs less in a year than keeping the old one.
"""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

OFTEN, VERY_OFTEN = 3, 6
"""Failures in 12 months from which on a piece is worn, and badly worn."""
LEFT = {"good": Fraction(1), "worn": Fraction(3, 4), "bad": Fraction(1, 2)}
"""What part of the rest of its design life a piece in this condition has left."""
HALF_PRICE = Fraction(1, 2)
"""A year's upkeep of half the price of a new piece is a reason by itself."""
BUDGET_YEARS = 10


class Life(NamedTuple):
    """What is known of a piece. price_fen: of a new one, as the old one cost; spent_fen: on it in the last 12 months."""

    installed: date | None
    life_years: int | None
    price_fen: int | None
    failures: int
    spent_fen: int


class Advice(NamedTuple):
    """keep, watch, replace or unknown, with the numbers that say so.

    new_per_year_fen: what a new one costs for each year of its design life. months_left: by age and condition.
    """

    verdict: str
    reason: str
    condition: str
    months_left: int | None
    new_per_year_fen: int | None


def condition(failures: int) -> str:
    """good, worn or bad, by the failures of 12 months."""
    return "good" if failures < OFTEN else "worn" if failures < VERY_OFTEN else "bad"


def months_left(life: Life, today: date) -> int | None:
    """The months that a piece has left by age and condition; 0 past its design life, None where age or life is not known."""
    if life.installed is None or life.life_years is None:
        return None
    used = (today.year - life.installed.year) * 12 + today.month - life.installed.month
    rest = max(0, life.life_years * 12 - used)
    return int(rest * LEFT[condition(life.failures)])


def advise(life: Life, today: date) -> Advice:
    """Whether to repair or to replace.

    Replace: past its design life and dearer to keep for a year than a new one is for a year; or a year's upkeep is half
    the price. Watch: one of both, or badly worn. Unknown: neither age nor price tells anything.
    """
    left, state = months_left(life, today), condition(life.failures)
    yearly = (
        _rounded(Fraction(life.price_fen, life.life_years)) if life.price_fen and life.life_years else None
    )
    verdict, reason = "keep", "cheap"
    past, dear = left == 0, yearly is not None and life.spent_fen >= yearly
    if life.price_fen and life.spent_fen >= life.price_fen * HALF_PRICE:
        verdict, reason = "replace", "half_price"
    elif past and dear:
        verdict, reason = "replace", "past_and_dear"
    elif past or dear or state == "bad":
        verdict, reason = "watch", "past" if past else "dear" if dear else "failures"
    elif left is None and yearly is None:
        verdict, reason = "unknown", "unknown"
    return Advice(verdict, reason, state, left, yearly)


def year_of_end(today: date, months: int) -> int:
    """The year in which so many months from now end; of what is past its life this year."""
    return (today.year * 12 + today.month - 1 + months) // 12


def price_in(price_fen: int, years: int, rise_percent: int) -> int:
    """A price so many years from now, when prices rise by so many percent each year; rounded half up."""
    return _rounded(price_fen * Fraction(100 + rise_percent, 100) ** years)


def _rounded(fen: Fraction) -> int:
    return int(fen + HALF_PRICE)
