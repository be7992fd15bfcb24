"""A fee ledger from file to findings: what each home has to pay a month, and which months it owes. Nothing is stored here."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from estate.i18n import gettext as _
from estate.intake.amounts import read_amount, yuan_text
from estate.intake.areas import decimal_text, read_area
from estate.intake.fee_due import judge_dues
from estate.intake.fee_legend import Meaning, fee_named, read_as_of, read_legend, read_year
from estate.intake.fee_list_rows import ListReader, ListRow
from estate.intake.fee_list_settle import ListSettler
from estate.intake.fee_list_titles import find_list_titles
from estate.intake.fee_marks import read_mark
from estate.intake.fee_months import amounts_are_owed, last_by_totals, settle
from estate.intake.fee_row import Debt, FeeRow, Fees, MonthCell, last_of
from estate.intake.fee_titles import FeeTitles, MonthColumns, find_titles, taken_for
from estate.intake.layout import NO_MAPPING, SheetMapping
from estate.intake.ledger_checks import check_repeats, check_rooms
from estate.intake.ledger_notes import Notes
from estate.intake.ledger_rows import Table
from estate.intake.ledger_sheets import tables_in
from estate.intake.numerals import from_float, written_decimal
from estate.intake.periods import read_period
from estate.intake.reader import read_workbook
from estate.intake.reading import Reading
from estate.intake.said import NOTHING, Said
from estate.intake.text import plain, visible
from estate.intake.workbook import Sheet, Value, Workbook, as_text, is_blank, letter

KEYS = ("room", "payer", "area", "price", "due", "due_long", "total")


def read_fees(path: Path, homes: Mapping[str, int | None] | None = None, name: str | None = None) -> Fees:
    """Everything that a fee ledger would bring in. homes: the codes of the homes that there are, when known, and their
    areas in dm². Raises UnreadableLedger or OSError."""
    return find_fees(read_workbook(path, name), homes)


def find_fees(
    workbook: Workbook,
    homes: Mapping[str, int | None] | None = None,
    mapping: Mapping[str, SheetMapping] = NO_MAPPING,
    said: Said = NOTHING,
) -> Fees:
    """The same of a workbook that was read, with a person's words on its columns and cells. Raises UnreadableLedger."""
    told = [(sheet, _titles(sheet, mapping.get(sheet.name))) for sheet in workbook.sheets]
    found = Fees(Notes(workbook.name), said)
    legend = read_legend(_asides(told))
    none = _(
        "No table of fees was found: no column names rooms beside months, or beside a time and an amount."
    )
    for table, titles in tables_in(told, found.notes, none, said, mapping):
        found.tables[table.sheet.name] = table
        found.taken[table.sheet.name] = titles.header_row, taken_for(titles)
        reader = _Reader(workbook, table, titles, legend, found)
        if titles.months or titles.several:
            reader.read(homes)
        else:
            reader.read_list(workbook.epoch_1904)
    check_rooms(found.rows, homes, found.tables)
    found.rows = check_repeats(found.rows, _which, _content, "room_twice", _told, found.tables)
    for row in found.rows:
        if row.unsure:
            row.arrears.clear()
            row.before.clear()
    texts = [t for table in found.tables.values() for t in table.titles]
    found.fee = fee_named(texts) or fee_named([*found.tables, workbook.stem])
    return found


def _titles(sheet: Sheet, mapping: SheetMapping | None) -> FeeTitles | None:
    """The titles of a table with a column for every month, or else of a list with a row for every charge."""
    wide = find_titles(sheet, mapping)
    if wide is not None and len(wide.months) > 1:
        return wide
    return find_list_titles(sheet, mapping) or wide


def _asides(told: list[tuple[Sheet, FeeTitles | None]]) -> list[str]:
    """Texts that may explain the marks: titles, rows of a single cell, and sheets without a table."""
    texts: list[str] = []
    for sheet, titles in told:
        for number, row in enumerate(sheet.rows, 1):
            cells = [as_text(v) for v in row if isinstance(v, str) and not is_blank(v)]
            if titles is None or number < titles.header_row or len(cells) == 1:
                texts += cells
    return texts


