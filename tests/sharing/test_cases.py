"""The worked cases of shared costs, each under its number, and what holds for any pool and any weights."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.sharing import rules
from estate.sharing.rules import Floors
from tests.cases import Case, cases


@pytest.mark.parametrize("case", cases("shared"))
def test_shared(case: Case) -> None:
    weights = [None if weight is None else Fraction(weight) for weight in case.input["weights"]]
    excluded = case.input.get("excluded", ())
    assert {"shares_fen": rules.shares(case.input["pool_fen"], weights, excluded)} == case.expect


@pytest.mark.parametrize("case", cases("split"))
def test_a_share_between_two_owners(case: Case) -> None:
    """The rule of a month that is sold in the middle holds for a month's share as well."""
    new_from = date.fromisoformat(case.input["new_from"])
    month = (new_from.replace(day=28) - new_from.replace(day=1)).days + 3
    first, second = rules.by_days(case.input["month_fee_fen"], [new_from.day - 1, month - new_from.day + 1])
    assert {"first_fen": first.amount_fen, "second_fen": second.amount_fen} == case.expect


WEIGHTS = st.lists(st.none() | st.integers(0, 10**10), min_size=1, max_size=40)


@given(st.integers(-(10**9), 10**9), WEIGHTS, st.sets(st.integers(0, 39)))
def test_shares_add_up_to_the_pool_whoever_is_excepted(
    pool_fen: int, weights: list[int | None], excluded: set[int]
) -> None:
    try:
        found = rules.shares(pool_fen, weights, excluded)
    except rules.NoWeight:
        assert not any(weight for n, weight in enumerate(weights) if n not in excluded)
        return
    assert sum(share or 0 for share in found) == pool_fen
    for position, (share, weight) in enumerate(zip(found, weights, strict=True)):
        assert (share is None) == (weight is None or position in excluded)
        assert weight != 0 or not share


@given(st.integers(1, 10**9), WEIGHTS)
def test_a_negative_pool_takes_back_exactly_what_was_shared(pool_fen: int, weights: list[int | None]) -> None:
    if not any(weights):
        return
    back = rules.shares(-pool_fen, weights)
    assert back == [None if share is None else -share for share in rules.shares(pool_fen, weights)]


@given(st.integers(0, 10**7), st.lists(st.integers(1, 400), min_size=1, max_size=6))
def test_the_parts_of_several_payers_add_up_to_the_share(share_fen: int, days: list[int]) -> None:
    parts = rules.by_days(share_fen, days)
    assert sum(part.amount_fen for part in parts) == share_fen
    assert all(part.amount_fen >= 0 for part in parts)


def test_nobody_to_bear_it_is_no_share_of_nothing() -> None:
    for weights in ([], [None, 5], [0, 0]):
        with pytest.raises(rules.NoWeight):
            rules.shares(100, weights, {1})


def test_the_pool_is_what_the_master_meter_counted_more_times_the_price() -> None:
    kwh = rules.ONE
    assert rules.residual_pool(1000 * kwh, 620 * kwh, 80 * kwh, 6_000) == 18_000
    assert rules.pool_formula(1000 * kwh, 620 * kwh, 80 * kwh, 6_000) == "(1000 − 620 − 80) × 0.6 = 180.00"
    assert rules.residual_pool(620 * kwh, 1000 * kwh, 0, 6_000) == -22_800
    assert rules.residual_pool(kwh // 2, 0, 0, 1_350) == 7  # 6.75 fen, rounded once


def test_the_arithmetic_is_what_an_owner_can_check() -> None:
    whole = 664_980_000
    part = rules.quantity("area", 8976, 5, 89_760_000, whole, ())
    assert rules.share_formula(123_457, part, 16_665) == "1\u202f234.57 × 89.76 / 664.98 = 166.65"
    table = (Floors(None, 1, 0), Floors(2, None, 12_000))
    weighed = rules.weight_e6("area_floor", 8976, 5, None, table)
    assert weighed == 107_712_000
    assert rules.quantity("area_floor", 8976, 5, 107_712_000, whole, table) == "89.76 × 1.2 / 664.98"
    assert rules.quantity("household", 8976, 5, rules.ONE, 3 * rules.ONE, ()) == "1 / 3"


def test_what_cannot_be_weighed_says_why() -> None:
    assert rules.weight_e6("usage", 8976, 5, None, ()) == "no_reading"
    assert rules.weight_e6("usage", 8976, 5, 0, ()) == 0
    assert rules.weight_e6("floor", 8976, None, None, ()) == "no_floor"
    assert rules.weight_e6("floor", 8976, 3, None, (Floors(1, 2, 10_000),)) == "no_factor"
    assert rules.weight_e6("floor", 8976, -1, None, (Floors(None, 0, 5_000),)) == 500_000
