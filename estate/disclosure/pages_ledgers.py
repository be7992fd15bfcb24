"""The ledgers of the repair fund and of the common income: entries, their vouchers, taking one back."""

import secrets
from datetime import date

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import DISCLOSURE_EDIT, DISCLOSURE_READ
from estate.data import clock, read
from estate.disclosure import actions, queries, words
from estate.disclosure.actions import Booked
from estate.disclosure.forms import EntryForm, ReverseForm
from estate.disclosure.papers import ENTRY
from estate.disclosure.schema import SOURCES
from estate.i18n import gettext as _
from estate.papers import content
from estate.papers import queries as papers
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.page import existing


@get("/public-ledgers/{ledger:str}", permission=DISCLOSURE_READ)
def show_ledger(ledger: str, asked: Posted) -> Response:
    """Its balance and entries."""
    return _ledger_page(ledger, _blank(ledger), asked.whole("page") or 1)


@post("/public-ledgers/{ledger:str}", permission=DISCLOSURE_EDIT)
def book_entry(ledger: str, posted: Posted, me: Me) -> Response:
    _known(ledger)
    form = EntryForm(posted, ledger=ledger)
    if form.validate():
        day = form.booked_on.data
        assert isinstance(day, date) and form.amount.data
        given = Booked(
            ledger,
            str(form.source.data),
            day,
            form.amount.data,
            str(form.purpose.data),
            str(form.partner.data or ""),
        )
        try:
            kept = content.keep_sent(posted)
            actions.book(given, kept, form.key_for(f"{ledger}:{me.account_id}"), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/public-ledgers/{ledger}", toast=_("Entered in the ledger"))
    return _ledger_page(ledger, form, 1, status=422)


@get("/public-ledgers/{ledger:str}/{entry_id:int}", permission=DISCLOSURE_READ)
def show_entry(ledger: str, entry_id: int) -> Response:
    return _entry_page(ledger, entry_id, ReverseForm())


@post("/public-ledgers/{ledger:str}/{entry_id:int}/reversal", permission=DISCLOSURE_EDIT)
def reverse_entry(ledger: str, entry_id: int, posted: Posted, me: Me) -> Response:
    _entry(ledger, entry_id)
    form = ReverseForm(posted)
    if form.validate():
        try:
            actions.reverse(entry_id, str(form.reason.data), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/public-ledgers/{ledger}", toast=_("Entry taken back"))
    return _entry_page(ledger, entry_id, form, status=422)


def _ledger_page(ledger: str, form: EntryForm, number: int, status: int = 200) -> Response:
    with read() as db:
        total = queries.count_entries(db, ledger)
        return page(
            "disclosure/ledger.html",
            ledger=ledger,
            form=form,
            entries=queries.entries_page(db, ledger, number),
            balance=queries.balance(db, ledger),
            total=total,
            number=number,
            pages=max(1, -(-total // queries.PAGE)),
            words=words,
            status=status,
        )


def _entry_page(ledger: str, entry_id: int, form: ReverseForm, status: int = 200) -> Response:
    found = _entry(ledger, entry_id)
    with read() as db:
        kept = papers.shown(db, ENTRY, entry_id)
    return page("disclosure/entry.html", one=found, form=form, papers=kept, words=words, status=status)


def _blank(ledger: str) -> EntryForm:
    _known(ledger)
    with read() as db:
        usual = SOURCES[ledger][
            1 if queries.count_entries(db, ledger) else 0
        ]  # the first carries a balance in
    return EntryForm(ledger=ledger, source=usual, booked_on=clock.today(), key=secrets.token_urlsafe(16))


def _known(ledger: str) -> None:
    if ledger not in words.LEDGERS:
        raise NotFoundException


def _entry(ledger: str, entry_id: int) -> queries.Entry:
    with read() as db:
        found = existing(queries.entry(db, entry_id))
    if found.ledger != ledger:
        raise NotFoundException
    return found


ROUTES = [show_ledger, book_entry, show_entry, reverse_entry]
