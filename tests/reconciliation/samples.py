"""Statements as the bank, WeChat and Alipay hand them out, filled with lines of our own."""

import io
from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook


def wechat(*rows: str) -> bytes:
    """A merchant's bill: comment above, a backtick before each value, sums below; UTF-8 with a byte order mark."""
    lines = [
        "微信支付商户账单,,,,,,,",
        "起始时间：[2026-11-01 00:00:00] 终止时间：[2026-11-30 23:59:59],,,,,,,",
        ",,,,,,,",
        "交易时间,微信支付业务单号,交易类型,交易对方,商品,收/支,金额(元),当前状态,备注",
        *rows,
        "总交易单数,总收入金额,,,,,,",
        "`2,`332.12,,,,,,",
    ]
    return "\r\n".join(lines).encode("utf-8-sig")


def alipay(*rows: str) -> bytes:
    """An account's bill in GBK: lines of # above and below."""
    lines = [
        "#支付宝业务明细查询",
        "#账号：[2088xxxxxxxx0156]",
        "#-----------------------------------------业务明细列表----------------------------------------",
        "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,对方账户,订单金额（元）,服务费（元）,备注",
        *rows,
        "#-----------------------------------------业务明细列表结束------------------------------------",
        "#总收入金额：332.12元",
    ]
    return "\r\n".join(lines).encode("gb18030")


def bank(rows: Sequence[Sequence[Any]]) -> bytes:
    """A bank's workbook: a title, the account, a head in the fourth row, money in and out in two columns, a total."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("交易明细")
        sheet.write_row(0, 0, ["中国工商银行账户明细"])
        sheet.write_row(1, 0, ["账号", "6222000000000000000"])
        head = [
            "序号",
            "交易日期",
            "交易流水号",
            "借方发生额",
            "贷方发生额",
            "余额",
            "对方户名",
            "对方账号",
            "摘要",
            "附言",
        ]
        sheet.write_row(3, 0, head)
        for place, row in enumerate(rows):
            sheet.write_row(4 + place, 0, [place + 1, *row])
        sheet.write_row(4 + len(rows), 0, ["合计", "", "", 0, 332.12])
    return file.getvalue()
