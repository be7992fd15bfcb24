"""Work out the lines of a bill run, in the worker or at once."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from estate.billing import records_inputs, records_runs
from estate.billing.records_runs import Run
from estate.billing.rules_cycles import whole_months
from estate.billing.rules_run import Bill, Home, Staged
from estate.billing.rules_stretches import month_end
from estate.billing.rules_tally import RunHome, Tally, chunks
from estate.data import Reader, Tx, clock, read, write
from estate.jobs.outbox import WORKER
from estate.waivers import actions_run as waivers
from estate.waivers.queries_standing import standing

_Billed = tuple[Home, Bill, RunHome | None]


def compute_run(run_id: int, token: str, progress: Callable[[int, int], None] | None = None) -> None:
    """Work out and stage the lines of a run, some buildings at a time. Stops silently when it is no longer wanted."""
    with read() as db:
        run = records_runs.run(db, run_id)
        if run is None or not records_runs.computes(db, run_id, token):
            return
        inputs = records_inputs.load(db, run.period_from, run.period_to)
        tally = _tally(db, run, inputs)
        discounts = standing(db, run.period_from, run.period_to)
    parts = chunks(inputs.homes)
    for number, homes in enumerate(parts):
        billed = [(home, *tally.bill(home)) for home in homes]
        with write(WORKER) as tx:
            if not records_runs.computes(tx, run_id, token):
                return
            if number == 0:
                records_runs.clear(tx, run_id)
                waivers.clear(tx, run_id)
            records_runs.stage(tx, run_id, (line for _home, bill, _beside in billed for line in bill.lines))
            _note(tx, run_id, billed)
            waivers.stage(tx, run_id, discounts, _of_buildings(billed))
            if progress:
                progress(number + 1, len(parts))
    with write(WORKER) as tx:
        if not records_runs.computes(tx, run_id, token):
            return
        if not parts:
            records_runs.clear(tx, run_id)
            waivers.clear(tx, run_id)
        fingerprint = discounts.mark(inputs.fingerprint)
        _sum_up(tx, run_id, tally, state="ready", fingerprint=fingerprint, computed_at=clock.stamp())


def fail_run(run_id: int, token: str, why: str) -> None:
    """Note that a computing was given up, for the page that watches it."""
    with write(WORKER) as tx:
        if records_runs.computes(tx, run_id, token):
            tx.update("bill_runs", run_id, state="failed", error=why)


def bill_at_once(tx: Tx, first: date, last: date, due_on: date, posted_at: str) -> Run:
    """Compute and post whole months inside the caller's transaction, as of an instant: for a community's past."""
    first_day, last_day = first.isoformat(), month_end(last).isoformat()
    token = secrets.token_hex(8)
    run_id = records_runs.add(tx, first_day, last_day, due_on.isoformat(), token, posted_at, state="posted")
    run = _run(tx, run_id)
    inputs = records_inputs.load(tx, first_day, last_day)
    tally = _tally(tx, run, inputs)
    billed = [(home, *tally.bill(home)) for home in inputs.homes]
    lines = [line for _home, bill, _beside in billed for line in bill.lines]
    records_runs.post_lines(tx, lines, run.due_on, posted_at, tx.by.name, run_id)
    _note(tx, run_id, billed)
    waivers.stage(tx, run_id, standing(tx, first_day, last_day), _of_buildings(billed))
    waivers.post(tx, run_id, posted_at)
    _sum_up(tx, run_id, tally, computed_at=posted_at)
    return _run(tx, run_id)


def _tally(db: Reader, run: Run, inputs: records_inputs.Inputs) -> Tally:
    first, last = date.fromisoformat(run.period_from), date.fromisoformat(run.period_to)
    length = len(whole_months(first, last))
    start = first
    for _month in range(length):
        start = (start - timedelta(days=1)).replace(day=1)
    before = records_runs.amounts_before(db, start.isoformat(), (first - timedelta(days=1)).isoformat())
    return Tally(inputs.items, inputs.covered, before, first, last)


def _note(tx: Tx, run_id: int, billed: Sequence[_Billed]) -> None:
    records_runs.note_homes(tx, run_id, (beside for _home, _bill, beside in billed if beside))
    skips = (
        (home.id, home.code, item_id, reason, int(item_id is None))
        for home, bill, _beside in billed
        for item_id, reason in bill.skipped
    )
    records_runs.note_skips(tx, run_id, skips)


def _of_buildings(billed: Sequence[_Billed]) -> Iterator[tuple[str, Staged]]:
    return ((home.building, line) for home, bill, _beside in billed for line in bill.lines)


def _sum_up(tx: Tx, run_id: int, tally: Tally, **values: object) -> None:
    records_runs.note_totals(tx, run_id, tally.totals())
    sums = {"homes": tally.homes, "lines": tally.lines, "total_fen": tally.total_fen}
    tx.update("bill_runs", run_id, **sums, **values, error=None)


def _run(tx: Tx, run_id: int) -> Run:
    found = records_runs.run(tx, run_id)
    if found is None:
        raise LookupError(f"there is no bill run {run_id}")
    return found
