"""A building from a few words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.community.rules_generator import (
    BuildingPlan,
    by_entrance,
    parse_entrances,
    parse_floors,
    plan_homes,
)

PLAN = BuildingPlan("3", ["1", "2"], [1, 2, 3], 2, [8976, 12050])


def test_four_homes_on_a_floor_have_their_own_areas() -> None:
    homes = plan_homes(PLAN)
    assert [home.code for home in homes[:4]] == ["3-1-101", "3-1-102", "3-1-201", "3-1-202"]
    assert [home.area_dm2 for home in homes[:4]] == [8976, 12050, 8976, 12050]
    assert len(homes) == 12


def test_the_next_entrance_can_go_on_counting() -> None:
    codes = [home.code for home in plan_homes(PLAN._replace(floors=[5], continuous=True))]
    assert codes == ["3-1-501", "3-1-502", "3-2-503", "3-2-504"]


def test_shops_below_and_short_numbers() -> None:
    homes = plan_homes(PLAN._replace(floors=[-1, 1, 2], shop_floors=[1], two_digits=False, entrances=["1"]))
    assert [(home.room, home.usage) for home in homes] == [
        ("-11", "residential"),
        ("-12", "residential"),
        ("11", "shop"),
        ("12", "shop"),
        ("21", "residential"),
        ("22", "residential"),
    ]


def test_the_preview_shows_the_highest_floor_first() -> None:
    entrances = by_entrance(plan_homes(PLAN))
    assert [entrance.entrance for entrance in entrances] == ["1", "2"]
    assert [floor.floor for floor in entrances[0].floors] == [3, 2, 1]


@pytest.mark.parametrize(
    ("text", "floors"),
    [
        ("1-3", [1, 2, 3]),
        ("1-3,5", [1, 2, 3, 5]),
        ("-1, 1-2", [-1, 1, 2]),
        ("B1、1至2", [-1, 1, 2]),
        ("-2-2", [-2, -1, 1, 2]),
        ("１－３", [1, 2, 3]),
        ("5层", [5]),
        ("", []),
    ],
)
def test_floors_as_people_write_them(text: str, floors: list[int]) -> None:
    assert parse_floors(text) == floors


@pytest.mark.parametrize("text", ["3-1", "one", "1-999", "1--", "x1-3"])
def test_what_is_no_floor_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_floors(text)


@pytest.mark.parametrize(
    ("text", "codes"),
    [("1-3", ["1", "2", "3"]), ("1, 2", ["1", "2"]), ("A B", ["A", "B"]), ("一单元、二单元", ["1", "2"])],
)
def test_entrances_as_people_write_them(text: str, codes: list[str]) -> None:
    assert parse_entrances(text) == codes


@pytest.mark.parametrize("text", ["", "1 1", "1-40", "entrance"])
def test_what_is_no_entrance_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_entrances(text)


@given(st.integers(1, 4), st.integers(1, 40), st.integers(1, 20), st.booleans())
def test_no_code_comes_twice(entrances: int, floors: int, per_floor: int, continuous: bool) -> None:
    plan = BuildingPlan(
        "3",
        [str(n + 1) for n in range(entrances)],
        range(1, floors + 1),
        per_floor,
        [8976],
        continuous=continuous,
    )
    codes = [home.code for home in plan_homes(plan)]
    assert len(set(codes)) == len(codes) == entrances * floors * per_floor
