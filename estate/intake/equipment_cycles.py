"""How often something is serviced and for how long it lasts, in the words of registers: 每半月, 季度, 12个月; 20年, 八年."""

import re
from typing import NamedTuple

from estate.intake.numerals import chinese_integer
from estate.intake.reading import Reading
from estate.intake.text import means_blank, plain, tidy_words
from estate.intake.workbook import Value, as_text, is_blank

NUMBER = r"(\d+|[一二两三四五六七八九十]+)"
EVERY = re.compile(
    rf"(?:每隔?|每间隔)?{NUMBER}?个?(年|季度?|月|周|星期|天|日|years?|quarters?|months?|weeks?|days?)(?:度)?"
)
ONCE = re.compile(r"(?:[1一]次|once|/次|/1次|一保|保养|维保|检修|维护)$")
TWICE = re.compile(rf"{NUMBER}(?:次|回|times?)$")
HALF = {"半年": "P6M", "半月": "P15D", "半个月": "P15D", "双周": "P14D", "双月": "P2M", "旬": "P10D"}
ENGLISH = {"monthly": "P1M", "quarterly": "P3M", "yearly": "P12M", "annually": "P12M", "annual": "P12M", "weekly": "P7D",
           "daily": "P1D", "half-yearly": "P6M", "halfyearly": "P6M", "biweekly": "P14D"}  # fmt: skip
MONTHS = {"年": 12, "季": 3, "月": 1, "year": 12, "quarter": 3, "month": 1}
DAYS = {"周": 7, "星": 7, "天": 1, "日": 1, "week": 7, "day": 1}
LONGEST_MONTHS, LONGEST_DAYS, LONGEST_LIFE = 240, 366, 100


class Cycle(NamedTuple):
    """How often something is done: every so many months or days. One of the two is 0."""

    months: int
    days: int

    def iso(self) -> str:
        """As an ISO duration: P3M, P15D."""
        return f"P{self.months}M" if self.months else f"P{self.days}D"


def read_cycle(value: Value, unit: str | None = None) -> Reading[Cycle | None]:
    """The cycle of a cell. unit: what the column's title states. A bare number without a unit is a doubt."""
    if is_blank(value) or (isinstance(value, str) and means_blank(value)):
        return Reading(None)
    text = tidy_words(plain(as_text(value))).lower().strip("()")
    if re.fullmatch(r"\d+", text):
        if unit is None:
            return Reading(None, doubt="cycle_unit")
        text = f"{text}{unit}"
    bare = ONCE.sub("", text)
    if TWICE.search(bare):
        return Reading(None, doubt="cycle_unclear")
    known = ENGLISH.get(bare) or HALF.get(re.sub(r"^[每逢]一?个?", "", bare))
    if known:
        number = int(known[1:-1])
        return Reading(Cycle(number, 0) if known.endswith("M") else Cycle(0, number), repair="cycle_spelling")
    found = EVERY.fullmatch(bare)
    if not found:
        return Reading(None, doubt="cycle_unclear")
    count = 1 if found[1] is None else int(found[1]) if found[1].isdigit() else chinese_integer(found[1]) or 0
    return _cycle(count, found[2], text)


def _cycle(count: int, unit: str, text: str) -> Reading[Cycle | None]:
    name = unit.rstrip("s") if unit.isascii() else unit[0]
    months, days = count * MONTHS.get(name, 0), count * DAYS.get(name, 0)
    if not (0 < months <= LONGEST_MONTHS or 0 < days <= LONGEST_DAYS):
        return Reading(None, doubt="cycle_unclear")
    tidy = re.fullmatch(r"\d+(个月|天)", text) is not None
    return Reading(Cycle(months, days), repair=None if tidy else "cycle_spelling")


def read_life(value: Value, unit: str | None = None) -> Reading[int | None]:
    """The years for which something is meant to last; a time that is no number of years is a doubt."""
    if is_blank(value) or (isinstance(value, str) and means_blank(value)):
        return Reading(None)
    text = tidy_words(plain(as_text(value))).lower().strip("()")
    found = re.fullmatch(r"(?:约)?(\d+|[一二两三四五六七八九十]+)(年|周?岁|years?|个?月|months?)?", text)
    number = None if not found else int(found[1]) if found[1].isdigit() else chinese_integer(found[1])
    if not found or number is None or "约" in text:
        return Reading(None, doubt="life_unclear")
    told = found[2] or unit or "年"
    if told in ("月", "个月") or told.startswith("month"):
        if number % 12:
            return Reading(None, doubt="life_unclear")
        number //= 12
    if not 1 <= number <= LONGEST_LIFE:
        return Reading(None, doubt="life_unclear")
    return Reading(number, repair=None if text == str(number) else "life_spelling")
