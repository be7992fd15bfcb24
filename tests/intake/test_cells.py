"""Single values: what is repaired, what is doubted, and that nothing is guessed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from estate.intake.areas import read_area
from estate.intake.dates import read_date
from estate.intake.families import Member, read_family
from estate.intake.ids import read_ids
from estate.intake.names import read_names
from estate.intake.phones import read_phones
from estate.intake.rooms import parse_building, parse_entrance, parse_room, resolve
from tests.intake.books import asked, found, homes_of

TITLES = ["房号", "业主", "电话", "面积"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("3-2-501", "3-2-501"),
        ("3#2-501", "3-2-501"),
        ("3-2-5F-01", "3-2-501"),
        ("Building 3 Entrance 2 Room 101", "3-2-101"),
        ("3-2--101", "3-2--101"),
        ("3栋2单元5层01", "3-2-501"),
        ("3-2-501.0", "3-2-501"),
        ("3#-2-501", "3-2-501"),
        ("3栋2单元501", "3-2-501"),
        ("3幢二单元501室", "3-2-501"),
        ("三号楼二单元501", "3-2-501"),
        ("05-01-0201", "5-1-201"),
        ("３－２－５０１", "3-2-501"),
        ("3.2.501", "3-2-501"),
        ("3 - 2 - 501", "3-2-501"),
        ("A-1-501", "A-1-501"),
        ("桂苑3栋2单元501", "3-2-501"),
        ("1期3栋2单元501", "3-2-501"),
        ("3楼2单元501", "3-2-501"),
        ("3栋2单元5层501", "3-2-501"),
        ("3栋1单元负101", "3-1--101"),
        ("1-1-501A", "1-1-501A"),
        ("Building 3 Unit 2 Room 501", "3-2-501"),
        ("17栋-1单元-1702", "17-1-1702"),
        ("1-1-S01", "1-1-S01"),
        ("3-2-5-01", "3-2-501"),
        ("GH-3-2-501", "3-2-501"),
    ],
)
def test_a_room_in_any_spelling(written: str, code: str) -> None:
    room = parse_room(written)
    assert room is not None and resolve(room, "building").code == code


@pytest.mark.parametrize(
    "written",
    [
        "合计",
        "张大山",
        "13800138000",
        "330106196402072531",
        "幼儿园",
        "备注：见附表",
        "架空层1",
        "3-2-",
        "501/502",
    ],
)
def test_what_is_no_room(written: str) -> None:
    assert parse_room(written) is None


def test_sheet_names_that_name_a_building_and_those_that_do_not() -> None:
    named = {
        "1栋": "1",
        "2幢": "2",
        "3#": "3",
        "8号楼": "8",
        "A座": "A",
        "三号楼": "3",
        "Building 3": "3",
        "3栋(高层)": "3",
        "花园1号楼业主台账": "1",
        "别墅区": "别墅区",
    }
    for text, building in named.items():
        found_room = parse_building(text)
        assert found_room is not None and found_room.building == building, text
    for text in ("Sheet1", "汇总", "1-3栋", "2024年", "2024", "通讯录", "楼栋单元", "1号地块"):
        assert parse_building(text) is None, text
    assert [parse_entrance(t) for t in ("一单元", "01", "A", "东", "单元2", "2门", "?")] == [
        "1",
        "1",
        "A",
        "东",
        "2",
        "2",
        None,
    ]


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        (13865868113, ["13865868113"]),
        ("138-2718-0156", ["13827180156"]),
        ("0086-17723708588", ["17723708588"]),
        ("(0571)85222722", ["0571-85222722"]),
        ("057180398381", ["0571-80398381"]),
        ("010-62345678转801", ["010-62345678-801"]),
        ("15024268390\n17739317417", ["15024268390", "17739317417"]),
        ("13875151535 15081105116", ["13875151535", "15081105116"]),
        ("１３８００１３８０００", ["13800138000"]),
        ("+852 9123 4567", ["+85291234567"]),
        ("400-888-1234", ["400-888-1234"]),
        ("13800138002 李四(儿子)/13900139000", ["13800138002", "13900139000"]),
        ("13800138000.0", ["13800138000"]),
        ("无", []),
    ],
)
def test_telephone_numbers(written: Any, numbers: list[str]) -> None:
    reading = read_phones(written)
    assert reading.doubt is None and [p.number for p in reading.value] == numbers


@pytest.mark.parametrize(
    ("written", "doubt"),
    [
        ("1508534081", "phone_10_digits"),
        ("1.50789E+10", "phone_sci_text"),
        ("138001380012", "phone_wrong_length"),
        ("13800138000停机", "phone_out_of_use"),
        ("85222722", "phone_no_area_code"),
        ("13812345678/1391234567", "phone_10_digits"),
        (18999999999, "phone_placeholder"),
        ("138****1234", "phone_masked"),
        ("13800138000？", "phone_unsure"),
        ("13800138000(旧)", "phone_out_of_use"),
        ("见备注", "phone_words"),
        (57180398381, "phone_lost_zero"),
    ],
)
def test_doubtful_telephone_numbers(written: Any, doubt: str) -> None:
    assert read_phones(written).doubt == doubt


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("吴  磊", ["吴磊"]),
        ("欧阳 娜娜", ["欧阳娜娜"]),
        ("张三 李四", ["张三", "李四"]),
        ("王和平", ["王和平"]),
        ("李明和张芳", ["李明", "张芳"]),
        ("李平和", ["李平和"]),
        ("张三(50%)、李四(50%)", ["张三", "李四"]),
        ("张三50%李四50%", ["张三", "李四"]),
        ("张三(共有)李四", ["张三", "李四"]),
        ("张三（租）王五", ["张三", "王五"]),
        ("阿不都·热合曼", ["阿不都·热合曼"]),
        ("Li Wei & Wang Fang", ["Li Wei", "Wang Fang"]),
        ("Smith, John", ["Smith, John"]),
        ("恒通公司（张三）", ["恒通公司（张三）"]),
        ("张三13800138000", ["张三"]),
        ("王知行", ["王知行"]),
        ("户主：张三", ["张三"]),
        ("张三。", ["张三"]),
        ("张三/李四（夫妻）", ["张三", "李四"]),
        ("张𬭎", ["张𬭎"]),
        ("万科物业", ["万科物业"]),
        ("空置", []),
        ("/", []),
    ],
)
def test_names(written: str, names: list[str]) -> None:
    reading = read_names(written)
    assert reading.doubt is None and [n.name for n in reading.value.names] == names


@pytest.mark.parametrize(
    ("written", "doubt"),
    [
        ("王女士", "owner_title"),
        ("王芳女士", "owner_title"),
        ("老张", "owner_title"),
        ("张**", "name_masked"),
        ("张三(已故)", "owner_changed"),
        ("王", "name_one_character"),
        ("张三李四", "name_long"),
        ("张三李四王五", "name_long"),
        ("开发商", "owner_unnamed"),
        ("张三（妻李四）", "name_remark"),
        ("102", "name_with_digits"),
        ("张三夫妇", "name_group"),
        ("张三等", "name_group"),
        ("张三 女士", "owner_title"),
        ("Mr Zhang", "owner_title"),
        ("张三-李四", "name_unreadable"),
        ("张三→李四", "name_unreadable"),
        ("张三A", "name_unreadable"),
        ("张三\n（李四）", "name_remark"),
        ("张三（法人：李四）", "name_remark"),
        ("待核实", "owner_unnamed"),
    ],
)
def test_doubtful_names(written: str, doubt: str) -> None:
    assert read_names(written).doubt == doubt


@pytest.mark.parametrize(
    ("written", "dm2"),
    [
        (89.76, 8976),
        ("144.76 平", 14476),
        ("１０１．６０", 10160),
        ("一百三十一点八", 13180),
        ("1,234.5", 123450),
        (166.05600000000001, 16606),
        (100.1, 10010),
        ("61 M²", 6100),
        ("89.5（平方米）", 8950),
        ("一百二十", 12000),
    ],
)
def test_areas(written: Any, dm2: int) -> None:
    assert read_area(written).value == dm2


@pytest.mark.parametrize(
    ("written", "doubt"),
    [
        (0, "area_zero"),
        ("约90", "area_about"),
        ("89,76", "area_decimal_comma"),
        (-5, "area_negative"),
        ("1.2亩", "area_other_unit"),
        ("大", "area_unreadable"),
        ("一百二", "area_unreadable"),
    ],
)
def test_doubtful_areas(written: Any, doubt: str) -> None:
    assert read_area(written).doubt == doubt


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2019.6.24", "2019-06-24"),
        ("2017年5月5日", "2017-05-05"),
        ("19/6/9", "2019-06-09"),
        (44504, "2021-11-04"),
        ("20190304", "2019-03-04"),
        ("24年1月", "2024-01"),
        ("2019.6", "2019-06"),
        ("二〇一九年七月八日", "2019-07-08"),
        ("25/04/2019", "2019-04-25"),
        ("2019-07-01 00:00:00", "2019-07-01"),
        (date(2020, 2, 29), "2020-02-29"),
    ],
)
def test_dates(written: Any, day: str) -> None:
    value = read_date(written).value
    assert value is not None and value.iso() == day


def test_serial_dates_follow_the_workbooks_epoch() -> None:
    assert [d.value.iso() for d in (read_date(45292), read_date(43830, epoch_1904=True)) if d.value] == [
        "2024-01-01",
        "2024-01-01",
    ]


@pytest.mark.parametrize(
    ("written", "doubt"),
    [
        ("2023-02-29", "date_impossible"),
        ("2024-13-01", "date_impossible"),
        (0, "date_zero"),
        (60, "date_zero"),
        ("03/04/2019", "date_day_or_month"),
        (2019.6, "date_as_decimal"),
        ("去年", "date_unreadable"),
    ],
)
def test_doubtful_dates(written: Any, doubt: str) -> None:
    assert read_date(written).doubt == doubt


def test_identity_numbers() -> None:
    good = {
        "33010819540903777x": "33010819540903777X",
        "330106 19640207 2531": "330106196402072531",
        "111111111111111111": None,
        "E12345678": "E12345678",
    }
    assert {k: read_ids(k)[0].value for k in good} == good
    bad = {
        "330106196402072535": "id_bad_check",
        "110101199003071000": "id_truncated",
        "1.10101E+17": "id_as_float",
        "33010619640207253": "id_wrong_length",
    }
    assert {k: read_ids(k)[0].doubt for k in bad} == bad
    assert read_ids(3.30106e17)[0].doubt == "id_as_float"
    assert [r.value for r in read_ids("330106196402072531\n33010819540903777X")] == [
        "330106196402072531",
        "33010819540903777X",
    ]


def test_family_members() -> None:
    assert read_family("妻:周平 17780862845;子:黄洋").value == (
        Member("妻", "周平", "17780862845"),
        Member("子", "黄洋", None),
    )
    assert read_family("妻子王芳13800000001").value == (Member("妻子", "王芳", "13800000001"),)
    assert read_family("王芳(妻)13800138001、王明(子)").value == (
        Member("妻", "王芳", "13800138001"),
        Member("子", "王明", None),
    )
    assert read_family("妻王芳138001380011").doubt == "family_unclear"
    assert read_family("3人").value == ()
    assert read_family("夫妻二人").value == ()
    assert read_family("母:张三 独居").doubt == "family_unclear"
    assert read_family("妻:王 芳").value == (Member("妻", "王芳", None),)


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [(885.0, "area_slip"), (8.85, "area_slip"), (85.88, None), (900_000.0, "area_out_of_line")],
)
def test_an_area_is_compared_with_the_other_homes(tmp_path: Path, wrong: float, kind: str | None) -> None:
    rows = homes_of("1", 10)
    rows[4][3] = wrong
    assert asked(found(tmp_path, {"1栋": [TITLES, *rows]})) == ([(kind, 6, "D")] if kind else [])


def test_swapped_digits_show_in_a_stack_of_equal_homes(tmp_path: Path) -> None:
    rows = [[f"1-1-{f}01", f"赵{c}山", f"139123400{f}0", 89.76] for f, c in enumerate("东南西北中大小青", 1)]
    rows[5][3] = 98.76
    f = found(tmp_path, {"1栋": [TITLES, *rows]})
    assert asked(f) == [("area_digits_swapped", 7, "D")] and f.flagged[0].value == "89.76"


def test_a_comment_that_contradicts_its_cell_is_asked_about_and_a_tick_is_not(tmp_path: Path) -> None:
    f = found(
        tmp_path,
        {"1栋": [TITLES, *homes_of("1")]},
        comments=[
            ("1栋", "C2", "已换号 13900001111"),
            ("1栋", "C3", "王经理：已核对"),
            ("1栋", "B4", "2023年卖给李家"),
        ],
    )
    assert asked(f) == [("cell_comment", 2, "C"), ("cell_comment", 4, "B")]
    assert f.flagged[0].value == "13900001111"


def test_a_sensitive_note_moves_to_care_and_is_asked_about(tmp_path: Path) -> None:
    rows = [[*TITLES, "备注"], *[[*r, None] for r in homes_of("1")]]
    rows[3][4] = "独居老人，请多敲门"
    f = found(tmp_path, {"1栋": rows})
    assert asked(f) == [("note_sensitive", 4, "E")]
    assert f.homes[2].special == ("独居老人",) and f.homes[2].note is None


def test_same_as_above_is_followed_only_while_the_rows_are_in_order(tmp_path: Path) -> None:
    head = ["序号", *TITLES]
    rows = [[i, *r] for i, r in enumerate(homes_of("1"), 1)]
    rows[3][2:4] = ["同上", "〃"]
    f = found(tmp_path, {"1栋": [head, *rows]})
    assert asked(f) == [] and [o.name for o in f.owners][2:4] == ["王中河", "王中河"]
    rows[2], rows[6] = rows[6], rows[2]
    f = found(tmp_path, {"1栋": [head, *rows]})
    assert asked(f) == [("ditto_out_of_order", 5, "C"), ("ditto_out_of_order", 5, "D")]


def test_a_formula_without_a_result_is_asked_about(tmp_path: Path) -> None:
    rows = homes_of("1")
    rows[2][3] = "=80+8.5"
    assert asked(found(tmp_path, {"1栋": [TITLES, *rows]})) == [("formula_no_value", 4, "D")]
