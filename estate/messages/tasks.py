"""What the worker does for messages."""

from estate.jobs.rounds import each_round
from estate.messages.actions import DELIVER
from estate.messages.actions_ladder import climb


@each_round(DELIVER)
def deliver() -> None:
    """Take the next rung with what nobody saw."""
    climb()
