"""What the columns of a fee ledger mean: homes, areas, prices, and a column or several for every month."""

import re
from datetime import date, datetime
from typing import NamedTuple

from estate.intake.dates import full_year
from estate.intake.headers import field_of as home_field
from estate.intake.layout import SheetMapping, mapped
from estate.intake.ledger_titles import LATEST_HEADER, titles_across
from estate.intake.numerals import chinese_integer
from estate.intake.text import plain, tidy_words
from estate.intake.workbook import Sheet, Value, column_number, is_blank, letter

MONTH_FIELD = re.compile(r"m\d{1,2}(_due|_owed)?")
_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTH_NAMES: tuple[str, ...] = tuple(_NAMES.split())
ANY_NAME = "|".join(MONTH_NAMES)
MONTH = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d|\d\d)[-./年]{0,2})?(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:份|度)?"
    r"|(?P<year2>(?:19|20)\d\d)[-./年]?(?P<month2>\d{1,2})"
)
ENGLISH = re.compile(
    rf"(?P<month>{ANY_NAME})[a-z]*\.?[-' ]?(?P<year>(?:20)?\d\d)?"
    rf"|(?P<year2>20\d\d)[-' ]?(?P<month2>{ANY_NAME})[a-z]*"
)
SEVERAL = re.compile(
    r"\d{1,2}月?[-~至到—]\d{1,2}月|季度?$|^[上下]半年|^q[1-4]$|^h[12]$|第?[一二三四1-4]季|quarter|全年缴"
)
PARTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"欠|未[收交缴付]|owed|arrear|outstanding"), "owed"),
    (re.compile(r"应[收缴交付]|^due|charge|billed"), "due"),
    (
        re.compile(
            r"实[收缴交付]|已[收缴交付]|收款|缴费|交费|paid|received|物业|费$|金额|^$|情况|状态|status|amount"
        ),
        "mark",
    ),
)
_LIKE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), field)
    for pattern, field in (
        (r"^(序号?|编号|no\.?|#|项次)$", "seq"),
        (
            r"(往|上|去|历|前)(年|史|期).*(欠|未)|期初欠|陈欠|旧欠|累计往年|prior|previous.*arrear|opening.*arrear",
            "prior",
        ),
        (r"欠.{0,3}(月数|月份|期间|原因|时间|起|情况)|未[收交缴].{0,2}(月数|月份|原因)", ""),
        (r"欠|未[收交缴付]|尚欠|arrear|outstanding|owed|overdue|balance", "total"),
        (r"(实|已)[收缴交付]|收款.*[额计]|缴费.*[额计]|合计收|paid|received|collected", "paid_total"),
        (r"日期|时间|票|收据|经手|收费员|date|receipt|invoice", ""),
        (
            r"(年|全年|年度|季度?).{0,2}(应[收缴交]|物业费|金额)|应[收缴交].{0,3}(合计|总|/年|年)|annual|yearly",
            "due_long",
        ),
        (r"单价|费率|收费标准|标准|元/(㎡|m2|平)|price|rate|tariff", "price"),
        (
            r"应[收缴交付]|月.{0,2}(费|缴|交|金额)|每月|月度|物业(服务|管理)?费(金额)?$|管理费$|monthly|^due|due$|charge|^fee$|^金额$",
            "due",
        ),
        (r"合计|小计|总计|total|sum", ""),
    )
)
_HOME = {
    "room": "room", "building": "building", "entrance": "entrance", "floor": "floor", "area": "area", "name": "payer",
    "phone": "phone", "note": "note", "seq": "seq",
}  # fmt: skip


class MonthColumns(NamedTuple):
    """A month's columns. year None: the title or the sheet tells it. mark: payments or ticks; due, owed: sums."""

    year: int | None
    month: int
    mark: int | None = None
    due: int | None = None
    owed: int | None = None


class FeeTitles(NamedTuple):
    """Where a table's header ends, the column of each field, the months, and columns for several months at once."""

    header_row: int
    columns: dict[str, int]
    months: list[MonthColumns]
    several: list[int]


def month_in(value: Value) -> tuple[int | None, int, str] | None:
    """Year (if told), month and the words beside it, of a column's title."""
    if isinstance(value, (datetime, date)):
        return (value.year, value.month, "") if value.day == 1 else None
    if not isinstance(value, str):
        return None
    text = tidy_words(plain(value)).lower()
    if SEVERAL.search(text):
        return None
    found = MONTH.search(text) if len(text) <= 16 else None
    if found:
        year, told = found["year"] or found["year2"], found["month"] or found["month2"]
        month = int(told) if told.isdigit() else chinese_integer(told)
        if (found["year2"] and found[0] != text) or (found.start() and text[found.start() - 1].isdigit()):
            return None
    else:
        found = ENGLISH.fullmatch(plain(value).lower().strip())
        if not found:
            return None
        year, told = found["year"] or found["year2"], found["month"] or found["month2"]
        month = MONTH_NAMES.index(told) + 1
        text = found[0]
    rest = text.replace(found[0], "", 1).strip("()（）:-/")
    if month is None or not 1 <= month <= 12:
        return None
    return full_year(year) if year else None, month, rest


def part_of(text: str) -> str | None:
    """Which of a month's columns a title names: mark, due or owed; None for another (a date, a receipt's number)."""
    if re.search(r"日期|时间|票|号|人$|date|receipt", text):
        return None
    return next((part for pattern, part in PARTS if pattern.search(text)), None)


