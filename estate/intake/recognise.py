"""Find the tables of a ledger and the meaning of their columns; a mapping by hand overrules all of it."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from estate.intake.evidence import guess_field
from estate.intake.header_words import HOME_FIELDS
from estate.intake.headers import ONE_ONLY, Title, field_of, field_under, title_key
from estate.intake.layout import Column, Layout, SheetMapping
from estate.intake.rooms import Room, parse_building, parse_room
from estate.intake.text import HAN, plain
from estate.intake.workbook import Sheet, Value, Workbook, as_text, column_number, is_blank, written_in

LATEST_HEADER = 60
CLEAR, DATA_ROWS = 8, 8
"""A header that names four fields surely, and as many rows of data after it: no better one is looked for below."""
DIGITS = re.compile(r"\d+")
UNITS = ("unit", "unitno")
NAME_BESIDE = re.compile(rf"[{HAN}]{{2,}}\W*1[3-9]\d{{9}}")


class Header(NamedTuple):
    """A candidate for a header: its rows and the titles by column."""

    top: int
    bottom: int
    titles: dict[int, Title]
    score: float


def _cells(sheet: Sheet, row: int, fill: Mapping[tuple[int, int], Value], width: int) -> dict[int, str]:
    found: dict[int, str] = {}
    own = sheet.rows[row - 1] if row <= len(sheet.rows) else []
    for column in range(1, (width if fill else len(own)) + 1):
        value = own[column - 1] if column <= len(own) else None
        value = fill.get((row, column)) if is_blank(value) else value
        if not is_blank(value):
            found[column] = as_text(value)
    return found


def _score(titles: Mapping[int, Title]) -> float:
    sure = {t.field for t in titles.values() if t.field and t.sure}
    like = {t.field for t in titles.values() if t.field} - sure
    return 2 * len(sure) + len(like) if len(sure) + len(like) > 1 else 0


def _looks_like_data(cells: Mapping[int, str], sheet: Sheet, row: int) -> bool:
    odd = sum(1 for c in cells if not isinstance(sheet.value(row, c), (str, type(None))))
    odd += sum(1 for t in cells.values() if len(t) > 5 and len(DIGITS.sub("", t)) < 0.4 * len(t))
    return odd > 0.25 * len(cells)


def _headers(sheet: Sheet) -> list[Header]:
    first = next((n for n, row in enumerate(sheet.rows, 1) if not all(map(is_blank, row))), 1)
    last = min(len(sheet.rows), first + LATEST_HEADER - 1)
    fill = {(r, c): sheet.value(s.top, s.left) for s in sheet.merged if s.top <= last and (s.right - s.left) < 200
            for r in range(s.top, min(s.bottom, last) + 1) for c in range(s.left, s.right + 1)}  # fmt: skip
    width = sheet.width
    across = {s.top for s in sheet.merged if s.right - s.left + 1 >= 0.8 * width}
    found: list[Header] = []
    below = _cells(sheet, first, fill, width)
    titled_below = len(below) > 1 and not _looks_like_data(below, sheet, first)
    since = 0
    for row in range(first, last + 1):
        own, titled, below = below, titled_below, _cells(sheet, row + 1, fill, width)
        titled_below = len(below) > 1 and not _looks_like_data(below, sheet, row + 1)
        since = 0 if titled else since + 1
        if since >= DATA_ROWS and any(h.score >= CLEAR for h in found):
            break
        if not titled or len(set(own.values())) < 2:
            continue
        titles = {c: field_of(t) for c, t in own.items()}
        found.append(Header(row, row, titles, _score(titles)))
        if not titled_below or row in across:
            continue
        both: dict[int, Title] = {}
        group = ""
        for column in range(1, width + 1):
            group = own.get(column, group if column in below else "")
            low = below.get(column)
            if low is None or low == group:
                both[column] = field_of(group) if group else Title("", None, False)
            else:
                both[column] = field_under(group, low) if group else field_of(low)
        both = {c: t for c, t in both.items() if t.text}
        found.append(Header(row, row + 1, both, _score(both) - 0.5))
    return found


def find_header(sheet: Sheet) -> Header | None:
    """The header of the sheet's table: the first of those that name the most fields."""
    found = [h for h in _headers(sheet) if h.score >= 3]
    best = max((h.score for h in found), default=0)
    return next((h for h in found if h.score >= best - 0.01), None)


