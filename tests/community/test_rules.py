"""Codes, order, floors, states: pure rules by their cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.community import rules
from estate.community.rules import StateEntry


@pytest.mark.parametrize(
    ("building", "entrance", "room", "code"),
    [
        ("3", "2", "501", "3-2-501"),
        ("03", "02", "0501", "3-2-501"),
        ("３", "２", "５０１", "3-2-501"),
        ("三", "二", "501", "3-2-501"),
        ("a", "1", "1203", "A-1-1203"),
        ("十二", "", "301", "12-1-301"),
        ("A01", "1", "101", "A1-1-101"),
        ("别墅", "1", "12", "别墅-1-12"),
        ("3", "2", "01", "3-2-01"),
        ("3", "2", "-101", "3-2--101"),
        ("3", "2", "501a", "3-2-501A"),
    ],
)
def test_a_home_has_one_code_however_its_parts_are_written(
    building: str, entrance: str, room: str, code: str
) -> None:
    assert rules.home_code(building, entrance, room) == code


def test_homes_sort_as_people_count() -> None:
    counted = [
        "1-1--201", "1-1--101", "1-1-101", "1-1-1001", "1-2-101", "2-1-101", "3-2-501", "3-2-501A", "3-10-101",
        "12-1-101", "A-1-101", "别墅-1-1",
    ]  # fmt: skip
    shuffled = counted[3:] + counted[:3]
    assert sorted(shuffled, key=rules.home_key) == counted


@given(
    st.integers(1, 300),
    st.integers(1, 30),
    st.integers(1, 9999),
    st.integers(1, 300),
    st.integers(1, 30),
    st.integers(1, 9999),
)
def test_the_sort_key_orders_numbers_as_numbers(a: int, b: int, c: int, x: int, y: int, z: int) -> None:
    first, second = rules.home_key(f"{a}-{b}-{c}"), rules.home_key(f"{x}-{y}-{z}")
    assert (first < second) == ((a, b, c) < (x, y, z))


@given(st.text(alphabet="0123456789０３abAZ 　-－栋三十二幢苑", max_size=12))
def test_a_canonical_part_stays_as_it_is(text: str) -> None:
    once = rules.canonical_part(text)
    assert "-" not in once
    assert rules.canonical_part(once) == once


@pytest.mark.parametrize(
    ("room", "floor"),
    [("501", 5), ("1203", 12), ("0501", 5), ("-101", -1), ("501A", 5), ("12", None), ("S1", None)],
)
def test_the_floor_shows_in_the_room_number(room: str, floor: int | None) -> None:
    assert rules.floor_of(room) == floor


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十一", 21),
        ("一二", 12),
        ("楼", None),
        ("十十", None),
        ("零", None),
    ],
)
def test_chinese_numerals_up_to_99(text: str, number: int | None) -> None:
    assert rules.numeral(text) == number


def test_the_present_state_is_the_one_with_the_latest_day() -> None:
    history = [
        StateEntry(1, "delivered", None),
        StateEntry(2, "let", "2026-03-01"),
        StateEntry(3, "vacant", "2025-01-01"),
        StateEntry(4, "occupied", "2026-03-01"),
    ]
    assert rules.present_state(history) == history[3]
    assert rules.present_state([]) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-03", ("2019-03-01", "month")),
        ("2019-03-15", ("2019-03-15", "day")),
        ("2019", None),
        ("2019-02-30", None),
    ],
)
def test_a_delivery_is_known_by_day_or_by_month(text: str, day: tuple[str, str] | None) -> None:
    assert rules.first_day(text) == day
