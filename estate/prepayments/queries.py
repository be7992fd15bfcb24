"""Prepayment accounts, for the counter and other features. Amounts in fen, dates ISO text."""

from typing import NamedTuple

from estate.data import Reader

PAGE = 50


def balance(db: Reader, home_id: int, payer_id: int) -> int:
    """What somebody has paid in advance for a home and not used."""
    found = db.value(
        "SELECT balance_fen FROM prepayment_balances WHERE home_id = :home_id AND payer_id = :payer_id",
        home_id=home_id,
        payer_id=payer_id,
    )
    return int(found or 0)


def balances_of_home(db: Reader, home_id: int) -> dict[int, int]:
    """What stands on the accounts of a home, by payer; empty accounts are left out."""
    rows = db.tuples(
        "SELECT payer_id, balance_fen FROM prepayment_balances WHERE home_id = :home_id AND balance_fen > 0",
        home_id=home_id,
    )
    return dict(rows)


def balance_after_receipt(db: Reader, receipt_id: int) -> int | None:
    """What stood on the account right after a receipt; None when the receipt did not touch it."""
    return db.value(
        """
        SELECT (SELECT sum(b.amount_fen) FROM prepayment_entries AS b
                 WHERE b.home_id = e.home_id AND b.payer_id = e.payer_id AND b.id <= e.id)
          FROM prepayment_entries AS e WHERE e.receipt_id = :receipt_id ORDER BY e.id LIMIT 1
        """,
        receipt_id=receipt_id,
    )


class Account(NamedTuple):
    """Somebody's prepayment for a home. auto: whether bill runs draw on it."""

    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    balance_fen: int
    auto: bool


class Entry(NamedTuple):
    """An entry of an account, and what stood on it then. paper: the number of the receipt or voucher that made it."""

    id: int
    kind: str
    amount_fen: int
    balance_fen: int
    paper: str
    receipt: bool
    request_id: int | None
    reversal: bool
    booked_on: str
    at: str
    who: str


_ACCOUNT = """
    SELECT b.home_id, h.code AS home_code, b.payer_id, p.name AS payer_name, b.balance_fen, b.auto
      FROM prepayment_balances AS b JOIN homes AS h ON h.id = b.home_id JOIN people AS p ON p.id = b.payer_id
"""


def account(db: Reader, home_id: int, payer_id: int) -> Account | None:
    """One account; one that nothing was ever paid into is there too, empty, for anybody of the home."""
    found = db.row(
        Account,
        _ACCOUNT + "WHERE b.home_id = :home_id AND b.payer_id = :payer_id",
        home_id=home_id,
        payer_id=payer_id,
    )
    return found or db.row(
        Account,
        """
        SELECT h.id AS home_id, h.code AS home_code, p.id AS payer_id, p.name AS payer_name, 0 AS balance_fen, 1 AS auto
          FROM homes AS h, people AS p
         WHERE h.id = :home_id AND p.id = :payer_id
           AND EXISTS (SELECT 1 FROM residencies AS r WHERE r.home_id = h.id AND r.person_id = p.id)
        """,
        home_id=home_id,
        payer_id=payer_id,
    )


def accounts_page(db: Reader, text: str, with_empty: bool, page: int = 1) -> list[Account]:
    """A page of 50 accounts in the order of their homes; of a home or a name when given."""
    return db.rows(
        Account,
        f"{_ACCOUNT} WHERE {_WANTED} ORDER BY h.sort, b.payer_id LIMIT :limit OFFSET :offset",
        text=text,
        with_empty=with_empty,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )


def totals(db: Reader, text: str, with_empty: bool) -> tuple[int, int]:
    """How many accounts accounts_page() has in all its pages, and what stands on them together, in fen."""
    sql = f"""
        SELECT count(*), ifnull(sum(b.balance_fen), 0)
          FROM prepayment_balances AS b JOIN homes AS h ON h.id = b.home_id JOIN people AS p ON p.id = b.payer_id
         WHERE {_WANTED}
    """
    count, sum_fen = db.tuples(sql, text=text, with_empty=with_empty)[0]
    return count, sum_fen


_WANTED = """(b.balance_fen > 0 OR :with_empty) AND (:text = '' OR h.code LIKE :text || '%' OR p.name LIKE :text || '%')"""


def entries(db: Reader, home_id: int, payer_id: int) -> list[Entry]:
    """Every entry of an account, the newest first, each with the balance after it."""
    return db.rows(
        Entry,
        """
        SELECT e.id, e.kind, e.amount_fen, sum(e.amount_fen) OVER (ORDER BY e.id) AS balance_fen,
               ifnull(r.number, v.number) AS paper, e.receipt_id IS NOT NULL AS receipt, v.request_id,
               e.reverses_id IS NOT NULL AS reversal, e.booked_on, e.at, e.who
          FROM prepayment_entries AS e
          LEFT JOIN receipts AS r ON r.id = e.receipt_id
          LEFT JOIN vouchers AS v ON v.id = e.voucher_id
         WHERE e.home_id = :home_id AND e.payer_id = :payer_id
         ORDER BY e.id DESC
        """,
        home_id=home_id,
        payer_id=payer_id,
    )


def unlike(db: Reader) -> list[tuple[int, int]]:
    """Home and payer of accounts whose balance is not the sum of its entries; there must never be one."""
    return [
        (home_id, payer_id)
        for home_id, payer_id in db.tuples(
            """
            SELECT b.home_id, b.payer_id FROM prepayment_balances AS b
             WHERE b.balance_fen <> (SELECT ifnull(sum(e.amount_fen), 0) FROM prepayment_entries AS e
                                      WHERE e.home_id = b.home_id AND e.payer_id = b.payer_id)
            """
        )
    ]
