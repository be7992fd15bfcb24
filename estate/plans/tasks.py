"""What is done for plans each day."""

from datetime import date

from estate.jobs.daily import daily
from estate.plans import actions_daily


@daily("plans.parts")
def go_through(today: date) -> None:
    """See which plans are kept and which are broken, and announce what falls due."""
    actions_daily.go_through(today)
