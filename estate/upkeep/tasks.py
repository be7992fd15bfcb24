"""What the worker does for upkeep each day."""

from datetime import date

from estate.jobs.daily import daily
from estate.upkeep import planner


@daily("upkeep.plans")
def plan_day(today: date) -> None:
    """Make the work orders that plans ask for by now."""
    planner.plan_day(today)
