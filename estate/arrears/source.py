"""What was open at the end of a day, as SQL: what is open now, less what came since. Amounts in fen.

A source is a query (charge_id, home_id, payer_id, fee_item_id, due_on, fen). A past day undoes, of the rows that are
booked later, the charges, payments, waivers and reversals; a voided receipt is as if it had never been. The joins are
CROSS, which in SQLite says only their order: from the rows of the days since to the charges they are for.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from estate.arrears.rules import FIRST_DAYS
from estate.data import Reader, clock
from estate.penalties.queries import due_until

# Written out and not balance_fen: so the index charge_balances_by_age answers alone (estate/billing/schema_open.py).
OPEN_NOW = """
    SELECT b.charge_id, b.home_id, b.payer_id, b.fee_item_id, b.due_on,
           b.amount_fen - b.waived_fen - b.paid_fen - b.reversed_fen AS fen
      FROM charge_balances AS b WHERE b.amount_fen - b.waived_fen - b.paid_fen - b.reversed_fen > 0
"""

OPEN_THEN = f"""
    SELECT charge_id, home_id, payer_id, fee_item_id, due_on, sum(fen) AS fen
      FROM ({OPEN_NOW}
             UNION ALL
            SELECT ifnull(c.reverses_id, c.id), c.home_id, c.payer_id, c.fee_item_id, c.due_on, -c.amount_fen
              FROM charges AS c WHERE c.booked_on > :day
             UNION ALL
            SELECT c.id, c.home_id, c.payer_id, c.fee_item_id, c.due_on, a.amount_fen
              FROM receipts AS r CROSS JOIN allocations AS a ON a.receipt_id = r.id
             CROSS JOIN charges AS c ON c.id = a.charge_id
             WHERE r.taken_on > :day AND r.void_id IS NULL
             UNION ALL
            SELECT c.id, c.home_id, c.payer_id, c.fee_item_id, c.due_on, w.amount_fen
              FROM waivers AS w CROSS JOIN charges AS c ON c.id = w.charge_id WHERE w.booked_on > :day)
     GROUP BY charge_id HAVING sum(fen) > 0
"""


SUMS_NOW = "SELECT fee_item_id, due_on, amount_fen AS fen FROM arrears_months"
"""The same summed by fee and due day, from the months' sums: of all rows that were ever, a few hundred remain."""

SUMS_THEN = """
    SELECT fee_item_id, due_on, amount_fen AS fen FROM arrears_months WHERE month <= substr(:day, 1, 7)
     UNION ALL
    SELECT fee_item_id, due_on, -amount_fen FROM charges WHERE booked_on > :day AND booked_on < :next_month
     UNION ALL
    SELECT c.fee_item_id, c.due_on, a.amount_fen
      FROM receipts AS r CROSS JOIN allocations AS a ON a.receipt_id = r.id CROSS JOIN charges AS c ON c.id = a.charge_id
     WHERE r.taken_on > :day AND r.taken_on < :next_month AND r.void_id IS NULL
     UNION ALL
    SELECT c.fee_item_id, c.due_on, w.amount_fen
      FROM waivers AS w CROSS JOIN charges AS c ON c.id = w.charge_id
     WHERE w.booked_on > :day AND w.booked_on < :next_month
"""


class Source(NamedTuple):
    """What was open at the end of a day, and its edges: by e1 the latest due day overdue, by e2 … those a bracket older."""

    day: date
    sql: str
    params: dict[str, Any]

    @property
    def past(self) -> bool:
        """Whether the day is over, so that what came since is undone."""
        return self.sql is OPEN_THEN

    @property
    def sums(self) -> str:
        """A query (fee_item_id, due_on, fee's part of the open sum: fen) whose rows add up to what was open."""
        return SUMS_THEN if self.past else SUMS_NOW

    @property
    def edges(self) -> list[str]:
        """The latest due day of each bracket that is overdue, the youngest bracket first."""
        return [self.params[f"e{n}"] for n in range(1, len(FIRST_DAYS) + 1)]


def source(db: Reader, day: date) -> Source:
    """What is open at the end of a day; a day to come shows what is open now, so much older."""
    edges = due_until(db, [(day - timedelta(days=first)).isoformat() for first in FIRST_DAYS])
    next_month = date(day.year + day.month // 12, day.month % 12 + 1, 1).isoformat()
    params = {
        "day": day.isoformat(),
        "next_month": next_month,
        **{f"e{n}": edge for n, edge in enumerate(edges, 1)},
    }
    return Source(day, OPEN_NOW if day >= clock.today() else OPEN_THEN, params)
