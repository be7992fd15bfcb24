"""A renovation on an owner's phone: apply, read the answer, have the sheet for the door, say that it is done."""

import secrets

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import OWN_HOME
from estate.access.scopes import own_homes
from estate.data import read
from estate.gate import actions_permits as actions
from estate.gate import queries_permits as queries
from estate.gate import words_permits
from estate.gate.forms_permits import PermitForm, StepForm
from estate.gate.pages_permits_shared import application, course, sheet, take
from estate.gate.queries_permits import Permit
from estate.gate.rules_permits import OWNER, STEPS, allowed
from estate.i18n import gettext as _
from estate.papers import content
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import Posted, Response, get, page, post, redirect


@get("/my/permits", permission=OWN_HOME)
def list_own_permits(me: Me) -> Response:
    with read() as db:
        return page("gate/own_permits.html", permits=queries.all_own(db, me), words=words_permits)


@get("/my/permits/new", permission=OWN_HOME)
def new_own_permit(me: Me) -> Response:
    with read() as db:
        homes = own_homes(db, me)
    return _new_page(PermitForm(homes=homes, key=secrets.token_urlsafe(16)))


@post("/my/permits", permission=OWN_HOME)
def apply_for_permit(posted: Posted, me: Me) -> Response:
    with read() as db:
        homes = own_homes(db, me)
    form = PermitForm(posted, homes=homes)
    if form.validate():
        try:
            kept = content.keep_sent(posted)
            given = application(form, int(form.where.data), me.person_id, me.name, "owner")
            permit_id = actions.apply(given, kept, form.key_for(f"permit:{me.account_id}"), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/my/permits/{permit_id}", toast=_("The office has it"))
    return _new_page(form, status=422)


@get("/my/permits/{permit_id:int}", permission=OWN_HOME)
def show_own_permit(permit_id: int, me: Me) -> Response:
    return _own_page(permit_id, me)


@post("/my/permits/{permit_id:int}/steps/{step:str}", permission=OWN_HOME)
def take_own_step(permit_id: int, step: str, posted: Posted, me: Me) -> Response:
    """Take it back, or say that the works are done."""
    found = _own(permit_id, me)
    if step not in STEPS or found.person_id != me.person_id:
        raise NotFoundException
    form = StepForm(posted)
    if form.validate():
        try:
            take(permit_id, step, form, posted, OWNER, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/my/permits/{permit_id}", toast=str(words_permits.STEPS[step]))
    return _own_page(permit_id, me, form, status=422)


@get("/my/permits/{permit_id:int}/file", permission=OWN_HOME)
def print_own_permit(permit_id: int, me: Me, settings: Settings) -> Response:
    """The sheet for the door."""
    return sheet(_own(permit_id, me), settings, workers=False)


def _new_page(form: PermitForm, status: int = 200) -> Response:
    with read() as db:
        return page("gate/own_permit_new.html", form=form, rules=queries.rules_text(db), status=status)


def _own_page(permit_id: int, me: Me, form: StepForm | None = None, status: int = 200) -> Response:
    found = _own(permit_id, me)
    with read() as db:
        return page(
            "gate/own_permit.html",
            permit=found,
            steps=allowed(found.state, OWNER) if found.person_id == me.person_id else [],
            course=course(queries.steps(db, permit_id), names=False),
            rules=queries.accepted_rules(db, found.rules_id),
            form=form or StepForm(key=secrets.token_urlsafe(16)),
            words=words_permits,
            status=status,
        )


def _own(permit_id: int, me: Me) -> Permit:
    with read() as db:
        found = queries.own(db, me, permit_id)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [
    list_own_permits,
    new_own_permit,
    apply_for_permit,
    show_own_permit,
    take_own_step,
    print_own_permit,
]
