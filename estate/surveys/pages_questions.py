"""The questions of a draft: adding, changing, their order, where answers lead; and filling it in as a trial."""

from estate.access.me import Me
from estate.access.permissions import SURVEYS_EDIT, SURVEYS_READ
from estate.data import read
from estate.data.edits import Overtaken
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.surveys import actions, filling, words
from estate.surveys.forms import QuestionForm, goals
from estate.surveys.records import Survey
from estate.surveys.rules import END, KINDS, Question, without_photos, written
from estate.surveys.rules_state import ACTS
from estate.surveys.shown import required
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.page import existing


@get("/surveys/{survey_id:int}/questions/new", permission=SURVEYS_EDIT)
def new_question(survey_id: int, asked: Posted) -> Response:
    """A further question of a kind (?kind=)."""
    found = required(survey_id)
    kind = asked.get("kind") if asked.get("kind") in KINDS else KINDS[0]
    form = QuestionForm(kind=kind, goals=_goals(found, 0), scale_from=1, scale_to=5)
    return _question_page(found, form, 0)


@get("/surveys/{survey_id:int}/questions/{number:int}", permission=SURVEYS_EDIT)
def edit_question(survey_id: int, number: int) -> Response:
    with read() as db:
        seen = actions.QUESTIONS.last(db, survey_id)
    found = required(survey_id)
    question = existing(_question(found, number))
    given = _typed(question) | {"seen": seen}
    form = QuestionForm(data=given, kind=question.kind, goals=_goals(found, number))
    return _question_page(found, form, number)


@post("/surveys/{survey_id:int}/questions/{number:int}", permission=SURVEYS_EDIT)
def put_question(survey_id: int, number: int, posted: Posted, me: Me) -> Response:
    """Keep a question; number 0 is a further one."""
    found = required(survey_id)
    before = _question(found, number)
    kind = before.kind if before else posted.get("kind")
    form = QuestionForm(posted, kind=kind if kind in KINDS else KINDS[0], goals=_goals(found, number))
    if form.validate():
        try:
            kept = actions.put_question(survey_id, number, form.question(posted, before), me, form.seen_at())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/surveys/{survey_id}#question-{kept}", toast=_("Question kept"))
    return _question_page(found, form, number, status=422)


@post("/surveys/{survey_id:int}/questions/{number:int}/removal", permission=SURVEYS_EDIT)
def drop_question(survey_id: int, number: int, posted: Posted, me: Me) -> Response:
    existing(_question(required(survey_id), number))
    try:
        actions.drop_question(survey_id, number, me, posted.whole("seen"))
    except Overtaken as refused:
        return redirect(f"/surveys/{survey_id}#questions", toast=refused.message)
    return redirect(f"/surveys/{survey_id}#questions", toast=_("Question taken out"))


@post("/surveys/{survey_id:int}/questions/{number:int}/lift", permission=SURVEYS_EDIT)
def lift_question(survey_id: int, number: int, posted: Posted, me: Me) -> Response:
    """One place further up."""
    existing(_question(required(survey_id), number))
    try:
        actions.lift_question(survey_id, number, me, posted.whole("seen"))
    except Overtaken as refused:
        return redirect(f"/surveys/{survey_id}#questions", toast=refused.message)
    return redirect(f"/surveys/{survey_id}#question-{max(number - 1, 1)}")


@get("/surveys/{survey_id:int}/trial", permission=SURVEYS_READ)
def begin_trial(survey_id: int) -> Response:
    """Fill it in as who is asked will see it; nothing is kept."""
    found = _tried(survey_id)
    return _trial_page(found, filling.step(found, {}, 1, carried="{}"))


@post("/surveys/{survey_id:int}/trial", permission=SURVEYS_READ)
def go_on_trial(survey_id: int, posted: Posted) -> Response:
    found = _tried(survey_id)
    moved = filling.move(found, filling.carried(posted), posted, trial=True)
    if moved.send:
        return redirect(f"/surveys/{survey_id}", toast=_("That was the trial: nothing was kept"))
    step = filling.step(found, moved.answers, moved.number, moved.error, written(moved.answers)).typed(posted)
    lines = filling.lines(found, moved.answers) if step.number == END else []
    return _trial_page(found, step, lines, status=422 if moved.error else 200)


def _tried(survey_id: int) -> Survey:
    """The survey as a trial asks it: photos are not kept, so none is needed."""
    found = required(survey_id)
    return found._replace(asked=written(without_photos(found.questions)))


def _trial_page(
    found: Survey, step: filling.Step, lines: list[filling.Line] | None = None, status: int = 200
) -> Response:
    return page(
        "surveys/trial.html",
        survey=found,
        step=step,
        lines=lines or [],
        action=f"/surveys/{found.id}/trial",
        home_id=0,
        words=words,
        status=status,
    )


def _question_page(found: Survey, form: QuestionForm, number: int, status: int = 200) -> Response:
    if "edit" not in ACTS[found.state]:
        return redirect(f"/surveys/{found.id}")
    return page(
        "surveys/question.html",
        survey=found,
        form=form,
        number=number,
        question=_question(found, number),
        goals=_goals(found, number),
        words=words,
        status=status,
    )


def _question(found: Survey, number: int) -> Question | None:
    return found.questions[number - 1] if 1 <= number <= len(found.questions) else None


def _goals(found: Survey, number: int) -> list[tuple[int, str]]:
    count = len(found.questions)
    return goals(count, number or count + 1)


def _typed(question: Question) -> dict[str, object]:
    """The form as it was filled in."""
    return {
        "text": question.text,
        "hint": question.hint,
        "required": question.required,
        "options": "\n".join(one.label for one in question.options),
        "other": question.other,
        "least": question.least or None,
        "most": question.most or None,
        "scale_from": question.least,
        "scale_to": question.most,
        "low": question.low,
        "high": question.high,
        "goes_to": question.goes_to,
    }


ROUTES = [new_question, edit_question, put_question, drop_question, lift_question, begin_trial, go_on_trial]
