"""Visitors on an owner's phone: announce one, send the pass on, see when they came, cancel."""

import secrets

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import OWN_HOME
from estate.access.scopes import OwnHome, own_homes
from estate.data import clock, read
from estate.gate import actions, queries, queries_settings, words
from estate.gate.actions import Visit
from estate.gate.forms import VisitorForm
from estate.gate.queries import Pass
from estate.i18n import gettext as _
from estate.labels.house import house
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.lan import qr_svg


@get("/my/visitors", permission=OWN_HOME)
def list_own_visitors(me: Me) -> Response:
    """The visitors one announced."""
    with read() as db:
        return page(
            "gate/own_visitors.html",
            passes=queries.all_own(db, me),
            name_days=queries_settings.days(db).name_days,
            words=words,
        )


@get("/my/visitors/new", permission=OWN_HOME)
def new_own_visitor(me: Me) -> Response:
    with read() as db:
        homes = own_homes(db, me)
    return _new_page(VisitorForm(homes=homes, from_on=clock.today(), key=secrets.token_urlsafe(16)), homes)


@post("/my/visitors", permission=OWN_HOME)
def announce_own_visitor(posted: Posted, me: Me) -> Response:
    with read() as db:
        homes = own_homes(db, me)
    form = VisitorForm(posted, homes=homes)
    if form.validate():
        first, last = form.days()
        visit = Visit(
            int(form.where.data),
            first,
            last,
            int(form.uses.data),
            str(form.name.data or ""),
            str(form.plate.data or "").upper(),
            me.person_id,
        )
        try:
            pass_id = actions.announce(visit, form.key_for(f"visitor:{me.account_id}"), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/my/visitors/{pass_id}", toast=_("Announced at the gate"))
    return _new_page(form, homes, status=422)


@get("/my/visitors/{pass_id:int}", permission=OWN_HOME)
def show_own_visitor(pass_id: int, me: Me, settings: Settings) -> Response:
    """The number and the code to send on, and when they came."""
    found = _own(pass_id, me)
    with read() as db:
        home = house(db, settings.port)
        entries = queries.entries(db, pass_id)
    url = f"{home.url}/pass/{found.token}"
    return page(
        "gate/own_visitor.html",
        one=found,
        entries=entries,
        url=url,
        text=_("At the gate say %(code)s, or show this: %(url)s", code=found.spoken_code, url=url),
        qr=qr_svg(url),
        words=words,
    )


@post("/my/visitors/{pass_id:int}/cancelling", permission=OWN_HOME)
def cancel_own_visitor(pass_id: int, me: Me) -> Response:
    _own(pass_id, me)
    actions.cancel(pass_id, me)
    return redirect(f"/my/visitors/{pass_id}", toast=_("The pass opens nothing any more"))


def _new_page(form: VisitorForm, homes: list[OwnHome], status: int = 200) -> Response:
    with read() as db:
        name_days = queries_settings.days(db).name_days
    return page(
        "gate/own_visitor_new.html", form=form, homes_to_choose=len(homes), name_days=name_days, status=status
    )


def _own(pass_id: int, me: Me) -> Pass:
    with read() as db:
        found = queries.own(db, me, pass_id)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [list_own_visitors, new_own_visitor, announce_own_visitor, show_own_visitor, cancel_own_visitor]
