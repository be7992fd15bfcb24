"""Whom the steps of a complaint are told; in the transaction of the step.

Who wished to stay unnamed is told too, by a message that names neither the complaint nor the home and that no list of
the office shows. Whom a complaint is about is told nothing, and finds nothing of it among what others were told.
"""

from estate.access.permissions import COMPLAINTS_HANDLE, COMPLAINTS_MANAGE
from estate.complaints import queries, words
from estate.complaints.queries import Complaint
from estate.complaints.required import handlers
from estate.data import Tx
from estate.messages import actions as messages


def received(tx: Tx, found: Complaint, step_id: int) -> None:
    """Thank who complained, and say to the office that there is one."""
    _complainer(tx, found, "complaint.received", step_id, found.title)
    messages.tell_staff(
        tx,
        "complaint.new",
        f"complaint.new:{found.id}",
        permission=COMPLAINTS_HANDLE,
        but_not=found.about_account_id,
        values=_values(found),
        link=f"/complaints/{found.id}",
    )


def answered(tx: Tx, found: Complaint, step_id: int, text: str) -> None:
    """The office has answered: told to who complained, and to those whose complaints follow this one."""
    for one in (found, *queries.duplicates(tx, found.id)):
        _complainer(tx, one, "complaint.answered", step_id, text)


def closed(tx: Tx, found: Complaint, step_id: int, text: str) -> None:
    """The same when it is closed."""
    for one in (found, *queries.duplicates(tx, found.id)):
        _complainer(tx, one, "complaint.closed", step_id, text)


def handed(tx: Tx, found: Complaint, step_id: int, reason: str) -> None:
    """Tell who has it from now on."""
    if found.handler_id is None or found.handler_id == tx.by.account_id:
        return
    messages.tell(
        tx,
        "complaint.assigned",
        f"complaint.assigned:{step_id}",
        account_id=found.handler_id,
        values={**_values(found), "reason": reason},
        link=f"/complaints/{found.id}",
        hidden_from=found.about_account_id,
    )


def wrote(tx: Tx, found: Complaint, step_id: int, text: str) -> None:
    """Tell who has it and still works here, else those who hand out, that the complainer wrote again or wants more."""
    values = {**_values(found), "message": text}
    link = f"/complaints/{found.id}"
    if found.handler_id in dict(handlers(tx)):
        messages.tell(
            tx,
            "complaint.word",
            f"complaint.word:{step_id}",
            account_id=found.handler_id,
            values=values,
            link=link,
            hidden_from=found.about_account_id,
        )
        return
    messages.tell_staff(
        tx,
        "complaint.word",
        f"complaint.word:{step_id}",
        permission=COMPLAINTS_MANAGE,
        but_not=found.about_account_id,
        values=values,
        link=link,
    )


def escalated(tx: Tx, found: Complaint, step_id: int, reason: str) -> None:
    """Tell the manager why a complaint is theirs to look at."""
    messages.tell_staff(
        tx,
        "complaint.escalated",
        f"complaint.escalated:{step_id}",
        permission=COMPLAINTS_MANAGE,
        but_not=found.about_account_id,
        values={**_values(found), "reason": reason},
        link=f"/complaints/{found.id}",
    )


def soon(tx: Tx, found: Complaint, name: str) -> None:
    """Tell who has it and still works here, else everybody who handles complaints, that a clock runs out."""
    key = f"complaint.soon:{found.id}:{name}:{found.clock_from}"
    values = {**_values(found), "clock": words.CLOCKS[name]}
    link = f"/complaints/{found.id}"
    if found.handler_id in dict(handlers(tx)):
        messages.tell(
            tx,
            "complaint.soon",
            key,
            account_id=found.handler_id,
            values=values,
            link=link,
            hidden_from=found.about_account_id,
        )
        return
    messages.tell_staff(
        tx,
        "complaint.soon",
        key,
        permission=COMPLAINTS_HANDLE,
        but_not=found.about_account_id,
        values=values,
        link=link,
    )


def _complainer(tx: Tx, found: Complaint, event: str, step_id: int, text: str) -> None:
    who = queries.identity(tx, found.id)
    if who.reporter_id is None:
        return
    values = {"number": found.number, "title": found.title, "message": text}
    messages.tell(
        tx,
        "complaint.sealed" if found.unnamed else event,
        f"{event}:{step_id}:{found.id}",
        person_id=who.reporter_id,
        home_id=None if found.unnamed else who.home_id,
        link=f"/my/complaints/{found.id}",
        values={} if found.unnamed else values,
        hidden_from=found.about_account_id,
    )


def _values(found: Complaint) -> dict[str, str]:
    return {
        "number": found.number,
        "title": found.title,
        "category": words.category(found.category, found.category_name),
        "worker": found.handler_name or str(words.NOBODY),
    }
