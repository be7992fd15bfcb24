"""Writing requests and the papers on which they are booked; numbers are given inside the transaction."""

from typing import Any

from estate.data import Tx, clock

PREFIXES = {"credit": "DX", "refund": "TK", "deposit": "YT", "transfer": "ZY"}
"""Each kind of paper has a series of its own."""


def add_request(tx: Tx, key: str, limit_fen: int, asked: dict[str, Any]) -> int:
    """A request, now; answers its id."""
    now = clock.stamp()
    tx.run(
        """
        INSERT INTO refund_requests (key, kind, home_id, home_code, payer_id, payer_name, deposit_id, amount_fen,
            limit_fen, reason, sums, requested_on, requested_at, requested_by_id, requested_by,
            to_payer_id, to_payer_name, charge_id)
        SELECT :key, :kind, h.id, h.code, p.id, p.name, :deposit_id, :amount_fen, :limit_fen, :reason, :sums, :on, :at,
               :account_id, :who, :to_payer_id, (SELECT t.name FROM people AS t WHERE t.id = :to_payer_id), :charge_id
          FROM homes AS h, people AS p WHERE h.id = :home_id AND p.id = :payer_id
        """,
        key=key,
        limit_fen=limit_fen,
        **asked,
        on=clock.day_of(now),
        at=now,
        account_id=tx.by.account_id,
        who=tx.by.name,
    )
    return int(tx.value("SELECT id FROM refund_requests WHERE key = :key", key=key))


def add_decision(tx: Tx, request_id: int, *, approved: bool, note: str) -> None:
    now = clock.stamp()
    tx.insert(
        "refund_decisions",
        request_id=request_id,
        approved=int(approved),
        note=note,
        decided_on=clock.day_of(now),
        decided_at=now,
        decided_by_id=tx.by.account_id,
        decided_by=tx.by.name,
    )


def add_voucher(
    tx: Tx,
    kind: str,
    request_id: int,
    amount_fen: int,
    *,
    key: str,
    method: str | None,
    channel_ref: str | None,
    reverses_id: int | None = None,
    reason: str | None = None,
) -> int:
    """A paper on the next number of its series; the database books it. Answers its id."""
    now, prefix = clock.stamp(), PREFIXES[kind]
    on = clock.day_of(now)
    year = int(on[:4])
    tx.run(
        "INSERT INTO voucher_series (prefix, year) VALUES (:prefix, :year) ON CONFLICT DO NOTHING",
        prefix=prefix,
        year=year,
    )
    sql = "SELECT next FROM voucher_series WHERE prefix = :prefix AND year = :year"
    seq = int(tx.value(sql, prefix=prefix, year=year))
    return tx.insert(
        "vouchers",
        number=f"{prefix}{year}-{seq:06d}",
        prefix=prefix,
        year=year,
        seq=seq,
        key=key,
        kind=kind,
        request_id=request_id,
        amount_fen=amount_fen,
        method=method,
        channel_ref=channel_ref,
        booked_on=on,
        at=now,
        account_id=tx.by.account_id,
        who=tx.by.name,
        reverses_id=reverses_id,
        reason=reason,
    )
