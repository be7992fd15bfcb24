"""What the worker does for the channels."""

from estate.channels import actions_receipts
from estate.jobs.rounds import each_round


@each_round("channel_receipts")
def receipts() -> None:
    """Pass on receipts, ask for those that did not come, and give up after 72 hours."""
    actions_receipts.pass_on()
    actions_receipts.ask()
    actions_receipts.expire()
