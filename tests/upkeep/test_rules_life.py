"""What life is left, and whether to repair or replace, by worked numbers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.upkeep.rules_life import Life, advise, condition, months_left, price_in, year_of_end

TODAY = date(2026, 11, 26)
LIFT = Life(date(2016, 11, 1), 15, 15_000_000, 0, 0)


def test_a_lift_of_ten_years_has_five_of_fifteen_left_and_less_when_it_fails_often() -> None:
    assert months_left(LIFT, TODAY) == 60
    assert months_left(LIFT._replace(failures=3), TODAY) == 45
    assert months_left(LIFT._replace(failures=6), TODAY) == 30
    assert months_left(LIFT._replace(installed=date(2000, 1, 1)), TODAY) == 0
    assert months_left(LIFT._replace(life_years=None), TODAY) is None


@pytest.mark.parametrize(
    ("spent", "installed", "failures", "expected"),
    [
        (999_999, 2016, 0, ("keep", "cheap")),
        (1_000_000, 2016, 0, ("watch", "dear")),  # 150,000 yuan over 15 years: 10,000 a year
        (0, 2000, 0, ("watch", "past")),
        (1_000_000, 2000, 0, ("replace", "past_and_dear")),
        (7_500_000, 2016, 0, ("replace", "half_price")),
        (0, 2016, 6, ("watch", "failures")),
    ],
)
def test_repair_or_replace(spent: int, installed: int, failures: int, expected: tuple[str, str]) -> None:
    life = LIFT._replace(spent_fen=spent, installed=date(installed, 11, 1), failures=failures)
    found = advise(life, TODAY)
    assert (found.verdict, found.reason) == expected
    assert found.new_per_year_fen == 1_000_000


def test_without_age_and_price_nothing_is_said() -> None:
    assert advise(Life(None, None, None, 0, 0), TODAY).verdict == "unknown"


def test_prices_rise_by_compound_and_are_rounded_half_up() -> None:
    assert price_in(10_000, 0, 3) == 10_000
    assert price_in(10_000, 2, 3) == 10_609
    assert price_in(50, 1, 1) == 51  # 50.5


def test_months_end_in_their_year() -> None:
    assert (year_of_end(TODAY, 0), year_of_end(TODAY, 1), year_of_end(TODAY, 2)) == (2026, 2026, 2027)


@given(st.dates(date(1990, 1, 1), date(2026, 11, 1)), st.integers(1, 60), st.integers(0, 20))
def test_more_failures_never_leave_more_life(installed: date, years: int, failures: int) -> None:
    life = Life(installed, years, None, failures, 0)
    here, worse = months_left(life, TODAY), months_left(life._replace(failures=failures + 1), TODAY)
    assert here is not None and worse is not None
    assert 0 <= worse <= here <= years * 12
    assert condition(failures) in ("good", "worn", "bad")
