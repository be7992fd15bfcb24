"""What the gate does by itself each day."""

from datetime import date

from estate.gate import actions, actions_reminders
from estate.jobs.daily import daily
from estate.jobs.outbox import WORKER


@daily("gate.forget")
def forget(today: date) -> None:
    """Names and plates go when nobody needs them any more."""
    actions.forget(today, WORKER)


@daily("gate.remind")
def remind(today: date) -> None:
    """Parcels that wait too long, renovations whose last day is near or past."""
    actions_reminders.remind_of_parcels(today, WORKER)
    actions_reminders.remind_of_permits(today, WORKER)
