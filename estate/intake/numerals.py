"""Numbers as people write them: Chinese numerals, units, thousands separators, decimal commas."""

import re
from decimal import Decimal

DIGITS = {c: i for signs in ("零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖") for i, c in enumerate(signs)}
DIGITS.update({"〇": 0, "○": 0, "两": 2})
UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
NUMERAL = "零〇○一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
CHINESE_NUMBER = re.compile(rf"[{NUMERAL}万]+(?:[点點][{NUMERAL}]+)?")
ABBREVIATED = re.compile(r"[百千万佰仟][一二两三四五六七八九壹贰叁肆伍陆柒捌玖]$")
DECIMAL_POINT = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[-+]?\.\d+")
DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d{1,2}|[-+]?\d{1,3}(?:\.\d{3})+,\d{1,2}")


def chinese_integer(text: str) -> int | None:
    """一百三十一 is 131, 二〇一九 is 2019, 十二 is 12; None when the text is no Chinese whole number.

    一百二 is none: some mean 120, others 102.
    """
    if not text or any(c not in DIGITS and c not in UNITS and c != "万" for c in text):
        return None
    if not any(c in UNITS or c == "万" for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    if ABBREVIATED.search(text):
        return None
    total, section, digit = 0, 0, 0
    for c in text:
        if c == "万":
            total, section, digit = (section + digit) * 10000, 0, 0
        elif c in UNITS:
            section += (digit or 1) * UNITS[c]
            digit = 0
        else:
            digit = DIGITS[c]
    return total + section + digit


def chinese_decimal(text: str) -> Decimal | None:
    """一百三十一点八 is 131.8, 五十二点四一 is 52.41; None when the text is no Chinese number."""
    if not CHINESE_NUMBER.fullmatch(text):
        return None
    whole, _, part = text.replace("點", "点").partition("点")
    number = chinese_integer(whole)
    if number is None or any(c not in DIGITS for c in part):
        return None
    return Decimal(f"{number}.{''.join(str(DIGITS[c]) for c in part) or '0'}")


def written_decimal(text: str) -> Decimal | None:
    """A number with a decimal point and, at most, thousands separators; None for anything else."""
    return Decimal(text.replace(",", "")) if DECIMAL_POINT.fullmatch(text) else None


def comma_decimal(text: str) -> Decimal | None:
    """A number with a decimal comma (89,76); None for anything else."""
    return Decimal(text.replace(".", "").replace(",", ".")) if DECIMAL_COMMA.fullmatch(text) else None


def from_float(value: float) -> Decimal:
    """The decimal a person typed: the shortest that reads back as the same number, without binary tails; whole as it is."""
    if isinstance(value, int):
        return Decimal(value)
    short = Decimal(repr(value))
    tidy = Decimal(f"{value:.6f}").normalize()
    return tidy if abs(short - tidy) < Decimal("0.0000005") else short


def digits_or_numeral(text: str) -> str | None:
    """A small ordinal as plain digits: 05 is 5, 二 is 2; None when it is neither."""
    if text.isascii() and text.isdigit():
        return str(int(text))
    number = chinese_integer(text)
    return None if number is None else str(number)
