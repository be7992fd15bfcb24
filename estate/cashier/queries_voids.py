"""Voids: receipts of the day that count for nothing. Amounts in fen."""

from typing import NamedTuple

from estate.data import Reader


class Void(NamedTuple):
    """When, by whom and why a receipt was voided. at: a UTC instant."""

    receipt_id: int
    key: str
    at: str
    who: str
    reason: str


def void_of(db: Reader, receipt_id: int) -> Void | None:
    """The void of a receipt, if there is one."""
    return db.row(
        Void,
        "SELECT receipt_id, key, voided_at AS at, who, reason FROM receipt_voids WHERE receipt_id = :receipt_id",
        receipt_id=receipt_id,
    )


def void_by_key(db: Reader, key: str) -> Void | None:
    """The void that this idempotency key made."""
    sql = "SELECT receipt_id, key, voided_at AS at, who, reason FROM receipt_voids WHERE key = :key"
    return db.row(Void, sql, key=key)
