"""Standing discounts in a bill run: staged with its lines, given with its charges, in the run's own transactions;
and of charges that are posted outside a run."""

from collections.abc import Iterable, Sequence

from estate.billing.rules_run import Staged
from estate.data import Reader, Tx, clock
from estate.waivers.queries_standing import standing
from estate.waivers.rules_standing import Standing, Waived


def clear(tx: Tx, run_id: int) -> None:
    """Empty what was staged."""
    tx.run("DELETE FROM bill_run_waivers WHERE run_id = :run_id", run_id=run_id)


def stage(tx: Tx, run_id: int, discounts: Standing, lines: Iterable[tuple[str, Staged]]) -> None:
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
        if (found := discounts.waive(line))
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


def waived_at_once(db: Reader, lines: Sequence[Staged]) -> list[Waived | None]:
    """What standing discounts waive of lines outside a run, line by line."""
    if not lines:
        return []
    first, last = min(line.period_from for line in lines), max(line.period_to for line in lines)
    discounts = standing(db, first, last)
    return [discounts.waive(line) for line in lines]


def post_at_once(tx: Tx, charges: Sequence[tuple[int, Staged]], now: str) -> None:
    """Waive what standing discounts waive of charges that were posted outside a run."""
    found = waived_at_once(tx, [line for _charge_id, line in charges])
    waived = [
        (charge_id, one.amount_fen, one.formula, one.discount_id)
        for (charge_id, _line), one in zip(charges, found, strict=True)
        if one
    ]
    tx.many(
        f"""
        INSERT INTO waivers (key, charge_id, amount_fen, formula, discount_id, kind, reason_code, reason, basis,
            requested_by, requested_at, approved_id, approved_by, approved_at, booked_on)
        SELECT 'standing:' || w.charge_id, w.charge_id, w.amount_fen, w.formula, d.id, d.kind, 'standing', d.name,
               d.basis, d.created_by, d.created_at, w.by_id, w.by_name, w.at, w.day
          FROM ({_WAIVED}) AS w JOIN discounts AS d ON d.id = w.discount_id
        """,
        [(*one, tx.by.account_id, tx.by.name, now, clock.day_of(now)) for one in waived],
    )


_WAIVED = """
    SELECT ? AS charge_id, ? AS amount_fen, ? AS formula, ? AS discount_id, ? AS by_id, ? AS by_name, ? AS at, ? AS day
"""
