"""From opening on: at once or at a time, the last day, reminding, who has taken part, closing."""

from estate.access.me import Me
from estate.access.permissions import SURVEYS_EDIT, SURVEYS_READ
from estate.data import read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.surveys import actions_running, records, records_marks, words
from estate.surveys.forms import EndForm, OpenForm
from estate.surveys.shown import required, survey_page
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.page import existing


@post("/surveys/{survey_id:int}/opening", permission=SURVEYS_EDIT)
def open_survey(survey_id: int, me: Me) -> Response:
    """Open it now."""
    required(survey_id)
    actions_running.open_now(survey_id, me)
    return redirect(f"/surveys/{survey_id}", toast=_("Open: everybody whom it asks is being told"))


@post("/surveys/{survey_id:int}/schedule", permission=SURVEYS_EDIT)
def schedule_survey(survey_id: int, posted: Posted, me: Me) -> Response:
    """Have it opened at a time."""
    required(survey_id)
    form = OpenForm(posted)
    if form.validate():
        try:
            actions_running.schedule(survey_id, form.at(), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/surveys/{survey_id}", toast=_("Scheduled"))
    return survey_page(survey_id, opens=form)


@post("/surveys/{survey_id:int}/unscheduling", permission=SURVEYS_EDIT)
def unschedule_survey(survey_id: int, me: Me) -> Response:
    required(survey_id)
    actions_running.unschedule(survey_id, me)
    return redirect(f"/surveys/{survey_id}", toast=_("It is a draft again"))


@post("/surveys/{survey_id:int}/end", permission=SURVEYS_EDIT)
def move_end(survey_id: int, posted: Posted, me: Me) -> Response:
    """Set another last day."""
    required(survey_id)
    form = EndForm(posted)
    if not form.validate():
        return survey_page(survey_id, end=form)
    day = form.closes_on.data.isoformat() if form.closes_on.data else None
    actions_running.move_end(survey_id, day, me)
    return redirect(f"/surveys/{survey_id}", toast=_("Saved"))


@post("/surveys/{survey_id:int}/closing", permission=SURVEYS_EDIT)
def close_survey(survey_id: int, me: Me) -> Response:
    """Take no more answers."""
    required(survey_id)
    actions_running.close(survey_id, me)
    return redirect(f"/surveys/{survey_id}/results", toast=_("Closed to answers"))


@post("/surveys/{survey_id:int}/reminders", permission=SURVEYS_EDIT)
def remind(survey_id: int, me: Me) -> Response:
    """Remind who has not taken part."""
    required(survey_id)
    actions_running.remind(survey_id, me)
    return redirect(f"/surveys/{survey_id}", toast=_("They are being reminded"))


@get("/surveys/{survey_id:int}/marks", permission=SURVEYS_READ)
def list_marks(survey_id: int, asked: Posted) -> Response:
    """Whom it asks and who has taken part."""
    found, number = required(survey_id), asked.whole("page") or 1
    existing(found.opened_at)
    with read() as db:
        marks, total = records_marks.listed(db, survey_id, asked.get("who"), number)
        turnout = records_marks.turnout(db, survey_id)
    return page(
        "surveys/marks.html",
        survey=found,
        marks=marks,
        turnout=turnout,
        total=total,
        number=number,
        pages=max(1, -(-total // records.PAGE)),
        words=words,
    )


ROUTES = [
    open_survey,
    schedule_survey,
    unschedule_survey,
    move_end,
    close_survey,
    remind,
    list_marks,
]
