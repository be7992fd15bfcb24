"""Service records: the list, one to read and print, its signature, and what counters showed."""

from estate.access.me import Me
from estate.access.permissions import UPKEEP_READ, UPKEEP_RECORD, UPKEEP_SIGN
from estate.data import clock, read, write
from estate.equipment import queries as equipment
from estate.i18n import gettext as _
from estate.papers import queries as papers
from estate.papers import signature
from estate.papers.actions import attach
from estate.refusal import Refused
from estate.repairs import links
from estate.repairs import queries as repairs
from estate.upkeep import actions_counters, actions_records, orders, queries_records, words
from estate.upkeep.forms import CounterForm, SignForm
from estate.upkeep.papers import RECORD
from estate.web import Posted, Response, existing, get, page, post, redirect


@get("/upkeep/records", permission=UPKEEP_READ)
def list_records(asked: Posted) -> Response:
    """All records, the latest first; `state` narrows to a result or to those that are still to be signed."""
    state = asked.get("state")
    with read() as db:
        found = queries_records.listed(
            db,
            text=asked.get("text")[:60],
            outcome=state if state in words.OUTCOMES else "",
            unsigned=state == "unsigned",
            page=asked.whole("page") or 1,
        )
        unsigned = queries_records.listed(db, unsigned=True, size=1).total
    return page("upkeep/records.html", found=found, unsigned=unsigned, words=words)


@get("/upkeep/records/{record_id:int}", permission=UPKEEP_READ)
def show_record(record_id: int, me: Me) -> Response:
    """One record as it was written."""
    return _record_page(record_id, me, SignForm(name=me.name))


@get("/upkeep/records/{record_id:int}/print", permission=UPKEEP_READ)
def print_record(record_id: int) -> Response:
    """The record on a sheet of paper."""
    with read() as db:
        return page(
            "upkeep/record_print.html",
            record=existing(queries_records.record(db, record_id)),
            signatures=queries_records.signatures(db, record_id),
            closed=queries_records.closed_with(db, record_id),
            words=words,
        )


@post("/upkeep/records/{record_id:int}/signature", permission=UPKEEP_SIGN)
def sign_record(record_id: int, posted: Posted, me: Me) -> Response:
    """Sign it by name, and on the glass where that is possible."""
    with read() as db:
        existing(queries_records.record(db, record_id))
    form = SignForm(posted)
    if not form.validate():
        return _record_page(record_id, me, form, 422)
    try:
        drawn = signature.keep_drawn(str(form.signature.data or ""))
        with write(me) as tx:
            signed = actions_records.sign(tx, record_id, str(form.side.data), str(form.name.data))
            if drawn and signed:
                attach(tx, RECORD, record_id, [drawn], "signature", str(form.name.data))
    except Refused as refused:
        form.refuse(refused)
        return _record_page(record_id, me, form, 422)
    return redirect(
        f"/upkeep/records/{record_id}", toast=_("Signed") if signed else _("It was signed already")
    )


@get("/upkeep/equipment/{equipment_id:int}/counter", permission=UPKEEP_RECORD)
def show_counter(equipment_id: int) -> Response:
    """What the counters of a piece showed, and the form for the next reading."""
    return _counter_page(equipment_id, CounterForm())


@post("/upkeep/equipment/{equipment_id:int}/counter", permission=UPKEEP_RECORD)
def read_counter(equipment_id: int, posted: Posted, me: Me) -> Response:
    form = CounterForm(posted)
    with read() as db:
        existing(equipment.equipment(db, equipment_id))
    if not form.validate():
        return _counter_page(equipment_id, form, 422)
    try:
        with write(me) as tx:
            actions_counters.read_counter(
                tx,
                equipment_id,
                str(form.counter.data),
                form.value.data or 0,
                form.read_on.data or clock.today(),
                bool(form.restarts.data),
            )
    except Refused as refused:
        form.refuse(
            Refused(refused.message, "value" if refused.field == form.counter.data else refused.field)
        )
        return _counter_page(equipment_id, form, 422)
    return redirect(f"/upkeep/equipment/{equipment_id}/counter", toast=_("Saved"))


def _record_page(record_id: int, me: Me, form: SignForm, status: int = 200) -> Response:
    with read() as db:
        record = existing(queries_records.record(db, record_id))
        found = [repairs.order(db, one) for one in links.orders_of(db, orders.RECORD, record_id)]
        shown = papers.shown(db, RECORD, record_id)
        return page(
            "upkeep/record.html",
            record=record,
            signatures=queries_records.signatures(db, record_id),
            closed=queries_records.closed_with(db, record_id),
            orders=[one for one in found if one],
            papers=shown,
            pictures={one.file: one.id for one in shown.live if one.is_photo},
            form=form,
            words=words,
            status=status,
        )


def _counter_page(equipment_id: int, form: CounterForm, status: int = 200) -> Response:
    with read() as db:
        return page(
            "upkeep/counter.html",
            piece=existing(equipment.equipment(db, equipment_id)),
            readings=queries_records.readings_of(db, equipment_id),
            form=form,
            words=words,
            status=status,
        )


ROUTES = [list_records, show_record, print_record, sign_record, show_counter, read_counter]
