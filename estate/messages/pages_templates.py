"""Texts of events: the list, one in a language with its variables and versions, a preview on a real home."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import MESSAGES_EDIT
from estate.data import read
from estate.i18n import LOCALES
from estate.i18n import gettext as _
from estate.messages import actions_templates, events, records, records_templates, words
from estate.messages.event import Event
from estate.messages.forms import TemplateForm
from estate.messages.preview import preview
from estate.messages.rendering import Rendered, template
from estate.messages.rules_text import renamed
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


@get("/messages/templates", permission=MESSAGES_EDIT)
def list_templates() -> Response:
    """Every event with its texts: the program's, or a version of the office's own."""
    with read() as db:
        own = records_templates.own_texts(db)
    return page("messages/templates.html", events=events.ALL, own=own, words=words)


@get("/messages/templates/{event:str}/{language:str}", permission=MESSAGES_EDIT)
def show_template(event: str, language: str, asked: Posted) -> Response:
    kind = _event(event, language)
    with read() as db:
        now = template(db, kind, language)
    names = events.labels(kind, language)
    form = TemplateForm(
        subject=renamed(now.subject, names), text=renamed(now.text, names), short=renamed(now.short, names)
    )
    return _page(kind, language, form, asked.get("home"))


@post("/messages/templates/{event:str}/{language:str}", permission=MESSAGES_EDIT)
def save_template(event: str, language: str, posted: Posted, me: Me) -> Response:
    """Keep the text as the next version, or only show what it would read like."""
    kind, form = _event(event, language), TemplateForm(posted)
    home = posted.get("home").strip()
    if not form.validate():
        return _page(kind, language, form, home, status=422)
    try:
        actions_templates.check(kind, _texts(kind, language, form))
        if posted.get("act") == "preview":
            return _page(kind, language, form, home)
        version = actions_templates.save(event, language, _texts(kind, language, form), me)
    except Refused as refused:
        form.refuse(refused)
        return _page(kind, language, form, home, status=422)
    kept = _("Version %(number)s is in use from now on", number=version) if version else _("Nothing changed")
    return redirect(f"/messages/templates/{event}/{language}", toast=kept)


@post("/messages/templates/{event:str}/{language:str}/built-in", permission=MESSAGES_EDIT)
def use_built_in(event: str, language: str, me: Me) -> Response:
    """Back to the text that comes with the program."""
    _event(event, language)
    actions_templates.back_to_built_in(event, language, me)
    return redirect(f"/messages/templates/{event}/{language}", toast=_("The program's text is in use again"))


def _page(event: Event, language: str, form: TemplateForm, home: str, status: int = 200) -> Response:
    names = events.labels(event, language)
    with read() as db:
        versions = records_templates.versions(db, event.code, language)
        own = records.texts(db, event.code, language) is not None
        shown = None
        if not form.errors:
            shown = preview(db, event, language, _texts(event, language, form), home)
    return page(
        "messages/template.html",
        event=event,
        language=language,
        languages=[one for one in LOCALES if one != language],
        form=form,
        home=home,
        no_home=bool(home) and shown is None and not form.errors,
        shown=shown,
        own=own,
        versions=[one._replace(subject=renamed(one.subject, names)) for one in versions],
        variables=[
            (names[name], variable.meaning) for name, variable in events.known_variables(event).items()
        ],
        words=words,
        status=status,
    )


def _texts(event: Event, language: str, form: TemplateForm) -> Rendered:
    """What was typed, with the variables by their own names."""
    names = {label: name for name, label in events.labels(event, language).items()}
    typed = (str(field.data).replace("\r\n", "\n").strip() for field in (form.subject, form.text, form.short))
    return Rendered(*(renamed(text, names) for text in typed))


def _event(code: str, language: str) -> Event:
    if code not in events.EVENTS or language not in LOCALES:
        raise NotFoundException
    return events.EVENTS[code]


ROUTES = [list_templates, show_template, save_template, use_built_in]
