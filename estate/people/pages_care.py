"""Care needs of a person: with consent, the detail sealed, each look recorded."""

from datetime import date

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import CARE_EDIT, CARE_READ
from estate.data import clock, read, write
from estate.i18n import gettext as _
from estate.people import actions_care, records
from estate.people.forms import CareForm
from estate.people.rules import CARE
from estate.refusal import Refused
from estate.web import Posted, Response, current, existing, get, page, post, redirect


@get("/people/{person_id:int}/care/new", permission=CARE_EDIT)
def new_care(person_id: int) -> Response:
    return _page(person_id, None, CareForm(consent_on=clock.today()))


@post("/people/{person_id:int}/care", permission=CARE_EDIT)
def create_care(person_id: int, posted: Posted, me: Me) -> Response:
    form = CareForm(posted)
    if not form.validate():
        return _page(person_id, None, form, status=422)
    try:
        with write(me) as tx:
            actions_care.add_care(tx, person_id, form.spec())
    except Refused as refused:
        form.refuse(refused)
        return _page(person_id, None, form, status=422)
    except LookupError as error:
        raise NotFoundException from error
    return redirect(f"/people/{person_id}", toast=_("Recorded"))


@get("/people/{person_id:int}/care/{care_id:int}", permission=CARE_EDIT)
def edit_care(person_id: int, care_id: int) -> Response:
    care = _care(person_id, care_id)
    form = CareForm(
        category=care.category,
        agreed_help=care.agreed_help,
        consent_on=_day(care.consent_on),
        consent_by=care.consent_by,
        consent_as=care.consent_as or "self",
        review_on=_day(care.review_on),
    )
    return _page(person_id, care, form)


@post("/people/{person_id:int}/care/{care_id:int}", permission=CARE_EDIT)
def change_care(person_id: int, care_id: int, posted: Posted, me: Me) -> Response:
    care, form = _care(person_id, care_id), CareForm(posted)
    if not form.validate():
        return _page(person_id, care, form, status=422)
    try:
        with write(me) as tx:
            actions_care.change_care(tx, person_id, care_id, form.spec())
    except Refused as refused:
        form.refuse(refused)
        return _page(person_id, care, form, status=422)
    except LookupError as error:
        raise NotFoundException from error
    return redirect(f"/people/{person_id}", toast=_("Saved"))


@post("/people/{person_id:int}/care/{care_id:int}/detail", permission=CARE_READ)
def read_care(person_id: int, care_id: int, me: Me) -> Response:
    """The sealed detail, in its place; the look is recorded."""
    detail = actions_care.read_detail(person_id, care_id, by=me)
    if detail is None:
        raise NotFoundException
    care = _care(person_id, care_id)
    template = "people/_care_detail.html" if current().htmx else "people/care_detail.html"
    return page(template, care=care, detail=detail, care_names=CARE)


@post("/people/{person_id:int}/care/{care_id:int}/ending", permission=CARE_EDIT)
def end_care(person_id: int, care_id: int, me: Me) -> Response:
    """The need is over or consent withdrawn: the detail is destroyed."""
    try:
        with write(me) as tx:
            actions_care.end_care(tx, person_id, care_id, clock.today())
    except LookupError as error:
        raise NotFoundException from error
    return redirect(f"/people/{person_id}", toast=_("Ended; the detail is gone"))


def _care(person_id: int, care_id: int) -> records.Care:
    with read() as db:
        return existing(records.care(db, person_id, care_id))


def _page(person_id: int, care: records.Care | None, form: CareForm, status: int = 200) -> Response:
    with read() as db:
        person = records.person(db, person_id)
    if person is None or person.kind != "person":
        raise NotFoundException
    return page("people/care.html", person=person, care=care, form=form, status=status)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


ROUTES = [new_care, create_care, edit_care, change_care, read_care, end_care]
