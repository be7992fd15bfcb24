"""The rows under a header: which hold data, which only title, add up or comment; merged cells and dittos filled in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from estate.intake.answers import Answer, Answers
from estate.intake.layout import Layout
from estate.intake.rooms import Room, parse_building, parse_entrance, parse_room
from estate.intake.text import is_ditto, plain, tidy_words
from estate.intake.workbook import Sheet, Value, as_text, column_number, is_blank

TOTAL = re.compile(
    r"(?:[第本全各]?(?:\d{1,3}|[A-Z]|[一二三四五六七八九十]{1,3})?(?:号?住宅楼|号?单元|号楼|小区|[号页栋幢座楼层区期梯门#])?){0,3}"
    r"(?:全部|全|累|总)?(?:合计|小计|总计|共计|总和|总数|总合计|累计|汇总|total|subtotal|grandtotal|sum)"
    r"(?:数|面积|户数|[:：(（].*|[\d一二三四五六七八九十百]+[户套间].*)?"
    r"|(?:本?[栋幢座楼]|全部|总)?共\d+[户套间].*|总?(?:户数|套数)|总面积",
    re.IGNORECASE,
)
TOTAL_SIGN = re.compile(r"[计总汇共数]|total|sum", re.IGNORECASE)
FOOTER = re.compile(
    r"[-—–=*\s]*(?:制表|填表|审核|复核|统计|打印|编制|制单|经办|负责人|注[:：]|备注[:：]|说明[:：]|更新|截[至止]|日期[:：]|第\d+页|共\d+[页户]|以[上下]|※|\*)"
)

HINT = re.compile(r"^[(（]?(?:必填|选填|可不填|请填|请按|格式)|必填项?[)）]?$")
KEYS = frozenset({"room", "name", "phone", "id_no", "owner_ref", "co_owner", "tenant_name"})
SPARE = frozenset({"seq", "community"})
FREE = frozenset({"note", "family", "special", "state", "layout"})


@dataclass(slots=True)
class Cell:
    """A value of a data row. merged: it stands in the first cell of a merge. ditto: it was taken from the row above."""

    column: int
    value: Value
    merged: bool = False
    ditto: bool = False


@dataclass(slots=True)
class Row:
    """A row of the table. kind: data, total, blank, note, title, section or left_out (by a person).

    section: building and entrance from a section row. What a person decided: answers by column, code of the home, and
    choice (instead or both) where the home stands in another row too; area where no column holds it.
    """

    number: int
    kind: str
    cells: dict[int, Cell] = field(default_factory=dict[int, Cell])
    section: Room | None = None
    hidden: bool = False
    order_broken: bool = False
    answers: dict[str, Answer] = field(default_factory=dict[str, Answer])
    code: str | None = None
    choice: str | None = None
    area: str | None = None

    def value(self, column: int) -> Value:
        """The cell's value after filling, None where nothing stands."""
        cell = self.cells.get(column)
        return cell.value if cell else None


def _fills(sheet: Sheet, header_row: int) -> dict[tuple[int, int], Value]:
    """Values of merges that run downwards, for the rows below their first one."""
    found: dict[tuple[int, int], Value] = {}
    for span in sheet.merged:
        if span.bottom > span.top > header_row:
            value = sheet.value(span.top, span.left)
            for row in range(span.top + 1, min(span.bottom, len(sheet.rows)) + 1):
                found[row, span.left] = value
    return found


class _Meaning(NamedTuple):
    """What the columns say about the kind of a row: titles; those that tell of a home or its people; those that say
    nothing on their own; those in which people write freely; what stands above the rows."""

    titles: dict[int, str]
    keys: set[int]
    spare: set[int]
    free: set[int]
    above: set[str]

    @classmethod
    def of(cls, layout: Layout, sheet: Sheet) -> "_Meaning":
        def numbers(fields: frozenset[str]) -> set[int]:
            return {c.number for c in layout.columns if c.field in fields}

        titles = {c.number: tidy_words(plain(c.title)) for c in layout.columns if c.title}
        above = {
            tidy_words(plain(v))
            for row in sheet.rows[: layout.header_row]
            for v in row
            if isinstance(v, str) and not parse_room(v)
        }
        return cls(titles, numbers(KEYS), numbers(SPARE), numbers(FREE), above)


