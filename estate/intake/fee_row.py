"""A home's row of a fee ledger while it is read, and what came of the whole ledger."""

from dataclasses import dataclass, field
from datetime import date

from estate.intake.fee_marks import Mark
from estate.intake.ledger_notes import Notes
from estate.intake.workbook import Value


@dataclass(slots=True)
class MonthCell:
    """What stands in a month's columns. marks, raw: by part (mark, due, owed); faulty: a column and why it cannot be used."""

    first: date
    column: int
    marks: dict[str, Mark] = field(default_factory=dict[str, Mark])
    raw: dict[str, Value] = field(default_factory=dict[str, Value])
    faulty: tuple[int, str] | None = None


@dataclass(slots=True)
class FeeRow:
    """A home's row. price_e4 in 1/10,000 yuan; due_fen a month; arrears: the first of a month to fen.

    doubtful: fields that a person must decide; stated_fen: the arrears that the row itself states.
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
    doubtful: set[str] = field(default_factory=set[str])

    @property
    def unsure(self) -> bool:
        """Whether nothing can be said of what the home owes."""
        return bool(self.doubtful & {"room", "due", "row"})

    def amounts(self) -> list[int]:
        """The sums that stand in its months, in fen."""
        return [m.fen for c in self.cells if (m := c.marks.get("mark")) and m.kind == "amount" and m.fen]


@dataclass(slots=True)
class Fees:
    """What came of a ledger. as_of: the last day up to which it is kept, by sheet; fee: the fee that its titles name."""

    notes: Notes
    rows: list[FeeRow] = field(default_factory=list[FeeRow])
    as_of: dict[str, date] = field(default_factory=dict[str, date])
    fee: str | None = None
