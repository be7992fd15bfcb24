"""Zones: parts of the community with a name of their own."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import HOMES_EDIT, HOMES_READ
from estate.community import actions, actions_places, queries
from estate.community.forms import ZoneForm
from estate.data import read, write
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


@get("/zones", permission=HOMES_READ)
def list_zones() -> Response:
    with read() as db:
        return page("community/zones.html", zones=queries.zones(db), form=ZoneForm(), renamed=None)


@post("/zones", permission=HOMES_EDIT)
def create_zone(posted: Posted, me: Me) -> Response:
    form = ZoneForm(posted)
    if not form.validate():
        return _zones_page(form, None)
    with write(me) as tx:
        actions.add_zone(tx, form.name.data or "")
    return redirect("/zones", toast=_("Saved"))


@post("/zones/{zone_id:int}", permission=HOMES_EDIT)
def rename_zone(zone_id: int, posted: Posted, me: Me) -> Response:
    form = ZoneForm(posted)
    with read() as db:
        if zone_id not in {zone.id for zone in queries.zones(db)}:
            raise NotFoundException
    if not form.validate():
        return _zones_page(form, zone_id)
    try:
        actions_places.rename_zone(zone_id, form.name.data or "", by=me)
    except Refused as refused:
        form.refuse(refused)
        return _zones_page(form, zone_id)
    return redirect("/zones", toast=_("Saved"))


@post("/zones/{zone_id:int}/removal", permission=HOMES_EDIT)
def remove_zone(zone_id: int, me: Me) -> Response:
    actions_places.remove_zone(zone_id, by=me)
    return redirect("/zones", toast=_("Zone deleted"))


def _zones_page(form: ZoneForm, renamed: int | None) -> Response:
    with read() as db:
        return page("community/zones.html", zones=queries.zones(db), form=form, renamed=renamed, status=422)


ROUTES = [list_zones, create_zone, rename_zone, remove_zone]
