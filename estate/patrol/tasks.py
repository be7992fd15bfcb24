"""What the worker does for patrol each minute."""

from estate.jobs.rounds import each_round
from estate.patrol import planner


@each_round("patrol.rounds")
def keep_rounds() -> None:
    """Make the rounds that are due soon, close those whose time is over and tell of what was missed."""
    planner.plan_rounds()
    planner.close_rounds()
