"""Areas as integers of 0.01 m² (dm²), from numbers and from everything people write."""

import re
from decimal import ROUND_HALF_UP, Decimal

from estate.intake.numerals import chinese_decimal, comma_decimal, from_float, written_decimal
from estate.intake.reading import Reading
from estate.intake.text import means_blank, plain
from estate.intake.workbook import Value

UNIT = re.compile(
    r"\s*[(\[]?(?:m\^?2|㎡|平方米|平方公尺|平方|平米|平|方|米2|sqm|sq\.?\s?m)[)\]]?\.?$", re.IGNORECASE
)
MU = re.compile(r"\s*(?:亩|sq\.?\s?ft|尺|平方尺|坪|公顷)$", re.IGNORECASE)
ABOUT = re.compile(r"约|大约|左右|近|暂定|待测|预测|估|\?|~|≈")
LARGEST = 10_000_000_00


def _stored(number: Decimal, repair: str | None) -> Reading[int | None]:
    if number == 0:
        return Reading(None, doubt="area_zero")
    if number < 0:
        return Reading(None, doubt="area_negative", proposal=str(-number))
    exact = number * 100
    dm2 = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    if not 0 < dm2 < LARGEST:
        return Reading(None, doubt="area_unreadable")
    if exact != dm2 and repair is None:
        repair = "area_rounded"
    return Reading(dm2, repair=repair)


def read_area(value: Value, comma_is_decimal: bool = False) -> Reading[int | None]:
    """The area in dm². comma_is_decimal: the column's other cells show that the comma is its decimal sign.

    An approximate value (约90), a lone decimal comma and zero are doubts.
    """
    if value is None:
        return Reading(None)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return Reading(None, doubt="area_unreadable")
    if isinstance(value, (int, float)):
        return _stored(from_float(value), None)
    text = plain(value)
    if means_blank(text):
        return Reading(None, repair="blank_word" if text else None)
    bare = UNIT.sub("", text).strip("'’ ")
    had_unit = bare != text
    if MU.search(text):
        return Reading(None, doubt="area_other_unit")
    if ABOUT.search(bare):
        found = re.search(r"\d+(?:\.\d+)?", bare)
        return Reading(None, doubt="area_about", proposal=found[0] if found else None)
    compact = bare.replace(" ", "")
    if (comma := comma_decimal(compact)) is not None:
        if comma_is_decimal:
            return _stored(comma, "area_decimal_comma")
        return Reading(None, doubt="area_decimal_comma", proposal=f"{comma}")
    number = written_decimal(compact)
    if number is None:
        number = chinese_decimal(compact)
        return Reading(None, doubt="area_unreadable") if number is None else _stored(number, "area_chinese")
    repair = "area_unit" if had_unit else "area_text" if text == value else "area_spelling"
    return _stored(number, repair)


def decimal_text(dm2: int) -> str:
    """The area in m² with its decimals, as 89.76 or 101.6."""
    return f"{Decimal(dm2) / 100:f}"
