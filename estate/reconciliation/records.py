"""Statements, their lines and findings, and claims. Amounts in fen, dates ISO text."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from estate.data import Reader, Tx
from estate.reconciliation.statement_file import StatementLine

PAGE = 50


class Statement(NamedTuple):
    """A statement that was brought in. known_lines: rows that an earlier statement had already."""

    id: int
    channel: str
    file_name: str
    first_on: str
    last_on: str
    imported_at: str
    imported_by: str
    known_lines: int
    lines: int
    in_fen: int
    open_lines: int
    open_fen: int


class Line(NamedTuple):
    """A line with what it was found to be. state: open, matched, set_aside, out (money that went out, not looked at)."""

    id: int
    statement_id: int
    row: int
    channel: str
    reference: str
    on_date: str
    amount_fen: int
    fee_fen: int
    payer: str
    account: str
    remark: str
    state: str
    match_id: int | None
    receipt: str | None
    reason: str | None
    confidence: str | None
    took: int | None
    found_by: str | None


class Missing(NamedTuple):
    """A receipt of the statement's days and channel that no line belongs to."""

    number: str
    taken_on: str
    home_code: str
    payer_name: str
    amount_fen: int
    channel_ref: str | None


class Claim(NamedTuple):
    """An owner's word that they have paid. state: open, taken, taken_back (with its receipt), declined."""

    id: int
    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    amount_fen: int
    paid_on: str
    method: str
    note: str
    picture: str | None
    made_at: str
    who: str
    state: str
    receipt: str | None
    reason: str | None


_STATEMENT = """
    SELECT s.id, s.channel, s.file_name, s.first_on, s.last_on, s.imported_at, s.imported_by, s.known_lines,
           count(l.id) AS lines, ifnull(sum(max(l.amount_fen, 0)), 0) AS in_fen,
           ifnull(sum(l.amount_fen > 0 AND m.id IS NULL), 0) AS open_lines,
           ifnull(sum(CASE WHEN l.amount_fen > 0 AND m.id IS NULL THEN l.amount_fen END), 0) AS open_fen
      FROM bank_statements AS s LEFT JOIN bank_lines AS l ON l.statement_id = s.id
      LEFT JOIN bank_matches AS m ON m.line_id = l.id AND m.undone_at IS NULL
"""

_STATE = """
    CASE WHEN m.receipt_id IS NOT NULL THEN 'matched' WHEN m.id IS NOT NULL THEN 'set_aside'
         WHEN l.amount_fen < 0 THEN 'out' ELSE 'open' END
"""

_LINE = f"""
    SELECT l.id, l.statement_id, l.row, l.channel, l.reference, l.on_date, l.amount_fen, l.fee_fen, l.payer, l.account,
           l.remark, {_STATE} AS state, m.id AS match_id, r.number AS receipt, m.reason, m.confidence, m.took,
           m.who AS found_by
      FROM bank_lines AS l
      LEFT JOIN bank_matches AS m ON m.line_id = l.id AND m.undone_at IS NULL
      LEFT JOIN receipts AS r ON r.id = m.receipt_id
"""

_CLAIM = """
    SELECT c.id, c.home_id, h.code AS home_code, c.payer_id, p.name AS payer_name, c.amount_fen, c.paid_on, c.method,
           c.note, c.picture, c.made_at, c.who,
           CASE WHEN r.reversed_by IS NOT NULL OR r.void_id IS NOT NULL THEN 'taken_back'
                WHEN a.receipt_id IS NOT NULL THEN 'taken' WHEN a.claim_id IS NOT NULL THEN 'declined'
                ELSE 'open' END AS state,
           r.number AS receipt, a.reason
      FROM payment_claims AS c JOIN homes AS h ON h.id = c.home_id JOIN people AS p ON p.id = c.payer_id
      LEFT JOIN claim_answers AS a ON a.claim_id = c.id
      LEFT JOIN receipts AS r ON r.id = a.receipt_id
"""


def statements(db: Reader, most: int = 50) -> list[Statement]:
    """The latest statements."""
    return db.rows(Statement, _STATEMENT + "GROUP BY s.id ORDER BY s.id DESC LIMIT :most", most=most)


def statement(db: Reader, statement_id: int) -> Statement | None:
    return db.row(
        Statement, _STATEMENT + "WHERE s.id = :statement_id GROUP BY s.id", statement_id=statement_id
    )


def statement_of_file(db: Reader, file_hash: str) -> int | None:
    """The statement that this very file was brought in as."""
    return db.value("SELECT id FROM bank_statements WHERE file_hash = :file_hash", file_hash=file_hash)


def known_references(db: Reader, channel: str, references: Iterable[str]) -> set[str]:
    """Those of these transactions that were brought in already."""
    sql = """
        SELECT l.reference FROM json_each(:refs) AS w
          JOIN bank_lines AS l ON l.channel = :channel AND l.reference = w.value
    """
    return set(db.values(sql, channel=channel, refs=msgspec.json.encode(list(references)).decode()))


