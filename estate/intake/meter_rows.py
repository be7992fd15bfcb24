"""A reading ledger from file to findings: every cell read, what is doubtful left to a person. Nothing is stored here.

A present reading below the earlier one is never explained by a rule: whether the counter passed zero, was replaced or was
misread, a person says.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from estate.i18n import gettext as _
from estate.intake.dates import read_date
from estate.intake.meter_titles import Table, find_table, kind_of
from estate.intake.meter_words import said
from estate.intake.reader import read_workbook
from estate.intake.rooms import Room, floor_of, parse_building, parse_entrance, parse_room, resolve
from estate.intake.text import is_ditto, means_blank, plain, visible
from estate.intake.workbook import (
    Sheet,
    UnreadableLedger,
    Value,
    Workbook,
    as_json,
    as_text,
    is_blank,
    letter,
)
from estate.meters.rules import decimal, thousandths

TOTAL = re.compile(r"(本?[页栋幢楼层]|全部?|总)?(合计|小计|总计|共计|累计|汇总|total|subtotal)")


@dataclass(slots=True)
class MeterRow:
    """A row of the ledger. prev_e3, curr_e3 in thousandths; dates ISO; doubtful: fields that a person must decide.

    columns: the letter of each field's column. contested: a later row says something else of the same meter and day.
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
    contested: bool = False


@dataclass(slots=True)
class Readings:
    """What came of a ledger. fixed, flagged, skipped: as the contract of a dry run names them."""

    file: str
    rows: list[MeterRow] = field(default_factory=list[MeterRow])
    fixed: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    flagged: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    skipped: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


def read_readings(path: Path, homes: Collection[str] | None = None, name: str | None = None) -> Readings:
    """Everything that a reading ledger would bring in. homes: the codes of the homes that there are, when known.

    Raises UnreadableLedger or OSError.
    """
    return find_readings(read_workbook(path, name), homes)


def find_readings(workbook: Workbook, homes: Collection[str] | None = None) -> Readings:
    """The same of a workbook that was read. Raises UnreadableLedger."""
    found = Readings(workbook.name)
    tables = [(sheet, find_table(sheet)) for sheet in workbook.sheets]
    if not any(table for _sheet, table in tables):
        raise UnreadableLedger(
            _("No table of readings was found: no column names rooms or meters beside present readings.")
        )
    for sheet, table in tables:
        if table is None:
            found.skipped.append({"sheet": sheet.name, "row": None, "reason": "sheet_without_header"})
            continue
        reader = _Reader(sheet, table, workbook.epoch_1904, found, workbook.stem)
        found.rows += reader.rows()
    _check_rooms(found, homes, {sheet.name: table for sheet, table in tables if table})
    _check_repeats(found, {sheet.name: table for sheet, table in tables if table})
    return found


