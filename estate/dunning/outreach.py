"""How steps reach people: messages, papers, tasks for the staff. In the transaction of the steps' rows."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from estate.data import Tx
from estate.dunning.plan import Planned, PlannedNotice
from estate.messages import actions as messages
from estate.messages.actions import Telling

EVENTS = {"reminder": "dunning.reminder", "formal": "dunning.formal"}
NOTICE = "bill.due_soon"
OWN_BILLS = "/my/bills"


class Reached(NamedTuple):
    """What became of a step: done at once, or open for somebody of the staff."""

    outcome: str
    message_id: int | None = None
    letter_id: int | None = None


def reach_all(tx: Tx, day: date, planned: Sequence[Planned]) -> dict[int, Reached]:
    """Carry out the steps of some cases; answers what became of each, by case.

    Whom no message reaches is left to the staff as a task, like calls and visits.
    """
    found = {one.owing.case_id or 0: Reached("open") for one in planned}
    for kind, event in EVENTS.items():
        tellings = [_telling(day, one) for one in planned if one.kind == kind]
        told = messages.tell_many(tx, event, tellings) if tellings else {}
        for one in planned:
            if one.kind == kind and (message_id := told.get(_key(one))):
                found[one.owing.case_id or 0] = Reached("done", message_id)
    return found


def notify_all(tx: Tx, day: date, planned: Sequence[PlannedNotice]) -> list[int | None]:
    """Tell people of what falls due; answers the message of each, None where nothing reaches somebody."""
    keys = [f"{NOTICE}:{i.home_id}:{i.payer_id}:{i.due_on}:{step.days}" for i, step in planned]
    tellings = [
        Telling(
            key,
            {
                "amount": one.amount_fen,
                "due_on": one.due_on,
                "days": (date.fromisoformat(one.due_on) - day).days,
            },
            person_id=one.payer_id,
            home_id=one.home_id,
            link=OWN_BILLS,
        )
        for key, (one, _step) in zip(keys, planned, strict=True)
    ]
    told = messages.tell_many(tx, NOTICE, tellings) if tellings else {}
    return [told.get(key) or None for key in keys]


def _telling(day: date, planned: Planned) -> Telling:
    debt = planned.owing
    return Telling(
        _key(planned),
        {"amount": debt.overdue_fen, "days": (day - date.fromisoformat(debt.oldest)).days},
        person_id=debt.payer_id,
        home_id=debt.home_id,
        link=OWN_BILLS,
    )


def _key(planned: Planned) -> str:
    """A step of a case tells once, whatever happens between."""
    assert planned.decision.step is not None
    return f"dunning:{planned.owing.case_id}:{planned.decision.step.id}"
