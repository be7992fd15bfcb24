"""Key figures over all homes. Amounts in fen; every figure is a sum over rows that a list can show."""

from collections.abc import Sequence
from typing import NamedTuple

from estate.data import Reader
from estate.penalties.queries import overdue_until


class Month(NamedTuple):
    """The bills of one month: what was billed, what of it is paid."""

    charges: int
    homes: int
    billed_fen: int
    paid_fen: int


class Owed(NamedTuple):
    """What is owed over all homes now; overdue is the part past its due date."""

    homes: int
    owed_fen: int
    overdue_homes: int
    overdue_fen: int


class Taken(NamedTuple):
    """Money taken in a span of days; reversals subtract, voids do not count."""

    receipts: int
    taken_fen: int


class BuildingOwed(NamedTuple):
    """What the homes of one building owe; overdue is the part past its due date."""

    building_id: int
    building: str
    homes: int
    owed_fen: int
    overdue_homes: int
    overdue_fen: int


class Begun(NamedTuple):
    """How far the office has come with its first steps."""

    homes: int
    people: int
    fee_items: int
    posted_runs: int
    receipts: int


def month(db: Reader, first: str, last: str) -> Month:
    """Live charges whose period ends within a month."""
    found = db.row(
        Month,
        """
        SELECT count(*) AS charges, count(DISTINCT c.home_id) AS homes,
               coalesce(sum(b.amount_fen - b.waived_fen), 0) AS billed_fen, coalesce(sum(b.paid_fen), 0) AS paid_fen
          FROM charges c JOIN charge_balances b ON b.charge_id = c.id
         WHERE c.period_to BETWEEN :first AND :last
           AND c.reverses_id IS NULL AND c.reversed_by IS NULL AND c.kind NOT IN ('one_off', 'penalty')
        """,
        first=first,
        last=last,
    )
    return found or Month(0, 0, 0, 0)


def owed_by_building(db: Reader, today: str) -> list[BuildingOwed]:
    """Buildings whose homes owe something, the largest overdue sum first; all open charges are read once only."""
    return db.rows(
        BuildingOwed,
        """
        WITH owing AS MATERIALIZED (
            SELECT home_id, sum(balance_fen) AS owed_fen,
                   sum(CASE WHEN due_on <= :late THEN balance_fen ELSE 0 END) AS overdue_fen
              FROM charge_balances WHERE balance_fen > 0 GROUP BY home_id)
        SELECT b.id AS building_id, b.code AS building, count(*) AS homes, sum(o.owed_fen) AS owed_fen,
               sum(o.overdue_fen > 0) AS overdue_homes, sum(o.overdue_fen) AS overdue_fen
          FROM owing AS o
          JOIN homes AS h ON h.id = o.home_id
          JOIN entrances AS e ON e.id = h.entrance_id
          JOIN buildings AS b ON b.id = e.building_id
         GROUP BY b.id ORDER BY sum(o.overdue_fen) DESC, b.sort, b.id
        """,
        late=overdue_until(db, today),
    )


def owed(buildings: Sequence[BuildingOwed]) -> Owed:
    """What is owed over all buildings."""
    return Owed(
        sum(one.homes for one in buildings),
        sum(one.owed_fen for one in buildings),
        sum(one.overdue_homes for one in buildings),
        sum(one.overdue_fen for one in buildings),
    )


def taken(db: Reader, first: str, last: str) -> Taken:
    """Money taken from one day to another, both included; what is paid from a prepayment came in before."""
    found = db.row(
        Taken,
        """
        SELECT count(*) AS receipts, coalesce(sum(amount_fen), 0) AS taken_fen
          FROM receipts
         WHERE taken_on BETWEEN :first AND :last AND void_id IS NULL AND method <> 'prepayment'
        """,
        first=first,
        last=last,
    )
    return found or Taken(0, 0)


def begun(db: Reader) -> Begun:
    """Whether there is anything of each kind yet (counts up to 1 where only that matters)."""
    found = db.row(
        Begun,
        """
        SELECT (SELECT count(*) FROM homes) AS homes,
               (SELECT count(*) FROM people) AS people,
               (SELECT count(*) FROM fee_items WHERE active) AS fee_items,
               (SELECT count(*) FROM bill_runs WHERE state = 'posted') AS posted_runs,
               EXISTS (SELECT 1 FROM receipts) AS receipts
        """,
    )
    return found or Begun(0, 0, 0, 0, 0)
