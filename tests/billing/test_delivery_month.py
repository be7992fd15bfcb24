"""The month in which the developer hands a home over: two who bear it, one month's fee."""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.billing.rules import ROUNDINGS, round_fen
from estate.billing.rules_arithmetic import Tariff
from estate.billing.rules_lines import Line, lines_for
from estate.billing.rules_periods import PRORATIONS
from estate.billing.rules_stretches import Charged, Liable

ALWAYS = (date(1900, 1, 1), date(2999, 12, 31))


def month_of(delivered: date, area_dm2: int, price_e4: int, **habits: str) -> list[Line]:
    """The lines of the month of delivery for a home that the developer held until then."""
    developer = Liable(1, "Nice Homes Ltd", ALWAYS[0], delivered - timedelta(days=1), company=True)
    buyer = Liable(2, "Wang Wu", delivered, ALWAYS[1])
    first = delivered.replace(day=1)
    last = delivered.replace(day=monthrange(delivered.year, delivered.month)[1])
    tariff = Tariff(1, date(2020, 1, 1), price_e4, None, **habits)  # pyright: ignore[reportArgumentType]
    charged = Charged(area_dm2, None, (developer, buyer), delivered)
    return lines_for(charged, [tariff], [ALWAYS], [(first, last)])[0]


@given(
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    st.integers(1, 50_000),
    st.integers(1, 99_999),
    st.sampled_from(ROUNDINGS),
    st.sampled_from(PRORATIONS),
)
def test_developer_and_owner_bear_together_exactly_one_month(
    delivered: date, area_dm2: int, price_e4: int, rounding: str, proration: str
) -> None:
    lines = month_of(delivered, area_dm2, price_e4, rounding=rounding, proration=proration)
    whole = round_fen(Fraction(area_dm2 * price_e4, 10_000), rounding)  # pyright: ignore[reportArgumentType]
    if proration == "next_month" and delivered.day == 1:
        assert lines == []  # nobody held it before, and the owner's first month is the next
    else:
        assert sum(line.amount_fen for line in lines) == whole


@pytest.mark.parametrize("proration", [each for each in PRORATIONS if each != "next_month"])
def test_a_home_delivered_on_the_first_costs_a_whole_month(proration: str) -> None:
    lines = month_of(date(2026, 10, 1), 10_000, 24_000, proration=proration)
    assert [(line.payer_name, line.amount_fen) for line in lines] == [("Wang Wu", 24_000)]


def test_the_developer_pays_what_is_left_of_the_month_and_the_line_says_how() -> None:
    developer, buyer = month_of(date(2026, 9, 16), 10_000, 16_601, proration="half_month")
    assert (developer.amount_fen, buyer.amount_fen) == (8300, 8301)
    assert developer.formula == "100.00 × 1.6601 = 166.01; 166.01 − 83.01 = 83.00"
