"""What the office decides for the gate: days until reminders, how long names are kept."""

from estate.access.me import Me
from estate.access.permissions import GATE_MANAGE
from estate.data import read
from estate.gate import actions_settings, queries_settings
from estate.gate.forms import DaysForm
from estate.gate.queries_settings import Days
from estate.i18n import gettext as _
from estate.web import Posted, Response, get, page, post, redirect


@get("/visitors/settings", permission=GATE_MANAGE)
def show_settings() -> Response:
    with read() as db:
        now = queries_settings.days(db)
    return page("gate/settings.html", form=DaysForm(data=now._asdict()))


@post("/visitors/settings", permission=GATE_MANAGE)
def change_settings(posted: Posted, me: Me) -> Response:
    form = DaysForm(posted)
    if form.validate():
        actions_settings.change(Days(**{name: int(form[name].data or 0) for name in Days._fields}), me)
        return redirect("/visitors/settings", toast=_("Saved"))
    return page("gate/settings.html", form=form, status=422)


ROUTES = [show_settings, change_settings]
