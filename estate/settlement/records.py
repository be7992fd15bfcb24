"""Settlements in the database, and what is read for them. Amounts in fen, dates ISO text."""

from datetime import date
from typing import NamedTuple, cast

from estate.billing.rules import Rounding
from estate.billing.rules_periods import Proration
from estate.data import Reader, Tx, clock
from estate.settlement.rules import Days


class Settlement(NamedTuple):
    """A settlement. plan, released: JSON (see plan.Plan); money: what becomes of the prepayment; document: the
    number of its protocol."""

    id: int
    key: str
    home_id: int
    on_date: str
    leaving_id: int
    handover_id: int | None
    plan: str
    money: str
    agreement: str
    released: str
    access: str
    things_said: int
    started_at: str
    started_by: str
    dropped_at: str | None
    finished_at: str | None
    finished_by: str | None
    document: str | None


class Effect(NamedTuple):
    """Something that a settlement did, and what became of it. request_state: as refunds call it."""

    kind: str
    amount_fen: int
    charge_id: int | None
    receipt_id: int | None
    receipt: str | None
    request_id: int | None
    fee_item_name: str | None
    period_from: str | None
    period_to: str | None
    payer_name: str | None
    reason: str | None
    request_state: str | None
    taken_back: bool
    at: str


class Charge(NamedTuple):
    """A live charge of who leaves that reaches beyond the day. proration, rounding: of its tariff."""

    id: int
    fee_item_name: str
    kind: str
    parking_space_id: int | None
    parking_code: str | None
    period_from: str
    period_to: str
    read_on: str | None
    amount_fen: int
    waived_fen: int
    paid_fen: int
    bound: bool
    proration: str
    rounding: str

    @property
    def days(self) -> Days:
        """Its time, as the rules read it."""
        first, last = date.fromisoformat(self.period_from), date.fromisoformat(self.period_to)
        return Days(first, last, cast(Proration, self.proration), cast(Rounding, self.rounding))


_SETTLEMENT = f"SELECT {', '.join(Settlement._fields)} FROM settlements "


def settlement(db: Reader, settlement_id: int) -> Settlement | None:
    return db.row(Settlement, _SETTLEMENT + "WHERE id = :id", id=settlement_id)


def open_settlement(db: Reader, home_id: int) -> Settlement | None:
    """The one of a home that is under way."""
    sql = _SETTLEMENT + "WHERE home_id = :home_id AND finished_at IS NULL AND dropped_at IS NULL"
    return db.row(Settlement, sql, home_id=home_id)


def finished_of(db: Reader, home_id: int, handover_id: int | None = None) -> list[Settlement]:
    """Those of a home that are finished, the latest first; of one handover when given."""
    sql = (
        _SETTLEMENT
        + "WHERE home_id = :home_id AND finished_at IS NOT NULL"
        + " AND (:handover_id IS NULL OR handover_id = :handover_id) ORDER BY id DESC"
    )
    return db.rows(Settlement, sql, home_id=home_id, handover_id=handover_id)


def settlement_of_key(db: Reader, key: str) -> Settlement | None:
    """The settlement that an idempotency key became."""
    return db.row(Settlement, _SETTLEMENT + "WHERE key = :key", key=key)


def name_of(db: Reader, person_id: int) -> str:
    """What somebody is called now."""
    return str(db.value("SELECT name FROM people WHERE id = :id", id=person_id))


def add_effect(
    tx: Tx,
    settlement_id: int,
    kind: str,
    amount_fen: int,
    *,
    charge_id: int | None = None,
    receipt_id: int | None = None,
    request_id: int | None = None,
) -> None:
    tx.insert(
        "settlement_effects",
        settlement_id=settlement_id,
        kind=kind,
        amount_fen=amount_fen,
        charge_id=charge_id,
        receipt_id=receipt_id,
        request_id=request_id,
        at=clock.stamp(),
        who=tx.by.name,
    )


