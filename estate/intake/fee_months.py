"""From the marks of the months to arrears: what is paid is not owed, what is not clear goes to a person.

Months behind the ledger's day are not owed. What a row states as its arrears is held against the sum of its months.
"""

from datetime import date

from estate.intake.amounts import yuan_text
from estate.intake.fee_row import FeeRow, MonthCell
from estate.intake.ledger_rows import Table
from estate.intake.text import plain

LITTLE = 20  # below a twentieth of the fee an amount is asked about
NEAR_FEN = 100  # somebody paid a little more, to the full yuan
MANY = 5  # where more than a fifth of the totals differ, the column means something else


def amounts_are_owed(rows: list[FeeRow], last: date, titles: list[str]) -> bool:
    """Whether the amounts in the months are what is owed, not what was paid: the rows' totals tell, else the title."""
    owed = sum(sum(_inside(row, last)) == row.stated_fen for row in rows if row.amounts())
    paid = _agreeing_as_paid(rows, last)
    if owed != paid:
        return owed > paid
    told = " ".join(titles)
    return any(w in told for w in ("欠费", "欠缴", "催缴", "未收", "arrears")) and not any(
        w in told for w in ("收缴", "收费", "缴费", "实收", "已收", "=", "＝")
    )


def last_by_totals(rows: list[FeeRow], months: list[date]) -> date | None:
    """The month up to which most rows' stated arrears are what was not paid; the earliest of equals, None without any."""
    counted = [(_agreeing_as_paid(rows, month), month) for month in months]
    best = max((count for count, _month in counted), default=0)
    return next((month for count, month in counted if count == best), None) if best else None


def _inside(row: FeeRow, last: date) -> list[int]:
    marks = [c.marks.get("mark") for c in row.cells if c.first <= last]
    return [m.fen or 0 for m in marks if m and m.kind == "amount"]


def _agreeing_as_paid(rows: list[FeeRow], last: date) -> int:
    """The rows with amounts whose stated arrears are the fees up to the last month less those amounts."""
    found = 0
    for row in rows:
        if row.due_fen is None or row.stated_fen is None or not row.amounts():
            continue
        months = sum(cell.first <= last for cell in row.cells)
        found += months * row.due_fen - sum(_inside(row, last)) == row.stated_fen
    return found


def settle(rows: list[FeeRow], table: Table, last: date, owed: bool, blank: str | None) -> None:
    """Fill in the arrears of every row up to the last day. owed: amounts are owed; blank: what an empty cell means."""
    judged: list[tuple[FeeRow, bool]] = []
    for row in rows:
        if "due" in row.doubtful or "row" in row.doubtful:
            continue
        judged.append((row, _Row(row, table, last, owed, blank).settle()))
    _check_totals([row for row, clear in judged if clear and row.stated_fen is not None], table)


