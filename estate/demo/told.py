"""Payers of the invented community were told of their latest bill: in the inbox, or on paper that waits to be printed."""

from datetime import date

from estate.data import clock, read
from estate.demo.money import at
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
