"""The register of meters: the list, one meter with its readings, adding, changing, replacing its counter."""

from datetime import date
from itertools import pairwise
from typing import cast

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import METERS_EDIT, METERS_READ
from estate.community import queries_lists as community_lists
from estate.data import Reader, clock, read
from estate.i18n import gettext as _
from estate.meters import actions, actions_quotas, queries, records, words
from estate.meters.actions import MeterSpec, Replacement
from estate.meters.forms import CounterForm, MeterForm, QuotaForm, ReadingForm, ReplacementForm
from estate.meters.records import Meter
from estate.meters.rules import UNITS
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, photos, post, redirect

_KINDS = [{"value": kind, "label": name} for kind, name in words.KINDS.items()]


@get("/meters", permission=METERS_READ)
def list_meters(asked: Posted) -> Response:
    with read() as db:
        found = queries.meters_page(
            db,
            kind=asked.get("kind"),
            text=asked.get("text").strip().upper(),
            common=asked.get("common") == "yes",
            waiting=asked.get("waiting") == "yes",
            page=asked.whole("page") or 1,
        )
    return page("meters/meters.html", found=found, kinds=_KINDS, words=words, units=UNITS)


@get("/meters/new", permission=METERS_EDIT)
def new_meter(asked: Posted) -> Response:
    """`home`, `number` and `kind` in the address: what is known of it already."""
    kind = asked.get("kind") if asked.get("kind") in words.KINDS else "water"
    form = MeterForm(home=asked.get("home")[:40], number=asked.get("number")[:40], kind=kind)
    return page("meters/meter_edit.html", meter=None, form=form)


@post("/meters", permission=METERS_EDIT)
def create_meter(posted: Posted, me: Me) -> Response:
    form = MeterForm(posted)
    if form.validate():
        try:
            with read() as db:
                spec = _spec(db, form)
            meter_id = actions.add_meter(spec, me)
            return redirect(f"/meters/{meter_id}", toast=_("Saved"))
        except Refused as refused:
            form.refuse(refused)
    return page("meters/meter_edit.html", meter=None, form=form, status=422)


@get("/meters/{meter_id:int}", permission=METERS_READ)
def show_meter(meter_id: int) -> Response:
    return meter_page(meter_id)


def meter_page(
    meter_id: int,
    form: ReadingForm | None = None,
    status: int = 200,
    why: str = "",
    quota_form: QuotaForm | None = None,
) -> Response:
    """A meter with its readings and usage. why: what the form has to be asked about (`lower`, `unusual`)."""
    with read() as db:
        meter = meter_of(db, meter_id)
        readings = records.readings(db, meter_id)
        quotas = records.quotas(db, meter.home_id, meter.kind) if meter.home_id else []
    live = [one for one in readings if not one.ended_at]
    used = {later.id: later.total_e6 - earlier.total_e6 for later, earlier in pairwise(live)}
    return page(
        "meters/meter.html",
        meter=meter,
        readings=readings,
        last=live[0] if live else None,
        used=used,
        form=form or ReadingForm(),
        quotas=quotas,
        quota_form=quota_form or QuotaForm(prefix="quota-", from_year=clock.today().year),
        why=why,
        words=words,
        unit=UNITS[meter.kind],
        status=status,
    )


@post("/meters/{meter_id:int}/quotas", permission=METERS_EDIT)
def grant_quota(meter_id: int, posted: Posted, me: Me) -> Response:
    """More cheap usage for the household of this meter, for all its meters of the kind."""
    with read() as db:
        meter = meter_of(db, meter_id)
    form = QuotaForm(posted, prefix="quota-")
    if meter.home_id is None:
        raise NotFoundException
    if form.validate():
        try:
            year, extra_e3 = int(form.from_year.data or 0), int(form.extra.data or 0)
            actions_quotas.grant(meter.home_id, meter.kind, year, extra_e3, str(form.reason.data), me)
            return redirect(f"/meters/{meter_id}", toast=_("Saved"))
        except Refused as refused:
            form.refuse(refused)
    return meter_page(meter_id, status=422, quota_form=form)


