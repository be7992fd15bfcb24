"""A register of equipment from file to findings: what each piece is, where it stands and how it is serviced.

Nothing is stored here. `Equipment` is a row as the equipment feature takes it: `clear` answers those that need no decision.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from estate.data import clock
from estate.i18n import gettext as _
from estate.intake.dates import Day, read_date
from estate.intake.equipment_cycles import Cycle, read_cycle, read_life
from estate.intake.equipment_titles import EQUIPMENT, unit_of
from estate.intake.equipment_words import quantity_of, state_of
from estate.intake.layout import NO_MAPPING, SheetMapping
from estate.intake.ledger_checks import check_repeats
from estate.intake.ledger_notes import Notes
from estate.intake.ledger_rows import Table
from estate.intake.ledger_sheets import tables_in
from estate.intake.ledger_titles import find_header
from estate.intake.periods import last_of
from estate.intake.phones import numbers_in
from estate.intake.reader import read_workbook
from estate.intake.said import NOTHING, Said
from estate.intake.text import means_blank, plain, tidy_words, visible
from estate.intake.workbook import Value, Workbook, as_text, is_blank

KEYS = ("ename", "code", "category", "model", "location", "install", "last_maint", "cycle")
TEXTS = ("category", "model", "brand", "serial_no", "registration_no", "location", "vendor", "keeper", "note")
DAYS = ("install", "last_maint", "next_maint", "last_inspection", "next_inspection")
PAST = frozenset(("install", "last_maint", "last_inspection"))
SYSTEM = re.compile(
    r"^[（(]?[一二三四五六七八九十\d]*[)）、.．\s]*(.{1,12}?)(设备|设施)?(台账|清单|登记表|一览表)?$"
)


@dataclass(slots=True)
class EquipmentRow:
    """A row while it is read. doubtful: fields that a person must decide."""

    sheet: str
    row: int
    room: str | None = None
    code: str | None = None
    name: str = ""
    texts: dict[str, str] = field(default_factory=dict[str, str])
    days: dict[str, Day] = field(default_factory=dict[str, Day])
    life: int | None = None
    cycle: Cycle | None = None
    quantity: int = 1
    state: str | None = None
    status: str = ""
    vendor_phones: tuple[str, ...] = ()
    doubtful: set[str] = field(default_factory=set[str])

    def content(self) -> tuple[object, ...]:
        """All that it says of the piece."""
        return self.name, self.texts, self.days, self.life, self.cycle, self.status


class Equipment(NamedTuple):
    """A piece of equipment ready to be stored, or several alike (quantity). code None: it has none yet.

    installed, last_service, next_service, last_inspection, next_inspection: a day, or a month only (`Day.by_month`).
    life_years: meant to last; cycle: how often it is serviced; state: in_use, standby, repair, stopped, scrapped or None,
    status: the register's own word for it. doubtful: fields left empty until somebody decides.
    """

    code: str | None
    name: str
    category: str
    model: str
    brand: str
    serial_no: str
    registration_no: str
    location: str
    quantity: int
    installed: Day | None
    life_years: int | None
    cycle: Cycle | None
    last_service: Day | None
    next_service: Day | None
    last_inspection: Day | None
    next_inspection: Day | None
    vendor: str
    vendor_phones: tuple[str, ...]
    keeper: str
    state: str | None
    status: str
    note: str
    sheet: str
    row: int
    doubtful: frozenset[str]


@dataclass(slots=True)
class Register:
    """What came of a file."""

    notes: Notes
    rows: list[EquipmentRow] = field(default_factory=list[EquipmentRow])
    tables: dict[str, Table] = field(default_factory=dict[str, Table])

    @property
    def clear(self) -> list[Equipment]:
        """The pieces on which nothing waits for a decision."""
        return [ready(row) for row in self.rows if not row.doubtful]


def ready(row: EquipmentRow) -> Equipment:
    """A row as it would be stored."""
    texts, days = row.texts, row.days
    return Equipment(
        code=row.code,
        name=row.name,
        category=texts.get("category", ""),
        model=texts.get("model", ""),
        brand=texts.get("brand", ""),
        serial_no=texts.get("serial_no", ""),
        registration_no=texts.get("registration_no", ""),
        location=texts.get("location", ""),
        quantity=row.quantity,
        installed=days.get("install"),
        life_years=row.life,
        cycle=row.cycle,
        last_service=days.get("last_maint"),
        next_service=days.get("next_maint"),
        last_inspection=days.get("last_inspection"),
        next_inspection=days.get("next_inspection"),
        vendor=texts.get("vendor", ""),
        vendor_phones=row.vendor_phones,
        keeper=texts.get("keeper", ""),
        state=row.state,
        status=row.status,
        note=texts.get("note", ""),
        sheet=row.sheet,
        row=row.row,
        doubtful=frozenset(row.doubtful),
    )


def read_equipment(path: Path, name: str | None = None) -> Register:
    """Everything that a register would bring in. Raises UnreadableLedger or OSError."""
    return find_equipment(read_workbook(path, name))


def find_equipment(
    workbook: Workbook, mapping: Mapping[str, SheetMapping] = NO_MAPPING, said: Said = NOTHING
) -> Register:
    """The same of a workbook that was read, with a person's words on its columns and cells. Raises UnreadableLedger."""
    told = [(sheet, find_header(sheet, EQUIPMENT, mapping.get(sheet.name))) for sheet in workbook.sheets]
    found = Register(Notes(workbook.name))
    none = _("No table of equipment was found: no column names it beside numbers, models or places.")
    for table, _titles in tables_in(told, found.notes, none, said, mapping, lambda _sheet: False):
        found.tables[table.sheet.name] = table
        found.rows += _Reader(table, workbook.epoch_1904).rows()
    found.rows = check_repeats(found.rows, _which, EquipmentRow.content, "code_twice", _told, found.tables)
    return found


