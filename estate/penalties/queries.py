"""What has run up on late charges as of a day, for the counter, owners and pages. Amounts in fen, dates ISO text."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import msgspec

from estate.data import Reader
from estate.penalties import rules_calendar, sums
from estate.penalties.records_terms import read_terms
from estate.penalties.rules import Accrual, Change, Terms, accrue, still_due
from estate.penalties.rules_words import formula


class _Row(NamedTuple):
    charge_id: int
    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    fee_item_name: str
    period_from: str
    period_to: str
    due_on: str
    effective_due_on: str
    principal_fen: int
    unpaid_fen: int
    terms_id: int
    name: str
    basis_text: str
    rate_e7: int
    grace_days: int
    grace_mode: str
    cap_bp: int
    lpr_bp: int | None
    lpr_multiple_e2: int | None
    posted_fen: int
    waived_fen: int


class Penalty(NamedTuple):
    """What has run up on a charge as of a day. posted_fen, waived_fen: what of it is no longer to be asked for.

    name: what the terms call it. unpaid_fen: of the principal, now.
    """

    charge_id: int
    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    fee_item_name: str
    period_from: str
    period_to: str
    due_on: str
    effective_due_on: str
    unpaid_fen: int
    terms_id: int
    name: str
    basis_text: str
    terms: Terms
    as_of: str
    accrual: Accrual
    posted_fen: int
    waived_fen: int

    @property
    def due_fen(self) -> int:
        """What can be asked for."""
        return still_due(self.accrual.fen, self.posted_fen, self.waived_fen)

    @property
    def full_name(self) -> str:
        """What it is called on bills and receipts: the fee and the terms' name, `物业费违约金`."""
        return f"{self.fee_item_name}{' ' if self.fee_item_name.isascii() else ''}{self.name}"

    @property
    def formula(self) -> str:
        """How it comes about."""
        return self.formula_of(None)

    def formula_of(self, amount_fen: int | None) -> str:
        """How a charge over a part of it comes about."""
        return formula(self.accrual, self.terms, self.posted_fen + self.waived_fen, amount_fen)


class OwedPenalty(NamedTuple):
    """What one payer of a home could be asked for. charges: how many late ones bear it."""

    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    charges: int
    overdue_fen: int
    oldest_due_on: str
    penalty_fen: int


_LATE = """
    SELECT c.id AS charge_id, c.home_id, c.home_code, c.payer_id, c.payer_name, c.fee_item_name, c.period_from,
           c.period_to, c.due_on, ifnull(m.moves_to, c.due_on) AS effective_due_on, b.amount_fen AS principal_fen,
           b.balance_fen AS unpaid_fen, t.id AS terms_id, t.name, t.basis_text, t.rate_e7, t.grace_days, t.grace_mode,
           t.cap_bp, t.lpr_bp, t.lpr_multiple_e2,
           (SELECT ifnull(sum(p.amount_fen), 0) FROM charges AS p
             WHERE p.principal_id = c.id AND p.reverses_id IS NULL AND p.reversed_by IS NULL) AS posted_fen,
           ifnull((SELECT w.fen FROM penalties_waived AS w WHERE w.charge_id = c.id), 0) AS waived_fen
      FROM charges AS c
      JOIN charge_balances AS b ON b.charge_id = c.id
      JOIN penalty_terms AS t ON t.id = (
            SELECT p.id FROM penalty_terms AS p
             WHERE p.fee_item_id = c.fee_item_id AND p.effective_from <= c.due_on
             ORDER BY p.effective_from DESC LIMIT 1)
      LEFT JOIN due_moves AS m ON m.day = c.due_on
     WHERE c.kind <> 'penalty' AND c.reverses_id IS NULL AND c.reversed_by IS NULL AND t.rate_e7 > 0
       AND c.due_on < :as_of
"""