@get("/meters/{meter_id:int}/edit", permission=METERS_EDIT)
def edit_meter(meter_id: int) -> Response:
    with read() as db:
        meter = meter_of(db, meter_id)
        first = records.first(db, meter_id)
    form = MeterForm(
        data={
            **meter._asdict(),
            "home": meter.home_code or "",
            "initial": first.value_e3,
            "multiplier": meter.multiplier_e3,
            "installed_on": date.fromisoformat(meter.installed_on),
            "active": "1" if meter.active else "",
        }
    )
    return page("meters/meter_edit.html", meter=meter, form=form)


@post("/meters/{meter_id:int}", permission=METERS_EDIT)
def change_meter(meter_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        meter = meter_of(db, meter_id)
    form = MeterForm(posted)
    if form.validate():
        try:
            with read() as db:
                spec = _spec(db, form)
            actions.change_meter(meter_id, spec, bool(form.active.data), me)
            return redirect(f"/meters/{meter_id}", toast=_("Saved"))
        except Refused as refused:
            form.refuse(refused)
    return page("meters/meter_edit.html", meter=meter, form=form, status=422)


@get("/meters/{meter_id:int}/replacement", permission=METERS_EDIT)
def new_replacement(meter_id: int) -> Response:
    with read() as db:
        meter = meter_of(db, meter_id)
    form = ReplacementForm(multiplier=meter.multiplier_e3, digits=meter.digits)
    return _replacement_page(meter, form)


@post("/meters/{meter_id:int}/replacement", permission=METERS_EDIT)
def replace_counter(meter_id: int, posted: Posted, me: Me) -> Response:
    """The old counter's last value, the new one's number and first value, on one day."""
    with read() as db:
        meter = meter_of(db, meter_id)
    form = ReplacementForm(posted)
    if not form.validate():
        return _replacement_page(meter, form, status=422)
    number, initial_e3, multiplier_e3, digits = _counter(form)
    try:
        photo = kept_photo(posted)
        new = Replacement(
            cast(date, form.on.data),
            int(form.final.data or 0),
            bool(form.passed_zero.data),
            number,
            initial_e3,
            multiplier_e3,
            digits,
            str(form.note.data or ""),
            photo,
        )
        actions.replace_counter(meter_id, new, me)
    except Refused as refused:
        form.refuse(refused)
        return _replacement_page(meter, form, status=422)
    return redirect(f"/meters/{meter_id}", toast=_("Saved"))


def kept_photo(posted: Posted) -> str | None:
    """The photo that came with a form, or before its last question, kept; None without one. Refused when it is none."""
    sent = posted.uploads.get("photo")
    return photos.keep(sent.content) if sent and sent.content else photos.of_ticket(posted.get("kept_photo"))


def meter_of(db: Reader, meter_id: int) -> Meter:
    """The meter of an address; not found when there is none."""
    meter = records.meter(db, meter_id)
    if meter is None:
        raise NotFoundException
    return meter


def _replacement_page(meter: Meter, form: ReplacementForm, status: int = 200) -> Response:
    with read() as db:
        last = records.last(db, meter.id)
    unit = UNITS[meter.kind]
    return page(
        "meters/replacement.html", meter=meter, last=last, form=form, words=words, unit=unit, status=status
    )


def _counter(form: CounterForm) -> tuple[str, int, int, int]:
    return (
        str(form.number.data or ""),
        int(form.initial.data or 0),
        int(form.multiplier.data or 0),
        int(form.digits.data or 0),
    )


def _spec(db: Reader, form: MeterForm) -> MeterSpec:
    number, initial_e3, multiplier_e3, digits = _counter(form)
    return MeterSpec(
        community_lists.home_meant(db, str(form.home.data or "")),
        str(form.kind.data),
        number,
        cast(date, form.installed_on.data),
        initial_e3,
        str(form.place.data or ""),
        multiplier_e3,
        digits,
    )


ROUTES = [
    list_meters,
    new_meter,
    create_meter,
    show_meter,
    grant_quota,
    edit_meter,
    change_meter,
    new_replacement,
    replace_counter,
]
