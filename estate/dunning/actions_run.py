"""The nightly run: cases open and close, what is due happens, a few dozen debts in each transaction.

It bears being ended anywhere and called again: every transaction reads the facts anew and decides in itself, and the
database takes a step of a case once. Nothing depends on the day of the last run, so days off are caught up by
looking at what is due, and a clock that went back finds nothing to repeat.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from estate.data import Actor, Tx, audit, clock, read, write
from estate.dunning import plan as plans
from estate.dunning import records_facts as facts
from estate.dunning import records_run as records
from estate.dunning.outreach import notify_all, reach_all
from estate.dunning.plan import Planned
from estate.jobs import outbox
from estate.refusal import require_key

RUN = "dunning.run"

AT_ONCE = 50
"""Debts in one transaction: some hundredths of a second, so that the counter can write in between."""

Progress = Callable[[int, int], None]


class Tally(NamedTuple):
    """What a run did."""

    opened: int = 0
    closed: int = 0
    notices: int = 0
    steps: int = 0
    skipped: int = 0


def run(day: date, by: Actor, progress: Progress = lambda done, of: None) -> Tally:
    """Do all that dunning has to do on a business day; again on the same day it does what is left."""
    with write(by) as tx:
        run_id = tx.insert("dunning_runs", day=day.isoformat(), started_at=clock.stamp(), who=by.name)
    with write(by) as tx:
        closed = records.close_settled(tx, day)
    with write(by) as tx:
        opened = _open_cases(tx, day)
    with read() as db:
        planned = _with_a_case(plans.decide_all(db, day, facts.owing(db, day)))
        due = [one.owing.case_id or 0 for one in planned]
        soon = sorted({one.instalment.home_id for one in plans.notices(db, day)})
    tally = Tally(opened=opened, closed=closed)
    of = len(due) + len(soon)
    for done, cases in _chunks(due):
        with write(by) as tx:
            tally = _add(tally, _carry_out_due(tx, day, cases))
        progress(done, of)
    for done, homes in _chunks(soon):
        with write(by) as tx:
            tally = tally._replace(notices=tally.notices + _send_notices(tx, day, homes))
        progress(len(due) + done, of)
    with write(by) as tx:
        tx.update("dunning_runs", run_id, finished_at=clock.stamp(), **tally._asdict())
    return tally


def close_settled(day: date, by: Actor) -> int:
    """Close what was paid since the last run, without waiting for the next; answers how many cases."""
    with read() as db:  # most looks find nothing: those must not take the write lock
        if not records.any_settled(db, day):
            return 0
    with write(by) as tx:
        return records.close_settled(tx, day)


def ask_for_run(key: str, by: Actor) -> str:
    """Ask the worker for a run now; the same key asks once. Answers the key under which its progress is kept."""
    require_key(key)
    with write(by) as tx:
        task = f"{RUN}:{key}"
        outbox.add(tx, RUN, task)
        audit.record(tx, "dunning.run_asked", "dunning_runs", after={"day": clock.today().isoformat()})
        return task


def write_steps(
    tx: Tx, day: date, planned: Sequence[Planned], *, by_hand: bool = False, note: str = ""
) -> None:
    """Carry out steps that were decided on, and record those that they leave out; an older call or visit that nobody
    made is no longer to be made."""
    records.drop_superseded_tasks(tx, [one.owing.case_id or 0 for one in planned])
    reached = reach_all(tx, day, planned)
    for debt, decision, kind in planned:
        assert decision.step is not None
        became = reached[debt.case_id or 0]
        for left_out in decision.skipped:
            records.add_step(tx, day, debt, left_out, left_out.kind, "skipped", by_hand=by_hand)
        records.add_step(
            tx,
            day,
            debt,
            decision.step,
            kind,
            became.outcome,
            message_id=became.message_id,
            letter_id=became.letter_id,
            by_hand=by_hand,
            note=note,
        )


def _open_cases(tx: Tx, day: date) -> int:
    new = [debt for debt in facts.owing(tx, day) if debt.case_id is None and debt.version_id is not None]
    records.open_cases(tx, day, new)
    return len(new)


def _with_a_case(planned: Sequence[Planned]) -> list[Planned]:
    return [one for one in planned if one.owing.case_id is not None and one.decision.step is not None]


def _carry_out_due(tx: Tx, day: date, cases: Sequence[int]) -> Tally:
    planned = _with_a_case(plans.decide_all(tx, day, facts.owing_in(tx, day, cases)))
    write_steps(tx, day, planned)
    return Tally(steps=len(planned), skipped=sum(len(one.decision.skipped) for one in planned))


def _send_notices(tx: Tx, day: date, homes: Sequence[int]) -> int:
    planned = plans.notices(tx, day, homes)
    told = notify_all(tx, day, planned)
    for (instalment, step), message_id in zip(planned, told, strict=True):
        records.add_notice(tx, day, instalment, step, message_id)
    return len(planned)


def _add(one: Tally, other: Tally) -> Tally:
    return Tally(*(a + b for a, b in zip(one, other, strict=True)))


def _chunks(items: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    """Some dozens at a time, with how many are behind once these are done."""
    for start in range(0, len(items), AT_ONCE):
        some = items[start : start + AT_ONCE]
        yield start + len(some), some