def _full_codes(sheet: Sheet, header: int, column: int) -> int:
    values = [sheet.value(r, column) for r in range(header + 1, min(len(sheet.rows), header + 60) + 1)]
    rooms = [parse_room(v) for v in values if not is_blank(v)]
    return sum(2 if r and (r.code or len(r.parts) == 3) else 1 if r and r.number else 0 for r in rooms)


def _settle(sheet: Sheet, header_row: int, titles: Mapping[int, Title]) -> list[Column]:
    """Columns with one meaning each where a field can stand only once."""
    columns = {c: Column(c, t.text, t.field, "title" if t.sure else "likeness") for c, t in titles.items()}
    for name in ONE_ONLY:
        rivals = [c for c in columns.values() if c.field == name]
        if len(rivals) < 2:
            continue
        codes = {c.number: _full_codes(sheet, header_row, c.number) if name == "room" else 0 for c in rivals}
        keep = max(
            rivals, key=lambda c: (codes[c.number] > 0, titles[c.number].sure, codes[c.number], -c.number)
        )
        known = {c.field for c in columns.values()}
        for c in rivals:
            if c is not keep:
                spare = None
                if (
                    name == "room"
                    and codes[c.number]
                    and title_key(c.title) in UNITS
                    and "entrance" not in known
                ):
                    spare = "entrance"
                elif name == "room" and not codes[c.number] and "building" not in known:
                    spare = "building"
                columns[c.number] = Column(c.number, c.title, spare, "likeness")
    names = [c for c in columns.values() if c.field == "name"]
    for c in names[1:]:
        columns[c.number] = Column(c.number, c.title, "co_owner", c.found_by)
    if not names:
        for c in [c for c in columns.values() if c.field == "contact"][:1]:
            columns[c.number] = Column(c.number, c.title, "name", "likeness")
        if "phone" not in {c.field for c in columns.values()}:
            for c in [c for c in columns.values() if c.field == "contact_phone"][:1]:
                columns[c.number] = Column(c.number, c.title, "phone", "likeness")
    return [columns[c] for c in sorted(columns)]


def _by_content(sheet: Sheet, header_row: int, columns: list[Column]) -> list[Column]:
    """Give untitled or unknown columns the field that their values show, where that field is still missing."""
    known = {c.field for c in columns}
    wanted = {"room", "name", "phone", "id_no", "area", "layout"} - known
    numbered = {c.number: c for c in columns}
    rows = sheet.rows[header_row : header_row + 200]
    for number in range(1, sheet.width + 1):
        column = numbered.get(number, Column(number, "", None))
        free = column.field is None or (column.field in ("seq", "community") and "room" in wanted)
        if not free or not wanted:
            continue
        guess = guess_field([row[number - 1] for row in rows if len(row) >= number], wanted)
        if guess and (column.field is None or guess == "room"):
            numbered[number] = Column(number, column.title, guess, "values")
            wanted.discard(guess)
    return [numbered[n] for n in sorted(numbered)]


def _names_with_numbers(sheet: Sheet, header_row: int, columns: list[Column]) -> list[Column]:
    """A column of telephones with a name beside most of them holds the names, where no other column does."""
    if {"name", "owner_ref"} & {c.field for c in columns}:
        return columns
    for at, column in enumerate(columns):
        rows = sheet.rows[header_row : header_row + 200]
        cells = [as_text(row[column.number - 1]) for row in rows if len(row) >= column.number]
        filled = [t for t in cells if not is_blank(t)]
        named = sum(1 for t in filled if NAME_BESIDE.search(plain(t)))
        if column.field == "phone" and filled and named > 0.7 * len(filled):
            columns[at] = Column(column.number, column.title, "name", "values")
            break
    return columns


