"""Writing a service record at the site: of something due, of other work, or the correction of one."""

from collections.abc import Callable
from datetime import date
from typing import Any

from estate.access.me import Me
from estate.access.permissions import UPKEEP_RECORD
from estate.data import Reader, Tx, clock, read, write
from estate.equipment import queries as equipment
from estate.equipment.queries import Equipment
from estate.i18n import gettext as _
from estate.papers import content
from estate.papers.actions import attach
from estate.papers.content import Kept
from estate.refusal import Refused
from estate.upkeep import actions_records, queries, queries_records, words
from estate.upkeep.actions_records import Entry
from estate.upkeep.forms import RecordForm, answers_of, record_form
from estate.upkeep.papers import RECORD
from estate.upkeep.queries import Due
from estate.upkeep.queries_records import Record
from estate.upkeep.rules_records import Item
from estate.web import Posted, Response, existing, get, page, post, redirect
from estate.web.forms import fresh_key


@get("/upkeep/dues/{due_id:int}/record", permission=UPKEEP_RECORD)
def new_record(due_id: int, me: Me) -> Response:
    """The record of something due, with its check list."""
    with read() as db:
        due = existing(queries.due(db, due_id))
        if due.record_id:
            return redirect(f"/upkeep/records/{due.record_id}")
        items = queries.items_of_version(db, due.list_version_id)
        piece = _piece(db, due.equipment_id)
    form = record_form(items, key=fresh_key(), person=me.name)
    if due.done_by == "company":
        form.company.data, form.person.data = piece.vendor, "" if piece.vendor else me.name
    return _form_page(form, piece, items, due=due)


@post("/upkeep/dues/{due_id:int}/record", permission=UPKEEP_RECORD)
def write_record(due_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        due = existing(queries.due(db, due_id))
        items = queries.items_of_version(db, due.list_version_id)
        piece = _piece(db, due.equipment_id)
    form = record_form(items, posted)

    def keep(tx: Tx, entry: Entry) -> int:
        return actions_records.of_due(tx, due_id, entry, form.key_for(f"due:{due_id}"))

    return _kept(form, items, posted, me, keep) or _form_page(form, piece, items, due=due, status=422)


@get("/upkeep/equipment/{equipment_id:int}/record", permission=UPKEEP_RECORD)
def new_other(equipment_id: int, me: Me) -> Response:
    """A record of work that no plan asked for."""
    with read() as db:
        piece = _piece(db, equipment_id)
    return _form_page(record_form([], key=fresh_key(), person=me.name), piece, [])


@post("/upkeep/equipment/{equipment_id:int}/record", permission=UPKEEP_RECORD)
def write_other(equipment_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        piece = _piece(db, equipment_id)
    form = record_form([], posted)

    def keep(tx: Tx, entry: Entry) -> int:
        return actions_records.of_piece(tx, equipment_id, entry, form.key_for(f"piece:{equipment_id}"))

    return _kept(form, [], posted, me, keep) or _form_page(form, piece, [], status=422)


@get("/upkeep/records/{record_id:int}/correction", permission=UPKEEP_RECORD)
def new_correction(record_id: int) -> Response:
    """A further record that says what is right, filled with what the first says."""
    with read() as db:
        first = existing(queries_records.record(db, record_id))
        items = queries.items_of_version(db, first.list_version_id)
        piece = _piece(db, first.equipment_id)
    given = {one.question: one.answer for one in first.given}
    values: dict[str, Any] = {
        f"item_{number}": int(given[one.question]) if one.kind == "number" else given[one.question]
        for number, one in enumerate(items)
        if one.question in given and one.kind != "photo"
    }
    values |= {name: getattr(first, name) for name in ("person", "company", "outcome", "findings", "parts")}
    form = record_form(
        items,
        key=fresh_key(),
        done_on=date.fromisoformat(first.done_on),
        valid_until=date.fromisoformat(first.valid_until) if first.valid_until else None,
        cost_fen=first.cost_fen,
        **values,
    )
    return _form_page(form, piece, items, first=first)


@post("/upkeep/records/{record_id:int}/correction", permission=UPKEEP_RECORD)
def write_correction(record_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        first = existing(queries_records.record(db, record_id))
        items = queries.items_of_version(db, first.list_version_id)
        piece = _piece(db, first.equipment_id)
    form = record_form(items, posted)

    def keep(tx: Tx, entry: Entry) -> int:
        key = form.key_for(f"correction:{record_id}")
        return actions_records.correct(tx, record_id, entry, str(form.reason.data or ""), key)

    return _kept(form, items, posted, me, keep) or _form_page(form, piece, items, first=first, status=422)


def _kept(
    form: RecordForm, items: list[Item], posted: Posted, me: Me, keep: Callable[[Tx, Entry], int]
) -> Response | None:
    """Write the record with its photos and go to it; None when something is missing, which then stands in the form."""
    if not form.validate():
        return None
    try:
        sent = content.keep_sent(posted)
        entry = _entry(form, items)._replace(photos=_photos(posted, items))
        with write(me) as tx:
            record_id = keep(tx, entry)
            if sent:
                attach(tx, RECORD, record_id, sent)
    except Refused as refused:
        form.refuse(refused)
        return None
    return redirect(f"/upkeep/records/{record_id}", toast=_("Service record kept"))


def _entry(form: RecordForm, items: list[Item]) -> Entry:
    readings = {name: form[name].data for name in words.COUNTERS if form[name].data is not None}
    return Entry(
        done_on=form.done_on.data or clock.today(),
        person=str(form.person.data),
        outcome=str(form.outcome.data),
        title=str(form.title.data or ""),
        work="repair" if form.work.data == "repair" else "service",
        company=str(form.company.data or ""),
        findings=str(form.findings.data or ""),
        parts=str(form.parts.data or ""),
        answers=answers_of(form, items),
        cost_fen=form.cost_fen.data or 0,
        valid_until=form.valid_until.data,
        readings=readings,
        signed_name=str(form.signed_name.data or ""),
        order=bool(form.order.data),
    )


def _photos(posted: Posted, items: list[Item]) -> dict[int, Kept]:
    """The photos that answer items of the check list, by the number of the item."""
    asked = [number for number, one in enumerate(items) if one.kind == "photo"]
    taken = {number: content.keep_photo(posted, f"item_{number}") for number in asked}
    return {number: one for number, one in taken.items() if one}


def _form_page(
    form: RecordForm,
    piece: Equipment,
    items: list[Item],
    *,
    due: Due | None = None,
    first: Record | None = None,
    status: int = 200,
) -> Response:
    with read() as db:
        photos = queries_records.photos(db, first, items) if first else {}
    return page(
        "upkeep/record_form.html",
        form=form,
        piece=piece,
        items=items,
        due=due,
        first=first,
        photos=photos,
        words=words,
        status=status,
    )


def _piece(db: Reader, equipment_id: int) -> Equipment:
    return existing(equipment.equipment(db, equipment_id))


ROUTES = [new_record, write_record, new_other, write_other, new_correction, write_correction]
