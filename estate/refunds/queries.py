"""Requests for credits and refunds with what became of them. Amounts in fen, dates ISO text."""

from typing import NamedTuple

from estate.data import Reader

PAGE = 50


class Request(NamedTuple):
    """A request. state: waiting (for an approval), payable, booked, declined, reversed.

    number: of the paper on which it is booked; reversal: of the paper that takes it back. sums: how the amount was
    computed. needs_approval: whether another person must approve it. to_payer: who gets a prepayment that is
    carried over. charge_id: of the estimate that a credit puts right.
    """

    id: int
    kind: str
    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    deposit_id: int | None
    deposit: str | None
    amount_fen: int
    reason: str
    sums: str
    needs_approval: bool
    requested_on: str
    requested_at: str
    requested_by_id: int | None
    requested_by: str
    decided_at: str | None
    decided_by: str | None
    decision_note: str | None
    number: str | None
    method: str | None
    channel_ref: str | None
    booked_on: str | None
    booked_by: str | None
    reversal: str | None
    reversal_reason: str | None
    to_payer_id: int | None
    to_payer_name: str | None
    charge_id: int | None
    state: str


_STATE = """
    CASE WHEN v.reversed_by IS NOT NULL THEN 'reversed' WHEN v.id IS NOT NULL THEN 'booked'
         WHEN d.approved = 0 THEN 'declined'
         WHEN d.approved = 1 OR r.amount_fen <= r.limit_fen THEN 'payable' ELSE 'waiting' END"""
_FROM = """
      FROM refund_requests AS r
      LEFT JOIN refund_decisions AS d ON d.request_id = r.id
      LEFT JOIN vouchers AS v ON v.request_id = r.id AND v.reverses_id IS NULL
"""
_REQUEST = f"""
    SELECT r.id, r.kind, r.home_id, r.home_code, r.payer_id, r.payer_name, r.deposit_id, p.number AS deposit,
           r.amount_fen, r.reason, r.sums, r.amount_fen > r.limit_fen AS needs_approval, r.requested_on,
           r.requested_at, r.requested_by_id, r.requested_by, d.decided_at, d.decided_by, d.note AS decision_note,
           v.number, v.method, v.channel_ref, v.booked_on, v.who AS booked_by, b.number AS reversal,
           b.reason AS reversal_reason, r.to_payer_id, r.to_payer_name, r.charge_id, {_STATE} AS state
    {_FROM}
      LEFT JOIN vouchers AS b ON b.id = v.reversed_by
      LEFT JOIN deposits AS p ON p.id = r.deposit_id
"""


def request(db: Reader, request_id: int) -> Request | None:
    """One request."""
    return db.row(Request, _REQUEST + "WHERE r.id = :request_id", request_id=request_id)


def request_by_key(db: Reader, key: str) -> Request | None:
    """The request that an idempotency key became."""
    return db.row(Request, _REQUEST + "WHERE r.key = :key", key=key)


_CREDITED = f"{_STATE} NOT IN ('declined', 'reversed')"


def credits_of_charges(db: Reader) -> dict[int, Request]:
    """The credits that stand, or are asked for, for estimates that were too high; by charge."""
    found = db.rows(Request, f"{_REQUEST} WHERE r.charge_id IS NOT NULL AND {_CREDITED}")
    return {one.charge_id: one for one in found if one.charge_id is not None}


def credit_of_charge(db: Reader, charge_id: int) -> Request | None:
    """The credit of one charge that stands, or is asked for."""
    sql = f"{_REQUEST} WHERE r.charge_id = :charge_id AND {_CREDITED}"
    return db.row(Request, sql, charge_id=charge_id)


def requests_of_charge(db: Reader, charge_id: int) -> int:
    """How often a credit of a charge was asked for, whatever became of it."""
    return int(db.value("SELECT count(*) FROM refund_requests WHERE charge_id = :id", id=charge_id))


def credited_home(db: Reader, *, charge_id: int | None = None, run_id: int | None = None) -> str | None:
    """A home whose charge, this one or one of this run, is credited for its estimate; None when there is none."""
    which = "r.charge_id = :charge_id"
    if run_id is not None:
        which = "r.charge_id IN (SELECT c.id FROM charges AS c WHERE c.run_id = :run_id)"
    sql = f"SELECT r.home_code {_FROM} WHERE {which} AND r.charge_id IS NOT NULL AND {_CREDITED} LIMIT 1"
    return db.value(sql, charge_id=charge_id, run_id=run_id)


def asked_without_approval(db: Reader, kind: str, home_id: int, payer_id: int, day: str) -> int:
    """What was asked for on a day for a payer of a home and needs no approval, unless it was taken back; in fen.

    Credits count with credits, all else with all else: what is credited first and then leaves the account is one sum.
    """
    return int(
        db.value(
            f"""
            SELECT ifnull(sum(r.amount_fen), 0) {_FROM}
             WHERE r.home_id = :home_id AND r.payer_id = :payer_id AND r.requested_on = :day
               AND (r.kind = 'credit') = (:kind = 'credit') AND r.amount_fen <= r.limit_fen
               AND v.reversed_by IS NULL
            """,
            kind=kind,
            home_id=home_id,
            payer_id=payer_id,
            day=day,
        )
    )


def voucher_id(db: Reader, request_id: int) -> int | None:
    """The paper on which a request is booked."""
    sql = "SELECT id FROM vouchers WHERE request_id = :id AND reverses_id IS NULL"
    return db.value(sql, id=request_id)


def requests_page(db: Reader, state: str = "", page: int = 1) -> list[Request]:
    """A page of 50 requests, the newest first; of one state only when given."""
    where = f"WHERE {_STATE} = :state" if state else ""
    return db.rows(
        Request,
        f"{_REQUEST} {where} ORDER BY r.id DESC LIMIT :limit OFFSET :offset",
        state=state,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )


def counts(db: Reader) -> dict[str, int]:
    """How many requests are in each state."""
    return dict(db.tuples(f"SELECT {_STATE} AS state, count(*) {_FROM} GROUP BY 1"))
