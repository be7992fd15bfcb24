"""The journal for the accountant's package, and the account codes that it uses."""

import re

from litestar import Response as LitestarResponse
from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import BOOKS_EDIT, BOOKS_READ
from estate.books import actions, queries, words
from estate.books import records_journal as records
from estate.books import records_trial as trial
from estate.books.forms import CodeForm, MonthsForm
from estate.books.months import chosen
from estate.books.rules_journal import vouchers
from estate.books.workbook import TooMany, journal
from estate.data import read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@get("/books/journal", permission=BOOKS_READ)
def show_journal(asked: Posted) -> Response:
    """What can be taken along, and with which accounts."""
    with read() as db:
        form = CodeForm(items=trial.items(db))
    return _journal(asked, form)


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
    return _journal(Posted({}), form, status=422)


@get("/books/journal/{name:str}", permission=BOOKS_READ)
def download_journal(name: str) -> Response:
    """A month's journal: `2026-11.xlsx`."""
    found = re.fullmatch(r"(\d{4}-(?:0[1-9]|1[0-2]))\.xlsx", name)
    if not found:
        raise NotFoundException
    month = found[1]
    with read() as db:
        rows = records.booked(db, queries.first_day(month), queries.last_day(month))
        told = {kind: str(word) for kind, word in words.SUMMARIES.items()}
        try:
            content = journal(vouchers(rows, records.chart(db), told))
        except TooMany as error:
            raise Refused(_("This month has more lines than a sheet holds.")) from error
    headers = {"Content-Disposition": f'attachment; filename="journal-{month}.xlsx"'}
    return LitestarResponse(content, media_type=XLSX, headers=headers)


def _journal(asked: Posted, form: CodeForm, status: int = 200) -> Response:
    months_form = MonthsForm(asked)
    months_form.validate()
    months = chosen(months_form)
    with read() as db:
        codes = records.codes(db)
    return page(
        "books/journal.html",
        status=status,
        months_form=months_form,
        month=months.last,
        codes=codes,
        roles=words.ROLES,
        form=form,
    )


ROUTES = [show_journal, set_code, download_journal]
