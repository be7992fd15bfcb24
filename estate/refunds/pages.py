"""Credits and refunds: the list, a request with its arithmetic, its decision, its payout, its paper."""

import secrets
from typing import Any

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import RECEIPTS_READ, REFUNDS_APPROVE, REFUNDS_REQUEST
from estate.cashier.numerals import written
from estate.cashier.words import METHODS
from estate.data import read
from estate.deposits import queries as deposits
from estate.i18n import gettext as _
from estate.papers import queries as papers
from estate.papers.content import keep_sent
from estate.people import queries as people
from estate.prepayments import queries as prepayments
from estate.prepayments.rules import Refund, refund_by_days, refund_by_months
from estate.refunds import actions, queries, words
from estate.refunds.actions import Asked
from estate.refunds.forms import (
    DaysForm,
    DecisionForm,
    MonthsForm,
    PayoutForm,
    RequestForm,
    ReversalForm,
    TransferForm,
)
from estate.refunds.papers import REFUND
from estate.refunds.queries import Request
from estate.refusal import Refused
from estate.web import Posted, Response, existing, get, page, post, redirect
from estate.web.filters import day, money


@get("/refunds", permission=RECEIPTS_READ)
def list_requests(asked: Posted) -> Response:
    """Requests, the newest first; of one state when asked for."""
    state = asked.get("state") if asked.get("state") in words.STATES else ""
    with read() as db:
        counts = queries.counts(db)
        count = counts.get(state, 0) if state else sum(counts.values())
        pages = max(1, -(-count // queries.PAGE))
        here = min(asked.whole("page") or 1, pages)
        requests = queries.requests_page(db, state, here)
    states = [
        {"value": key, "label": label, "count": counts.get(key, 0)} for key, label in words.STATES.items()
    ]
    return page(
        "refunds/index.html",
        requests=requests,
        states=states,
        count=count,
        page=here,
        pages=pages,
        words=words,
    )


@get("/refunds/new", permission=REFUNDS_REQUEST)
def new_request(asked: Posted) -> Response:
    """The form; with a fee or sum and its days it computes what goes back (DOMAIN A26)."""
    rule = asked.get("rule") if asked.get("rule") in ("monthly", "yearly_daily") else "monthly"
    computing: MonthsForm = (MonthsForm if rule == "monthly" else DaysForm)(asked)
    computed = _compute(rule, computing) if asked.get("fee") and computing.validate() else None
    form = _form(asked)
    if computed:
        form.amount.data = computed.refund_fen or None
        form.sums.data = _in_words(computed, computing)
    return _new(asked, form, secrets.token_urlsafe(16), computing=computing, computed=computed, rule=rule)


@post("/refunds", permission=REFUNDS_REQUEST)
def create_request(posted: Posted, me: Me) -> Response:
    form, key = _form(posted, posted), posted.get("idempotency_key")
    about = _about(posted)
    if form.validate():
        asked = Asked(
            about["kind"],
            about["account"].home_id,
            about["account"].payer_id,
            form.amount.data or 0,
            form.reason.data or "",
            about["deposit"].id if about["deposit"] else None,
            form.sums.data or "",
            int(form.to_payer.data) if isinstance(form, TransferForm) else None,
        )
        try:
            request = actions.ask(asked, key, me, keep_sent(posted))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/refunds/{request.id}", toast=str(words.STATES[request.state]))
    return _new(posted, form, key or secrets.token_urlsafe(16), status=422)


@get("/refunds/{request_id:int}", permission=RECEIPTS_READ)
def show_request(request_id: int, me: Me) -> Response:
    return _show(request_id, me)


@post("/refunds/{request_id:int}/decision", permission=REFUNDS_APPROVE)
def decide(request_id: int, posted: Posted, me: Me) -> Response:
    _require(request_id)
    form = DecisionForm(posted)
    if form.validate():
        try:
            request = actions.decide(request_id, posted.get("approved") == "yes", form.note.data or "", me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/refunds/{request_id}", toast=str(words.STATES[request.state]))
    return _show(request_id, me, decision=form, status=422)


@post("/refunds/{request_id:int}/payout", permission=REFUNDS_REQUEST)
def pay_out(request_id: int, posted: Posted, me: Me) -> Response:
    _require(request_id)
    form = PayoutForm(posted)
    if form.validate():
        try:
            request = actions.pay_out(request_id, str(form.method.data), form.channel_ref.data or "", me)
        except Refused as refused:
            form.refuse(refused)
        else:
            toast = _("Paid out: ¥%(amount)s", amount=money(request.amount_fen))
            return redirect(f"/refunds/{request_id}", toast=toast)
    return _show(request_id, me, payout=form, status=422)


@post("/refunds/{request_id:int}/reversal", permission=REFUNDS_APPROVE)
def reverse(request_id: int, posted: Posted, me: Me) -> Response:
    _require(request_id)
    form = ReversalForm(posted)
    if form.validate():
        try:
            actions.reverse(request_id, form.reason.data or "", me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/refunds/{request_id}", toast=_("Taken back"))
    return _show(request_id, me, reversal=form, status=422)


@get("/refunds/{request_id:int}/print", permission=RECEIPTS_READ)
def print_paper(request_id: int) -> Response:
    """The paper on which it is booked, or that takes it back."""
    request = _require(request_id)
    if request.number is None:
        raise NotFoundException
    in_words = written(-request.amount_fen if request.reversal else request.amount_fen)
    return page("refunds/print.html", request=request, in_words=in_words, words=words, methods=METHODS)


def _about(asked: Posted) -> dict[str, Any]:
    """Whose account or deposit it is about; not found when there is no such thing."""
    kind = asked.get("kind") if asked.get("kind") in ("credit", "deposit", "transfer") else "refund"
    with read() as db:
        deposit = deposits.deposit(db, asked.get("deposit")) if kind == "deposit" else None
        if kind == "deposit" and deposit is None:
            raise NotFoundException
        home_id = deposit.home_id if deposit else asked.whole("home") or 0
        payer_id = deposit.payer_id if deposit else asked.whole("payer") or 0
        account = prepayments.account(db, home_id, payer_id)
        limit_fen = actions.limit_left(db, kind, home_id, payer_id)
        members = people.residents_of(db, home_id) if kind == "transfer" else []
    if account is None:
        raise NotFoundException
    others = {str(one.person_id): one.name for one in members if one.person_id != payer_id}
    about = {"kind": kind, "deposit": deposit, "account": account, "limit_fen": limit_fen}
    return {**about, "others": list(others.items())}


def _form(asked: Posted, sent: Posted | None = None) -> RequestForm:
    """The form of what is asked for; with what was sent."""
    about = _about(asked)
    if about["kind"] != "transfer":
        return RequestForm(sent)
    return TransferForm(sent, payers=about["others"])


def _new(asked: Posted, form: RequestForm, key: str, status: int = 200, **more: Any) -> Response:
    about = _about(asked)
    deposit = about["deposit"]
    if deposit and form.amount.data is None and not form.amount.errors:
        form.amount.data = deposit.held_fen
        if gone_fen := deposit.amount_fen - deposit.held_fen:
            form.sums.data = form.sums.data or f"{money(deposit.amount_fen)} − {money(gone_fen)}"
    if about["kind"] == "transfer" and form.amount.data is None and not form.amount.errors:
        form.amount.data = about["account"].balance_fen or None
    shown: dict[str, Any] = {"computing": MonthsForm(), "computed": None, "rule": "monthly", **about, **more}
    return page("refunds/new.html", status=status, form=form, key=key, words=words, **shown)


def _compute(rule: str, form: MonthsForm) -> Refund | None:
    dates = form.paid_from.data, form.paid_to.data, form.leave_from.data
    compute = refund_by_months if rule == "monthly" else refund_by_days
    try:
        return compute(form.fee.data or 0, *(one for one in dates if one))
    except ValueError:
        whole = _("Choose whole months: from a first to a month's last day.")
        form.refuse(Refused(whole if rule == "monthly" else _("This lies before the first day."), "paid_to"))
        return None


def _in_words(refund: Refund, form: MonthsForm) -> str:
    return _(
        "paid ¥%(paid)s for %(first)s to %(last)s, kept ¥%(kept)s up to %(leave)s",
        paid=money(refund.paid_fen),
        kept=money(refund.kept_fen),
        first=day(form.paid_from.data),
        last=day(form.paid_to.data),
        leave=day(form.leave_from.data),
    )


def _show(request_id: int, me: Me, status: int = 200, **forms: Any) -> Response:
    request = _require(request_id)
    shown: dict[str, Any] = {
        "decision": DecisionForm(),
        "payout": PayoutForm(),
        "reversal": ReversalForm(),
        **forms,
    }
    with read() as db:
        kept = papers.shown(db, REFUND, request_id)
    return page(
        "refunds/show.html",
        status=status,
        request=request,
        own=actions.is_own(request, me),
        papers=kept,
        words=words,
        methods=METHODS,
        **shown,
    )


def _require(request_id: int) -> Request:
    with read() as db:
        return existing(queries.request(db, request_id))


ROUTES = [
    list_requests,
    new_request,
    create_request,
    show_request,
    decide,
    pay_out,
    reverse,
    print_paper,
]
