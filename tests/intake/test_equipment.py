"""Registers of equipment: scored as the outside scorer does it, and other offices' layouts with their dirt."""

import io
import json
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from estate.data import Store
from estate.data.store import System
from estate.intake.command import bring_in
from estate.intake.dates import Day
from estate.intake.dry_run import dry_run
from estate.intake.equipment_cycles import Cycle, read_cycle, read_life
from estate.intake.equipment_rows import read_equipment
from estate.intake.equipment_titles import field_of
from estate.intake.equipment_words import state_of
from estate.intake.workbook import UnreadableLedger
from estate.refusal import Refused
from tests.intake import score
from tests.intake.test_fees import asked, book

LEDGERS = Path(__file__).parent / "ledgers"


@pytest.mark.parametrize("name", ["guihua", "jinxiu"])
def test_a_public_register_is_read_to_the_last_cell(name: str, tmp_path: Path) -> None:
    folder, out, said = LEDGERS / name, tmp_path / "out.json", io.StringIO()
    out.write_text(json.dumps(dry_run("equipment", folder / "设备台账.xlsx"), ensure_ascii=False), "utf-8")
    words = ["score.py", str(folder / "设备.truth.json"), str(out), "--min-fixed", "1", "--min-flagged", "1"]
    with redirect_stdout(said), pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", words)
        status = score.main()
    assert status == 0, said.getvalue()
    assert "silently_wrong 0 false_alarms 0" in said.getvalue().splitlines()[-1]


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("设备编号", "code"), ("编码", "code"), ("出厂编号", "serial_no"), ("注册代码", "registration_no"),
        ("设备名称", "ename"), ("名称", "ename"), ("类别", "category"), ("规格型号", "model"), ("品牌", "brand"),
        ("生产厂家", "brand"), ("安装位置", "location"), ("数量（台）", "quantity"), ("启用日期", "install"),
        ("安装日期", "install"), ("设计使用年限", "life"), ("上次维保日期", "last_maint"), ("最近一次保养时间", "last_maint"),
        ("下次保养日期", "next_maint"), ("维保周期", "cycle"), ("保养频次", "cycle"), ("上次年检", "last_inspection"),
        ("年检日期", "last_inspection"), ("下次检验日期", "next_inspection"), ("维保单位", "vendor"), ("维保电话", "vendor_phone"),
        ("设备状态", "state"), ("责任人", "keeper"), ("备注", "note"), ("原值", None), ("出厂日期", None),
        ("Equipment No.", "code"), ("Name", "ename"), ("Last service", "last_maint"), ("Service interval", "cycle"),
    ],
)  # fmt: skip
def test_a_title_means_what_an_office_means_by_it(title: str, field: str | None) -> None:
    assert field_of(title) == field


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("15天", "P15D"), ("半月", "P15D"), ("每半个月", "P15D"), ("每周", "P7D"), ("每月", "P1M"), ("1个月", "P1M"),
        ("每月一次", "P1M"), ("一月1次", "P1M"), ("季度", "P3M"), ("每季", "P3M"), ("3个月", "P3M"), ("三个月", "P3M"),
        ("半年", "P6M"), ("每半年一次", "P6M"), ("每年一次", "P12M"), ("年", "P12M"), ("两年", "P24M"), ("１２个月", "P12M"),
        ("monthly", "P1M"), ("每日", "P1D"), ("6 months", "P6M"),
    ],
)  # fmt: skip
def test_how_often_something_is_serviced(cell: Any, iso: str) -> None:
    reading = read_cycle(cell)
    assert reading.value and reading.value.iso() == iso


@pytest.mark.parametrize("cell", ["按需", "每月两次", "0个月", "999天", "30", 30, "第3季度后"])
def test_a_cycle_that_is_not_clear_is_asked(cell: Any) -> None:
    assert read_cycle(cell).value is None and read_cycle(cell).doubt


def test_a_bare_number_is_of_the_unit_in_its_columns_title() -> None:
    assert read_cycle(3.0, "月").value == Cycle(3, 0) and read_cycle("15", "天").value == Cycle(0, 15)
    assert read_life(180, "月").value == 15


@pytest.mark.parametrize(
    ("cell", "years"),
    [
        ("20年", 20), ("八年", 8), (15.0, 15), ("十五", 15), ("120个月", 10), ("约10年", None), ("长期", None),
        (0, None), (250, None),
    ],
)  # fmt: skip
def test_for_how_long_something_lasts(cell: Any, years: int | None) -> None:
    reading = read_life(cell)
    assert reading.value == years and (reading.doubt is None) == (years is not None)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("正常", "in_use"),
        ("运行良好", "in_use"),
        ("不正常", "repair"),
        ("待修", "repair"),
        ("停用", "stopped"),
        ("未启用", "stopped"),
        ("备用", "standby"),
        ("已报废", "scrapped"),
        ("见附件", None),
    ],
)
def test_the_state_of_equipment(words: str, state: str | None) -> None:
    assert state_of(words) == state


