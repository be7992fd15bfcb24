"""The proof of the books, for the pages and for the close of a month. Amounts in fen, months as `2026-11`."""

import calendar
from datetime import date, timedelta
from typing import NamedTuple

from estate.books import records_trial as records
from estate.books.rules_trial import Row, total, trial
from estate.data import Reader


class Section(NamedTuple):
    """Prepayments or deposits: what stood there, what moved it by kind, what stands there, and what the balances say now."""

    opening_fen: int
    moved_fen: dict[str, int]
    later_fen: int
    now_fen: int

    @property
    def closing_fen(self) -> int:
        return self.opening_fen + sum(self.moved_fen.values())

    @property
    def difference_fen(self) -> int:
        return self.closing_fen + self.later_fen - self.now_fen


class Trial(NamedTuple):
    """The trial balance of some months. till: money that came in by receipts, which the columns must explain."""

    rows: list[Row]
    total: Row
    prepayments: Section
    deposits: Section
    till: records.Till

    @property
    def till_difference_fen(self) -> int:
        """Money of receipts that is neither spread over charges nor paid in advance."""
        settled = -(self.total.received_fen + self.total.receipts_back_fen)
        return self.till.taken_fen - self.till.advance_fen - settled

    @property
    def offset_difference_fen(self) -> int:
        """What charges got from prepayments, against what the prepayment accounts gave."""
        return self.total.offset_fen - self.prepayments.moved_fen.get("offset", 0)

    @property
    def proved(self) -> bool:
        """Whether nothing is left over anywhere."""
        return not (
            any(row.difference_fen for row in self.rows)
            or self.prepayments.difference_fen
            or self.deposits.difference_fen
            or self.till_difference_fen
            or self.offset_difference_fen
        )


def trial_balance(db: Reader, first: str, last: str) -> Trial:
    """From a month to another, both included."""
    rows = trial(records.month_sums(db), records.owed_now(db), first, last)
    days = first_day(first), last_day(last)
    prepayments = _section(records.prepayment_sums(db, *days), records.prepaid_now(db))
    deposits = _section(records.deposit_sums(db, *days), records.deposits_now(db))
    return Trial(rows, total(rows), prepayments, deposits, records.till(db, *days))


def sums_hold(db: Reader, first: str, last: str) -> bool:
    """Whether the kept sums of these months are those of their rows."""
    rows = {one[:3]: one.amount_fen for one in records.sums_of_rows(db, first_day(first), last_day(last))}
    kept = {one[:3]: one.amount_fen for one in records.month_sums(db) if first <= one.month <= last}
    return all(rows.get(key, 0) == kept.get(key, 0) for key in {*rows, *kept})


def first_day(month: str) -> str:
    return f"{month}-01"


def last_day(month: str) -> str:
    """`2026-11` → `2026-11-30`."""
    year, number = int(month[:4]), int(month[5:])
    return f"{month}-{calendar.monthrange(year, number)[1]:02d}"


def day_before(month: str) -> str:
    """The last day before a month."""
    return (date.fromisoformat(first_day(month)) - timedelta(days=1)).isoformat()


def _section(sums: list[records.SectionSum], now_fen: int) -> Section:
    moved = {one.kind: one.amount_fen for one in sums if one.place == "inside"}
    before, after = (
        sum(one.amount_fen for one in sums if one.place == place) for place in ("before", "after")
    )
    return Section(before, moved, after, now_fen)
