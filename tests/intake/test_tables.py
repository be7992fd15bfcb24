"""Where the tables stand: headings, merges, sections, totals, joined sheets, and a person's own mapping."""

from pathlib import Path

import pytest

from estate.intake.dry_run import UnknownKind, dry_run
from estate.intake.layout import SheetMapping
from estate.intake.workbook import UnreadableLedger
from tests.intake.books import MAY, asked, book, codes, found, homes_of

TITLES = ["房号", "业主", "电话", "面积"]
_HC_TEMPLATE = (
    "楼号 单元 房间 楼层 总层数 是否有电梯 房屋类型 房屋户型 "
    "建筑面积 室内面积 租金 房屋状态 业主名称 性别 手机号 身份证号 业主类型"
)
HC_TEMPLATE = _HC_TEMPLATE.split()
_HC_OWNERS = "费用编号 费用类型 收费项目 费用标识 付费类型 缴费周期 计算公式 计费单价 固定费用"
HC_OWNERS = _HC_OWNERS.split()
_HC_FEES = (
    "房屋编号 楼栋编号 单元编号 房屋楼层 房屋户型 建筑面积 "
    "业主编号 房屋费用 费用开始时间 房屋类型 室内面积 租金"
)
HC_FEES = _HC_FEES.split()
_HC_HOMES = (
    "小区名称 楼栋名称 单元号 房间号 房屋面积 姓名 手机号 身份证号 "
    "备用手机号 车位号 车牌号 缴费项目 缴费类型 缴费大类 缴费小类 单价 费用开始时间"
)
HC_HOMES = _HC_HOMES.split()


def test_sections_name_the_building_and_subtotals_are_compared_with_their_rows(tmp_path: Path) -> None:
    f = found(
        tmp_path,
        {
            "明细": [
                ["某某小区业主信息表"],
                ["制表人：王经理"],
                [],
                ["单元", "房号", "业主", "电话", "建筑面积", "收房日期", "备注"],
                ["1栋"],
                ["一单元", 101, "张大山", "13812345678", 88.88, MAY, None],
                [None, 102, "李小海", "13812345679", 88.88, MAY, None],
                ["小计", None, None, None, 177.76],
                ["2栋"],
                ["一单元", 101, "张大水", "13812345671", 88.88, MAY, None],
                ["小计", None, None, None, 90],
                ["合计", None, None, None, 266.64],
                ["填表：张三　　审核：李四"],
            ]
        },
        merged=[("明细", "A6:A7"), ("明细", "A5:G5"), ("明细", "A9:G9")],
    )
    assert codes(f) == ["1-1-101", "1-1-102", "2-1-101"]
    assert [(t.row, t.agrees, t.rows) for t in f.totals] == [(8, True, 2), (11, False, 1), (12, True, 3)]
    assert asked(f) == []


def test_a_merged_room_with_two_rows_has_two_owners_with_their_shares(tmp_path: Path) -> None:
    f = found(
        tmp_path,
        {
            "1栋": [
                ["房号", "姓名", "份额", "电话", "面积"],
                ["1-1-101", "张大山", "50%", "13812345678", 88.88],
                [None, "李小海", "50%", "13812345679"],
                *[[c, n, None, p, a] for c, n, p, a in homes_of("1")[1:]],
            ]
        },
        merged=[("1栋", "A2:A3"), ("1栋", "E2:E3")],
    )
    assert [(o.name, o.role, o.share) for o in f.owners[:2]] == [
        ("张大山", "owner", "50%"),
        ("李小海", "co_owner", "50%"),
    ]
    assert [p.phone for p in f.phones if p.code == "1-1-101"] == ["13812345678", "13812345679"]
    assert asked(f) == []


def test_an_area_merged_over_two_homes_is_asked_about(tmp_path: Path) -> None:
    f = found(tmp_path, {"1栋": [TITLES, *homes_of("1")]}, merged=[("1栋", "D4:D5")])
    assert asked(f) == [("area_merged", 5, "D")]


def test_two_owners_of_one_home_in_two_rows_are_one_question(tmp_path: Path) -> None:
    rows = homes_of("1")
    f = found(tmp_path, {"1栋": [TITLES, *rows[:3], ["1-1-201", "钱多多", "13800138001", 88.5], *rows[3:]]})
    assert asked(f) == [("dup_other_owner", 5, None)]
    assert [o.name for o in f.owners if o.code == "1-1-201"] == []


