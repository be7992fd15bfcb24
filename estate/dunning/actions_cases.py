"""What people do with a case: carry a step out or leave it out, finish a task, pause, resume, close."""

from datetime import date, timedelta

from estate.data import Actor, Tx, audit, clock, write
from estate.dunning import actions, records_pauses, records_run
from estate.dunning import plan as plans
from estate.dunning import records_cases as records
from estate.dunning import records_facts as facts
from estate.dunning.actions_run import write_steps
from estate.dunning.plan import Planned
from estate.dunning.records_cases import Case
from estate.dunning.rules import Decision, Step, carried_out_as, remaining
from estate.i18n import gettext as _
from estate.refusal import Refused

CLOSED_BY_HAND = ("uncollectable", "court", "settled", "other")


def run_step(case_id: int, step_id: int, note: str, by: Actor) -> None:
    """Carry a step out now, before its day if need be; earlier ones that have not happened are left out.

    Again changes nothing. Refused in a closed or paused case, and when nothing is overdue any more.
    """
    with write(by) as tx:
        if records.has_step(tx, case_id, step_id):
            return
        _open(tx, case_id)
        planned, left = _situation(tx, case_id)
        if planned is None:
            raise Refused(_("Nothing is overdue any more that is not disputed."))
        if planned.owing.paused:
            raise Refused(_("Dunning is paused here. End the pause first."))
        step = _choose(left, step_id)
        decision = Decision(step, tuple(one for one in left if one.position < step.position))
        kind = carried_out_as(step.kind, bool(planned.owing.care))
        write_steps(tx, clock.today(), [Planned(planned.owing, decision, kind)], by_hand=True, note=note)
        audit.record(tx, "dunning.step_by_hand", "dunning_cases", case_id, after={"step": step.kind})


def skip_step(case_id: int, step_id: int, reason: str, by: Actor) -> None:
    """Leave the next step of a case out, with the reason. Again changes nothing."""
    with write(by) as tx:
        if records.has_step(tx, case_id, step_id):
            return
        _open(tx, case_id)
        if not reason.strip():
            raise Refused(_("Write the reason."), "note")
        planned, left = _situation(tx, case_id)
        step = _choose(left[:1], step_id)
        if planned is None:
            raise Refused(_("Nothing is overdue any more that is not disputed."))
        records_run.add_step(
            tx, clock.today(), planned.owing, step, step.kind, "skipped", by_hand=True, note=reason.strip()
        )
        audit.record(
            tx, "dunning.step_skipped", "dunning_cases", case_id, after={"step": step.kind, "why": reason}
        )


def finish_task(step_row: int, note: str, by: Actor) -> int:
    """Note that a call, visit or paper which the staff had to do is done; answers the case. Again changes nothing."""
    with write(by) as tx:
        found = records.done_step(tx, step_row)
        if found is None:
            raise Refused(_("There is no such task."))
        if found.outcome == "open":
            if found.letter_id:
                raise Refused(_("This step ends with its letter: deliver the letter or withdraw it."))
            actions.finish(tx, step_row, found.case_id, note)
        return found.case_id


LONGEST_PAUSE = timedelta(366)
"""A pause by hand: limitation runs on meanwhile, so that somebody looks again within a year."""


def pause_case(case_id: int, cause: str, until_on: date, note: str, by: Actor) -> None:
    """Pause dunning of a case's debt until a day, a year at most. The same pause while it lasts changes nothing."""
    if until_on > clock.today() + LONGEST_PAUSE:
        raise Refused(_("A pause lasts a year at most; it can be made longer before it ends."), "until_on")
    with write(by) as tx:
        case = _open(tx, case_id)
        same = (cause, until_on.isoformat(), note.strip())
        lasting = records_pauses.of_debt(tx, case.home_id, case.payer_id)
        if any(
            not one.ended_at and not one.bills and (one.cause, one.until_on, one.note) == same
            for one in lasting
        ):
            return
        if cause != "hardship" and not note.strip():
            raise Refused(_("Write a note: why it is paused."), "note")
        actions.pause(tx, case.home_id, case.payer_id, cause, until_on, note.strip())


def resume(case_id: int, pause_id: int, why: str, by: Actor) -> None:
    """End a pause of a case's debt by hand."""
    with write(by) as tx:
        case, pause = records.case(tx, case_id), records_pauses.pause(tx, pause_id)
        if not case or not pause or (pause.home_id, pause.payer_id) != (case.home_id, case.payer_id):
            raise Refused(_("There is no such pause."))
        actions.end_pause_by_id(tx, pause_id, why.strip())


def close_case(case_id: int, reason: str, note: str, by: Actor) -> None:
    """Close a case by hand: what was due until today begins no new case. Again changes nothing."""
    with write(by) as tx:
        case = records.case(tx, case_id)
        if case is not None and case.closed_on:
            return
        _open(tx, case_id)
        if reason not in CLOSED_BY_HAND:
            raise Refused(_("Choose a reason."), "reason")
        if not note.strip():
            raise Refused(_("Write what was decided and by whom."), "note")
        today = clock.today().isoformat()
        tx.update(
            "dunning_cases",
            case_id,
            closed_on=today,
            closed_at=clock.stamp(),
            closed_by=by.name,
            close_reason=reason,
            close_note=note.strip(),
            leaves_until=today,
        )
        records_run.drop_open_tasks(tx)
        audit.record(
            tx, "dunning.case_closed", "dunning_cases", case_id, after={"close_reason": reason, "note": note}
        )


def _open(tx: Tx, case_id: int) -> Case:
    case = records.case(tx, case_id)
    if case is None:
        raise Refused(_("There is no such case."))
    if case.closed_on:
        raise Refused(_("This case is closed."))
    return case


def _situation(tx: Tx, case_id: int) -> tuple[Planned | None, list[Step]]:
    """The debt of a case, None once it is settled, and the steps that may still come."""
    today = clock.today()
    debts = facts.owing_in(tx, today, [case_id])
    version_id = records.version_of(tx, case_id)
    left = remaining(
        facts.steps_of(tx, [version_id])[version_id], facts.past_of(tx, [case_id]).get(case_id, [])
    )
    return next(iter(plans.decide_all(tx, today, debts)), None), left


def _choose(left: list[Step], step_id: int) -> Step:
    found = next((step for step in left if step.id == step_id), None)
    if found is None:
        raise Refused(_("This step cannot come any more, or not yet. Look at the case again."))
    return found
