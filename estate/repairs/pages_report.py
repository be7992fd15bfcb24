"""The desk writes a fault down: the home or the place, what kind, how urgent; what is open there already is offered."""

from datetime import date, datetime, time
from typing import Any

from estate.access.me import Me
from estate.access.permissions import REPAIRS_REPORT
from estate.community import queries as community
from estate.community import queries_lists
from estate.data import Reader, clock, read, write
from estate.equipment import queries as equipment
from estate.equipment.labelled import thing
from estate.equipment.queries import Equipment
from estate.i18n import gettext as _
from estate.papers.actions import attach
from estate.people import queries as people
from estate.people.queries import Resident
from estate.places import queries as places
from estate.places.queries import Place
from estate.refusal import Refused
from estate.repairs import actions, carried, queries, records, words
from estate.repairs.actions import Report
from estate.repairs.forms import ReportForm
from estate.repairs.pages_steps import fresh_key
from estate.repairs.papers import ORDER
from estate.repairs.queries import Order
from estate.web import Posted, Response, get, page, post, redirect


@get("/repairs/new", permission=REPAIRS_REPORT)
def new_report(asked: Posted) -> Response:
    """The form; with a home or place that is named, who lives there and what is open there."""
    form = ReportForm(
        key=fresh_key(),
        home=asked.get("home"),
        location=asked.get("location"),
        equipment=asked.get("equipment"),
    )
    if asked.get("category") in words.CATEGORIES:
        form.category.data = asked.get("category")
    return _form_page(form)


@get("/repairs/new/place", permission=REPAIRS_REPORT)
def show_place(asked: Posted) -> Response:
    """What changes in the form with the home, the place and the kind: who reports, the short list, what is open."""
    form = ReportForm(asked)
    return _form_page(form, part="repairs/_place.html")


@post("/repairs", permission=REPAIRS_REPORT)
def create_report(posted: Posted, me: Me) -> Response:
    """Make the order, or join the open one that was offered."""
    form, kept = ReportForm(posted), carried.read(posted)
    if form.validate():
        try:
            kept = carried.keep(posted)
            told = _told(form, me, join=posted.get("join") == "yes")
            with read() as db:
                same = _alike(db, told)
            if same and posted.get("join") not in ("yes", "no"):
                return _form_page(form, same=same, kept=kept, status=422)
            with write(me) as tx:
                order_id = actions.report(tx, told, f"desk:{form.key.data}" if form.key.data else "")
                attach(tx, ORDER, order_id, kept, "report")
        except Refused as refused:
            form.refuse(refused)
        else:
            joined = same is not None and order_id == same.id
            return redirect(
                f"/repairs/{order_id}", toast=_("Joined to the open order") if joined else _("Reported")
            )
    return _form_page(form, kept=kept, status=422)


def _told(form: ReportForm, me: Me, *, join: bool) -> Report:
    """The report that the form means. Refused: a home that there is not, a time that ends before it begins."""
    with read() as db:
        home_id = queries_lists.home_meant(db, str(form.home.data or ""))
        resident = _resident(db, home_id, int(form.reporter.data or 0))
        piece = _piece(db, form, home_id)
        place = _place(db, str(form.location.data or "")) if home_id is None else None
        if piece and place is None and not form.location.data and piece.place_id:
            place = places.place(db, piece.place_id)
    first, last = _wished(form)
    return Report(
        source="patrol" if not me.may("repairs.all") and not me.may("repairs.work") else "clerk",
        category=str(form.category.data),
        urgency=str(form.urgency.data),
        title=str(form.title.data or ""),
        text=str(form.text.data or "")[:2000],
        home_id=home_id,
        place_id=place.id if place else None,
        building_id=place.building_id if place else piece.building_id if piece else None,
        equipment_id=piece.id if piece else None,
        location="" if home_id is not None else _location(form, place, piece),
        reporter_id=resident.person_id if resident else None,
        reporter_account_id=me.account_id,
        reporter_name=str(form.reporter_name.data or "") or (resident.name if resident else ""),
        reporter_phone=str(form.reporter_phone.data or ""),
        wished_from=first,
        wished_to=last,
        chargeable=bool(form.chargeable.data) and home_id is not None,
        join=join,
    )


