"""The service window for the office: hours, special days, numbers, services with prices; pages_downloads.py has the files."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import WINDOW_EDIT, WINDOW_READ
from estate.data import read
from estate.i18n import gettext as _
from estate.materials import queries as materials
from estate.refusal import Refused
from estate.web import Posted, Response, existing, get, page, post, redirect
from estate.window import actions, kinds, pages_downloads, queries, queries_downloads, words
from estate.window.actions import Number, Priced
from estate.window.forms import DaysForm, PhoneForm, ServiceForm, WeekForm


@get("/window", permission=WINDOW_READ)
def show_window() -> Response:
    """What owners read of the office."""
    with read() as db:
        return page(
            "window/index.html",
            hours=queries.hours(db),
            now=queries.now(db),
            special=queries.special_days(db),
            phones=queries.phones(db),
            services=queries.services(db),
            downloads=queries_downloads.offered(db),
            downloads_count=sum(queries_downloads.counts(db).values()),
            words=words,
            kinds=kinds,
        )


@get("/window/hours", permission=WINDOW_EDIT)
def edit_hours() -> Response:
    return _hours_page(_week(), DaysForm())


@post("/window/hours", permission=WINDOW_EDIT)
def save_hours(posted: Posted, me: Me) -> Response:
    form = WeekForm(posted)
    if form.validate():
        try:
            actions.set_week(form.week(), me, form.seen_at())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/window", toast=_("Saved"))
    return _hours_page(form, DaysForm(), status=422)


@post("/window/days", permission=WINDOW_EDIT)
def set_special_days(posted: Posted, me: Me) -> Response:
    """Hours of their own for some days."""
    form = DaysForm(posted)
    if form.validate():
        actions.set_days(form.days(), form.hours.data or (), str(form.note.data or ""), me)
        return redirect("/window/hours", toast=_("Saved"))
    return _hours_page(_week(), form, status=422)


@post("/window/days/{day:str}/removal", permission=WINDOW_EDIT)
def drop_special_day(day: str, me: Me) -> Response:
    actions.drop_day(day, me)
    return redirect("/window/hours", toast=_("Taken off the list"))


@get("/window/phones/new", permission=WINDOW_EDIT)
def new_phone() -> Response:
    return _phone_page(PhoneForm())


@post("/window/phones", permission=WINDOW_EDIT)
def add_phone(posted: Posted, me: Me) -> Response:
    return _save_phone(posted, me, None)


@get("/window/phones/{phone_id:int}", permission=WINDOW_EDIT)
def edit_phone(phone_id: int) -> Response:
    with read() as db:
        seen = actions.PHONES.last(db, phone_id)
    return _phone_page(PhoneForm(obj=_phone(phone_id), seen=seen), phone_id)


@post("/window/phones/{phone_id:int}", permission=WINDOW_EDIT)
def change_phone(phone_id: int, posted: Posted, me: Me) -> Response:
    _phone(phone_id)
    return _save_phone(posted, me, phone_id)


@post("/window/phones/{phone_id:int}/retirement", permission=WINDOW_EDIT)
def retire_phone(phone_id: int, me: Me) -> Response:
    _phone(phone_id)
    actions.retire("office_phones", phone_id, me)
    return redirect("/window", toast=_("Taken off the list"))


@get("/window/services/new", permission=WINDOW_EDIT)
def new_service() -> Response:
    return _service_page(ServiceForm())


@post("/window/services", permission=WINDOW_EDIT)
def add_service(posted: Posted, me: Me) -> Response:
    return _save_service(posted, me, None)


@get("/window/services/{service_id:int}", permission=WINDOW_EDIT)
def edit_service(service_id: int) -> Response:
    with read() as db:
        seen = actions.SERVICES.last(db, service_id)
    found = _service(service_id)
    own = found.material_item_id is None
    form = ServiceForm(
        data={
            "name": found.name,
            "item": found.material_item_id or 0,
            "price": found.price_fen if own else None,
            "unit": found.unit if own else "",
            "basis": found.basis,
            "note": found.note,
            "seen": seen,
        }
    )
    return _service_page(form, service_id)


@post("/window/services/{service_id:int}", permission=WINDOW_EDIT)
def change_service(service_id: int, posted: Posted, me: Me) -> Response:
    _service(service_id)
    return _save_service(posted, me, service_id)


@post("/window/services/{service_id:int}/retirement", permission=WINDOW_EDIT)
def retire_service(service_id: int, me: Me) -> Response:
    _service(service_id)
    actions.retire("service_items", service_id, me)
    return redirect("/window", toast=_("Taken off the list"))


def _save_phone(posted: Posted, me: Me, phone_id: int | None) -> Response:
    form = PhoneForm(posted)
    if form.validate():
        kind = str(form.kind.data)
        name = str(form.name.data or kinds.PHONES[kind])
        number = Number(kind, name, str(form.number.data), str(form.note.data or ""))
        try:
            actions.save_phone(number, me, phone_id, form.seen_at())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/window", toast=_("Saved"))
    return _phone_page(form, phone_id, status=422)


def _save_service(posted: Posted, me: Me, service_id: int | None) -> Response:
    form = ServiceForm(posted)
    _offer(form)
    if form.validate():
        item = form.item.data or None
        priced = Priced(
            str(form.name.data),
            "" if item else str(form.unit.data),
            None if item else form.price.data,
            str(form.basis.data),
            str(form.note.data or ""),
            item,
        )
        try:
            actions.save_service(priced, me, service_id, form.seen_at())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/window", toast=_("Saved"))
    return _service_page(form, service_id, status=422)


def _week() -> WeekForm:
    with read() as db:
        seen = actions.HOURS.last(db)
        return WeekForm.of(queries.hours(db).week, seen)


def _hours_page(week: WeekForm, days: DaysForm, status: int = 200) -> Response:
    with read() as db:
        special = queries.special_days(db)
    return page("window/hours.html", week=week, days=days, special=special, words=words, status=status)


def _phone_page(form: PhoneForm, phone_id: int | None = None, status: int = 200) -> Response:
    return page("window/phone.html", form=form, phone_id=phone_id, status=status)


def _service_page(form: ServiceForm, service_id: int | None = None, status: int = 200) -> Response:
    _offer(form)
    return page("window/service.html", form=form, service_id=service_id, status=status)


def _offer(form: ServiceForm) -> None:
    with read() as db:
        offered = [(one.id, f"{one.code} {one.name}") for one in materials.items(db)]
    form.item.choices = [(0, _("No, it has a price of its own")), *offered]


def _phone(phone_id: int) -> queries.Phone:
    with read() as db:
        found = existing(queries.phone(db, phone_id))
    if found.retired_at:
        raise NotFoundException
    return found


def _service(service_id: int) -> queries.Service:
    with read() as db:
        found = existing(queries.service(db, service_id))
    if found.retired_at:
        raise NotFoundException
    return found


ROUTES = [
    show_window,
    edit_hours,
    save_hours,
    set_special_days,
    drop_special_day,
    new_phone,
    add_phone,
    edit_phone,
    change_phone,
    retire_phone,
    new_service,
    add_service,
    edit_service,
    change_service,
    retire_service,
    *pages_downloads.ROUTES,
]
