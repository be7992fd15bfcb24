"""Which home a row is about: its room code put together from the cell, its columns, the headings and the sheet."""

import re
from collections import Counter
from datetime import date, datetime

from estate.intake.drafts import Draft
from estate.intake.findings import Finding, Source
from estate.intake.home_storeys import storeys_of
from estate.intake.insisted import full_place
from estate.intake.layout import Layout
from estate.intake.rooms import Room, canonical_number, parse_building, parse_entrance, parse_room, resolve
from estate.intake.table import Row
from estate.intake.text import means_blank, plain
from estate.intake.workbook import Sheet, Value, as_json, as_text, is_blank

LETTERED = re.compile(r"([A-Z])(\d{3,4})(?:室|号|房)?")
NUMBER_LETTERS = frozenset("BCDGPSV")
"""Letters that rooms bear themselves: a basement, a shop, a villa."""
RUN_TOGETHER = re.compile(r"(?:([1-9])([1-9])(\d{3,4})|\d{5,7})")
"""32501 or 321201 where no building is named beside it."""
SHOP = re.compile(r"((?:商铺|商业|门面|门市|底商|店铺|铺面)房?)[-\s]*([A-Z]\d{1,2})\s*-\s*(\d{1,4})")
"""A word for shops, a row of shops and a number in it: 商铺 S1-01."""
NO_ENTRANCE = re.compile(r"\d{3,}")
"""What stands in an entrance's place but is another room: 301 in 3-301-302."""


def _as_date(value: Value, room: Room | None) -> str | None:
    """The code that a spreadsheet has probably turned into this date (3-2-01 into 2003-02-01)."""
    if isinstance(value, (date, datetime)):
        return f"{value.year % 100}-{value.month}-{value.day:02}"
    if room and len(room.parts) == 3 and re.fullmatch(r"(19|20)\d\d", room.parts[0]):
        return (
            f"{int(room.parts[0]) % 100}-{room.parts[1]}-{int(room.parts[2]):02}"
            if room.parts[2].isdigit()
            else None
        )
    if isinstance(value, str) and re.fullmatch(r"\d{1,2}月\d{1,2}日", value):
        return "-".join(re.findall(r"\d+", value))
    return None


def _building(value: Value) -> Room | None:
    """The building of a cell; an address without one is named by its last number."""
    if is_blank(value):
        return None
    text = plain(as_text(value))
    last = re.search(r"(\d{1,4}[A-Za-z]?)\D*$", text)
    return parse_building(text) or Room(last[1].upper() if last else text.replace("-", " "))


