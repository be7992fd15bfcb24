"""A parking ledger from file to findings: spaces, their kind, cars, home and time. Nothing is stored here."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from estate.community.rules import canonical_space
from estate.i18n import gettext as _
from estate.intake.amounts import nothing_to_pay, read_amount, yuan_text
from estate.intake.dates import read_date
from estate.intake.layout import NO_MAPPING, SheetMapping
from estate.intake.ledger_checks import check_repeats, check_rooms
from estate.intake.ledger_notes import Notes
from estate.intake.ledger_rows import Table
from estate.intake.ledger_sheets import tables_in
from estate.intake.ledger_titles import find_header
from estate.intake.parking_titles import PARKING
from estate.intake.parking_words import kind_of
from estate.intake.periods import read_end, read_period
from estate.intake.plates import read_plates
from estate.intake.reader import read_workbook
from estate.intake.rooms import parse_room
from estate.intake.said import NOTHING, Said
from estate.intake.text import means_blank, plain, tidy_words, visible
from estate.intake.workbook import Sheet, Value, Workbook, as_text, is_blank

KEYS = ("space", "ptype", "plate", "room", "period", "start", "end", "fee", "payer")
CODE = re.compile(r"(?=.*\d)[\w\-#/.]{1,16}")
NOBODY = re.compile(
    r"空置?|空闲|闲置|未[售租]|待[售租]|公共|公用|访客|临停|临时|物业.*|开发商|无主?|自用|vacant|empty|public|visitor",
    re.I,
)


@dataclass(slots=True)
class ParkingRow:
    """A space's row. fee_fen a month; open: held without an end. doubtful: fields that a person must decide."""

    sheet: str
    row: int
    space: str | None = None
    ptype: str | None = None
    kind: str | None = None
    plates: tuple[str, ...] = ()
    room: str | None = None
    start: date | None = None
    end: date | None = None
    fee_fen: int | None = None
    zone: str = ""
    doubtful: set[str] = field(default_factory=set[str])

    def content(self) -> tuple[object, ...]:
        """All that it says of the space."""
        return (
            self.ptype,
            self.plates,
            self.room,
            self.start,
            self.end,
            self.fee_fen,
            frozenset(self.doubtful),
        )


@dataclass(slots=True)
class Parking:
    """What came of a ledger."""

    notes: Notes
    rows: list[ParkingRow]
    tables: dict[str, Table]


def read_parking(path: Path, homes: Collection[str] | None = None, name: str | None = None) -> Parking:
    """Everything that a parking ledger would bring in. homes: the codes of the homes that there are, when known.

    Raises UnreadableLedger or OSError.
    """
    return find_parking(read_workbook(path, name), homes)


def find_parking(
    workbook: Workbook,
    homes: Collection[str] | None = None,
    mapping: Mapping[str, SheetMapping] = NO_MAPPING,
    said: Said = NOTHING,
) -> Parking:
    """The same of a workbook that was read, with a person's words on its columns and cells. Raises UnreadableLedger."""
    told = [(sheet, find_header(sheet, PARKING, mapping.get(sheet.name))) for sheet in workbook.sheets]
    found = Parking(Notes(workbook.name), [], {})
    none = _("No table of parking spaces was found: no column names them beside plates, homes or fees.")
    for table, _titles in tables_in(told, found.notes, none, said, mapping, _names_building):
        found.tables[table.sheet.name] = table
        reader = _Reader(table, workbook.epoch_1904)
        found.rows += [reader.read(number, values) for number, values in table.rows(KEYS, CODE)]
    _join_zones(found.rows)
    check_rooms(found.rows, homes, found.tables)
    found.rows = check_repeats(
        found.rows, lambda row: row.space, ParkingRow.content, "space_twice", _told, found.tables
    )
    return found


def _names_building(sheet: Sheet) -> bool:
    """Whether the sheet is of one building, not of a garage that has a number."""
    return re.search(r"\d\s*[#号]?\s*[栋幢座楼]", sheet.name) is not None


