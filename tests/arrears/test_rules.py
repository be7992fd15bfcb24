"""How old a debt is, DOMAIN A1.27."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.arrears.rules import BRACKETS, CODES, bracket, place, shares

EDGES = [
    (-10, "not_due"),
    (0, "not_due"),
    (1, "1-30"),
    (30, "1-30"),
    (31, "31-90"),
    (90, "31-90"),
    (91, "91-180"),
    (180, "91-180"),
    (181, "181-365"),
    (365, "181-365"),
    (366, "1-2y"),
    (730, "1-2y"),
    (731, "2-3y"),
    (1095, "2-3y"),
    (1096, "over-3y"),
    (9999, "over-3y"),
]


@pytest.mark.parametrize(("days", "code"), EDGES)
def test_a_debt_belongs_to_the_bracket_of_its_days(days: int, code: str) -> None:
    assert bracket(days) == code


@given(st.integers(-1000, 5000))
def test_every_number_of_days_has_one_bracket(days: int) -> None:
    fitting = [
        one.code for one in BRACKETS[1:] if one.first <= days and (one.last is None or days <= one.last)
    ]
    assert fitting == ([] if days <= 0 else [CODES[place(days)]])


@given(st.lists(st.integers(0, 10**9), min_size=8, max_size=8))
def test_sums_by_bracket_come_back_from_sums_of_at_most_so_old(sums: list[int]) -> None:
    cumulative = tuple(sum(sums[: n + 1]) for n in range(8))
    assert shares(cumulative) == tuple(sums)
