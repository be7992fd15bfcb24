"""A statement is read whatever surrounds its table; what cannot be read is named by sheet, row and column."""

from datetime import date

import pytest

from estate.intake.reader import read_content
from estate.reconciliation.statement_file import NoStatement, StatementFile, read_statement
from tests.reconciliation import samples


def read(content: bytes, name: str = "bill.csv") -> StatementFile:
    return read_statement(read_content(content, name))


def test_a_merchants_bill_of_wechat_is_read() -> None:
    found = read(
        samples.wechat(
            "`2026-11-20 10:22:33,`4200001,`商户消费,`王秀英,`物业费 W7K2M9,`收入,`166.06,`支付成功,`/",
            "`2026-11-20 10:25:00,`4200002,`商户消费,`李娜,`物业费,`收入,`1,`已关闭,`/",
            "`2026-11-21 08:00:00,`4200003,`退款,`李娜,`物业费,`支出,`￥10.00,`退款成功,`/",
        )
    )
    assert found.faults == []
    first, refund = found.lines
    assert (first.reference, first.on, first.amount_fen) == ("4200001", date(2026, 11, 20), 16606)
    assert first.payer == "王秀英" and "W7K2M9" in first.remark
    assert refund.amount_fen == -1000
    assert found.passed_over == 3  # the closed one, and the two rows of sums


def test_a_bill_of_alipay_in_gbk_is_read() -> None:
    found = read(
        samples.alipay(
            "2026112022001\t,T1\t,交易\t,物业费3-2-501\t,2026-11-20 09:00:00,2026-11-20 09:00:05,"
            "王秀英(138****5678)\t,166.06,0.10,物业费",
        )
    )
    assert found.faults == []
    (line,) = found.lines
    assert (line.reference, line.amount_fen, line.fee_fen) == ("2026112022001", 16606, 10)
    assert "3-2-501" in line.remark


def test_a_workbook_of_the_bank_is_read() -> None:
    found = read(
        samples.bank(
            [
                ["20261120", "A1", "", "1,660.56", 10, "王秀英", "6222", "转账", "W7K2M9"],
                ["2026-11-21", "A2", 50.5, None, 10, "自来水公司", "99", "水费", ""],
            ]
        ),
        "bank.xlsx",
    )
    assert [line.amount_fen for line in found.lines] == [166056, -5050]
    assert found.lines[0].on == date(2026, 11, 20) and found.lines[0].remark == "转账 W7K2M9"


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        (["2026-02-30", "A1", "", 1, 0, "x", "", "", ""], "B", "date"),
        (["昨天", "A1", "", 1, 0, "x", "", "", ""], "B", "date"),
        (["2026-11-20", "A1", "", "abc", 0, "x", "", "", ""], "E", "no amount"),
        (["2026-11-20", "A1", "", "12,34", 0, "x", "", "", ""], "E", "no amount"),
        (["2026-11-20", "A1", "", "1.005", 0, "x", "", "", ""], "E", "two decimals"),
        (["2026-11-20", "A1", "", "1e5", 0, "x", "", "", ""], "E", "no amount"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(row: list[object], column: str, why: str) -> None:
    found = read(samples.bank([["2026-11-20", "A0", "", 2, 0, "y", "", "", ""], row]), "bank.xlsx")
    (fault,) = found.faults
    assert (fault.sheet, fault.row, fault.column) == ("交易明细", 6, column)
    assert why in fault.why
    assert len(found.lines) == 1


def test_full_width_figures_are_figures() -> None:
    found = read(
        samples.bank([["２０２６－１１－２０", "A1", "", "￥１６６．０６", 0, "x", "", "", ""]]), "b.xlsx"
    )
    assert [line.amount_fen for line in found.lines] == [16606]


def test_lines_without_a_number_are_told_apart_and_known_again() -> None:
    same = ["2026-11-20", "", "", 5, 0, "x", "", "", "tea"]
    first = read(samples.bank([same, same]), "b.xlsx").lines
    again = read(samples.bank([same, same, same]), "b.xlsx").lines
    assert first[0].reference != first[1].reference
    assert [line.reference for line in again[:2]] == [line.reference for line in first]


def test_what_is_no_statement_is_said() -> None:
    with pytest.raises(NoStatement):
        read("房号,业主,面积\n3-2-501,王秀英,89.76\n".encode())
