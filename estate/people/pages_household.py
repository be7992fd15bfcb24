"""Who lives in a home: add people, move them in and out, correct what was recorded; the home's vehicles."""

from typing import Any

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import PEOPLE_EDIT, PEOPLE_READ
from estate.community import queries as community
from estate.data import Reader, audit, clock, read, write
from estate.i18n import gettext as _
from estate.people import actions, actions_vehicles, queries, queries_find, records
from estate.people.forms import EndForm, MemberForm, ReasonForm, ResidencyForm, VehicleForm
from estate.people.history import told
from estate.refusal import Refused
from estate.web import Posted, Response, existing, get, page, post, redirect


@get("/homes/{home_id:int}/residents", permission=PEOPLE_READ)
def show_household(home_id: int) -> Response:
    return household_page(home_id)


@post("/homes/{home_id:int}/residents", permission=PEOPLE_EDIT)
def add_member(home_id: int, posted: Posted, me: Me) -> Response:
    """A new part in the home, of a known person (person_id) or a new one."""
    the_home(home_id)
    form = MemberForm(posted)
    if not form.validate():
        return household_page(home_id, form=form, status=422)
    try:
        with write(me) as tx:
            known = form.person_id.data
            person_id = known if known else actions.add_person(tx, form.person())
            actions.add_residency(tx, home_id, person_id, form.spec())
    except Refused as refused:
        form.refuse(refused)
        return household_page(home_id, form=form, status=422)
    except LookupError as error:
        raise NotFoundException from error
    return redirect(f"/homes/{home_id}/residents", toast=_("Added"))


@get("/homes/{home_id:int}/residents/new", permission=PEOPLE_EDIT)
def find_member(home_id: int, asked: Posted) -> Response:
    """Look for somebody who is known already, before a second record is made of them."""
    home, q, person_id = the_home(home_id), asked.get("q").strip(), asked.whole("person")
    with read() as db:
        found = _known(db, q)
        chosen = records.person(db, person_id) if person_id else None
    form = MemberForm(person_id=chosen.id if chosen else None)
    return page(
        "people/member.html", part="people/_found.html", home=home, found=found, form=form, chosen=chosen
    )


@get("/residencies/{residency_id:int}", permission=PEOPLE_EDIT)
def edit_residency(residency_id: int) -> Response:
    residency = the_residency(residency_id)
    spec = records.spec_of(residency)
    form = ResidencyForm(
        role=spec.role,
        relation=spec.relation,
        share=spec.share,
        from_date=spec.from_date,
        to_date=spec.to_date,
    )
    return _residency_page(residency, form=form)


@post("/residencies/{residency_id:int}", permission=PEOPLE_EDIT)
def change_residency(residency_id: int, posted: Posted, me: Me) -> Response:
    residency, form = the_residency(residency_id), ResidencyForm(posted)
    if not form.validate():
        return _residency_page(residency, form=form, status=422)
    try:
        with write(me) as tx:
            actions.change_residency(tx, residency_id, form.spec())
    except Refused as refused:
        form.refuse(refused)
        return _residency_page(residency, form=form, status=422)
    return redirect(f"/homes/{residency.home_id}/residents", toast=_("Saved"))


@post("/residencies/{residency_id:int}/ending", permission=PEOPLE_EDIT)
def end_residency(residency_id: int, posted: Posted, me: Me) -> Response:
    """Move out."""
    residency, form = the_residency(residency_id), EndForm(posted)
    if not form.validate():
        return _residency_page(residency, end_form=form, status=422)
    try:
        with write(me) as tx:
            actions.end_residency(tx, residency_id, form.to_date.data or clock.today())
    except Refused as refused:
        form.refuse(refused)
        return _residency_page(residency, end_form=form, status=422)
    return redirect(f"/homes/{residency.home_id}/residents", toast=_("Last day recorded"))