def _building(workbook: Workbook, sheet: Sheet, header_top: int) -> tuple[Room | None, str | None]:
    whole = written_in(sheet.name)
    by_name = parse_building(whole) if whole else None
    if by_name and whole == sheet.name:
        return by_name, "sheet"
    titles = {as_text(v) for row in sheet.rows[: max(header_top - 1, 0)] for v in row if not is_blank(v)}
    named = [found for t in titles if 1 < len(t) < 40 and (found := parse_building(t)) is not None]
    if len({found.building for found in named}) == 1:
        return named[0], "title"
    if by_name:
        return by_name, "sheet"
    if (
        len([s for s in workbook.sheets if s.rows]) == 1
        and not re.fullmatch(r"\w{1,4}", plain(workbook.stem), re.ASCII)
        and (found := parse_building(workbook.stem))
    ):
        return found, "file"
    return None, None


def _recognise(workbook: Workbook, sheet: Sheet) -> Layout:
    if not any(not is_blank(v) for row in sheet.rows for v in row):
        return Layout(sheet.name, "none", reason="sheet_empty")
    header = find_header(sheet)
    titles = header.titles if header else {}
    top, bottom = (header.top, header.bottom) if header else (0, 0)
    columns = _names_with_numbers(sheet, bottom, _settle(sheet, bottom, titles))
    columns = _by_content(sheet, bottom, columns)
    building, building_from = _building(workbook, sheet, top)
    layout = Layout(
        sheet.name, "none", bottom, bottom - top + 1 if header else 0, columns, building, building_from
    )
    known = {c.field for c in columns if c.field}
    persons = known & {
        "name",
        "phone",
        "id_no",
        "area",
        "inner_area",
        "handover",
        "owner_ref",
        "layout",
        "tenant_name",
    }
    if (
        "room" not in known
        and {"building", "entrance"} & known
        and "floor" not in known
        and "seq" not in known
        and persons & {"name", "area"}
    ):
        layout.reason = "sheet_without_rooms"
    if "room" in known and persons:
        layout.purpose = "homes"
    elif {"owner_ref", "name"} <= known:
        layout.purpose = "owners"
    else:
        layout.reason = "sheet_without_rooms" if len(known) > 1 else "sheet_without_header"
    return layout


def _by_hand(workbook: Workbook, sheet: Sheet, word: SheetMapping) -> Layout:
    if word.skip:
        return Layout(sheet.name, "none", reason="sheet_left_out")
    layout = _recognise(workbook, sheet)
    if word.header_row is not None:
        layout.header_row = word.header_row
    titles = {c.number: c.title for c in layout.columns}
    chosen = {column_number(name): field or None for name, field in word.columns.items()}
    unknown = {f for f in chosen.values() if f and f not in HOME_FIELDS}
    if unknown:
        raise ValueError(f"no such field: {', '.join(sorted(unknown))}")
    rest = [
        c
        for c in layout.columns
        if c.number not in chosen and (c.field not in ONE_ONLY or c.field not in chosen.values())
    ]
    layout.columns = sorted(
        [*rest, *(Column(n, titles.get(n, ""), f, "hand") for n, f in chosen.items())], key=lambda c: c.number
    )
    if word.building:
        layout.building, layout.building_from = parse_building(word.building) or Room(word.building), "hand"
    layout.purpose = (
        "homes" if layout.has("room") else "owners" if layout.has("owner_ref", "name") else "none"
    )
    return layout


def recognise(workbook: Workbook, mapping: Mapping[str, SheetMapping] | None = None) -> list[Layout]:
    """The layout of every sheet, in their order. mapping: sheet name to what a person said of it.

    An owners' sheet is kept only where a homes' sheet refers to its numbers. Raises ValueError for an unknown field.
    """
    words = mapping or {}
    layouts = [
        _by_hand(workbook, s, words[s.name]) if s.name in words else _recognise(workbook, s)
        for s in workbook.sheets
    ]
    referred = any(x.homes and x.has("owner_ref") for x in layouts)
    for layout in layouts:
        if layout.purpose == "owners" and not referred:
            layout.purpose, layout.reason = "none", "sheet_without_rooms"
        if (
            layout.homes
            and not layout.has("area")
            and not layout.has("name")
            and not layout.has("owner_ref")
            and not layout.has("phone")
        ):
            layout.purpose, layout.reason = "none", "sheet_without_owners"
    return layouts
