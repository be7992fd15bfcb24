"""The page of one survey, which the forms in it come back to."""

from datetime import date

from estate.audience import queries as audiences
from estate.audience.choosing import HomesForm, PartForm, choices
from estate.data import clock, read
from estate.jobs import outbox
from estate.surveys import actions, records, records_answers, records_marks, words
from estate.surveys.forms import CopiesForm, EndForm, OpenForm
from estate.surveys.records import Survey
from estate.surveys.rules import faults
from estate.surveys.rules_state import ACTS
from estate.web import Response, page
from estate.web.page import existing


def survey_page(
    survey_id: int,
    *,
    opens: OpenForm | None = None,
    end: EndForm | None = None,
    copies: CopiesForm | None = None,
    aim: PartForm | None = None,
    homes: HomesForm | None = None,
) -> Response:
    """The page of a survey; a form that was refused stands in it with what was typed."""
    with read() as db:
        seen = actions.QUESTIONS.last(db, survey_id)
    found = required(survey_id)
    with read() as db:
        audience = audiences.shown(db, found.audience_id)
        turnout = records_marks.turnout(db, survey_id)
        if not found.opened_at:
            turnout = turnout._replace(
                asked=getattr(audience.reach, "homes" if found.per == "home" else "people")
            )
        return page(
            "surveys/show.html",
            survey=found,
            acts=ACTS[found.state],
            questions=found.questions,
            seen=seen,
            faults=[words.fault(*one) for one in faults(found.questions, anonymous=bool(found.anonymous))],
            turnout=turnout,
            audience=audience,
            aim=aim or PartForm(targets=choices(db) if "edit" in ACTS[found.state] else []),
            homes=homes or HomesForm(),
            papers=records_answers.papers(db, survey_id),
            task=outbox.of_key(db, f"survey:{survey_id}:open"),
            opens=opens or OpenForm(day=clock.today(), clock="09:00"),
            end=end or EndForm(data={"closes_on": _day(found.closes_on)}),
            copies=copies or CopiesForm(),
            words=words,
            status=422 if any((opens, end, copies, aim, homes)) else 200,
        )


def required(survey_id: int) -> Survey:
    """The survey of an address; 404 when there is none."""
    with read() as db:
        return existing(records.survey(db, survey_id))


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