def test_a_building_written_once_for_its_group_is_carried_down_with_one_question(tmp_path: Path) -> None:
    f = found(
        tmp_path,
        {
            "表": [
                ["楼栋", "房号", "业主", "面积"],
                ["1栋", "101", "张大山", 88],
                [None, "102", "李小海", 88],
                ["2栋", "101", "王中山", 88],
                [None, "102", "李小河", 88],
            ]
        },
    )
    assert codes(f) == ["1-1-101", "1-1-102", "2-1-101", "2-1-102"]
    assert asked(f) == [("fill_down", None, None)]


def test_a_table_without_titles_is_known_by_its_values(tmp_path: Path) -> None:
    f = found(tmp_path, {"资料": homes_of("4")})
    assert len(f.homes) == 8 and f.layouts[0].header_row == 0
    assert f.phones[0].phone == "139123404" + "00"


def test_rows_in_another_buildings_sheet_are_asked_about(tmp_path: Path) -> None:
    rows = homes_of("1")
    rows[4][0] = "2-1-901"
    f = found(tmp_path, {"1栋": [TITLES, *rows], "2栋": [TITLES, *homes_of("2")]})
    assert asked(f) == [("wrong_building", 6, "A")]


def test_a_sheets_number_that_is_no_building_is_not_held_against_its_rows(tmp_path: Path) -> None:
    f = found(tmp_path, {"1": [TITLES, *homes_of("7")], "2": [TITLES, *homes_of("8")]})
    assert asked(f) == [] and len(f.homes) == 16


def test_two_zones_with_the_same_building_stay_apart(tmp_path: Path) -> None:
    f = found(
        tmp_path,
        {
            "表": [
                ["期数", "房号", "业主", "面积"],
                ["一期", "1-1-101", "张大山", 88],
                ["二期", "1-1-101", "李小海", 88],
            ]
        },
    )
    assert codes(f) == ["一期1-1-101", "二期1-1-101"]


def test_a_home_without_entrance_in_a_building_of_two_is_asked_about(tmp_path: Path) -> None:
    f = found(
        tmp_path,
        {
            "表": [
                TITLES,
                *homes_of("3"),
                ["3-2-101", "钱多多", "13800138001", 88],
                ["3栋102", "褚小小", "13800138002", 88],
            ]
        },
    )
    assert asked(f) == [("entrance_unknown", 11, "A")]
    assert f.waiting[0].number == "102"


def test_the_room_and_owner_template_of_hc_is_known_without_help(tmp_path: Path) -> None:
    titles = HC_TEMPLATE
    f = found(
        tmp_path,
        {
            "Sheet1": [
                titles,
                [
                    1,
                    1,
                    101,
                    1,
                    18,
                    "有",
                    110,
                    10102,
                    89.5,
                    70,
                    0,
                    2001,
                    "张大山",
                    "男",
                    "13812345678",
                    "330106196402072531",
                    "1001",
                ],
                [
                    1,
                    1,
                    102,
                    1,
                    18,
                    "有",
                    119,
                    10102,
                    89.5,
                    70,
                    0,
                    2001,
                    "李小海",
                    "男",
                    18999999999,
                    "111111111111111111",
                    "1001",
                ],
                [
                    1,
                    2,
                    101,
                    1,
                    18,
                    "有",
                    110,
                    10102,
                    89.5,
                    70,
                    0,
                    2001,
                    "王中河",
                    "男",
                    "18999999999",
                    111111111111111111,
                    "1001",
                ],
            ]
        },
    )
    assert codes(f) == ["1-1-101", "1-1-102", "1-2-101"]
    assert [o.id_no for o in f.owners] == ["330106196402072531", None, None]
    assert [p.phone for p in f.phones] == ["13812345678"]
    assert asked(f) == [] and f.homes[0].inner_area_dm2 == 7000 and f.homes[0].layout is None


def test_the_workbook_of_hc_is_joined_over_its_sheets(tmp_path: Path) -> None:
    f = found(
        tmp_path,
        {
            "楼栋单元": [["楼栋号", "单元编号", "总层数", "是否有电梯"], [1, 1, 18, "Y"], [2, 1, 18, "Y"]],
            "业主信息": [
                ["编号", "业主名称", "性别", "年龄", "手机号", "身份证号", "业主类型", "业主编号"],
                [1, "张大山", "男", 40, "13812345678", None, "业主", "Y001"],
                [2, "李小海", "男", 40, "18999999999", "111111111111111111", "业主", "Y002"],
                [3, "王中河", "男", 40, "1381234567", None, "业主", "Y003"],
            ],
            "费用设置": [HC_OWNERS, [1, "物业费", "物业费", "周期", "预付", 1, "面积*单价", 1.5, 0]],
            "房屋信息": [
                HC_FEES,
                [101, 1, 1, 1, "三室两厅", 89.5, "Y001", 1, "2020-01-01", "住宅", 70, 0],
                [101, 2, 1, 1, "三室两厅", 89.5, "Y002", 1, "2020-01-01", "住宅", 70, 0],
                [102, 2, 1, 1, "三室两厅", 89.5, "Y003", 1, "2020-01-01", "住宅", 70, 0],
                [201, 2, 1, 2, "三室两厅", 89.5, "Y009", 1, "2020-01-01", "住宅", 70, 0],
            ],
        },
    )
    assert [(o.code, o.name) for o in f.owners] == [
        ("1-1-101", "张大山"),
        ("2-1-101", "李小海"),
        ("2-1-102", "王中河"),
    ]
    assert [p.phone for p in f.phones] == ["13812345678"]
    assert asked(f) == [("phone_10_digits", 4, "E"), ("owner_ref_unknown", 5, "G")]


