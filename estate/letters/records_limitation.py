"""What interrupts the limitation of charges, and which charges are near its end. Amounts in fen, dates ISO text."""

from collections.abc import Collection
from typing import NamedTuple

import msgspec

from estate.data import Reader


class Claim(NamedTuple):
    """An open charge as a claim."""

    charge_id: int
    home_id: int
    home_code: str
    building: str
    payer_id: int
    payer_name: str
    fee_item_name: str
    parking_code: str | None
    period_from: str
    period_to: str
    due_on: str
    amount_fen: int
    balance_fen: int


class Recorded(NamedTuple):
    """An event that somebody wrote down. ended_at: when it was taken back."""

    id: int
    home_id: int
    payer_id: int
    kind: str
    on_day: str
    basis: str
    recorded_at: str
    who: str
    ended_at: str | None
    end_reason: str | None


_CLAIM = """
    SELECT c.id AS charge_id, c.home_id, c.home_code, g.code AS building, c.payer_id, c.payer_name, c.fee_item_name,
           c.parking_code, c.period_from, c.period_to, c.due_on, b.amount_fen, b.balance_fen
      FROM charge_balances AS b JOIN charges AS c ON c.id = b.charge_id
      JOIN homes AS h ON h.id = c.home_id JOIN entrances AS e ON e.id = h.entrance_id
      JOIN buildings AS g ON g.id = e.building_id
     WHERE b.balance_fen > 0
"""


def claims_of(db: Reader, home_id: int, payer_id: int | None = None) -> list[Claim]:
    """The open charges of a home, of one payer when given, the earliest due first."""
    only = " AND c.payer_id = :payer_id" if payer_id is not None else ""
    sql = _CLAIM + f" AND b.home_id = :home_id{only} ORDER BY c.due_on, c.id"
    return db.rows(Claim, sql, home_id=home_id, payer_id=payer_id)


def claims_due_by(db: Reader, day: str) -> list[Claim]:
    """All open charges that were due by a day: those whose limitation may end soon, unless it was interrupted."""
    sql = _CLAIM + " AND b.due_on <= :day ORDER BY g.sort, h.sort, h.id, c.payer_id, c.due_on, c.id"
    return db.rows(Claim, sql, day=day)


def payments(db: Reader, charge_ids: Collection[int]) -> list[tuple[int, str, str]]:
    """Charge, business day and receipt number of what payers paid on these charges and stands.

    What the office itself took from a prepayment is not among it: the payer did nothing then.
    """
    return db.tuples(
        """
        SELECT a.charge_id, r.taken_on, r.number
          FROM json_each(:ids) AS w JOIN allocations AS a ON a.charge_id = w.value
          JOIN receipts AS r ON r.id = a.receipt_id
         WHERE r.kind = 'receipt' AND r.reversed_by IS NULL AND r.void_id IS NULL AND r.method <> 'prepayment'
        """,
        ids=_ids(charge_ids),
    )


def recorded(db: Reader, charge_ids: Collection[int]) -> list[tuple[int, str, str, str]]:
    """Charge, day, kind and basis of the events that somebody wrote down for these charges and that stand."""
    return db.tuples(
        """
        SELECT c.charge_id, e.on_day, e.kind, e.basis
          FROM json_each(:ids) AS w JOIN limitation_event_charges AS c ON c.charge_id = w.value
          JOIN limitation_events AS e ON e.id = c.event_id
         WHERE NOT EXISTS (SELECT 1 FROM limitation_event_ends AS x WHERE x.event_id = e.id)
        """,
        ids=_ids(charge_ids),
    )


_RECORDED = """
    SELECT e.id, e.home_id, e.payer_id, e.kind, e.on_day, e.basis, e.recorded_at, e.who, x.at AS ended_at,
           x.reason AS end_reason
      FROM limitation_events AS e LEFT JOIN limitation_event_ends AS x ON x.event_id = e.id
"""


def events_of_home(db: Reader, home_id: int) -> list[Recorded]:
    """What was written down for a home, the latest first."""
    return db.rows(Recorded, _RECORDED + "WHERE e.home_id = :home_id ORDER BY e.id DESC", home_id=home_id)


def event(db: Reader, event_id: int) -> Recorded | None:
    """One event that was written down."""
    return db.row(Recorded, _RECORDED + "WHERE e.id = :event_id", event_id=event_id)


def event_of_key(db: Reader, key: str) -> int | None:
    """The event that this page has written down already."""
    return db.value("SELECT id FROM limitation_events WHERE key = :key", key=key)


def _ids(charge_ids: Collection[int]) -> str:
    return msgspec.json.encode(list(charge_ids)).decode()