class _Reader:
    def __init__(self, table: Table, epoch_1904: bool) -> None:
        self.table, self.epoch_1904 = table, epoch_1904

    def read(self, number: int, values: list[Value]) -> ParkingRow:
        row, table = ParkingRow(self.table.sheet.name, number), self.table
        raw = table.cell(values, "space")
        row.space = canonical_space(visible(as_text(raw))) or None
        if row.space is None:
            table.flag(row, "space", "space_missing", raw)
        elif as_text(raw) != row.space:
            table.fix(row, "space", "space_spelling", raw, row.space)
        zone = table.cell(values, "zone")
        row.zone = "" if is_blank(zone) else canonical_space(as_text(zone))
        ptype = table.cell(values, "ptype")
        row.ptype = None if is_blank(ptype) else visible(as_text(ptype))
        self._home(row, values)
        self._plates(row, values)
        self._period(row, values)
        self._fee(row, values)
        row.kind = kind_of(row.ptype) if row.ptype else "rented" if row.fee_fen else None
        if row.fee_fen is None and row.kind == "owned" and "fee" not in row.doubtful:
            row.fee_fen = 0
        return row

    def _home(self, row: ParkingRow, values: list[Value]) -> None:
        raw = self.table.cell(values, "room")
        if isinstance(raw, str) and not is_blank(raw):
            text = tidy_words(plain(raw))
            if means_blank(text) or (NOBODY.fullmatch(text) and not parse_room(text)):
                return
        self.table.read_room(row, values, needed=False)

    def _plates(self, row: ParkingRow, values: list[Value]) -> None:
        raw = self.table.cell(values, "plate")
        reading = read_plates(raw)
        if reading.doubt:
            self.table.flag(row, "plate", reading.doubt, raw, reading.proposal)
            return
        row.plates = reading.value
        if reading.repair:
            self.table.fix(row, "plate", reading.repair, raw, "、".join(reading.value) or None)

    def _period(self, row: ParkingRow, values: list[Value]) -> None:
        raw = self.table.cell(values, "period")
        if not is_blank(raw):
            reading = read_period(raw)
            if reading.doubt:
                self.table.flag(row, "period", reading.doubt, raw)
                return
            row.start, row.end = reading.value
            if reading.repair:
                told = f"{row.start or ''}/{row.end or ''}"
                self.table.fix(row, "period", reading.repair, raw, told)
        first, last = self.table.cell(values, "start"), self.table.cell(values, "end")
        if not is_blank(first):
            start = read_date(first, self.epoch_1904)
            if start.doubt:
                self.table.flag(row, "start", start.doubt, first, start.proposal)
            elif start.value:
                row.start = start.value.date
                if start.repair:
                    self.table.fix(row, "start", start.repair, first, row.start.isoformat())
        if not is_blank(last):
            end = read_end(last, self.epoch_1904)
            if end.doubt:
                self.table.flag(row, "end", end.doubt, last, end.proposal)
            else:
                row.end = end.value
                if end.repair:
                    self.table.fix(row, "end", end.repair, last, row.end.isoformat() if row.end else None)
        if row.start and row.end and row.end < row.start:
            self.table.flag(row, "end" if not is_blank(last) else "period", "period_backwards", last or raw)
            row.start = row.end = None

    def _fee(self, row: ParkingRow, values: list[Value]) -> None:
        raw = self.table.cell(values, "fee")
        if is_blank(raw) or not self.table.trusted(row, "fee", self.table.columns["fee"], raw):
            return
        if nothing_to_pay(raw):
            row.fee_fen = 0
            self.table.fix(row, "fee", "amount_word", raw, yuan_text(0))
            return
        reading = read_amount(raw)
        if reading.doubt:
            self.table.flag(row, "fee", reading.doubt, raw)
            return
        row.fee_fen = reading.value
        if reading.repair and reading.value is not None:
            self.table.fix(row, "fee", reading.repair, raw, yuan_text(reading.value))


def _join_zones(rows: list[ParkingRow]) -> None:
    """Where numbers begin anew in each garage or zone, the zone belongs to them."""
    zones: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.space and row.zone:
            zones[row.space].add(row.zone)
    again = sum(len(told) > 1 for told in zones.values())
    bare = all(space.isdigit() for space in zones)
    if again and (bare or again * 5 > len(zones)):
        for row in rows:
            if row.space and row.zone and not row.space.startswith(row.zone):
                row.space = f"{row.zone}-{row.space}"


def _told(row: ParkingRow) -> tuple[str, str | None]:
    return "space", row.space
