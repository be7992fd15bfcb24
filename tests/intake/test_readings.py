"""Reading ledgers: scored as the outside scorer does it, other offices' layouts, and what is brought in."""

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from estate.community import actions as community
from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.data.store import System
from estate.intake.command import bring_in, summary
from estate.intake.dry_run import dry_run
from estate.intake.meter_titles import field_of
from estate.refusal import Refused
from tests.intake import score

LEDGERS = Path(__file__).parent / "ledgers"
BY = System("test")


@pytest.mark.parametrize("homes", ["房产业主台账.xlsx", ""])
@pytest.mark.parametrize("name", ["guihua", "jinxiu"])
def test_a_public_ledger_is_read_to_the_last_cell(name: str, homes: str, tmp_path: Path) -> None:
    folder, out, said = LEDGERS / name, tmp_path / "out.json", io.StringIO()
    found = dry_run("readings", folder / "抄表.csv", folder / homes if homes else None)
    out.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    argv = [
        "score.py",
        str(folder / "抄表.truth.json"),
        str(out),
        "--min-fixed",
        "0.98",
        "--min-flagged",
        "0.98",
    ]
    with redirect_stdout(said), pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", argv)
        status = score.main()
    assert status == 0, said.getvalue()
    assert "silently_wrong 0" in said.getvalue().splitlines()[-1]


def book(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def meters(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(m["room"], m["mtype"], m["prev"], m["curr"], m["usage"]) for m in found["records"]["meters"]]


def test_another_offices_workbook_with_a_sheet_for_each_kind_and_building_columns(tmp_path: Path) -> None:
    file = book(
        tmp_path / "2026年10月抄表.xlsx",
        {
            "水": [
                ["阳光花园 2026年10月水表抄表记录"],
                ["楼栋", "单元", "房号", "表号", "上月行度", "本月行度", "实用吨数", "抄表时间"],
                ["3栋", "2单元", "501", "A-1", 170, 195.5, 25.5, "2026-10-28"],
                ["3栋", "2单元", "502", "A-2", "1,204", "1,216", None, "10月底"],
                ["合计", None, None, None, None, None, 37.5, None],
            ],
            "电": [
                ["房间", "起码", "止码", "倍率", "用电量", "抄表日期"],
                ["3-2-501", 287, 315, 40, 1120, "2026-10-28"],
                ["3-2-502", 300, 310, 1, 11, "2026-10-28"],
            ],
            "说明": [["每月28日抄表"]],
        },
    )
    found = dry_run("readings", file)
    assert meters(found) == [
        ("3-2-501", "water", 170, "195.5", "25.5"),
        ("3-2-502", "water", 1204, 1216, 12),
        ("3-2-501", "electricity", 287, 315, 1120),
        ("3-2-502", "electricity", 300, 310, 10),
    ]
    assert [(one["sheet"], one["row"], one["column"], one["kind"]) for one in found["flagged"]] == [
        ("水", 4, "H", "date_unreadable"),
        ("电", 3, "E", "usage_differs"),
    ]
    assert ("水", 5, "total") in [(one["sheet"], one["row"], one["reason"]) for one in found["skipped"]]


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("上期读数", "prev"), ("上次抄表日期", "prev_date"), ("本期止码", "curr"), ("当前读数", "curr"), ("水表编号", "meter_no"),
        ("抄表员", "reader"), ("Current Reading", "curr"), ("Previous reading", "prev"), ("应收金额(元)", None), ("单价", None),
        ("表类型", "mtype"), ("用水量（m³）", "usage"), ("业主姓名", "name"),
    ],
)  # fmt: skip
def test_a_title_means_what_an_office_means_by_it(title: str, field: str | None) -> None:
    assert field_of(title) == field


def test_what_is_no_reading_ledger_is_refused_in_one_line(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("名称,数量\n灯泡,3\n", "utf-8")
    with pytest.raises(Refused, match="No table of readings"):
        bring_in("readings", file, BY)


def ledger(tmp_path: Path, *rows: str, name: str = "抄表.csv") -> Path:
    file = tmp_path / name
    file.write_bytes("\r\n".join(["房号,类型,表号,上期读数,本期读数,抄表日期,备注", *rows]).encode("gbk"))
    return file


@pytest.fixture
def homes(store: Store) -> None:
    with write(BY) as tx:
        community.add_homes(tx, [HomeSpec("3", "2", room, 5, 8976) for room in ("501", "502")])


def kept() -> list[tuple[Any, ...]]:
    with read() as db:
        return db.tuples(
            """
            SELECT h.code, m.kind, m.number, r.read_on, r.kind, r.value_e3 / 1000 FROM readings AS r
              JOIN meters AS m ON m.id = r.meter_id JOIN homes AS h ON h.id = m.home_id ORDER BY m.id, r.read_on
            """
        )


@pytest.mark.usefixtures("homes")
def test_clean_rows_are_brought_in_and_the_rest_waits(tmp_path: Path) -> None:
    file = ledger(
        tmp_path,
        "3#2-501,水表,W1,170,195,2026.9.28,",
        "3-2-502,水表,W2,300,12,2026-09-28,",
        "3-2-777,水表,W3,5,9,2026-09-28,",
    )
    report = bring_in("readings", file, BY)
    assert report["committed"] == {"meters": 1, "readings": 1, "unusual": 0}
    assert [(one["row"], one["kind"]) for one in report["waiting"]] == [
        (3, "meter_lower"),
        (4, "room_unknown"),
    ]
    assert kept() == [
        ("3-2-501", "water", "W1", "2026-08-31", "initial", 170),
        ("3-2-501", "water", "W1", "2026-09-28", "actual", 195),
    ]
    assert "1 readings" in summary(report)[0]


@pytest.mark.usefixtures("homes")
def test_the_same_file_again_changes_nothing_and_the_next_months_goes_on(tmp_path: Path) -> None:
    file = ledger(tmp_path, "3-2-501,水表,W1,170,195,2026-09-28,")
    bring_in("readings", file, BY)
    again = bring_in("readings", file, BY)
    assert again["already"] and again["committed"]["readings"] == 0
    october = ledger(tmp_path, "3-2-501,水表,W1,195,220,2026-10-28,", name="10.csv")
    assert bring_in("readings", october, BY)["committed"] == {"meters": 0, "readings": 1, "unusual": 0}
    assert len(kept()) == 3


@pytest.mark.usefixtures("homes")
def test_a_row_that_does_not_continue_what_is_known_waits(tmp_path: Path) -> None:
    bring_in("readings", ledger(tmp_path, "3-2-501,水表,W1,170,195,2026-09-28,"), BY)
    for row, kind in (
        ("3-2-501,水表,W1,190,220,2026-10-28,", "prev_differs"),
        ("3-2-501,水表,W1,170,196,2026-09-28,", "read_otherwise"),
        ("3-2-501,水表,W1,195,220,,", "date_missing"),
    ):
        report = bring_in("readings", ledger(tmp_path, row, name="b.csv"), BY)
        assert [one["kind"] for one in report["waiting"]] == [kind]
    assert len(kept()) == 2
