"""What the worker does when an order is finished: charge what it used, close a quote that nobody needs any more."""

from estate.data import read, write
from estate.jobs.outbox import WORKER
from estate.materials import actions_charges, actions_quotes, gate, queries, queries_quotes
from estate.materials.actions_quotes import Answer
from estate.refusal import Refused
from estate.repairs import finished
from estate.repairs.finished import Finished

__all__ = ["finish", "gate"]  # the gate stands wherever the worker takes steps


@finished.on
def finish(told: Finished) -> None:
    """Charge the order, if this is when the office wants it; a refusal leaves it among what is still to be charged."""
    with read() as db:
        wanted = queries.settings(db).charge_when
        left = queries_quotes.open_quote(db, told.order_id)
    if left is not None and told.state == "cancelled":
        with write(WORKER) as tx:
            actions_quotes.answer(tx, left.id, Answer("withdrawn", "office"))
    if told.state not in (wanted, "signed_off"):
        return
    try:
        with write(WORKER) as tx:
            actions_charges.charge(tx, told.order_id, f"step:{told.step_id}")
    except Refused:  # the page of costs shows it, and who charges it by hand reads why
        return
