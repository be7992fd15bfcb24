"""Lists of fees of invented offices, made from the truth of a public ledger: its homes, fees and arrears in other layouts."""

import json
import random
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

Fault = Callable[["Charge"], None]
LEDGERS = Path(__file__).parent / "ledgers"


@dataclass
class Charge:
    """A row of a list: what a home had to pay for a month, in fen, and how the office wrote it down."""

    room: str
    month: int
    due: int
    paid: int
    area: str
    price: str
    number: int
    written: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def rest(self) -> int:
        return self.due - self.paid


def charges(office: str, every: int = 3) -> list[Charge]:
    """Nine months of 2024 of every third home, with the arrears of the public ledger."""
    told = json.loads((LEDGERS / office / "收费.truth.json").read_text("utf-8"))
    owed = {(a["room"], a["month"]): a["amount"] for a in told["arrears"]}
    found: list[Charge] = []
    for fee in [f for f in told["fees"] if not f["flagged"] and f["due"]][::every]:
        for month in range(1, 10):
            rest = owed.get((fee["room"], f"2024-{month:02}"), 0)
            if rest <= fee["due"]:
                paid = fee["due"] - rest
                row = Charge(
                    fee["room"], month, fee["due"], paid, str(fee["area"]), str(fee["price"]), len(found)
                )
                found.append(row)
    return found


class Clerk:
    """Writes as a hurried clerk does; the same seed writes the same."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def room(self, code: str) -> str:
        building, entrance, number = code.split("-")
        forms = [
            code,
            f"{building}栋{entrance}单元{number}",
            f"{building}#{entrance}-{number}",
            f" {code}\u3000",
        ]
        return self.dice.choice(forms)

    def money(self, fen: int) -> Any:
        return self.dice.choice([fen / 100, f"{fen / 100:.2f}", f"{fen / 100:,.2f}元", f"￥{fen / 100:.2f}"])

    def month(self, month: int) -> str:
        return self.dice.choice(
            [f"2024-{month:02}", f"2024年{month}月", f"2024{month:02}", f"24年{month}月份"]
        )


def _plain_rows(row: Charge, clerk: Clerk) -> list[list[Any]]:
    day = f"2024.{row.month}.{clerk.dice.randint(1, 28)}" if row.paid else None
    head = [clerk.room(row.room), None, "物业费", clerk.month(row.month), clerk.money(row.due)]
    if row.rest and row.paid > 20000:
        first = [*head, 100, day, f"SJ{row.number}a"]
        return [first, [*head, (row.paid - 10000) / 100, day, f"SJ{row.number}b"]]
    return [
        [*head, clerk.money(row.paid) if row.paid else None, day, f"SJ{row.number}" if row.paid else None]
    ]


def _with_state(row: Charge, clerk: Clerk) -> list[list[Any]]:
    building, entrance, number = row.room.split("-")
    state = "已缴" if not row.rest else "部分缴" if row.paid else "未缴"
    told: dict[str, Any] = {
        "period": clerk.month(row.month),
        "due": clerk.money(row.due),
        "paid": clerk.money(row.paid) if row.paid else None,
        "owed": clerk.money(row.rest) if row.rest else clerk.dice.choice([None, 0]),
        "state": state,
        **row.written,
    }
    home = [f"{building}栋", f"{entrance}单元", told.get("room", number), None]
    return [
        [
            *home,
            "物业费",
            told["period"],
            float(row.area),
            float(row.price),
            told["due"],
            told["paid"],
            told["owed"],
            told["state"],
        ]
    ]


def _from_day_to_day(row: Charge, clerk: Clerk) -> list[list[Any]]:
    last = f"2024-{row.month:02}-{monthrange(2024, row.month)[1]}"
    paid = clerk.money(row.paid) if row.paid else 0
    return [
        [row.room, "物业费", f"2024-{row.month:02}-01", last, clerk.money(row.due), paid, None, "小王", None]
    ]


def _year_and_month(row: Charge, clerk: Clerk) -> list[list[Any]]:
    return [
        [
            row.number,
            clerk.room(row.room),
            "物业费",
            2024,
            row.month,
            row.due / 100,
            None,
            row.paid / 100,
            clerk.money(row.rest),
        ]
    ]


def _arrears_only(row: Charge, clerk: Clerk) -> list[list[Any]]:
    return (
        [
            [
                clerk.room(row.room),
                "物业费",
                clerk.month(row.month),
                clerk.money(row.rest),
                f"2024/{row.month}/28",
            ]
        ]
        if row.rest
        else []
    )


def _english(row: Charge, clerk: Clerk) -> list[list[Any]]:
    return [
        [
            row.room,
            None,
            "Management fee",
            f"2024-{row.month:02}",
            row.due / 100,
            row.paid / 100,
            row.rest / 100,
            row.number,
        ]
    ]


LAYOUTS: dict[str, tuple[list[str], Callable[[Charge, Clerk], list[list[Any]]]]] = {
    "payments": (
        ["房号", "业主", "收费项目", "费用月份", "应收金额", "实收金额", "缴费日期", "收据号"],
        _plain_rows,
    ),
    "state": (
        ["楼栋", "单元", "房间", "户名", "费用名称", "账期", "面积", "单价", "应收", "已收", "欠费", "状态"],
        _with_state,
    ),
    "days": (
        ["房屋", "收费项目", "开始时间", "结束时间", "应缴金额", "实缴金额", "缴费时间", "收银员", "备注"],
        _from_day_to_day,
    ),
    "year": (["序号", "房号", "项目", "年度", "月份", "应收", "减免", "实收", "未收"], _year_and_month),
    "arrears": (["房号", "费项", "费用期间", "欠费金额", "到期日"], _arrears_only),
    "english": (
        ["Unit", "Name", "Fee item", "Period", "Amount due", "Paid", "Balance", "Receipt no."],
        _english,
    ),
}


def write_list(path: Path, layout: str, rows: list[Charge], seed: int = 1) -> dict[int, Charge]:
    """A workbook of these charges; answers which charge stands in which row."""
    head, written = LAYOUTS[layout]
    made, clerk = openpyxl.Workbook(), Clerk(seed)
    sheet = made.active
    assert sheet is not None
    sheet.title = "收费明细"
    sheet.append(["某某花园收费明细（截至2024年9月30日）"])
    sheet.append(head)
    places: dict[int, Charge] = {}
    for row in rows:
        for cells in written(row, clerk):
            sheet.append(cells)
            places[sheet.max_row] = row
    sheet.append(["合计"])
    made.save(path)
    return places
