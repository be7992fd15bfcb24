"""Writing what standing discounts waive: of a bill run, of charges outside a run, of a payment that comes early.

Amounts in fen, instants UTC text.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from estate.data import Tx, clock


class Given(NamedTuple):
    """What a standing discount waives of a charge, with its arithmetic."""

    charge_id: int
    amount_fen: int
    formula: str
    discount_id: int


class StagedWaiver(NamedTuple):
    """What a bill run will waive of one of its lines; the line is known by its place and time."""

    run_id: int
    discount_id: int
    building: str
    home_id: int
    fee_item_id: int
    parking_space_id: int | None
    meter_id: int | None
    period_from: str
    amount_fen: int
    formula: str


def clear_staged(tx: Tx, run_id: int) -> None:
    """Empty what was staged."""
    tx.run("DELETE FROM bill_run_waivers WHERE run_id = :run_id", run_id=run_id)


def stage(tx: Tx, waived: Iterable[StagedWaiver]) -> None:
    tx.many("INSERT INTO bill_run_waivers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", waived)


def count_staged(tx: Tx, run_id: int) -> int:
    """How many waivers are staged."""
    return int(tx.value("SELECT count(*) FROM bill_run_waivers WHERE run_id = :run_id", run_id=run_id))


def write_staged(tx: Tx, run_id: int, now: str) -> int:
    """What was staged becomes waivers of the run's charges; answers how many found their charge."""
    return tx.run(
        """
        INSERT INTO waivers (key, charge_id, amount_fen, kind, reason_code, reason, basis, formula, discount_id,
            requested_by, requested_at, approved_id, approved_by, approved_at, booked_on)
        SELECT 'standing:' || c.id, c.id, w.amount_fen, d.kind, 'standing', d.name, d.basis, w.formula, d.id,
               d.created_by, d.created_at, :by_id, :by, :now, :today
          FROM bill_run_waivers AS w JOIN discounts AS d ON d.id = w.discount_id
          JOIN charges AS c ON c.home_id = w.home_id AND c.fee_item_id = w.fee_item_id
           AND c.period_from = w.period_from AND c.run_id = w.run_id AND c.reverses_id IS NULL
           AND c.parking_space_id IS w.parking_space_id AND c.meter_id IS w.meter_id
         WHERE w.run_id = :run_id ORDER BY c.id
        """,
        run_id=run_id,
        by_id=tx.by.account_id,
        by=tx.by.name,
        now=now,
        today=clock.day_of(now),
    )


def write_given(tx: Tx, given: Iterable[Given], now: str) -> None:
    """Waivers of charges that were posted outside a run."""
    tx.many(
        f"""
        INSERT INTO waivers (key, charge_id, amount_fen, formula, discount_id, kind, reason_code, reason, basis,
            requested_by, requested_at, approved_id, approved_by, approved_at, booked_on)
        SELECT 'standing:' || w.charge_id, w.charge_id, w.amount_fen, w.formula, d.id, d.kind, 'standing', d.name,
               d.basis, d.created_by, d.created_at, w.by_id, w.by_name, w.at, w.day
          FROM ({_WAIVED}) AS w JOIN discounts AS d ON d.id = w.discount_id
        """,
        [(*one, tx.by.account_id, tx.by.name, now, clock.day_of(now)) for one in given],
    )


def write_early(tx: Tx, key: str, given: Sequence[Given], now: str) -> None:
    """Waivers with a payment that comes early; their keys lead to that payment's key."""
    shared = {"by_id": tx.by.account_id, "by": tx.by.name, "now": now, "today": clock.day_of(now)}
    tx.many(
        """
        INSERT INTO waivers (key, charge_id, amount_fen, kind, reason_code, reason, basis, discount_id, requested_by,
            requested_at, approved_id, approved_by, approved_at, booked_on)
        SELECT :key, :charge_id, :amount_fen, d.kind, 'standing', d.name, d.basis, d.id, d.created_by, d.created_at,
               :by_id, :by, :now, :today
          FROM discounts AS d WHERE d.id = :discount_id
        """,
        [{**one._asdict(), **shared, "key": f"early:{key}:{one.charge_id}"} for one in given],
    )


def tie_to_receipt(tx: Tx, key: str, receipt_id: int) -> None:
    """Tie what was waived under a payment's key to the receipt that pays these charges."""
    tx.run(
        """
        INSERT INTO receipt_waivers (waiver_id, receipt_id)
        SELECT w.id, :receipt_id FROM waivers AS w JOIN allocations AS a ON a.charge_id = w.charge_id
         WHERE a.receipt_id = :receipt_id AND w.key = 'early:' || :key || ':' || w.charge_id
        """,
        receipt_id=receipt_id,
        key=key,
    )


_WAIVED = """
    SELECT ? AS charge_id, ? AS amount_fen, ? AS formula, ? AS discount_id, ? AS by_id, ? AS by_name, ? AS at, ? AS day
"""
