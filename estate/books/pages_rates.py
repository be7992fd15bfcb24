"""Collection rates: of the period's bills, of the old debt, and of both."""

from estate.access.permissions import BOOKS_READ
from estate.billing.words import period
from estate.books import queries
from estate.books import records_rates as records
from estate.books.forms import RatesForm
from estate.books.months import chosen
from estate.books.rules_rates import rates
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.web import Posted, Response, get, page


@get("/books/rates", permission=BOOKS_READ)
def show_rates(asked: Posted) -> Response:
    """Penalties and deposits are no part of them; a receipt that is reversed counts on the day of the reversal."""
    form = RatesForm(asked)
    form.validate()
    months = chosen(form)
    first, last = queries.first_day(months.first), queries.last_day(months.last)
    as_of = _as_of(form)
    with read() as db:
        billed, old = records.billed(db, first, last, as_of), records.old(db, first, min(last, as_of))
    return page(
        "books/rates.html",
        form=form,
        months=months,
        as_of=as_of,
        billed=billed,
        old=old,
        rates=rates(
            billed.receivable_fen,
            billed.collected_fen,
            old.opening_fen,
            old.recovered_fen,
            billed.reduction_fen,
        ),
    )


@get("/books/rates/bills", permission=BOOKS_READ)
def show_bills(asked: Posted) -> Response:
    """The bills behind a rate: those of the period, or the older ones on which something came in."""
    form = RatesForm(asked)
    form.validate()
    months, before = chosen(form), asked.get("of") == "before"
    first, last, as_of = queries.first_day(months.first), queries.last_day(months.last), _as_of(form)
    until = min(last, as_of)
    with read() as db:
        if before:
            count = records.count_old_collected(db, first, until)
            collected_fen = records.old(db, first, until).recovered_fen
        else:
            billed = records.billed(db, first, last, as_of)
            count, collected_fen = billed.charges, billed.collected_fen
        pages = max(1, -(-count // records.PAGE))
        here = min(asked.whole("page") or 1, pages)
        if before:
            bills = records.old_bills_collected(db, first, until, here)
        else:
            bills = records.bills_of_period(db, first, last, as_of, here)
    return page(
        "books/bills.html",
        title=_("Debt from before") if before else _("Bills of the period"),
        months=months,
        as_of=as_of,
        bills=bills,
        count=count,
        collected_fen=collected_fen,
        page=here,
        pages=pages,
        period=period,
    )


def _as_of(form: RatesForm) -> str:
    """The day of counting; today where none is asked for."""
    return (form.as_of.data or clock.today()).isoformat()


ROUTES = [show_rates, show_bills]
