"""For which days a row of a list of fees is: a month, a quarter, a year, or from day to day, in any spelling."""

import re
from calendar import monthrange
from datetime import date, datetime
from typing import NamedTuple

from estate.intake.dates import full_year, read_date
from estate.intake.fee_titles import month_in
from estate.intake.numerals import chinese_integer
from estate.intake.periods import last_of as last_day
from estate.intake.periods import read_period
from estate.intake.reading import Reading
from estate.intake.text import plain, tidy_words
from estate.intake.workbook import Value, as_text, is_blank

QUARTER = re.compile(
    r"(?:(\d{4}|\d\d)年?度?)?(?:第?([一二三四1-4])季度?|q([1-4]))|q([1-4])[-/]?(\d{4})", re.IGNORECASE
)
HALF = re.compile(r"(?:(\d{4}|\d\d)年?度?)?([上下])半年")
YEAR = re.compile(r"(\d{4})(?:年|年度|年全年|全年)?")
MONTHS = re.compile(
    r"(?:(\d{4}|\d\d)[年.\-/])?(\d{1,2})月?[-~至到—](?:(\d{4}|\d\d)[年.\-/])?(\d{1,2})月(?:份)?"
)
COMPACT = re.compile(r"(20\d\d)(0[1-9]|1[0-2])")


class Span(NamedTuple):
    """The first and the last day, both included."""

    first: date
    last: date

    @property
    def months(self) -> int | None:
        """How many whole months it is; None when it is not made of whole months."""
        whole = self.first.day == 1 and self.last.day == monthrange(self.last.year, self.last.month)[1]
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return months if whole else None


def read_span(value: Value, year: int | None = None, epoch_1904: bool = False) -> Reading[Span | None]:
    """The days that a cell names. year: of months that do not tell theirs. What is not clear is a doubt, never a guess."""
    if is_blank(value):
        return Reading(None)
    if isinstance(value, bool):
        return Reading(None, doubt="period_unreadable")
    if isinstance(value, (datetime, date)):
        return Reading(_months(value.year, value.month, value.year, value.month))
    text = tidy_words(plain(as_text(value))).strip("()")
    if found := COMPACT.fullmatch(text):
        return Reading(_month(int(found[1]), int(found[2])))
    if isinstance(value, (int, float)):
        if text.isdigit() and 1 <= int(text) <= 12 and year:
            return Reading(_month(year, int(text)))
        day = read_date(value, epoch_1904)
        return (
            Reading(_month(day.value.date.year, day.value.date.month), repair=day.repair)
            if day.value
            else _unread()
        )
    return _text(text, str(value), year)


def read_days(first: Value, last: Value, epoch_1904: bool = False) -> Reading[Span | None]:
    """The days from one cell to another."""
    begin, end = read_date(first, epoch_1904), read_date(last, epoch_1904)
    if begin.doubt or end.doubt or begin.value is None or end.value is None:
        return Reading(None, doubt=begin.doubt or end.doubt or "period_unreadable")
    return _within(Span(begin.value.date, last_day(end.value)), begin.repair or end.repair)


def _text(text: str, raw: str, year: int | None) -> Reading[Span | None]:
    if found := QUARTER.fullmatch(text):
        of = _year(found[1] or found[5], year)
        told = found[2] or found[3] or found[4]
        number = int(told) if told.isdigit() else chinese_integer(told) or 0
        return _spelled(_months(of, 3 * number - 2, of, 3 * number) if of else None)
    if found := HALF.fullmatch(text):
        of, begin = _year(found[1], year), 1 if found[2] == "上" else 7
        return _spelled(_months(of, begin, of, begin + 5) if of else None)
    if found := YEAR.fullmatch(text):
        return _spelled(_months(int(found[1]), 1, int(found[1]), 12))
    if found := MONTHS.fullmatch(text):
        of = _year(found[1], year)
        to = _year(found[3], of)
        return _spelled(_months(of, int(found[2]), to, int(found[4])) if of and to else None)
    if (told := month_in(text)) and not told[2] and (of := told[0] or year):
        return Reading(_month(of, told[1]))
    if re.fullmatch(r"\d{1,2}", text) and year:
        return _spelled(_month(year, int(text)))
    period = read_period(raw)
    if period.value.start and period.value.end:
        return _within(Span(period.value.start, period.value.end), period.repair)
    day = read_date(raw)
    if day.value and day.value.by_month:
        return Reading(_month(day.value.date.year, day.value.date.month), repair="period_spelling")
    return Reading(None, doubt=period.doubt if period.doubt == "period_backwards" else "period_unreadable")


def _within(span: Span, repair: str | None) -> Reading[Span | None]:
    if span.last < span.first:
        return Reading(None, doubt="period_backwards")
    if (span.last - span.first).days >= 366 or span.last >= _year_on(span.first):
        return Reading(None, doubt="period_long")
    return Reading(span, repair=repair)


def _year_on(day: date) -> date:
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else date(day.year + 1, 3, 1)


def _year(told: str | None, usual: int | None) -> int | None:
    return full_year(told) if told else usual


def _month(year: int, month: int) -> Span | None:
    return _months(year, month, year, month)


def _months(year: int, month: int, to_year: int, to_month: int) -> Span | None:
    if not (1 <= month <= 12 and 1 <= to_month <= 12 and 1990 <= year <= to_year <= 2100):
        return None
    last = date(to_year, to_month, monthrange(to_year, to_month)[1])
    return Span(date(year, month, 1), last) if date(year, month, 1) <= last else None


def _spelled(span: Span | None) -> Reading[Span | None]:
    return _within(span, "period_spelling") if span else _unread()


def _unread() -> Reading[Span | None]:
    return Reading(None, doubt="period_unreadable")