def field_of(title: str) -> str | None:
    """What a title means; None for what is none of ours."""
    key = re.sub(r"\((?!.*[/÷]).*?\)|[*:：]", "", tidy_words(plain(title)).lower())
    if not key or len(key) > 20:
        return None
    found = next((field for pattern, field in _LIKE if pattern.search(key)), None)
    if found is not None:
        return found or None
    return _HOME.get(home_field(title).field or "")


def _plain_numbers(row: list[Value]) -> dict[int, int]:
    """Columns titled 1, 2, 3 … as bare numbers, when at least three follow each other."""
    told: dict[int, int] = {}
    for at, value in enumerate(row, 1):
        text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        if not is_blank(value) and re.fullmatch(r"0?[1-9]|1[0-2]", text):
            told[at] = int(text)
    steps = sum(told.get(at + 1) == month + 1 for at, month in told.items())
    return told if steps >= 2 else {}


def _header(sheet: Sheet, number: int) -> FeeTitles:
    """The header that ends in a row, together with the row above where that holds titles of groups."""
    below = titles_across(sheet, number)
    above = titles_across(sheet, number - 1) if number > 1 else {}
    if len(set(map(str, above.values()))) < 2:
        above = {}
    bare, columns, months = (
        _plain_numbers(sheet.rows[number - 1]),
        dict[str, int](),
        dict[tuple[int | None, int], dict[str, int]](),
    )
    several: list[int] = []
    for at in sorted(set(below) | set(above)):
        title, group = below.get(at), above.get(at)
        told = month_in(title if title is not None else group) or (
            (None, bare[at], "") if at in bare else None
        )
        words = told[2] if told else ""
        grouped = told is None and group is not None and title is not None and str(group) != str(title)
        if grouped and (told := month_in(group)):
            words = tidy_words(plain(str(title))).lower()
        if told:
            year = told[0] or (_year(group) if group is not None else None)
            if part := part_of(words):
                months.setdefault((year, told[1]), {}).setdefault(part, at)
            continue
        text = title if title is not None else group
        if isinstance(text, str):
            grouped = isinstance(group, str) and not re.search(r"\d", text)
            field = field_of(text) or (field_of(f"{group}{text}") if grouped else None)
            if field != "due_long" and SEVERAL.search(tidy_words(plain(text)).lower()) and len(text) < 12:
                several.append(at)
            elif field:
                columns.setdefault(field, at)
    found = [MonthColumns(year, month, **parts) for (year, month), parts in months.items()]
    return FeeTitles(number, columns, found, several)


def _year(value: Value) -> int | None:
    found = re.search(r"(?<!\d)(20\d\d)(?!\d)", plain(str(value)))
    return int(found[1]) if found else None


def find_titles(sheet: Sheet, mapping: SheetMapping | None = None) -> FeeTitles | None:
    """The table's titles as they stand, or as a person has said; None where nothing names homes beside months."""
    if mapping is None:
        return _found(sheet)
    if mapping.skip:
        return None
    told = _header(sheet, mapping.header_row) if mapping.header_row else _found(sheet)
    told = told or FeeTitles(mapping.header_row or 0, {}, [], [])
    months = [_without(m, mapping) for m in told.months]
    years = {m.month: m.year for m in told.months}
    for at, name in mapping.columns.items():
        if found := re.fullmatch(r"m(\d{1,2})", name):
            months.append(MonthColumns(years.get(int(found[1])), int(found[1]), column_number(at)))
    plain_fields = {at: "" if MONTH_FIELD.fullmatch(name) else name for at, name in mapping.columns.items()}
    columns = mapped(told.columns, mapping._replace(columns=plain_fields))
    several = [at for at in told.several if letter(at) not in mapping.columns]
    kept = [m for m in months if m.mark or m.due or m.owed]
    return FeeTitles(told.header_row, columns, kept, several) if "room" in columns and kept else None


def _without(month: MonthColumns, mapping: SheetMapping) -> MonthColumns:
    """A month without the columns that a person took for something else."""
    parts = {
        n: None
        for n in ("mark", "due", "owed")
        if (at := getattr(month, n)) and letter(at) in mapping.columns
    }
    return month._replace(**parts)


def taken_for(titles: FeeTitles) -> dict[int, str]:
    """What each column was taken for; a month's columns as m3, m3_due and m3_owed."""
    found = {at: name for name, at in titles.columns.items()}
    for month in titles.months:
        for at, part in ((month.mark, ""), (month.due, "_due"), (month.owed, "_owed")):
            if at:
                found[at] = f"m{month.month}{part}"
    return found


def _found(sheet: Sheet) -> FeeTitles | None:
    """The first header that names homes and months; of two rows that do, the lower one when its own titles are of months."""
    for number in range(1, min(len(sheet.rows), LATEST_HEADER) + 1):
        here = _header(sheet, number)
        if "room" not in here.columns:
            continue
        own = _header(sheet, number + 1) if number < len(sheet.rows) else here
        room_below = sheet.value(number + 1, here.columns["room"])
        if "room" in own.columns and is_blank(room_below) and len(own.months) >= max(1, len(here.months)):
            return own
        if here.months or here.several:
            return here
    return None
