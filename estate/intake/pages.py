"""Imports: hand a ledger in, see what it would bring, bring it in, take it back."""

from typing import Any

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import LEDGERS_IMPORT
from estate.data import audit, read, write
from estate.i18n import gettext as _
from estate.intake import (
    actions,
    actions_commit,
    kinds,
    pages_findings,
    pages_readings,
    records,
    records_notes,
    words,
)
from estate.intake.batches import FEES, HOMES, READINGS, Batch
from estate.intake.forms import CommitForm, UploadForm
from estate.intake.handed import Terms
from estate.intake.marked_copy import marked_copy
from estate.intake.records import PAGE
from estate.jobs import outbox
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@get("/imports", permission=LEDGERS_IMPORT)
def list_imports(asked: Posted) -> Response:
    number = max(int(asked.get("page", "1")), 1) if asked.get("page", "1").isdecimal() else 1
    with read() as db:
        total = records.batch_count(db)
        found = records.batches(db, number)
    return page(
        "intake/index.html",
        batches=found,
        number=number,
        pages=max(-(-total // PAGE), 1),
        total=total,
        words=words,
    )


@get("/imports/new", permission=LEDGERS_IMPORT)
def new_import(asked: Posted) -> Response:
    """Hand a file in. `kind`: what is in it."""
    kind = asked.get("kind")
    return page("intake/new.html", form=UploadForm(kind=kind if kind in kinds.KINDS else HOMES))


@post("/imports", permission=LEDGERS_IMPORT)
def create_import(posted: Posted, me: Me) -> Response:
    """Keep and check a file; the same file again leads to the import that it belongs to."""
    form = UploadForm(posted)
    if not form.validate():
        return page("intake/new.html", form=form, status=422)
    file: Any = form.file.data
    try:
        name = file.filename.replace("\\", "/").rsplit("/", 1)[-1]
        done = actions.upload(file.content, name, me, kind=form.ledger)
    except Refused as refused:
        form.refuse(refused)
        return page("intake/new.html", form=form, status=422)
    return redirect(
        f"/imports/{done.id}", toast=_("This file was handed in before; here it is") if done.again else ""
    )


@get("/imports/{batch_id:int}", permission=LEDGERS_IMPORT)
def show_import(batch_id: int) -> Response:
    """What a file would bring or brought; one of readings has its page with the meters."""
    with read() as db:
        found = records.batch(db, batch_id)
    if found and found.kind == READINGS:
        return redirect(f"/meters/imports/{batch_id}")
    batch = the_batch(batch_id)
    return import_page(batch, CommitForm(with_care=True, fee_item=batch.options.get("fee_item", "")))


@get("/imports/{batch_id:int}/progress", permission=LEDGERS_IMPORT)
def show_progress(batch_id: int) -> Response:
    """How far the reading or the bringing in is; when it is done the page loads its figures."""
    batch = the_batch(batch_id)
    if batch.state not in ("uploaded", "committing") or batch.fault:
        return redirect(f"/imports/{batch_id}")
    with read() as db:
        task = outbox.of_key(db, batch.commit_key if batch.state == "committing" else batch.task_key)
    return page("intake/_progress.html", batch=batch, task=task, progress_at=f"/imports/{batch_id}/progress")


@post("/imports/{batch_id:int}/commit", permission=LEDGERS_IMPORT)
def commit_import(batch_id: int, posted: Posted, me: Me) -> Response:
    """Bring the ledger in on the terms that were ticked."""
    batch, form = the_batch(batch_id), CommitForm(posted)
    terms = Terms(bool(form.leave_waiting.data), bool(form.skip_existing.data), bool(form.with_care.data))
    form.validate()
    try:
        if form.fee_item.data and form.fee_item.data != kinds.usual_item(batch):
            actions.choose(batch_id, "fee_item", str(form.fee_item.data), me)
        done = actions_commit.ask_to_commit(batch_id, terms, me)
    except Refused as refused:
        form.refuse(refused)
        return import_page(the_batch(batch.id), form, status=422)
    return redirect(f"/imports/{batch_id}", toast=_("Brought in") if done.state == "committed" else "")


@get("/imports/{batch_id:int}/undo", permission=LEDGERS_IMPORT)
def ask_undo(batch_id: int) -> Response:
    return page("intake/undo.html", batch=the_batch(batch_id), refused="")


@post("/imports/{batch_id:int}/undo", permission=LEDGERS_IMPORT)
def undo_import(batch_id: int, me: Me) -> Response:
    """Take the import back; what stands against it is said in plain words."""
    batch = the_batch(batch_id)
    try:
        actions_commit.undo(batch_id, me)
    except Refused as refused:
        return page("intake/undo.html", batch=batch, refused=refused.message, status=422)
    return redirect(f"/imports/{batch_id}", toast=_("Taken back"))


@post("/imports/{batch_id:int}/removal", permission=LEDGERS_IMPORT)
def discard_import(batch_id: int, me: Me) -> Response:
    the_batch(batch_id)
    actions.discard(batch_id, me)
    return redirect("/imports", toast=_("Thrown away"))


@get("/imports/{batch_id:int}/marked.xlsx", permission=LEDGERS_IMPORT)
def marked(batch_id: int, me: Me) -> Response:
    """The file as it was handed in, with what was found in it marked; that somebody took it is recorded."""
    batch = the_batch(batch_id)
    with read() as db:
        doubts = records.doubts(db, batch_id)
        repairs = [n.finding() for n in records_notes.notes(db, batch_id, "repair")]
        skips = [n.skipped() for n in records_notes.notes(db, batch_id, "skip")]
    content = marked_copy(actions.content_of(batch), batch.file_name, doubts, repairs, skips)
    with write(me) as tx:
        audit.record(tx, "import.copy_taken", "import_batches", batch_id)
    headers = {"Content-Disposition": f'attachment; filename="import-{batch_id}-marked.xlsx"'}
    return Response(content, media_type=XLSX, headers=headers)


def the_batch(batch_id: int) -> Batch:
    """The import of the address, or not found."""
    with read() as db:
        batch = records.batch(db, batch_id)
    if batch is None or batch.kind not in kinds.KINDS:
        raise NotFoundException
    return batch


def import_page(batch: Batch, form: Any, status: int = 200) -> Response:
    """What a ledger would bring, or what it brought."""
    with read() as db:
        committing = bool(batch.commit_key) and batch.state in ("checked", "committing")
        task = outbox.of_key(db, batch.commit_key if committing else batch.task_key)
        context: dict[str, Any] = {
            "doubts": records.groups(db, batch.id, "kind"),
            "repairs": records_notes.note_groups(db, batch.id, "repair")[:8],
            "skips": records_notes.note_groups(db, batch.id, "skip"),
            "earlier": records.earlier(db, batch),
        }
    figures = kinds.figures(batch)
    if batch.kind == FEES and not form.fee_item.data:
        form.fee_item.data = kinds.usual_item(batch)
    return page(
        "intake/show.html",
        batch=batch,
        figures=figures,
        not_done=task.error if task and task.failed_at and batch.state == "checked" else "",
        form=form,
        task=task,
        progress_at=f"/imports/{batch.id}/progress",
        words=words,
        status=status,
        **context,
    )


ROUTES = [
    list_imports,
    new_import,
    create_import,
    show_import,
    show_progress,
    commit_import,
    ask_undo,
    undo_import,
    discard_import,
    marked,
    *pages_findings.ROUTES,
    *pages_readings.ROUTES,
]
