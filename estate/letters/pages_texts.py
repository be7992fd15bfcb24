"""The texts of letters: what holds, writing them anew, going back to what is delivered."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import LETTER_TEXTS_EDIT
from estate.data import read
from estate.i18n import LOCALES
from estate.i18n import gettext as _
from estate.letters import actions_texts, words
from estate.letters.forms import TextForm
from estate.letters.texts import Text, text
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.forms import one_line


@get("/letters/texts", permission=LETTER_TEXTS_EDIT)
def list_texts() -> Response:
    """Each kind in each language."""
    with read() as db:
        found = [text(db, kind, locale) for kind in words.KINDS for locale in LOCALES]
    return page("letters/texts.html", texts=found, words=words)


@get("/letters/texts/{kind:str}/{locale:str}", permission=LETTER_TEXTS_EDIT)
def edit_text(kind: str, locale: str) -> Response:
    found = _text(kind, locale)
    return _form_page(found, TextForm(data=found._asdict()))


@post("/letters/texts/{kind:str}/{locale:str}", permission=LETTER_TEXTS_EDIT)
def change_text(kind: str, locale: str, posted: Posted, me: Me) -> Response:
    found = _text(kind, locale)
    if posted.get("restore"):
        actions_texts.restore(kind, locale, me)
        return redirect(f"/letters/texts/{kind}/{locale}", toast=_("The delivered text holds again"))
    form = TextForm(posted)
    if form.validate():
        wanted = Text(
            kind,
            locale,
            str(form.title.data),
            _lines(form.opening.data),
            _lines(form.closing.data),
            int(form.days.data or 1),
        )
        try:
            actions_texts.change(wanted, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/letters/texts", toast=_("Saved"))
    return _form_page(found, form, status=422)


def _lines(typed: str | None) -> str:
    return "\n".join(one_line(line) or "" for line in str(typed or "").splitlines()).strip()


def _text(kind: str, locale: str) -> Text:
    if kind not in words.KINDS or locale not in LOCALES:
        raise NotFoundException
    with read() as db:
        return text(db, kind, locale)


def _form_page(found: Text, form: TextForm, status: int = 200) -> Response:
    return page("letters/text.html", text=found, form=form, words=words, status=status)


ROUTES = [list_texts, edit_text, change_text]
