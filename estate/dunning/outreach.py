"""How steps reach people: messages, papers, tasks for the staff. In the transaction of the steps' rows."""

import logging
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from estate.data import Tx, write
from estate.dunning import records_run
from estate.dunning.plan import Planned, PlannedNotice
from estate.letters import actions as letters
from estate.messages import actions as messages
from estate.messages.actions import Telling
from estate.refusal import Refused

log = logging.getLogger("estate.dunning")

LETTERS = {"letter": "demand", "lawyer": "lawyer"}
"""Kinds of steps that are papers, and which letter each drafts; it is the staff's to issue and to deliver."""

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
    for one in planned:
        if one.kind in LETTERS:
            found[one.owing.case_id or 0] = Reached("open", letter_id=_draft(tx, one))
    return found


def _draft(tx: Tx, planned: Planned) -> int | None:
    """The draft of a letter; without one the paper is a task for the staff."""
    debt = planned.owing
    try:
        with write(tx.by) as part:
            return letters.draft(part, debt.home_id, debt.payer_id, LETTERS[planned.kind], debt.case_id)
    except Refused as refused:
        log.warning("no letter for case %s: %s", debt.case_id, refused.message)
        return None


def notify_all(tx: Tx, day: date, planned: Sequence[PlannedNotice]) -> list[int | None]:
    """Tell people of what falls due; answers the message of each, None where nothing reaches somebody."""
    reminded = records_run.remind_days(tx)
    keys = [_notice_key(day, reminded, one) for one in planned]
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


def _notice_key(day: date, reminded: int, planned: PlannedNotice) -> str:
    """Within the days in which the messages remind by themselves, theirs (estate.messages) is the notice too."""
    one, step = planned
    key = f"{NOTICE}:{one.due_on}:{one.home_id}:{one.payer_id}"
    near = (date.fromisoformat(one.due_on) - day).days <= reminded
    return key if near else f"{key}:{step.days}"


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
