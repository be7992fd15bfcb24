"""People: the list, one person with all that is known, and what is masked until somebody asks to see it."""

from collections.abc import Callable
from typing import Any

from litestar.exceptions import NotFoundException

from estate.access import accounts, invitations
from estate.access.me import Me
from estate.access.permissions import CARE_READ, ID_NUMBER_REVEAL, PEOPLE_EDIT, PEOPLE_READ, PHONE_REVEAL
from estate.data import Tx, audit, read, write
from estate.i18n import gettext as _
from estate.people import (
    actions,
    actions_reveal,
    pages_care,
    pages_handover,
    pages_household,
    pages_invitations,
    pages_join,
    queries,
    records,
    records_lists,
)
from estate.people.forms import ChangePersonForm, NewPersonForm, PhoneForm, ReasonForm
from estate.people.history import told
from estate.people.rules import CARE, LIVING, ROLES
from estate.refusal import Refused
from estate.web import Posted, Response, current, existing, get, page, post, redirect


@get("/people", permission=PEOPLE_READ)
def list_people(asked: Posted) -> Response:
    """Fifty people a page, by pinyin; filtered by role, searched by name, initials, phone tail or home."""
    with read() as db:
        found = records_lists.people_page(
            db, q=asked.get("q"), role=asked.get("role"), page=asked.whole("page") or 1
        )
    return page("people/index.html", part="people/_list.html", found=found, roles=ROLES)


@get("/people/new", permission=PEOPLE_EDIT)
def new_person() -> Response:
    return page("people/new.html", form=NewPersonForm())


@post("/people", permission=PEOPLE_EDIT)
def create_person(posted: Posted, me: Me) -> Response:
    form = NewPersonForm(posted)
    if not form.validate():
        return page("people/new.html", form=form, status=422)
    try:
        with write(me) as tx:
            person_id = actions.add_person(tx, form.spec())
    except Refused as refused:
        form.refuse(refused)
        return page("people/new.html", form=form, status=422)
    return redirect(f"/people/{person_id}", toast=_("Added"))


@get("/people/{person_id:int}", permission=PEOPLE_READ)
def show_person(person_id: int, me: Me) -> Response:
    return person_page(person_id, me)


@get("/people/{person_id:int}/edit", permission=PEOPLE_EDIT)
def edit_person(person_id: int) -> Response:
    person = the_person(person_id)
    form = ChangePersonForm(
        kind=person.kind,
        name=person.name,
        contact_name=person.contact_name,
        birth_year=person.birth_year,
        note=person.note,
    )
    return page("people/edit.html", form=form, person=person)


@post("/people/{person_id:int}", permission=PEOPLE_EDIT)
def change_person(person_id: int, posted: Posted, me: Me) -> Response:
    person, form = the_person(person_id), ChangePersonForm(posted)
    if not form.validate():
        return page("people/edit.html", form=form, person=person, status=422)
    try:
        with write(me) as tx:
            actions.change_person(tx, person_id, form.spec(), drop_id_number=bool(form.drop_id_number.data))
    except Refused as refused:
        form.refuse(refused)
        return page("people/edit.html", form=form, person=person, status=422)
    return redirect(f"/people/{person_id}", toast=_("Saved"))


@post("/people/{person_id:int}/phones", permission=PEOPLE_EDIT)
def add_phone(person_id: int, posted: Posted, me: Me) -> Response:
    the_person(person_id)
    form = PhoneForm(posted)
    if not form.validate():
        return person_page(person_id, me, phone_form=form, status=422)
    try:
        with write(me) as tx:
            actions.add_phone(tx, person_id, str(form.number.data), str(form.note.data or ""))
    except Refused as refused:
        form.refuse(refused)
        return person_page(person_id, me, phone_form=form, status=422)
    return redirect(f"/people/{person_id}", toast=_("Added"))


