"""How the office hands out: by urgency, with exceptions by category."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import REPAIRS_ASSIGN, REPAIRS_SETTINGS
from estate.crew import actions_handing, records_handing, words
from estate.crew.forms_handing import DefaultsForm, ExceptionForm
from estate.crew.records_handing import Exceptional
from estate.data import read
from estate.i18n import gettext as _
from estate.repairs.words import CATEGORIES, URGENCIES
from estate.web import Posted, Response, get, page, post, redirect


@get("/crew/handing-out", permission=REPAIRS_ASSIGN)
def show_handing() -> Response:
    """By itself, proposed or from the pool; after how long in the pool it is told."""
    return _handing_page()


@post("/crew/handing-out", permission=REPAIRS_SETTINGS)
def save_defaults(posted: Posted, me: Me) -> Response:
    form = DefaultsForm(posted)
    if not form.validate():
        return _handing_page(defaults=form, status=422)
    for one in form.typed():
        actions_handing.set_default(one, me)
    return redirect("/crew/handing-out", toast=_("Saved"))


@post("/crew/handing-out/exceptions", permission=REPAIRS_SETTINGS)
def add_exception(posted: Posted, me: Me) -> Response:
    form = ExceptionForm(posted)
    if not form.validate():
        return _handing_page(exception=form, status=422)
    one = Exceptional(str(form.category.data), str(form.urgency.data), str(form.mode.data))
    actions_handing.set_exception(one, me)
    return redirect("/crew/handing-out", toast=_("Saved"))


@post("/crew/handing-out/exceptions/{category:str}/{urgency:str}/removal", permission=REPAIRS_SETTINGS)
def remove_exception(category: str, urgency: str, me: Me) -> Response:
    if category not in CATEGORIES or urgency not in URGENCIES:
        raise NotFoundException
    actions_handing.remove_exception(category, urgency, me)
    return redirect("/crew/handing-out", toast=_("Taken out"))


def _handing_page(
    *, defaults: DefaultsForm | None = None, exception: ExceptionForm | None = None, status: int = 200
) -> Response:
    with read() as db:
        known, exceptions = records_handing.defaults(db), records_handing.exceptions(db)
    return page(
        "crew/handing.html",
        defaults=defaults or DefaultsForm.of(known),
        exception=exception or ExceptionForm(),
        exceptions=exceptions,
        categories=CATEGORIES,
        urgencies=URGENCIES,
        words=words,
        status=status,
    )


ROUTES = [show_handing, save_defaults, add_exception, remove_exception]
