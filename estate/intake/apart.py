"""Several tables in one sheet, beside or below each other, each made a sheet of its own; every cell keeps its place."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from estate.intake.header_words import EXACT
from estate.intake.headers import Title, field_of, title_key
from estate.intake.recognise import Header, find_header
from estate.intake.workbook import Sheet, Value, Workbook, is_blank, letter

TELLING = {"name", "area", "phone"}
"""Besides the room, a table of homes has one of these."""


def apart(workbook: Workbook) -> Workbook:
    """The workbook with a sheet for every table of homes. A part is called "Sheet1 [F:I]" or "Sheet1 [9:20]"."""
    sheets: list[Sheet] = []
    for sheet in workbook.sheets:
        header = find_header(sheet)
        for part in _beside(sheet, header):
            sheets += _below(part, header if part is sheet else find_header(part))
    return replace(workbook, sheets=sheets)


def _beside(sheet: Sheet, header: Header | None) -> list[Sheet]:
    """A sheet whose header says the same titles again to the right is cut between them."""
    starts = _repeated(header.titles) if header else []
    if header is None or len(starts) < 2:
        return [sheet]
    edges = [0, *(s - 1 for s in starts[1:]), sheet.width]
    found: list[Sheet] = []
    for left, right in pairwise(edges):
        rows: list[list[Value]] = []
        for number, row in enumerate(sheet.rows, 1):
            own: list[Value] = [None] * left + row[left:right]
            shared = number < header.top and all(map(is_blank, own))
            rows.append(row if shared else own)
        name = sheet.name if not left else f"{sheet.name} [{letter(left + 1)}:{letter(right)}]"
        found.append(replace(sheet, name=name, rows=rows))
    return found


def _repeated(titles: dict[int, Title]) -> list[int]:
    """The first columns of tables with the same titles; one when they do not repeat."""
    keys = {c: title_key(t.text) for c, t in titles.items()}
    first = min(keys)
    for step in sorted(c - first for c in keys if c > first and keys[c] == keys[first]):
        table = [c for c in keys if c < first + step]
        fields = {titles[c].field for c in table}
        if "room" in fields and TELLING & fields and all(keys.get(c + step) == keys[c] for c in table):
            tables = range(first, max(keys) + 1, step)
            return [at for at in tables if all(keys.get(at + c - first) == keys[c] for c in table)]
    return [first]


def _below(sheet: Sheet, header: Header | None) -> Iterator[Sheet]:
    """A sheet in which another header stands further down, with other columns, is cut above it and its heading."""
    if header is None:
        yield sheet
        return
    known = {c: t.field for c, t in header.titles.items() if t.field}
    cuts = [0]
    for row in range(header.bottom + 1, len(sheet.rows) + 1):
        fields = _header_fields(sheet.rows[row - 1])
        if fields and fields != known:
            cuts.append(_heading(sheet, row, cuts[-1]) - 1)
            known = fields
    for top, bottom in zip(cuts, [*cuts[1:], len(sheet.rows)], strict=True):
        name = sheet.name if not top else f"{sheet.name} [{top + 1}:{bottom}]"
        blank: list[list[Value]] = [[] for _ in range(top)]
        yield sheet if len(cuts) == 1 else replace(sheet, name=name, rows=blank + sheet.rows[top:bottom])


def _header_fields(row: list[Value]) -> dict[int, str] | None:
    """The fields of a row that is made of titles of a table of homes; None for any other row."""
    if sum([isinstance(v, str) and v in EXACT for v in row]) < 2:
        return None
    texts = {c: v for c, v in enumerate(row, 1) if not is_blank(v)}
    titles = {c: field_of(v) for c, v in texts.items() if isinstance(v, str)}
    sure = {c: t.field for c, t in titles.items() if t.field and t.sure}
    fields = set(sure.values())
    if len(sure) < 0.6 * len(texts) or len(fields) < 3 or "room" not in fields or not TELLING & fields:
        return None
    return {c: t.field for c, t in titles.items() if t.field}


def _heading(sheet: Sheet, row: int, after: int) -> int:
    """The first of the rows above a header that only name what follows: one text, nothing beside it."""
    while row - 1 > after:
        own = [v for v in sheet.rows[row - 2] if not is_blank(v)]
        if len(own) != 1 or not isinstance(own[0], str):
            break
        row -= 1
    return row
