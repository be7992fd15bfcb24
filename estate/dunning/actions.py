"""What others ask of dunning: to pause it for a debt, to end a pause; and tell it: a contact, a letter's delivery or end."""

from collections.abc import Collection
from datetime import date

from estate.data import Tx, audit, clock
from estate.dunning import records_cases
from estate.dunning import records_pauses as records
from estate.i18n import gettext as _
from estate.refusal import Refused


def pause(
    tx: Tx,
    home_id: int,
    payer_id: int,
    cause: str,
    until_on: date,
    note: str,
    source: str = "",
    source_id: int | None = None,
    charges: Collection[int] = (),
) -> int:
    """Pause dunning of a debt from today to a day, inclusive; answers the pause's id. charges: of these bills alone.

    cause: dispute, promise, plan, hardship or office. source, source_id: what asks for it, such as ("promises", 7);
    asked again with another day, the earlier pause of the same source ends. Refused for a day that is past.
    """
    today = clock.today()
    if until_on < today:
        raise Refused(_("The pause would end before it begins. Choose today or a later day."), "until_on")
    if source and (known := records.of_source(tx, source, source_id)):
        same = set(records.charges_of(tx, known.id)) == set(charges)
        if same and known.until_on == until_on.isoformat() and known.cause == cause:
            return known.id
        _end(tx, known.id, "")
    pause_id = tx.insert(
        "dunning_pauses",
        home_id=home_id,
        payer_id=payer_id,
        cause=cause,
        from_on=today.isoformat(),
        until_on=until_on.isoformat(),
        note=note,
        source=source,
        source_id=source_id,
        made_at=clock.stamp(),
        made_by=tx.by.name,
    )
    audit.record(
        tx,
        "dunning.paused",
        "dunning_pauses",
        pause_id,
        after={"home_id": home_id, "cause": cause, "until": until_on.isoformat()},
    )
    tx.many(
        "INSERT INTO dunning_pause_charges (pause_id, charge_id) VALUES (?, ?)",
        [(pause_id, charge_id) for charge_id in sorted(set(charges))],
    )
    return pause_id


def end_pause(tx: Tx, source: str, source_id: int, why: str) -> bool:
    """End the pause that this source asked for; answers whether there was one."""
    known = records.of_source(tx, source, source_id)
    if known is None:
        return False
    _end(tx, known.id, why)
    return True


def end_pause_by_id(tx: Tx, pause_id: int, why: str) -> None:
    """End a pause by hand, with the reason. Again changes nothing."""
    found = records.pause(tx, pause_id)
    if found is None:
        raise Refused(_("There is no such pause."))
    if found.ended_at is None:
        _end(tx, pause_id, why)


def contact_made(tx: Tx, home_id: int, payer_id: int, kind: str, note: str) -> int:
    """Somebody was reached by a `call` or `visit`: such tasks of the debt's open case are done; answers how many."""
    found = records_cases.open_tasks_of(tx, home_id, payer_id, kind)
    for step_row, case_id in found:
        finish(tx, step_row, case_id, note)
    return len(found)


def letter_delivered(tx: Tx, letter_id: int) -> None:
    """A letter left the house or was handed over: the step that asked for it is done, and its deadline begins."""
    for step_row, case_id in records_cases.open_steps_of_letter(tx, letter_id):
        finish(tx, step_row, case_id, "")


def letter_ended(tx: Tx, letter_id: int, why: str) -> None:
    """A letter was withdrawn before it was delivered: the step that asked for it is left out."""
    for step_row, _case_id in records_cases.open_steps_of_letter(tx, letter_id):
        tx.update("dunning_steps", step_row, outcome="skipped", done_at=clock.stamp(), note=why)


def finish(tx: Tx, step_row: int, case_id: int, note: str) -> None:
    """A step that waited for somebody of the staff is done."""
    values = {"outcome": "done", "done_at": clock.stamp(), "who": tx.by.name}
    tx.update("dunning_steps", step_row, **values, **({"note": note.strip()} if note.strip() else {}))
    audit.record(tx, "dunning.task_done", "dunning_cases", case_id, after={"note": note})


def _end(tx: Tx, pause_id: int, why: str) -> None:
    tx.update("dunning_pauses", pause_id, ended_at=clock.stamp(), ended_by=tx.by.name, end_why=why)
    audit.record(tx, "dunning.resumed", "dunning_pauses", pause_id, after={"why": why})
