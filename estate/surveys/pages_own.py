"""Surveys as those meet them whom they ask: the list, one question a page, the look at all answers, handing in."""

from typing import NamedTuple

from litestar import Response as LitestarResponse
from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import OWN_HOME
from estate.data import files, read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.surveys import actions_answers, filling, queries, records, records_answers, records_marks, words
from estate.surveys.records import Survey
from estate.surveys.records_answers import Answer
from estate.surveys.records_marks import Mark
from estate.surveys.rules import END, Given, written
from estate.web import Posted, Response, current, get, page, post, redirect


class Mine(NamedTuple):
    """A survey that asks somebody. given: what they answered themselves; draft: what they have filled in so far."""

    survey: Survey
    mark: Mark
    given: Answer | None
    draft: dict[int, Given]

    @property
    def may_change(self) -> bool:
        return bool(self.survey.may_change and self.given and self.mark.done == 1 and not self.survey.past)

    @property
    def filling(self) -> bool:
        """Whether the questions are open to them now."""
        return not self.survey.past and (not self.mark.done or (self.may_change and bool(self.draft)))

    @property
    def address(self) -> str:
        return f"/my/surveys/{self.survey.id}?home={self.mark.home_id}"


@get("/my/surveys", permission=OWN_HOME)
def list_own(me: Me) -> Response:
    """What waits for an answer, and what was."""
    with read() as db:
        found = queries.own(db, me)
    return page("surveys/own_list.html", surveys=found)


@get("/my/surveys/{survey_id:int}", permission=OWN_HOME)
def show_own(survey_id: int, me: Me, asked: Posted) -> Response:
    """What it is about and what is kept of an answer; with ?at= a question of it."""
    mine = _mine(survey_id, asked.whole("home"), me)
    if not asked.get("at") or not mine.filling:
        return page("surveys/own.html", mine=mine, lines=_given_lines(mine), words=words)
    number = END if asked.get("at") == "end" else asked.whole("at") or 0
    carried = "{}" if mine.survey.anonymous else ""
    return _step_page(mine, mine.draft, filling.step(mine.survey, mine.draft, number, carried=carried))


@post("/my/surveys/{survey_id:int}", permission=OWN_HOME)
def fill_in(survey_id: int, posted: Posted, me: Me) -> Response:
    """Take the answer of one page and go on, or hand in. By name it is kept as a draft; else the page takes it along."""
    mine = _mine(survey_id, posted.whole("home"), me)
    if not mine.filling:
        return redirect(mine.address)
    survey = mine.survey
    before = filling.carried(posted) if survey.anonymous else mine.draft
    try:
        moved = filling.move(survey, before, posted)
    except Refused as refused:  # a photo that cannot be read
        step = filling.step(survey, before, posted.whole("at") or 1)
        return _step_page(mine, before, step._replace(error=refused.message), status=422)
    if moved.send:
        actions_answers.answer(survey_id, mine.mark.home_id, moved.answers, me)
        return redirect(mine.address, toast=_("Handed in, thank you"))
    if not survey.anonymous:
        actions_answers.keep_draft(survey_id, mine.mark.home_id, moved.answers, me)
        if not moved.error:
            return redirect(f"{mine.address}&at={'end' if moved.number == END else moved.number}")
    carried = written(moved.answers) if survey.anonymous else ""
    step = filling.step(survey, moved.answers, moved.number, moved.error, carried).typed(posted)
    return _step_page(mine, moved.answers, step, status=422 if moved.error else 200)


@post("/my/surveys/{survey_id:int}/change", permission=OWN_HOME)
def change_own(survey_id: int, posted: Posted, me: Me) -> Response:
    """Begin to answer anew, with the earlier answers filled in."""
    mine = _mine(survey_id, posted.whole("home"), me)
    if mine.may_change and mine.given:
        actions_answers.keep_draft(survey_id, mine.mark.home_id, mine.given.answers, me)
        return redirect(f"{mine.address}&at=1")
    return redirect(mine.address)


@get("/my/surveys/{survey_id:int}/photos/{name:str}/file", permission=OWN_HOME)
def show_own_photo(survey_id: int, name: str, me: Me, asked: Posted) -> Response:
    """A photo of one's own answer or draft."""
    mine = _mine(survey_id, asked.whole("home"), me)
    answers = [*mine.draft.values(), *(mine.given.answers.values() if mine.given else ())]
    if not any(name in one.photos for one in answers):
        raise NotFoundException
    return photo(name)


def photo(name: str) -> Response:
    """A kept photo, by the hash of its content."""
    return LitestarResponse(files.path_of(name).read_bytes(), media_type="image/jpeg")


def _mine(survey_id: int, home_id: int | None, me: Me) -> Mine:
    """The survey as it asks somebody; not found where it does not. Of several homes the one named, else what waits."""
    with read() as db:
        survey = records.survey(db, survey_id)
        marks = records_marks.own(db, survey_id, me.person_id or 0)
        chosen = [one for one in marks if home_id in (None, one.home_id)]
        if survey is None or not survey.opened_at or not chosen:
            raise NotFoundException
        mark = min(chosen, key=lambda one: bool(one.done))
        given, draft = None, dict[int, Given]()
        if survey.anonymous:
            current().unlogged = True
        else:
            given = records_answers.answer(db, survey_id, mark.home_id, mark.person_id)
            draft = records_answers.draft(db, survey_id, me.account_id, mark.home_id)
    if given and given.account_id != me.account_id:
        given = None  # what another owner of the home answered is theirs
    return Mine(survey, mark, given, draft)


def _given_lines(mine: Mine) -> list[filling.Line]:
    return filling.lines(mine.survey, mine.given.answers) if mine.given else []


def _step_page(mine: Mine, answers: dict[int, Given], step: filling.Step, status: int = 200) -> Response:
    return page(
        "surveys/fill.html",
        survey=mine.survey,
        mine=mine,
        step=step,
        lines=filling.lines(mine.survey, answers) if step.number == END else [],
        action=f"/my/surveys/{mine.survey.id}",
        home_id=mine.mark.home_id,
        words=words,
        status=status,
    )


ROUTES = [list_own, show_own, fill_in, change_own, show_own_photo]
