"""Lists of fees, a row for every home, fee and month: layouts of invented offices, with the dirt of real ones."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.community.rules import HomeSpec
from estate.data import read, write
from estate.data.store import System
from estate.intake import records
from estate.intake.dry_run import dry_run
from estate.intake.fee_list_titles import field_of
from estate.intake.fee_periods import read_span
from tests.billing.place import owner, settle
from tests.intake.test_fee_pages import batch_of, decide, figures, hand_in, waiting
from tests.intake.test_fees import asked, book

Browser = TestClient[Any]
SignIn = Callable[[str], Browser]
BY = System("test")


def owed(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(a["room"], a["fee"], *a["period"], a["amount"]) for a in found["records"]["arrears"]]


def run(folder: Path, *rows: list[Any], sheet: str = "明细", name: str = "收费明细.xlsx") -> dict[str, Any]:
    return dry_run("fees", book(folder / name, {sheet: list(rows)}))


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("房屋", "room"), ("房间号", "room"), ("楼栋", "building"), ("业主姓名", "payer"), ("收费项目", "fee_item"),
        ("费用名称", "fee_item"), ("费用月份", "month"), ("所属年月", "month"), ("账期", "month"), ("年度", "year"),
        ("费用期间", "period"), ("计费起止时间", "period"), ("开始时间", "start"), ("结束时间", "end"),
        ("应收金额", "due"), ("应缴金额", "due"), ("实缴金额", "paid"), ("已收", "paid"), ("欠费金额", "owed"),
        ("未缴金额", "owed"), ("减免金额", "waived"), ("滞纳金", "fine"), ("缴费时间", "paid_on"),
        ("收款日期", "paid_on"), ("收据号", "receipt"), ("票据编号", "receipt"), ("缴费状态", "state"),
        ("是否缴清", "state"), ("应缴日期", "due_on"), ("到期日", "due_on"), ("收银员", None), ("缴费方式", None),
        ("单价", "price"), ("缴费周期", None), ("备注", "note"), ("Unit", "room"), ("Fee item", "fee_item"),
        ("Period", "period"), ("Amount due", "due"), ("Paid", "paid"), ("Balance", "owed"),
        ("Receipt no.", "receipt"), ("Payment date", "paid_on"), ("Due date", "due_on"),
    ],
)  # fmt: skip
def test_a_title_means_what_an_office_means_by_it(title: str, field: str | None) -> None:
    assert field_of(title) == field


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2024-03", date(2024, 3, 1), date(2024, 3, 31)), ("2024年3月", date(2024, 3, 1), date(2024, 3, 31)),
        ("202402", date(2024, 2, 1), date(2024, 2, 29)), (202402, date(2024, 2, 1), date(2024, 2, 29)),
        ("24年11月份", date(2024, 11, 1), date(2024, 11, 30)),
        (date(2024, 5, 1), date(2024, 5, 1), date(2024, 5, 31)), (45292, date(2024, 1, 1), date(2024, 1, 31)),
        ("3月", date(2023, 3, 1), date(2023, 3, 31)), (3, date(2023, 3, 1), date(2023, 3, 31)),
        ("2024年第一季度", date(2024, 1, 1), date(2024, 3, 31)), ("2024Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("二季度", date(2023, 4, 1), date(2023, 6, 30)), ("2024年下半年", date(2024, 7, 1), date(2024, 12, 31)),
        ("2024年度", date(2024, 1, 1), date(2024, 12, 31)), ("2024年1-3月", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024.1-2024.6", date(2024, 1, 1), date(2024, 6, 30)), ("2023-12-15至2024-01-14", date(2023, 12, 15), date(2024, 1, 14)),
    ],
)  # fmt: skip
def test_a_time_is_read_in_any_spelling(cell: Any, first: date, last: date) -> None:
    reading = read_span(cell, 2023)
    assert reading.value == (first, last), reading


@pytest.mark.parametrize(
    "cell",
    [
        "13月",
        "2024-13",
        "上个月",
        "2022-01至2024-01",
        "2024-06至2024-01",
        "2024-02-30至2024-03-01",
        "欠",
        True,
    ],
)
def test_a_time_that_cannot_be_is_asked(cell: Any) -> None:
    reading = read_span(cell, 2023)
    assert reading.value is None and reading.doubt


HEAD = ["序号", "房号", "业主", "收费项目", "费用月份", "应收", "实收", "缴费日期", "收据号"]


def test_months_of_several_fees_with_part_payments_and_doubled_rows(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        ["锦绣花园收费明细（截至2024年3月31日）"],
        HEAD,
        [1, "3栋2单元501", "张三", "物业费", "2024-01", 200, 200, "2024.1.5", "00123"],
        [2, "3-2-501", "张三", "物业费", "2024年2月", "200元", 80, date(2024, 2, 6), "00150"],
        [3, "3-2-501", "张三", "物业费", "202402", 200, 50, "2024-02-20", "00171"],
        [4, "3-2-501", "张三", "垃圾费", "2024-02", 10, None, None, None],
        [5, "３－２－５０２", "李四", "物业费", "2024-01", "￥１，２００", 1200, 45300, "00124"],
        [6, "3-2-502", "李四", "物业费", "2024-01", "￥１，２００", 1200, 45300, "00124"],
        [7, "3-2-502", "李四", "物业费", "2024-03", 200, "免", None, None],
        [8, "3-2-502", "李四", "物业费", "2024-04", 200, None, None, None],
        ["小计", None, None, None, None, 2210, 1530, None, None],
        ["制表：王五", None, None, None, None, None, None, None, None],
    )
    assert owed(found) == [
        ("3-2-501", "物业费", "2024-02-01", "2024-02-29", 7000),
        ("3-2-501", "垃圾费", "2024-02-01", "2024-02-29", 1000),
    ]
    assert asked(found) == []
    why = {one["row"]: one["reason"] for one in found["skipped"]}
    assert (why[8], why[10], why[11], why[12]) == ("repeated", "not_due", "total", "note")
    assert [(f["room"], f["fee"], f["due"]) for f in found["records"]["fees"]] == [
        ("3-2-501", "物业费", 20000),
        ("3-2-501", "垃圾费", 1000),
        ("3-2-502", "物业费", 120000),
    ]


def test_payments_from_day_to_day_as_another_system_exports_them(tmp_path: Path) -> None:
    head = [
        "房屋",
        "收费项目",
        "缴费周期",
        "开始时间",
        "结束时间",
        "缴费时间",
        "应缴金额",
        "实缴金额",
        "收银员",
        "备注",
    ]
    found = run(
        tmp_path,
        head,
        ["1-1-101", "物业费", 12, 45292, 45657, "2024-01-03", 2400, 2400, "小赵", None],
        ["1-1-102", "物业费", 3, "2024/1/1", "2024/3/31", "2024-01-08", 600, 400, "小赵", "分两次"],
        ["1-1-103", "物业费", 3, "2024-01-01", "2024-02-30", "2024-01-09", 600, 600, "小赵", None],
        ["1-1-104", "物业费", 36, "2024-01-01", "2026-12-31", "2024-01-09", 7200, 7200, "小赵", None],
        sheet="缴费历史",
    )
    assert owed(found) == [("1-1-102", "物业费", "2024-01-01", "2024-03-31", 20000)]
    assert asked(found) == [(4, "D", "date_impossible"), (5, "D", "period_long")]


def test_arrears_alone_with_their_due_days_and_a_word_for_their_state(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        ["2023年欠费明细表"],
        ["楼号", "单元", "室号", "费用名称", "所属期", "欠费金额", "到期日", "状态"],
        ["5幢", "1单元", "302", "物业服务费", "3月", 150.5, "2023-04-10", "未缴"],
        ["5幢", "1单元", "302", "物业服务费", "4月", "150.50", "2023-05-10", "未缴"],
        ["5幢", "1单元", "303", "物业服务费", "一季度", 300, "2023-04-10", "已缴"],
        ["5幢", "2单元", "303", "物业服务费", "2季度", 300, "2023-13-10", "未缴"],
        ["5幢", "2单元", "304", None, "5月", 300, None, "未缴"],
    )
    assert owed(found) == [
        ("5-1-302", "物业服务费", "2023-03-01", "2023-03-31", 15050),
        ("5-1-302", "物业服务费", "2023-04-01", "2023-04-30", 15050),
    ]
    assert [a["due_on"] for a in found["records"]["arrears"]] == ["2023-04-10", "2023-05-10"]
    assert asked(found) == [(6, "G", "date_impossible"), (7, "D", "fee_missing"), (5, "H", "state_differs")]


def test_what_does_not_add_up_is_asked_at_its_cell(tmp_path: Path) -> None:
    head = ["房号", "费项", "账期", "面积", "单价", "应收", "已收", "减免", "未收", "滞纳金"]
    found = run(
        tmp_path,
        ["（截止2024年2月）"],
        head,
        *([f"2-1-{n}01", "物业费", "2024-01", 100, 2, 200, 200, None, 0, None] for n in range(1, 7)),
        ["2-1-701", "物业费", "2024-01", 100, 2, 200, 100, 50, 80, None],
        ["2-1-801", "物业费", "2024-01", 100, 2, 2000, None, None, 2000, None],
        ["2-1-901", "物业费", "2024-01", 100, 2, 200, 450, None, None, None],
        ["2-1-1001", "物业费", "2024-01", 100, 2, 200, "面议", None, None, None],
        ["2-1-1101", "物业费", "2024-01", 100, 2, -200, None, None, None, None],
        ["2-1-1201", "装修押金", "2024-01", None, None, 2000, 2000, None, 0, None],
        ["2-1-1301", "物业费", "2024-02", 100, 2, 200, None, None, 200, 12.5],
        ["2-1-1401", "物业费", "不详", 100, 2, 200, None, None, 200, None],
    )
    assert sorted(asked(found), key=str) == sorted(
        [
            (9, "I", "arrears_differ"),
            (10, "F", "due_differs"),
            (11, "G", "paid_more"),
            (12, "G", "mark_unclear"),
            (13, "F", "amount_negative"),
            (14, "B", "fee_deposit"),
            (16, "C", "period_unreadable"),
            (2, "J", "fine_not_taken"),
        ],
        key=str,
    )
    assert owed(found) == [("2-1-1301", "物业费", "2024-02-01", "2024-02-29", 20000)]


def test_one_charge_in_rows_that_contradict_each_other_is_asked(tmp_path: Path) -> None:
    head = ["房号", "项目", "月份", "应收", "实收", "欠费"]
    found = run(
        tmp_path,
        ["截至2024年6月"],
        head,
        ["1-1-101", "物业费", "2024-05", 200, 100, 100],
        ["1-1-101", "物业费", "2024-05", 100, 60, 40],
        ["1-1-102", "物业费", "2024-05", 200, 100, None],
        ["1-1-102", "物业费", "2024-05", 200, 100, None],
        ["1-1-103", "物业费", "2024-05", 200, None, 200],
        ["1-1-103", "物业费", "2024-05", 180, None, 180],
    )
    assert owed(found) == [("1-1-101", "物业费", "2024-05-01", "2024-05-31", 4000)]
    assert [(row, kind) for row, _column, kind in asked(found)] == [
        (row, "charge_twice") for row in (5, 6, 7, 8)
    ]


def test_a_list_without_a_day_asks_for_its_last_month(tmp_path: Path) -> None:
    head = ["房号", "项目", "月份", "应收", "实收"]
    rows = [["1-1-101", "物业费", f"2024-0{n}", 200, 200 if n < 3 else None] for n in range(1, 6)]
    found = run(tmp_path, head, *rows)
    assert asked(found) == [(1, None, "last_month_unclear")] and found["flagged"][0]["proposal"] == "2024-02"
    assert owed(found) == []
    told = run(tmp_path, [*head, "缴费日期"], *([*row, "2024-05-20" if row[4] else None] for row in rows))
    assert len(owed(told)) == 3 and asked(told) == []


def test_a_home_that_stands_only_once_above_its_rows_is_asked_about_once(tmp_path: Path) -> None:
    head = ["房号", "项目", "月份", "应收", "实收"]
    rows: list[list[Any]] = []
    for n in range(1, 4):
        rows += [[f"1-1-{n}01", "物业费", "2024-01", 200, 200], [None, "物业费", "2024-02", 200, 0]]
    found = run(tmp_path, ["截至2024年2月"], head, *rows)
    assert asked(found) == [(2, "A", "room_once")] and owed(found) == []


def test_an_english_list_in_delimited_text(tmp_path: Path) -> None:
    file = tmp_path / "2024 fees.csv"
    file.write_text(
        "Unit,Owner,Fee item,Period,Amount due,Paid,Balance,Due date\n"
        "1-1-101,Li Lei,Management fee,2024-01,100.00,100.00,0.00,2024-01-31\n"
        '1-1-101,Li Lei,Management fee,2024-02,"1,100.00",,"1,100.00",2024-02-29\n'
        "1-1-102,Han Mei,Management fee,2024-01 to 2024-03,300,0,300,2024-03-31\n",
        "utf-8",
    )
    found = dry_run("fees", file)
    assert owed(found) == [
        ("1-1-101", "Management fee", "2024-02-01", "2024-02-29", 110000),
        ("1-1-102", "Management fee", "2024-01-01", "2024-03-31", 30000),
    ]
    assert asked(found) == []


# on the screens


@pytest.fixture
def manager(sign_in: SignIn) -> Browser:
    with write(BY) as tx:
        for room in ("501", "502", "503"):
            settle(tx, HomeSpec("3", "2", room, None, 10000), owner(f"业主{room}"))
    return sign_in("manager")


def test_a_list_and_a_wide_sheet_of_one_file_are_decided_and_brought_in(
    manager: Browser, tmp_path: Path
) -> None:
    listed: list[list[Any]] = [
        ["截至2024年3月"],
        [*HEAD, "应缴日期"],
        [1, "3-2-501", "业主501", "物业费", "2024-01", 200, None, None, None, "2024-01-15"],
        [2, "3-2-501", "业主501", "水费", "2024-01", 33.3, None, None, None, None],
        [3, "3-2-502", "业主502", "物业费", "元月", 200, None, None, None, None],
        [4, "3-2-503", "业主503", "物业费", "2024-02", 200, 100, None, None, None],
        [5, "3-2-503", "业主503", "物业费", "2024-02", 200, 100, None, None, None],
        ["合计", None, None, None, None, 833.3, 200, None, None, None],
    ]
    wide: list[list[Any]] = [
        ["2023年物业费（截至2023年3月）"],
        ["房号", "业主", "月应收", "1月", "2月", "3月"],
        ["3-2-501", "业主501", 200, 200, 200, "欠"],
    ]
    where = hand_in(manager, book(tmp_path / "all.xlsx", {"明细": listed, "2023": wide}))
    assert set(waiting(where)) == {"period_unreadable", "charge_twice"} and figures(where).enters == 3
    assert [(t.field, t.stated_fen, t.rows_fen) for t in figures(where).totals] == [
        ("due", 83330, 83330),
        ("paid", 20000, 20000),
    ]
    wrong = decide(manager, where, "period_unreadable", "value", "年初")
    assert wrong.status_code == 422 and "From when to when is not clear" in wrong.text
    assert decide(manager, where, "period_unreadable", "value", "2024-01").status_code == 200
    assert decide(manager, where, "charge_twice", "both").status_code == 200
    assert waiting(where) == {} and figures(where).enters == 4
    assert {(i.name, i.new, i.charges) for i in figures(where).items} == {
        ("物业费", True, 3),
        ("水费", True, 1),
    }
    done = manager.post(f"{where}/commit")
    assert done.status_code == 200 and "Brought in by" in done.text
    with read() as db:
        kept = db.tuples(
            """
            SELECT h.room, c.fee_item_name, c.period_from, c.due_on, c.amount_fen
              FROM charges AS c JOIN homes AS h ON h.id = c.home_id ORDER BY h.sort, c.period_from, c.fee_item_name
            """
        )
    assert kept == [
        ("501", "物业费", "2023-03-01", "2023-03-31", 20000),
        ("501", "水费", "2024-01-01", "2024-01-31", 3330),
        ("501", "物业费", "2024-01-01", "2024-01-15", 20000),
        ("502", "物业费", "2024-01-01", "2024-01-31", 20000),
    ]


def test_homes_are_carried_down_where_a_person_says_so(manager: Browser, tmp_path: Path) -> None:
    rows: list[list[Any]] = [["截至2024年2月"], ["房号", "项目", "月份", "应收", "实收"]]
    for room in ("501", "502", "503"):
        rows += [[f"3-2-{room}", "物业费", "2024-01", 200, 200], [None, "物业费", "2024-02", 200, 0]]
    where = hand_in(manager, book(tmp_path / "a.xlsx", {"明细": rows}))
    assert figures(where).enters == 0
    assert "Yes, carry it down" in manager.get(f"{where}/doubts").text
    assert decide(manager, where, "room_once", "proposal").status_code == 200
    assert waiting(where) == {} and figures(where).enters == 3


def test_a_column_of_a_list_is_corrected_by_hand(manager: Browser, tmp_path: Path) -> None:
    rows: list[list[Any]] = [["房号", "啥费", "啥时候", "应收", "实收"]]
    rows += [[f"3-2-{room}", "物业费", "2024-01", 200, 0] for room in ("501", "502", "503")]
    fine = [["房号", "项目", "月份", "应收"], ["3-2-501", "垃圾费", "2024-01", 10]]
    where = hand_in(manager, book(tmp_path / "a.xlsx", {"一": rows, "二": fine}))
    assert figures(where).enters == 1
    posted = {"sheet": "一", "header_row": "1", "col-B": "fee_item", "col-C": "month"}
    posted |= {"col-A": "room", "col-D": "due", "col-E": "paid"}
    manager.post(f"{where}/columns", data=posted)
    assert figures(where).enters == 4
    with read() as db:
        batch = records.batch(db, batch_of(where))
    assert batch and batch.mapping["一"].columns["C"] == "month"


def test_one_answer_serves_every_row_of_a_home(manager: Browser, tmp_path: Path) -> None:
    rows: list[list[Any]] = [["截至2024年6月"], HEAD]
    rows += [[n, "3-2-999", "某人", "物业费", f"2024-0{n}", 200, None, None, None] for n in range(1, 5)]
    rows += [[9, "3-2-888", "某人", "物业费", "2024-01", 200, None, None, None]]
    rows += [[n, "3-2-501", "前业主", "物业费", f"2024-0{n}", 200, None, None, None] for n in range(1, 4)]
    where = hand_in(manager, book(tmp_path / "a.xlsx", {"明细": rows}))
    assert "for 3 other rows written like this" in manager.get(f"{where}/doubts").text
    with read() as db:
        first = records.doubts(db, batch_of(where), kind="room_unknown")[0]
        other = records.doubts(db, batch_of(where), kind="payer_differs")[0]
    answer = {"choice": "value", "typed": "3-2-502", "alike": "1"}
    manager.post(f"{where}/doubts/{first.id}", data=answer)
    manager.post(f"{where}/doubts/{other.id}", data={"choice": "keep", "alike": "1"})
    with read() as db:
        left = records.doubts(db, batch_of(where), state="waiting")
    assert [(d.kind, d.raw) for d in left if d.kind in ("room_unknown", "payer_differs") and d.row == 7] == [
        ("room_unknown", "3-2-888")
    ]
    assert figures(where).enters == 3
