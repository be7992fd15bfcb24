"""What the collection rates are made of. Amounts in fen; penalties and deposits are no part of them."""

from typing import NamedTuple

from estate.data import Reader


class Billed(NamedTuple):
    """Live charges whose period ends in the days: what was charged, waived, and paid until the day of counting."""

    charges: int
    receivable_fen: int
    reduction_fen: int
    collected_fen: int


class Old(NamedTuple):
    """Debt from before: owed when the days began, and what came in of it during them (reversals on their own day)."""

    opening_fen: int
    recovered_fen: int


_OF_PERIOD = """
    c.period_to BETWEEN :first AND :last AND c.booked_on <= :as_of AND c.reverses_id IS NULL AND c.reversed_by IS NULL
    AND c.kind <> 'penalty'
"""


def billed(db: Reader, first: str, last: str, as_of: str) -> Billed:
    """Bills and payments after `as_of` are left out, so that a past day counts what it knew; waivers count as they stand."""
    found = db.row(
        Billed,
        f"""
        WITH own AS (SELECT c.id FROM charges AS c WHERE {_OF_PERIOD})
        SELECT count(*) AS charges, ifnull(sum(b.amount_fen), 0) AS receivable_fen,
               ifnull(sum(b.waived_fen), 0) AS reduction_fen,
               ifnull(sum(b.paid_fen), 0) - (
                   SELECT ifnull(sum(a.amount_fen), 0) FROM receipts AS r JOIN allocations AS a ON a.receipt_id = r.id
                    WHERE r.taken_on > :as_of AND r.void_id IS NULL AND a.charge_id IN (SELECT id FROM own)
               ) AS collected_fen
          FROM charge_balances AS b WHERE b.charge_id IN (SELECT id FROM own)
        """,
        first=first,
        last=last,
        as_of=as_of,
    )
    return found or Billed(0, 0, 0, 0)


def old(db: Reader, first: str, last: str) -> Old:
    """What is owed now of older charges, less what changed since the days began, is what was owed then."""
    found = db.row(
        Old,
        """
        WITH since AS MATERIALIZED (
            SELECT r.taken_on AS day, a.amount_fen AS fen
              FROM receipts AS r CROSS JOIN allocations AS a ON a.receipt_id = r.id
             CROSS JOIN charges AS c ON c.id = a.charge_id
             WHERE r.taken_on >= :first AND r.void_id IS NULL AND c.period_to < :first AND c.booked_on < :first
               AND c.kind <> 'penalty')
        SELECT (SELECT ifnull(sum(b.balance_fen), 0)
                  FROM charge_balances AS b CROSS JOIN charges AS c ON c.id = b.charge_id
                 WHERE b.balance_fen > 0 AND c.period_to < :first AND c.booked_on < :first AND c.kind <> 'penalty')
               + (SELECT ifnull(sum(fen), 0) FROM since)
               + (SELECT ifnull(sum(w.amount_fen), 0) FROM waivers AS w CROSS JOIN charges AS c ON c.id = w.charge_id
                   WHERE w.booked_on >= :first AND c.period_to < :first AND c.booked_on < :first
                     AND c.kind <> 'penalty')
               - (SELECT ifnull(sum(v.amount_fen), 0) FROM charges AS v CROSS JOIN charges AS c ON c.id = v.reverses_id
                   WHERE v.booked_on >= :first AND c.period_to < :first AND c.booked_on < :first
                     AND c.kind <> 'penalty') AS opening_fen,
               (SELECT ifnull(sum(fen), 0) FROM since WHERE day <= :last) AS recovered_fen
        """,
        first=first,
        last=last,
    )
    return found or Old(0, 0)


class Bill(NamedTuple):
    """A charge behind a rate: what of it was to be collected, and what was."""

    charge_id: int
    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    fee_item_name: str
    period_from: str
    period_to: str
    owed_fen: int
    collected_fen: int


PAGE = 100


def bills_of_period(db: Reader, first: str, last: str, as_of: str, page: int) -> list[Bill]:
    """The charges behind the rate of the period, by home, each with what was paid until the day of counting."""
    return db.rows(
        Bill,
        f"""
        SELECT c.id AS charge_id, c.home_id, c.home_code, c.payer_id, c.payer_name, c.fee_item_name, c.period_from,
               c.period_to, b.amount_fen - b.waived_fen AS owed_fen,
               b.paid_fen - (
                   SELECT ifnull(sum(a.amount_fen), 0) FROM allocations AS a JOIN receipts AS r ON r.id = a.receipt_id
                    WHERE a.charge_id = c.id AND r.taken_on > :as_of AND r.void_id IS NULL
               ) AS collected_fen
          FROM charges AS c JOIN charge_balances AS b ON b.charge_id = c.id JOIN homes AS h ON h.id = c.home_id
         WHERE {_OF_PERIOD}
         ORDER BY h.sort, h.id, c.id LIMIT :limit OFFSET :offset
        """,
        first=first,
        last=last,
        as_of=as_of,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )


def old_bills_collected(db: Reader, first: str, last: str, page: int) -> list[Bill]:
    """The older charges on which something came in, or went back, during the days."""
    return db.rows(
        Bill,
        f"""
        SELECT c.id AS charge_id, c.home_id, c.home_code, c.payer_id, c.payer_name, c.fee_item_name, c.period_from,
               c.period_to, b.balance_fen AS owed_fen, g.fen AS collected_fen
          FROM ({_COLLECTED}) AS g JOIN charges AS c ON c.id = g.charge_id
          JOIN charge_balances AS b ON b.charge_id = c.id JOIN homes AS h ON h.id = c.home_id
         ORDER BY h.sort, h.id, c.id LIMIT :limit OFFSET :offset
        """,
        first=first,
        last=last,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )


def count_old_collected(db: Reader, first: str, last: str) -> int:
    return int(db.value(f"SELECT count(*) FROM ({_COLLECTED})", first=first, last=last))


_COLLECTED = """
    SELECT a.charge_id, sum(a.amount_fen) AS fen
      FROM receipts AS r CROSS JOIN allocations AS a ON a.receipt_id = r.id
     CROSS JOIN charges AS c ON c.id = a.charge_id
     WHERE r.taken_on BETWEEN :first AND :last AND r.void_id IS NULL AND c.period_to < :first AND c.booked_on < :first
       AND c.kind <> 'penalty'
     GROUP BY a.charge_id
"""
