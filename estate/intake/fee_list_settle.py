"""From the rows of a list of fees to what is owed.

Several rows of one charge are part payments where they agree on what is due. What does not add up goes to a person.
"""

import re
from collections import defaultdict
from datetime import date

from estate.intake.amounts import yuan_text
from estate.intake.fee_due import product_fen
from estate.intake.fee_list_rows import ListRow
from estate.intake.fee_months import NEAR_FEN
from estate.intake.fee_row import Debt, last_of
from estate.intake.ledger_rows import Table

READ = frozenset(("due", "paid", "owed", "period", "fee_item", "state"))
"""Fields that must be clear before a row can be settled."""
SETTLED = frozenset(("paid", "waived", "half_paid"))


class ListSettler:
    """Settles the rows of one sheet."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def settle(self, rows: list[ListRow], as_of: date | None) -> date | None:
        """Write to every row what it owes; answers the last day up to which the list is kept."""
        for group in _groups(rows):
            self._settle_group(group)
        self._check_products(rows)
        last = self._last(rows, as_of)
        if last is not None:
            self._owe(rows, last)
        if any(row.fine_fen and row.before for row in rows):
            self.table.doubt_sheet("fine_not_taken", self.table.header_row, self.table.columns.get("fine"))
        return last

    def _settle(self, row: ListRow) -> None:
        """What the row alone owes; its amounts and its word must agree."""
        due, paid, rest = row.charge_fen, row.paid_fen, row.rest_fen
        if due is None and rest is None:
            if paid is None and row.state not in SETTLED:
                self.table.flag(row, "due" if "due" in self.table.columns else "owed", "due_missing", None)
            return
        left = None if due is None else due - (paid or 0) - row.waived_fen
        if (
            left is not None
            and left < -NEAR_FEN
            and self.table.flag(row, "paid", "paid_more", yuan_text(paid or 0))
        ):
            return
        if rest is not None:
            blank_paid = paid is None and left is not None and 0 <= rest <= left
            differs = left is not None and rest != max(left, 0) and not blank_paid
            proposal = yuan_text(max(left or 0, 0))
            if differs and self.table.flag(row, "owed", "arrears_differ", yuan_text(rest), proposal):
                return
            row.owes = rest
        elif left is not None:
            row.owes = self._by_state(row, left)
        self._agrees(row)

    def _by_state(self, row: ListRow, left: int) -> int:
        if row.paid_fen is None:
            if row.state in SETTLED:
                return 0
            if row.state == "half_owed":
                return (left + 1) // 2
            if row.state is None and not row.marked and (row.paid_on or row.receipt):
                self.table.flag(row, "paid" if "paid" in self.table.columns else "", "mark_unclear", None)
                return 0
            return left
        return max(left, 0)

    def _agrees(self, row: ListRow) -> None:
        """The word for the row's state against its amounts."""
        owed_word = row.state in ("owed", "owed_amount", "half_owed", "part")
        if not ((row.state in SETTLED and row.owes) or (owed_word and not row.owes)):
            return
        name = "state" if "state" in self.table.columns else "paid"
        if not self.table.flag(row, name, "state_differs", row.word):
            row.owes = 0 if row.state in SETTLED else max((row.charge_fen or 0) - row.waived_fen, 0)

    def _check_products(self, rows: list[ListRow]) -> None:
        """Where most rows of a fee are area × price, one that is not is asked about."""
        told: dict[str | None, list[tuple[ListRow, int]]] = defaultdict(list)
        for row in rows:
            months = row.span.months if row.span else None
            if row.charge_fen and row.area_dm2 and row.price_e4 and months:
                told[row.item].append((row, product_fen(row.area_dm2, row.price_e4, months)))
        for of_item in told.values():
            fits = sum(abs((row.charge_fen or 0) - product) <= NEAR_FEN for row, product in of_item)
            if len(of_item) < 3 or 4 * fits < 3 * len(of_item):
                continue
            for row, product in of_item:
                if abs((row.charge_fen or 0) - product) > NEAR_FEN and "due" not in row.doubtful:
                    raw = yuan_text(row.charge_fen or 0)
                    self.table.flag(row, "due", "due_differs", raw, yuan_text(product))

    def _last(self, rows: list[ListRow], as_of: date | None) -> date | None:
        """The last day of the last month that is owed: as the list says, else of the last payment; else it is asked."""
        word = self.table.said.of_sheet(self.table.sheet.name, "last_month_unclear")
        if word and (told := re.fullmatch(r"(\d{4})-(\d\d)", word.text.strip())):
            return last_of(date(int(told[1]), int(told[2]), 1))
        if as_of:
            return last_of(as_of.replace(day=1))
        spans = [row.span for row in rows if row.span]
        if not spans:
            return None
        latest = max(span.first for span in spans)
        paid = [row.paid_on for row in rows if row.paid_on]
        marked = [row.span.first for row in rows if row.span and row.marked]
        known = max([d.replace(day=1) for d in paid] + [m.replace(day=1) for m in marked], default=None)
        if known is None or known >= latest.replace(day=1):
            return last_of(latest.replace(day=1))
        self.table.doubt_sheet("last_month_unclear", self.table.header_row, None, None, known.isoformat()[:7])
        return last_of(known)

    def _settle_group(self, group: list[ListRow]) -> None:
        """Rows of one charge: part payments are added up, the same row again is left out, the rest is asked about."""
        again = self._repeated(group) if len(group) > 1 else set[int]()
        rows = [row for row in group if row.row not in again and not row.doubtful & READ]
        if len(rows) == 1:
            self._settle(rows[0])
        elif rows:
            self._join(rows)

    def _repeated(self, group: list[ListRow]) -> set[int]:
        """Rows that say again, with the same receipt, what a row above says."""
        seen: set[tuple[object, ...]] = set()
        again: set[int] = set()
        for row in group:
            said = (row.receipt, row.charge_fen, row.paid_fen, row.rest_fen, row.paid_on)
            if row.receipt and said in seen:
                again.add(row.row)
                self.table.notes.skip(row.sheet, row.row, "repeated")
            seen.add(said)
        return again

    def _join(self, group: list[ListRow]) -> None:
        chosen = next((r for r in group if self.table.said.of_row(r.sheet, r.row) == "instead"), None)
        if chosen is not None:
            self._settle(chosen)
            return
        left = self._left_of(group)
        if left is not None:
            group[-1].owes = left
            return
        for row in group:
            self.table.flag(row, self._sum(), "charge_twice", None)

    def _left_of(self, group: list[ListRow]) -> int | None:
        """What is left of one charge after all its payments; None when the rows do not tell it for sure."""
        if not all(row.paid_fen for row in group[:-1]):
            return None
        at = self.table.letter_of(self._sum()) or ""
        both = any(self.table.said.on("charge_twice", r.sheet, r.row, at) for r in group)
        said = {(row.charge_fen, row.paid_fen, row.paid_on, row.receipt) for row in group}
        rests = [(r.charge_fen or 0) - (r.paid_fen or 0) - r.waived_fen for r in group]
        if all(rest > 0 and rest == row.charge_fen for rest, row in zip(rests, group[1:], strict=False)):
            return max(rests[-1], 0)
        dues = {row.charge_fen for row in group if row.charge_fen is not None}
        if len(dues) != 1 or not group[-1].paid_fen or (len(said) < len(group) and not both):
            return None
        left = dues.pop() - sum(row.paid_fen or 0 for row in group) - max(row.waived_fen for row in group)
        stated = [row.rest_fen for row in group if row.rest_fen is not None]
        agrees = both or not stated or stated[-1] == max(left, 0)
        return max(left, 0) if left >= -NEAR_FEN and agrees else None

    def _sum(self) -> str:
        return "due" if "due" in self.table.columns else "owed" if "owed" in self.table.columns else "paid"

    def _owe(self, rows: list[ListRow], last: date) -> None:
        for row in rows:
            if not row.span or row.span.first > last:
                if row.span and row.owes:
                    self.table.notes.skip(row.sheet, row.row, "not_due")
                continue
            if row.owes and not row.doubtful:
                name = "owed" if "owed" in self.table.columns else "due"
                column = self.table.letter_of(name)
                debt = Debt(row.item, row.span.first, row.span.last, row.owes, name, column, row.due_on)
                row.before.append(debt)


def _groups(rows: list[ListRow]) -> list[list[ListRow]]:
    """The rows of each charge together; one whose charge is not known stands alone."""
    found: dict[object, list[ListRow]] = {}
    for row in rows:
        found.setdefault(row.key or id(row), []).append(row)
    return list(found.values())
