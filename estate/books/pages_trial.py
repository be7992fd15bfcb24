"""The trial balance, and the rows behind each of its figures."""

from litestar.exceptions import NotFoundException

from estate.access.permissions import BOOKS_READ
from estate.books import queries, words
from estate.books import records_trial as records
from estate.books.forms import MonthsForm
from estate.books.months import chosen
from estate.books.rules_trial import COLUMNS
from estate.data import read
from estate.i18n import gettext as _
from estate.web import Posted, Response, get, page


@get("/books", permission=BOOKS_READ)
def show_trial(asked: Posted) -> Response:
    """Opening, what moved, closing, by fee item; the differences, which must be nothing."""
    form = MonthsForm(asked)
    form.validate()
    months = chosen(form)
    with read() as db:
        trial, items = queries.trial_balance(db, *months), records.items(db)
    return page(
        "books/trial.html",
        form=form,
        months=months,
        trial=trial,
        items=items,
        columns=words.COLUMNS,
        sections=(
            (_("Prepayments"), "prepayments", trial.prepayments, words.PREPAYMENTS),
            (_("Deposits"), "deposits", trial.deposits, words.DEPOSITS),
        ),
        last_day=queries.last_day(months.last),
        opening_day=queries.day_before(months.first),
    )


@get("/books/entries", permission=BOOKS_READ)
def show_entries(asked: Posted) -> Response:
    """The rows behind a figure of the trial balance."""
    form = MonthsForm(asked)
    form.validate()
    months, column, item = chosen(form), asked.get("column"), asked.whole("item") or 0
    if column not in COLUMNS:
        raise NotFoundException
    days = queries.first_day(months.first), queries.last_day(months.last)
    with read() as db:
        items = records.items(db)
        count, total_fen = records.sum_behind(db, COLUMNS[column], item, *days)
        pages = max(1, -(-count // records.PAGE))
        here = min(asked.whole("page") or 1, pages)
        entries = records.rows_behind(db, COLUMNS[column], item, *days, here)
    return page(
        "books/entries.html",
        months=months,
        column=words.COLUMNS[column],
        item=items.get(item, ""),
        entries=entries,
        kinds=words.KINDS,
        count=count,
        total_fen=total_fen,
        page=here,
        pages=pages,
    )


ROUTES = [show_trial, show_entries]
