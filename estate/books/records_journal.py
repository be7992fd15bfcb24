"""What the journal is made from, and the account codes. Amounts in fen."""

from typing import NamedTuple

from estate.books.rules_journal import Account, Booked, Chart
from estate.data import Reader


class Code(NamedTuple):
    """The account that is used for something; fee_item_id: for the revenue of one fee item alone."""

    id: int
    role: str
    fee_item_id: int | None
    fee_item: str | None
    code: str
    name: str


class _Row(NamedTuple):
    day: str
    kind: str
    document: str
    method: str
    fee_item_id: int | None
    fee_item: str
    home: str
    payer: str
    amount_fen: int
    penalty: int


def codes(db: Reader) -> list[Code]:
    return db.rows(
        Code,
        """
        SELECT a.id, a.role, a.fee_item_id, f.name AS fee_item, a.code, a.name
          FROM book_accounts AS a LEFT JOIN fee_items AS f ON f.id = a.fee_item_id
         ORDER BY CASE a.role WHEN 'receivable' THEN 1 WHEN 'cash' THEN 2 WHEN 'wechat' THEN 3 WHEN 'alipay' THEN 4
                    WHEN 'pos' THEN 5 WHEN 'transfer' THEN 6 WHEN 'prepayment' THEN 7 WHEN 'deposit' THEN 8
                    WHEN 'revenue' THEN 9 WHEN 'penalty' THEN 10 ELSE 11 END, a.fee_item_id IS NOT NULL, f.sort, f.id
        """,
    )


def chart(db: Reader) -> Chart:
    return Chart({(one.role, one.fee_item_id): Account(one.code, one.name) for one in codes(db)})


def booked(db: Reader, first: str, last: str) -> list[Booked]:
    """Everything booked from one day to another, by day and document; voided receipts are left out."""
    rows = db.rows(
        _Row,
        """
        SELECT c.booked_on AS day, 'charge' AS kind, 'A' AS document, '' AS method, c.fee_item_id,
               c.fee_item_name AS fee_item, c.home_code AS home, c.payer_name AS payer, c.amount_fen,
               c.kind = 'penalty' AS penalty
          FROM charges AS c WHERE c.booked_on BETWEEN :first AND :last
         UNION ALL
        SELECT w.booked_on, 'waiver', 'B', '', c.fee_item_id, c.fee_item_name, c.home_code, c.payer_name,
               -w.amount_fen, c.kind = 'penalty'
          FROM waivers AS w JOIN charges AS c ON c.id = w.charge_id WHERE w.booked_on BETWEEN :first AND :last
         UNION ALL
        SELECT r.taken_on, CASE r.method WHEN 'prepayment' THEN 'offset' ELSE 'receipt' END, r.number, r.method,
               c.fee_item_id, c.fee_item_name, r.home_code, r.payer_name, -sum(a.amount_fen), 0
          FROM receipts AS r JOIN allocations AS a ON a.receipt_id = r.id JOIN charges AS c ON c.id = a.charge_id
         WHERE r.taken_on BETWEEN :first AND :last AND r.void_id IS NULL GROUP BY r.id, c.fee_item_id
         UNION ALL
        SELECT r.taken_on, 'advance', r.number, r.method, NULL, '', r.home_code, r.payer_name, -r.advance_fen, 0
          FROM receipts AS r
         WHERE r.taken_on BETWEEN :first AND :last AND r.void_id IS NULL AND r.advance_fen <> 0
         UNION ALL
        SELECT d.booked_on, 'deposit', d.number, d.method, NULL, '', d.home_code, d.payer_name, d.amount_fen, 0
          FROM deposits AS d WHERE d.booked_on BETWEEN :first AND :last
         UNION ALL
        SELECT s.booked_on, 'deducted', d.number || '/' || s.id, '', NULL, '', d.home_code, d.payer_name,
               -s.amount_fen, 0
          FROM deposit_steps AS s JOIN deposits AS d ON d.id = s.deposit_id
         WHERE s.booked_on BETWEEN :first AND :last AND s.kind = 'deducted'
         UNION ALL
        SELECT v.booked_on, CASE v.kind WHEN 'deposit' THEN 'deposit_return' ELSE v.kind END, v.number,
               ifnull(v.method, ''), NULL, '', q.home_code, q.payer_name, v.amount_fen, 0
          FROM vouchers AS v JOIN refund_requests AS q ON q.id = v.request_id
         WHERE v.booked_on BETWEEN :first AND :last
         UNION ALL
        SELECT v.booked_on, 'transfer_in', v.number, '', NULL, '', q.home_code, q.to_payer_name, v.amount_fen, 0
          FROM vouchers AS v JOIN refund_requests AS q ON q.id = v.request_id
         WHERE v.booked_on BETWEEN :first AND :last AND v.kind = 'transfer'
         ORDER BY 1, 3, 2 DESC
        """,
        first=first,
        last=last,
    )
    return [Booked(*row[:-1], bool(row.penalty)) for row in rows]