def penalties_of_home(
    db: Reader, home_id: int, as_of: date, payer_id: int | None = None
) -> dict[int, Penalty]:
    """What has run up on the open charges of a home, by charge; only those on which something can be asked for."""
    only = " AND b.payer_id = :payer_id" if payer_id is not None else ""
    found = _penalties(
        db,
        " AND b.balance_fen > 0 AND b.home_id = :home_id" + only,
        as_of,
        home_id=home_id,
        payer_id=payer_id,
    )
    return {one.charge_id: one for one in found if one.due_fen}


def due_by_payer(db: Reader, home_ids: Sequence[int], as_of: date) -> dict[tuple[int, int], int]:
    """What could be asked for as of a day on what is open of these homes, by home and payer, in fen."""
    ids = msgspec.json.encode(list(home_ids)).decode()
    where = " AND b.balance_fen > 0 AND b.home_id IN (SELECT value FROM json_each(:ids))"
    found: dict[tuple[int, int], int] = {}
    for one in _penalties(db, where, as_of, ids=ids):
        if one.due_fen:
            key = one.home_id, one.payer_id
            found[key] = found.get(key, 0) + one.due_fen
    return found


def penalties_of(db: Reader, charge_ids: Collection[int], as_of: date) -> dict[int, Penalty]:
    """What has run up on these charges, by charge; on settled ones, too."""
    ids = msgspec.json.encode(list(charge_ids)).decode()
    found = _penalties(db, " AND c.id IN (SELECT value FROM json_each(:ids))", as_of, ids=ids)
    return {one.charge_id: one for one in found}


def penalty_of(db: Reader, charge_id: int, as_of: date) -> Penalty | None:
    """What has run up on one charge; None when it bears no penalty or is not late."""
    return penalties_of(db, [charge_id], as_of).get(charge_id)


def owed_penalties(db: Reader, as_of: date, limit: int, offset: int = 0) -> list[OwedPenalty]:
    """Payers of whom a penalty could be asked as of a day, the largest first."""
    return db.rows(
        OwedPenalty,
        f"""
        SELECT d.home_id, h.code AS home_code, d.payer_id, p.name AS payer_name, d.charges, d.overdue_fen,
               d.oldest_due_on, d.penalty_fen
          FROM (SELECT d.home_id, d.payer_id, count(*) AS charges, sum(b.balance_fen) AS overdue_fen,
                       min(d.due_on) AS oldest_due_on, sum(d.penalty_fen) AS penalty_fen
                  FROM ({sums.still_due(":as_of")}) AS d JOIN charge_balances AS b ON b.charge_id = d.charge_id
                 WHERE d.penalty_fen > 0 GROUP BY d.home_id, d.payer_id) AS d
          JOIN homes AS h ON h.id = d.home_id JOIN people AS p ON p.id = d.payer_id
         ORDER BY d.penalty_fen DESC, h.sort, d.payer_id LIMIT :limit OFFSET :offset
        """,
        as_of=as_of.isoformat(),
        limit=limit,
        offset=offset,
    )


def penalty_totals(db: Reader, as_of: date) -> tuple[int, int, int]:
    """Payers, charges and fen of all that could be asked for as of a day."""
    [row] = db.tuples(
        f"""
        SELECT count(DISTINCT home_id || ' ' || payer_id), count(*), ifnull(sum(penalty_fen), 0)
          FROM ({sums.still_due(":as_of")}) WHERE penalty_fen > 0
        """,
        as_of=as_of.isoformat(),
    )
    return int(row[0]), int(row[1]), int(row[2])


def settled_by_others(db: Reader, receipt_ids: Sequence[int]) -> str | None:
    """The number of a later receipt that paid on a penalty posted with one of these; `-` when it is waived in part."""
    ids = msgspec.json.encode(receipt_ids).decode()
    if number := db.value(
        """
        SELECT r.number FROM penalties AS p
          JOIN allocations AS a ON a.charge_id = p.charge_id AND a.receipt_id <> p.receipt_id AND a.amount_fen > 0
          JOIN receipts AS r ON r.id = a.receipt_id AND r.reversed_by IS NULL AND r.void_id IS NULL
         WHERE p.receipt_id IN (SELECT value FROM json_each(:ids)) LIMIT 1
        """,
        ids=ids,
    ):
        return str(number)
    return db.value(
        """
        SELECT '-' FROM penalties AS p JOIN charge_balances AS b ON b.charge_id = p.charge_id
         WHERE p.receipt_id IN (SELECT value FROM json_each(:ids)) AND b.waived_fen > 0 LIMIT 1
        """,
        ids=ids,
    )


