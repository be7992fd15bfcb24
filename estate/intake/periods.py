"""From when to when something is held: 2024-07-01至2025-06-30, 2024.8.1-2025.7.31, 2019-05-01至长期, 2024.3起."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from estate.intake.dates import Day, read_date
from estate.intake.reading import Reading
from estate.intake.text import means_blank, plain
from estate.intake.workbook import Value, as_text

BETWEEN = re.compile(r"\s*(?:至|到|~|～|—+|–|--+|→|\bto\b|\buntil\b)\s*", re.IGNORECASE)
OPEN_END = re.compile(
    r"长期(?:有效)?|永久|无限期|不限(?:期)?|至今|今|现在|长久|终身|无期限|long.?term|permanent|open|now|present|-+",
    re.IGNORECASE,
)
ONWARDS = re.compile(r"\s*(?:起|开始|以后|onwards?)$", re.IGNORECASE)


class Period(NamedTuple):
    """From when to when, both days included; None is not known, or without an end."""

    start: date | None
    end: date | None


def last_of(day: Day) -> date:
    """The day, or the last one of its month where only the month is known."""
    return day.date.replace(day=monthrange(day.date.year, day.date.month)[1]) if day.by_month else day.date


def read_end(value: Value, epoch_1904: bool = False) -> Reading[date | None]:
    """The last day, None for 长期."""
    if isinstance(value, str) and OPEN_END.fullmatch(plain(value)):
        return Reading(None, repair="period_open")
    reading = read_date(value, epoch_1904)
    return Reading(
        last_of(reading.value) if reading.value else None, reading.repair, reading.doubt, reading.proposal
    )


def read_period(value: Value) -> Reading[Period]:
    """What a cell says of beginning and end; a lone day, an impossible one and an end before the beginning are doubts."""
    nothing = Period(None, None)
    if value is None:
        return Reading(nothing)
    if not isinstance(value, str):
        return Reading(nothing, doubt="period_unreadable")
    text = plain(value).strip("()（）'’")
    if means_blank(text):
        return Reading(nothing, repair="blank_word" if text else None)
    if OPEN_END.fullmatch(text):
        return Reading(nothing, repair="period_open")
    if ONWARDS.search(text) and (start := read_date(ONWARDS.sub("", text)).value):
        return Reading(Period(start.date, None), repair="period_open")
    parts = BETWEEN.split(text)
    if len(parts) == 2:
        return _of(value, *parts)
    cuts = [(text[: m.start()].strip(), text[m.end() :].strip()) for m in re.finditer("-", text)]
    fitting = [cut for cut in cuts if all(read_date(p).value or OPEN_END.fullmatch(p) for p in cut)]
    if len(fitting) != 1:
        return Reading(nothing, doubt="period_unreadable")
    return _of(value, *fitting[0])


def _of(raw: Value, first: str, last: str) -> Reading[Period]:
    start, end = read_date(ONWARDS.sub("", first)), read_end(last)
    doubt = start.doubt or end.doubt
    if doubt or start.value is None or (end.value is None and not OPEN_END.fullmatch(plain(last))):
        return Reading(Period(None, None), doubt=doubt or "period_unreadable")
    period = Period(start.value.date, end.value)
    if period.end and period.start and period.end < period.start:
        return Reading(Period(None, None), doubt="period_backwards")
    tidy = as_text(raw) == f"{period.start}至{period.end or '长期'}"
    return Reading(period, repair=None if tidy else "period_spelling")
