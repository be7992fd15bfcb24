"""Standing discounts in a bill run: staged with its lines, given with its charges, in the run's own transactions;
and of charges that are posted outside a run."""

from collections.abc import Iterable, Sequence

from estate.billing.rules_run import Staged
from estate.data import Reader, Tx
from estate.waivers import records_given
from estate.waivers.queries_standing import standing
from estate.waivers.records_given import Given, StagedWaiver
from estate.waivers.rules_standing import Standing, Waived


def clear(tx: Tx, run_id: int) -> None:
    """Empty what was staged."""
    records_given.clear_staged(tx, run_id)


def stage(tx: Tx, run_id: int, discounts: Standing, lines: Iterable[tuple[str, Staged]]) -> None:
    """Stage what the discounts waive of these lines. lines: each with the code of its building."""
    if not discounts:
        return
    waived = (
        StagedWaiver(
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
    records_given.stage(tx, waived)


def post(tx: Tx, run_id: int, now: str) -> int:
    """What was staged becomes waivers of the run's charges, which are posted already; answers how many."""
    posted, staged = records_given.write_staged(tx, run_id, now), records_given.count_staged(tx, run_id)
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
    given = [
        Given(charge_id, one.amount_fen, one.formula, one.discount_id)
        for (charge_id, _line), one in zip(charges, found, strict=True)
        if one
    ]
    records_given.write_given(tx, given, now)
