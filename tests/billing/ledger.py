"""Runs and charges as billing's tests look at them."""

from datetime import date

from estate.billing import actions, actions_compute, queries, records_runs
from estate.billing.records_runs import Run
from estate.data import read, write
from estate.data.store import System

NOVEMBER = date(2026, 11, 1)
BY = System("test")


def computed(first: date, last: date | None = None, by: System = BY) -> Run:
    run = actions.start_run(first, last or first, by, in_worker=False)
    actions_compute.compute_run(run.id, run.token)
    return shown(run.id)


def posted(first: date, last: date | None = None, by: System = BY) -> Run:
    return actions.post_run(computed(first, last).id, by)


def shown(run_id: int) -> Run:
    with read() as db:
        run = records_runs.run(db, run_id)
    assert run is not None
    return run


def charges(home_id: int) -> list[tuple[str, str, str, int]]:
    """Payer, first and last day, amount of every live charge, the oldest first."""
    with read() as db:
        rows = queries.charges_of_home(db, home_id)
    live = [c for c in rows if c.state not in ("reversed", "reversal")]
    return sorted((c.payer_name, c.period_from, c.period_to, c.amount_fen) for c in live)


def skipped(run_id: int) -> dict[str, str]:
    with read() as db:
        return dict(records_runs.whole_homes_skipped(db, run_id))


def pay(charge_id: int, fen: int) -> None:
    with write(System("test")) as tx:
        tx.run(
            "UPDATE charge_balances SET paid_fen = paid_fen + :fen WHERE charge_id = :id",
            fen=fen,
            id=charge_id,
        )


def one(home_id: int) -> queries.Charge:
    with read() as db:
        return queries.charges_of_home(db, home_id)[0]
