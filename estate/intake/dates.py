"""Dates in every spelling of a ledger. A month without a day keeps that precision."""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from estate.intake.numerals import chinese_integer
from estate.intake.reading import Reading
from estate.intake.text import means_blank, plain
from estate.intake.workbook import Value

EARLIEST, LATEST = 1950, 2099
SERIALS = range(18264, 80000)  # 1950 to 2119, counted from 1899-12-30
YMD = re.compile(r"(\d{4}|\d{2})([-./年 ])(\d{1,2})[-./月 ](\d{1,2})日?号?")
YM = re.compile(r"(\d{4})[-./年 ](\d{1,2})月?(?:份)?|(\d{2})年(\d{1,2})月(?:份)?")
COMPACT = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})")
DAY_FIRST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
CHINESE_DATE = re.compile(
    r"([零〇○一二三四五六七八九\d]{2,4})年([一二三四五六七八九十\d]{1,3})月(?:([一二三四五六七八九十\d]{1,3})[日号])?"
)
TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")


class Day(NamedTuple):
    """A calendar date; with by_month only year and month are known and day is the first."""

    date: date
    by_month: bool = False

    def iso(self) -> str:
        """2019-03-05, or 2019-03 where only the month is known."""
        return self.date.isoformat()[:7] if self.by_month else self.date.isoformat()


def full_year(text: str) -> int:
    """19 is 2019, 98 is 1998: two digits up to fifty lie in this century."""
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 50 else 1900)


def _day(year: int, month: int, day: int | None, repair: str | None) -> Reading[Day | None]:
    try:
        found = Day(date(year, month, day or 1), by_month=day is None)
    except ValueError:
        return Reading(None, doubt="date_impossible")
    if not EARLIEST <= year <= LATEST:
        return Reading(None, doubt="date_far", proposal=found.iso())
    return Reading(found, repair="date_month_only" if day is None else repair)


def _serial(number: int, epoch_1904: bool) -> Reading[Day | None]:
    if number in (0, 60):
        return Reading(None, doubt="date_zero")
    if COMPACT.fullmatch(str(number)):
        return _text(str(number))
    days = number + (1462 if epoch_1904 else 0)
    if days in SERIALS:
        return Reading(Day(date(1899, 12, 30) + timedelta(days=days)), repair="date_serial")
    if 190001 <= number <= 209912 and 1 <= number % 100 <= 12:
        return _day(number // 100, number % 100, None, None)
    return Reading(None, doubt="date_unreadable")


def _text(text: str) -> Reading[Day | None]:
    text = TIME.sub("", text.strip("'’")).rstrip(".,;。，；")
    if m := COMPACT.fullmatch(text):
        return _day(int(m[1] + m[2]), int(m[3]), int(m[4]), "date_compact")
    if re.fullmatch(r"\d{1,5}(\.0+)?", text):
        return _serial(int(float(text)), False)
    squeezed = re.sub(r"\s*([-./年月日])\s*", r"\1", text)
    if m := YMD.fullmatch(squeezed):
        iso = len(m[1]) == 4 and re.fullmatch(r"\d{4}-\d{2}-\d{2}", squeezed)
        repair = None if iso else "date_short_year" if len(m[1]) == 2 else "date_spelling"
        return _day(full_year(m[1]), int(m[3]), int(m[4]), repair)
    if m := YM.fullmatch(squeezed):
        return _day(full_year(m[1] or m[3]), int(m[2] or m[4]), None, None)
    if m := DAY_FIRST.fullmatch(squeezed):
        first, second, year = int(m[1]), int(m[2]), int(m[3])
        if first == second or first > 12 >= second:
            return _day(year, second, first, "date_day_first")
        if second > 12 >= first:
            return _day(year, first, second, "date_day_first")
        return Reading(None, doubt="date_day_or_month", proposal=f"{year}-{first:02}-{second:02}")
    if m := CHINESE_DATE.fullmatch(squeezed):
        parts = [int(p) if p.isdigit() else chinese_integer(p) for p in m.groups() if p]
        if all(p is not None for p in parts):
            year, month, *day = (p or 0 for p in parts)
            return _day(full_year(f"{year:02}"), month, day[0] if day else None, "date_spelling")
    return Reading(None, doubt="date_unreadable")


def read_date(value: Value, epoch_1904: bool = False) -> Reading[Day | None]:
    """The date of a cell in a date column: a date cell, a serial number or any written form.

    An impossible date (30 February) or an unclear one (03/04/2019) is a doubt, never a guess.
    """
    if value is None:
        return Reading(None)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        if value.year < EARLIEST:
            return Reading(None, doubt="date_zero" if value.year <= 1904 else "date_far")
        return (
            Reading(Day(value))
            if value.year <= LATEST
            else Reading(None, doubt="date_far", proposal=value.isoformat())
        )
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return Reading(None, doubt="date_unreadable")
    if isinstance(value, (int, float)):
        if isinstance(value, float) and re.fullmatch(r"(19|20)\d\d\.\d{1,2}", f"{value:g}"):
            return Reading(None, doubt="date_as_decimal", proposal=f"{value:g}")
        return _serial(int(value), epoch_1904)
    text = plain(value)
    if means_blank(text) or re.fullmatch(r"未(交|收|接|领|入伙|办).*|未|待[交收].*", text):
        return Reading(None, repair="blank_word" if text else None)
    if epoch_1904 and text.isdigit() and len(text) == 5:
        return _serial(int(text), True)
    return _text(text)
