"""Plans for pages and other features. Amounts in fen, dates ISO text."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

import msgspec

from estate.data import Reader
from estate.plans.rules import Part, missed

PAGE = 50


class Plan(NamedTuple):
    """A plan. state: asked (waits for approval), drafted, signed, kept, broken, declined, withdrawn.

    settled_fen: what of the covered bills is paid or waived since it was drafted. signed_on, ends_on: None before.
    """

    id: int
    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    total_fen: int
    grace_days: int
    penalty: str
    reason: str
    needs_approval: int
    drafted_on: str
    drafted_at: str
    account_id: int | None
    who: str
    parts: int
    first_on: str
    last_on: str
    settled_fen: int
    signed_on: str | None
    number: str | None
    state: str

    @property
    def running(self) -> bool:
        """Whether it has not ended: no other plan is agreed on meanwhile."""
        return self.state in ("asked", "drafted", "signed")

    @property
    def left_fen(self) -> int:
        """What is still to come."""
        return max(0, self.total_fen - self.settled_fen)


class Covered(NamedTuple):
    """A bill that a plan covers. balance_fen: what is open of it now."""

    charge_id: int
    fee_item_name: str
    parking_code: str | None
    period_from: str
    period_to: str
    due_on: str
    covered_fen: int
    balance_fen: int


class Step(NamedTuple):
    """What became of a plan, in order."""

    what: str
    on_day: str
    note: str
    at: str
    who: str


PLAN = """
    SELECT p.id, p.home_id, p.home_code, p.payer_id, p.payer_name, p.total_fen, p.grace_days, p.penalty, p.reason,
           p.needs_approval, p.drafted_on, p.drafted_at, p.account_id, p.who,
           (SELECT count(*) FROM plan_parts AS t WHERE t.plan_id = p.id) AS parts,
           (SELECT min(t.due_on) FROM plan_parts AS t WHERE t.plan_id = p.id) AS first_on,
           (SELECT max(t.due_on) FROM plan_parts AS t WHERE t.plan_id = p.id) AS last_on,
           (SELECT ifnull(sum(max(0, c.covered_fen - b.balance_fen)), 0)
              FROM plan_charges AS c JOIN charge_balances AS b ON b.charge_id = c.charge_id
             WHERE c.plan_id = p.id) AS settled_fen,
           (SELECT s.on_day FROM plan_steps AS s WHERE s.plan_id = p.id AND s.what = 'signed') AS signed_on,
           (SELECT a.number FROM plan_papers AS a WHERE a.plan_id = p.id) AS number,
           ifnull((SELECT s.what FROM plan_steps AS s WHERE s.plan_id = p.id AND s.what <> 'approved'
                    ORDER BY s.id DESC LIMIT 1),
                  CASE WHEN p.needs_approval AND NOT EXISTS (
                            SELECT 1 FROM plan_steps AS s WHERE s.plan_id = p.id AND s.what = 'approved')
                       THEN 'asked' ELSE 'drafted' END) AS state
      FROM plans AS p
"""


def plan(db: Reader, plan_id: int) -> Plan | None:
    """One plan."""
    return db.row(Plan, PLAN + "WHERE p.id = :plan_id", plan_id=plan_id)


def of_home(db: Reader, home_id: int, payer_id: int | None = None) -> list[Plan]:
    """The plans of a home, of one payer when given, the latest first."""
    only = " AND p.payer_id = :payer_id" if payer_id is not None else ""
    sql = PLAN + f"WHERE p.home_id = :home_id{only} ORDER BY p.id DESC"
    return db.rows(Plan, sql, home_id=home_id, payer_id=payer_id)


def of_payer(db: Reader, plan_id: int, payer_id: int) -> Plan | None:
    """A payer's own plan, as they may see it: once it is drafted and approved, and after its end if it was signed."""
    found = plan(db, plan_id)
    return found if found is not None and found.payer_id == payer_id and _shown(found) else None


def latest_of_payer(db: Reader, home_id: int, payer_id: int) -> Plan | None:
    """The plan of a payer for a home that they have to know of: to be signed, running or broken."""
    found = next((one for one in of_home(db, home_id, payer_id) if _shown(one)), None)
    return found if found is not None and found.state in ("drafted", "signed", "broken") else None


def _shown(found: Plan) -> bool:
    return found.state == "drafted" or found.signed_on is not None


class Expected(NamedTuple):
    """What comes next of a plan that runs: how much by when, and whether penalties are held meanwhile."""

    plan_id: int
    due: date
    fen: int
    held: bool


def expected(db: Reader, home_id: int, payer_id: int) -> Expected | None:
    """The next instalment of a payer's running plan for a home, for the counter; None without a plan."""
    sql = PLAN + "WHERE p.home_id = :home_id AND p.payer_id = :payer_id ORDER BY p.id DESC LIMIT 1"
    found = db.row(Plan, sql, home_id=home_id, payer_id=payer_id)
    if found is None or found.state != "signed":
        return None
    part = missed(parts(db, found.id), found.settled_fen)
    if part is None:
        return None
    return Expected(found.id, part.due, part.amount_fen - part.paid_fen, found.penalty == "held")


def parts(db: Reader, plan_id: int) -> list[Part]:
    """The instalments of a plan, in order, without what is paid."""
    found = db.tuples(
        "SELECT due_on, amount_fen FROM plan_parts WHERE plan_id = :plan_id ORDER BY position",
        plan_id=plan_id,
    )
    return [Part(date.fromisoformat(due), fen) for due, fen in found]


def covered(db: Reader, plan_id: int) -> list[Covered]:
    """The bills that a plan covers, the earliest due first."""
    return db.rows(
        Covered,
        """
        SELECT c.id AS charge_id, c.fee_item_name, c.parking_code, c.period_from, c.period_to, c.due_on,
               p.covered_fen, b.balance_fen
          FROM plan_charges AS p JOIN charges AS c ON c.id = p.charge_id
          JOIN charge_balances AS b ON b.charge_id = c.id
         WHERE p.plan_id = :plan_id ORDER BY c.due_on, c.id
        """,
        plan_id=plan_id,
    )


def steps(db: Reader, plan_id: int) -> list[Step]:
    """What became of a plan, in order."""
    sql = "SELECT what, on_day, note, at, who FROM plan_steps WHERE plan_id = :plan_id ORDER BY id"
    return db.rows(Step, sql, plan_id=plan_id)


def signed_days(db: Reader, charge_ids: Collection[int]) -> list[tuple[int, str, int]]:
    """Charge, day and plan of each signing that covers one of these charges: it interrupts limitation."""
    return db.tuples(
        """
        SELECT c.charge_id, s.on_day, s.plan_id
          FROM json_each(:ids) AS w JOIN plan_charges AS c ON c.charge_id = w.value
          JOIN plan_steps AS s ON s.plan_id = c.plan_id AND s.what = 'signed'
        """,
        ids=msgspec.json.encode(list(charge_ids)).decode(),
    )


def waiting(db: Reader) -> int:
    """How many plans wait for approval."""
    return int(db.value(f"SELECT count(*) FROM ({PLAN}) WHERE state = 'asked'"))
