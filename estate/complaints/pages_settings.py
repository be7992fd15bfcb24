"""What the office decides about complaints: its clocks and kinds."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import COMPLAINTS_MANAGE
from estate.complaints import actions_settings, records, words
from estate.complaints.forms import CategoryForm, SettingsForm
from estate.complaints.records import Settings
from estate.data import read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


@get("/complaints/settings", permission=COMPLAINTS_MANAGE)
def show_settings() -> Response:
    with read() as db:
        now = records.settings(db)
    return _page(SettingsForm(data=now._asdict()), CategoryForm())


@post("/complaints/settings", permission=COMPLAINTS_MANAGE)
def change_settings(posted: Posted, me: Me) -> Response:
    form = SettingsForm(posted)
    if form.validate():
        counts = {name: int(form[name].data or 0) for name in Settings._fields if name != "reveal"}
        wanted = Settings(**counts, reveal=str(form.reveal.data))
        try:
            actions_settings.change(wanted, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/complaints/settings", toast=_("Saved"))
    return _page(form, CategoryForm(), status=422)


@post("/complaints/kinds", permission=COMPLAINTS_MANAGE)
def add_kind(posted: Posted, me: Me) -> Response:
    """A kind of the office's own."""
    form = CategoryForm(posted)
    if form.validate():
        actions_settings.add_category(str(form.name.data), me)
        return redirect("/complaints/settings", toast=_("Saved"))
    with read() as db:
        now = records.settings(db)
    return _page(SettingsForm(data=now._asdict()), form, status=422)


@post("/complaints/kinds/{code:str}", permission=COMPLAINTS_MANAGE)
def change_kind(code: str, posted: Posted, me: Me) -> Response:
    """Call a kind otherwise, hide it or offer it again."""
    try:
        if posted.get("hide") in ("yes", "no"):
            actions_settings.hide_category(code, hidden=posted.get("hide") == "yes", by=me)
        else:
            actions_settings.rename_category(code, posted.get("name")[:30], me)
    except LookupError as error:
        raise NotFoundException from error
    return redirect("/complaints/settings", toast=_("Saved"))


def _page(form: SettingsForm, kind: CategoryForm, status: int = 200) -> Response:
    with read() as db:
        kinds = records.categories(db, retired=True)
    return page("complaints/settings.html", form=form, kind=kind, kinds=kinds, words=words, status=status)


ROUTES = [show_settings, change_settings, add_kind, change_kind]
