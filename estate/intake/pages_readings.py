"""Ledgers of readings: hand one in, see what it would bring, bring the clean rows in, take them back."""

from typing import Any

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import METERS_EDIT
from estate.data import read
from estate.i18n import gettext as _
from estate.intake import actions, meter_actions, records, records_notes, words
from estate.intake.batches import READINGS, Batch
from estate.intake.forms import FileForm, ReadingsForm
from estate.intake.meter_words import FIELDS
from estate.intake.notices import SKIPS
from estate.intake.records import PAGE
from estate.jobs import outbox
from estate.meters import queries as meters
from estate.meters.words import KINDS
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect

SHOWN = ("doubtful", "repaired", "skipped")


@get("/meters/imports", permission=METERS_EDIT)
def list_reading_imports(asked: Posted) -> Response:
    return _list_page(ReadingsForm(), asked)


@post("/meters/imports", permission=METERS_EDIT)
def hand_in_readings(posted: Posted, asked: Posted, me: Me) -> Response:
    """Keep and check a ledger; the same file again leads to its import. Nothing enters yet."""
    form = ReadingsForm(posted)
    if not form.validate():
        return _list_page(form, asked, status=422)
    file: Any = form.file.data
    name = file.filename.replace("\\", "/").rsplit("/", 1)[-1]
    try:
        done = meter_actions.upload(file.content, name, me)
    except Refused as refused:
        form.refuse(refused)
        return _list_page(form, asked, status=422)
    toast = _("This file was handed in before; here it is") if done.again else ""
    return redirect(f"/meters/imports/{done.id}", toast=toast)


@get("/meters/imports/{batch_id:int}", permission=METERS_EDIT)
def show_reading_import(batch_id: int, asked: Posted) -> Response:
    """What a ledger would bring or brought, and its rows that wait. `show`: doubtful, repaired or skipped."""
    return _import_page(_batch(batch_id), asked)


@get("/meters/imports/{batch_id:int}/progress", permission=METERS_EDIT)
def show_reading_progress(batch_id: int) -> Response:
    """How far the reading of a long file is; when it is done the page loads its figures."""
    batch = _batch(batch_id)
    if batch.state != "uploaded" or batch.fault:
        return redirect(f"/meters/imports/{batch_id}")
    with read() as db:
        task = outbox.of_key(db, batch.task_key)
    return page("intake/_progress.html", batch=batch, task=task, progress_at=_progress(batch))


@post("/meters/imports/{batch_id:int}/commit", permission=METERS_EDIT)
def commit_readings(batch_id: int, asked: Posted, me: Me) -> Response:
    """Bring in the rows that need no decision."""
    _batch(batch_id)
    try:
        meter_actions.commit(batch_id, me)
    except Refused as refused:
        return _import_page(_batch(batch_id), asked, refused.message, status=422)
    return redirect(f"/meters/imports/{batch_id}", toast=_("Brought in"))


@get("/meters/imports/{batch_id:int}/undo", permission=METERS_EDIT)
def ask_undo_readings(batch_id: int) -> Response:
    return page("intake/readings_undo.html", batch=_batch(batch_id), refused="")


@post("/meters/imports/{batch_id:int}/undo", permission=METERS_EDIT)
def undo_readings(batch_id: int, me: Me) -> Response:
    """Take the readings back; that a bill was made with them is said in plain words."""
    batch = _batch(batch_id)
    try:
        meter_actions.undo(batch_id, me)
    except Refused as refused:
        return page("intake/readings_undo.html", batch=batch, refused=refused.message, status=422)
    return redirect(f"/meters/imports/{batch_id}", toast=_("Taken back"))


@post("/meters/imports/{batch_id:int}/removal", permission=METERS_EDIT)
def discard_readings(batch_id: int, me: Me) -> Response:
    _batch(batch_id)
    actions.discard(batch_id, me)
    return redirect("/meters/imports", toast=_("Thrown away"))


def _batch(batch_id: int) -> Batch:
    with read() as db:
        batch = records.batch(db, batch_id)
    if batch is None or batch.kind != READINGS:
        raise NotFoundException
    return batch


def _list_page(form: FileForm, asked: Posted, status: int = 200) -> Response:
    with read() as db:
        total = records.batch_count(db, READINGS)
        pages = max(-(-total // PAGE), 1)
        number = min(max(asked.whole("page") or 1, 1), pages)
        found = records.batches(db, number, READINGS)
    shown: dict[str, Any] = {"batches": found, "number": number, "pages": pages, "total": total}
    return page("intake/readings.html", form=form, words=words, status=status, **shown)


def _import_page(batch: Batch, asked: Posted, refused: str = "", status: int = 200) -> Response:
    figures = meter_actions.outcome(batch)
    show = asked.get("show") if asked.get("show") in SHOWN else SHOWN[0]
    with read() as db:
        repairs = sum(group.doubts for group in records_notes.note_groups(db, batch.id, "repair"))
        skips = sum(group.doubts for group in records_notes.note_groups(db, batch.id, "skip"))
        totals = {"doubtful": batch.doubts, "repaired": repairs, "skipped": skips}
        pages = max(-(-totals[show] // PAGE), 1)
        number = min(max(asked.whole("page") or 1, 1), pages)
        doubts = records.doubts(db, batch.id, page=number) if show == "doubtful" else []
        side = {"repaired": "repair", "skipped": "skip"}.get(show)
        notes = records_notes.notes(db, batch.id, side, page=number) if side else []
        told = [one.facts.get("about", {}) for one in doubts]
        meant = meters.all_meant(
            db, [(a.get("kind", ""), a.get("number", ""), d.home) for d, a in zip(doubts, told, strict=True)]
        )
        task = outbox.of_key(db, batch.task_key)
    return page(
        "intake/readings_show.html",
        batch=batch,
        figures=figures,
        refused=refused,
        show=show,
        totals=totals,
        rows=list(zip(doubts, told, meant, strict=True)),
        notes=notes,
        number=number,
        pages=pages,
        task=task,
        progress_at=_progress(batch),
        fields=FIELDS,
        kinds=KINDS,
        skips=SKIPS,
        words=words,
        status=status,
    )


def _progress(batch: Batch) -> str:
    return f"/meters/imports/{batch.id}/progress"


ROUTES = [
    list_reading_imports,
    hand_in_readings,
    show_reading_import,
    show_reading_progress,
    commit_readings,
    ask_undo_readings,
    undo_readings,
    discard_readings,
]
