"""Offices the engine has never seen: every layout with every fault, scored like the public ledgers."""

import io
import json
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from estate.intake.dry_run import dry_run
from tests.intake import score
from tests.intake.faults import EVERYWHERE, WITH_IDS
from tests.intake.offices import Style, make, write

STYLES = [
    Style(
        "one sheet for all buildings, building and unit columns",
        [
            ("seq", "编号"),
            ("building", "栋号"),
            ("unit", "单元号"),
            ("room", "房间"),
            ("floor", "所在楼层"),
            ("name", "产权人"),
            ("id_no", "证件号码"),
            ("phone", "联系方式"),
            ("area", "产权面积（平方米）"),
            ("layout", "房型"),
            ("handover", "接房时间"),
            ("note", "其他说明"),
        ],
        lambda b, u, n: int(n),
        one_sheet="业主资料",
        before=("绿城物业服务中心 住户登记表", "统计截至 2024 年 9 月"),
    ),
    Style(
        "letters for buildings, full codes, no unit column",
        [
            ("room", "房屋编号"),
            ("name", "业主名称"),
            ("phone", "手机号码"),
            ("area", "建筑面积/㎡"),
            ("handover", "收楼日期"),
            ("family", "同住人员"),
            ("note", "备考"),
        ],
        lambda b, u, n: f"{b}-{u}-{n}",
        buildings=("A", "B", "C"),
        sheet="{}座".format,
        total="总 计",
    ),
    Style(
        "two rows of header with groups",
        [
            ("seq", "序号"),
            ("room", "门牌号"),
            ("area", "建筑"),
            ("layout", "结构"),
            ("name", "姓名"),
            ("id_no", "身份证"),
            ("phone", "电话"),
            ("handover", "交楼时间"),
            ("note", "备注"),
        ],
        lambda b, u, n: f"{b}幢{u}单元{n}室",
        sheet="第{}幢".format,
        before=("房屋及产权人登记册",),
        groups=((2, 3, "房屋面积及户型"), (4, 6, "产权人信息")),
    ),
    Style(
        "GBK text with full codes",
        [
            ("room", "房号"),
            ("name", "业主"),
            ("id_no", "身份证号"),
            ("phone", "电话"),
            ("area", "面积"),
            ("handover", "交付时间"),
            ("note", "备注"),
        ],
        lambda b, u, n: f"{b}#{u}-{n}",
        one_sheet="",
        suffix=".csv",
        area=lambda a: f"{a:.2f}",
        handover=lambda d: f"{d.year}/{d.month}/{d.day}",
        total=None,
    ),
    Style(
        "UTF-8 with semicolons, decimal commas and English titles",
        [
            ("building", "Building"),
            ("unit", "Entrance"),
            ("room", "Unit No."),
            ("area", "Area (sqm)"),
            ("name", "Full name"),
            ("phone", "Mobile"),
            ("handover", "Handover date"),
        ],
        lambda b, u, n: n,
        one_sheet="",
        suffix=".csv",
        encoding="utf-8-sig",
        delimiter=";",
        area=lambda a: f"{a:.2f}".replace(".", ","),
        handover=lambda d: d.isoformat(),
        building="Building {}".format,
        unit="{}".format,
        total=None,
    ),
    Style(
        "an old workbook that counts days from 1904",
        [
            ("room", "房号"),
            ("name", "户主姓名"),
            ("phone", "联系电话"),
            ("id_no", "身份证件号"),
            ("area", "建面㎡"),
            ("handover", "交房日"),
            ("layout", "户型结构"),
        ],
        lambda b, u, n: f"{b}-{u}-{n}",
        suffix=".xls",
        epoch_1904=True,
        sheet="{}号楼".format,
    ),
    Style(
        "Chinese numerals, hidden columns and a new workbook from 1904",
        [
            ("unit", "单元"),
            ("room", "室号"),
            ("name", "业主姓名"),
            ("phone", "电话号码"),
            ("area", "收费面积"),
            ("handover", "交钥匙日期"),
            ("family", "家属"),
            ("note", "说明"),
        ],
        lambda b, u, n: n + "室",
        sheet=lambda b: "一二三"[int(b) - 1] + "号楼",
        unit=lambda u: "一二三"[int(u) - 1] + "单元",
        epoch_1904=True,
        hidden_column="E",
    ),
    Style(
        "buildings without units",
        [
            ("room", "房号"),
            ("name", "业主"),
            ("phone", "业主电话"),
            ("area", "房屋面积"),
            ("handover", "领房日期"),
            ("note", "备注"),
        ],
        lambda b, u, n: f"{b}栋{n}",
        one_sheet="明细",
        entrances=1,
        buildings=("11", "12", "15"),
    ),
    Style(
        "a number for each sheet and nothing else",
        [
            ("seq", "序"),
            ("unit", "梯号"),
            ("room", "房"),
            ("phone", "业主手机"),
            ("name", "买受人"),
            ("area", "套建筑面积"),
            ("handover", "收房时间"),
        ],
        lambda b, u, n: n,
        sheet="{}".format,
        unit="{}".format,
        before=("花名册",),
    ),
    Style(
        "storeys in a column and only the place on them as the room",
        [
            ("building", "幢"),
            ("unit", "单元编号"),
            ("floor", "层"),
            ("room", "房号"),
            ("name", "权利人"),
            ("phone", "移动电话"),
            ("area", "实测面积"),
            ("handover", "交付时间"),
            ("note", "情况说明"),
        ],
        lambda b, u, n: n[-2:],
        one_sheet="房屋",
        total="共288户",
    ),
    Style(
        "a letter before every room, buildings without units",
        [
            ("room", "房间"),
            ("area", "面积"),
            ("name", "客户名称"),
            ("phone", "联系号码"),
            ("id_no", "证件编号"),
            ("handover", "入伙日期"),
            ("note", "备注"),
        ],
        lambda b, u, n: f"{b}{n}",
        buildings=("A", "B", "E"),
        sheet="{}座".format,
        entrances=1,
        total="本栋共48户",
    ),
]


@pytest.mark.parametrize("style", STYLES, ids=[s.name for s in STYLES])
@pytest.mark.parametrize("seed", [1, 2])
def test_an_unknown_office_is_read_without_a_silent_mistake(style: Style, seed: int, tmp_path: Path) -> None:
    faults = {**EVERYWHERE, **(WITH_IDS if "id_no" in [f for f, _ in style.columns] else {})}
    full = [s for s in STYLES if any(f == "unit" for f, _ in s.columns) or s.entrances == 1]
    if style in full:
        faults.pop("room_as_date")
        faults.pop("room_spelling")
    office = make(style, seed, faults)
    path = write(office, tmp_path / "office")
    out = tmp_path / "out.json"
    out.write_text(json.dumps(dry_run("homes", path), ensure_ascii=False), "utf-8")
    said = io.StringIO()
    with redirect_stdout(said), pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "sys.argv",
            [
                "score.py",
                str(path.parent / "truth.json"),
                str(out),
                "--min-fixed",
                "1",
                "--min-flagged",
                "1",
                "--max-false",
                "0",
            ],
        )
        status = score.main()
    assert status == 0, said.getvalue()
