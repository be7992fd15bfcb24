"""A home's row of a fee ledger while it is read, and what came of the whole ledger."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from estate.intake.fee_marks import Mark
from estate.intake.ledger_notes import Notes
from estate.intake.ledger_rows import Table
from estate.intake.said import NOTHING, Said
from estate.intake.workbook import Value, letter


@dataclass(slots=True)
class MonthCell:
    """What stands in a month's columns. marks, raw: by part (mark, due, owed); faulty: a column and why it cannot be used."""

    first: date
    column: int
    marks: dict[str, Mark] = field(default_factory=dict[str, Mark])
    raw: dict[str, Value] = field(default_factory=dict[str, Value])
    faulty: tuple[int, str] | None = None


class Debt(NamedTuple):
    """What a home owes for some days, in fen. item: the fee that the row names; due_on: None where the ledger does not tell.

    field, column: where it stands in its row.
    """

    item: str | None
    first: date
    last: date
    fen: int
    field: str
    column: str | None
    due_on: date | None = None


@dataclass(slots=True)
class FeeRow:
    """A home's row. price_e4 in 1/10,000 yuan; due_fen a month; arrears: the first of a month to fen.

    doubtful: fields that a person must decide; stated_fen: the arrears that the row itself states; before: debts from before
    the ledger's months, or of a list's row.
    """

    sheet: str
    row: int
    room: str | None = None
    payer: str | None = None
    area_dm2: int | None = None
    price_e4: int | None = None
    due_fen: int | None = None
    stated_fen: int | None = None
    cells: list[MonthCell] = field(default_factory=list[MonthCell])
    arrears: dict[date, int] = field(default_factory=dict[date, int])
    before: list[Debt] = field(default_factory=list[Debt])
    doubtful: set[str] = field(default_factory=set[str])

    @property
    def debts(self) -> list[Debt]:
        """Everything that the row owes, in the order of time."""
        columns = {cell.first: cell.column for cell in self.cells}
        months = [
            Debt(None, first, last_of(first), fen, f"m{first.month}", letter(columns[first]))
            for first, fen in self.arrears.items()
        ]
        return sorted([*self.before, *months], key=lambda debt: (debt.first, debt.item or ""))

    @property
    def unsure(self) -> bool:
        """Whether nothing can be said of what the home owes."""
        return bool(self.doubtful & {"room", "due", "row"})

    def amounts(self) -> list[int]:
        """The sums that stand in its months, in fen."""
        return [m.fen for c in self.cells if (m := c.marks.get("mark")) and m.kind == "amount" and m.fen]


@dataclass(slots=True)
class Fees:
    """What came of a ledger. as_of: the last day up to which it is kept, by sheet; fee: the fee that its titles name.

    taken: by sheet, the header's last row and what each column was taken for.
    """

    notes: Notes
    said: Said = NOTHING
    tables: dict[str, Table] = field(default_factory=dict[str, Table])
    taken: dict[str, tuple[int, dict[int, str]]] = field(
        default_factory=dict[str, tuple[int, dict[int, str]]]
    )
    rows: list[FeeRow] = field(default_factory=list[FeeRow])
    as_of: dict[str, date] = field(default_factory=dict[str, date])
    fee: str | None = None

    @property
    def clear(self) -> list[FeeRow]:
        """The rows whose arrears can be believed."""
        doubtful = {one["sheet"] for one in self.notes.flagged if one["kind"] == "totals_differ"}
        return [
            r for r in self.rows if not r.unsure and "total" not in r.doubtful and r.sheet not in doubtful
        ]


def last_of(first: date) -> date:
    """The last day of a month."""
    return first.replace(day=monthrange(first.year, first.month)[1])
