"""Whom a work order's steps are told: who reported it, and who shall mend it; in the transaction of the step."""

from estate.data import Tx, clock
from estate.messages import actions as messages
from estate.people import queries as people
from estate.repairs import words
from estate.repairs.queries import Order


def progress(tx: Tx, order: Order, step_id: int, state: str) -> None:
    """Tell who reported an order, else who answers for the home, where it stands now."""
    person_id = whom(tx, order)
    if person_id is None or state not in words.NEWS or order.source == "plan":
        return
    messages.tell(
        tx,
        "repair.progress",
        f"repair.progress:{step_id}",
        person_id=person_id,
        home_id=order.home_id,
        link=f"/my/repairs/{order.id}",
        values={
            "number": order.number,
            "title": order.title,
            "place": order.location,
            "worker": order.assignee_name or words.NOBODY,
            "news": words.NEWS[state],
        },
    )


def step(tx: Tx, before: Order, after: Order, step_id: int, name: str) -> None:
    """Tell what a step means to others: the reporter of a new state, a visit, the worker of a new order."""
    if after.state != before.state:
        if after.state == "on_the_way":
            _visit(tx, after, step_id)
        else:
            progress(tx, after, step_id, after.state)
    if name == "assign" and after.assignee_id is not None:
        messages.tell(
            tx,
            "repair.assigned",
            f"repair.assigned:{step_id}",
            account_id=after.assignee_id,
            home_id=after.home_id,
            link=f"/repairs/{after.id}",
            values={"number": after.number, "title": after.title, "place": after.location},
        )


def message(tx: Tx, order: Order, message_id: int, text: str) -> None:
    """Tell the reporter what the office wrote."""
    person_id = whom(tx, order)
    if person_id is not None:
        messages.tell(
            tx,
            "repair.message",
            f"repair.message:{message_id}",
            person_id=person_id,
            home_id=order.home_id,
            link=f"/my/repairs/{order.id}",
            values={"number": order.number, "title": order.title, "message": text},
        )


def _visit(tx: Tx, order: Order, step_id: int) -> None:
    person_id = whom(tx, order)
    if person_id is not None:
        messages.tell(
            tx,
            "repair.visit",
            f"repair.visit:{step_id}",
            person_id=person_id,
            home_id=order.home_id,
            link=f"/my/repairs/{order.id}",
            urgent=True,
            values={
                "number": order.number,
                "title": order.title,
                "worker": order.assignee_name or words.NOBODY,
            },
        )


def whom(tx: Tx, order: Order) -> int | None:
    """The person who is told of an order: who reported it, else who answers for its home; None where there is nobody."""
    if order.reporter_id is not None or order.home_id is None:
        return order.reporter_id
    payer = people.payer_of(tx, order.home_id, clock.today())
    return payer.person_id if payer else None
