"""What comes of a survey: live figures, tables across groups, who answered what where it was by name, exports."""

from litestar.exceptions import NotFoundException

from estate.access.permissions import SURVEYS_READ
from estate.data import read
from estate.surveys import records_answers, records_marks, results, words, workbook
from estate.surveys.filling import lines
from estate.surveys.pages_own import photo
from estate.surveys.records_marks import GROUPS
from estate.surveys.shown import required
from estate.web import Posted, Response, get, live, page
from estate.web.page import existing

live.hears("survey", lambda me, about: me.may(SURVEYS_READ))


@get("/surveys/{survey_id:int}/results", permission=SURVEYS_READ)
def show_results(survey_id: int, asked: Posted) -> Response:
    """How many took part, and each question's answers as bars with their table."""
    found = required(survey_id)
    existing(found.opened_at)
    with read() as db:
        shown = results.results(db, found)
        by = asked.get("by") if asked.get("by") in GROUPS else "building"
        turnouts = records_marks.turnout_by(db, survey_id, by)
    return page(
        "surveys/results.html",
        part="surveys/_results.html",
        survey=found,
        results=shown,
        turnouts=turnouts,
        by=by,
        bys=[one for one in GROUPS if one != "age" or found.per == "person"],
        groups=results.groups_of(found),
        words=words,
        live=live.url(f"survey-{survey_id}") if found.state == "open" else "",
    )


@get("/surveys/{survey_id:int}/results/{group:str}", permission=SURVEYS_READ)
def show_across(survey_id: int, group: str) -> Response:
    """Each question by building, entrance, use of the home or age."""
    found = required(survey_id)
    if not found.opened_at or group not in results.groups_of(found):
        raise NotFoundException
    with read() as db:
        tables = results.across(db, found, group)
    return page("surveys/across.html", survey=found, tables=tables, group=group, words=words)


@get("/surveys/{survey_id:int}/answers/{home_id:int}/{person_id:int}", permission=SURVEYS_READ)
def show_answer(survey_id: int, home_id: int, person_id: int) -> Response:
    """What one home or person answered by name."""
    found = required(survey_id)
    with read() as db:
        given = existing(records_answers.answer(db, survey_id, home_id, person_id))
    return page("surveys/answer.html", survey=found, answer=given, lines=lines(found, given.answers))


@get("/surveys/{survey_id:int}/photos/{name:str}", permission=SURVEYS_READ)
def show_photo(survey_id: int, name: str) -> Response:
    """A photo of an answer."""
    with read() as db:
        if not records_answers.has_photo(db, survey_id, name):
            raise NotFoundException
    return photo(name)


@get("/surveys/{survey_id:int}/export/{kind:str}", permission=SURVEYS_READ)
def export(survey_id: int, kind: str) -> Response:
    """The results as a spreadsheet (xlsx) or as text (csv)."""
    found = required(survey_id)
    if not found.opened_at or kind not in workbook.MEDIA:
        raise NotFoundException
    with read() as db:
        content = workbook.workbook(db, found) if kind == "xlsx" else workbook.text(db, found)
    response = Response(content, media_type=workbook.MEDIA[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="survey-{survey_id}.{kind}"'
    return response


ROUTES = [show_results, show_across, show_answer, show_photo, export]