class _Reader:
    def __init__(self, sheet: Sheet, table: Table, epoch_1904: bool, found: Readings, stem: str) -> None:
        self.sheet, self.table, self.epoch_1904, self.found = sheet, table, epoch_1904, found
        titles = " ".join(
            as_text(v) for row in sheet.rows[: table.header_row] for v in row if not is_blank(v)
        )
        told = (sheet.name, titles if "mtype" not in table.columns else "", stem)
        self.kind = next((kind for text in told if (kind := kind_of(text))), None)
        self.building = parse_building(sheet.name) if sheet.name else None
        self.letters = {name: letter(at) for name, at in table.columns.items()}

    def rows(self) -> Iterator[MeterRow]:
        above: list[Value] = []
        for number in range(1, len(self.sheet.rows) + 1):
            values = self.sheet.rows[number - 1]
            if why := "title" if number <= self.table.header_row else self._no_data(values):
                self._skip(number, why)
                continue
            filled = [
                above[at] if isinstance(v, str) and is_ditto(v) and at < len(above) else v
                for at, v in enumerate(values)
            ]
            above = filled
            yield self._read(number, filled)

    def _no_data(self, values: list[Value]) -> str:
        texts = [plain(as_text(v)) for v in values if not is_blank(v)]
        if not texts:
            return "blank"
        if any(TOTAL.match(text.replace(" ", "").lower()) for text in texts[:3]):
            return "total"
        header = [plain(as_text(v)) for v in self.sheet.rows[self.table.header_row - 1]]
        if texts == [text for text in header if text]:
            return "title"
        keyed = [self._cell(values, name) for name in ("room", "meter_no", "curr", "prev")]
        return "" if sum(not is_blank(v) for v in keyed) > 1 else "note"

    def _read(self, number: int, values: list[Value]) -> MeterRow:
        row = MeterRow(self.sheet.name, number, columns=self.letters)
        self._room(row, values)
        row.meter_no = visible(as_text(self._cell(values, "meter_no")))
        row.mtype = visible(as_text(self._cell(values, "mtype")))
        row.kind = kind_of(row.mtype) if row.mtype else self.kind
        note = self._cell(values, "note")
        row.note = None if is_blank(note) else visible(as_text(note))
        row.prev_e3 = self._number(
            row, values, "prev", missing="prev_missing" if "prev" in self.table.columns else ""
        )
        row.curr_e3 = self._number(row, values, "curr", missing="meter_missing")
        row.multiplier_e3 = self._number(row, values, "multiplier")
        for name in ("read_date", "prev_date"):
            self._day(row, values, name)
        if row.prev_e3 is not None and row.curr_e3 is not None and row.curr_e3 < row.prev_e3:
            value = self._cell(values, "curr")
            self._flag(row, "curr", "meter_lower", value, None)
            row.curr_e3 = None
        elif row.prev_e3 is not None and row.curr_e3 is not None:
            self._usage(row, values)
        return row

    def _room(self, row: MeterRow, values: list[Value]) -> None:
        raw = self._cell(values, "room")
        if "room" not in self.table.columns:
            return
        room = parse_room(raw) if not is_blank(raw) else None
        if room is None:
            self._flag(row, "room", "room_unreadable" if not is_blank(raw) else "room_missing", raw, None)
            return
        building = parse_building(plain(as_text(self._cell(values, "building")))) or self.building
        entrance = parse_entrance(as_text(self._cell(values, "entrance")))
        room = resolve(room, "entrance" if building and len(room.parts) == 2 else "building")
        place = Room(
            room.building or (building.building if building else None),
            room.entrance or entrance or (building.entrance if building else None),
            room.number,
        )
        if place.building and place.number and not place.entrance:
            place = place._replace(entrance="1")
        row.room = place.code
        if row.room is None:
            self._flag(row, "room", "room_unreadable", raw, None)
        elif as_text(raw) != row.room:
            self._fix(row, "room", "room_spelling", raw, row.room)

    def _number(self, row: MeterRow, values: list[Value], name: str, missing: str = "") -> int | None:
        raw = self._cell(values, name)
        at = (row.row, self.table.columns.get(name, 0))
        if (formula := self.sheet.formulas.get(at)) and not formula.has_result:
            self._flag(row, name, "formula_no_value", raw, None)
            return None
        if is_blank(raw) or (isinstance(raw, str) and means_blank(raw)):
            if missing:
                self._flag(row, name, missing, raw, None)
            return None
        text = visible(as_text(raw))
        found = thousandths(re.sub(r"(?i)\s*(m3|m³|㎥|立方米?|吨|度|kwh)$", "", text))
        if found is None:
            self._flag(row, name, "number_unreadable", raw, None)
        elif isinstance(raw, str) and raw != decimal(found, 3):
            self._fix(row, name, "number_spelling", raw, decimal(found, 3))
        return found

    def _day(self, row: MeterRow, values: list[Value], name: str) -> None:
        raw = self._cell(values, name)
        if is_blank(raw):
            return
        reading = read_date(raw, self.epoch_1904)
        if reading.value is None or reading.value.by_month or reading.doubt:
            if name == "read_date":
                self._flag(row, name, reading.doubt or "date_month_only", raw, reading.proposal)
            return
        if name == "read_date":
            row.read_date = reading.value.iso()
        else:
            row.prev_date = reading.value.iso()
        if reading.repair:
            self._fix(row, name, reading.repair, raw, reading.value.iso())

    def _usage(self, row: MeterRow, values: list[Value]) -> None:
        """A usage that the ledger states and that is not the difference of its readings is asked about."""
        raw = self._cell(values, "usage")
        stated = thousandths(visible(as_text(raw))) if not is_blank(raw) else None
        if stated is None or row.curr_e3 is None or row.prev_e3 is None:
            return
        if stated * 1000 != (row.curr_e3 - row.prev_e3) * (row.multiplier_e3 or 1000):
            self._flag(row, "usage", "usage_differs", raw, None)

    def _cell(self, values: list[Value], name: str) -> Value:
        at = self.table.columns.get(name)
        return values[at - 1] if at and at <= len(values) else None

    def _flag(self, row: MeterRow, name: str, kind: str, raw: Value, proposal: str | None) -> None:
        row.doubtful.add(name)
        self.found.flagged.append(_finding(row, self.table, name, kind, raw, "proposal", proposal))

    def _fix(self, row: MeterRow, name: str, kind: str, raw: Value, value: str) -> None:
        self.found.fixed.append(_finding(row, self.table, name, kind, raw, "value", value))

    def _skip(self, number: int, why: str) -> None:
        self.found.skipped.append({"sheet": self.sheet.name, "row": number, "reason": why})