def _piece(db: Reader, form: ReportForm, home_id: int | None) -> Equipment | None:
    """The piece that is broken. Refused: one that there is not, several that fit, a scrapped one, one inside a home."""
    equipment_id = equipment.meant(db, str(form.equipment.data or ""))
    piece = equipment.equipment(db, equipment_id) if equipment_id else None
    if piece and piece.state == "scrapped":
        raise Refused(_("%(name)s is scrapped.", name=piece.title), "equipment")
    if piece and home_id is not None:
        raise Refused(_("Name the home or the piece of equipment, not both."), "equipment")
    return piece


def _location(form: ReportForm, place: Place | None, piece: Equipment | None) -> str:
    """Where it is in words: the place, what was written, or where the piece stands with its name."""
    said = place.title if place else str(form.location.data or "")
    return said or (thing(piece).location[:80] if piece else "")


def _wished(form: ReportForm) -> tuple[str | None, str | None]:
    day = form.day.data
    if not isinstance(day, date):
        return None, None
    first, last = form.from_time.time() or time(0), form.to_time.time() or time(23, 59)
    return tuple(  # pyright: ignore[reportReturnType]
        clock.stamp_of(datetime.combine(day, one, clock.zone())) for one in (first, last)
    )


def _resident(db: Reader, home_id: int | None, person_id: int) -> Resident | None:
    if home_id is None:
        return None
    return next((one for one in people.residents_of(db, home_id) if one.person_id == person_id), None)


def _alike(db: Reader, told: Report) -> Order | None:
    return queries.alike(
        db,
        told.category,
        home_id=told.home_id,
        place_id=told.place_id,
        equipment_id=told.equipment_id,
        location=told.location,
    )


def _place(db: Reader, text: str) -> Place | None:
    """The public place of the register that was meant: by its number, or as the list offers it. Refused: out of use."""
    if not (text := text.strip()):
        return None
    named = places.by_code(db, text)
    if named and named.retired_at:
        raise Refused(_("%(name)s is out of use.", name=named.title), "location")
    return named or next((one for one in places.choices(db) if one.title == text), None)


def _form_page(
    form: ReportForm,
    *,
    part: str = "",
    same: Order | None = None,
    kept: list[Any] | None = None,
    status: int = 200,
) -> Response:
    residents: list[Resident] = []
    open_here: list[Order] = []
    home = None
    with read() as db:
        try:
            home_id = queries_lists.home_meant(db, str(form.home.data or ""))
        except Refused:
            home_id = None  # said when the form is sent
        if home_id is not None:
            home = community.home(db, home_id)
            residents = people.residents_of(db, home_id)
            open_here = [one for one in queries.of_home(db, home_id) if one.is_open]
        known = places.choices(db)
        offered = equipment.choices(db, str(form.equipment.data or ""))
        try:
            piece = _piece(db, form, None)
        except Refused:
            piece = None  # said when the form is sent
        norms = {(one.category, one.urgency): one for one in records.norms(db)}
    short = (
        words.AT_HOME
        if home
        else words.IN_PUBLIC
        if form.location.data or form.equipment.data
        else tuple(words.CATEGORIES)
    )
    if form.category.data and form.category.data not in short:
        short = (*short, str(form.category.data))
    form.category.choices = [(code, words.CATEGORIES[code]) for code in short]
    form.reporter.choices = [(0, _("Nobody of the household"))] + [
        (one.person_id, f"{one.name} · {one.role_name}") for one in residents
    ]
    return page(
        "repairs/new.html",
        part=part,
        form=form,
        home=home,
        residents=residents,
        open_here=open_here,
        places=known,
        pieces=[one for one in offered if one.state != "scrapped"],
        piece=thing(piece) if piece else None,
        same=same,
        kept=carried.hand_on(kept or []),
        kept_photos=carried.photos(kept or []),
        kept_voices=len(kept or []) - carried.photos(kept or []),
        norm_of=norms.get,
        words=words,
        status=status,
    )


ROUTES = [new_report, show_place, create_report]
