"""The office's pages of surveys: the list, how one goes, its questions; the rest is in pages_running.py and others."""

import secrets
from datetime import date
from typing import Any

from estate.access.me import Me
from estate.access.permissions import SURVEYS_EDIT, SURVEYS_READ
from estate.audience import aiming
from estate.audience import queries as audiences
from estate.audience.aiming import Drafts
from estate.audience.choosing import HomesForm, PartForm
from estate.data import read
from estate.data.edits import Overtaken
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.surveys import (
    actions,
    models,
    pages_own,
    pages_paper,
    pages_questions,
    pages_results,
    pages_running,
    records,
    words,
)
from estate.surveys.forms import NewForm, SurveyForm
from estate.surveys.records import Survey
from estate.surveys.rules_state import ACTS
from estate.surveys.shown import required, survey_page
from estate.web import Posted, Response, get, page, post, redirect


@get("/surveys", permission=SURVEYS_READ)
def list_surveys(asked: Posted) -> Response:
    """Surveys, the latest first."""
    number, state = asked.whole("page") or 1, asked.get("state")
    with read() as db:
        found, total = records.listed(db, state, number)
        counts = records.state_counts(db)
    return page(
        "surveys/index.html",
        surveys=found,
        total=total,
        number=number,
        pages=max(1, -(-total // records.PAGE)),
        counts=counts,
        words=words,
    )


@get("/surveys/new", permission=SURVEYS_EDIT)
def new_survey(asked: Posted) -> Response:
    """Begin one: from nothing, from a questionnaire that comes with the program, from an earlier survey (?begin=)."""
    form = NewForm(key=secrets.token_urlsafe(16), begins=_begins(), begin=asked.get("begin"))
    model, earlier = models.model(asked.get("begin").removeprefix("model-")), _earlier(asked.get("begin"))
    if model:
        form.title.data, form.intro.data = model.title, model.intro
    elif earlier:
        given = _typed(earlier) | {"closes_on": None}
        form = NewForm(data=given | {"key": form.key.data, "begin": asked.get("begin")}, begins=_begins())
    return page("surveys/edit.html", form=form, survey=None)


@post("/surveys", permission=SURVEYS_EDIT)
def create_survey(posted: Posted, me: Me) -> Response:
    form = NewForm(posted, begins=_begins())
    if form.validate():
        begin, seen = str(form.begin.data), form.seen_at()
        try:
            made = actions.draft(form.draft(), str(form.key.data), me, begin=begin, seen=seen)
        except Overtaken as refused:
            form.refuse(refused)
        else:
            return redirect(f"/surveys/{made}", toast=_("Draft kept"))
    return page("surveys/edit.html", form=form, survey=None, status=422)


@get("/surveys/{survey_id:int}", permission=SURVEYS_READ)
def show_survey(survey_id: int) -> Response:
    """One survey: what it asks, whom, how many took part, what can be done."""
    return survey_page(survey_id)


@get("/surveys/{survey_id:int}/edit", permission=SURVEYS_EDIT)
def edit_survey(survey_id: int) -> Response:
    with read() as db:
        seen = actions.EDITS.last(db, survey_id)
    found = required(survey_id)
    if "edit" not in ACTS[found.state]:
        return redirect(f"/surveys/{survey_id}")
    return page("surveys/edit.html", form=SurveyForm(data=_typed(found) | {"seen": seen}), survey=found)


@post("/surveys/{survey_id:int}", permission=SURVEYS_EDIT)
def change_survey(survey_id: int, posted: Posted, me: Me) -> Response:
    found, form = required(survey_id), SurveyForm(posted)
    if form.validate():
        try:
            actions.change(survey_id, form.draft(), me, form.seen_at())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/surveys/{survey_id}", toast=_("Draft kept"))
    return page("surveys/edit.html", form=form, survey=found, status=422)


@post("/surveys/{survey_id:int}/discarding", permission=SURVEYS_EDIT)
def discard_survey(survey_id: int, me: Me) -> Response:
    required(survey_id)
    actions.discard(survey_id, me)
    return redirect("/surveys", toast=_("Draft thrown away"))


def _begins() -> list[tuple[str, str]]:
    with read() as db:
        earlier = records.earlier(db)
    return [
        ("", _("No questions yet")),
        *((f"model-{one.code}-{one.locale}", one.title) for one in models.offered()),
        *((f"survey-{survey_id}", _("As earlier: %(title)s", title=title)) for survey_id, title in earlier),
    ]


def _earlier(begin: str) -> Survey | None:
    kind, _dash, about = begin.partition("-")
    if kind != "survey" or not about.isascii() or not about.isdigit() or len(about) > 15:
        return None
    with read() as db:
        return records.survey(db, int(about))


def _typed(found: Survey) -> dict[str, Any]:
    """The form as it was filled in."""
    with read() as db:
        whom = audiences.whom(db, found.audience_id)
    return found._asdict() | {
        "whom": whom,
        "anonymous": bool(found.anonymous),
        "may_change": bool(found.may_change),
        "closes_on": date.fromisoformat(found.closes_on) if found.closes_on else None,
    }


def _show_aimed(
    survey_id: int, _me: Me, *, aim: PartForm | None = None, homes: HomesForm | None = None
) -> Response:
    return survey_page(survey_id, aim=aim, homes=homes)


WHOM = Drafts("/surveys", SURVEYS_EDIT, required, actions.aim, actions.unaim, _show_aimed)

ROUTES = [
    list_surveys,
    new_survey,
    create_survey,
    show_survey,
    edit_survey,
    change_survey,
    discard_survey,
    *pages_questions.ROUTES,
    *aiming.routes(WHOM),
    *pages_running.ROUTES,
    *pages_paper.ROUTES,
    *pages_results.ROUTES,
    *pages_own.ROUTES,
]