class _Row:
    def __init__(self, row: FeeRow, table: Table, last: date, owed: bool, blank: str | None) -> None:
        self.row, self.table, self.owed = row, table, owed
        self.cells = [c for c in row.cells if c.first <= last]
        self.blank = blank
        self.covered: set[date] = set()
        self.asked: list[tuple[MonthCell, str, tuple[int, ...]]] = []
        self.flagged = False

    def settle(self) -> bool:
        """Whether everything of the row was clear."""
        for cell in self.cells:
            self._cover(cell)
        for cell in self.cells:
            if cell.faulty:
                self._flag(cell, cell.faulty[1], cell.faulty[0])
                continue
            amount = self._owed_of(cell)
            if amount:
                self.row.arrears[cell.first] = amount
            if "due" in self.row.doubtful:
                return False
        self._arbitrate()
        return not self.flagged

    def _owed_of(self, cell: MonthCell) -> int:
        """What is owed of a month, in fen; nothing when it is asked about."""
        due = self.row.due_fen
        stated = cell.marks.get("due")
        if stated is not None and stated.fen is not None:
            due = stated.fen
        elif stated is not None and stated.kind == "blank" and "mark" in cell.marks:
            due = 0 if cell.marks["mark"].kind == "blank" else due
        if (debt := cell.marks.get("owed")) is not None:
            if debt.kind in ("amount", "owed_amount"):
                return self._agreeing(cell, debt.fen or 0, due)
            if debt.kind in ("blank", "paid", "waived"):
                return 0
        mark = cell.marks.get("mark") or debt
        if mark is None:
            return 0 if due is None else self._asks(cell, "mark_unclear", (0, due))
        return self._by_mark(cell, mark.kind, mark.fen, due)

    def _agreeing(self, cell: MonthCell, debt: int, due: int | None) -> int:
        paid = cell.marks.get("mark")
        if due is not None and paid is not None and paid.kind == "amount" and due - (paid.fen or 0) != debt:
            return self._asks(cell, "mark_unclear", ())
        return debt

    def _by_mark(self, cell: MonthCell, kind: str, fen: int | None, due: int | None) -> int:
        if kind == "blank":
            kind = "paid" if cell.first in self.covered else self.blank or "paid"
        if kind in ("paid", "waived", "half_paid"):
            self._note(cell, 0)
            return 0
        if kind == "owed_amount" or (kind == "amount" and self.owed):
            return fen or 0
        if due is None:
            return self._without_due(kind)
        if kind == "amount":
            return self._paid(cell, fen or 0, due)
        if kind in ("owed", "half_owed"):
            left = due if kind == "owed" else (due + 1) // 2
            self._note(cell, left)
            return left
        if kind == "half":
            return self._asks(cell, "half_unclear", (0, (due + 1) // 2))
        return self._asks(cell, "mark_unclear", (0, due))

    def _paid(self, cell: MonthCell, paid: int, due: int) -> int:
        if 0 < paid * LITTLE < due:
            return self._asks(cell, "paid_little", (0, max(due - paid, 0)))
        if paid <= due + NEAR_FEN:
            left = max(due - paid, 0)
            self._note(cell, left)
            return left
        if cell.first not in self.covered:
            self._asks(cell, "paid_more", ())
        return 0

    def _without_due(self, kind: str) -> int:
        """A fee that is not known matters only where something may be owed."""
        amounts = self.row.amounts()
        if kind != "amount" or len(set(amounts)) > 1:
            self.table.flag(self.row, "due", "due_missing", None)
            self.flagged = True
        return 0

    def _cover(self, cell: MonthCell) -> None:
        """A sum for several months: for the months behind it that are empty, or for those before it."""
        mark, due = cell.marks.get("mark"), self.row.due_fen
        if (
            self.owed
            or mark is None
            or mark.kind != "amount"
            or not due
            or not mark.fen
            or mark.fen < 2 * due
        ):
            return
        months, rest = divmod(mark.fen, due)
        at = self.row.cells.index(cell)
        before = self._empty(self.row.cells[:at][::-1])
        after = self._empty(self.row.cells[at + 1 :])
        to_the_end = len(after) == len(self.row.cells) - at - 1
        if rest or months > 24:
            return
        if len(before) == months - 1:
            chosen = before
        elif not before and (len(after) >= months - 1 or to_the_end):
            chosen = after[: months - 1]
        else:
            return
        self.covered |= {c.first for c in chosen} | {cell.first}
        self.table.fix(
            self.row, "month", "paid_several", cell.raw.get("mark"), yuan_text(mark.fen), cell.column
        )

    def _empty(self, cells: list[MonthCell]) -> list[MonthCell]:
        found: list[MonthCell] = []
        for cell in cells:
            if (mark := cell.marks.get("mark")) is None or mark.kind != "blank" or cell.first in self.covered:
                break
            found.append(cell)
        return found

    def _asks(self, cell: MonthCell, kind: str, options: tuple[int, ...]) -> int:
        self.asked.append((cell, kind, options))
        return 0

    def _arbitrate(self) -> None:
        """Marks that are not clear mean what the row's own total says, where exactly one meaning gives it."""
        if not self.asked:
            return
        known, stated = sum(self.row.arrears.values()), self.row.stated_fen
        choices: list[list[int]] = []
        if stated is not None and not self.flagged and all(options for _cell, _kind, options in self.asked):
            for n in (0, 1):
                chosen = [options[n] for _cell, _kind, options in self.asked]
                if known + sum(chosen) == stated:
                    choices.append(chosen)
        for n, (cell, kind, options) in enumerate(self.asked):
            if len(choices) != 1:
                if self._flag(cell, kind, cell.column):
                    continue
                amount = options[1] if kind == "paid_little" else 0
            else:
                amount = choices[0][n]
                self.table.fix(
                    self.row, "month", "mark_by_total", cell.raw.get("mark"), yuan_text(amount), cell.column
                )
            if amount:
                self.row.arrears[cell.first] = amount

    def _flag(self, cell: MonthCell, kind: str, column: int) -> bool:
        """Ask about a month; False where somebody has said that it is meant as it stands."""
        raw = self.table.sheet.value(self.row.row, column)
        asked = self.table.flag(self.row, f"m{cell.first.month}", kind, raw, column=column)
        self.flagged = self.flagged or asked
        return asked

    def _note(self, cell: MonthCell, fen: int) -> None:
        mark = cell.marks.get("mark")
        if mark is not None and mark.spelled:
            raw = cell.raw.get("mark")
            self.table.fix(self.row, "month", "mark_spelling", raw, yuan_text(fen), cell.column)


def _check_totals(rows: list[FeeRow], table: Table) -> None:
    wrong = [row for row in rows if sum(row.arrears.values()) != row.stated_fen]
    column = table.columns.get("total")
    if len(wrong) > 3 and len(wrong) * MANY > len(rows):
        value = table.sheet.value(table.header_row, column or 0)
        table.doubt_sheet("totals_differ", table.header_row, column, plain(str(value)))
        return
    for row in wrong:
        raw = table.sheet.value(row.row, column or 0)
        table.flag(row, "total", "total_differs", raw, yuan_text(sum(row.arrears.values())))
