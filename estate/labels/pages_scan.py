"""What a label leads to: its thing's page for the staff, for everybody else the report of a fault without an account."""

import secrets
from typing import Annotated, Any

import litestar
from anyio import to_thread
from litestar.connection import Request
from litestar.params import PathParameter, QueryParameter

from estate.access.permissions import PUBLIC
from estate.data import Reader, clock, files, read
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.labels import actions_reports, queries, words
from estate.labels import records_reports as records
from estate.labels.actions_reports import Fault, TooOften
from estate.labels.forms import FaultForm, PhotoForm
from estate.labels.queries import Label
from estate.labels.records_reports import Reported
from estate.labels.sent import keep_photos
from estate.labels.subjects import Thing, subject_of, thing_of
from estate.papers import voice
from estate.papers.content import Kept
from estate.refusal import Refused
from estate.repairs import carried
from estate.repairs import queries as repairs
from estate.repairs import words as repair_words
from estate.repairs.queries import Order
from estate.repairs.rules_steps import ENDED
from estate.web import Posted, Response, current, get, live, page, photos, post, redirect
from estate.web.page import existing
from estate.web.tally import Tally

DAYS_TO_LOOK = 30
"""How long the reporter's page stays after the order has ended."""

SENT = Tally(40, 3600.0)


@get("/scan/{token:str}", permission=PUBLIC)
def scan(token: str) -> Response:
    """To the thing's page, or to the form."""
    with read() as db:
        label = existing(queries.of_token(db, token))
        thing = thing_of(db, label.subject, label.subject_id)
    subject, me = subject_of(label.subject), current().me
    if thing is None or subject is None:
        return _page("labels/gone.html", thing=None, replaced=False, status=410)
    if me and me.is_staff and me.may(subject.see):
        return redirect(f"{thing.scanned}?label={token}" if thing.scanned else thing.href)
    if thing.retired or label.replaced_at:
        return _page("labels/gone.html", thing=thing, replaced=label.replaced_at is not None, status=410)
    return _form_page(label, thing, FaultForm(key=secrets.token_urlsafe(16)))


@post("/scan/{token:str}", permission=PUBLIC)
def report_fault(token: str, posted: Posted) -> Response:
    """Report it; who reports too often is asked to call."""
    with read() as db:
        label = existing(queries.of_token(db, token))
        thing = existing(thing_of(db, label.subject, label.subject_id))
    if thing.retired or label.replaced_at:
        return _page("labels/gone.html", thing=thing, replaced=label.replaced_at is not None, status=410)
    form, kept, said = _fault_form(thing, posted), _carried(posted), carried.read(posted)
    status = 422
    try:
        _require_calm()
        with read() as db:
            if not _known(db, str(form.key.data or "")):
                actions_reports.require_room(db, current().address, label.id)
        kept = [*kept, *keep_photos(posted)]
        said = [*said, *voice.keep_sent(posted)]
        if form.validate():
            secret = str(form.key.data)
            actions_reports.report(label, thing, _fault(form), [*kept, *said], secret, current().address)
            return redirect(f"/reported/{secret}")
    except Refused as refused:
        status = 429 if isinstance(refused, TooOften) else 422
        form.refuse(refused)
    return _form_page(label, thing, form, kept=kept, said=said, status=status)


@get("/reported/{secret:str}", permission=PUBLIC)
def show_reported(secret: str) -> Response:
    """How a report stands, for whoever made it: no names, no numbers of anybody."""
    return _reported_page(secret, PhotoForm())


@litestar.get("/reported/{secret:str}/live", permission=PUBLIC, include_in_schema=False)
async def hear_reported(
    request: Request[Any, Any, Any],
    secret: Annotated[str, PathParameter()],
    since: Annotated[int, QueryParameter()] = 0,
) -> Response:
    """That something has changed, while it does, for whoever made the report."""
    reported = await to_thread.run_sync(_reported_by, secret)
    return live.for_stranger(request, f"order-{reported.order_id}", since)


