"""What is read to log contacts and to judge promises. Amounts in fen, dates ISO text."""

from typing import NamedTuple

from estate.data import Reader


class OpenPromise(NamedTuple):
    """A promise that has not ended."""

    id: int
    contact_id: int
    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    happened_at: str
    due_on: str
    amount_fen: int
    account_id: int | None
    who: str


class Money(NamedTuple):
    """What a payment that stands took off a payer's debts for a home."""

    promise_id: int
    taken_on: str
    fen: int


def open_promises(db: Reader, home_id: int | None = None) -> list[OpenPromise]:
    """The promises that have not ended, of one home when given."""
    only = "AND p.home_id = :home_id" if home_id is not None else ""
    return db.rows(
        OpenPromise,
        f"""
        SELECT p.id, p.contact_id, p.home_id, c.home_code, p.payer_id, c.payer_name, c.happened_at, p.due_on,
               p.amount_fen, c.account_id, c.who
          FROM promises AS p JOIN contacts AS c ON c.id = p.contact_id
         WHERE NOT EXISTS (SELECT 1 FROM promise_ends AS e WHERE e.promise_id = p.id) {only}
         ORDER BY p.id
        """,
        home_id=home_id,
    )


def money_since(db: Reader) -> list[Money]:
    """What came for the open promises after each was made: receipts that stand, by what they paid on charges."""
    return db.rows(
        Money,
        """
        SELECT p.id AS promise_id, r.taken_on, sum(a.amount_fen) AS fen
          FROM promises AS p JOIN contacts AS c ON c.id = p.contact_id
          JOIN receipts AS r ON r.home_id = p.home_id AND r.payer_id = p.payer_id AND r.taken_at > c.happened_at
          JOIN allocations AS a ON a.receipt_id = r.id
         WHERE NOT EXISTS (SELECT 1 FROM promise_ends AS e WHERE e.promise_id = p.id)
           AND r.kind = 'receipt' AND r.reversed_by IS NULL AND r.void_id IS NULL
         GROUP BY p.id, r.id ORDER BY p.id, r.id
        """,
    )


def of_key(db: Reader, key: str) -> int | None:
    """The contact that this page has logged already."""
    return db.value("SELECT id FROM contacts WHERE key = :key", key=key)


def promise_of(db: Reader, contact_id: int) -> int | None:
    """The promise of a contact that has not ended."""
    return db.value(
        """
        SELECT p.id FROM promises AS p
         WHERE p.contact_id = :contact_id AND NOT EXISTS (SELECT 1 FROM promise_ends AS e WHERE e.promise_id = p.id)
        """,
        contact_id=contact_id,
    )
