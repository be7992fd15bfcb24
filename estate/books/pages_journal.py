"""The journal for the accountant's package, and the account codes that it uses."""

import secrets

from litestar import Response as LitestarResponse
from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import BOOKS_EDIT, BOOKS_READ
from estate.books import actions, actions_exports, words
from estate.books import records_exports as exports
from estate.books import records_journal as records
from estate.books import records_trial as trial
from estate.books.forms import CodeForm, ExportForm
from estate.data import clock, files, read
from estate.i18n import gettext as _
from estate.jobs import outbox
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@get("/books/journal", permission=BOOKS_READ)
def show_journal() -> Response:
    """What can be taken along, and with which accounts."""
    return _journal(_codes())


@post("/books/codes", permission=BOOKS_EDIT)
def set_code(posted: Posted, me: Me) -> Response:
    with read() as db:
        form = CodeForm(posted, items=trial.items(db))
    if form.validate():
        try:
            item = int(form.fee_item.data) if form.fee_item.data else None
            actions.set_code(str(form.role.data), item, form.code.data or "", form.name.data or "", me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/books/journal", toast=_("The account is set"))
    return _journal(form, status=422)


@post("/books/journal", permission=BOOKS_READ)
def start_export(posted: Posted, me: Me) -> Response:
    """Have a month's journal made."""
    form = ExportForm(posted)
    month = form.month.data
    if not form.validate() or month is None:
        return _journal(_codes(), export_form=form, status=422)
    try:
        export = actions_exports.start_export(month.isoformat()[:7], str(form.key.data), me)
    except Refused as refused:
        form.refuse(refused)
        return _journal(_codes(), export_form=form, status=422)
    return redirect(f"/books/journal/{export.id}")


@get("/books/journal/{export_id:int}", permission=BOOKS_READ)
def show_export(export_id: int) -> Response:
    """How far a journal is, and its file."""
    with read() as db:
        export = exports.export(db, export_id)
        task = outbox.of_key(db, actions_exports.task_key(export_id))
    if export is None:
        raise NotFoundException
    return page(
        "books/export.html",
        part="books/_export.html",
        export=export,
        task=task,
        too_many=export.error == actions_exports.TOO_MANY,
    )


@get("/books/journal/{export_id:int}/file", permission=BOOKS_READ)
def download_export(export_id: int) -> Response:
    """The file: `journal-2026-11.xlsx`."""
    with read() as db:
        export = exports.export(db, export_id)
    if export is None or export.file is None:
        raise NotFoundException
    headers = {"Content-Disposition": f'attachment; filename="journal-{export.month}.xlsx"'}
    response: Response = LitestarResponse(
        files.path_of(export.file).read_bytes(), media_type=XLSX, headers=headers
    )
    return response


def _codes() -> CodeForm:
    with read() as db:
        return CodeForm(items=trial.items(db))


def _journal(form: CodeForm, *, export_form: ExportForm | None = None, status: int = 200) -> Response:
    if export_form is None:
        now = clock.today().replace(day=1)
        export_form = ExportForm(key=secrets.token_hex(16), month=now)
    with read() as db:
        codes, made = records.codes(db), exports.exports(db)
    return page(
        "books/journal.html",
        status=status,
        export_form=export_form,
        exports=made,
        codes=codes,
        roles=words.ROLES,
        form=form,
    )


ROUTES = [show_journal, set_code, start_export, show_export, download_export]
