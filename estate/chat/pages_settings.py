"""Prepared answers and the minutes and days of chat."""

from estate.access.me import Me
from estate.access.permissions import CHAT_READ, CHAT_SETTINGS
from estate.chat import actions_settings, records, records_answers, words
from estate.chat.forms import AnswerForm, SettingsForm
from estate.chat.rules_words import VARIABLES
from estate.data import read
from estate.i18n import gettext as _
from estate.i18n import locale
from estate.refusal import Refused
from estate.web import Posted, Response, existing, get, page, post, redirect


@get("/chat/answers", permission=CHAT_READ)
def list_answers(asked: Posted) -> Response:
    """Prepared answers, searched, and how chat works."""
    with read() as db:
        found = records_answers.answers(db, asked.get("q").strip()[:60])
        seen = actions_settings.SETTINGS.last(db, 1)
        form = SettingsForm(data=records.settings(db)._asdict() | {"seen": seen})
    return page("chat/answers.html", answers=found, form=form)


@get("/chat/answers/new", permission=CHAT_SETTINGS)
def new_answer() -> Response:
    return _answer_page(AnswerForm(), None)


@post("/chat/answers", permission=CHAT_SETTINGS)
def create_answer(posted: Posted, me: Me) -> Response:
    return _keep(AnswerForm(posted), None, me)


@get("/chat/answers/{answer_id:int}", permission=CHAT_SETTINGS)
def edit_answer(answer_id: int) -> Response:
    with read() as db:
        seen = actions_settings.EDITS.last(db, answer_id)
        found = existing(records_answers.answer(db, answer_id))
    return _answer_page(AnswerForm(data=found._asdict() | {"seen": seen}), answer_id)


@post("/chat/answers/{answer_id:int}", permission=CHAT_SETTINGS)
def change_answer(answer_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        existing(records_answers.answer(db, answer_id))
    return _keep(AnswerForm(posted), answer_id, me)


@post("/chat/answers/{answer_id:int}/retirement", permission=CHAT_SETTINGS)
def retire_answer(answer_id: int, me: Me) -> Response:
    with read() as db:
        existing(records_answers.answer(db, answer_id))
    actions_settings.retire_answer(answer_id, me)
    return redirect("/chat/answers", toast=_("Taken out of use"))


@post("/chat/settings", permission=CHAT_SETTINGS)
def save_settings(posted: Posted, me: Me) -> Response:
    form = SettingsForm(posted)
    if form.validate():
        try:
            actions_settings.change_settings(form.settings(), me, form.seen_at())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/chat/answers", toast=_("Saved"))
    with read() as db:
        found = records_answers.answers(db)
    return page("chat/answers.html", answers=found, form=form, status=422)


def _keep(form: AnswerForm, answer_id: int | None, me: Me) -> Response:
    if form.validate():
        try:
            actions_settings.keep_answer(
                answer_id, str(form.title.data), str(form.text.data), me, form.seen_at()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/chat/answers", toast=_("Saved"))
    return _answer_page(form, answer_id, status=422)


def _answer_page(form: AnswerForm, answer_id: int | None, status: int = 200) -> Response:
    chinese = locale() == "zh_CN"
    variables = [
        {"name": word if chinese else name, "meaning": words.VARIABLE_MEANINGS[name]}
        for name, word in VARIABLES.items()
    ]
    return page("chat/answer.html", form=form, answer_id=answer_id, variables=variables, status=status)


ROUTES = [
    list_answers,
    new_answer,
    create_answer,
    edit_answer,
    change_answer,
    retire_answer,
    save_settings,
]
