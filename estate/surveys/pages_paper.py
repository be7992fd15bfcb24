"""The survey on paper: numbered sheets to print, and what comes back in them."""

import unicodedata

from estate.access.me import Me
from estate.access.permissions import SURVEYS_EDIT
from estate.community.rules import home_code
from estate.data import read
from estate.documents.answers import pdf
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.office.identity import identity
from estate.refusal import Refused
from estate.settings import Settings
from estate.surveys import actions_answers, paper, reading, records_answers, records_marks, words
from estate.surveys.forms import CopiesForm, HandedForm, PaperForm
from estate.surveys.records import Survey
from estate.surveys.records_marks import Mark
from estate.surveys.rules import NOTHING, Given, fault_of, faults_of, on_paper
from estate.surveys.shown import required, survey_page
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.lan import lan_url


@post("/surveys/{survey_id:int}/papers", permission=SURVEYS_EDIT)
def print_sheets(survey_id: int, posted: Posted, me: Me, settings: Settings) -> Response:
    """Some more numbered sheets, as a PDF."""
    found, form = required(survey_id), CopiesForm(posted)
    if not form.validate():
        return survey_page(survey_id, copies=form)
    copies = form.copies.data or 1
    first = actions_answers.print_sheets(survey_id, copies, me)
    with read() as db:
        office = identity(db)
    url = f"{lan_url(settings.port)}my/surveys/{survey_id}"
    with speaking(office.locale):
        made = paper.sheets(office, found, range(first, first + copies), url, practice=settings.practice)
    return pdf(made, f"survey-{survey_id}")


@get("/surveys/{survey_id:int}/entry", permission=SURVEYS_EDIT)
def new_entry(survey_id: int) -> Response:
    """Enter a sheet; of an anonymous survey who handed one in is noted apart."""
    return _entry_page(required(survey_id), PaperForm(), HandedForm(), {}, {})


@post("/surveys/{survey_id:int}/entry", permission=SURVEYS_EDIT)
def enter_sheet(survey_id: int, posted: Posted, me: Me) -> Response:
    found, form = required(survey_id), PaperForm(posted)
    given = reading.all_given(posted, found.questions, trial=True)  # a sheet has no photos
    questions = on_paper(found.questions)
    if form.validate():
        try:
            mark = (
                None
                if found.anonymous
                else _mark(found, str(form.home.data or ""), str(form.name.data or ""))
            )
            actions_answers.enter(survey_id, form.number.data or 0, given, me, mark)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/surveys/{survey_id}/entry", toast=_("Sheet %(n)s entered", n=form.number.data))
    wrong = {
        one: words.wrong(fault_of(questions[one - 1], given[one]), questions[one - 1])
        for one in faults_of(questions, given)
    }
    places = {one: reading.places(posted, one, question) for one, question in enumerate(questions, 1)}
    return _entry_page(found, form, HandedForm(), given, wrong, places, status=422)


@post("/surveys/{survey_id:int}/handed-in", permission=SURVEYS_EDIT)
def note_handed_in(survey_id: int, posted: Posted, me: Me) -> Response:
    """Note that a home or person has handed in an anonymous sheet."""
    found, form = required(survey_id), HandedForm(posted)
    if form.validate():
        try:
            mark = _mark(found, str(form.home.data or ""), str(form.name.data or ""))
            actions_answers.take_paper(survey_id, mark, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/surveys/{survey_id}/entry", toast=_("Noted: %(home)s", home=mark.home_code))
    return _entry_page(found, PaperForm(), form, {}, {}, status=422)


def _mark(found: Survey, typed: str, name: str) -> Mark:
    """Whose sheet it is, by home and, where people are asked, by name."""
    with read() as db:
        there = records_marks.of_home(db, found.id, _canonical(typed))
    if not there:
        raise Refused(_("The survey does not ask this home."), "home")
    named = [one for one in there if not one.person_id or one.name == name.strip()]
    if not named:
        asked = ", ".join(one.name for one in there)
        raise Refused(_("In this home it asks: %(names)s.", names=asked), "name")
    return named[0]


def _canonical(code: str) -> str:
    parts = unicodedata.normalize("NFKC", code).strip().split("-", 2)
    return home_code(*parts) if len(parts) == 3 else code


def _entry_page(
    found: Survey,
    form: PaperForm,
    handed: HandedForm,
    given: dict[int, Given],
    wrong: dict[int, str],
    places: dict[int, dict[int, int]] | None = None,
    status: int = 200,
) -> Response:
    if found.state != "open":
        return redirect(f"/surveys/{found.id}")
    with read() as db:
        entered = records_answers.papers(db, found.id)
        turnout = records_marks.turnout(db, found.id)
    return page(
        "surveys/entry.html",
        survey=found,
        form=form,
        handed=handed,
        given=given,
        nothing=NOTHING,
        wrong=wrong,
        places=places or {},
        entered=entered,
        turnout=turnout,
        words=words,
        status=status,
    )


ROUTES = [print_sheets, new_entry, enter_sheet, note_handed_in]
