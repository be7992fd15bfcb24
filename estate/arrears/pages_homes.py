"""The arrears of one home: by payer and age, its open bills, and why they are not paid."""

from typing import NamedTuple

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import ARREARS_NOTE, BILLS_READ
from estate.arrears import actions, records_causes, records_rows, words
from estate.arrears.forms import CauseForm
from estate.arrears.records_rows import Cell, Owing
from estate.arrears.rules import CODES, place
from estate.arrears.source import source
from estate.billing.words import period
from estate.community import queries as community
from estate.data import Reader, clock, read, write
from estate.dunning import queries as dunning
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect

MOST = 1000


class Account(NamedTuple):
    """What one payer of a home owes, by BRACKETS."""

    payer_id: int
    name: str
    sums: list[int]
    cause: str

    @property
    def total_fen(self) -> int:
        return sum(self.sums)

    @property
    def overdue_fen(self) -> int:
        return sum(self.sums[1:])


@get("/arrears/homes/{home_id:int}", permission=BILLS_READ)
def show_home(home_id: int) -> Response:
    """What each payer owes by age, the bills, and the reasons noted so far."""
    return _home_page(home_id)


@post("/arrears/homes/{home_id:int}/causes", permission=ARREARS_NOTE)
def note_cause(home_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        form = CauseForm(posted, payers=_payers(_rows(db, home_id)))
    if form.validate():
        try:
            with write(me) as tx:
                actions.note_cause(
                    tx, home_id, int(str(form.payer.data)), str(form.code.data), form.note.data or ""
                )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/arrears/homes/{home_id}", toast=_("Noted"))
    return _home_page(home_id, form, status=422)


def _home_page(home_id: int, form: CauseForm | None = None, status: int = 200) -> Response:
    with read() as db:
        home = community.home(db, home_id)
        if home is None:
            raise NotFoundException
        rows = _rows(db, home_id)
        noted = records_causes.history(db, home_id)
        cases = dunning.cases_of_home(db, home_id)
    payers = _payers(rows)
    return page(
        "arrears/home.html",
        cases=cases,
        home=home,
        rows=rows,
        accounts=_accounts(rows),
        noted=noted,
        payers=payers,
        form=form or CauseForm(payers=payers),
        codes=CODES,
        words=words,
        period=period,
        status=status,
    )


def _rows(db: Reader, home_id: int) -> list[Owing]:
    return records_rows.rows(db, source(db, clock.today()), Cell("home", str(home_id)), MOST, 0)


def _payers(rows: list[Owing]) -> dict[int, str]:
    return {row.payer_id: row.payer_name for row in rows}


def _accounts(rows: list[Owing]) -> list[Account]:
    found: dict[int, Account] = {}
    for row in rows:
        account = found.setdefault(
            row.payer_id, Account(row.payer_id, row.payer_name, [0] * len(CODES), row.cause)
        )
        account.sums[place(row.days)] += row.fen
    return list(found.values())


ROUTES = [show_home, note_cause]
