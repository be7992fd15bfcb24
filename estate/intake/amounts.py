"""Sums of money in fen, from numbers and from what people write: 300元, ￥1,200.50, 350/月."""

import re
from decimal import ROUND_HALF_UP, Decimal

from estate.intake.numerals import chinese_decimal, from_float, written_decimal
from estate.intake.reading import Reading
from estate.intake.text import means_blank, plain
from estate.intake.workbook import Value

SIGN = re.compile(r"^(?:¥|￥|rmb|cny|人民币)\s*", re.IGNORECASE)
UNIT = re.compile(r"\s*(?:元整?|块钱?|圆整?|yuan|rmb|cny)$", re.IGNORECASE)
MONTHLY = re.compile(r"\s*(?:[/每]\s*(?:个?月|month|mo)|(?:元|块)?一个?月|月)$", re.IGNORECASE)
LED_MONTHLY = re.compile(r"^(?:每个?月|月租?费?|按月)[:：]?\s*")
OTHER_TIME = re.compile(r"年|季|半年|天|日|小时|次|year|quarter|day|hour", re.IGNORECASE)
NOTHING_TO_PAY = re.compile(r"免费?|免[收交缴]|不收费?|free|none|自有|产权|已购|买断", re.IGNORECASE)
LARGEST_FEN = 10_000_000_00


def fen_of(number: Decimal) -> int:
    """Yuan as whole fen, half up."""
    return int((number * 100).quantize(Decimal(1), ROUND_HALF_UP))


def read_amount(value: Value) -> Reading[int | None]:
    """The sum in fen; None for an empty cell. A sum for another time than a month is a doubt, and so is a negative one."""
    if value is None:
        return Reading(None)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return Reading(None, doubt="amount_unreadable")
    if isinstance(value, (int, float)):
        return _stored(from_float(value), None)
    text = plain(value)
    if means_blank(text):
        return Reading(None, repair="blank_word" if text else None)
    bare = LED_MONTHLY.sub("", SIGN.sub("", text.strip("'’ ")))
    bare = UNIT.sub("", MONTHLY.sub("", bare)).strip()
    number = written_decimal(bare.replace(" ", ""))
    if number is None:
        number = chinese_decimal(bare)
    if number is None:
        return Reading(None, doubt="amount_other_time" if OTHER_TIME.search(text) else "amount_unreadable")
    return _stored(number, "amount_spelling")


def _stored(number: Decimal, repair: str | None) -> Reading[int | None]:
    fen = fen_of(number)
    if fen < 0:
        return Reading(None, doubt="amount_negative")
    if fen >= LARGEST_FEN:
        return Reading(None, doubt="amount_unreadable")
    return Reading(fen, repair=repair or ("amount_rounded" if number * 100 != fen else None))


def nothing_to_pay(value: Value) -> bool:
    """Whether the words say that nothing has to be paid (免费, 产权)."""
    return isinstance(value, str) and NOTHING_TO_PAY.fullmatch(plain(value)) is not None


def yuan_text(fen: int) -> str:
    """The sum in yuan with two decimals, as 184.05."""
    return f"{Decimal(fen) / 100:.2f}"