@post("/people/{person_id:int}/phones/{phone_id:int}/removal", permission=PEOPLE_EDIT)
def remove_phone(person_id: int, phone_id: int, me: Me) -> Response:
    return _with_phone(actions.remove_phone, person_id, phone_id, me, _("Removed"))


@post("/people/{person_id:int}/phones/{phone_id:int}/first", permission=PEOPLE_EDIT)
def prefer_phone(person_id: int, phone_id: int, me: Me) -> Response:
    return _with_phone(actions.prefer_phone, person_id, phone_id, me, _("Saved"))


@post("/people/{person_id:int}/phone-reveal", permission=PHONE_REVEAL)
def reveal_phone(person_id: int, posted: Posted, me: Me) -> Response:
    """One number in full, in its place; without a phone_id the first one. The look is recorded."""
    the_person(person_id)
    with read() as db:
        numbers = records.phones(db, person_id)
    wanted = posted.get("phone_id")
    chosen = [one for one in numbers if not wanted or str(one.id) == wanted]
    number = actions_reveal.reveal_phone(person_id, chosen[0].id, by=me) if chosen else None
    if number is None:
        raise NotFoundException
    if current().htmx:
        return page("people/_phone.html", person_id=person_id, phone_id=chosen[0].id, number=number)
    return person_page(person_id, me, revealed={chosen[0].id: number})


@post("/people/{person_id:int}/id-number-reveal", permission=ID_NUMBER_REVEAL)
def reveal_id_number(person_id: int, posted: Posted, me: Me) -> Response:
    """The ID number in full, for a reason that is recorded."""
    person, form = the_person(person_id), ReasonForm(posted)
    number = None
    if form.validate():
        number = actions_reveal.reveal_id_number(person_id, str(form.reason.data), by=me)
        if number is None:
            raise NotFoundException
    status = 200 if number else 422
    if current().htmx:
        return page(
            "people/_id_number.html", person=person, id_number=number, reason_form=form, status=status
        )
    return person_page(person_id, me, id_number=number, reason_form=form, status=status)


def the_person(person_id: int) -> records.Person:
    """The person of the address, or not found."""
    with read() as db:
        return existing(records.person(db, person_id))


def person_page(person_id: int, me: Me, *, status: int = 200, **shown: Any) -> Response:
    """The person's page; `shown` are forms with their errors and what was revealed."""
    person = the_person(person_id)
    with read() as db:
        homes = queries.homes_of(db, person_id)
        context: dict[str, Any] = {
            "homes": homes,
            "phones": records.phones(db, person_id),
            "vehicles": queries.vehicles_of_person(db, person_id),
            "cares": records.cares(db, person_id) if me.may(CARE_READ) else [],
            "account": accounts.of_person(db, person_id),
            "invitation": invitations.open_of(db, person_id),
            "history": told(audit.of_subject(db, "people", person_id, limit=30)),
        }
    context |= {"phone_form": PhoneForm(), "reason_form": ReasonForm(), "id_number": None, "revealed": {}}
    can_join = any(one.role in LIVING for one in homes)
    return page(
        "people/show.html",
        person=person,
        care_names=CARE,
        can_join=can_join,
        status=status,
        **(context | shown),
    )


def _with_phone(
    action: Callable[[Tx, int, int], None], person_id: int, phone_id: int, me: Me, toast: str
) -> Response:
    try:
        with write(me) as tx:
            action(tx, person_id, phone_id)
    except LookupError as error:
        raise NotFoundException from error
    return redirect(f"/people/{person_id}", toast=toast)


ROUTES = [
    list_people,
    new_person,
    create_person,
    show_person,
    edit_person,
    change_person,
    add_phone,
    remove_phone,
    prefer_phone,
    reveal_phone,
    reveal_id_number,
    *pages_household.ROUTES,
    *pages_handover.ROUTES,
    *pages_care.ROUTES,
    *pages_invitations.ROUTES,
    *pages_join.ROUTES,
]