class _Reader:
    def __init__(self, table: Table, epoch_1904: bool) -> None:
        self.table, self.epoch_1904, self.today = table, epoch_1904, clock.today()
        title = table.sheet.rows[table.header_row - 1] if table.header_row else []
        self.units = {
            name: unit_of(as_text(title[at - 1])) if at <= len(title) else None
            for name, at in table.columns.items()
        }
        told = SYSTEM.match(tidy_words(plain(table.sheet.name)))
        generic = not told or re.fullmatch(r"sheet\d*|设备|设施|全部|总表?|汇总|台账|\d*", told[1].lower())
        self.system = "" if generic or not told else told[1]

    def rows(self) -> list[EquipmentRow]:
        found: list[EquipmentRow] = []
        before = self.table.header_row
        for number, values in self.table.rows(KEYS):
            self._sections(before + 1, number)
            before = number
            found.append(self._row(number, values))
        return found

    def _sections(self, first: int, last: int) -> None:
        """A row with a single text above the pieces names the system to which they belong."""
        for number in range(first, last):
            texts = [v for v in self.table.sheet.rows[number - 1] if not is_blank(v)]
            told = (
                SYSTEM.match(tidy_words(plain(texts[0])))
                if len(texts) == 1 and isinstance(texts[0], str)
                else None
            )
            if told:
                self.system = told[1]

    def _row(self, number: int, values: list[Value]) -> EquipmentRow:
        row, table = EquipmentRow(self.table.sheet.name, number), self.table
        name = table.cell(values, "ename")
        row.name = "" if is_blank(name) else visible(as_text(name))
        if not row.name:
            table.flag(row, "ename", "name_missing", name)
        self._code(row, values)
        for field_name in TEXTS:
            self._text(row, values, field_name)
        if self.system and not row.texts.get("category"):
            row.texts["category"] = self.system
        for field_name in DAYS:
            self._day(row, values, field_name)
        self._checked_order(row, values)
        for field_name, reader in (("life", read_life), ("cycle", read_cycle)):
            raw = table.cell(values, field_name)
            if is_blank(raw) or not table.trusted(row, field_name, table.columns[field_name], raw):
                continue
            reading = reader(raw, self.units.get(field_name))
            if reading.doubt:
                table.flag(row, field_name, reading.doubt, raw)
            elif reading.repair and reading.value is not None:
                told = reading.value.iso() if isinstance(reading.value, Cycle) else str(reading.value)
                table.fix(row, field_name, reading.repair, raw, told)
            if isinstance(reading.value, Cycle):
                row.cycle = reading.value
            elif reading.value is not None:
                row.life = reading.value
        self._quantity(row, values)
        self._state(row, values)
        phone = table.cell(values, "vendor_phone")
        row.vendor_phones = () if is_blank(phone) else tuple(numbers_in(plain(as_text(phone))))
        return row

    def _code(self, row: EquipmentRow, values: list[Value]) -> None:
        raw = self.table.cell(values, "code")
        if "code" not in self.table.columns:
            return
        if is_blank(raw) or (isinstance(raw, str) and means_blank(raw)):
            self.table.flag(row, "code", "code_missing", raw)
            return
        row.code = tidy_words(plain(as_text(raw)))
        if as_text(raw) != row.code:
            self.table.fix(row, "code", "code_spelling", raw, row.code)

    def _text(self, row: EquipmentRow, values: list[Value], name: str) -> None:
        raw = self.table.cell(values, name)
        if is_blank(raw) or not self.table.trusted(row, name, self.table.columns[name], raw):
            return
        text = visible(as_text(raw))
        if name != "note" and means_blank(text):
            return
        row.texts[name] = text
        if not isinstance(raw, str):
            self.table.fix(row, name, "number_as_text", raw, text)

    def _day(self, row: EquipmentRow, values: list[Value], name: str) -> None:
        raw = self.table.cell(values, name)
        if is_blank(raw) or not self.table.trusted(row, name, self.table.columns[name], raw):
            return
        reading = read_date(raw, self.epoch_1904)
        if reading.doubt:
            self.table.flag(row, name, reading.doubt, raw, reading.proposal)
        elif reading.value and name in PAST and reading.value.date > self.today:
            self.table.flag(row, name, "date_to_come", raw)
        elif reading.value:
            row.days[name] = reading.value
            if reading.repair:
                self.table.fix(row, name, reading.repair, raw, reading.value.iso())

    def _checked_order(self, row: EquipmentRow, values: list[Value]) -> None:
        """Nothing is serviced or inspected before it is installed."""
        installed = row.days.get("install")
        for name in ("last_maint", "last_inspection"):
            day = row.days.get(name)
            if installed and day and last_of(day) < installed.date:
                self.table.flag(row, name, "date_before_install", self.table.cell(values, name))
                del row.days[name]

    def _quantity(self, row: EquipmentRow, values: list[Value]) -> None:
        raw = self.table.cell(values, "quantity")
        if is_blank(raw):
            return
        number = quantity_of(as_text(raw))
        if not number:
            self.table.flag(row, "quantity", "quantity_unclear", raw)
            return
        row.quantity = number

    def _state(self, row: EquipmentRow, values: list[Value]) -> None:
        raw = self.table.cell(values, "state")
        if is_blank(raw) or (isinstance(raw, str) and means_blank(raw)):
            return
        row.status = visible(as_text(raw))
        row.state = state_of(row.status)
        if row.state is None:
            self.table.flag(row, "state", "state_unclear", raw)


def _which(row: EquipmentRow) -> str | None:
    return row.code.upper() if row.code else None


def _told(row: EquipmentRow) -> tuple[str, str | None]:
    return "code", row.code
