"""What a dry run shows of its debts: names beside the numbers. Amounts in fen, dates ISO text."""

from typing import NamedTuple

from estate.data import Reader
from estate.dunning.plan import Plan
from estate.dunning.records_facts import EFFECTIVE, LEFT_ALONE

MOST = 300
"""The most lines that the page shows of one day."""


class Row(NamedTuple):
    """Somebody who would get a step. overdue_days: negative before the due day."""

    kind: str
    case_id: int | None
    home_id: int
    home_code: str
    payer_name: str
    amount_fen: int
    since: str
    skipped: tuple[str, ...]


def rows(db: Reader, plan: Plan, kind: str) -> list[Row]:
    """The lines of a plan, only of one kind of step when given, the largest sum first within a kind."""
    found = [
        (one.kind, one.owing.case_id, one.owing.home_id, one.owing.payer_id, one.owing.overdue_fen, one.owing.oldest,
         tuple(step.kind for step in one.decision.skipped))
        for one in plan.cases
        if one.decision.step and kind in ("", one.kind)
    ]  # fmt: skip
    if kind in ("", "notice"):
        found += [
            ("notice", None, one.home_id, one.payer_id, one.amount_fen, one.due_on, ())
            for one, _step in plan.notices
        ]
    found = sorted(found, key=lambda one: (one[0] == "notice", one[0], -one[4]))[:MOST]
    homes = _names(db, "SELECT id, code FROM homes WHERE id IN ({0})", [one[2] for one in found])
    people = _names(db, "SELECT id, name FROM people WHERE id IN ({0})", [one[3] for one in found])
    return [
        Row(kind, case_id, home_id, homes[home_id], people[payer_id], fen, since, skipped)
        for kind, case_id, home_id, payer_id, fen, since, skipped in found
    ]


def settled(db: Reader, day: str) -> int:
    """How many open cases the next run closes, as nothing is overdue in them any more."""
    return int(
        db.value(
            f"""
            SELECT count(*) FROM dunning_cases AS c
             WHERE c.closed_on IS NULL AND NOT EXISTS (
                SELECT 1 FROM charge_balances AS b
                 WHERE b.home_id = c.home_id AND b.payer_id = c.payer_id AND b.balance_fen > 0
                   AND {EFFECTIVE} < max(:day, c.opened_on) AND b.due_on > {LEFT_ALONE})
            """,
            day=day,
        )
    )


def _names(db: Reader, sql: str, ids: list[int]) -> dict[int, str]:
    marks = ", ".join(str(one) for one in set(ids)) or "NULL"
    return dict(db.tuples(sql.format(marks)))
