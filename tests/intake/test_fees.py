"""Fee ledgers: scored as the outside scorer does it, other offices' layouts, and arrears that are brought in."""

import io
import json
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from estate.__main__ import main
from estate.billing import actions_charges, actions_items
from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.data.store import System
from estate.intake.command import bring_in, summary
from estate.intake.dry_run import dry_run
from estate.intake.fee_legend import read_as_of, read_legend
from estate.intake.fee_marks import Mark, read_mark
from estate.intake.fee_titles import field_of, month_in
from estate.intake.workbook import UnreadableLedger
from estate.refusal import Refused
from tests.billing.place import owner, settle
from tests.intake import score

LEDGERS = Path(__file__).parent / "ledgers"
BY = System("test")
TITLE = "桂花苑2024年物业费收缴台账（截至2024年3月）　注：✓=已收，欠/空白=未收，免=免收，半价=减半且已收"


@pytest.mark.parametrize("homes", ["房产业主台账.xlsx", ""])
@pytest.mark.parametrize("name", ["guihua", "jinxiu"])
def test_a_public_ledger_is_read_to_the_last_cell(name: str, homes: str, tmp_path: Path) -> None:
    folder, out, said = LEDGERS / name, tmp_path / "out.json", io.StringIO()
    found = dry_run("fees", folder / "收费台账.xlsx", folder / homes if homes else None)
    out.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    least = ["--min-fixed", "0.98", "--min-flagged", "0.98"]
    with redirect_stdout(said), pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["score.py", str(folder / "收费.truth.json"), str(out), *least])
        status = score.main()
    assert status == 0, said.getvalue()
    assert "silently_wrong 0" in said.getvalue().splitlines()[-1]


def book(path: Path, sheets: dict[str, list[list[Any]]], *merges: str) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for span in merges:
            sheet.merge_cells(span)
    made.save(path)
    return path


def owed(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(a["room"], a["month"], a["amount"]) for a in found["records"]["arrears"]]


def asked(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(one["row"], one["column"], one["kind"]) for one in found["flagged"]]


@pytest.mark.parametrize(
    ("cell", "kind", "fen"),
    [
        (None, "blank", None), ("✓", "paid", None), ("√（微信）", "paid", None), ("已 缴", "paid", None), ("欠", "owed", None),
        ("免", "waived", None), ("半价", "half_paid", None), ("减半", "half", None), (60.0, "amount", 6000),
        ("269.78", "amount", 26978), ("￥１，２００元", "amount", 120000), ("欠50", "owed_amount", 5000),
        ("已交40", "amount", 4000), ("2024.3.5", "paid", None), ("3月5日", "paid", None), (True, "paid", None),
        ("见备注", "unclear", None), ("/", "unclear", None), (-5, "unclear", None),
    ],
)  # fmt: skip
def test_what_a_months_cell_says(cell: Any, kind: str, fen: int | None) -> None:
    mark = read_mark(cell, read_legend([TITLE]))
    assert (mark.kind, mark.fen) == (kind, fen)


def test_the_ledgers_own_legend_goes_before_the_usual_meaning() -> None:
    legend = read_legend(["说明：× 表示已交，○为未收；空格=免收"])
    assert [read_mark(sign, legend) for sign in ("×", "○")] == [
        Mark("paid", spelled=True),
        Mark("owed", spelled=True),
    ]
    assert legend[""] == "waived"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("（截至2024年9月）", date(2024, 9, 30)), ("截止日期：2024.10.15", date(2024, 10, 15)), ("截至2月底", date(2024, 2, 29)),
        ("as of 2024-09-30", date(2024, 9, 30)), ("制表：李", None),
    ],
)  # fmt: skip
def test_the_day_that_a_ledger_is_of(text: str, day: date | None) -> None:
    found = read_as_of([text], 2024)
    assert (found[0] if found else None) == day


@pytest.mark.parametrize(
    ("title", "means"),
    [
        ("1月", (None, 1, "")), ("十二月份", (None, 12, "")), ("2024年1月", (2024, 1, "")), ("24年3月", (2024, 3, "")),
        ("2024-01", (2024, 1, "")), ("202412", (2024, 12, "")), ("Feb-24", (2024, 2, "")), ("1月应收", (None, 1, "应收")),
        (date(2024, 5, 1), (2024, 5, "")), ("1-3月", None), ("一季度", None), ("欠费月数", None), ("13月", None),
    ],
)  # fmt: skip
def test_a_columns_title_names_a_month(title: Any, means: tuple[Any, ...] | None) -> None:
    assert month_in(title) == means


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("应收/月", "due"), ("月物业费", "due"), ("应缴金额(元/月)", "due"), ("年应收", "due_long"), ("单价(元/㎡·月)", "price"),
        ("收费标准", "price"), ("欠费合计", "total"), ("未缴总额", "total"), ("往年欠费", "prior"), ("欠费月数", None),
        ("实收合计", "paid_total"), ("缴费日期", None), ("合计", None), ("建筑面积(㎡)", "area"), ("业主姓名", "payer"),
        ("Balance due", "total"), ("Unit", "room"),
    ],
)  # fmt: skip
def test_a_title_means_what_an_office_means_by_it(title: str, field: str | None) -> None:
    assert field_of(title) == field