class SheetPlaces:
    """The rows of one sheet with the homes they name. Two-part codes are read as most of the column is."""

    def __init__(self, sheet: Sheet, layout: Layout, rows: list[Row]) -> None:
        self.sheet, self.layout = sheet, layout
        self.columns = {
            name: layout.of(name)[0] for name in ("room", "building", "entrance", "zone") if layout.of(name)
        }
        self.letters: dict[str, str] = {}
        for c in layout.columns:
            if c.field:
                self.letters.setdefault(c.field, c.letter)
        self.own = layout.building if layout.building and layout.building.building else None
        values = {r.number: r.value(self.columns["room"].number) for r in rows}
        self.rooms = {n: parse_room(value) for n, value in values.items()} | self._lettered(values)
        firsts = Counter(r.parts[0] for r in self.rooms.values() if r and len(r.parts) == 2)
        many = len(firsts) > 0
        first = firsts.most_common(1)[0] if many else ("", 0)
        elsewhere = "building" in self.columns or (
            self.own is not None and not (first[0] == self.own.building and len(firsts) == 1)
        )
        self.parts_mean = "entrance" if elsewhere else "building"
        self.prefix = self._prefix(rows)
        self.storeys = storeys_of(layout, rows, self.rooms)

    def _lettered(self, values: dict[int, Value]) -> dict[int, Room]:
        """Rooms like A1201 where the whole column is written so: the letter is the building, unless it is another's."""
        found = {
            n: LETTERED.fullmatch(plain(as_text(v)).upper()) for n, v in values.items() if not is_blank(v)
        }
        rooms = {n: Room(m[1], None, canonical_number(m[2])) for n, m in found.items() if m}
        letters = {room.building for room in rooms.values()}
        if len(rooms) < max(5, 0.8 * len(found)) or "building" in self.columns:
            return {}
        if self.own:
            return rooms if letters == {self.own.building} else {}
        return rooms if letters - NUMBER_LETTERS else {}

    def _prefix(self, rows: list[Row]) -> bool:
        """Whether bare numbers carry building and entrance in front: 32501 in the sheet of building 3."""
        bare = [r.parts[0] for r in self.rooms.values() if r and len(r.parts) == 1 and r.parts[0].isdigit()]
        own = self.own.building if self.own and self.own.building else None
        if own is None or len(bare) < 5 or "entrance" in self.columns:
            return False
        fits = [b for b in bare if re.fullmatch(rf"{re.escape(own)}[1-9]\d{{3,4}}", b)]
        return len(fits) >= 0.8 * len(bare)

    def draft(self, row: Row) -> Draft:
        """The draft of a row with its place; doubts about the key are already in it."""
        cell = row.cells.get(self.columns["room"].number)
        value = cell.value if cell else None
        room = self.rooms[row.number]
        draft = Draft(
            row,
            Source(self.sheet.name, row.number),
            Room(),
            self.letters,
            room_merged=cell is not None and cell.merged,
            room_column=self.columns["room"].number,
        )
        if row.code and (place := full_place(row.code)):
            draft.decided |= {"room", "building", "entrance"}
            draft.place = place._replace(usage=place.usage or (self.own.usage if self.own else None))
            return draft
        if is_blank(value):
            self._hold(draft, "room_missing", None)
            return draft
        if spoilt := _as_date(value, room):
            self._hold(draft, "room_as_date", spoilt)
            return draft
        if room is None or (cell is not None and cell.ditto):
            kind, proposal = self._unread(plain(as_text(value)).upper())
            self._hold(draft, kind, proposal)
            return draft
        if (
            len(room.parts) == 1
            and self.prefix
            and self.own
            and (
                m := re.fullmatch(rf"({re.escape(self.own.building or '')})([1-9])(\d{{3,4}})", room.parts[0])
            )
        ):
            room = Room(m[1], m[2], canonical_number(m[3]))
            self._fix(draft, "room_run_together", room.code)
        elif (storey := self.storeys.get(row.number)) is not None:
            room = Room(number=f"{storey}{int(room.parts[0]):02}")
            self._fix(draft, "room_with_storey", room.number)
        elif self.storeys and re.fullmatch(r"\d{1,2}", room.number or ""):
            self._hold(draft, "room_unreadable", None)
            return draft
        elif len(room.parts) == 1 and re.fullmatch(r"\d{5,}", room.parts[0]):
            self._hold(draft, *self._unread(room.parts[0]))
            return draft
        draft.bare = len(room.parts) == 1
        room = resolve(room, self.parts_mean)
        if room.entrance and NO_ENTRANCE.fullmatch(room.entrance):
            self._hold(draft, "room_unreadable", None)
            return draft
        draft.place = self._combine(draft, row, room)
        return draft

    def _unread(self, text: str) -> tuple[str, str | None]:
        """Why a cell names no home by itself, and the code that it probably means."""
        if m := RUN_TOGETHER.fullmatch(text):
            return "room_run_together", f"{m[1]}-{m[2]}-{canonical_number(m[3])}" if m[3] and m[3][
                :2
            ] != "00" else None
        if m := SHOP.fullmatch(text):
            own = self.own.building if self.own else None
            return "room_shop", f"{own or m[1]}-{m[2]}-{m[3]}"
        return "room_unreadable", None

    def _hold(self, draft: Draft, kind: str, proposal: str | None) -> None:
        raw = self.sheet.value(draft.row.number, self.columns["room"].number)
        draft.doubt("room", kind, as_json(raw), proposal)
        draft.held = True

    def _fix(self, draft: Draft, kind: str, value: str | None, name: str = "room") -> None:
        raw = (
            as_json(self.sheet.value(draft.row.number, self.columns[name].number))
            if name in self.columns
            else None
        )
        draft.fixed.append(
            Finding(kind, draft.source.sheet, draft.source.row, self.letters.get(name), name, raw, value)
        )

    def _combine(self, draft: Draft, row: Row, room: Room) -> Room:
        building, entrance, zone = room.building, room.entrance, room.zone
        if column := self.columns.get("building"):
            said = _building(row.value(column.number))
            if said and building and said.building != building:
                draft.doubt(
                    "room",
                    "room_contradicts_column",
                    as_json(row.value(self.columns["room"].number)),
                    f"{said.building}-{entrance or '1'}-{room.number}",
                    said=said.building or "",
                )
                draft.held = True
            building = building or (said.building if said else None)
            entrance, zone = (
                entrance or (said.entrance if said else None),
                zone or (said.zone if said else None),
            )
        if column := self.columns.get("entrance"):
            written = as_text(row.value(column.number))
            said_entrance = None if means_blank(written) else parse_entrance(written)
            if said_entrance is None and not means_blank(written):
                draft.doubt("entrance", "entrance_unreadable", as_json(row.value(column.number)))
                draft.held = True
            if said_entrance and entrance and said_entrance != entrance:
                draft.doubt(
                    "room",
                    "room_contradicts_column",
                    as_json(row.value(self.columns["room"].number)),
                    None,
                    said=said_entrance,
                )
                draft.held = True
            entrance = entrance or said_entrance
        if row.section:
            if building and row.section.building and building != row.section.building:
                draft.doubt(
                    "room",
                    "wrong_building",
                    as_json(row.value(self.columns["room"].number)),
                    None,
                    building=row.section.building,
                )
            building, entrance = building or row.section.building, entrance or row.section.entrance
            zone = zone or row.section.zone
        if column := self.columns.get("zone"):
            zone = zone or plain(as_text(row.value(column.number))) or None
        if self.own and building is None:
            building, entrance = self.own.building, entrance or self.own.entrance
            zone = zone or self.own.zone
        usage = room.usage or (self.own.usage if self.own else None)
        return Room(building, entrance, room.number, zone, usage)

    def spelled_differently(self, draft: Draft) -> None:
        """Note a code that is stored in another spelling than it has in its cell."""
        raw = self.sheet.value(draft.row.number, self.columns["room"].number)
        if (
            draft.code
            and draft.row.code is None
            and not (draft.held or draft.fixed)
            and isinstance(raw, str)
            and raw not in (draft.code, draft.place.number)
        ):
            self._fix(draft, "room_spelling", draft.code)
