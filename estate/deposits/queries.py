"""Deposits and their steps, for pages and other features. Amounts in fen, dates ISO text."""

from typing import NamedTuple

from estate.data import Reader

PAGE = 50


class Deposit(NamedTuple):
    """A deposit. state: held, inspected, settled (nothing is held any more), reversed, reversal. held_fen: what the
    office still holds of it. reverses, reversed_by: the number of the other paper."""

    id: int
    number: str
    kind: str
    basis: str
    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    amount_fen: int
    held_fen: int
    method: str
    channel_ref: str | None
    booked_on: str
    at: str
    who: str
    note: str
    state: str
    reverses: str | None
    reversed_by: str | None
    reason: str | None


class Step(NamedTuple):
    """What was done with a deposit. reversed: whether a later step takes it back; voucher: the paper of its return."""

    id: int
    kind: str
    amount_fen: int
    reason: str
    papers: str
    voucher: str | None
    request_id: int | None
    reverses_id: int | None
    reversed: bool
    booked_on: str
    at: str
    who: str


_DEPOSIT = """
    SELECT d.id, d.number, d.kind, d.basis, d.home_id, d.home_code, d.payer_id, d.payer_name, d.amount_fen,
           ifnull(b.held_fen, 0) AS held_fen, d.method, d.channel_ref, d.booked_on, d.at, d.who, d.note,
           CASE WHEN d.reverses_id IS NOT NULL THEN 'reversal'
                WHEN d.reversed_by IS NOT NULL THEN 'reversed'
                WHEN b.held_fen = 0 THEN 'settled'
                WHEN EXISTS (SELECT 1 FROM deposit_steps AS s WHERE s.deposit_id = d.id AND s.kind = 'inspected')
                THEN 'inspected' ELSE 'held' END AS state,
           o.number AS reverses, r.number AS reversed_by, d.reason
      FROM deposits AS d
      LEFT JOIN deposit_balances AS b ON b.deposit_id = d.id
      LEFT JOIN deposits AS o ON o.id = d.reverses_id
      LEFT JOIN deposits AS r ON r.id = d.reversed_by
"""


def deposit(db: Reader, number: str) -> Deposit | None:
    """The deposit of a number."""
    return db.row(Deposit, _DEPOSIT + "WHERE d.number = :number", number=number)


def deposit_by_id(db: Reader, deposit_id: int) -> Deposit | None:
    """One deposit."""
    return db.row(Deposit, _DEPOSIT + "WHERE d.id = :deposit_id", deposit_id=deposit_id)


def deposits_of_payer(db: Reader, home_id: int, payer_id: int) -> list[Deposit]:
    """What somebody left as deposits for a home, the newest first; without what was taken back."""
    return db.rows(
        Deposit,
        _DEPOSIT
        + """WHERE d.home_id = :home_id AND d.payer_id = :payer_id AND d.reverses_id IS NULL AND d.reversed_by IS NULL
             ORDER BY d.id DESC""",
        home_id=home_id,
        payer_id=payer_id,
    )


def held_of_home(db: Reader, home_id: int) -> list[Deposit]:
    """The deposits of a home of which something is held, the newest first."""
    return db.rows(
        Deposit,
        _DEPOSIT
        + """WHERE d.home_id = :home_id AND d.reverses_id IS NULL AND d.reversed_by IS NULL AND b.held_fen > 0
             ORDER BY d.id DESC""",
        home_id=home_id,
    )


def deposit_by_key(db: Reader, key: str) -> Deposit | None:
    """The deposit that an idempotency key became."""
    return db.row(Deposit, _DEPOSIT + "WHERE d.key = :key", key=key)


def deposits_page(db: Reader, held_only: bool, text: str, page: int = 1) -> list[Deposit]:
    """A page of 50 deposits, the newest first; of those that are held, or of a home, name or number."""
    where, values = _where(held_only, text)
    return db.rows(
        Deposit,
        _DEPOSIT + f"WHERE {where} ORDER BY d.id DESC LIMIT :limit OFFSET :offset",
        **values,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )


def count_deposits(db: Reader, held_only: bool, text: str) -> int:
    """How many deposits_page() has in all its pages."""
    where, values = _where(held_only, text)
    sql = f"SELECT count(*) FROM deposits AS d LEFT JOIN deposit_balances AS b ON b.deposit_id = d.id WHERE {where}"
    return int(db.value(sql, **values))


def held_total(db: Reader) -> int:
    """What the office holds for all payers together, in fen: a liability."""
    return int(db.value("SELECT ifnull(sum(held_fen), 0) FROM deposit_balances WHERE held_fen > 0"))


def held_of(db: Reader, home_id: int, payer_id: int) -> int:
    """What the office holds of one payer for a home."""
    return int(
        db.value(
            """
            SELECT ifnull(sum(b.held_fen), 0) FROM deposits AS d JOIN deposit_balances AS b ON b.deposit_id = d.id
             WHERE d.home_id = :home_id AND d.payer_id = :payer_id
            """,
            home_id=home_id,
            payer_id=payer_id,
        )
    )


def steps(db: Reader, deposit_id: int) -> list[Step]:
    """Everything that was done with a deposit, in order."""
    return db.rows(
        Step,
        """
        SELECT s.id, s.kind, s.amount_fen, s.reason, s.papers, v.number AS voucher, v.request_id, s.reverses_id,
               EXISTS (SELECT 1 FROM deposit_steps AS r WHERE r.reverses_id = s.id) AS reversed,
               s.booked_on, s.at, s.who
          FROM deposit_steps AS s LEFT JOIN vouchers AS v ON v.id = s.voucher_id
         WHERE s.deposit_id = :deposit_id ORDER BY s.id
        """,
        deposit_id=deposit_id,
    )


class Deduction(NamedTuple):
    """Something that was kept of a deposit. amount_fen: below zero."""

    deposit_id: int
    amount_fen: int
    papers: str
    reversed: bool


def deduction(db: Reader, step_id: int) -> Deduction | None:
    """One deduction; its reversal is none."""
    return db.row(
        Deduction,
        """
        SELECT s.deposit_id, s.amount_fen, s.papers,
               EXISTS (SELECT 1 FROM deposit_steps AS r WHERE r.reverses_id = s.id) AS reversed
          FROM deposit_steps AS s WHERE s.id = :step_id AND s.kind = 'deducted' AND s.reverses_id IS NULL
        """,
        step_id=step_id,
    )


def deduction_by_key(db: Reader, key: str) -> tuple[int, int] | None:
    """The deposit and the amount of the deduction that an idempotency key became."""
    found = db.tuples("SELECT deposit_id, amount_fen FROM deposit_steps WHERE key = :key", key=key)
    return found[0] if found else None


def _where(held_only: bool, text: str) -> tuple[str, dict[str, str]]:
    clauses = ["d.reverses_id IS NULL"]
    if held_only:
        clauses.append("b.held_fen > 0")
    if text:
        clauses.append(
            "(d.home_code LIKE :text || '%' OR d.payer_name LIKE :text || '%' OR d.number = :text)"
        )
    return " AND ".join(clauses), {"text": text} if text else {}
