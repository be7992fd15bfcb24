"""The table of a ledger that is not one of homes: its rows that hold data, their cells and home, with a person's words."""

import re
from collections.abc import Iterator
from typing import Any

from estate.intake.cell_judge import CHECKED
from estate.intake.layout import SheetMapping
from estate.intake.ledger_notes import Entry, Notes
from estate.intake.rooms import Room, parse_building, parse_entrance, parse_room, resolve
from estate.intake.said import ACCEPTED, NOTHING, Said
from estate.intake.table import FOOTER, HINT, TOTAL
from estate.intake.text import is_ditto, plain, tidy_words
from estate.intake.workbook import Sheet, Value, as_text, is_blank, letter


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
        said: Said = NOTHING,
        mapping: SheetMapping | None = None,
    ) -> None:
        """by_building: sheets, titles and rows of a single cell may name the building of the rows below. said, mapping:
        a person's words on the file and on what the sheet's columns mean."""
        self.sheet, self.header_row, self.columns, self.notes = sheet, header_row, columns, notes
        self.by_building, self.said = by_building, said
        self.totals: list[tuple[int, list[Value]]] = []
        named = (
            parse_building(mapping.building) or Room(mapping.building)
            if mapping and mapping.building
            else None
        )
        if named is None and by_building:
            named = (parse_building(sheet.name) if sheet.name else None) or self._building_in_titles()
        self.building = named
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
            elif self.said.of_row(self.sheet.name, number) == "out":
                self.notes.skip(self.sheet.name, number, "left_out")
            elif why := self._no_data(self.sheet.rows[number - 1], values, keys, alone):
                self.notes.skip(self.sheet.name, number, why)
                if why == "total":
                    self.totals.append((number, values))
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
            if word := self.said.of_cell(self.sheet.name, number, letter(at + 1)):
                values[at] = word.text or None
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

    def letter_of(self, name: str) -> str | None:
        """The letters of a field's column, None when it has none."""
        at = self.columns.get(name)
        return letter(at) if at else None

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
        """Whether a cell can be used: no error, no formula without its result, no comment that may change it."""
        at = (row.row, column)
        if self.said.of_cell(row.sheet, row.row, letter(column)):
            return True
        if kind := self.fault(at):
            return not self.flag(row, name, kind, raw, column=column)
        return True

    def fault(self, at: tuple[int, int]) -> str | None:
        """Why the cell at (row, column) cannot be used, if so."""
        if at in self.sheet.errors:
            return "cell_error"
        if (formula := self.sheet.formulas.get(at)) and not formula.has_result:
            return "formula_no_value"
        comment = self.sheet.comments.get(at)
        return "cell_comment" if comment and not CHECKED.fullmatch(comment.strip()) else None

    def flag(
        self, row: Entry, name: str, kind: str, raw: Value, proposal: Any = None, column: int | None = None
    ) -> bool:
        """Leave a cell to a person; name "" is the whole row. False where somebody has said that it is meant so."""
        at = column or self.columns.get(name)
        if self.said.settles(kind, row.sheet, row.row, letter(at) if at else ""):
            return False
        row.doubtful.add(name or "row")
        self.notes.flag(row.sheet, row.row, at, name, kind, raw, proposal)
        return True

    def fix(
        self, row: Entry, name: str, kind: str, raw: Value, value: Any, column: int | None = None
    ) -> None:
        """Note a repair without loss."""
        self.notes.fix(row.sheet, row.row, column or self.columns.get(name), name, kind, raw, value)

    def doubt_sheet(
        self,
        kind: str,
        row: int | None = None,
        column: int | None = None,
        raw: Value = None,
        proposal: str | None = None,
    ) -> None:
        """Leave something of the whole sheet to a person, unless that was done."""
        word = self.said.of_sheet(self.sheet.name, kind, letter(column) if column else "")
        if word is None or kind not in ACCEPTED:
            self.notes.flag(self.sheet.name, row, column, "", kind, raw, proposal)
