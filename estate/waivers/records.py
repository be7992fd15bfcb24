"""Requests to waive, decisions on them, and the writing of waivers. Amounts in fen, dates ISO text."""

from typing import Any, NamedTuple

from estate.data import Reader, Tx, clock

PAGE = 50


class Request(NamedTuple):
    """A request. state: open, granted, declined, withdrawn. asked_e4: a share in 1/10,000 of what was unpaid."""

    id: int
    home_id: int
    home_code: str
    reason_code: str
    reason: str
    basis: str
    paper: str
    asked_fen: int | None
    asked_e4: int | None
    amount_fen: int
    requested_id: int | None
    requested_by: str
    requested_at: str
    requested_on: str
    state: str
    decided_by: str | None
    decided_at: str | None
    decision_reason: str | None
    charges: int


class RequestLine(NamedTuple):
    """What a request would waive of one charge, and how the charge stands now. waiver_id: what it became."""

    charge_id: int
    fee_item_name: str
    parking_code: str | None
    kind: str
    period_from: str
    period_to: str
    payer_name: str
    charged_fen: int
    balance_fen: int
    amount_fen: int
    live: int
    waiver_id: int | None


class Wanted(NamedTuple):
    """Which requests a list shows; what is empty does not matter. home: the beginning of its code."""

    state: str = ""
    home: str = ""
    reason_code: str = ""


_REQUEST = """
    SELECT r.id, r.home_id, r.home_code, r.reason_code, r.reason, r.basis, r.paper, r.asked_fen, r.asked_e4,
           r.amount_fen, r.requested_id, r.requested_by, r.requested_at, r.requested_on,
           ifnull(d.decision, 'open') AS state, d.decided_by, d.decided_at, d.reason AS decision_reason,
           (SELECT count(*) FROM waiver_request_lines AS l WHERE l.request_id = r.id) AS charges
      FROM waiver_requests AS r LEFT JOIN waiver_decisions AS d ON d.request_id = r.id
"""


def request(db: Reader, request_id: int) -> Request | None:
    """One request."""
    return db.row(Request, _REQUEST + "WHERE r.id = :request_id", request_id=request_id)


def request_by_key(db: Reader, key: str) -> Request | None:
    """The request that was made under this key."""
    return db.row(Request, _REQUEST + "WHERE r.key = :key", key=key)


def requests(db: Reader, wanted: Wanted, page: int) -> tuple[list[Request], int]:
    """A page of requests, the newest first, and how many there are in all."""
    clauses = {
        "ifnull(d.decision, 'open') = :state": wanted.state,
        "r.home_code >= :home AND r.home_code < :home || char(0x10FFFF)": wanted.home,
        "r.reason_code = :reason_code": wanted.reason_code,
    }
    where = " AND ".join(clause for clause, value in clauses.items() if value) or "1"
    values = {name: value for name, value in wanted._asdict().items() if value}
    source = "FROM waiver_requests AS r LEFT JOIN waiver_decisions AS d ON d.request_id = r.id"
    total = int(db.value(f"SELECT count(*) {source} WHERE {where}", **values))
    rows = db.rows(
        Request,
        _REQUEST + f"WHERE {where} ORDER BY r.id DESC LIMIT :limit OFFSET :offset",
        **values,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )
    return rows, total


def state_counts(db: Reader) -> dict[str, int]:
    """How many requests are in each state."""
    rows = db.tuples("""
        SELECT ifnull(d.decision, 'open'), count(*)
          FROM waiver_requests AS r LEFT JOIN waiver_decisions AS d ON d.request_id = r.id GROUP BY 1
    """)
    return dict(rows)


def lines(db: Reader, request_id: int) -> list[RequestLine]:
    """The charges of a request, the oldest due date first."""
    return db.rows(
        RequestLine,
        """
        SELECT c.id AS charge_id, c.fee_item_name, c.parking_code, c.kind, c.period_from, c.period_to, c.payer_name,
               c.amount_fen AS charged_fen, b.balance_fen, l.amount_fen, c.reversed_by IS NULL AS live,
               w.id AS waiver_id
          FROM waiver_request_lines AS l JOIN charges AS c ON c.id = l.charge_id
          JOIN charge_balances AS b ON b.charge_id = c.id
          LEFT JOIN waivers AS w ON w.charge_id = c.id AND w.request_id = l.request_id AND w.revokes_id IS NULL
         WHERE l.request_id = :request_id ORDER BY c.due_on, c.period_from, c.id
        """,
        request_id=request_id,
    )


