"""Equipment in pure rules: what a place in words says, what the law calls a piece, when something falls due."""

from datetime import date

import pytest

from estate.equipment.rules import (
    Spot,
    canonical_code,
    due_state,
    end_of_life,
    faults_of,
    spot_in,
    statutory_of,
)

KNOWN = {"1": ["1", "2"], "3": ["1", "2"], "A": ["1"], "12": []}


@pytest.mark.parametrize(
    ("words", "spot"),
    [
        ("3栋2单元电梯机房", Spot("3", "2")),
        ("3号楼负一层", Spot("3")),
        ("３幢 2 单元", Spot("3", "2")),
        ("A座大堂", Spot("A")),
        ("12栋屋面", Spot("12")),
        ("03栋1单元", Spot("3", "1")),
        ("1栋、3栋之间", Spot()),
        ("9栋2单元", Spot()),
        ("3栋9单元", Spot("3")),
        ("地下车库B1", Spot()),
        ("地下室2号泵房", Spot()),
        ("Building 3, entrance 2", Spot("3", "2")),
        ("", Spot()),
    ],
)
def test_a_place_in_words_lies_in_the_building_that_it_names(words: str, spot: Spot) -> None:
    assert spot_in(words, KNOWN) == spot


@pytest.mark.parametrize(
    ("category", "name", "statutory"),
    [
        ("电梯", "1栋客梯", "lift"),
        ("特种设备", "自动扶梯", "lift"),
        ("消防", "手提灭火器", "fire"),
        ("电梯", "电梯消防联动柜", "lift"),
        ("给排水", "生活水泵", "water"),
        ("供配电", "干式变压器", "none"),
        ("Heating", "Gas boiler", "boiler"),
        ("", "", "none"),
    ],
)
def test_the_law_has_its_own_word_for_some_equipment(category: str, name: str, statutory: str) -> None:
    assert statutory_of(category, name) == statutory


@pytest.mark.parametrize(
    ("due", "state"),
    [
        (date(2026, 11, 23), "overdue"),
        (date(2026, 11, 24), "soon"),
        (date(2026, 12, 24), "soon"),
        (date(2026, 12, 25), "later"),
        (None, ""),
    ],
)
def test_what_is_due_within_thirty_days_is_soon(due: date | None, state: str) -> None:
    assert due_state(due, date(2026, 11, 24)) == state


def test_a_life_ends_on_the_day_of_its_beginning() -> None:
    assert end_of_life(date(2012, 2, 29), 15) == date(2027, 2, 28)
    assert end_of_life(date(2012, 2, 29), 12) == date(2024, 2, 29)
    assert end_of_life(None, 12) is end_of_life(date(2012, 1, 1), None) is None


def test_a_number_is_the_same_however_it_is_spelled() -> None:
    assert canonical_code(" ｄｔ-０１　 a ") == "DT-01 A"


@pytest.mark.parametrize(
    ("category", "name", "first"),
    [
        ("电梯系统", "乘客电梯", "elevator"),
        ("给排水", "消防水泵", "fire"),
        ("给排水", "CDL 泵", "plumbing"),
        ("供配电", "干式变压器", "electrical"),
        ("车场道闸", "入口", "garage"),
        ("", "", "other"),
    ],
)
def test_a_fault_is_first_of_the_kind_that_its_piece_suggests(category: str, name: str, first: str) -> None:
    assert faults_of(category, name)[0] == first