def add_lines(tx: Tx, statement_id: int, channel: str, lines: Iterable[StatementLine]) -> None:
    tx.many(
        """
        INSERT INTO bank_lines (statement_id, channel, row, reference, on_date, amount_fen, fee_fen, payer, account,
                                remark)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            (
                statement_id,
                channel,
                one.row,
                one.reference,
                one.on.isoformat(),
                one.amount_fen,
                one.fee_fen,
                one.payer,
                one.account,
                one.remark,
            )
            for one in lines
        ),
    )


def line(db: Reader, line_id: int) -> Line | None:
    return db.row(Line, _LINE + "WHERE l.id = :line_id", line_id=line_id)


def findings(db: Reader, line_id: int) -> int:
    """How many findings a line has had, undone ones too."""
    return int(db.value("SELECT count(*) FROM bank_matches WHERE line_id = :line_id", line_id=line_id))


def line_of_receipt(db: Reader, receipt_id: int) -> int | None:
    """The line that a receipt belongs to."""
    sql = "SELECT line_id FROM bank_matches WHERE receipt_id = :receipt_id AND undone_at IS NULL"
    return db.value(sql, receipt_id=receipt_id)


def live_receipt(db: Reader, number: str, home_id: int) -> int | None:
    """The receipt of a number that stands, if it is for this home."""
    return db.value(
        """
        SELECT id FROM receipts WHERE number = :number AND home_id = :home_id AND kind = 'receipt'
           AND reversed_by IS NULL AND void_id IS NULL
        """,
        number=number,
        home_id=home_id,
    )


def lines_page(db: Reader, statement_id: int, state: str, page: int) -> list[Line]:
    """A page of a statement's lines in their order; of one state when given."""
    only = f" AND {_STATE} = :state" if state else ""
    return db.rows(
        Line,
        _LINE + f"WHERE l.statement_id = :statement_id{only} ORDER BY l.id LIMIT :limit OFFSET :offset",
        statement_id=statement_id,
        state=state,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )


def counts(db: Reader, statement_id: int) -> dict[str, tuple[int, int]]:
    """How many lines of each state and their sum."""
    rows = db.tuples(
        f"""
        SELECT {_STATE} AS state, count(*), sum(l.amount_fen) FROM bank_lines AS l
          LEFT JOIN bank_matches AS m ON m.line_id = l.id AND m.undone_at IS NULL
         WHERE l.statement_id = :statement_id GROUP BY 1
        """,
        statement_id=statement_id,
    )
    return {state: (count, fen) for state, count, fen in rows}


def missing(db: Reader, method: str, first: str, last: str) -> list[Missing]:
    """Receipts of a way of payment and days that no line belongs to: money that the office says came in."""
    return db.rows(
        Missing,
        """
        SELECT r.number, r.taken_on, r.home_code, r.payer_name, r.amount_fen, r.channel_ref FROM receipts AS r
         WHERE r.taken_on BETWEEN :first AND :last AND r.method = :method AND r.kind = 'receipt'
           AND r.reversed_by IS NULL AND r.void_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM bank_matches AS m WHERE m.receipt_id = r.id AND m.undone_at IS NULL)
         ORDER BY r.id
        """,
        method=method,
        first=first,
        last=last,
    )


def claim(db: Reader, claim_id: int) -> Claim | None:
    return db.row(Claim, _CLAIM + "WHERE c.id = :claim_id", claim_id=claim_id)


def claim_of_key(db: Reader, key: str) -> Claim | None:
    return db.row(Claim, _CLAIM + "WHERE c.key = :key", key=key)


def claims(db: Reader, *, waiting: bool, most: int = 100) -> list[Claim]:
    """Claims that wait, the oldest first; else the latest of all."""
    where = "WHERE a.claim_id IS NULL ORDER BY c.id" if waiting else "ORDER BY c.id DESC"
    return db.rows(Claim, _CLAIM + f"{where} LIMIT :most", most=most)


def claims_of_payer(db: Reader, payer_id: int, most: int = 20) -> list[Claim]:
    """What somebody said to have paid, the latest first."""
    return db.rows(
        Claim,
        _CLAIM + "WHERE c.payer_id = :payer_id ORDER BY c.id DESC LIMIT :most",
        payer_id=payer_id,
        most=most,
    )


def waits(db: Reader, claim_id: int) -> bool:
    """Whether a claim waits for an answer."""
    return not db.value("SELECT EXISTS (SELECT 1 FROM claim_answers WHERE claim_id = :id)", id=claim_id)


def waiting_claims(db: Reader) -> int:
    """How many claims wait for an answer."""
    return int(
        db.value("""
            SELECT count(*) FROM payment_claims AS c
             WHERE NOT EXISTS (SELECT 1 FROM claim_answers AS a WHERE a.claim_id = c.id)
        """)
    )
