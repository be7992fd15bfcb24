"""What the office decides about repairs: its hours, the norms of each kind, days until signed off, the warranty."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import REPAIRS_SETTINGS
from estate.data import read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.repairs import actions_settings, records, words
from estate.repairs.forms import NormForm, SettingsForm
from estate.repairs.records import Settings
from estate.repairs.rules_clocks import Norm
from estate.web import Posted, Response, get, page, post, redirect


@get("/repairs/settings", permission=REPAIRS_SETTINGS)
def show_settings() -> Response:
    with read() as db:
        now = records.settings(db)
    return _settings_page(SettingsForm(data=now._asdict()))


@post("/repairs/settings", permission=REPAIRS_SETTINGS)
def change_settings(posted: Posted, me: Me) -> Response:
    form = SettingsForm(posted)
    if form.validate():
        opens, closes = form.opens.time(), form.closes.time()
        assert opens and closes, "the fields are checked"
        wanted = Settings(
            f"{opens:%H:%M}",
            f"{closes:%H:%M}",
            int(form.warn_percent.data or 0),
            int(form.sign_off_days.data or 0),
            int(form.warranty_days.data or 0),
        )
        try:
            actions_settings.change(wanted, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/repairs/settings", toast=_("Saved"))
    return _settings_page(form, status=422)


@get("/repairs/norms/{category:str}/{urgency:str}", permission=REPAIRS_SETTINGS)
def show_norm(category: str, urgency: str) -> Response:
    norm = _norm(category, urgency)
    return _norm_page(category, urgency, NormForm(data=norm._asdict()))


@post("/repairs/norms/{category:str}/{urgency:str}", permission=REPAIRS_SETTINGS)
def change_norm(category: str, urgency: str, posted: Posted, me: Me) -> Response:
    """Change one norm, or that of every category at this urgency. Orders that are reported keep theirs."""
    _norm(category, urgency)
    form = NormForm(posted)
    if form.validate():
        wanted = Norm(
            int(form.respond_min.data or 0),
            int(form.arrive_min.data or 0),
            int(form.complete_min.data or 0),
            bool(form.at_night.data),
        )
        every = bool(posted.get("every"))
        try:
            actions_settings.change_norm(list(words.CATEGORIES) if every else [category], urgency, wanted, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/repairs/settings", toast=_("Saved"))
    return _norm_page(category, urgency, form, status=422)


def _settings_page(form: SettingsForm, status: int = 200) -> Response:
    with read() as db:
        norms = {(one.category, one.urgency): one for one in records.norms(db)}
    return page("repairs/settings.html", form=form, norms=norms, words=words, status=status)


def _norm_page(category: str, urgency: str, form: NormForm, status: int = 200) -> Response:
    return page(
        "repairs/norm.html", category=category, urgency=urgency, form=form, words=words, status=status
    )


def _norm(category: str, urgency: str) -> Norm:
    with read() as db:
        try:
            return records.norm(db, category, urgency)
        except LookupError as error:
            raise NotFoundException from error


ROUTES = [show_settings, change_settings, show_norm, change_norm]