def open_of_charges(db: Reader, charge_ids: list[int]) -> list[int]:
    """The open requests that name one of these charges."""
    marks = ", ".join(str(int(one)) for one in charge_ids)
    return db.values(f"""
        SELECT DISTINCT l.request_id FROM waiver_request_lines AS l
         WHERE l.charge_id IN ({marks})
           AND NOT EXISTS (SELECT 1 FROM waiver_decisions AS d WHERE d.request_id = l.request_id)
    """)


def granted_to_oneself(db: Reader, home_id: int, account_id: int | None, name: str, day: str) -> int:
    """What somebody asked for and granted alone to a home on a day, in fen."""
    return int(
        db.value(
            """
            SELECT ifnull(sum(r.amount_fen), 0)
              FROM waiver_requests AS r JOIN waiver_decisions AS d ON d.request_id = r.id
             WHERE r.home_id = :home_id AND r.requested_on = :day AND d.decision = 'granted'
               AND r.requested_id IS :account_id AND r.requested_by = :name
               AND d.decided_id IS :account_id AND d.decided_by = :name
            """,
            home_id=home_id,
            account_id=account_id,
            name=name,
            day=day,
        )
    )


def kinds_of(db: Reader, charge_ids: list[int]) -> dict[int, str]:
    """The kind of each charge."""
    marks = ", ".join(str(int(one)) for one in charge_ids)
    return dict(db.tuples(f"SELECT id, kind FROM charges WHERE id IN ({marks})"))


def write_waivers(tx: Tx, found: Request, parts: list[tuple[int, int, str]], now: str) -> None:
    """A granted request becomes waivers. parts: charge, fen, kind."""
    common: dict[str, Any] = {
        "reason_code": found.reason_code,
        "reason": found.reason,
        "basis": found.basis,
        "paper": found.paper,
        "request_id": found.id,
        "requested_id": found.requested_id,
        "requested_by": found.requested_by,
        "requested_at": found.requested_at,
        "approved_id": tx.by.account_id,
        "approved_by": tx.by.name,
        "approved_at": now,
        "booked_on": clock.day_of(now),
    }
    names = ["key", "charge_id", "amount_fen", "kind", *common]
    marks = ", ".join(f":{name}" for name in names)
    tx.many(
        f"INSERT INTO waivers ({', '.join(names)}) VALUES ({marks})",
        [
            {
                "key": f"request:{found.id}:{charge_id}",
                "charge_id": charge_id,
                "amount_fen": fen,
                "kind": kind,
                **common,
            }
            for charge_id, fen, kind in parts
        ],
    )


def revoke(tx: Tx, which: str, reason: str, now: str, **values: Any) -> int:
    """Take live waivers back by new rows that refer to them; answers how many. which: a condition on `w`."""
    return tx.run(
        f"""
        INSERT INTO waivers (key, charge_id, amount_fen, kind, reason_code, reason, basis, paper, formula, request_id,
            discount_id, requested_id, requested_by, requested_at, approved_id, approved_by, approved_at, booked_on,
            revokes_id)
        SELECT 'revoke:' || w.id, w.charge_id, -w.amount_fen, w.kind, w.reason_code, :reason, w.basis, '', '',
               w.request_id, w.discount_id, :by_id, :by, :now, :by_id, :by, :now, :today, w.id
          FROM waivers AS w
         WHERE {which} AND w.revokes_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM waivers AS t WHERE t.revokes_id = w.id)
         ORDER BY w.id
        """,
        reason=reason,
        by_id=tx.by.account_id,
        by=tx.by.name,
        now=now,
        today=clock.day_of(now),
        **values,
    )


def paid_since(db: Reader, charge_id: int, since: str) -> str | None:
    """The number of a live receipt that paid on a charge after an instant, with what was waived then."""
    return db.value(
        """
        SELECT r.number FROM allocations AS a JOIN receipts AS r ON r.id = a.receipt_id
         WHERE a.charge_id = :charge_id AND r.kind = 'receipt' AND r.reversed_by IS NULL AND r.void_id IS NULL
           AND r.taken_at >= :since
         ORDER BY r.id LIMIT 1
        """,
        charge_id=charge_id,
        since=since,
    )
