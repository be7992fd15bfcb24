"""Writing deposits and their steps; numbers are given inside the transaction, so that none is skipped."""

from typing import Any

from estate.data import Tx, clock

PREFIX = "YJ"


def write(tx: Tx, asked: dict[str, Any], key: str, on: str, at: str) -> int:
    """A deposit on the next number; answers its id."""
    number = _number(tx, on)
    tx.run(
        """
        INSERT INTO deposits (number, prefix, year, seq, key, kind, basis, home_id, home_code, payer_id, payer_name,
            amount_fen, method, channel_ref, booked_on, at, account_id, who, note)
        SELECT :number, :prefix, :year, :seq, :key, :kind, :basis, h.id, h.code, p.id, p.name, :amount_fen, :method,
               nullif(:channel_ref, ''), :on, :at, :account_id, :who, :note
          FROM homes AS h, people AS p WHERE h.id = :home_id AND p.id = :payer_id
        """,
        **number,
        **asked,
        key=key,
        on=on,
        at=at,
        account_id=tx.by.account_id,
        who=tx.by.name,
    )
    return int(tx.value("SELECT id FROM deposits WHERE number = :number", number=number["number"]))


def write_reversal(tx: Tx, deposit_id: int, key: str, reason: str, on: str, at: str) -> int:
    """The reversal of a deposit on the next number; answers its id."""
    tx.run(
        """
        INSERT INTO deposits (number, prefix, year, seq, key, kind, basis, home_id, home_code, payer_id, payer_name,
            amount_fen, method, channel_ref, booked_on, at, account_id, who, reverses_id, reason)
        SELECT :number, :prefix, :year, :seq, :key, kind, basis, home_id, home_code, payer_id, payer_name, -amount_fen,
               method, channel_ref, :on, :at, :account_id, :who, id, :reason
          FROM deposits WHERE id = :deposit_id
        """,
        **_number(tx, on),
        deposit_id=deposit_id,
        key=key,
        reason=reason,
        on=on,
        at=at,
        account_id=tx.by.account_id,
        who=tx.by.name,
    )
    return int(tx.value("SELECT id FROM deposits WHERE reverses_id = :id", id=deposit_id))


def add_step(tx: Tx, **step: Any) -> int:
    """A step of a deposit, now; the database moves what is held. Answers its id."""
    now = clock.stamp()
    who = {"account_id": tx.by.account_id, "who": tx.by.name}
    return tx.insert("deposit_steps", **step, booked_on=clock.day_of(now), at=now, **who)


def _number(tx: Tx, day: str) -> dict[str, str | int]:
    year = int(day[:4])
    tx.run(
        "INSERT INTO deposit_series (prefix, year) VALUES (:prefix, :year) ON CONFLICT DO NOTHING",
        prefix=PREFIX,
        year=year,
    )
    seq = int(
        tx.value(
            "SELECT next FROM deposit_series WHERE prefix = :prefix AND year = :year",
            prefix=PREFIX,
            year=year,
        )
    )
    return {"number": f"{PREFIX}{year}-{seq:06d}", "prefix": PREFIX, "year": year, "seq": seq}
