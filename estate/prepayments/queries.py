"""Prepayment accounts, for the counter and other features. Amounts in fen, dates ISO text."""

from estate.data import Reader


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
