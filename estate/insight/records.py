"""Key figures over all homes. Amounts in fen; every figure is a sum over rows that a list can show."""

from typing import NamedTuple

from estate.data import Reader


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
    """Money taken in a span of days; reversals subtract."""

    receipts: int
    taken_fen: int


class BuildingArrears(NamedTuple):
    building_id: int
    building: str
    homes: int
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


def owed(db: Reader, today: str) -> Owed:
    """What is owed now."""
    found = db.row(
        Owed,
        """
        SELECT count(*) AS homes, coalesce(sum(owed_fen), 0) AS owed_fen,
               coalesce(sum(overdue_fen > 0), 0) AS overdue_homes, coalesce(sum(overdue_fen), 0) AS overdue_fen
          FROM (SELECT sum(balance_fen) AS owed_fen, sum(CASE WHEN due_on < :today THEN balance_fen ELSE 0 END) AS overdue_fen
                  FROM charge_balances WHERE balance_fen > 0 GROUP BY home_id)
        """,
        today=today,
    )
    return found or Owed(0, 0, 0, 0)


def taken(db: Reader, first: str, last: str) -> Taken:
    """Money taken from one day to another, both included."""
    found = db.row(
        Taken,
        """
        SELECT count(*) AS receipts, coalesce(sum(amount_fen), 0) AS taken_fen
          FROM receipts WHERE taken_on BETWEEN :first AND :last
        """,
        first=first,
        last=last,
    )
    return found or Taken(0, 0)


def arrears_by_building(db: Reader, today: str, most: int = 8) -> list[BuildingArrears]:
    """Buildings with something overdue, the largest sum first."""
    return db.rows(
        BuildingArrears,
        """
        SELECT b.id AS building_id, b.code AS building, count(DISTINCT o.home_id) AS homes, sum(o.balance_fen) AS overdue_fen
          FROM charge_balances o
          JOIN homes h ON h.id = o.home_id
          JOIN entrances e ON e.id = h.entrance_id
          JOIN buildings b ON b.id = e.building_id
         WHERE o.balance_fen > 0 AND o.due_on < :today
         GROUP BY b.id ORDER BY overdue_fen DESC LIMIT :most
        """,
        today=today,
        most=most,
    )


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