@post("/reported/{secret:str}/photos", permission=PUBLIC)
def add_photos(secret: str, posted: Posted) -> Response:
    """One more photo of it."""
    with read() as db:
        reported = existing(_known(db, secret))
    form = PhotoForm(posted)
    try:
        _require_calm()
        actions_reports.add_photos(reported, keep_photos(posted))
    except Refused as refused:
        form.refuse(refused)
        return _reported_page(secret, form, status=422)
    return redirect(f"/reported/{secret}", toast=_("Photo added"))


def _require_calm() -> None:
    """TooOften for an address that keeps sending, be it only what must be put right: each time it may bring photos."""
    if SENT.full(current().address):
        raise TooOften(_("Too many reports came in the last hour. Please call the office."))


def _carried(posted: Posted) -> list[Kept]:
    """Photos that were sent with a form that had to be put right."""
    names = [name for ticket in posted.getlist("kept") if (name := photos.of_ticket(str(ticket)))]
    return [
        Kept(name, f"{_('Photo')}.jpg", "image/jpeg", files.path_of(name).stat().st_size)
        for name in names[: actions_reports.MOST_PHOTOS]
        if files.path_of(name).exists()
    ]


def _fault_form(thing: Thing, posted: Posted | None = None, key: str = "") -> FaultForm:
    form = FaultForm(posted, key=key)
    faults = thing.faults or repair_words.IN_PUBLIC
    form.category.choices = [(code, repair_words.CATEGORIES[code]) for code in faults]
    return form


def _fault(form: FaultForm) -> Fault:
    me = current().me
    return Fault(
        str(form.category.data),
        str(form.text.data),
        str(form.phone.data),
        str(form.name.data or ""),
        danger=bool(form.danger.data),
        reporter_id=me.person_id if me and not me.is_staff else None,
    )


def _form_page(
    label: Label,
    thing: Thing,
    form: FaultForm,
    *,
    kept: list[Kept] | None = None,
    said: list[Kept] | None = None,
    status: int = 200,
) -> Response:
    if form.category.choices == []:
        form = _fault_form(thing, key=str(form.key.data))
    with read() as db:
        found = _orders(db, thing)
    return _page(
        "labels/fault.html",
        label=label,
        thing=thing,
        form=form,
        kept=[photos.ticket(one.file) for one in kept or []],
        said=carried.hand_on(said or []),
        open_here=[one for one in found if one.is_open and one.source != "plan"][:3],
        too_often=status == 429,
        status=status,
    )


def _orders(db: Reader, thing: Thing) -> list[Order]:
    if thing.equipment_id is not None:
        return repairs.of_equipment(db, thing.equipment_id, 20)
    return repairs.of_place(db, thing.place_id, 20) if thing.place_id is not None else []


def _reported_by(secret: str) -> Reported:
    with read() as db:
        return existing(_known(db, secret))


def _known(db: Reader, secret: str) -> Reported | None:
    return records.of_secret(db, actions_reports.hash_secret(secret))


def _reported_page(secret: str, form: PhotoForm, status: int = 200) -> Response:
    with read() as db:
        reported = existing(_known(db, secret))
        order = existing(repairs.order(db, reported.order_id))
        steps = [one for one in repairs.steps(db, order.id) if one.step in words.STEPS]
        now = signals.last(db)
    before = clock.day_of(order.since) if order.state in ENDED else clock.today().isoformat()
    if (clock.today() - clock.today().fromisoformat(before)).days > DAYS_TO_LOOK:
        existing(None)
    return _page(
        "labels/reported.html",
        part="labels/_course.html" if status == 200 else "",
        secret=secret,
        reported=reported,
        order=order,
        steps=steps,
        form=form,
        live=f"/reported/{secret}/live?since={now}",
        more_photos=order.is_open and reported.photos < actions_reports.MOST_PHOTOS,
        status=status,
    )


def _page(template: str, *, status: int = 200, part: str = "", **context: object) -> Response:
    response = page(template, status=status, part=part, words=words, repair_words=repair_words, **context)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


ROUTES = [scan, report_fault, show_reported, hear_reported, add_photos]
