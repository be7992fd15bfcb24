"""What only the column, the sheet or the other rows can tell, in offices with habits of their own."""

from pathlib import Path
from typing import Any

import pytest

from tests.intake.books import PEOPLE, asked, codes, found, homes_of

TITLES = ["房号", "业主", "电话", "面积"]


def _short(building: str, count: int = 12) -> list[list[Any]]:
    """Homes with the room number alone."""
    return [[h[0].split("-")[2], *h[1:]] for h in homes_of(building, count)]


def test_storey_and_place_on_it_together_are_the_number(tmp_path: Path) -> None:
    rows = [[f"{b}栋", 1, f, f"0{n}", PEOPLE[f], 80 + n] for b in (1, 2) for f in range(1, 7) for n in (1, 2)]
    f = found(tmp_path, {"表": [["楼栋", "单元", "楼层", "房号", "业主", "面积"], *rows]})
    assert codes(f)[:3] == ["1-1-101", "1-1-102", "1-1-201"] and len(set(codes(f))) == 24
    assert asked(f) == []


def test_a_place_without_its_storey_is_asked_about(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["1栋", f, f"0{n}", PEOPLE[f], 80 + n] for f in range(1, 7) for n in (1, 2)]
    rows[5][1] = None
    f = found(tmp_path, {"表": [["楼栋", "楼层", "房号", "业主", "面积"], *rows]})
    assert asked(f) == [("room_unreadable", 7, "C")]
    assert len(f.homes) == 11


def test_a_letter_before_every_number_is_the_building(tmp_path: Path) -> None:
    rows = [[f"{b}{f}0{n}", PEOPLE[f], None, 80 + n] for b in "ABE" for f in range(1, 6) for n in (1, 2)]
    assert codes(found(tmp_path, {"业主": [TITLES, *rows]}))[9:11] == ["A-1-502", "B-1-101"]


def test_the_letter_of_the_sheets_own_building_is_taken_off(tmp_path: Path) -> None:
    rows = [[f"B{f}0{n}", PEOPLE[f], None, 80 + n] for f in range(1, 6) for n in (1, 2)]
    assert codes(found(tmp_path, {"B座": [TITLES, *rows]}))[0] == "B-1-101"
    assert codes(found(tmp_path, {"3栋": [TITLES, *rows]}))[0] == "3-1-B101"


@pytest.mark.parametrize("spelled", ["3-2-301/302", "3-2-302-303", "3栋2单元301、302", "3-2-301、3-2-302"])
def test_two_rooms_in_one_cell_are_never_taken_for_one(tmp_path: Path, spelled: str) -> None:
    rows = homes_of("3")
    rows[4][0] = spelled
    f = found(tmp_path, {"表": [TITLES, *rows]})
    assert asked(f) == [("room_unreadable", 6, "A")]
    assert len(f.homes) == 7


@pytest.mark.parametrize("spelled", ["3-2", "架空层1", "-1-501", "3-1-50l"])
def test_a_room_that_was_cut_off_is_asked_about(tmp_path: Path, spelled: str) -> None:
    rows = homes_of("3", 12)
    rows[4][0] = spelled
    f = found(tmp_path, {"3栋": [TITLES, *rows]})
    assert [(row, column) for _, row, column in asked(f)] == [(6, "A")]
    assert len(f.homes) == 11


def test_totals_of_units_and_counts_of_homes_are_no_homes(tmp_path: Path) -> None:
    one, two = ([[f"{u}单元", *h] for h in _short("5")] for u in (1, 2))
    total = 12 * 88.5
    rows = [
        *one,
        ["1单元小计", None, None, None, total],
        *two,
        ["2单元小计", "12户", None, None, total],
        ["5栋合计", "24户", None, None, 2 * total],
        ["本栋共24户", None, None, None, 2 * total],
        ["户数", 24, "总面积", 2 * total],
    ]
    f = found(tmp_path, {"5栋": [["单元", *TITLES], *rows]})
    assert len(f.homes) == 24 and f.waiting == [] and asked(f) == []
    assert [t.agrees for t in f.totals[:3]] == [True, True, True]


def test_signatures_hints_end_marks_and_a_repeated_title_are_no_homes(tmp_path: Path) -> None:
    rows = [
        ["必填", "必填", "选填，11位", "必填，保留两位小数"],
        *_short("3"),
        ["阳光花园业主表"],
        [None, "—— 以下无正文 ——"],
        ["审核人：", "王强", "日期：", "2024-09-30"],
    ]
    f = found(tmp_path, {"3栋": [["阳光花园业主表"], TITLES, *rows]})
    assert len(f.homes) == 12 and f.waiting == [] and asked(f) == []