@post("/residencies/{residency_id:int}/removal", permission=PEOPLE_EDIT)
def remove_residency(residency_id: int, posted: Posted, me: Me) -> Response:
    """An entry made by mistake goes; the change log keeps it."""
    residency, form = the_residency(residency_id), ReasonForm(posted)
    if not form.validate():
        return _residency_page(residency, reason_form=form, status=422)
    try:
        with write(me) as tx:
            actions.remove_residency(tx, residency_id, str(form.reason.data))
    except Refused as refused:
        form.refuse(refused)
        return _residency_page(residency, reason_form=form, status=422)
    return redirect(f"/homes/{residency.home_id}/residents", toast=_("Removed"))


@post("/homes/{home_id:int}/vehicles", permission=PEOPLE_EDIT)
def add_vehicle(home_id: int, posted: Posted, me: Me) -> Response:
    the_home(home_id)
    form = VehicleForm(posted)
    driver = str(form.person_id.data or "")
    if not form.validate():
        return household_page(home_id, vehicle_form=form, status=422)
    try:
        with write(me) as tx:
            living = {one.person_id for one in queries.residents_of(tx, home_id)}
            person_id = int(driver) if driver.isdecimal() and int(driver) in living else None
            actions_vehicles.add_vehicle(
                tx, home_id, str(form.plate.data), person_id=person_id, note=str(form.note.data or "")
            )
    except Refused as refused:
        form.refuse(refused)
        return household_page(home_id, vehicle_form=form, status=422)
    return redirect(f"/homes/{home_id}/residents", toast=_("Added"))


@post("/homes/{home_id:int}/vehicles/{vehicle_id:int}/ending", permission=PEOPLE_EDIT)
def end_vehicle(home_id: int, vehicle_id: int, me: Me) -> Response:
    try:
        with write(me) as tx:
            actions_vehicles.end_vehicle(tx, home_id, vehicle_id)
    except LookupError as error:
        raise NotFoundException from error
    return redirect(f"/homes/{home_id}/residents", toast=_("Removed"))


def the_home(home_id: int) -> community.Home:
    """The home of the address, or not found."""
    with read() as db:
        return existing(community.home(db, home_id))


def the_residency(residency_id: int) -> records.Residency:
    """The part in a home of the address, or not found."""
    with read() as db:
        return existing(records.residency(db, residency_id))


def household_page(
    home_id: int,
    *,
    form: MemberForm | None = None,
    vehicle_form: VehicleForm | None = None,
    undo_form: ReasonForm | None = None,
    status: int = 200,
) -> Response:
    """Who lives in the home, with the form for one more and for a vehicle."""
    home = the_home(home_id)
    with read() as db:
        household = queries.household(db, home_id)
        handovers = records.handovers(db, home_id)
        history = told(audit.of_subject(db, "homes", home_id, limit=30))
        known = records.person(db, form.person_id.data) if form and form.person_id.data else None
    vehicle_form = vehicle_form or VehicleForm()
    drivers: list[tuple[str, str]] = [(str(one.person_id), one.name) for one in household.current]
    vehicle_form.person_id.choices = [("", "–"), *dict(drivers).items()]
    shown: dict[str, Any] = {
        "form": form or MemberForm(),
        "vehicle_form": vehicle_form,
        "chosen": known,
        "undo_form": undo_form or ReasonForm(),
    }
    return page(
        "people/household.html",
        home=home,
        household=household,
        handovers=handovers,
        history=history,
        status=status,
        **shown,
    )


def _known(db: Reader, q: str) -> list[queries_find.Found]:
    if not q:
        return []
    return (queries_find.find_by_phone_tail if q.isdigit() else queries_find.find_by_name)(db, q, limit=8)


def _residency_page(residency: records.Residency, *, status: int = 200, **forms: Any) -> Response:
    with read() as db:
        person = records.person(db, residency.person_id)
    given: dict[str, Any] = {"form": None, "end_form": EndForm(), "reason_form": ReasonForm()} | forms
    if given["form"] is None:
        spec = records.spec_of(residency)
        given["form"] = ResidencyForm(data=spec._asdict())
    return page(
        "people/residency.html",
        residency=residency,
        person=person,
        home=the_home(residency.home_id),
        status=status,
        **given,
    )


ROUTES = [
    show_household,
    add_member,
    find_member,
    edit_residency,
    change_residency,
    end_residency,
    remove_residency,
    add_vehicle,
    end_vehicle,
]