class _Reader:
    def __init__(
        self, workbook: Workbook, table: Table, titles: FeeTitles, legend: Mapping[str, Meaning], found: Fees
    ) -> None:
        self.table, self.titles, self.legend, self.found = table, titles, legend, found
        told = [*table.titles, table.sheet.name, workbook.stem]
        self.year = read_year(table.titles, table.sheet.name, workbook.stem)
        self.as_of = read_as_of([*told, *_asides([(table.sheet, titles)])], self.year)
        if self.year is None and self.as_of:
            self.year = self.as_of[0].year
        if word := table.said.of_sheet(table.sheet.name, "year_unknown"):
            self.year = int(word.text) if word.text.isdigit() else self.year

    def read(self, homes: Mapping[str, int | None] | None) -> None:
        months = self._months()
        rows = [self._row(number, values, months) for number, values in self.table.rows(KEYS)]
        judge_dues(rows, self.table, self.titles.columns, homes)
        last = self._last_month(rows)
        if last is not None:
            self.found.as_of[self.table.sheet.name] = last
            owed = amounts_are_owed(rows, last, self.table.titles)
            settle(rows, self.table, last, owed, self.legend.get("", None if owed else "owed"))
        self.found.rows += rows

    def read_list(self, epoch_1904: bool) -> None:
        """The rows of a list with a row for every charge."""
        rows = ListReader(self.table, self.legend, self.year, epoch_1904).read()
        last = ListSettler(self.table).settle(rows, self.as_of[0] if self.as_of else None)
        if last is not None:
            self.found.as_of[self.table.sheet.name] = last
        self.found.rows += rows

    def _months(self) -> list[tuple[date, MonthColumns]]:
        for column in self.titles.several:
            value = self.table.sheet.value(self.titles.header_row, column)
            self.table.doubt_sheet("period_not_month", self.titles.header_row, column, value)
        if any(m.year is None for m in self.titles.months) and self.year is None:
            self.table.doubt_sheet("year_unknown")
            return []
        return sorted((date(m.year or self.year or 0, m.month, 1), m) for m in self.titles.months)

    def _row(self, number: int, values: list[Value], months: list[tuple[date, MonthColumns]]) -> FeeRow:
        row, table = FeeRow(self.table.sheet.name, number), self.table
        table.read_room(row, values)
        payer = table.cell(values, "payer")
        row.payer = None if is_blank(payer) else visible(as_text(payer))
        self._area(row, values)
        self._price(row, values)
        for name in ("due", "due_long"):
            if row.due_fen is None and name not in row.doubtful:
                row.due_fen = self._amount(row, values, name)
        self._prior(row, values)
        total = table.cell(values, "total")
        at = (number, table.columns.get("total", 0))
        formula = table.sheet.formulas.get(at)
        if not is_blank(total) and (formula is None or formula.has_result) and at not in table.sheet.errors:
            row.stated_fen = read_amount(total).value
        for first, columns in months:
            row.cells.append(self._month(row, values, first, columns))
        return row

    def _prior(self, row: FeeRow, values: list[Value]) -> None:
        """Arrears from before the ledger's months: a person says for which days they are."""
        fen, column = self._amount(row, values, "prior"), self.table.letter_of("prior")
        if not fen or column is None:
            return
        word = self.table.said.on("prior_arrears", row.sheet, row.row, column)
        period = read_period(word.text).value if word and word.choice == "value" else None
        if period and period.start and period.end:
            row.before.append(Debt(None, period.start, period.end, fen, "prior", column))
        elif word is None or word.choice != "empty":
            self.table.flag(row, "prior", "prior_arrears", self.table.cell(values, "prior"))

    def _month(self, row: FeeRow, values: list[Value], first: date, columns: MonthColumns) -> MonthCell:
        """The marks of a month as they stand; what they mean is settled when the whole sheet is known."""
        cell = MonthCell(first, columns.mark or columns.owed or columns.due or 0)
        for name, at in (("mark", columns.mark), ("due", columns.due), ("owed", columns.owed)):
            if not at:
                continue
            value: Value = values[at - 1] if at <= len(values) else None
            if (kind := self.table.fault((row.row, at))) and not self._settled(row, at, kind):
                cell.faulty = (at, kind)
            cell.raw[name], cell.marks[name] = value, read_mark(value, self.legend)
        return cell

    def _settled(self, row: FeeRow, at: int, kind: str) -> bool:
        """Whether a person has said what stands in a month's cell, or that it is meant."""
        said, column = self.table.said, letter(at)
        return said.of_cell(row.sheet, row.row, column) is not None or said.settles(
            kind, row.sheet, row.row, column
        )

    def _area(self, row: FeeRow, values: list[Value]) -> None:
        raw = self.table.cell(values, "area")
        if is_blank(raw) or not self.table.trusted(row, "area", self.table.columns["area"], raw):
            return
        reading = read_area(raw)
        if reading.doubt:
            self.table.flag(row, "area", reading.doubt, raw, reading.proposal)
        row.area_dm2 = reading.value
        if reading.repair and reading.value is not None:
            self.table.fix(row, "area", reading.repair, raw, decimal_text(reading.value))

    def _price(self, row: FeeRow, values: list[Value]) -> None:
        raw = self.table.cell(values, "price")
        if is_blank(raw) or not self.table.trusted(row, "price", self.table.columns["price"], raw):
            return
        number = from_float(raw) if isinstance(raw, (int, float)) else None
        if number is None:
            number = written_decimal(
                plain(as_text(raw)).replace(" ", "").lstrip("¥￥").split("元")[0].split("/")[0]
            )
        exact = number * 10_000 if number is not None else None
        if exact is None or exact != int(exact) or exact <= 0:
            self.table.flag(row, "price", "amount_unreadable", raw)
        else:
            row.price_e4 = int(exact)

    def _amount(self, row: FeeRow, values: list[Value], name: str) -> int | None:
        raw = self.table.cell(values, name)
        if is_blank(raw):
            return None
        if not self.table.trusted(row, name, self.table.columns[name], raw):
            return None
        reading: Reading[int | None] = read_amount(raw)
        if reading.doubt:
            self.table.flag(row, name, reading.doubt, raw)
        elif reading.repair and reading.value is not None:
            self.table.fix(row, name, reading.repair, raw, yuan_text(reading.value))
        return reading.value

    def _last_month(self, rows: list[FeeRow]) -> date | None:
        """The last day of the last month that is due: as the ledger says, else the last with any mark in it."""
        marked = [
            c.first for row in rows for c in row.cells if any(m.kind != "blank" for m in c.marks.values())
        ]
        word = self.table.said.of_sheet(self.table.sheet.name, "last_month_unclear")
        if word and (told := re.fullmatch(r"(\d{4})-(\d\d)", word.text.strip())):
            first = date(int(told[1]), int(told[2]), 1)
        elif self.as_of and not (self.as_of[1] and self.as_of[0].replace(day=1) not in set(marked)):
            first = self.as_of[0].replace(day=1)
        elif self.as_of:
            first = max((m for m in marked if m < self.as_of[0]), default=self.as_of[0].replace(day=1))
        elif marked:
            first = self._without_day(rows, max(marked))
        else:
            return None
        return last_of(first)

    def _without_day(self, rows: list[FeeRow], marked: date) -> date:
        """The last month of a ledger that does not say of which day it is; empty months behind the last mark are asked about
        unless the rows' totals tell."""
        later = sorted({c.first for row in rows for c in row.cells if c.first > marked})
        told = last_by_totals(rows, [marked, *later])
        if told is None and later:
            month = marked.isoformat()[:7]
            self.table.doubt_sheet("last_month_unclear", self.titles.header_row, None, None, month)
        return told or marked


def _content(row: FeeRow) -> tuple[object, ...]:
    return row.payer, row.area_dm2, row.due_fen, sorted(row.arrears.items())


def _which(row: FeeRow) -> tuple[str, str] | None:
    """The home in its sheet: another sheet may be of another year, and a list has many rows of a home."""
    return (row.sheet, row.room) if row.room and not isinstance(row, ListRow) else None


def _told(row: FeeRow) -> tuple[str, str | None]:
    return "room", row.room
