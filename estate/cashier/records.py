"""Writing receipts. Numbers are given inside the transaction, so that none is skipped and none comes twice."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from estate.data import Reader, Tx


class Taken(NamedTuple):
    """A receipt to be written; it gets its number here. designated: see designation()."""

    key: str
    home_id: int
    payer_id: int
    method: str
    channel_ref: str | None
    amount_fen: int
    tendered_fen: int | None
    owed_after_fen: int
    designated: str
    taken_on: str
    taken_at: str
    cashier_id: int | None
    cashier_name: str
    note: str
    advance_fen: int = 0


class Allocated(NamedTuple):
    """What a receipt pays of one charge, what was waived of it, what stays owed of it. Amounts in fen."""

    charge_id: int
    amount_fen: int
    waived_fen: int
    left_fen: int


class Asked(NamedTuple):
    """What was asked for under an idempotency key, and the receipt that it became."""

    id: int
    kind: str
    home_id: int
    payer_id: int
    method: str
    channel_ref: str | None
    amount_fen: int
    tendered_fen: int | None
    designated: str
    note: str
    reverses_id: int | None
    advance_fen: int


def asked_by_key(db: Reader, key: str) -> Asked | None:
    """What this idempotency key was used for."""
    return db.row(
        Asked,
        """
        SELECT id, kind, home_id, payer_id, method, channel_ref, amount_fen, tendered_fen, designated, note, reverses_id,
               advance_fen
          FROM receipts WHERE key = :key
        """,
        key=key,
    )


def number_of_channel_ref(db: Reader, method: str, channel_ref: str) -> str | None:
    """The live receipt that bears this voucher number of a method."""
    return db.value(
        """
        SELECT number FROM receipts
         WHERE method = :method AND channel_ref = :channel_ref AND kind = 'receipt' AND reversed_by IS NULL
           AND void_id IS NULL
        """,
        method=method,
        channel_ref=channel_ref,
    )


def write_receipt(tx: Tx, prefix: str, taken: Taken, parts: Sequence[Allocated]) -> int:
    """A receipt with what it pays; answers its id."""
    number = _number(tx, prefix, taken.taken_on)
    tx.run(
        """
        INSERT INTO receipts (number, prefix, year, seq, key, kind, home_id, home_code, area_dm2, payer_id,
            payer_name, method, channel_ref, amount_fen, tendered_fen, owed_after_fen, designated, taken_on,
            taken_at, cashier_id, cashier_name, note, advance_fen)
        SELECT :number, :prefix, :year, :seq, :key, 'receipt', h.id, h.code, h.area_dm2, p.id,
               p.name, :method, :channel_ref, :amount_fen, :tendered_fen, :owed_after_fen, :designated, :taken_on,
               :taken_at, :cashier_id, :cashier_name, :note, :advance_fen
          FROM homes AS h, people AS p WHERE h.id = :home_id AND p.id = :payer_id
        """,
        **number,
        **taken._asdict(),
    )
    receipt_id = int(tx.value("SELECT id FROM receipts WHERE number = :number", number=number["number"]))
    tx.many(
        "INSERT INTO allocations (receipt_id, charge_id, amount_fen, waived_fen, left_fen) VALUES (?, ?, ?, ?, ?)",
        [(receipt_id, *part) for part in parts],
    )
    if sum(part.amount_fen for part in parts) + taken.advance_fen != taken.amount_fen:
        raise RuntimeError("what a receipt settles and what it pays in advance add up to its amount")
    return receipt_id


def write_reversal(
    tx: Tx,
    prefix: str,
    receipt_id: int,
    *,
    key: str,
    reason: str,
    taken_on: str,
    taken_at: str,
    penalties_fen: int = 0,
) -> int:
    """The reversal of a receipt under a new number; the database releases what it paid. Answers its id.

    penalties_fen: what was posted with the receipt as penalties; it is not owed again, but taken back.
    """
    number = _number(tx, prefix, taken_on)
    tx.run(
        """
        INSERT INTO receipts (number, prefix, year, seq, key, kind, home_id, home_code, area_dm2, payer_id,
            payer_name, method, channel_ref, amount_fen, owed_after_fen, taken_on, taken_at, cashier_id,
            cashier_name, reverses_id, reason, advance_fen)
        SELECT :number, :prefix, :year, :seq, :key, 'reversal', home_id, home_code, area_dm2, payer_id, payer_name,
               method, channel_ref, -amount_fen, amount_fen - advance_fen - :penalties_fen +
               (SELECT ifnull(sum(balance_fen), 0) FROM charge_balances AS b
                 WHERE b.balance_fen > 0 AND b.home_id = receipts.home_id AND b.payer_id = receipts.payer_id),
               :taken_on, :taken_at, :cashier_id, :cashier_name, id, :reason, -advance_fen
          FROM receipts WHERE id = :receipt_id
        """,
        **number,
        key=key,
        taken_on=taken_on,
        taken_at=taken_at,
        cashier_id=tx.by.account_id,
        cashier_name=tx.by.name,
        reason=reason,
        receipt_id=receipt_id,
        penalties_fen=penalties_fen,
    )
    return int(tx.value("SELECT id FROM receipts WHERE reverses_id = :receipt_id", receipt_id=receipt_id))


def designation(charge_ids: Sequence[int]) -> str:
    """The named charges as they are kept with the receipt."""
    return msgspec.json.encode(sorted(charge_ids)).decode()


def start_series(tx: Tx, prefix: str, day: str) -> int:
    """The next number of a series in the year of a day; what is written takes it, and counts on."""
    year = int(day[:4])
    tx.run(
        "INSERT INTO receipt_series (prefix, year) VALUES (:prefix, :year) ON CONFLICT DO NOTHING",
        prefix=prefix,
        year=year,
    )
    return int(
        tx.value(
            "SELECT next FROM receipt_series WHERE prefix = :prefix AND year = :year",
            prefix=prefix,
            year=year,
        )
    )


def _number(tx: Tx, prefix: str, day: str) -> dict[str, str | int]:
    year, seq = int(day[:4]), start_series(tx, prefix, day)
    return {"number": f"{prefix}{year}-{seq:06d}", "prefix": prefix, "year": year, "seq": seq}