def effects(db: Reader, settlement_id: int) -> list[Effect]:
    """What a settlement did, in order."""
    return db.rows(
        Effect,
        """
        SELECT e.kind, e.amount_fen, e.charge_id, e.receipt_id, r.number AS receipt, e.request_id, c.fee_item_name,
               c.period_from, c.period_to, coalesce(c.payer_name, r.payer_name, q.payer_name) AS payer_name,
               q.reason,
               CASE WHEN q.id IS NULL THEN NULL WHEN v.reversed_by IS NOT NULL THEN 'reversed'
                    WHEN v.id IS NOT NULL THEN 'booked' WHEN d.approved = 0 THEN 'declined'
                    WHEN d.approved = 1 OR q.amount_fen <= q.limit_fen THEN 'payable' ELSE 'waiting' END AS request_state,
               CASE WHEN e.kind = 'reversed' THEN 0
                    ELSE coalesce(c.reversed_by, r.reversed_by, r.void_id, v.reversed_by) IS NOT NULL
                         OR ifnull(d.approved = 0, 0) END AS taken_back,
               e.at
          FROM settlement_effects AS e
          LEFT JOIN charges AS c ON c.id = e.charge_id
          LEFT JOIN receipts AS r ON r.id = e.receipt_id
          LEFT JOIN refund_requests AS q ON q.id = e.request_id
          LEFT JOIN refund_decisions AS d ON d.request_id = q.id
          LEFT JOIN vouchers AS v ON v.request_id = q.id AND v.reverses_id IS NULL
         WHERE e.settlement_id = :id ORDER BY e.id
        """,
        id=settlement_id,
    )


def beyond(db: Reader, home_id: int, payer_id: int, on: str) -> list[Charge]:
    """The charges of a payer that reach to a day or beyond it. A fee of one day is charged for that day alone."""
    return db.rows(
        Charge,
        """
        SELECT c.id, c.fee_item_name, c.kind, c.parking_space_id, c.parking_code, c.period_from, c.period_to,
               m.read_on, c.amount_fen, b.waived_fen, b.paid_fen,
               EXISTS (SELECT 1 FROM charges AS p
                        WHERE p.principal_id = c.id AND p.reverses_id IS NULL AND p.reversed_by IS NULL) AS bound,
               ifnull(t.proration, 'daily_actual') AS proration, ifnull(t.rounding, 'half_up_fen') AS rounding
          FROM charges AS c JOIN charge_balances AS b ON b.charge_id = c.id
          LEFT JOIN tariffs AS t ON t.id = c.tariff_id
          LEFT JOIN readings AS m ON m.id = c.to_reading_id
         WHERE c.home_id = :home_id AND c.payer_id = :payer_id AND c.period_to >= :on
           AND c.reverses_id IS NULL AND c.reversed_by IS NULL AND c.kind <> 'penalty'
           AND (c.kind <> 'one_off' OR c.period_to > c.period_from)
         ORDER BY c.period_from, c.fee_item_id, c.id
        """,
        home_id=home_id,
        payer_id=payer_id,
        on=on,
    )


class Final(NamedTuple):
    """A meter in use, its last reading until a day, and whether that is of the day itself."""

    id: int
    kind: str
    number: str
    place: str
    last_on: str | None
    last_e3: int | None
    estimated: bool
    confirmed: bool
    reading_id: int | None
    on_the_day: bool


def finals(db: Reader, home_id: int, last: str) -> list[Final]:
    """The meters of a home in use, each with its last reading until who leaves goes."""
    return db.rows(
        Final,
        """
        SELECT m.id, m.kind, m.number, m.place, r.read_on AS last_on, r.value_e3 AS last_e3,
               ifnull(r.kind = 'estimated', 0) AS estimated, ifnull(r.confirmed, 1) AS confirmed, r.id AS reading_id,
               ifnull(r.read_on = :last AND r.kind <> 'initial', 0) AS on_the_day
          FROM meters AS m
          LEFT JOIN readings AS r ON r.id = (SELECT l.id FROM readings AS l
                WHERE l.meter_id = m.id AND l.ended_at IS NULL AND l.read_on <= :last
                ORDER BY l.read_on DESC, l.place DESC LIMIT 1)
         WHERE m.home_id = :home_id AND m.active ORDER BY m.kind, m.id
        """,
        home_id=home_id,
        last=last,
    )


class Held(NamedTuple):
    """A deposit of who leaves that the office still holds."""

    number: str
    kind: str
    held_fen: int


def deposits(db: Reader, home_id: int, payer_id: int) -> list[Held]:
    return db.rows(
        Held,
        """
        SELECT d.number, d.kind, b.held_fen FROM deposits AS d JOIN deposit_balances AS b ON b.deposit_id = d.id
         WHERE d.home_id = :home_id AND d.payer_id = :payer_id AND b.held_fen > 0 ORDER BY d.id
        """,
        home_id=home_id,
        payer_id=payer_id,
    )
