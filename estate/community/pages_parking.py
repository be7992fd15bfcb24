"""Parking spaces: the list, one space, whom it belongs to."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import HOMES_EDIT, HOMES_READ
from estate.community import actions_parking, queries, queries_lists, words
from estate.community.actions_parking import ParkingSpec
from estate.community.forms import ParkingForm
from estate.data import Reader, clock, read, write
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect

_KINDS = [{"value": kind, "label": name} for kind, name in words.PARKING_NAMES.items()]


@get("/parking", permission=HOMES_READ)
def list_parking(asked: Posted) -> Response:
    with read() as db:
        found = queries_lists.parking_page(
            db,
            kind=asked.get("kind"),
            text=asked.get("text").strip().upper(),
            free=asked.get("free") == "yes",
            page=asked.whole("page") or 1,
        )
    return page("community/parking.html", found=found, kinds=_KINDS, words=words)


@get("/parking/new", permission=HOMES_EDIT)
def new_parking_space(asked: Posted) -> Response:
    """`home` in the address: the code of the home that it is for."""
    return page("community/parking_edit.html", space=None, form=ParkingForm(home=asked.get("home")))


@post("/parking", permission=HOMES_EDIT)
def create_parking_space(posted: Posted, me: Me) -> Response:
    form = ParkingForm(posted)
    valid = form.validate()
    if valid:
        try:
            with write(me) as tx:
                actions_parking.add_parking_space(tx, _spec(tx, form), form.since.data)
            return redirect("/parking", toast=_("Parking space %(code)s entered", code=form.code.data))
        except Refused as refused:
            form.refuse(refused)
    return page("community/parking_edit.html", space=None, form=form, status=422)


@get("/parking/{space_id:int}", permission=HOMES_EDIT)
def edit_parking_space(space_id: int) -> Response:
    with read() as db:
        space, course = _space(db, space_id), words.holdings(queries.holdings_of(db, space_id))
    form = ParkingForm(data={**space._asdict(), "home": space.home_code or "", "since": clock.today()})
    return page("community/parking_edit.html", space=space, form=form, course=course)


@post("/parking/{space_id:int}", permission=HOMES_EDIT)
def change_parking_space(space_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        space, course = _space(db, space_id), words.holdings(queries.holdings_of(db, space_id))
    form = ParkingForm(posted)
    valid = form.validate()
    if valid:
        try:
            with read() as db:
                spec = _spec(db, form)
            actions_parking.change_parking_space(space_id, spec, by=me, since=form.since.data)
            return redirect("/parking", toast=_("Saved"))
        except Refused as refused:
            form.refuse(refused)
    return page("community/parking_edit.html", space=space, form=form, course=course, status=422)


@post("/parking/{space_id:int}/removal", permission=HOMES_EDIT)
def remove_parking_space(space_id: int, me: Me) -> Response:
    with read() as db:
        space = _space(db, space_id)
    actions_parking.remove_parking_space(space_id, by=me)
    return redirect("/parking", toast=_("Parking space %(code)s deleted", code=space.code))


def _space(db: Reader, space_id: int) -> queries.ParkingSpace:
    space = queries.parking_space(db, space_id)
    if space is None:
        raise NotFoundException
    return space


def _spec(db: Reader, form: ParkingForm) -> ParkingSpec:
    return ParkingSpec(
        code=form.code.data or "",
        kind=str(form.kind.data),
        area_dm2=form.area_dm2.data,
        home_id=queries_lists.home_meant(db, form.home.data or ""),
        note=form.note.data or "",
    )


ROUTES = [
    list_parking,
    new_parking_space,
    create_parking_space,
    edit_parking_space,
    change_parking_space,
    remove_parking_space,
]
