"""What the gate does by itself each day."""

from datetime import date

from estate.gate import actions
from estate.jobs.daily import daily
from estate.jobs.outbox import WORKER


@daily("gate.forget")
def forget(today: date) -> None:
    """Names and plates go when nobody needs them any more."""
    actions.forget(today, WORKER)
