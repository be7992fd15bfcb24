"""What a person has said of single cells, rows and sheets of a ledger, in the form in which it is read again with it."""

from collections.abc import Iterable
from typing import NamedTuple

from estate.intake.doubts import Doubt

SHEET_KINDS = frozenset(
    ["fine_not_taken", "last_month_unclear", "period_not_month", "room_once", "totals_differ", "year_unknown"]
)
"""Questions about a whole sheet or one of its columns, although they may name the header's row."""
_ACCEPTED = """
    area_differs arrears_differ cell_comment due_differs due_or_area fine_not_taken paid_little paid_more payer_differs
    period_not_month state_differs total_differs totals_differ usage_differs
"""
ACCEPTED = frozenset(_ACCEPTED.split())
"""Questions that somebody can settle by saying that it is meant as it stands; all others are asked until the cell is clear."""
BESIDE = frozenset(("charge_twice", "charged_already", "last_month_unclear", "prior_arrears", "year_unknown"))
"""Questions whose answer is not a value of the cell itself."""
MARKS = {"paid": "已交", "owed": "欠"}


class Word(NamedTuple):
    """The word on one question. text: what was typed, taken or kept."""

    kind: str
    choice: str
    text: str


class Said:
    """All words on one file."""

    def __init__(self, decided: Iterable[Doubt] = ()) -> None:
        self._cells: dict[tuple[str, int, str], list[Word]] = {}
        self._sheets: dict[tuple[str, str, str], Word] = {}
        self._rows: dict[tuple[str, int], str] = {}
        self._left: set[str] = set()
        for one in decided:
            if one.choice is None:
                continue
            word = Word(one.kind, one.choice, _text(one))
            if one.row is None or one.kind in SHEET_KINDS:
                self._sheets[one.sheet, one.kind, one.column or ""] = word
                if one.choice == "out":
                    self._left.add(one.sheet)
            elif one.choice in ("out", "instead"):
                self._rows[one.sheet, one.row] = one.choice
            else:
                self._cells.setdefault((one.sheet, one.row, one.column or ""), []).append(word)

    def leaves_out(self, sheet: str) -> bool:
        """Whether the whole sheet was left out."""
        return sheet in self._left

    def of_row(self, sheet: str, row: int) -> str:
        """`out`, `instead` of the other rows of the same key, or nothing."""
        return self._rows.get((sheet, row), "")

    def of_sheet(self, sheet: str, kind: str, column: str = "") -> Word | None:
        """The word on a question about a sheet or one of its columns."""
        return self._sheets.get((sheet, kind, column))

    def of_cell(self, sheet: str, row: int, column: str) -> Word | None:
        """The word that stands for the value of a cell."""
        words = self._cells.get((sheet, row, column), ())
        return next((w for w in reversed(words) if w.kind not in BESIDE and w.choice != "keep"), None)

    def on(self, kind: str, sheet: str, row: int, column: str) -> Word | None:
        """The word on one kind of question about a cell."""
        return next((w for w in self._cells.get((sheet, row, column), ()) if w.kind == kind), None)

    def settles(self, kind: str, sheet: str, row: int, column: str) -> bool:
        """Whether a person has said that what is odd in this way is meant."""
        return kind in ACCEPTED and self.on(kind, sheet, row, column) is not None


def _text(doubt: Doubt) -> str:
    if doubt.kind == "half_unclear" and doubt.choice == "owed":
        return "半价未交"
    if doubt.choice in MARKS:
        return MARKS[doubt.choice]
    return {"proposal": doubt.proposal or "", "keep": doubt.raw}.get(doubt.choice or "", doubt.typed or "")


NOTHING = Said()
