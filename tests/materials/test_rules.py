"""The arithmetic of a line: exact, rounded half up once."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.materials.rules import Part, above, amount, arithmetic, quantity


@pytest.mark.parametrize(
    ("e3", "price", "fen"),
    [
        (1000, 3500, 3500),
        (1500, 3333, 5000),
        (500, 1, 1),
        (499, 1, 0),
        (333, 1000, 333),
        (-1500, 3333, -5000),
    ],
)
def test_a_line_is_its_quantity_times_its_price_rounded_half_up_once(e3: int, price: int, fen: int) -> None:
    assert amount(e3, price) == fen


@given(st.integers(1, 10**9), st.integers(0, 10**8))
def test_no_line_is_more_than_half_a_fen_off_and_what_is_taken_back_is_the_same(e3: int, price: int) -> None:
    exact = Fraction(e3 * price, 1000)
    assert Fraction(-1, 2) < amount(e3, price) - exact <= Fraction(1, 2)
    assert amount(-e3, price) == -amount(e3, price)


@pytest.mark.parametrize(
    ("total", "agreed", "tolerance", "over"),
    [
        (10000, 10000, 0, 0),
        (10001, 10000, 0, 1),
        (10500, 10000, 500, 0),
        (1, None, 0, 1),
        (400, None, 500, 0),
    ],
)
def test_what_exceeds_the_owners_word_is_told_in_fen(
    total: int, agreed: int | None, tolerance: int, over: int
) -> None:
    assert above(total, agreed, tolerance) == over


def test_the_arithmetic_can_be_checked_by_an_owner() -> None:
    parts = [Part("角阀", "个", 2000, 3500, 7000), Part("人工", "时", 1500, 8000, 12000)]
    assert arithmetic(parts, 19000) == "角阀 2 个 × 35.00 = 70.00; 人工 1.5 时 × 80.00 = 120.00; Σ 190.00"
    assert arithmetic(parts[:1], 7000) == "角阀 2 个 × 35.00 = 70.00"
    assert quantity(-2500) == "−2.5"