def _check_rooms(found: Readings, homes: Collection[str] | None, tables: dict[str, Table]) -> None:
    """Rooms that there are not; without a list of homes those that stand far above all others of their building."""
    tops: dict[str, Counter[int]] = defaultdict(Counter)
    for row in found.rows:
        if row.room and (floor := floor_of(row.room.rpartition("-")[2])):
            tops[row.room.partition("-")[0]][floor] += 1
    for row in found.rows:
        if row.room is None:
            continue
        building, _hyphen, number = row.room.partition("-")
        if homes is not None:
            unknown = row.room not in homes
        else:
            floor = floor_of(number.rpartition("-")[2])
            usual = [storey for storey, rows in tops[building].items() if rows > 2]
            unknown = floor is None or (bool(usual) and floor > max(usual) + 10)
            unknown = unknown and (floor is not None or len(number.rpartition("-")[2]) > 4)
        if unknown:
            row.doubtful.add("room")
            found.flagged.append(
                _finding(row, tables[row.sheet], "room", "room_unknown", row.room, "proposal", None)
            )


def _check_repeats(found: Readings, tables: dict[str, Table]) -> None:
    """A meter that stands in several rows: the same row again is left out, different ones are asked about."""
    seen: dict[tuple[str | None, str, str], MeterRow] = {}
    kept: list[MeterRow] = []
    for row in found.rows:
        key = (row.kind, row.meter_no or row.room or "", row.read_date or "")
        first = seen.setdefault(key, row)
        if first is row or not key[1]:
            kept.append(row)
        elif (first.room, first.prev_e3, first.curr_e3) == (row.room, row.prev_e3, row.curr_e3):
            found.skipped.append({"sheet": row.sheet, "row": row.row, "reason": "repeated"})
        else:
            name = "meter_no" if row.meter_no else "room"
            row.doubtful.add(name)
            first.contested = True
            raw = row.meter_no or row.room
            found.flagged.append(_finding(row, tables[row.sheet], name, "meter_twice", raw, "proposal", None))
            kept.append(row)
    found.rows = kept


def _finding(
    row: MeterRow, table: Table, name: str, kind: str, raw: Value, key: str, value: str | None
) -> dict[str, Any]:
    at = table.columns.get(name)
    return {
        "sheet": row.sheet,
        "row": row.row,
        "column": letter(at) if at else None,
        "raw": as_json(raw),
        "kind": kind,
        key: value,
        "field": name,
        "message": said(kind),
    }
