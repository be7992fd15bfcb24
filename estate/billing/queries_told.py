"""What payers are told of their bills: what a run has charged them, and what falls due. Amounts in fen, ISO dates."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from estate.data import Reader


class PostedRun(NamedTuple):
    """A run that was posted and stands. posted_at: a UTC instant."""

    period_from: str
    period_to: str
    posted_at: str


class PostedBill(NamedTuple):
    """What a run charges one payer. home_id: the first of `homes` homes; open_fen: what prepayment has not paid."""

    payer_id: int
    home_id: int
    homes: int
    home_codes: str
    amount_fen: int
    open_fen: int
    due_on: str


class Falling(NamedTuple):
    """What a payer still owes for a home by one due day."""

    home_id: int
    payer_id: int
    due_on: str
    balance_fen: int


def posted_run(db: Reader, run_id: int) -> PostedRun | None:
    """A run that stands; None for one that was voided."""
    sql = "SELECT period_from, period_to, posted_at FROM bill_runs WHERE id = :run_id AND state = 'posted'"
    return db.row(PostedRun, sql, run_id=run_id)


def bills_of_run(db: Reader, run_id: int) -> list[PostedBill]:
    """What stands of a run for each payer, less what was waived."""
    return db.rows(
        PostedBill,
        """
        SELECT payer_id, min(home_id) AS home_id, count(*) AS homes, group_concat(home_code, ', ') AS home_codes,
               sum(amount_fen) AS amount_fen, sum(open_fen) AS open_fen, min(due_on) AS due_on
          FROM (SELECT c.payer_id, c.home_id, c.home_code, sum(c.amount_fen - b.waived_fen) AS amount_fen,
                       sum(b.balance_fen) AS open_fen, min(c.due_on) AS due_on
                  FROM charges AS c JOIN charge_balances AS b ON b.charge_id = c.id
                 WHERE c.run_id = :run_id AND c.reversed_by IS NULL GROUP BY c.payer_id, c.home_id)
         GROUP BY payer_id ORDER BY payer_id
        """,
        run_id=run_id,
    )


def falling_due(
    db: Reader, first: str, last: str, booked_before: str, home_ids: Sequence[int] | None = None
) -> list[Falling]:
    """What is unpaid of charges due from one day to another and booked before a day, by home, payer and due day.

    home_ids: of these homes; all when None.
    """
    homes = (
        "homes AS h" if home_ids is None else "json_each(:ids) AS i CROSS JOIN homes AS h ON h.id = i.value"
    )
    return db.rows(
        Falling,
        f"""
        SELECT b.home_id, b.payer_id, b.due_on, sum(b.balance_fen) AS balance_fen
          FROM {homes} CROSS JOIN charge_balances AS b ON b.home_id = h.id JOIN charges AS c ON c.id = b.charge_id
         WHERE b.balance_fen > 0 AND b.due_on BETWEEN :first AND :last AND c.booked_on < :booked_before
         GROUP BY b.home_id, b.payer_id, b.due_on ORDER BY b.home_id, b.payer_id, b.due_on
        """,
        first=first,
        last=last,
        booked_before=booked_before,
        ids=json.dumps(home_ids),
    )


def is_due(db: Reader, home_id: int, payer_id: int, due_on: str) -> bool:
    """Whether a payer still owes something for a home that is due by a day."""
    return bool(
        db.value(
            """
            SELECT EXISTS (SELECT 1 FROM charge_balances
             WHERE home_id = :home_id AND payer_id = :payer_id AND balance_fen > 0 AND due_on <= :due_on)
            """,
            home_id=home_id,
            payer_id=payer_id,
            due_on=due_on,
        )
    )
