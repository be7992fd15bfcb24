"""Receipts: the list with its totals, one of them, its print, its reversal."""

import secrets
from typing import Any

from estate.access.me import Me
from estate.access.permissions import RECEIPTS_READ, RECEIPTS_REVERSE, RECEIPTS_VOID
from estate.cashier import actions, actions_prints, queries, queries_list, words
from estate.cashier.actions_voids import bar_to_void
from estate.cashier.forms import ListForm, ReversalForm
from estate.cashier.paper import sheet, shown
from estate.cashier.queries import Receipt
from estate.cashier.queries_list import Wanted
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import Posted, Response, existing, get, page, post, redirect


@get("/receipts", permission=RECEIPTS_READ)
def list_receipts(asked: Posted) -> Response:
    """Receipts of today, or those that the filter names, with what came in by each method."""
    today = clock.today()
    with read() as db:
        form = ListForm(asked, cashiers=[])
        if "first" not in asked and "last" not in asked:
            form.first.data = form.last.data = today
        if form.validate():
            wanted = _wanted(form)
        else:
            wanted = Wanted(first=today.isoformat(), last=today.isoformat())
        taken = queries_list.takings(db, wanted)
        form.cashier.choices = [("", _("All")), *((name, name) for name in taken.cashiers)]
        count = queries_list.count_receipts(db, wanted)
        pages = max(1, -(-count // queries.PAGE))
        here = min(asked.whole("page") or 1, pages)
        receipts = queries_list.receipts_page(db, wanted, here)
    return page(
        "cashier/receipts.html",
        form=form,
        totals=taken.by_method,
        receipts=receipts,
        count=count,
        page=here,
        pages=pages,
        words=words,
    )


@get("/receipts/{number:str}", permission=RECEIPTS_READ)
def show_receipt(number: str, me: Me) -> Response:
    """One receipt, and what may still be done with it."""
    receipt = _require(number)
    with read() as db:
        voidable = me.may(RECEIPTS_VOID) and not bar_to_void(db, receipt, me)
        return page("cashier/receipt.html", **shown(db, receipt), voidable=voidable)


@post("/receipts/{number:str}/prints", permission=RECEIPTS_READ)
def start_print(number: str, posted: Posted, me: Me) -> Response:
    """Note that it goes to paper, then show the sheet: the first one is the original, later ones are reprints."""
    noted = actions_prints.note_print(_require(number).id, posted.get("paper"), me)
    return redirect(f"/receipts/{number}/print?paper={noted.paper}&copy={noted.id}")


@get("/receipts/{number:str}/print", permission=RECEIPTS_READ)
def show_print(number: str, asked: Posted, settings: Settings) -> Response:
    """The sheet. Opened without a noted print it is a preview, and says so."""
    receipt = _receipt(number)
    noted = next((one for one in receipt["prints"] if str(one.id) == asked.get("copy")), None)
    paper = noted.paper if noted else asked.get("paper", "a5")
    return page("cashier/print.html", **receipt, **sheet(number, paper, noted, settings.port))


@get("/receipts/{number:str}/reversal", permission=RECEIPTS_REVERSE)
def ask_reversal(number: str) -> Response:
    """The question before a receipt is taken back, with its number and amount."""
    key = secrets.token_urlsafe(16)
    return page("cashier/reversal.html", **_receipt(number), form=ReversalForm(), key=key)


@post("/receipts/{number:str}/reversal", permission=RECEIPTS_REVERSE)
def create_reversal(number: str, posted: Posted, me: Me) -> Response:
    form, receipt, key = ReversalForm(posted), _require(number), posted.get("idempotency_key")
    if form.validate():
        try:
            reversal = actions.reverse(receipt.id, form.reason.data or "", key, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(
                f"/receipts/{reversal.number}",
                toast=_("Receipt %(number)s is taken back", number=receipt.number),
            )
    return page("cashier/reversal.html", status=422, **_receipt(number), form=form, key=key)


def _receipt(number: str) -> dict[str, Any]:
    receipt = _require(number)
    with read() as db:
        return shown(db, receipt)


def _require(number: str) -> Receipt:
    with read() as db:
        return existing(queries.receipt(db, number))


def _wanted(form: ListForm) -> Wanted:
    return Wanted(
        first=form.first.data.isoformat() if form.first.data else "",
        last=form.last.data.isoformat() if form.last.data else "",
        method=form.method.data or "",
        cashier=form.cashier.data or "",
        number=(form.number.data or "").upper(),
    )


ROUTES = [
    list_receipts,
    show_receipt,
    start_print,
    show_print,
    ask_reversal,
    create_reversal,
]
