"""What holds for every fee, whatever the figures."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.billing.rules import (
    ROUNDINGS,
    Rounding,
    area_fee,
    fixed_fee,
    month_fee,
    round_fen,
    split_by_weight,
)
from estate.billing.rules_periods import (
    PRORATIONS,
    Price,
    Proration,
    price_segments,
    prorate,
    split_two_owners,
)

areas = st.integers(1, 10**7)
prices = st.integers(1, 10**7)
fees = st.fractions(min_value=0, max_value=10**8, max_denominator=10_000)
days = st.dates(date(2023, 1, 1), date(2030, 12, 31))
lengths = st.integers(0, 800).map(timedelta)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=60).filter(any)


@given(st.fractions(), st.sampled_from(ROUNDINGS))
def test_a_correction_takes_back_exactly_what_was_charged(exact: Fraction, rounding: Rounding) -> None:
    assert round_fen(-exact, rounding) == -round_fen(exact, rounding)


@given(fees, st.sampled_from(ROUNDINGS))
def test_rounding_moves_an_amount_by_less_than_one_step_and_rounds_a_round_one_to_itself(
    exact: Fraction, rounding: Rounding
) -> None:
    step = {"half_up_fen": 1, "half_up_jiao": 10}.get(rounding, 100)
    rounded = round_fen(exact, rounding)
    assert rounded % step == 0
    assert abs(rounded - exact) < step
    assert round_fen(rounded, rounding) == rounded


@pytest.mark.parametrize(
    ("exact", "rounding", "expected"),
    [
        ("0.5", "half_up_fen", 1),
        ("-0.5", "half_up_fen", -1),
        ("6764.85", "half_up_jiao", 6760),
        ("0.0001", "up_yuan", 100),
        ("100", "up_yuan", 100),
        ("99.9999", "down_yuan", 0),
        ("49.9999", "half_up_yuan", 0),
        ("50", "half_up_yuan", 100),
    ],
)
def test_rounding_is_one_step_from_the_exact_value(exact: str, rounding: Rounding, expected: int) -> None:
    assert round_fen(Fraction(exact), rounding) == expected


@given(areas, prices, st.integers(1, 24))
def test_rows_of_months_and_one_row_differ_by_half_a_fen_a_month_at_most(
    area: int, price: int, months: int
) -> None:
    by_month = area_fee(area, price, months)
    at_once = area_fee(area, price, months, level="once_per_period")
    assert abs(by_month - at_once) <= Fraction(months + 1, 2)


def test_a_fee_is_for_a_month_at_least() -> None:
    with pytest.raises(ValueError, match="at least one month"):
        area_fee(8976, 18500, 0)
    with pytest.raises(ValueError, match="at least one month"):
        fixed_fee(30000, 0)


@given(st.integers(-(10**10), 10**10), weights)
def test_shares_add_up_and_each_is_within_a_fen_of_its_exact_part(total: int, of: list[int]) -> None:
    parts = split_by_weight(total, of)
    assert sum(parts) == total
    for part, weight in zip(parts, of, strict=True):
        assert abs(part - Fraction(total * weight, sum(of))) < 1


@given(st.integers(0, 10**10), weights)
def test_the_larger_weight_never_gets_less(total: int, of: list[int]) -> None:
    by_weight = sorted(zip(of, split_by_weight(total, of), strict=True))
    assert [part for _, part in by_weight] == sorted(part for _, part in by_weight)


@pytest.mark.parametrize("of", [[], [0, 0], [3, -1]])
def test_nobody_to_share_with_is_refused(of: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split_by_weight(100, of)


@given(fees, days, lengths, st.sampled_from(PRORATIONS))
def test_the_rows_of_a_range_cover_each_of_its_days_once(
    fee: Fraction, first: date, length: timedelta, convention: Proration
) -> None:
    rows = prorate(fee, first, first + length, convention)
    covered = [row.first + timedelta(n) for row in rows for n in range(row.days)]
    assert covered == [first + timedelta(n) for n in range(length.days + 1)]


@given(
    fees, days, lengths, lengths, st.sampled_from(["daily_actual", "daily_30", "half_month", "full_month"])
)
def test_ranges_that_adjoin_at_a_months_end_cost_together_what_the_whole_costs(
    fee: Fraction, day: date, before: timedelta, after: timedelta, convention: Proration
) -> None:
    second = day.replace(day=1)
    first, last = second - timedelta(1) - before, second + after
    apart = prorate(fee, first, second - timedelta(1), convention) + prorate(fee, second, last, convention)
    assert apart == prorate(fee, first, last, convention)


@given(fees, days, lengths, lengths)
def test_ranges_that_adjoin_within_a_month_cost_together_the_same_but_for_a_fen(
    fee: Fraction, day: date, before: timedelta, after: timedelta
) -> None:
    apart = [*prorate(fee, day - before, day), *prorate(fee, day + timedelta(1), day + timedelta(1) + after)]
    whole = prorate(fee, day - before, day + timedelta(1) + after)
    assert sum(row.share for row in apart) == sum(row.share for row in whole)
    assert abs(sum(row.amount_fen for row in apart) - sum(row.amount_fen for row in whole)) <= 1


@given(fees, st.integers(2023, 2030))
def test_a_year_costs_twelve_months_by_every_convention_but_the_next_month(fee: Fraction, year: int) -> None:
    for convention in PRORATIONS:
        rows = prorate(fee, date(year, 1, 1), date(year, 12, 31), convention)
        assert sum(row.share for row in rows) == (11 if convention == "next_month" else 12)


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        prorate(24000, date(2028, 2, 10), date(2028, 2, 9))


@given(fees, days)
def test_two_owners_bear_the_month_between_them_and_neither_a_negative_part(fee: Fraction, day: date) -> None:
    former, new = split_two_owners(fee, day)
    assert former + new == round_fen(fee)
    assert former >= 0
    assert new >= 0


@given(areas, prices, days, lengths)
def test_a_price_that_does_not_change_makes_the_rows_of_a_plain_proration(
    area: int, price: int, first: date, length: timedelta
) -> None:
    priced = price_segments(area, first, first + length, [Price(first, price)])
    plain = prorate(month_fee(area, price), first, first + length)
    assert [(row.first, row.last, row.amount_fen) for row in priced] == [
        (row.first, row.last, row.amount_fen) for row in plain
    ]


@given(areas, days, lengths, st.lists(st.tuples(lengths, prices), min_size=1, max_size=5))
def test_every_day_is_charged_at_the_price_in_force_on_it(
    area: int, first: date, length: timedelta, changes: list[tuple[timedelta, int]]
) -> None:
    tariff = [
        Price(since, price)
        for since, price in sorted({first: 1, **{first + n: p for n, p in changes}}.items())
    ]
    rows = price_segments(area, first, first + length, tariff)
    assert sum(row.days for row in rows) == length.days + 1
    for row in rows:
        for n in range(row.days):
            day = row.first + timedelta(n)
            assert row.price_e4 == [price.price_e4 for price in tariff if price.since <= day][-1]


@pytest.mark.parametrize(
    "tariff",
    [
        [],
        [Price(date(2026, 5, 1), 18500)],
        [Price(date(2026, 1, 1), 18500), Price(date(2026, 1, 1), 20500)],
        [Price(date(2026, 3, 1), 18500), Price(date(2026, 1, 1), 20500)],
    ],
)
def test_a_tariff_that_leaves_the_price_of_a_day_open_is_refused(tariff: list[Price]) -> None:
    with pytest.raises(ValueError, match="prices must ascend"):
        price_segments(8976, date(2026, 4, 1), date(2026, 6, 30), tariff)
