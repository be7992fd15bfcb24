"""Where a table stands in its sheet and what its columns mean: the result of recognition, or a person's word."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from estate.intake.rooms import Room
from estate.intake.workbook import column_number, letter


class SheetMapping(NamedTuple):
    """A person's word on a sheet. columns: letter to field, "" for a column that is left out.

    header_row: the last row of the header, 0 when there is none. skip: the sheet is no ledger. building: of all its rows.
    """

    columns: Mapping[str, str]
    header_row: int | None = None
    building: str | None = None
    skip: bool = False


NO_MAPPING: Mapping[str, SheetMapping] = {}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its title, the field it means (None: left out), and how that was found."""

    number: int
    title: str
    field: str | None
    found_by: str = "title"

    @property
    def letter(self) -> str:
        """The column's letters."""
        return letter(self.number)


@dataclass(slots=True)
class Layout:
    """A sheet's table. purpose: homes, owners (looked up by owner_ref) or none with the reason.

    header_row: the last row of the header, 0 without one. building: what the sheet's name or title says.
    """

    sheet: str
    purpose: str
    header_row: int = 0
    header_rows: int = 1
    columns: list[Column] = field(default_factory=list[Column])
    building: Room | None = None
    building_from: str | None = None
    reason: str | None = None

    def of(self, name: str) -> list[Column]:
        """The columns that mean a field, left to right."""
        return [c for c in self.columns if c.field == name]

    def has(self, *names: str) -> bool:
        """Whether all the fields have a column."""
        known = {c.field for c in self.columns}
        return all(name in known for name in names)

    @property
    def homes(self) -> bool:
        """Whether the sheet lists homes."""
        return self.purpose == "homes"


def mapped(columns: Mapping[str, int], mapping: SheetMapping | None) -> dict[str, int]:
    """The column of each field after a person's word on single columns."""
    if mapping is None:
        return dict(columns)
    kept = {name: at for name, at in columns.items() if letter(at) not in mapping.columns}
    said = {name: column_number(at) for at, name in mapping.columns.items() if name}
    return {**kept, **said}
