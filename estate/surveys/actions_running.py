"""From opening on: whom a survey asks is set down, they are told, reminded, and at the end it is closed."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from estate.audience import actions as audience
from estate.data import Actor, Tx, audit, clock, read, write
from estate.i18n import gettext as _
from estate.jobs import outbox, signals
from estate.jobs.outbox import WORKER
from estate.messages.actions import Telling, tell_many
from estate.refusal import Refused
from estate.surveys import asked, records, records_answers, records_marks, records_sheets, words
from estate.surveys.actions import required
from estate.surveys.records import Survey
from estate.surveys.rules import faults
from estate.surveys.rules_hiding import Drawn

TELL = "tell_of_survey"
OPENED, REMINDER = "survey.open", "survey.reminder"
AT_ONCE = 300


def open_now(survey_id: int, by: Actor) -> None:
    """Open it: whom it asks is set down, everybody is told. Refused where its questions have a fault."""
    with write(by) as tx:
        _open(tx, required(tx, survey_id, "open"))


def schedule(survey_id: int, at: datetime, by: Actor) -> None:
    """Have it opened at a time."""
    with write(by) as tx:
        found = required(tx, survey_id, "edit")
        _check(tx, found)
        if at <= clock.now():
            raise Refused(_("This time is past."), "day")
        if found.closes_on and at.astimezone(clock.zone()).date().isoformat() > found.closes_on:
            raise Refused(_("Its last day lies before."), "day")
        tx.update("surveys", survey_id, opens_at=clock.stamp_of(at))
        audit.record(tx, "survey.scheduled", "surveys", survey_id, after={"opens_at": clock.stamp_of(at)})


def unschedule(survey_id: int, by: Actor) -> None:
    with write(by) as tx:
        required(tx, survey_id, "unschedule")
        tx.update("surveys", survey_id, opens_at=None)
        audit.record(tx, "survey.unscheduled", "surveys", survey_id)


def move_end(survey_id: int, closes_on: str | None, by: Actor) -> None:
    """Set another last day of an open survey."""
    with write(by) as tx:
        found = required(tx, survey_id, "days")
        tx.update("surveys", survey_id, closes_on=closes_on)
        audit.record(
            tx,
            "survey.end_moved",
            "surveys",
            survey_id,
            before={"closes_on": found.closes_on},
            after={"closes_on": closes_on},
        )


def close(survey_id: int, by: Actor) -> None:
    """Take no more answers; from now on nothing of it changes."""
    with write(by) as tx:
        _close(tx, required(tx, survey_id, "close"))


def run_due(by: Actor) -> None:
    """Open what was scheduled, close what is over. One that cannot be opened becomes a draft again."""
    with read() as db:
        due, over = records.to_open(db), records.to_close(db)
    for survey_id in due:
        _open_due(survey_id, by)
    for survey_id in over:
        with suppress(Refused):  # somebody closed it meanwhile
            close(survey_id, by)


def _open_due(survey_id: int, by: Actor) -> None:
    with write(by) as tx:
        if survey_id not in records.to_open(tx):  # put off, opened or discarded meanwhile
            return
        try:
            _open(tx, required(tx, survey_id, "open"))
        except Refused:
            unschedule(survey_id, by)


def remind(survey_id: int, by: Actor) -> None:
    """Remind who has not taken part; at most once in a day."""
    with write(by) as tx:
        found = required(tx, survey_id, "remind")
        today = clock.today().isoformat()
        if found.past or found.reminded_on == today:
            raise Refused(_("They were reminded today already, or its last day is over."), "")
        tx.update("surveys", survey_id, reminded_on=today)
        outbox.add(tx, TELL, f"survey:{survey_id}:remind:{today}", survey_id=survey_id, event=REMINDER)
        audit.record(tx, "survey.reminded", "surveys", survey_id)


def tell(survey_id: int, event: str, key: str, progress: Callable[[int, int], None]) -> None:
    """Tell those whom it asks, some hundreds at a time; the same key tells nobody twice."""
    after, done = 0, 0
    while True:
        with write(WORKER) as tx:
            found = records.survey(tx, survey_id)
            if found is None or found.state != "open":
                return
            some = records_marks.to_tell(tx, survey_id, after, AT_ONCE, open_only=event == REMINDER)
            tell_many(tx, event, [_telling(found, f"{key}:{person}", person, home) for person, home in some])
        if not some:
            return
        after, done = some[-1][0], done + len(some)
        progress(done, done)


def _open(tx: Tx, found: Survey) -> None:
    _check(tx, found)
    if found.past:
        raise Refused(_("Its last day is over. Change the day first."), "")
    people, homes = asked.people(tx, found), asked.homes(tx, found)
    audience.fix(tx, found.audience_id)
    records_marks.ask(tx, found, people, homes)
    tx.update("surveys", found.id, opened_at=clock.stamp(), opened_by=tx.by.name)
    outbox.add(tx, TELL, f"survey:{found.id}:open", survey_id=found.id, event=OPENED)
    audit.record(tx, "survey.opened", "surveys", found.id)


def _check(tx: Tx, found: Survey) -> None:
    wrong = faults(found.questions, anonymous=bool(found.anonymous))
    if wrong:
        raise Refused(" ".join(words.fault(*one) for one in wrong), "")
    if not asked.homes(tx, found) and not asked.people(tx, found):
        raise Refused(_("Say first whom it is for."), "")


def _close(tx: Tx, found: Survey) -> None:
    if found.anonymous:
        records_sheets.put(tx, found.id, Drawn(sorted(records_sheets.pool(tx, found.id)), []))
    records_answers.drop_drafts(tx, found.id)
    tx.update("surveys", found.id, closed_at=clock.stamp(), closed_by=tx.by.name)
    audit.record(tx, "survey.closed", "surveys", found.id)
    signals.tell(tx, f"survey-{found.id}")


def _telling(found: Survey, key: str, person_id: int, home_id: int) -> Telling:
    return Telling(
        key,
        {"title": found.title},
        person_id=person_id,
        home_id=home_id,
        link=f"/my/surveys/{found.id}",
    )
