"""What a run writes: cases that open and close, steps, notices. Amounts in fen, dates ISO text."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from estate.data import Reader, Tx, clock
from estate.dunning.records_facts import EFFECTIVE, LEFT_ALONE, Instalment, Owing
from estate.dunning.rules import Step


class Run(NamedTuple):
    """A run over all debts; unfinished when the machine went off in it."""

    id: int
    day: str
    started_at: str
    finished_at: str | None
    who: str
    opened: int
    closed: int
    notices: int
    steps: int
    skipped: int


def runs(db: Reader, limit: int = 10) -> list[Run]:
    """The latest runs, newest first."""
    return db.rows(
        Run,
        """
        SELECT id, day, started_at, finished_at, who, opened, closed, notices, steps, skipped
          FROM dunning_runs ORDER BY id DESC LIMIT :limit
        """,
        limit=limit,
    )


_SETTLED = f"""
    c.closed_on IS NULL AND NOT EXISTS (
        SELECT 1 FROM charge_balances AS b
         WHERE b.home_id = c.home_id AND b.payer_id = c.payer_id AND b.balance_fen > 0
           AND {EFFECTIVE} < max(:day, c.opened_on) AND b.due_on > {LEFT_ALONE})
"""
"""An open case whose debt is gone. A clock that went back settles nothing: what was past its due day when the case
began still counts."""


def any_settled(db: Reader, day: date) -> bool:
    """Whether there is an open case whose debt is no longer there."""
    found = f"SELECT EXISTS (SELECT 1 FROM dunning_cases AS c WHERE {_SETTLED})"
    return bool(db.value(found, day=day.isoformat()))


def close_settled(tx: Tx, day: date) -> int:
    """Close the open cases whose debt is no longer there, with the tasks that were open in them; answers how many."""
    closed = tx.run(
        f"""
        UPDATE dunning_cases AS c
           SET closed_on = max(:day, c.opened_on), closed_at = :now, closed_by = :who, close_reason = 'paid'
         WHERE {_SETTLED}
        """,
        day=day.isoformat(),
        now=clock.stamp(),
        who=tx.by.name,
    )
    if closed:
        drop_open_tasks(tx)
    return closed


def drop_open_tasks(tx: Tx) -> None:
    """Tasks of closed cases are no longer to be done."""
    tx.run(
        """
        UPDATE dunning_steps SET outcome = 'dropped', done_at = :now
         WHERE outcome = 'open'
           AND case_id IN (SELECT id FROM dunning_cases WHERE closed_on IS NOT NULL)
        """,
        now=clock.stamp(),
    )


def drop_superseded_tasks(tx: Tx, cases: Sequence[int]) -> None:
    """Calls and visits of some cases that nobody made are no longer to be made: a later step comes."""
    tx.run(
        f"""
        UPDATE dunning_steps SET outcome = 'dropped', done_at = :now
         WHERE outcome = 'open' AND letter_id IS NULL
           AND case_id IN ({", ".join(str(int(one)) for one in cases) or "NULL"})
        """,
        now=clock.stamp(),
    )


def open_cases(tx: Tx, day: date, debts: Sequence[Owing]) -> None:
    """Open a case for each debt, under the version that applies to its home."""
    now = clock.stamp()
    tx.many(
        """
        INSERT INTO dunning_cases
            (home_id, payer_id, strategy_version_id, opened_on, opened_at, opened_fen, oldest_due_on)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [(d.home_id, d.payer_id, d.version_id, day.isoformat(), now, d.overdue_fen, d.oldest) for d in debts],
    )


def add_step(
    tx: Tx,
    day: date,
    debt: Owing,
    step: Step,
    kind: str,
    outcome: str,
    *,
    message_id: int | None = None,
    letter_id: int | None = None,
    by_hand: bool = False,
    note: str = "",
) -> int:
    """Record a step of a case."""
    now = clock.stamp()
    return tx.insert(
        "dunning_steps",
        case_id=debt.case_id,
        step_id=step.id,
        kind=kind,
        due_on=date.fromordinal(date.fromisoformat(debt.oldest).toordinal() + step.days).isoformat(),
        step_on=day.isoformat(),
        written_at=now,
        amount_fen=debt.overdue_fen,
        oldest_due_on=debt.oldest,
        outcome=outcome,
        done_at=None if outcome == "open" else now,
        by_hand=int(by_hand),
        who=tx.by.name,
        note=note,
        message_id=message_id,
        letter_id=letter_id,
    )


def add_notice(tx: Tx, day: date, instalment: Instalment, step: Step, message_id: int | None) -> None:
    """Record a notice before a due day; once."""
    tx.run(
        """
        INSERT INTO dunning_notices (home_id, payer_id, due_on, days, step_id, notice_on, amount_fen, message_id)
        VALUES (:home_id, :payer_id, :due_on, :days, :step_id, :day, :amount_fen, :message_id)
            ON CONFLICT (home_id, payer_id, due_on, days) DO NOTHING
        """,
        home_id=instalment.home_id,
        payer_id=instalment.payer_id,
        due_on=instalment.due_on,
        days=step.days,
        step_id=step.id,
        day=day.isoformat(),
        amount_fen=instalment.amount_fen,
        message_id=message_id,
    )


def remind_days(db: Reader) -> int:
    """How many days before a due day the messages remind by themselves."""
    return int(db.value("SELECT remind_days FROM message_habits"))