def test_a_header_of_two_rows_with_due_and_paid_under_each_month(tmp_path: Path) -> None:
    file = book(
        tmp_path / "收费.xlsx",
        {
            "3号楼": [
                ["物业费收缴表"],
                ["单元", "房号", "业主", "面积", "标准", "2024年1月", None, "2024年2月", None],
                [None, None, None, None, None, "应收", "实收", "应收", "实收"],
                ["1单元", 501, "张三", 100, 2, 200, 200, 200, None],
                ["2单元", 501, "李四", 80, 2, 160, 100, 160, "√"],
                ["合计", None, None, None, None, 360],
            ]
        },
        *("F2:G2", "H2:I2", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3"),
    )
    found = dry_run("fees", file)
    assert [(f["room"], f["due"]) for f in found["records"]["fees"]] == [
        ("3-1-501", 20000),
        ("3-2-501", 16000),
    ]
    assert owed(found) == [("3-1-501", "2024-02", 20000), ("3-2-501", "2024-01", 6000)]
    assert asked(found) == []


def test_bare_numbers_as_months_and_a_sum_paid_for_several(tmp_path: Path) -> None:
    file = book(
        tmp_path / "2023.xlsx",
        {
            "A": [
                ["房间", "月应收", 1, 2, 3, 4, 5, 6, "欠费"],
                ["1-1-101", 100, 600, None, None, None, None, None, 0],
                ["1-1-102", 100, None, None, 300, 100, None, None, 0],
                ["1-1-103", 100, None, 100, 300, 100, None, None, None],
                ["1-1-104", 100, "/", 100, 100, 100, None, None, 0],
                ["1-1-105", 100, "/", 100, 100, 100, None, None, None],
            ]
        },
    )
    found = dry_run("fees", file)
    assert found["as_of"] == {"A": "2023-04-30"}
    assert owed(found) == [("1-1-103", "2023-01", 10000)]
    assert asked(found) == [(4, "E", "paid_more"), (6, "C", "mark_unclear")]


def test_where_the_amounts_are_what_is_owed_an_empty_cell_owes_nothing(tmp_path: Path) -> None:
    rows = [
        ["房号", "1月", "2月", "3月", "欠费合计"],
        ["2-1-101", None, 50, 50.5, 100.5],
        ["2-1-102", 20, None, "免", 20],
    ]
    found = dry_run("fees", book(tmp_path / "b.xlsx", {"2024": [["2024年物业费欠费明细"], *rows]}))
    assert owed(found) == [
        ("2-1-101", "2024-02", 5000),
        ("2-1-101", "2024-03", 5050),
        ("2-1-102", "2024-01", 2000),
    ]


def test_without_a_day_the_totals_tell_up_to_which_month_or_a_person_does(tmp_path: Path) -> None:
    header = ["房号", "月应收", "1月", "2月", "3月", "4月", "欠费合计"]
    rows = [[f"1-1-{n}01", 200, 200, 200, None, None, 200] for n in range(1, 5)]
    found = dry_run("fees", book(tmp_path / "2022.xlsx", {"A": [header, *rows]}))
    assert found["as_of"] == {"A": "2022-03-31"}
    assert owed(found) == [(f"1-1-{n}01", "2022-03", 20000) for n in range(1, 5)]
    assert asked(found) == []
    silent = [row[:-1] for row in rows]
    found = dry_run("fees", book(tmp_path / "2023.xlsx", {"A": [header[:-1], *silent]}))
    assert found["as_of"] == {"A": "2023-02-28"} and owed(found) == []
    assert asked(found) == [(1, None, "last_month_unclear")]


def test_a_ledger_of_homes_is_no_fee_ledger() -> None:
    with pytest.raises(UnreadableLedger):
        dry_run("fees", LEDGERS / "guihua" / "房产业主台账.xlsx")


def test_what_contradicts_itself_is_asked_where_it_is_wrong(tmp_path: Path) -> None:
    rows = [
        ["房号", "面积", "单价", "月应收", "1月", "2月", "3月", "欠费合计"],
        *([f"1-1-{n}01", 100, 2, 200, 200, 200, 200, 0] for n in range(1, 6)),
        ["1-1-601", 100, 2, 410, 200, 200, 200, 0],
        ["1-1-701", 1000, 2, 200, 200, 200, 200, 0],
        ["1-1-801", 100, 2, 300, None, None, None, None],
        ["1-1-901", 100, 2, 200, None, 200, 200, 0],
        ["1-1-1001", 100, 2, 200, 3, 200, 200, None],
    ]
    found = dry_run("fees", book(tmp_path / "c.xlsx", {"2024": [[TITLE], *rows]}))
    assert asked(found) == [
        (8, "D", "due_differs"),
        (9, "B", "area_differs"),
        (10, None, "due_or_area"),
        (12, "E", "paid_little"),
        (11, "H", "total_differs"),
    ]
    assert [one["proposal"] for one in found["flagged"][:2]] == ["200.00", "100"]


def test_months_without_a_year_and_columns_of_several_months_are_asked(tmp_path: Path) -> None:
    rows = [["房号", "月应收", "1月", "一季度"], ["1-1-101", 100, None, 300]]
    found = dry_run("fees", book(tmp_path / "d.xlsx", {"A": rows}))
    assert asked(found) == [(1, "D", "period_not_month"), (None, None, "year_unknown")]
    assert owed(found) == []


# committing


def place(*rooms: str) -> None:
    with write(BY) as tx:
        for room in rooms:
            settle(tx, HomeSpec("3", "2", room, None, 10000), owner(f"业主{room}"))


def ledger(tmp_path: Path, *rows: list[Any], title: str = TITLE, name: str = "收费.xlsx") -> Path:
    header = ["房号", "业主", "面积", "单价", "月应收", "1月", "2月", "3月", "4月"]
    return book(tmp_path / name, {"2024年": [[title], header, *rows]})


def kept() -> list[tuple[Any, ...]]:
    with read() as db:
        return db.tuples(
            """
            SELECT h.code, fee_item_name, payer_name, period_from, period_to, due_on, amount_fen
              FROM charges AS c JOIN homes AS h ON h.id = c.home_id
             WHERE reverses_id IS NULL AND reversed_by IS NULL ORDER BY h.sort, period_from
            """
        )


def test_arrears_become_charges_of_the_fee_that_the_title_names_once(store: Store, tmp_path: Path) -> None:
    place("501", "502", "503")
    file = ledger(
        tmp_path,
        ["3栋2单元501", "业主501", 100, 2, 200, 200, "欠", None, None],
        ["3-2-502", "业主502", 100, 2, 200, 150, "✓", "免", None],
        ["3-2-503", "前业主", 100, 2, 200, 200, None, 200, None],
        ["3-2-777", "某人", 100, 2, 200, None, None, None, None],
    )
    report = bring_in("fees", file, BY)
    assert report["committed"] == {"charges": 3, "homes": 2, "fen": 45000, "new_fee_items": 1}
    assert [(one["row"], one["kind"]) for one in report["waiting"]] == [
        (5, "payer_differs"),
        (6, "room_unknown"),
    ]
    expected = [
        ("3-2-501", "物业费", "业主501", "2024-02-01", "2024-02-29", "2024-02-29", 20000),
        ("3-2-501", "物业费", "业主501", "2024-03-01", "2024-03-31", "2024-03-31", 20000),
        ("3-2-502", "物业费", "业主502", "2024-01-01", "2024-01-31", "2024-01-31", 5000),
    ]
    assert kept() == expected
    assert "450.00" in summary(report)[0] and "no price yet" in summary(report)[1]
    again = bring_in("fees", file, BY)
    assert (
        again["already"] and again["committed"]["charges"] == 0 and again["committed"]["new_fee_items"] == 0
    )
    assert kept() == expected


def test_what_is_charged_or_reversed_already_is_left_alone(store: Store, tmp_path: Path) -> None:
    place("501")
    row: list[Any] = ["3-2-501", "业主501", 100, 2, 200, None, 200, None, None]
    bring_in("fees", ledger(tmp_path, row), BY)
    with read() as db:
        charge_id = int(db.value("SELECT min(id) FROM charges"))
    actions_charges.reverse_charge(charge_id, "已收", BY)
    assert bring_in("fees", ledger(tmp_path, row), BY)["committed"]["charges"] == 0
    row[7] = 80
    report = bring_in("fees", ledger(tmp_path, row, name="later.xlsx"), BY)
    assert [one["kind"] for one in report["waiting"]] == ["charged_already"]
    assert [line[3] for line in kept()] == ["2024-03-01"]


def test_an_item_can_be_named_and_must_be_one_of_months(store: Store, tmp_path: Path) -> None:
    place("501")
    file = ledger(tmp_path, ["3-2-501", None, 100, 2, 200, None, 200, 200, None], title="2024年3月收缴台账")
    with pytest.raises(Refused, match="--fee-item"):
        bring_in("fees", file, BY)
    actions_items.add_item("装修费", "one_off", BY)
    with pytest.raises(Refused, match="regularly"):
        bring_in("fees", file, BY, "装修费")
    words = ["import", "fees", str(file), "--accept-clean", "--json", "--data", str(store.folder)]
    assert main([*words, "--fee-item", "卫生费"]) == 0
    assert [line[1] for line in kept()] == ["卫生费"]


def test_an_item_of_another_usual_name_for_the_same_fee_is_taken(store: Store, tmp_path: Path) -> None:
    place("501")
    actions_items.add_item("物业服务费", "area", BY)
    report = bring_in("fees", ledger(tmp_path, ["3-2-501", "业主501", 100, 2, 200, None, 200, 200, None]), BY)
    assert report["committed"]["new_fee_items"] == 0 and [line[1] for line in kept()] == ["物业服务费"]
