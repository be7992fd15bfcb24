"""A reading ledger from file to findings: every cell read, what is doubtful left to a person. Nothing is stored here.

A present reading below the earlier one is never explained by a rule: whether the counter passed zero, was replaced or was
misread, a person says.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from estate.i18n import gettext as _
from estate.intake.dates import read_date
from estate.intake.ledger_checks import check_repeats, check_rooms
from estate.intake.ledger_notes import Notes
from estate.intake.ledger_rows import Table
from estate.intake.ledger_sheets import tables_in
from estate.intake.meter_titles import find_table, kind_of
from estate.intake.meter_words import said
from estate.intake.reader import read_workbook
from estate.intake.text import means_blank, visible
from estate.intake.workbook import Value, Workbook, as_text, is_blank, letter
from estate.meters.rules import decimal, thousandths

KEYS = ("room", "meter_no", "curr", "prev")


@dataclass(slots=True)
class MeterRow:
    """A row of the ledger. prev_e3, curr_e3 in thousandths; dates ISO; doubtful: fields that a person must decide.

    columns: the letter of each field's column.
    """

    sheet: str
    row: int
    room: str | None = None
    meter_no: str = ""
    mtype: str = ""
    kind: str | None = None
    prev_e3: int | None = None
    curr_e3: int | None = None
    multiplier_e3: int | None = None
    read_date: str | None = None
    prev_date: str | None = None
    note: str | None = None
    doubtful: set[str] = field(default_factory=set[str])
    columns: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(slots=True)
class Readings:
    """What came of a ledger."""

    notes: Notes
    rows: list[MeterRow] = field(default_factory=list[MeterRow])


def read_readings(path: Path, homes: Collection[str] | None = None, name: str | None = None) -> Readings:
    """Everything that a reading ledger would bring in. homes: the codes of the homes that there are, when known.

    Raises UnreadableLedger or OSError.
    """
    return find_readings(read_workbook(path, name), homes)


def find_readings(workbook: Workbook, homes: Collection[str] | None = None) -> Readings:
    """The same of a workbook that was read. Raises UnreadableLedger."""
    found = Readings(Notes(workbook.name, words=said))
    told = [(sheet, find_table(sheet)) for sheet in workbook.sheets]
    none = _("No table of readings was found: no column names rooms or meters beside present readings.")
    tables: dict[str, Table] = {}
    for table, _titles in tables_in(told, found.notes, none):
        tables[table.sheet.name] = table
        found.rows += _Reader(table, workbook).rows()
    check_rooms(found.rows, homes, tables)
    found.rows = check_repeats(found.rows, _which, _content, "meter_twice", _told, tables)
    return found


class _Reader:
    def __init__(self, table: Table, workbook: Workbook) -> None:
        self.table, self.epoch_1904 = table, workbook.epoch_1904
        titles = " ".join(
            as_text(v) for row in table.sheet.rows[: table.header_row] for v in row if not is_blank(v)
        )
        told = (table.sheet.name, titles if "mtype" not in table.columns else "", workbook.stem)
        self.kind = next((kind for text in told if (kind := kind_of(text))), None)
        self.letters = {name: letter(at) for name, at in table.columns.items()}

    def rows(self) -> Iterator[MeterRow]:
        for number, values in self.table.rows(KEYS):
            yield self._read(number, values)

    def _read(self, number: int, values: list[Value]) -> MeterRow:
        row = MeterRow(self.table.sheet.name, number, columns=self.letters)
        if "room" in self.table.columns:
            self.table.read_room(row, values)
        row.meter_no = visible(as_text(self.table.cell(values, "meter_no")))
        row.mtype = visible(as_text(self.table.cell(values, "mtype")))
        row.kind = kind_of(row.mtype) if row.mtype else self.kind
        note = self.table.cell(values, "note")
        row.note = None if is_blank(note) else visible(as_text(note))
        row.prev_e3 = self._number(
            row, values, "prev", missing="prev_missing" if "prev" in self.table.columns else ""
        )
        row.curr_e3 = self._number(row, values, "curr", missing="meter_missing")
        row.multiplier_e3 = self._number(row, values, "multiplier")
        for name in ("read_date", "prev_date"):
            self._day(row, values, name)
        if row.prev_e3 is not None and row.curr_e3 is not None and row.curr_e3 < row.prev_e3:
            self.table.flag(row, "curr", "meter_lower", self.table.cell(values, "curr"))
            row.curr_e3 = None
        elif row.prev_e3 is not None and row.curr_e3 is not None:
            self._usage(row, values)
        return row

    def _number(self, row: MeterRow, values: list[Value], name: str, missing: str = "") -> int | None:
        raw = self.table.cell(values, name)
        if name in self.table.columns and not self.table.trusted(row, name, self.table.columns[name], raw):
            return None
        if is_blank(raw) or (isinstance(raw, str) and means_blank(raw)):
            if missing:
                self.table.flag(row, name, missing, raw, None)
            return None
        text = visible(as_text(raw))
        found = thousandths(re.sub(r"(?i)\s*(m3|m³|㎥|立方米?|吨|度|kwh)$", "", text))
        if found is None:
            self.table.flag(row, name, "number_unreadable", raw, None)
        elif isinstance(raw, str) and raw != decimal(found, 3):
            self.table.fix(row, name, "number_spelling", raw, decimal(found, 3))
        return found

    def _day(self, row: MeterRow, values: list[Value], name: str) -> None:
        raw = self.table.cell(values, name)
        if is_blank(raw):
            return
        reading = read_date(raw, self.epoch_1904)
        if reading.value is None or reading.value.by_month or reading.doubt:
            if name == "read_date":
                self.table.flag(row, name, reading.doubt or "date_month_only", raw, reading.proposal)
            return
        if name == "read_date":
            row.read_date = reading.value.iso()
        else:
            row.prev_date = reading.value.iso()
        if reading.repair:
            self.table.fix(row, name, reading.repair, raw, reading.value.iso())

    def _usage(self, row: MeterRow, values: list[Value]) -> None:
        """A usage that the ledger states and that is not the difference of its readings is asked about."""
        raw = self.table.cell(values, "usage")
        stated = thousandths(visible(as_text(raw))) if not is_blank(raw) else None
        if stated is None or row.curr_e3 is None or row.prev_e3 is None:
            return
        if stated * 1000 != (row.curr_e3 - row.prev_e3) * (row.multiplier_e3 or 1000):
            self.table.flag(row, "usage", "usage_differs", raw, None)


def _which(row: MeterRow) -> tuple[str | None, str, str] | None:
    """The meter and day that a row speaks of; None when it names neither a meter nor a home."""
    named = row.meter_no or row.room
    return (row.kind, named, row.read_date or "") if named else None


def _content(row: MeterRow) -> tuple[object, ...]:
    return row.room, row.prev_e3, row.curr_e3


def _told(row: MeterRow) -> tuple[str, str | None]:
    return ("meter_no", row.meter_no) if row.meter_no else ("room", row.room)
