"""What the worker does for messages."""

from datetime import date

from estate.billing.actions import POSTED
from estate.cashier.actions import TAKEN
from estate.jobs import outbox
from estate.jobs.daily import daily
from estate.jobs.outbox import Task
from estate.jobs.rounds import at_start, each_round
from estate.messages import actions_delivery, actions_paper, actions_sources
from estate.messages.actions import DELIVER
from estate.messages.actions_ladder import climb


@outbox.handles(POSTED)
def tell_of_run(task: Task) -> None:
    """Tell the payers of a posted run; a crash in between leads to telling those who were not told yet."""
    run_id = int(task.values["run_id"])
    actions_sources.tell_of_run(run_id, lambda done, of: outbox.progress(task, done, of))


@outbox.handles(TAKEN)
def tell_of_receipt(task: Task) -> None:
    """Tell a payer that a payment came in."""
    actions_sources.tell_of_receipt(int(task.values["receipt_id"]))


@outbox.handles(actions_paper.PRINT)
def print_messages(task: Task) -> None:
    """Print messages on paper; a crash in between leads to going on where it stopped."""
    print_id, practice = int(task.values["print_id"]), bool(task.values["practice"])
    try:
        actions_paper.make_print(
            print_id, lambda done, of: outbox.progress(task, done, of), practice=practice
        )
    except Exception as error:
        if task.attempts >= outbox.MAX_ATTEMPTS:
            actions_paper.fail_print(print_id, repr(error))
        raise


@daily("messages.remind")
def remind(today: date) -> None:
    """Remind of what falls due."""
    actions_sources.remind(today)


@daily("messages.expire")
def expire(today: date) -> None:
    """Give up waiting for word of text messages."""
    actions_delivery.expire_silent()


at_start(actions_delivery.release)


@each_round(DELIVER)
def deliver() -> None:
    """Take the next rung with what nobody saw, then send what is due."""
    climb()
    actions_delivery.deliver()
