"""Standing discounts in a bill run: staged with its lines, given with its charges, in the run's own transactions."""

from collections.abc import Iterable

from estate.billing.rules_run import Staged
from estate.data import Tx, clock
from estate.waivers.rules_standing import Standing


def clear(tx: Tx, run_id: int) -> None:
    """Empty what was staged."""
    tx.run("DELETE FROM bill_run_waivers WHERE run_id = :run_id", run_id=run_id)


def stage(tx: Tx, run_id: int, standing: Standing, lines: Iterable[tuple[str, Staged]]) -> None:
    """Stage what the discounts waive of these lines. lines: each with the code of its building."""
    waived = (
        (
            run_id,
            found.discount_id,
            building,
            line.home_id,
            line.fee_item_id,
            line.parking_space_id,
            line.meter_id,
            line.period_from,
            found.amount_fen,
            found.formula,
        )
        for building, line in lines
        if (found := standing.waive(line))
    )
    tx.many("INSERT INTO bill_run_waivers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", waived)


def post(tx: Tx, run_id: int, now: str) -> int:
    """What was staged becomes waivers of the run's charges, which are posted already; answers how many."""
    posted = tx.run(
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
    staged = int(tx.value("SELECT count(*) FROM bill_run_waivers WHERE run_id = :run_id", run_id=run_id))
    if posted != staged:
        raise RuntimeError(f"run {run_id}: {staged} waivers are staged, {posted} have their charge")
    return posted
