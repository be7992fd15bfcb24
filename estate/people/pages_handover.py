"""Hand a home over: say who and when, look at what follows, confirm; and take a mistaken handover back."""

import secrets

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import PEOPLE_EDIT
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.people import actions_handover, queries, records, records_lists
from estate.people.actions_handover import NewOwner
from estate.people.forms import ReasonForm
from estate.people.forms_handover import HandoverForm, Typed
from estate.people.pages_household import household_page, the_home
from estate.people.rules import OWNERS
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


@get("/homes/{home_id:int}/handover", permission=PEOPLE_EDIT)
def new_handover(home_id: int) -> Response:
    with read() as db:
        family = [one.residency_id for one in queries.residents_of(db, home_id) if one.role == "family"]
    return _page(home_id, HandoverForm(on=clock.today(), residencies=family))


@post("/homes/{home_id:int}/handover", permission=PEOPLE_EDIT)
def create_handover(home_id: int, posted: Posted, me: Me) -> Response:
    """First with step=check: what follows is shown. Then with step=confirm: it is done."""
    the_home(home_id)
    form = HandoverForm(posted)
    if not form.validate():
        return _page(home_id, form, status=422)
    if posted.get("step") != "confirm":
        return _check(home_id, form) if posted.get("step") == "check" else _page(home_id, form)
    owners = [
        typed.owner if typed.number in (form.same.data or ()) else typed.owner._replace(person_id=None)
        for typed in _typed(form)
    ]
    try:
        actions_handover.hand_over(
            home_id,
            owners,
            form.on.data or clock.today(),
            by=me,
            key=posted.get("idempotency_key") or secrets.token_urlsafe(12),
            leaving=form.leaving(),
            note=str(form.note.data or ""),
        )
    except Refused as refused:
        form.refuse(_beside(refused))
        return _page(home_id, form, status=422)
    return redirect(f"/homes/{home_id}/residents", toast=_("Handed over"))


@post("/handovers/{handover_id:int}/undoing", permission=PEOPLE_EDIT)
def undo_handover(handover_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        handover = records.handover(db, handover_id)
    if handover is None:
        raise NotFoundException
    form = ReasonForm(posted)
    if not form.validate():
        return household_page(handover.home_id, undo_form=form, status=422)
    try:
        actions_handover.undo(handover_id, str(form.reason.data), by=me)
    except Refused as refused:
        form.refuse(refused)
        return household_page(handover.home_id, undo_form=form, status=422)
    return redirect(f"/homes/{handover.home_id}/residents", toast=_("Handover taken back"))


def _page(home_id: int, form: HandoverForm, status: int = 200) -> Response:
    home = the_home(home_id)
    with read() as db:
        current = queries.residents_of(db, home_id)
        vehicles = queries.vehicles_of_home(db, home_id)
        remains = actions_handover.remains_of(db, home_id)
    others = [one for one in current if one.role not in OWNERS]
    return page(
        "people/handover.html",
        home=home,
        form=form,
        owners=[one for one in current if one.role in OWNERS],
        others=others,
        vehicles=vehicles,
        remains=remains,
        status=status,
    )


def _check(home_id: int, form: HandoverForm) -> Response:
    home = the_home(home_id)
    with read() as db:
        people = queries.residents_from(db, home_id, form.on.data or clock.today())
        vehicles = queries.vehicles_of_home(db, home_id)
        remains = actions_handover.remains_of(db, home_id)
    leaving = form.leaving()
    return page(
        "people/handover_check.html",
        home=home,
        form=form,
        typed=_typed(form),
        owners=[one for one in people if one.role in OWNERS],
        leave=[one for one in people if one.residency_id in leaving.residencies],
        stay=[
            one for one in people if one.role not in OWNERS and one.residency_id not in leaving.residencies
        ],
        vehicles=[one for one in vehicles if one.id in leaving.vehicles],
        remains=remains,
        key=secrets.token_urlsafe(12),
    )


def _typed(form: HandoverForm) -> list[Typed]:
    """The new owners; one whose name and phone are recorded already is probably the same person."""
    typed: list[Typed] = []
    with read() as db:
        for number, owner in enumerate(form.owners(), 1):
            phones = owner.person.phones
            found = records_lists.known(db, owner.person.name, phones[0].number) if phones else None
            meant = NewOwner(owner.person, owner.share, found[0]) if found else owner
            typed.append(Typed(number, meant, found[1] if found else ""))
    return typed


def _beside(refused: Refused) -> Refused:
    return Refused(refused.message, "share_1" if refused.field == "share" else refused.field)


ROUTES = [new_handover, create_handover, undo_handover]
