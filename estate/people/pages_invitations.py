"""Invite owners and tenants: one slip, or the slips of a whole building; withdraw what is under way."""

from litestar.exceptions import NotFoundException

from estate.access.invitations import spaced
from estate.access.me import Me
from estate.access.permissions import PEOPLE_INVITE
from estate.data import read
from estate.i18n import gettext as _
from estate.people import actions_invitations, queries, records, records_lists
from estate.people.actions_invitations import Slip
from estate.people.rules import LIVING
from estate.settings import Settings
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.lan import lan_url, qr_svg


@post("/people/{person_id:int}/invitation", permission=PEOPLE_INVITE)
def invite(person_id: int, me: Me, settings: Settings) -> Response:
    """One slip, shown once: the code cannot be looked up later, but a new one can be made."""
    with read() as db:
        person, homes = records.person(db, person_id), queries.homes_of(db, person_id)
    if person is None:
        raise NotFoundException
    code = actions_invitations.invite(person_id, by=me)
    codes = _(", ").join(dict.fromkeys(one.home_code for one in homes if one.role in LIVING))
    return _slips([Slip(person_id, person.name, codes, code)], f"/people/{person_id}", settings)


@post("/people/{person_id:int}/invitation/withdrawal", permission=PEOPLE_INVITE)
def withdraw(person_id: int, me: Me) -> Response:
    actions_invitations.withdraw(person_id, by=me)
    return redirect(f"/people/{person_id}", toast=_("Invitation withdrawn"))


@get("/invitations", permission=PEOPLE_INVITE)
def show_invitations() -> Response:
    """How far each building is, and the slips for those without an account."""
    with read() as db:
        return page("people/invitations.html", buildings=records_lists.buildings_invited(db))


@post("/buildings/{building_id:int}/invitations", permission=PEOPLE_INVITE)
def invite_building(building_id: int, posted: Posted, me: Me, settings: Settings) -> Response:
    """Slips for everybody of a building without an account, many on a page."""
    slips = actions_invitations.invite_building(building_id, by=me, again=posted.get("again") == "1")
    if not slips:
        return redirect("/invitations", toast=_("Everybody of this building has an account or a slip."))
    return _slips(slips, "/invitations", settings)


def _slips(slips: list[Slip], back: str, settings: Settings) -> Response:
    base = lan_url(settings.port)
    shown = [(slip, spaced(slip.code), qr_svg(f"{base}join/{slip.code}", scale=3)) for slip in slips]
    return page("people/slips.html", slips=shown, back=back, url=f"{base}join", many=len(slips) > 1)


ROUTES = [invite, withdraw, show_invitations, invite_building]
