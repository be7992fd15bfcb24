"""The sums of one look at a ledger of fees, parking spaces or equipment, beside the file's own totals."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from estate.community.rules import natural_key
from estate.intake.amounts import read_amount
from estate.intake.check import SheetShown, sheet_shown
from estate.intake.layout import Column, Layout, SheetMapping
from estate.intake.ledger_rows import Table
from estate.intake.text import plain
from estate.intake.workbook import Sheet, Value, as_text, is_blank, letter


class Part(msgspec.Struct):
    """What a building or a category would get; name "": it is not known, or nothing belongs to a home. count: months, spaces
    or rows of equipment, which may be for several pieces alike."""

    name: str
    homes: int = 0
    count: int = 0
    pieces: int = 0
    fen: int = 0
    waiting: int = 0


class FileTotal(msgspec.Struct):
    """A total of the file beside the sum of its rows, in fen. waiting: rows among them that do not enter yet."""

    sheet: str
    row: int
    label: str
    field: str
    stated_fen: int | None
    rows_fen: int
    waiting: int

    @property
    def agrees(self) -> bool | None:
        """Whether both are the same; None when the file states nothing."""
        return None if self.stated_fen is None else self.stated_fen == self.rows_fen


class ItemShown(msgspec.Struct):
    """A fee item with what would be charged of it; new: there is none of this name yet."""

    name: str
    new: bool
    charges: int
    fen: int


class LedgerFigures(msgspec.Struct):
    """clean, waiting: rows on which nothing waits, and others. enters: charges, spaces or pieces that would come in; known:
    those that are here already."""

    enters: int = 0
    pieces: int = 0
    homes: int = 0
    fen: int = 0
    known: int = 0
    clean: int = 0
    waiting: int = 0
    repairs: int = 0
    skips: int = 0
    held: int = 0
    ended: int = 0
    vehicles: int = 0
    first: str = ""
    last: str = ""
    as_of: dict[str, str] = {}
    problem: str = ""
    parts: list[Part] = []
    categories: list[Part] = []
    totals: list[FileTotal] = []
    items: list[ItemShown] = []
    sheets: list[SheetShown] = []


class Counted(NamedTuple):
    """A row as a total adds it up: where it stands, its amounts in fen by field, and whether it waits."""

    sheet: str
    row: int
    amounts: Mapping[str, int]
    waits: bool


def in_parts(parts: Mapping[str, Part]) -> list[Part]:
    """The parts in the order of people; what belongs to none last."""
    return sorted(parts.values(), key=lambda part: (not part.name, natural_key(part.name)))


def file_totals(tables: Iterable[Table], rows: Sequence[Counted], fields: Sequence[str]) -> list[FileTotal]:
    """Every amount of the file's total rows in these fields beside the sum of the rows that it adds up."""
    found: list[FileTotal] = []
    for table in tables:
        own = [row for row in rows if row.sheet == table.sheet.name]
        after = 0
        for number, values in table.totals:
            label = next((as_text(v) for v in values if isinstance(v, str) and not is_blank(v)), "")
            part = "小计" in plain(label).replace(" ", "") or "本页" in label or "subtotal" in label.lower()
            under = [row for row in own if (after if part else 0) < row.row < number]
            for name in fields:
                at = table.columns.get(name)
                stated = read_amount(table.cell(values, name)).value if at else None
                unknown = at is not None and table.fault((number, at)) == "formula_no_value"
                if stated is None and not unknown:
                    continue
                total = FileTotal(
                    table.sheet.name,
                    number,
                    label,
                    name,
                    None if unknown else stated,
                    sum(row.amounts.get(name, 0) for row in under),
                    sum(row.waits for row in under),
                )
                found.append(total)
            after = number if part else after
    return found


def sheets_shown(
    sheets: Iterable[Sheet],
    taken: Mapping[str, tuple[int, Mapping[int, str]]],
    left_out: Mapping[str, str],
    mapping: Mapping[str, SheetMapping],
) -> list[SheetShown]:
    """Every sheet as it was understood. taken: by sheet, the header's last row and the field of each column."""
    found: list[SheetShown] = []
    for sheet in sheets:
        header_row, fields = taken.get(sheet.name, (0, {}))
        said = mapping.get(sheet.name)
        columns = [
            Column(at, _title(sheet, header_row, at), fields.get(at), _found_by(at, said))
            for at in range(1, sheet.width + 1)
        ]
        purpose = "ledger" if sheet.name in taken else "none"
        layout = Layout(sheet.name, purpose, header_row, columns=columns, reason=left_out.get(sheet.name))
        found.append(sheet_shown(sheet, layout))
        if said and said.building:
            found[-1].building = said.building
    return found


def _title(sheet: Sheet, header_row: int, at: int) -> str:
    value: Value = sheet.value(header_row, at) if header_row else None
    if is_blank(value) and header_row > 1:
        value = sheet.value(header_row - 1, at)
    return as_text(value)


def _found_by(at: int, said: SheetMapping | None) -> str:
    return "hand" if said and letter(at) in said.columns else "title"