def test_a_note_that_begins_like_a_footer_does_not_lose_its_home(tmp_path: Path) -> None:
    rows = [[int(h[0]), *h[1:], None] for h in _short("3")]
    rows[3] = [202, None, None, 88.5, "说明：钥匙在物业"]
    f = found(tmp_path, {"3栋": [[*TITLES, "备注"], *rows]})
    assert len(f.homes) == 12 and f.homes[3].note == "说明：钥匙在物业"


def test_sheets_named_after_buildings_without_numbers_stay_apart(tmp_path: Path) -> None:
    f = found(tmp_path, {z: [TITLES, *_short(n)] for z, n in (("桂香阁", "1"), ("兰亭阁", "2"))})
    assert len(set(codes(f))) == 24 and codes(f)[0] == "桂香阁-1-101"
    assert [(q.kind, q.sheet, q.value) for q in f.flagged] == [
        ("building_unknown", "桂香阁", "桂香阁"),
        ("building_unknown", "兰亭阁", "兰亭阁"),
    ]


def test_a_sheet_of_all_homes_beside_those_of_the_buildings_only_completes_them(tmp_path: Path) -> None:
    one = [[*h[:2], None, h[3]] for h in _short("1")]
    f = found(
        tmp_path,
        {
            "1栋": [TITLES, *one],
            "总表": [
                ["楼栋", "单元", *TITLES, "备注"],
                *(["1栋", 1, *h, "自住"] for h in _short("1")),
            ],
        },
    )
    assert len(f.homes) == len(f.owners) == len(f.phones) == 12 and f.homes[0].note == "自住"
    assert asked(f) == []


def test_a_column_of_names_with_numbers_brings_both(tmp_path: Path) -> None:
    rows = [[code, f"{name}/{phone}", area] for code, name, phone, area in homes_of("3")]
    f = found(tmp_path, {"表": [["房号", "姓名/电话", "面积"], *rows]})
    assert [o.name for o in f.owners][:2] == PEOPLE[:2] and len(f.phones) == 8


def test_relatives_with_their_numbers_are_the_family(tmp_path: Path) -> None:
    rows = [[*h, "妻:王芳 13800001234"] for h in homes_of("3")]
    f = found(tmp_path, {"表": [[*TITLES, "家属及联系方式"], *rows]})
    assert [(m.relation, m.name, m.phone) for m in f.homes[0].family] == [("妻", "王芳", "13800001234")]


def test_an_entrance_column_that_says_none_leaves_the_only_one(tmp_path: Path) -> None:
    rows = [["A座", "/", *h] for h in _short("1")]
    f = found(tmp_path, {"表": [["楼座", "单元", *TITLES], *rows]})
    assert codes(f)[0] == "A-1-101" and asked(f) == []


def test_a_short_year_that_only_fits_when_it_stands_last_is_asked_about(tmp_path: Path) -> None:
    rows = [[*h, f"2019/6/{n}"] for n, h in enumerate(_short("3"), 1)]
    rows[2][4], rows[3][4] = "05-06-19", "19.6.5"
    f = found(tmp_path, {"3栋": [[*TITLES, "交房日期"], *rows]})
    assert asked(f) == [("date_day_or_month", 4, "E")]
    assert f.homes[3].handover is not None and f.homes[3].handover.iso() == "2019-06-05"


def test_a_unit_written_once_for_its_group_is_carried_down_where_the_rooms_begin_anew(tmp_path: Path) -> None:
    rows = [[f"{u}单元" if n == 0 else None, *h] for u in (1, 2) for n, h in enumerate(_short("3"))]
    f = found(tmp_path, {"3栋": [["单元", *TITLES], *rows]})
    assert codes(f)[11:13] == ["3-1-602", "3-2-101"] and len(set(codes(f))) == 24
    assert asked(f) == []
    assert [(r.row, r.column) for r in f.fixed if r.kind == "carried_down"] == [(3, "A")]


def test_entrances_and_blocks_in_english_are_understood(tmp_path: Path) -> None:
    rows = [[f"Block {b}", f"Entrance {e}", *h] for b in "AB" for e in (1, 2) for h in _short("1")]
    f = found(tmp_path, {"Owners": [["Block", "Entrance", "Flat", "Owner", "Mobile", "Area"], *rows]})
    assert codes(f)[12] == "A-2-101" and len(set(codes(f))) == 48 and asked(f) == []


def test_lettered_rooms_under_an_unknown_title_are_found_by_their_values(tmp_path: Path) -> None:
    rows = [[f"{b}{f}0{n}", PEOPLE[f], 80 + n] for b in "ABE" for f in range(1, 6) for n in (1, 2)]
    assert codes(found(tmp_path, {"业主": [["单位", "业主", "面积"], *rows]}))[0] == "A-1-101"
