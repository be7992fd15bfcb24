"""Several tables in one sheet: beside each other, below each other, with other columns."""

from io import BytesIO
from pathlib import Path

import openpyxl

from estate.intake.contract import homes_contract
from estate.intake.marked_copy import marked_copy
from tests.intake.books import asked, book, codes, found, homes_of

TITLES = ["房号", "业主", "电话", "面积"]


def test_two_tables_beside_each_other_are_both_read_with_their_own_owners(tmp_path: Path) -> None:
    pairs = zip(homes_of("1"), homes_of("2"), strict=True)
    f = found(tmp_path, {"表": [["业主表"], [*TITLES, None, *TITLES], *([*a, None, *b] for a, b in pairs)]})
    assert codes(f) == [h[0] for h in homes_of("1")] + [h[0] for h in homes_of("2")]
    assert [(o.code, o.name) for o in f.owners if o.code.endswith("-101")] == [
        ("1-1-101", "张大山"),
        ("2-1-101", "张大山"),
    ]
    assert asked(f) == []


def test_tables_beside_each_other_are_in_the_buildings_named_above_them(tmp_path: Path) -> None:
    short = [[h[0].split("-")[2], *h[1:]] for h in homes_of("1")]
    heading = ["3栋", None, None, None, None, "4栋"]
    f = found(tmp_path, {"表": [heading, [*TITLES, None, *TITLES], *([*h, None, *h] for h in short)]})
    assert codes(f)[0] == "3-1-101" and codes(f)[8] == "4-1-101"


def test_a_question_in_the_right_hand_table_names_the_cell_and_sheet_of_the_file(tmp_path: Path) -> None:
    right = homes_of("2")
    right[3][2] = "1380013800"
    right[4][2] = 13800138001
    pairs = zip(homes_of("1"), right, strict=True)
    sheets = {"表": [[*TITLES, *TITLES], *([*a, *b] for a, b in pairs)]}
    f = found(tmp_path, sheets)
    told = homes_contract(f)
    assert [(q["sheet"], q["row"], q["column"]) for q in told["flagged"]] == [("表", 5, "G")]
    assert {h["source"]["sheet"] for h in told["records"]["homes"]} == {"表"}
    copy = marked_copy(book(tmp_path, sheets).read_bytes(), "ledger.xlsx", [], f.fixed, f.skipped)
    marked = openpyxl.load_workbook(BytesIO(copy))
    assert marked["表"]["G6"].comment is not None


def test_a_second_header_with_other_columns_is_followed_from_there_on(tmp_path: Path) -> None:
    lower = [[code.split("-")[2], area, phone, name] for code, name, phone, area in homes_of("2")]
    upper = [[h[0].split("-")[2], *h[1:]] for h in homes_of("1")]
    f = found(
        tmp_path,
        {
            "表": [
                ["1栋"],
                TITLES,
                *upper,
                [],
                ["2栋"],
                ["房号", "建筑面积", "联系电话", "业主姓名"],
                *lower,
            ]
        },
    )
    assert [h.code for h in f.homes if h.area_dm2 == 8850] == codes(f) and len(f.homes) == 16
    assert [o.name for o in f.owners if o.code == "2-1-101"] == ["张大山"]
    assert asked(f) == []


def test_the_same_header_again_under_the_heading_of_the_next_building_asks_nothing(tmp_path: Path) -> None:
    short = [[h[0].split("-")[2], *h[1:]] for h in homes_of("1")]
    f = found(tmp_path, {"表": [["1栋"], TITLES, *short, [], ["2栋"], TITLES, *short]})
    assert [c.split("-")[0] for c in codes(f)] == ["1"] * 8 + ["2"] * 8
    assert asked(f) == []


def test_a_part_belongs_to_the_building_of_its_own_heading_before_that_of_the_sheet(tmp_path: Path) -> None:
    short = [[h[0].split("-")[2], *h[1:]] for h in homes_of("1")]
    lower = [[number, area, name] for number, name, _, area in short]
    f = found(tmp_path, {"1栋": [TITLES, *short, ["2栋"], ["房号", "面积", "业主"], *lower]})
    assert [c.split("-")[0] for c in codes(f)] == ["1"] * 8 + ["2"] * 8
    assert asked(f) == []
