"""What was found in a ledger: its columns, the questions to decide, what was repaired and what was skipped."""

from typing import Any

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import LEDGERS_IMPORT
from estate.data import read
from estate.i18n import gettext as _
from estate.i18n import ngettext
from estate.intake import actions, kinds, patterns, records, records_notes, words
from estate.intake.batches import Batch
from estate.intake.doubts import Doubt
from estate.intake.forms import SheetForm, TypedForm, sheet_mapping
from estate.intake.notices import READ_AS, REPAIRS, SKIPS, message, reason
from estate.intake.records import PAGE
from estate.refusal import Refused
from estate.web import Posted, Response, current, get, page, post, redirect


@get("/imports/{batch_id:int}/columns", permission=LEDGERS_IMPORT)
def show_columns(batch_id: int) -> Response:
    return _columns_page(_batch(batch_id))


@post("/imports/{batch_id:int}/columns", permission=LEDGERS_IMPORT)
def map_columns(batch_id: int, posted: Posted, me: Me) -> Response:
    """A person's word on one sheet; the file is checked again with it."""
    batch, form = _batch(batch_id), SheetForm(posted)
    shown = next((s for s in kinds.figures(batch).sheets if s.name == form.sheet.data), None)
    if shown is None:
        raise NotFoundException
    if not form.validate():
        return _columns_page(batch, form, status=422)
    mapping = sheet_mapping(form, posted, shown, batch.mapping.get(shown.name), words.fields(batch.kind))
    try:
        actions.map_sheet(batch_id, shown.name, mapping, me)
    except Refused as refused:
        form.refuse(refused)
        return _columns_page(batch, form, status=422)
    return redirect(f"/imports/{batch_id}/columns", toast=_("Read again with these columns"))


@get("/imports/{batch_id:int}/doubts", permission=LEDGERS_IMPORT)
def list_doubts(batch_id: int, asked: Posted) -> Response:
    return _doubts_page(_batch(batch_id), asked)


@post("/imports/{batch_id:int}/doubts", permission=LEDGERS_IMPORT)
def decide_many(batch_id: int, posted: Posted, asked: Posted, me: Me) -> Response:
    """One answer for what is ticked, or for all questions of the kind and sheet that are shown."""
    batch, choice = _batch(batch_id), posted.get("choice")
    if choice not in words.BULK:
        raise NotFoundException
    ticked = {int(one) for one in posted.getlist("doubt") if str(one).isdecimal()}
    with read() as db:
        kind, sheet = asked.get("kind"), asked.get("sheet")
        found = records.doubts(db, batch_id, sheet=sheet, kind=kind, state="waiting")
    chosen = found if posted.get("all") else [d for d in found if d.id in ticked]
    taken = actions.decide_many(batch.id, chosen, choice, "", me)
    toast = ngettext("%(n)s question decided", "%(n)s questions decided", taken)
    if taken < len(chosen):
        toast += " · " + _("%(n)s do not allow this answer", n=len(chosen) - taken)
    return redirect(f"/imports/{batch_id}/doubts{_query()}", toast=toast)


@post("/imports/{batch_id:int}/doubts/{doubt_id:int}", permission=LEDGERS_IMPORT)
def decide(batch_id: int, doubt_id: int, posted: Posted, asked: Posted, me: Me) -> Response:
    """One answer; what was typed is held to the rules of the column."""
    batch, form = _batch(batch_id), TypedForm(posted)
    choice = posted.get("choice") or "value"
    form.validate()
    try:
        typed = str(form.typed.data or "")
        chosen = None if choice == "reopen" else choice
        decided = actions.decide(batch_id, doubt_id, chosen, typed, me, alike=bool(posted.get("alike")))
    except Refused as refused:
        form.refuse(refused)
        if not current().htmx:
            return _doubts_page(batch, asked, {doubt_id: form}, status=422)
        return _one_doubt(batch, doubt_id, form, status=422)
    if decided > 1:
        toast = ngettext("%(n)s question decided", "%(n)s questions decided", decided)
        return redirect(f"/imports/{batch_id}/doubts{_query()}", toast=toast)
    settled = choice == "reopen" or _settled(batch_id, doubt_id)
    if not settled:
        form.refuse(Refused(_("This does not settle it; the question stays."), "typed"))
    if not current().htmx:
        if not settled:
            return _doubts_page(_batch(batch_id), asked, {doubt_id: form}, status=422)
        return redirect(f"/imports/{batch_id}/doubts{_query()}#doubt-{doubt_id}")
    return _one_doubt(_batch(batch_id), doubt_id, None if settled else form, status=200 if settled else 422)


