"""Waivers of penalties that have run up and are not posted: who asked, who decided. Amounts in fen."""

from typing import NamedTuple

from estate.data import Reader

PAGE = 50


class Waiver(NamedTuple):
    """A waiver as it stands. state: asked, granted, refused, withdrawn; decided_by: who said the last word."""

    id: int
    key: str
    charge_id: int
    home_id: int
    home_code: str
    payer_name: str
    fee_item_name: str
    period_from: str
    period_to: str
    as_of: str
    amount_fen: int
    reason: str
    asked_by_id: int | None
    asked_by: str
    asked_at: str
    state: str
    decided_by: str | None
    decided_at: str | None
    note: str | None


_WAIVER = """
    SELECT w.id, w.key, w.charge_id, c.home_id, c.home_code, c.payer_name, c.fee_item_name, c.period_from, c.period_to,
           w.as_of, w.amount_fen, w.reason, w.asked_by_id, w.asked_by, w.asked_at, ifnull(d.decision, 'asked') AS state,
           d.decided_by, d.decided_at, d.note
      FROM penalty_waivers AS w
      JOIN charges AS c ON c.id = w.charge_id
      LEFT JOIN penalty_waiver_decisions AS d ON d.id = (
            SELECT max(l.id) FROM penalty_waiver_decisions AS l WHERE l.waiver_id = w.id)
"""


def waiver(db: Reader, waiver_id: int) -> Waiver | None:
    """One waiver."""
    return db.row(Waiver, _WAIVER + "WHERE w.id = :waiver_id", waiver_id=waiver_id)


def waiver_by_key(db: Reader, key: str) -> Waiver | None:
    """The waiver that was asked for under this idempotency key."""
    return db.row(Waiver, _WAIVER + "WHERE w.key = :key", key=key)


def waivers_of_charge(db: Reader, charge_id: int) -> list[Waiver]:
    """All waivers of a charge's penalty, the newest first."""
    return db.rows(Waiver, _WAIVER + "WHERE w.charge_id = :charge_id ORDER BY w.id DESC", charge_id=charge_id)


def waiting(db: Reader, limit: int = PAGE) -> list[Waiver]:
    """Waivers that nobody has decided on, the oldest first."""
    return db.rows(Waiver, _WAIVER + "WHERE d.id IS NULL ORDER BY w.id LIMIT :limit", limit=limit)


def waiting_on(db: Reader, charge_id: int) -> int:
    """What is asked for and not decided on a charge's penalty, in fen."""
    return int(
        db.value(
            """
            SELECT ifnull(sum(w.amount_fen), 0) FROM penalty_waivers AS w
             WHERE w.charge_id = :charge_id
               AND NOT EXISTS (SELECT 1 FROM penalty_waiver_decisions AS d WHERE d.waiver_id = w.id)
            """,
            charge_id=charge_id,
        )
    )


def granted_to_oneself(db: Reader, home_id: int, account_id: int | None, name: str, day: str) -> int:
    """What somebody has waived alone for a home on a day, in fen: many small waivers are one large one."""
    return int(
        db.value(
            """
            SELECT ifnull(sum(w.amount_fen), 0)
              FROM penalty_waivers AS w JOIN charges AS c ON c.id = w.charge_id
              JOIN penalty_waiver_decisions AS d ON d.waiver_id = w.id AND d.decision = 'granted'
             WHERE c.home_id = :home_id AND d.booked_on = :day AND d.decided_by_id IS w.asked_by_id
               AND d.decided_by = w.asked_by AND d.decided_by_id IS :account_id AND d.decided_by = :name
            """,
            home_id=home_id,
            day=day,
            account_id=account_id,
            name=name,
        )
    )
