"""One answer for all rows that are written alike, and rooms whose first sign has two meanings."""

from pathlib import Path
from typing import Any

import pytest

from estate.data import read
from estate.intake import actions, records
from estate.intake.patterns import alike, shape
from tests.intake.books import PEOPLE, asked, book, codes, found
from tests.refunds.conftest import MANAGER

TITLES = ["房号", "业主", "电话", "面积"]


def rows_of(numbers: list[str]) -> list[list[Any]]:
    return [[number, PEOPLE[n % 10], None, 80 + n % 7] for n, number in enumerate(numbers)]


@pytest.mark.parametrize(
    ("raw", "answer", "other", "code"),
    [
        ("32501", "3-2-501", "11102", "1-1-102"),
        ("32501", "3-2-501", "321201", "3-2-1201"),
        ("32501", "3-1-2501", "12501", "1-1-2501"),
        ("110901", "1-1-901", "121002", "1-2-1002"),
        ("商铺 S1-01", "商铺-S1-01", "商铺S2-14", "商铺-S2-14"),
        ("商铺 S1-01", "3-S1-01", "商铺 S1-02", "3-S1-02"),
        ("商铺 S1-01", "3-1-S101", "商铺 S1-02", "3-1-S102"),
    ],
)
def test_another_row_is_read_like_the_one_that_was_answered(
    raw: str, answer: str, other: str, code: str
) -> None:
    assert shape(raw) == shape(other)
    assert alike(raw, answer, other) == code


@pytest.mark.parametrize(
    ("answer", "code"), [("3-1-101", "3-2-101"), ("3-1-1101", "3-1-2101"), ("3-2-1101", "3-2-2101")]
)
def test_the_building_that_the_sheet_names_is_no_part_of_the_cell(answer: str, code: str) -> None:
    assert alike("1101", answer, "2101", "3") == code


@pytest.mark.parametrize(
    ("raw", "answer", "other"),
    [
        ("32501", "3-2-501", "商铺 S1-01"),
        ("32501", "7-7-777", "11102"),
        ("32501", "3-2-501", "10102"),  # no entrance 0
        ("商铺 S1-01", "商铺-S1-01", "门面 S1-02"),
        ("商铺 S1-01", "3-1-9", "商铺 S1-02"),  # both would be the same home
    ],
)
def test_what_cannot_be_read_like_it_is_left_to_a_person(raw: str, answer: str, other: str) -> None:
    assert alike(raw, answer, other) is None


UPPER = [f"1{f}0{n}" for f in range(1, 7) for n in (1, 2)]


def test_1101_without_any_low_floor_is_asked_about_and_not_stored(tmp_path: Path) -> None:
    f = found(tmp_path, {"1栋": [TITLES, *rows_of(UPPER)]})
    assert f.homes == [] and len(f.waiting) == 12
    assert {kind for kind, _row, _column in asked(f)} == {"room_level"}
    assert [one.value for one in f.flagged][:2] == ["1-1-101", "1-1-102"]


@pytest.mark.parametrize(
    "others",
    [
        [f"{f}0{n}" for f in range(1, 11) for n in (1, 2)],  # low floors
        ["2001", "2002"],  # floor 20: no entrance has a floor 0
        ["1001"],
    ],
)
def test_1101_beside_storeys_that_show_is_on_floor_11(tmp_path: Path, others: list[str]) -> None:
    f = found(tmp_path, {"1栋": [TITLES, *rows_of([*others, *UPPER])]})
    assert asked(f) == [] and "1-1-1101" in codes(f)


def test_1101_with_its_storey_beside_it_or_its_entrance_before_it_asks_nothing(tmp_path: Path) -> None:
    storeys = [[*row, int(row[0][:2])] for row in rows_of(UPPER)]
    f = found(tmp_path, {"5栋": [[*TITLES, "楼层"], *storeys]})
    assert asked(f) == [] and codes(f)[0] == "5-1-1101"
    full = [[f"2-{row[0]}", *row[1:]] for row in rows_of(UPPER)]
    f = found(tmp_path, {"5栋": [TITLES, *full]})
    assert asked(f) == [] and codes(f)[0] == "5-2-1101"


def test_the_entrance_repeated_before_the_room_is_proposed(tmp_path: Path) -> None:
    rows = [[u, *row] for u in (1, 2) for row in rows_of([f"{u}{f}01" for f in range(1, 7)])]
    f = found(tmp_path, {"3栋": [["单元", *TITLES], *rows]})
    assert {kind for kind, _row, _column in asked(f)} == {"room_level"}
    assert [one.value for one in f.flagged][-1] == "3-2-601"
    rows = [[u, *row] for u in (1, 2) for row in rows_of([f"1{f}01" for f in range(1, 7)])]
    f = found(tmp_path, {"3栋": [["单元", *TITLES], *rows]})
    assert asked(f) == [] and codes(f)[-1] == "3-2-1601"  # neither building nor entrance begins with 1


def test_a_row_of_shops_is_no_entrance_of_the_homes_above(tmp_path: Path) -> None:
    homes = [f"{f}0{n}" for f in range(1, 7) for n in (1, 2)]
    f = found(tmp_path, {"3栋": [TITLES, *rows_of([*homes, "S1-01", "S1-02"])]})
    assert codes(f)[0] == "3-1-101" and codes(f)[-1] == "3-S1-02"


def waiting(batch_id: int) -> list[tuple[int, str]]:
    with read() as db:
        return [(one.id, one.raw) for one in records.doubts(db, batch_id, state="waiting")]


def uploaded(folder: Path, sheets: dict[str, Any]) -> int:
    path = book(folder, sheets)
    return actions.upload(path.read_bytes(), "homes.xlsx", MANAGER).id


def test_one_answer_serves_every_row_of_the_pattern(store: object, tmp_path: Path) -> None:
    numbers = [f"{b}{u}{f}01" for b in (1, 2, 3) for u in (1, 2) for f in range(1, 5)]
    shops = [f"商铺 S1-0{n}" for n in range(1, 5)]
    batch_id = uploaded(tmp_path, {"表": [TITLES, *rows_of([*numbers, *shops])]})
    assert len(waiting(batch_id)) == 28
    assert actions.decide(batch_id, waiting(batch_id)[0][0], "value", "1-1-101", MANAGER, alike=True) == 24
    assert [raw for _id, raw in waiting(batch_id)] == shops
    assert actions.decide(batch_id, waiting(batch_id)[0][0], "proposal", "", MANAGER, alike=True) == 4
    assert waiting(batch_id) == []


def test_the_floor_is_chosen_for_all_rows_at_once(store: object, tmp_path: Path) -> None:
    batch_id = uploaded(tmp_path, {"1栋": [TITLES, *rows_of(UPPER)]})
    assert actions.decide(batch_id, waiting(batch_id)[0][0], "keep", "", MANAGER, alike=True) == 12
    with read() as db:
        codes_ = {one.home for one in records.doubts(db, batch_id)}
    assert waiting(batch_id) == [] and codes_ == {f"1-1-{number}" for number in UPPER}
