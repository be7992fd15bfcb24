"""Visitors for the office: the register, and announcing one for a household that called."""

import secrets

from estate.access.me import Me
from estate.access.permissions import GATE_CHECK
from estate.community import queries_lists
from estate.data import clock, read
from estate.gate import (
    actions,
    pages_gate,
    pages_own,
    pages_own_permits,
    pages_parcels,
    pages_permits,
    pages_settings,
    queries,
    queries_people,
    words,
)
from estate.gate.actions import Visit
from estate.gate.forms import DeskVisitorForm
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


@get("/visitors", permission=GATE_CHECK)
def list_visitors(asked: Posted) -> Response:
    """The register, the latest first; of one home where asked."""
    number, home, wrong = asked.whole("page") or 1, asked.get("home").strip(), ""
    with read() as db:
        home_id = None
        try:
            home_id = queries_lists.home_meant(db, home)
        except Refused as refused:
            wrong = refused.message
        listed = queries.passes_page(db, home_id, asked.get("kind"), number)
        entered = queries.entered_on(db, clock.today().isoformat())
    return page(
        "gate/visitors.html",
        listed=listed,
        number=number,
        pages=max(1, -(-listed.total // queries.PAGE)),
        home=home,
        wrong=wrong,
        entered=entered,
        words=words,
    )


@get("/visitors/new", permission=GATE_CHECK)
def new_visitor(asked: Posted) -> Response:
    form = DeskVisitorForm(home=asked.get("home"), from_on=clock.today(), key=secrets.token_urlsafe(16))
    return page("gate/visitor_new.html", form=form)


@post("/visitors", permission=GATE_CHECK)
def announce_visitor(posted: Posted, me: Me) -> Response:
    """Announce one for a household; whoever answers for the home is told when the visitor comes."""
    form = DeskVisitorForm(posted)
    if form.validate():
        first, last = form.days()
        try:
            with read() as db:
                home_id = queries_lists.home_meant(db, str(form.home.data)) or 0
                person = next(iter(queries_people.household(db, home_id)), None)
            visit = Visit(
                home_id,
                first,
                last,
                int(form.uses.data),
                str(form.name.data or ""),
                str(form.plate.data or "").upper(),
                person,
            )
            pass_id = actions.announce(visit, form.key_for(f"visitor:{me.account_id}"), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/gate/passes/{pass_id}", toast=_("Announced at the gate"))
    return page("gate/visitor_new.html", form=form, status=422)


ROUTES = [
    list_visitors,
    new_visitor,
    announce_visitor,
    *pages_settings.ROUTES,
    *pages_gate.ROUTES,
    *pages_own.ROUTES,
    *pages_permits.ROUTES,
    *pages_own_permits.ROUTES,
    *pages_parcels.ROUTES,
]
