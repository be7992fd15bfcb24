"""The arithmetic of readings: worked cases by number, and what holds for every meter."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.meters.rules import (
    Below,
    Device,
    Point,
    Unfit,
    decimal,
    doubt,
    thousandths,
    total_at,
    usage,
)
from tests.cases import Case, cases

METER = Device()
VALUES = st.integers(0, METER.round_e3 - 1)


def value(text: str) -> int:
    found = thousandths(text)
    assert found is not None
    return found


def used(given_: dict[str, Any]) -> int:
    """The usage of a case's segments, in millionths."""
    total = 0
    for segment in given_["segments"]:
        digits = segment.get("rollover_digits")
        device = Device(value(segment.get("multiplier", "1")), digits or 9)
        total += usage(value(segment["prev"]), value(segment["curr"]), device, passed_zero=bool(digits))
    return total


@pytest.mark.parametrize("case", cases("meter"))
def test_a_meter_case(case: Case) -> None:
    if case.rule != "readings":
        return
    if "error" in case.expect:
        with pytest.raises(Below):
            used(case.input)
        return
    assert Fraction(used(case.input), 10**6) == Fraction(case.expect["usage"])


@given(VALUES, VALUES)
def test_usage_is_never_negative_and_never_guessed(prev: int, curr: int) -> None:
    if curr >= prev:
        assert usage(prev, curr, METER) == (curr - prev) * 1000
        with pytest.raises(Unfit):
            usage(prev, curr, METER, passed_zero=True)
    else:
        with pytest.raises(Below):
            usage(prev, curr, METER)
        assert 0 < usage(prev, curr, METER, passed_zero=True) < METER.round_e3 * 1000


@given(VALUES, VALUES, VALUES)
def test_a_reading_in_between_changes_nothing_of_the_whole(a: int, b: int, c: int) -> None:
    first, middle, last = sorted((a, b, c))
    after = Point(last, usage(first, last, METER))
    total = total_at(middle, METER, Point(first, 0), after)
    assert total + usage(middle, last, METER) == after.total_e6


def test_a_value_above_the_later_one_does_not_fit() -> None:
    with pytest.raises(Unfit):
        total_at(30_000, METER, Point(10_000, 0), Point(20_000, 10_000_000))


def test_where_the_counter_passed_zero_both_sides_are_told_apart() -> None:
    before, after = Point(99_985_000, 0), Point(12_000, 27_000_000)
    assert total_at(99_995_000, METER, before, after) == 10_000_000
    assert total_at(3_000, METER, before, after, passed_zero=True) == 18_000_000
    with pytest.raises(Below):
        total_at(3_000, METER, before, after)
    with pytest.raises(Unfit):
        total_at(13_000, METER, before, after, passed_zero=True)


@pytest.mark.parametrize(
    ("used_e6", "earlier", "why"),
    [
        (0, [5, 5, 5], "zero"),
        (0, [], "zero"),
        (31, [10, 10, 10], "high"),
        (30, [10, 10, 10], ""),
        (1000, [10, 10], ""),
        (31, [900, 10, 10, 10], "high"),
        (-4, [10, 10, 10], ""),
    ],
)
def test_more_than_three_times_the_mean_of_the_last_three_or_nothing_is_doubted(
    used_e6: int, earlier: list[int], why: str
) -> None:
    assert doubt(used_e6, earlier) == why


@pytest.mark.parametrize(
    ("text", "e3"),
    [("１２０４", 1_204_000), ("34.2", 34_200), ("1,204", 1_204_000), ("7.", 7_000), ("1.2340", 1_234)],
)
def test_a_value_is_read_as_people_write_it(text: str, e3: int) -> None:
    assert thousandths(text) == e3


@pytest.mark.parametrize("text", ["", "12a", "-5", "1.2345", "12,04", "1e3", "NaN"])
def test_what_is_no_exact_value_is_refused(text: str) -> None:
    assert thousandths(text) is None


def test_scaled_numbers_are_written_without_trailing_zeros() -> None:
    assert [decimal(34_200, 3), decimal(0, 3), decimal(-5_000_000, 6)] == ["34.2", "0", "−5"]