@get("/imports/{batch_id:int}/repairs", permission=LEDGERS_IMPORT)
def list_repairs(batch_id: int, asked: Posted) -> Response:
    return _notes_page(_batch(batch_id), "repair", asked)


@get("/imports/{batch_id:int}/skipped", permission=LEDGERS_IMPORT)
def list_skipped(batch_id: int, asked: Posted) -> Response:
    return _notes_page(_batch(batch_id), "skip", asked)


def _batch(batch_id: int) -> Batch:
    with read() as db:
        batch = records.batch(db, batch_id)
    if batch is None or batch.kind not in kinds.KINDS:
        raise NotFoundException
    return batch


def _settled(batch_id: int, doubt_id: int) -> bool:
    """Whether a question is decided: an answer that leads to the same question leaves it open."""
    with read() as db:
        doubt = records.doubt(db, batch_id, doubt_id)
    return doubt is None or doubt.choice is not None


def _columns_page(batch: Batch, form: Any = None, status: int = 200) -> Response:
    figures = kinds.figures(batch)
    forms = {
        s.name: SheetForm(
            sheet=s.name, header_row=s.header_row, building=s.building, skip=s.reason == "sheet_left_out"
        )
        for s in figures.sheets
    }
    if form is not None:
        forms[str(form.sheet.data)] = form
    return page(
        "intake/columns.html",
        batch=batch,
        figures=figures,
        forms=forms,
        words=words,
        skips=SKIPS,
        status=status,
    )


def _doubts_page(
    batch: Batch, asked: Posted, forms: dict[int, Any] | None = None, status: int = 200
) -> Response:
    narrowed = {name: asked.get(name) for name in ("sheet", "kind", "state")}
    with read() as db:
        total = records.doubt_count(db, batch.id, **narrowed)
        pages = max(-(-total // PAGE), 1)
        number = _number(asked, pages)
        context: dict[str, Any] = {
            "doubts": records.doubts(db, batch.id, **narrowed, page=number),
            "kinds": records.groups(db, batch.id, "kind"),
            "sheets": records.groups(db, batch.id, "sheet"),
            "waiting": records.doubt_count(db, batch.id, **{**narrowed, "state": "waiting"}),
        }
        waiting = records.doubts(db, batch.id, kind=narrowed["kind"], state="waiting")
    context["alike"] = patterns.counts(waiting)
    context["bulk"] = words.bulk({group.name for group in context["kinds"]}, batch.kind)
    return page(
        "intake/doubts.html",
        batch=batch,
        total=total,
        number=number,
        pages=pages,
        forms=forms or {},
        words=words,
        choices=kinds.choices,
        status=status,
        **context,
    )


def _one_doubt(batch: Batch, doubt_id: int, form: Any, status: int = 200) -> Response:
    with read() as db:
        doubt: Doubt | None = records.doubt(db, batch.id, doubt_id)
    if doubt is None:
        raise NotFoundException
    shown = {doubt_id: form} if form is not None else {}
    return page(
        "intake/_decided.html",
        batch=batch,
        doubt=doubt,
        forms=shown,
        alike={},
        words=words,
        choices=kinds.choices,
        status=status,
    )


def _notes_page(batch: Batch, side: str, asked: Posted) -> Response:
    kind = asked.get("kind")
    with read() as db:
        groups = records_notes.note_groups(db, batch.id, side)
        total = sum(g.doubts for g in groups if not kind or g.name == kind)
        pages = max(-(-total // PAGE), 1)
        number = _number(asked, pages)
        notes = records_notes.notes(db, batch.id, side, kind=kind, page=number)
    told = [(n, message(n.finding(), False) if side == "repair" else reason(n.skipped())) for n in notes]
    names = {g.name: str((REPAIRS if side == "repair" else SKIPS).get(g.name, READ_AS)) for g in groups}
    return page(
        "intake/notes.html",
        batch=batch,
        side=side,
        notes=told,
        groups=groups,
        names=names,
        total=total,
        number=number,
        pages=pages,
        words=words,
    )


def _number(asked: Posted, pages: int) -> int:
    wanted = asked.get("page", "1")
    return min(max(int(wanted), 1), pages) if wanted.isdecimal() and len(wanted) < 8 else 1


def _query() -> str:
    return f"?{current().query}" if current().query else ""


ROUTES = [
    show_columns,
    map_columns,
    list_doubts,
    decide_many,
    decide,
    list_repairs,
    list_skipped,
]
