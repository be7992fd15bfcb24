"""Receipts that a bill run writes for what prepayments pay of it, and their reversals: thousands in a few statements."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from estate.cashier.records import start_series
from estate.data import Reader, Tx

OFFSET_PREFIX = "YC"
"""The series of receipts that are paid from a prepayment: no money comes in by them."""
OFFSET_KEY = "offset:"
"""How the keys of offsets begin that a bill run makes."""


class Account(NamedTuple):
    """A prepayment that a run may draw on, in fen."""

    home_id: int
    payer_id: int
    balance_fen: int


class Owed(NamedTuple):
    """An open charge of such an account's home and payer, in fen."""

    charge_id: int
    home_id: int
    payer_id: int
    due_on: str
    waived_fen: int
    balance_fen: int


class Offset(NamedTuple):
    """What one account pays: charge, amount, waived, left of each. owed_after_fen: what stays open of all."""

    account: Account
    amount_fen: int
    owed_after_fen: int
    parts: Sequence[tuple[int, int, int, int]]


_BILLED = """
    EXISTS (SELECT 1 FROM charges AS c
             WHERE c.home_id = p.home_id AND c.run_id = :run_id AND c.payer_id = p.payer_id AND c.reverses_id IS NULL)
"""


_OF_RUN = "key >= :first AND key < :last AND reversed_by IS NULL AND void_id IS NULL"
"""Condition on receipts: a run's offsets that stand; with the values of _keys()."""


def accounts_billed(db: Reader, run_id: int) -> list[Account]:
    """Accounts with money and the automatic offset on, of those whom a run charges, in the order of their homes."""
    return db.rows(
        Account,
        f"""
        SELECT p.home_id, p.payer_id, p.balance_fen FROM prepayment_balances AS p JOIN homes AS h ON h.id = p.home_id
         WHERE p.balance_fen > 0 AND p.auto AND {_BILLED} ORDER BY h.sort, p.payer_id
        """,
        run_id=run_id,
    )


def owed_by_accounts(db: Reader, run_id: int) -> list[Owed]:
    """All that these accounts' payers owe for their homes, of the run and from before; the oldest due date first."""
    return db.rows(
        Owed,
        f"""
        SELECT b.charge_id, b.home_id, b.payer_id, b.due_on, b.waived_fen, b.balance_fen
          FROM prepayment_balances AS p
          JOIN charge_balances AS b ON b.home_id = p.home_id AND b.payer_id = p.payer_id AND b.balance_fen > 0
         WHERE p.balance_fen > 0 AND p.auto AND {_BILLED} ORDER BY b.due_on, b.charge_id
        """,
        run_id=run_id,
    )


def live_offsets(db: Reader, run_id: int) -> list[int]:
    """The receipts of a run's offsets that stand."""
    sql = f"SELECT id FROM receipts WHERE {_OF_RUN}"
    return db.values(sql, **_keys(run_id))


def write_offsets(tx: Tx, run_id: int, offsets: Sequence[Offset], on: str, at: str) -> range:
    """A receipt for each, in order, with what it pays; the database draws them from the accounts. Answers their ids."""
    seq = start_series(tx, OFFSET_PREFIX, on)
    first_id = int(tx.value("SELECT ifnull(max(id), 0) + 1 FROM receipts"))
    tx.many(
        """
        INSERT INTO receipts (id, number, prefix, year, seq, key, kind, home_id, home_code, area_dm2, payer_id,
            payer_name, method, amount_fen, owed_after_fen, taken_on, taken_at, cashier_id, cashier_name)
        SELECT :id, printf('%s%d-%06d', :prefix, :year, :seq), :prefix, :year, :seq, :key, 'receipt', h.id, h.code,
               h.area_dm2, p.id, p.name, 'prepayment', :amount_fen, :owed_after_fen, :on, :at, :cashier_id, :cashier
          FROM homes AS h, people AS p WHERE h.id = :home_id AND p.id = :payer_id
        """,
        (
            {
                "id": first_id + n,
                "prefix": OFFSET_PREFIX,
                "year": int(on[:4]),
                "seq": seq + n,
                "key": f"{OFFSET_KEY}{run_id}:{one.account.home_id}:{one.account.payer_id}",
                "home_id": one.account.home_id,
                "payer_id": one.account.payer_id,
                "amount_fen": one.amount_fen,
                "owed_after_fen": one.owed_after_fen,
                "on": on,
                "at": at,
                "cashier_id": tx.by.account_id,
                "cashier": tx.by.name,
            }
            for n, one in enumerate(offsets)
        ),
    )
    tx.many(
        "INSERT INTO allocations (receipt_id, charge_id, amount_fen, waived_fen, left_fen) VALUES (?, ?, ?, ?, ?)",
        _parts(first_id, offsets),
    )
    return range(first_id, first_id + len(offsets))


def reverse_offsets(tx: Tx, run_id: int, reason: str, on: str, at: str) -> int:
    """Take back what a run's offsets paid, each under a new number; answers how many.

    Penalties that were posted with them are not owed again: the database takes them back in the same step.
    """
    return tx.run(
        f"""
        INSERT INTO receipts (number, prefix, year, seq, key, kind, home_id, home_code, area_dm2, payer_id, payer_name,
            method, amount_fen, owed_after_fen, taken_on, taken_at, cashier_id, cashier_name, reverses_id, reason)
        SELECT printf('%s%d-%06d', :prefix, :year, o.seq), :prefix, :year, o.seq, 'back:' || o.key, 'reversal',
               o.home_id, o.home_code, o.area_dm2, o.payer_id, o.payer_name, 'prepayment', -o.amount_fen, o.owed_fen,
               :on, :at, :cashier_id, :cashier, o.id, :reason
          FROM (SELECT r.*, :seq - 1 + row_number() OVER (ORDER BY r.id) AS seq,
                       r.amount_fen + (SELECT ifnull(sum(b.balance_fen), 0) FROM charge_balances AS b
                                        WHERE b.balance_fen > 0 AND b.home_id = r.home_id AND b.payer_id = r.payer_id)
                       - (SELECT ifnull(sum(c.amount_fen), 0) FROM penalties AS p JOIN charges AS c ON c.id = p.charge_id
                           WHERE p.receipt_id = r.id) AS owed_fen
                  FROM (SELECT id, key, home_id, home_code, area_dm2, payer_id, payer_name, amount_fen
                          FROM receipts
                         WHERE {_OF_RUN}) AS r) AS o
         ORDER BY o.seq
        """,
        prefix=OFFSET_PREFIX,
        year=int(on[:4]),
        seq=start_series(tx, OFFSET_PREFIX, on),
        **_keys(run_id),
        on=on,
        at=at,
        cashier_id=tx.by.account_id,
        cashier=tx.by.name,
        reason=reason,
    )


def _keys(run_id: int) -> dict[str, str]:
    return {"first": f"{OFFSET_KEY}{run_id}:", "last": f"{OFFSET_KEY}{run_id};"}


def _parts(first_id: int, offsets: Sequence[Offset]) -> Iterable[tuple[int, int, int, int, int]]:
    for n, one in enumerate(offsets):
        for part in one.parts:
            yield first_id + n, *part
