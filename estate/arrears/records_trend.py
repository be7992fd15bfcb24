"""What was open at the end of each month, by age, from the month sums. Amounts in fen."""

import calendar
from bisect import bisect_right
from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from estate.arrears.rules import FIRST_DAYS, shares
from estate.data import Reader
from estate.penalties.queries import due_until


class MonthEnd(NamedTuple):
    """What was open at the end of a month (of the present one: today), by BRACKETS."""

    day: str
    sums: tuple[int, ...]

    @property
    def total_fen(self) -> int:
        return sum(self.sums)

    @property
    def overdue_fen(self) -> int:
        return sum(self.sums[1:])

    @property
    def share_bp(self) -> int:
        """The overdue part of what was open, in 1/10,000."""
        return self.overdue_fen * 10_000 // self.total_fen if self.total_fen > 0 else 0


def trend(db: Reader, today: date, months: int, item: int | None = None) -> list[MonthEnd]:
    """The last months, the earliest first; of one fee item when given."""
    ends = _ends(today, months)
    first_days = [end - timedelta(days=first) for end in ends for first in FIRST_DAYS]
    edges = due_until(db, [day.isoformat() for day in first_days])
    only = " AND fee_item_id = :item" if item is not None else ""
    changes = db.tuples(
        f"""
        SELECT month, due_on, sum(amount_fen) FROM arrears_months
         WHERE month <= :last{only} GROUP BY month, due_on ORDER BY month
        """,
        last=today.isoformat()[:7],
        item=item,
    )
    open_by_due_day: Counter[str] = Counter()
    found: list[MonthEnd] = []
    at = 0
    for number, end in enumerate(ends):
        while at < len(changes) and changes[at][0] <= end.isoformat()[:7]:
            open_by_due_day[changes[at][1]] += changes[at][2]
            at += 1
        own = edges[number * len(FIRST_DAYS) : (number + 1) * len(FIRST_DAYS)]
        found.append(MonthEnd(end.isoformat(), _aged(open_by_due_day, own)))
    return found


def _aged(open_by_due_day: Counter[str], edges: list[str]) -> tuple[int, ...]:
    """edges: the latest due day that is overdue, then those of the older brackets."""
    days = sorted(open_by_due_day)
    running, total = [0], 0
    for day in days:
        total += open_by_due_day[day]
        running.append(total)
    return shares((*(total - running[bisect_right(days, edge)] for edge in edges), total))


def _ends(today: date, months: int) -> list[date]:
    """The last days of the months before, and today."""
    year, month = today.year, today.month
    ends = [today]
    while len(ends) < months:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        ends.append(date(year, month, calendar.monthrange(year, month)[1]))
    return ends[::-1]
