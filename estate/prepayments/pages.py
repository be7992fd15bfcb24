"""Prepayment accounts: the list, and the statement of one."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import PAYMENTS_TAKE, RECEIPTS_READ
from estate.data import read
from estate.i18n import gettext as _
from estate.prepayments import actions, queries, words
from estate.web import Posted, Response, get, page, post, redirect


@get("/prepayments", permission=RECEIPTS_READ)
def list_accounts(asked: Posted) -> Response:
    """Accounts with money on them, of a home or a name when asked for; empty ones on request."""
    text, with_empty = asked.get("q").strip(), bool(asked.get("empty"))
    with read() as db:
        count, total_fen = queries.totals(db, text, with_empty)
        pages = max(1, -(-count // queries.PAGE))
        here = min(asked.whole("page") or 1, pages)
        accounts = queries.accounts_page(db, text, with_empty, here)
    return page(
        "prepayments/index.html",
        accounts=accounts,
        count=count,
        total_fen=total_fen,
        page=here,
        pages=pages,
        text=text,
        with_empty=with_empty,
    )


@get("/prepayments/{home_id:int}/{payer_id:int}", permission=RECEIPTS_READ)
def show_account(home_id: int, payer_id: int) -> Response:
    """Every entry of an account with what stood on it then."""
    with read() as db:
        account = queries.account(db, home_id, payer_id)
        if account is None:
            raise NotFoundException
        entries = queries.entries(db, home_id, payer_id)
    return page("prepayments/show.html", account=account, entries=entries, words=words)


@post("/prepayments/{home_id:int}/{payer_id:int}/auto", permission=PAYMENTS_TAKE)
def change_auto(home_id: int, payer_id: int, posted: Posted, me: Me) -> Response:
    """Whether bill runs draw on it."""
    with read() as db:
        if queries.account(db, home_id, payer_id) is None:
            raise NotFoundException
    actions.set_auto(home_id, payer_id, posted.get("auto") == "yes", me)
    return redirect(f"/prepayments/{home_id}/{payer_id}", toast=_("Saved"))


ROUTES = [list_accounts, show_account, change_auto]