def _kind(own: dict[int, Value], texts: dict[int, str], columns: _Meaning) -> str:
    titles, keys, spare, free, _ = columns
    if not texts.keys() - spare:
        return "blank"
    words = [t for c, t in texts.items() if isinstance(own[c], str)]
    if any(
        len(t) <= 20
        and isinstance(own[c], str)
        and c not in free
        and TOTAL_SIGN.search(t)
        and TOTAL.fullmatch(t)
        for c, t in texts.items()
    ):
        return "total"
    if len(texts) > 1 and sum([t == titles.get(c) for c, t in texts.items()]) >= 0.6 * len(texts):
        return "title"
    if sum([HINT.search(t) is not None for t in words]) > 0.5 * len(texts):
        return "title"
    first = texts[min(texts)]
    if FOOTER.match(first) and isinstance(own[min(own)], str) and not parse_room(first):
        return "note"
    if len(texts) == 1 and first in columns.above:
        return "title"
    if not keys.isdisjoint(texts):
        if (
            len(texts) == 1
            and words
            and (FOOTER.match(words[0]) or (not parse_room(words[0]) and len(words[0]) > 12))
        ):
            return "note"
        return "data"
    if any(FOOTER.match(t) for t in words) or (len(texts) == 1 and words):
        return "note"
    return "data" if len(texts.keys() - spare) > 1 else "note"


def _section(own: dict[int, Value], texts: dict[int, str]) -> Room | None:
    """The building or entrance that a row names on its own, as a heading of the rows below."""
    if len(set(texts.values())) != 1 or not isinstance(next(iter(own.values())), str):
        return None
    text = next(iter(texts.values()))
    room = parse_room(text)
    if len(text) > 16 or (room is not None and room.number):
        return None
    building = parse_building(text) if not text.isalnum() or len(text) > 1 else None
    if building:
        return building
    entrance = parse_entrance(text) if re.search(r"单元|门|梯", text) else None
    return Room(entrance=entrance) if entrance else None


def read_rows(sheet: Sheet, layout: Layout) -> Iterator[Row]:
    """Every row under the header, in order, with what kind it is."""
    columns = _Meaning.of(layout, sheet)
    fields = {c.number: c.field for c in layout.columns}
    numbers = [n for n, f in fields.items() if f == "seq"]
    fills = _fills(sheet, layout.header_row)
    section: Room | None = None
    above: Row | None = None
    for number in range(layout.header_row + 1, len(sheet.rows) + 1):
        own = {i + 1: v for i, v in enumerate(sheet.rows[number - 1]) if not is_blank(v)}
        texts = {c: tidy_words(plain(as_text(v))) for c, v in own.items()}
        heading = _section(own, texts) if own.keys() - columns.spare else None
        kind = "section" if heading else _kind(own, texts, columns)
        row = Row(number, kind, section=section, hidden=number in sheet.hidden_rows)
        if heading:
            section = (
                heading
                if heading.building or section is None
                else section._replace(entrance=heading.entrance)
            )
        if kind == "total":
            row.cells = {c: Cell(c, v) for c, v in own.items()}
        if kind == "data":
            _fill(row, own, fields, fills, above)
            row.order_broken = above is not None and any(
                _jumps(above.value(n), row.value(n)) for n in numbers
            )
            above = row
            for column in fields if sheet.formulas or sheet.errors else ():
                spoilt = (number, column) in sheet.formulas or (number, column) in sheet.errors
                if spoilt and is_blank(row.value(column)):
                    row.cells[column] = Cell(column, None)
        yield row


def _fill(
    row: Row,
    own: dict[int, Value],
    fields: dict[int, str | None],
    fills: dict[tuple[int, int], Value],
    above: Row | None,
) -> None:
    for column, name in fields.items():
        value = own.get(column)
        if value is not None:
            if above and name not in (None, "note", "seq") and isinstance(value, str) and is_ditto(value):
                row.cells[column] = Cell(column, above.value(column), ditto=True)
            else:
                row.cells[column] = Cell(column, value)
        elif (row.number, column) in fills and name:
            row.cells[column] = Cell(column, fills[row.number, column], merged=True)
    for column, value in own.items():
        row.cells.setdefault(column, Cell(column, value))


def _jumps(before: Value, here: Value) -> bool:
    """Whether two running numbers do not follow each other."""
    try:
        return not 0 <= int(float(as_text(here))) - int(float(as_text(before))) <= 1
    except ValueError:
        return False


def apply_answers(rows: list[Row], sheet: str, answers: Answers) -> None:
    """Put what a person decided in the place of what stands in the rows of this sheet."""
    cells: dict[int, dict[str, Answer]] = {}
    for (name, number, column), answer in answers.cells.items():
        if name == sheet:
            cells.setdefault(number, {})[column] = answer
    for row in rows:
        if row.kind != "data":
            continue
        at = (sheet, row.number)
        if answers.rows.get(at) == "out":
            row.kind = "left_out"
            continue
        row.choice, row.code, row.area = answers.rows.get(at), answers.rooms.get(at), answers.areas.get(at)
        row.answers = cells.get(row.number, row.answers)
        for column, answer in row.answers.items():
            if answer.choice == "empty":
                row.cells.pop(column_number(column), None)
            elif answer.choice == "value":
                row.cells[column_number(column)] = Cell(column_number(column), answer.text)
