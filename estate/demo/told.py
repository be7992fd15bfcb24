"""Payers of the invented community were told of their latest bill: in the inbox, or on paper that waits to be printed; the
office has opened what it was told some time ago."""

from datetime import date, timedelta

from estate.data import clock, read
from estate.data.store import System
from estate.demo.money import at
from estate.messages.actions import mark_read
from estate.messages.actions_sources import tell_of_run


def tell() -> None:
    """Tell of the latest bill run on its own day."""
    with read() as db:
        found = db.tuples(
            "SELECT id, period_from FROM bill_runs WHERE state = 'posted' ORDER BY period_from DESC LIMIT 1"
        )
    for run_id, first in found:  # none in a community without a past
        with clock.as_of(at(date.fromisoformat(first), 10)):
            tell_of_run(run_id, lambda done, of: None)


def open_older(today: date) -> None:
    """The people of the office, and owners with an account, have opened all that is older than yesterday."""
    with read() as db:
        ids = db.values(
            """
            SELECT id FROM messages
             WHERE told_on < :day AND (account_id IS NOT NULL OR person_id IN (
                   SELECT person_id FROM accounts WHERE person_id IS NOT NULL))
            """,
            day=str(today - timedelta(days=1)),
        )
    mark_read(ids, System("demo"))
