"""What is waived of charges, for other features and for pages. Amounts in fen, dates ISO text."""

from collections.abc import Sequence
from typing import NamedTuple

from estate.data import Reader


class Waiver(NamedTuple):
    """A row that waives (above zero) or takes a waiver back (below zero). name: of the standing discount.

    revoked_by: the row that takes it back. receipt: the number of the receipt with which it was granted.
    """

    id: int
    charge_id: int
    home_id: int
    home_code: str
    fee_item_name: str
    period_from: str
    period_to: str
    amount_fen: int
    kind: str
    reason_code: str
    reason: str
    basis: str
    paper: str
    formula: str
    request_id: int | None
    discount_id: int | None
    name: str | None
    requested_by: str
    requested_at: str
    approved_by: str
    approved_at: str
    booked_on: str
    revokes_id: int | None
    revoked_by: int | None
    receipt: str | None

    @property
    def live(self) -> bool:
        """Whether it still lowers what is owed."""
        return self.revokes_id is None and self.revoked_by is None


WAIVER = """
    SELECT w.id, w.charge_id, c.home_id, c.home_code, c.fee_item_name, c.period_from, c.period_to, w.amount_fen,
           w.kind, w.reason_code, w.reason, w.basis, w.paper, w.formula, w.request_id, w.discount_id, d.name,
           w.requested_by, w.requested_at, w.approved_by, w.approved_at, w.booked_on, w.revokes_id,
           t.id AS revoked_by, r.number AS receipt
      FROM waivers AS w JOIN charges AS c ON c.id = w.charge_id
      LEFT JOIN waivers AS t ON t.revokes_id = w.id
      LEFT JOIN discounts AS d ON d.id = w.discount_id
      LEFT JOIN receipt_waivers AS l ON l.waiver_id = w.id
      LEFT JOIN receipts AS r ON r.id = l.receipt_id
"""


def of_charge(db: Reader, charge_id: int) -> list[Waiver]:
    """Everything that was waived of a charge and taken back, in order."""
    return db.rows(Waiver, WAIVER + "WHERE w.charge_id = :charge_id ORDER BY w.id", charge_id=charge_id)


def live_of(db: Reader, charge_ids: Sequence[int]) -> dict[int, list[Waiver]]:
    """What is waived of these charges now, by charge."""
    marks = ", ".join(str(int(one)) for one in charge_ids)
    rows = db.rows(
        Waiver,
        WAIVER + f"WHERE w.charge_id IN ({marks}) AND w.revokes_id IS NULL AND t.id IS NULL ORDER BY w.id",
    )
    found: dict[int, list[Waiver]] = {}
    for row in rows:
        found.setdefault(row.charge_id, []).append(row)
    return found


def of_home(db: Reader, home_id: int, payer_id: int | None = None) -> list[Waiver]:
    """Everything that was waived for a home and taken back, in order; of one payer when given."""
    only = " AND c.payer_id = :payer_id" if payer_id is not None else ""
    sql = WAIVER + f"WHERE c.home_id = :home_id{only} ORDER BY w.id"
    return db.rows(Waiver, sql, home_id=home_id, payer_id=payer_id)


def waiver(db: Reader, waiver_id: int) -> Waiver | None:
    """One waiver."""
    return db.row(Waiver, WAIVER + "WHERE w.id = :waiver_id", waiver_id=waiver_id)


def open_requests(db: Reader) -> int:
    """How many requests wait for a decision."""
    return int(
        db.value("""
            SELECT count(*) FROM waiver_requests AS r
             WHERE NOT EXISTS (SELECT 1 FROM waiver_decisions AS d WHERE d.request_id = r.id)
        """)
    )


def homes_waived(db: Reader, run_id: int) -> int:
    """How many homes of a run have a live waiver that somebody decided."""
    return int(
        db.value(
            """
            SELECT count(DISTINCT c.home_id) FROM charges AS c JOIN waivers AS w ON w.charge_id = c.id
             WHERE c.run_id = :run_id AND w.request_id IS NOT NULL AND w.revokes_id IS NULL
               AND NOT EXISTS (SELECT 1 FROM waivers AS t WHERE t.revokes_id = w.id)
            """,
            run_id=run_id,
        )
    )


def unequal(db: Reader) -> list[int]:
    """Charges whose waived sum is not that of their waivers; there must never be one."""
    return db.values("""
        SELECT b.charge_id FROM charge_balances AS b LEFT JOIN waivers AS w ON w.charge_id = b.charge_id
         GROUP BY b.charge_id HAVING ifnull(sum(w.amount_fen), 0) <> b.waived_fen
    """)


class Asked(NamedTuple):
    """A request for a waiver in short. decision: granted, declined or withdrawn; None while it waits."""

    id: int
    home_id: int
    home_code: str
    amount_fen: int
    decision: str | None


_ASKED = """
    SELECT r.id, r.home_id, h.code AS home_code, r.amount_fen, d.decision
      FROM waiver_requests AS r JOIN homes AS h ON h.id = r.home_id
      LEFT JOIN waiver_decisions AS d ON d.request_id = r.id
"""


def asked(db: Reader, request_id: int) -> Asked | None:
    """One request in short."""
    return db.row(Asked, _ASKED + "WHERE r.id = :request_id", request_id=request_id)


def asked_for_home(db: Reader, home_id: int, most: int = 20) -> list[Asked]:
    """The requests for a home, the latest first."""
    sql = _ASKED + "WHERE r.home_id = :home_id ORDER BY r.id DESC LIMIT :most"
    return db.rows(Asked, sql, home_id=home_id, most=most)
