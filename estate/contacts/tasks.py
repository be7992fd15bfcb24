"""What is done for contacts each day."""

from datetime import date

from estate.contacts import actions
from estate.jobs.daily import daily


@daily("contacts.promises")
def judge_promises(today: date) -> None:
    """See which promises were kept and which are broken; the broken ones stand in the list of follow-ups."""
    actions.judge_promises(today)
