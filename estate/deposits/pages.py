"""Deposits: the list, taking one, its steps, its paper."""

import secrets
from typing import Any

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import DEPOSITS_TAKE, RECEIPTS_READ, REFUNDS_APPROVE
from estate.cashier.numerals import written
from estate.cashier.words import METHODS
from estate.community import queries as community
from estate.data import read
from estate.deposits import actions, queries, words
from estate.deposits.actions import Asked
from estate.deposits.forms import DeductionForm, DepositForm, InspectionForm, ReversalForm
from estate.deposits.papers import DEPOSIT
from estate.deposits.queries import Deposit
from estate.gate import queries_permits as permits
from estate.gate.words_permits import STATES as RENOVATION_STATES
from estate.i18n import gettext as _
from estate.papers import queries as papers
from estate.papers.content import keep_sent
from estate.people import queries as people
from estate.refusal import Refused
from estate.web import Posted, Response, existing, get, page, post, redirect
from estate.web.filters import money


@get("/deposits", permission=RECEIPTS_READ)
def list_deposits(asked: Posted) -> Response:
    """Deposits that are held, the newest first; all of them on request."""
    text, everything = asked.get("q").strip(), bool(asked.get("all"))
    with read() as db:
        count = queries.count_deposits(db, not everything, text)
        pages = max(1, -(-count // queries.PAGE))
        here = min(asked.whole("page") or 1, pages)
        deposits = queries.deposits_page(db, not everything, text, here)
        held_fen = queries.held_total(db)
    return page(
        "deposits/index.html",
        deposits=deposits,
        count=count,
        held_fen=held_fen,
        page=here,
        pages=pages,
        text=text,
        everything=everything,
        words=words,
    )


@get("/deposits/new", permission=DEPOSITS_TAKE)
def new_deposit(asked: Posted) -> Response:
    """First the home, then the deposit."""
    return _new(asked, None, secrets.token_urlsafe(16))


@post("/deposits", permission=DEPOSITS_TAKE)
def create_deposit(posted: Posted, me: Me) -> Response:
    home_id, payers = _home(posted)
    form, key = DepositForm(posted, payers=payers), posted.get("idempotency_key")
    if home_id and form.validate():
        try:
            deposit = actions.take(_asked(home_id, form), key, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            toast = _("Taken: ¥%(amount)s", amount=money(deposit.amount_fen))
            return redirect(f"/deposits/{deposit.number}", toast=toast)
    return _new(posted, form, key or secrets.token_urlsafe(16), status=422)


@get("/deposits/{number:str}", permission=RECEIPTS_READ)
def show_deposit(number: str) -> Response:
    return _show(_require(number))


@post("/deposits/{number:str}/inspection", permission=DEPOSITS_TAKE)
def note_inspection(number: str, posted: Posted, me: Me) -> Response:
    deposit, form = _require(number), InspectionForm(posted)
    if form.validate():
        try:
            actions.note_inspection(deposit.id, form.papers.data or "", me, keep_sent(posted))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/deposits/{number}", toast=_("Inspection noted"))
    return _show(deposit, inspection=form, status=422)


@post("/deposits/{number:str}/deductions", permission=DEPOSITS_TAKE)
def deduct(number: str, posted: Posted, me: Me) -> Response:
    deposit, form = _require(number), DeductionForm(posted)
    if form.validate():
        key = posted.get("idempotency_key")
        try:
            actions.deduct(
                deposit.id,
                form.amount.data or 0,
                form.reason.data or "",
                form.papers.data or "",
                key,
                me,
                keep_sent(posted),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            toast = _("Deducted: ¥%(amount)s", amount=money(form.amount.data))
            return redirect(f"/deposits/{number}", toast=toast)
    return _show(deposit, deduction=form, status=422)


@post("/deposits/{number:str}/deductions/{step_id:int}/reversal", permission=REFUNDS_APPROVE)
def reverse_deduction(number: str, step_id: int, posted: Posted, me: Me) -> Response:
    deposit, form = _require(number), ReversalForm(posted)
    with read() as db:
        if not any(one.id == step_id and one.kind == "deducted" for one in queries.steps(db, deposit.id)):
            raise NotFoundException
    if form.validate():
        actions.reverse_deduction(step_id, form.reason.data or "", me)
        return redirect(f"/deposits/{number}", toast=_("Taken back"))
    return _show(deposit, reversal=form, status=422)


@post("/deposits/{number:str}/reversal", permission=REFUNDS_APPROVE)
def reverse_deposit(number: str, posted: Posted, me: Me) -> Response:
    deposit, form = _require(number), ReversalForm(posted)
    if form.validate():
        try:
            reversal = actions.reverse(deposit.id, form.reason.data or "", posted.get("idempotency_key"), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/deposits/{reversal.number}", toast=_("Taken back"))
    return _show(deposit, reversal=form, status=422)


@get("/deposits/{number:str}/print", permission=RECEIPTS_READ)
def print_deposit(number: str) -> Response:
    deposit = _require(number)
    return page(
        "deposits/print.html",
        deposit=deposit,
        in_words=written(deposit.amount_fen),
        words=words,
        methods=METHODS,
    )


def _home(asked: Posted) -> tuple[int, list[tuple[str, str]]]:
    """The home that is named, by its code, with the people of its household; 0 when there is none."""
    with read() as db:
        home = community.home_by_code(db, asked.get("home").strip())
        members = people.residents_of(db, home.id) if home else []
    payers = {str(one.person_id): one.name for one in members}
    return (home.id if home else 0), list(payers.items())


def _new(asked: Posted, form: DepositForm | None, key: str, status: int = 200) -> Response:
    home_id, payers = _home(asked)
    return page(
        "deposits/new.html",
        status=status,
        form=form or DepositForm(payers=payers),
        home=asked.get("home").strip(),
        home_id=home_id,
        payers=payers,
        key=key,
    )


def _asked(home_id: int, form: DepositForm) -> Asked:
    return Asked(
        home_id,
        int(form.payer.data),
        str(form.kind.data),
        form.basis.data or "",
        form.amount.data or 0,
        str(form.method.data),
        form.channel_ref.data or "",
        form.note.data or "",
    )


def _require(number: str) -> Deposit:
    with read() as db:
        return existing(queries.deposit(db, number))


def _show(deposit: Deposit, status: int = 200, **forms: Any) -> Response:
    with read() as db:
        steps = queries.steps(db, deposit.id)
        kept = papers.shown(db, DEPOSIT, deposit.id)
        renovation = permits.of_deposit(db, deposit.id)
    shown: dict[str, Any] = {
        "inspection": InspectionForm(),
        "deduction": DeductionForm(),
        "reversal": ReversalForm(),
        **forms,
    }
    return page(
        "deposits/show.html",
        status=status,
        deposit=deposit,
        steps=steps,
        papers=kept,
        renovation=renovation,
        renovation_states=RENOVATION_STATES,
        key=secrets.token_urlsafe(16),
        words=words,
        methods=METHODS,
        **shown,
    )


ROUTES = [
    list_deposits,
    new_deposit,
    create_deposit,
    show_deposit,
    note_inspection,
    deduct,
    reverse_deduction,
    reverse_deposit,
    print_deposit,
]
