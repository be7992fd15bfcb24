"""What ledgers of fees and of parking spaces have in common: rows that hold data, their home, and notes with a place."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from estate.intake.ledger_words import said
from estate.intake.rooms import Room, floor_of, parse_building, parse_entrance, parse_room, resolve
from estate.intake.table import FOOTER, HINT, TOTAL
from estate.intake.text import is_ditto, plain, tidy_words
from estate.intake.workbook import Sheet, Value, as_json, as_text, is_blank, letter


@dataclass(slots=True)
class Notes:
    """fixed, flagged, skipped: as the contract of a dry run names them."""

    file: str
    fixed: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    flagged: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    skipped: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def skip(self, sheet: str, row: int | None, reason: str) -> None:
        self.skipped.append({"sheet": sheet, "row": row, "reason": reason})


class Entry(Protocol):
    """A row that came of a ledger. doubtful: fields that a person must decide."""

    sheet: str
    row: int
    room: str | None
    doubtful: set[str]


class Table:
    """A sheet's table: its header's last row and the column of each field; hands out its data rows."""

    def __init__(
        self,
        sheet: Sheet,
        header_row: int,
        columns: dict[str, int],
        notes: Notes,
        *,
        by_building: bool = True,
    ) -> None:
        """by_building: sheets, titles and rows of a single cell may name the building of the rows below."""
        self.sheet, self.header_row, self.columns, self.notes = sheet, header_row, columns, notes
        self.by_building = by_building
        self.building = parse_building(sheet.name) if sheet.name and by_building else None
        if self.building is None and by_building:
            self.building = self._building_in_titles()
        self._merged = {
            (row, span.left): sheet.value(span.top, span.left)
            for span in sheet.merged
            if span.bottom > span.top > header_row
            for row in range(span.top + 1, min(span.bottom, len(sheet.rows)) + 1)
        }

    @property
    def titles(self) -> list[str]:
        """What stands above the header."""
        rows = self.sheet.rows[: self.header_row - 1]
        return [plain(as_text(v)) for row in rows for v in row if not is_blank(v)]

    def _building_in_titles(self) -> Room | None:
        named = [b for t in self.titles if len(t) < 40 and (b := parse_building(t)) is not None]
        return named[0] if len({b.building for b in named}) == 1 else None

    def rows(
        self, keys: tuple[str, ...], alone: re.Pattern[str] | None = None
    ) -> Iterator[tuple[int, list[Value]]]:
        """The rows with data and their numbers, with merged cells and dittos filled in.

        keys: fields of which two make a row one with data; alone: what makes it one in the first of them.
        """
        above: list[Value] = []
        for number in range(1, len(self.sheet.rows) + 1):
            values = self._filled(number, above)
            if number <= self.header_row:
                self.notes.skip(self.sheet.name, number, "title")
            elif why := self._no_data(self.sheet.rows[number - 1], values, keys, alone):
                self.notes.skip(self.sheet.name, number, why)
            else:
                above = values
                yield number, values

    def _filled(self, number: int, above: list[Value]) -> list[Value]:
        values = list(self.sheet.rows[number - 1])
        values += [None] * (max(self.columns.values(), default=0) - len(values))
        for at, value in enumerate(values):
            if value is None and (number, at + 1) in self._merged:
                values[at] = self._merged[number, at + 1]
            elif isinstance(value, str) and is_ditto(value) and at < len(above):
                values[at] = above[at]
        for name in ("building", "entrance"):
            at = self.columns.get(name, 0) - 1
            if 0 <= at < len(above) and is_blank(values[at]) and not is_blank(self.cell(values, "room")):
                values[at] = above[at]
        return values

    def _no_data(
        self, raw: list[Value], values: list[Value], keys: tuple[str, ...], alone: re.Pattern[str] | None
    ) -> str:
        texts = [tidy_words(plain(as_text(v))) for v in raw if not is_blank(v)]
        if not texts:
            return "blank"
        if any(TOTAL.fullmatch(text) for text in texts[:3]):
            return "total"
        header = {tidy_words(plain(as_text(v))) for v in self.sheet.rows[self.header_row - 1]} - {""}
        if len(texts) > 1 and set(texts) <= header:
            return "title"
        if (
            self.by_building
            and len(texts) == 1
            and (building := parse_building(texts[0]))
            and not building.number
        ):
            self.building = building
            return "section"
        if FOOTER.match(texts[0]) or all(HINT.search(text) for text in texts):
            return "note"
        if alone and alone.fullmatch(tidy_words(plain(as_text(self.cell(values, keys[0]))))):
            return ""
        return "" if sum(not is_blank(self.cell(values, name)) for name in keys) > 1 else "note"

    def cell(self, values: list[Value], name: str) -> Value:
        at = self.columns.get(name)
        return values[at - 1] if at and at <= len(values) else None

    def read_room(self, row: Entry, values: list[Value], *, needed: bool = True) -> None:
        """The row's home, from its own cell with the columns, sections and the sheet that name its building."""
        raw = self.cell(values, "room")
        if is_blank(raw):
            if needed:
                self.flag(row, "room", "room_missing", raw)
            return
        room = parse_room(raw)
        building = parse_building(plain(as_text(self.cell(values, "building")))) or self.building
        entrance = parse_entrance(as_text(self.cell(values, "entrance")))
        place = room and resolve(
            room, "entrance" if building and len(room.parts) == 2 and not entrance else "building"
        )
        if place is not None:
            place = Room(
                place.building or (building.building if building else None),
                place.entrance or entrance or (building.entrance if building else None),
                place.number,
            )
            if place.building and place.number and not place.entrance:
                place = place._replace(entrance="1")
        row.room = place.code if place else None
        if row.room is None:
            self.flag(row, "room", "room_unreadable", raw)
        elif as_text(raw) != row.room:
            self.fix(row, "room", "room_spelling", raw, row.room)

    def trusted(self, row: Entry, name: str, column: int, raw: Value) -> bool:
        """Whether a cell can be used: no error, no formula without its result."""
        at = (row.row, column)
        if at in self.sheet.errors:
            self.flag(row, name, "cell_error", raw, column=column)
            return False
        if (formula := self.sheet.formulas.get(at)) and not formula.has_result:
            self.flag(row, name, "formula_no_value", raw, column=column)
            return False
        return True

    def flag(
        self, row: Entry, name: str, kind: str, raw: Value, proposal: Any = None, column: int | None = None
    ) -> None:
        """Leave a cell to a person; name "" is the whole row."""
        row.doubtful.add(name or "row")
        self.notes.flagged.append(self._finding(row, name, kind, raw, column, "proposal", proposal))

    def fix(
        self, row: Entry, name: str, kind: str, raw: Value, value: Any, column: int | None = None
    ) -> None:
        self.notes.fixed.append(self._finding(row, name, kind, raw, column, "value", value))

    def _finding(
        self, row: Entry, name: str, kind: str, raw: Value, column: int | None, key: str, value: Any
    ) -> dict[str, Any]:
        at = column or self.columns.get(name)
        return {
            "sheet": row.sheet,
            "row": row.row,
            "column": letter(at) if at else None,
            "raw": as_json(raw),
            "kind": kind,
            key: value,
            "field": name or None,
            "message": said(kind),
        }

    def doubt_sheet(
        self, kind: str, row: int | None = None, column: int | None = None, raw: Value = None
    ) -> None:
        """Leave something of the whole sheet to a person."""
        self.notes.flagged.append(
            {
                "sheet": self.sheet.name,
                "row": row,
                "column": letter(column) if column else None,
                "raw": as_json(raw),
                "kind": kind,
                "proposal": None,
                "field": None,
                "message": said(kind),
            }
        )


def check_rooms(rows: Iterable[Entry], homes: Collection[str] | None, tables: dict[str, Table]) -> None:
    """Rooms that there are not; without a list of homes those that stand far above all others of their building."""
    rows = [row for row in rows if row.room]
    tops: dict[str, Counter[int]] = defaultdict(Counter)
    for row in rows:
        building, _hyphen, number = (row.room or "").partition("-")
        if floor := floor_of(number.rpartition("-")[2]):
            tops[building][floor] += 1
    every = Counter[int]()
    for counted in tops.values():
        every.update(counted)
    for row in rows:
        building, _hyphen, rest = (row.room or "").partition("-")
        number = rest.rpartition("-")[2]
        if homes is not None:
            unknown = row.room not in homes
        else:
            floor = floor_of(number)
            usual = [f for f, n in tops[building].items() if n > 2] or [f for f, n in every.items() if n > 2]
            far = floor is None or (bool(usual) and floor > max(usual) + 10)
            unknown = far and (floor is not None or re.fullmatch(r"\d{5,}", number) is not None)
        if unknown:
            tables[row.sheet].flag(row, "room", "room_unknown", row.room)
            row.room = None
