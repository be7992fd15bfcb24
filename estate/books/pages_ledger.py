"""The receivables ledger: who owed what at the end of a month, and every row of one account."""

from datetime import date

from litestar.exceptions import NotFoundException

from estate.access.permissions import BOOKS_READ
from estate.billing.words import period
from estate.books import queries, words
from estate.books import records_ledger as records
from estate.books import records_trial as trial
from estate.books.forms import MonthsForm
from estate.books.months import chosen
from estate.community import queries as community
from estate.data import read
from estate.web import Posted, Response, get, page


@get("/books/accounts", permission=BOOKS_READ)
def list_accounts(asked: Posted) -> Response:
    """Who owed something at the end of a month, and how much."""
    form = MonthsForm(asked)
    form.validate()
    months, item = chosen(form), asked.whole("item") or 0
    day = _day(asked.get("day")) or queries.last_day(months.last)
    with read() as db:
        items = trial.items(db)
        count, total_fen = records.accounts_total(db, item, day)
        pages = max(1, -(-count // records.PAGE))
        here = min(asked.whole("page") or 1, pages)
        accounts = records.accounts(db, item, day, here)
    return page(
        "books/accounts.html",
        form=form,
        day=day,
        item=items.get(item, ""),
        accounts=accounts,
        count=count,
        total_fen=total_fen,
        page=here,
        pages=pages,
    )


@get("/books/homes/{home_id:int}", permission=BOOKS_READ)
def show_ledger(home_id: int, asked: Posted) -> Response:
    """Every row of one account, each balance the sum of those up to it."""
    with read() as db:
        home = community.home(db, home_id)
        if home is None:
            raise NotFoundException
        payers = records.payers(db, home_id)
        wanted = asked.whole("payer")
        payer = wanted if wanted in payers else next(iter(payers), 0)
        lines = records.ledger(db, home_id, payer)
        balance = records.balance_of(db, home_id, payer)
    return page(
        "books/ledger.html",
        home=home,
        payers=payers,
        payer=payer,
        lines=lines,
        balance=balance,
        kinds=words.KINDS,
        period=period,
    )


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


ROUTES = [list_accounts, show_ledger]