def test_pieces_under_headings_of_their_systems_with_a_header_of_two_rows(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["某某花园设备一览表"],
        ["编号", "设备名称", "型号", "安装位置", "启用日期", "数量", "保养", None, "状态"],
        [None, None, None, None, None, None, "周期（月）", "上次保养日期", None],
        ["一、电梯系统"],
        ["DT-01", "客梯", "GVX-1000", "1栋1单元", "2015.6.1", "2台", 1, "2024-05-12", "正常"],
        ["DT-02", "客梯", "〃", "1栋2单元", "2015年6月", 1, "半月", "24/5/12", "在用"],
        ["二、消防"],
        ["XF-01", "消防泵", 631, "地下室", "2016-01-01", 2, 3, "2015-05-12", "备用"],
        ["ＸＦ-02 ", "喷淋泵", "XBD", "地下室", 42370, "两台", 3, "2099-01-01", "？"],
        ["合计", None, None, None, None, 7],
    ]
    file = book(tmp_path / "设备.xlsx", {"Sheet1": rows}, "G2:H2")
    found = dry_run("equipment", file)
    names = ("code", "category", "model", "install", "quantity", "cycle", "last_maint", "state")
    assert [tuple(e[name] for name in names) for e in found["records"]["equipment"]] == [
        ("DT-01", "电梯系统", "GVX-1000", "2015-06-01", 2, "P1M", "2024-05-12", "in_use"),
        ("DT-02", "电梯系统", "GVX-1000", "2015-06", 1, "P15D", "2024-05-12", "in_use"),
        ("XF-01", "消防", "631", "2016-01-01", 2, "P3M", None, "standby"),
        ("XF-02", "消防", "XBD", "2016-01-01", 2, "P3M", None, None),
    ]
    assert asked(found) == [
        (8, "H", "date_before_install"),
        (9, "H", "date_to_come"),
        (9, "I", "state_unclear"),
    ]


def test_a_sheet_for_every_system_and_codes_that_stand_twice(tmp_path: Path) -> None:
    head = ["设备编号", "名称", "规格", "位置", "年检日期", "下次年检日期", "维保单位", "维保电话"]
    sheets: dict[str, list[list[Any]]] = {
        "电梯": [head, ["DT1", "货梯", "K1", "东门", "2024-03-01", "2025-03-01", "通力", "0571-88886666"]],
        "供配电设备": [
            head,
            ["DT1", "变压器", "SCB10", "机房", None, None, "自修", None],
            [None, "配电柜", "GGD", "机房"],
        ],
        "说明": [["请勿修改"]],
    }
    file = book(tmp_path / "设备.xlsx", sheets)
    found = dry_run("equipment", file)
    assert [e["category"] for e in found["records"]["equipment"]] == ["电梯", "供配电", "供配电"]
    assert sorted(asked(found), key=str) == [
        (2, "A", "code_twice"),
        (2, "A", "code_twice"),
        (3, "A", "code_missing"),
    ]
    assert read_equipment(file).clear == []


def test_a_clear_row_is_ready_for_the_register(tmp_path: Path) -> None:
    told: dict[str, Any] = {
        "编号": "D1", "名称": "客梯", "类别": "电梯", "型号": "G1", "品牌": "迅达", "出厂编号": 20150601, "注册代码": "3110",
        "位置": "1栋", "启用日期": "2015-06", "年限": 15, "周期": "15天", "上次维保": "2024-05-12", "电话": "13812345678",
        "责任人": "老王",
    }  # fmt: skip
    head, row = list(told), list(told.values())
    piece = read_equipment(book(tmp_path / "e.xlsx", {"台账": [head, row]})).clear[0]
    assert (piece.code, piece.name, piece.brand, piece.serial_no) == ("D1", "客梯", "迅达", "20150601")
    assert piece.installed == Day(date(2015, 6, 1), by_month=True) and piece.life_years == 15
    assert piece.cycle == Cycle(0, 15) and piece.last_service == Day(date(2024, 5, 12))
    assert piece.vendor_phones == ("13812345678",) and piece.keeper == "老王" and not piece.doubtful


def test_what_is_no_register_is_refused_in_one_line(store: Store, tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", {"A": [["名称", "数量"], ["灯泡", 3]]})
    with pytest.raises(UnreadableLedger, match="No table of equipment"):
        dry_run("equipment", file)
    with pytest.raises(Refused, match="No table of equipment"):
        bring_in("equipment", file, System("test"))