def test_an_export_with_a_row_for_every_fee_gives_each_home_once(tmp_path: Path) -> None:
    titles = HC_HOMES
    rows = [
        [
            "绿地",
            "1栋",
            "1单元",
            f"{i}01",
            88.5,
            name,
            f"1391234567{i}",
            None,
            f"1361234567{i}",
            None,
            None,
            fee,
            "周期",
            "物业",
            "x",
            1.5,
            "2020-01-01",
        ]
        for i, name in enumerate(["张大山", "李小海", "王中河"], 1)
        for fee in ("物业费", "垃圾费")
    ]
    f = found(tmp_path, {"导出": [titles, *rows]})
    assert codes(f) == ["1-1-101", "1-1-201", "1-1-301"]
    assert [p.phone for p in f.phones[:2]] == ["13912345671", "13612345671"]
    assert asked(f) == []


def test_the_contacts_of_condo_keep_owner_and_tenant_of_a_home(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(
        "Address;Unit Name;Unit Type;Phones;Full Name;Email;Role\nMira 5;12;flat;+79123456789;Ivan Petrov;a@b.c;owner\n"
        "Mira 5;12;flat;+79123456780;Anna Petrova;a@b.c;tenant\nMira 5;13;flat;+79123456781;Oleg Ivanov;a@b.c;owner\n"
    )
    out = dry_run("homes", path)
    assert [h["room"] for h in out["records"]["homes"]] == ["5-1-12", "5-1-13"]
    assert [t["name"] for t in out["records"]["tenants"]] == ["Anna Petrova"]
    assert out["flagged"] == []


def test_a_mapping_by_hand_overrules_recognition(tmp_path: Path) -> None:
    rows = [["甲", "乙", "丙", "丁", "戊"], *[[n, a, r, p, "x"] for r, n, p, a in homes_of("6")]]
    word = SheetMapping({"C": "room", "A": "name", "B": "area", "D": ""}, header_row=1, building="9栋")
    f = found(tmp_path, {"表": rows}, {"表": word})
    assert len(f.homes) == 8 and f.phones == [] and f.owners[0].name == "张大山"
    with pytest.raises(ValueError, match="no such field"):
        found(tmp_path, {"表": rows}, {"表": SheetMapping({"A": "colour"})})


def test_a_list_of_tenants_beside_the_homes_is_left_out(tmp_path: Path) -> None:
    tenants = [["房号", "业主", "电话", "租金"], ["1-1-101", "张大山", "13800138001", 2000]]
    f = found(tmp_path, {"1栋": [TITLES, *homes_of("1")], "出租登记": tenants})
    assert asked(f) == []
    assert ("出租登记", None, "sheet_repeats_homes") in f.skipped


def test_other_sheets_bring_nothing_and_say_why(tmp_path: Path) -> None:
    f = found(
        tmp_path,
        {
            "1栋": [TITLES, *homes_of("1")],
            "通讯录": [["部门", "姓名", "电话"], ["客服", "赵桂", "15003292308"]],
            "空": [],
        },
    )
    assert [(s.sheet, s.reason) for s in f.skipped if s.row is None] == [
        ("通讯录", "sheet_without_rooms"),
        ("空", "sheet_empty"),
    ]


def test_a_file_that_is_no_ledger_is_refused_with_a_reason(tmp_path: Path) -> None:
    for name, data in {
        "a.xlsx": b"PK\x03\x04broken",
        "b.csv": b"",
        "c.xls": b"<html><table></table></html>",
        "d.csv": b"a,b\n1,2\n",
    }.items():
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(UnreadableLedger):
            dry_run("homes", path)
    with pytest.raises(UnknownKind):
        dry_run("cats", book(tmp_path, {"1栋": [TITLES, *homes_of("1")]}))
