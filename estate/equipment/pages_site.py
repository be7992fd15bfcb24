"""What happens to a piece on the site: a fault becomes an order; it goes out of service and comes back."""

import secrets

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import EQUIPMENT_EDIT, EQUIPMENT_LOG, REPAIRS_REPORT
from estate.data import Reader, clock, read, write
from estate.equipment import actions_outages, queries_outages, words
from estate.equipment.actions_outages import Stop
from estate.equipment.forms_site import BackForm, FaultForm, OutForm, VoidForm, instant
from estate.equipment.labelled import thing
from estate.equipment.pages_piece import piece_of
from estate.equipment.queries import Equipment
from estate.equipment.queries_outages import Outage
from estate.equipment.rules import faults_of
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.repairs import actions as repairs
from estate.repairs.actions import Report
from estate.web import Posted, Response, get, page, post, redirect


@get("/equipment/{equipment_id:int}/fault", permission=REPAIRS_REPORT)
def new_fault(equipment_id: int) -> Response:
    with read() as db:
        piece = piece_of(db, equipment_id)
    category = next(iter(faults_of(piece.category, piece.name)), "other")
    return _fault_page(equipment_id, FaultForm(key=secrets.token_urlsafe(16), category=category))


@post("/equipment/{equipment_id:int}/faults", permission=REPAIRS_REPORT)
def report_fault(equipment_id: int, posted: Posted, me: Me) -> Response:
    """Make the order, or join the open one of this piece; the piece stands until it is done, if that was ticked."""
    form = FaultForm(posted)
    if not form.validate():
        return _fault_page(equipment_id, form, 422)
    key = str(form.key.data or "")
    try:
        with write(me) as tx:
            piece = piece_of(tx, equipment_id)
            if piece.state == "scrapped":
                raise Refused(_("It is scrapped."), "title")
            title = str(form.title.data)
            order_id = repairs.report(tx, _told(piece, form, me), f"equipment:{key}" if key else "")
            if form.stands.data and not queries_outages.open_of(tx, piece.id):
                stop = Stop("failure", clock.now(), note=title, order_id=order_id)
                actions_outages.begin(tx, piece.id, stop, f"fault:{key}")
    except Refused as refused:
        form.refuse(refused)
        return _fault_page(equipment_id, form, 422)
    return redirect(f"/equipment/{equipment_id}#orders", toast=_("Reported"))


@get("/equipment/{equipment_id:int}/outages/new", permission=EQUIPMENT_LOG)
def new_outage(equipment_id: int) -> Response:
    return _out_page(equipment_id, OutForm(key=secrets.token_urlsafe(16)))


@post("/equipment/{equipment_id:int}/outages", permission=EQUIPMENT_LOG)
def begin_outage(equipment_id: int, posted: Posted, me: Me) -> Response:
    form = OutForm(posted)
    since = instant(form.from_day, form.from_time) if form.validate() else None
    if since is None:
        return _out_page(equipment_id, form, 422)
    try:
        with write(me) as tx:
            piece_of(tx, equipment_id)
            until = instant(form.to_day, form.to_time)
            told = str(form.note.data or ""), str(form.remedy.data or "")
            stop = Stop(str(form.cause.data), since, until, *told)
            actions_outages.begin(
                tx, equipment_id, stop, str(form.key.data or "") or secrets.token_urlsafe(16)
            )
    except Refused as refused:
        form.refuse(refused)
        return _out_page(equipment_id, form, 422)
    return redirect(f"/equipment/{equipment_id}#outages", toast=_("Saved"))


@get("/equipment/{equipment_id:int}/outages/{outage_id:int}/end", permission=EQUIPMENT_LOG)
def ask_end(equipment_id: int, outage_id: int) -> Response:
    return _back_page(equipment_id, outage_id, BackForm())


@post("/equipment/{equipment_id:int}/outages/{outage_id:int}/end", permission=EQUIPMENT_LOG)
def end_outage(equipment_id: int, outage_id: int, posted: Posted, me: Me) -> Response:
    form = BackForm(posted)
    since = instant(form.to_day, form.to_time) if form.validate() else None
    if since is None:
        return _back_page(equipment_id, outage_id, form, 422)
    try:
        with write(me) as tx:
            _outage(tx, equipment_id, outage_id)
            actions_outages.end(tx, outage_id, since, str(form.remedy.data or ""))
    except Refused as refused:
        form.refuse(refused)
        return _back_page(equipment_id, outage_id, form, 422)
    return redirect(f"/equipment/{equipment_id}#outages", toast=_("Saved"))


@get("/equipment/{equipment_id:int}/outages/{outage_id:int}/void", permission=EQUIPMENT_EDIT)
def ask_void(equipment_id: int, outage_id: int) -> Response:
    return _void_page(equipment_id, outage_id, VoidForm())


@post("/equipment/{equipment_id:int}/outages/{outage_id:int}/void", permission=EQUIPMENT_EDIT)
def void_outage(equipment_id: int, outage_id: int, posted: Posted, me: Me) -> Response:
    form = VoidForm(posted)
    if not form.validate():
        return _void_page(equipment_id, outage_id, form, 422)
    with read() as db:
        _outage(db, equipment_id, outage_id)
    actions_outages.void(outage_id, str(form.reason.data), me)
    return redirect(f"/equipment/{equipment_id}#outages", toast=_("Taken back"))


def _told(piece: Equipment, form: FaultForm, me: Me) -> Report:
    label = thing(piece)
    return Report(
        source="clerk" if me.may("repairs.all") or me.may("repairs.work") else "patrol",
        category=str(form.category.data),
        urgency=str(form.urgency.data),
        title=str(form.title.data),
        text=str(form.text.data or "")[:2000],
        building_id=label.building_id,
        place_id=label.place_id,
        equipment_id=label.equipment_id,
        location=label.location[:80],
        reporter_account_id=me.account_id,
        reporter_name=me.name,
    )


def _outage(db: Reader, equipment_id: int, outage_id: int) -> Outage:
    found = queries_outages.outage(db, outage_id)
    if found is None or found.equipment_id != equipment_id:
        raise NotFoundException
    return found


def _fault_page(equipment_id: int, form: FaultForm, status: int = 200) -> Response:
    with read() as db:
        return page("equipment/fault.html", piece=piece_of(db, equipment_id), form=form, status=status)


def _out_page(equipment_id: int, form: OutForm, status: int = 200) -> Response:
    with read() as db:
        return page("equipment/out.html", piece=piece_of(db, equipment_id), form=form, status=status)


def _back_page(equipment_id: int, outage_id: int, form: BackForm, status: int = 200) -> Response:
    with read() as db:
        piece, found = piece_of(db, equipment_id), _outage(db, equipment_id, outage_id)
    return page("equipment/back.html", piece=piece, outage=found, form=form, words=words, status=status)


def _void_page(equipment_id: int, outage_id: int, form: VoidForm, status: int = 200) -> Response:
    with read() as db:
        piece, found = piece_of(db, equipment_id), _outage(db, equipment_id, outage_id)
    return page("equipment/void.html", piece=piece, outage=found, form=form, words=words, status=status)


ROUTES = [
    new_fault,
    report_fault,
    new_outage,
    begin_outage,
    ask_end,
    end_outage,
    ask_void,
    void_outage,
]
