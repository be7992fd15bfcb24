"""What a month's cell says: paid, owed, waived, halved, an amount."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from estate.intake.amounts import read_amount
from estate.intake.dates import read_date
from estate.intake.fee_legend import Meaning
from estate.intake.text import plain, tidy_words
from estate.intake.workbook import Value, is_blank

_PAID = """✓ √ ✔ ☑ ✅ v y yes ok 已交 已缴 已收 已付 交 收 缴 付 收讫 付讫 结清 已结 已结清 交清 缴清 已交清 已缴清 付清 已付清 全交
    已缴费 已交费 已收费 已缴纳 缴纳 缴费 预交 预缴 已预交 已预缴 预存 微信 支付宝 现金 刷卡 转账 是 paid received settled"""
_OWED = """欠 欠费 欠缴 欠交 未交 未缴 未收 未付 未缴费 未交费 没交 待收 待缴 待交 拖欠 × ✗ ✘ x ❌ 否
    no n unpaid owed owing outstanding"""
_WAIVED = "免 免收 免费 免交 免缴 减免 豁免 全免 免除 不收 已免 waived exempt free"
_HALF = "半价 减半 半 半费 五折 5折 50% 半收 减半收 half"
_HALF_OWED = "半价未交 半价未收 半价未缴 减半未交 减半未收"
_ALL = (_PAID, _OWED, _WAIVED, _HALF, _HALF_OWED)
PAID, OWED, WAIVED, HALF, HALF_OWED = (frozenset(words.split()) for words in _ALL)
TICK = re.compile(r"[✓√✔☑✅]+")
PAID_AMOUNT = re.compile(r"(?:(?:已|实)?[交缴收付]了?|paid)[:：]?\s*(.*\d.*)", re.IGNORECASE)
OWED_AMOUNT = re.compile(r"(?:尚?欠[缴交费]?|未[交缴收付]|owed?s?|差)[:：]?\s*(.*\d.*)", re.IGNORECASE)
BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")


class Mark(NamedTuple):
    """kind: blank, a meaning, amount, owed_amount, or unclear. fen: the amount. spelled: not as a plain number or sign."""

    kind: str
    fen: int | None = None
    spelled: bool = False


def read_mark(value: Value, legend: Mapping[str, Meaning]) -> Mark:
    """What a month's cell says. The ledger's own legend goes before the usual meaning of words."""
    if is_blank(value):
        return Mark("blank")
    if isinstance(value, bool):
        return Mark("paid" if value else "owed", spelled=True)
    if isinstance(value, (datetime, date)):
        return Mark("paid", spelled=True)
    if isinstance(value, (int, float)):
        reading = read_amount(value)
        return Mark("unclear" if reading.value is None else "amount", reading.value)
    text = tidy_words(plain(str(value))).lower()
    for word in (text, BRACKETS.sub("", text)):
        if word in legend:
            return Mark(legend[word], spelled=True)
        kinds = ((PAID, "paid"), (OWED, "owed"), (WAIVED, "waived"), (HALF, "half"), (HALF_OWED, "half_owed"))
        for words, kind in kinds:
            if word in words:
                return Mark(kind, spelled=True)
    return _composed(text)


def _composed(text: str) -> Mark:
    if (reading := read_amount(text)).value is not None:
        return Mark("amount", reading.value, spelled=True)
    if TICK.match(text) and not re.search(r"[欠未半免差]", text):
        rest = TICK.sub("", text)
        amount = read_amount(rest).value if rest else None
        return Mark("paid", spelled=True) if amount is None else Mark("amount", amount, spelled=True)
    for pattern, kind in ((OWED_AMOUNT, "owed_amount"), (PAID_AMOUNT, "amount")):
        if (m := pattern.fullmatch(text)) and (reading := read_amount(m[1])).value is not None:
            return Mark(kind, reading.value, spelled=True)
    day = re.sub(r"(?:[已]?[交缴收付]|paid)$", "", text)
    if (
        re.search(r"[-./年月]", day)
        and (found := read_date(day)).value is not None
        and not found.value.by_month
    ):
        return Mark("paid", spelled=True)
    if re.fullmatch(r"\d{1,2}月\d{1,2}[日号]?", day):
        return Mark("paid", spelled=True)
    return Mark("unclear", spelled=True)