def posted_with(db: Reader, receipt_id: int) -> int:
    """What was posted with a receipt as penalties, in fen."""
    return int(
        db.value(
            """
            SELECT ifnull(sum(c.amount_fen), 0) FROM penalties AS p JOIN charges AS c ON c.id = p.charge_id
             WHERE p.receipt_id = :receipt_id
            """,
            receipt_id=receipt_id,
        )
    )


def effective_due_on(db: Reader, due_on: str) -> str:
    """The due day, or the first day after the days off that it falls on."""
    return str(db.value("SELECT moves_to FROM due_moves WHERE day = :due_on", due_on=due_on) or due_on)


def due_until(db: Reader, days: Sequence[str]) -> list[str]:
    """For each day the latest due day that has come by then: on a day off it comes only with the day that it moved to.

    A due day after it has not come, wherever it moves to; so that SQL compares due days as they are written.
    """
    rows = db.tuples(
        """
        WITH RECURSIVE back (n, day) AS (
            SELECT key, value FROM json_each(:days)
             UNION ALL
            SELECT b.n, date(b.day, '-1 day') FROM back AS b JOIN due_moves AS m ON m.day = b.day)
        SELECT min(day) FROM back GROUP BY n ORDER BY n
        """,
        days=msgspec.json.encode(list(days)).decode(),
    )
    return [str(row[0]) for row in rows]


def days_off(db: Reader) -> set[date]:
    """Every day that a last day on it moves off."""
    return {date.fromisoformat(day) for day in db.values("SELECT day FROM due_moves")}


def holidays(db: Reader) -> set[date]:
    """The official days off and the office's own; a plain weekend is none."""
    own = (date.fromisoformat(day) for day in db.values("SELECT day FROM extra_days_off"))
    return rules_calendar.days_off(own)


def overdue_until(db: Reader, today: str) -> str:
    """The latest due day that is overdue today."""
    yesterday = date.fromisoformat(today) - timedelta(days=1)
    return due_until(db, [yesterday.isoformat()])[0]


def _penalties(db: Reader, where: str, as_of: date, **params: object) -> list[Penalty]:
    rows = db.rows(_Row, _LATE + where + " ORDER BY c.due_on, c.id", as_of=as_of.isoformat(), **params)
    changes = _changes(db, [row.charge_id for row in rows]) if rows else {}
    return [_penalty(row, changes.get(row.charge_id, []), as_of) for row in rows]


def _changes(db: Reader, charge_ids: list[int]) -> dict[int, list[Change]]:
    changes: dict[int, list[Change]] = {}
    for charge_id, on, fen in db.tuples(
        """
        SELECT x.charge_id, x.changed_on, x.fen
          FROM json_each(:ids) AS w JOIN charge_changes AS x ON x.charge_id = w.value ORDER BY x.changed_on
        """,
        ids=msgspec.json.encode(charge_ids).decode(),
    ):
        changes.setdefault(charge_id, []).append(Change(date.fromisoformat(on), fen))
    return changes


def _penalty(row: _Row, changes: list[Change], as_of: date) -> Penalty:
    terms = read_terms(
        row.rate_e7, row.grace_days, row.grace_mode, row.cap_bp, row.lpr_bp, row.lpr_multiple_e2
    )
    accrual = accrue(row.principal_fen, date.fromisoformat(row.effective_due_on), terms, changes, as_of)
    return Penalty(
        *row[:10],
        row.unpaid_fen,
        row.terms_id,
        row.name,
        row.basis_text,
        terms,
        as_of.isoformat(),
        accrual,
        row.posted_fen,
        row.waived_fen,
    )
