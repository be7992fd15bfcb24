"""Pages of waivers: requests and decisions on them, what is waived, taking it back."""

import secrets

from estate.access.me import Me
from estate.access.permissions import (
    WAIVERS_APPROVE,
    WAIVERS_GRANT,
    WAIVERS_READ,
    WAIVERS_REQUEST,
)
from estate.billing import queries as billing
from estate.billing.words import period
from estate.community import queries as community
from estate.data import read
from estate.i18n import gettext as _
from estate.office.identity import identity
from estate.papers import queries as papers
from estate.papers.content import keep_sent
from estate.refusal import Refused
from estate.waivers import actions, queries, records, words
from estate.waivers.actions import Asked
from estate.waivers.forms import AskForm, DecisionForm, ListForm
from estate.waivers.papers import WAIVER
from estate.waivers.records import Request, Wanted
from estate.waivers.rules import percent
from estate.web import Posted, Response, existing, get, page, post, redirect
from estate.web.filters import money


@get("/waivers", permission=WAIVERS_READ)
def list_requests(asked: Posted) -> Response:
    """Requests, those that wait first in sight."""
    form, number, state = ListForm(asked), asked.whole("page") or 1, asked.get("state")
    form.validate()
    wanted = Wanted(
        state if state in words.STATES else "", str(form.home.data or ""), str(form.reason_code.data or "")
    )
    with read() as db:
        found, total = records.requests(db, wanted, number)
        counts = records.state_counts(db)
    return page(
        "waivers/requests.html",
        requests=found,
        total=total,
        number=number,
        pages=max(1, -(-total // records.PAGE)),
        counts=counts,
        form=form,
        words=words,
    )


@get("/homes/{home_id:int}/waivers/new", permission=WAIVERS_REQUEST)
def new_request(home_id: int, asked: Posted) -> Response:
    """What is open for a home, to tick and ask for."""
    ticked = [int(one) for one in asked.getlist("charges") if str(one).isdigit() and len(str(one)) < 16]
    return _ask_page(home_id, AskForm(charges=ticked, key=secrets.token_urlsafe(16)))


@post("/homes/{home_id:int}/waivers", permission=WAIVERS_REQUEST)
def create_request(home_id: int, posted: Posted, me: Me) -> Response:
    """Ask, or grant at once within the limit; sent twice it is asked once."""
    form, at_once = AskForm(posted), posted.get("grant") == "1"
    if not form.validate():
        return _ask_page(home_id, form, status=422)
    if at_once and not me.may(WAIVERS_GRANT):
        raise Refused(_("You may ask for waivers, not grant them."))
    try:
        _home(home_id)
        made = actions.ask(
            _asked(home_id, form),
            f"{home_id}:{form.key.data or secrets.token_urlsafe(16)}",
            me,
            keep_sent(posted),
            grant=at_once,
            may_approve=me.may(WAIVERS_APPROVE),
        )
    except Refused as refused:
        form.refuse(refused)
        return _ask_page(home_id, form, status=422)
    told = _("Waived: ¥%(amount)s") if made.state == "granted" else _("Asked for: ¥%(amount)s")
    return redirect(f"/waivers/{made.id}", toast=told % {"amount": money(made.amount_fen)})


@get("/waivers/{request_id:int}", permission=WAIVERS_READ)
def show_request(request_id: int, me: Me) -> Response:
    """A request with its charges as they stand, and what this person may decide."""
    return _request_page(request_id, DecisionForm(), me)


@post("/waivers/{request_id:int}/grant", permission=WAIVERS_GRANT)
def grant_request(request_id: int, me: Me) -> Response:
    _request(request_id)
    form = DecisionForm()
    try:
        found = actions.grant_request(request_id, me, may_approve=me.may(WAIVERS_APPROVE))
    except Refused as refused:
        form.refuse(refused)
        return _request_page(request_id, form, me, status=422)
    return redirect(f"/waivers/{request_id}", toast=_("Waived: ¥%(amount)s", amount=money(found.amount_fen)))


@post("/waivers/{request_id:int}/refusal", permission=WAIVERS_GRANT)
def decline_request(request_id: int, posted: Posted, me: Me) -> Response:
    _request(request_id)
    form = DecisionForm(posted)
    if form.validate():
        try:
            actions.decline_request(
                request_id, str(form.reason.data), me, may_approve=me.may(WAIVERS_APPROVE)
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/waivers/{request_id}", toast=_("Declined"))
    return _request_page(request_id, form, me, status=422)


@post("/waivers/{request_id:int}/withdrawal", permission=WAIVERS_REQUEST)
def withdraw_request(request_id: int, me: Me) -> Response:
    _request(request_id)
    actions.withdraw_request(request_id, me)
    return redirect(f"/waivers/{request_id}", toast=_("Withdrawn"))


@get("/waivers/given/{waiver_id:int}", permission=WAIVERS_READ)
def show_waiver(waiver_id: int) -> Response:
    """One waiver: what it is for, who asked and who decided."""
    return _waiver_page(waiver_id, DecisionForm())


@post("/waivers/given/{waiver_id:int}/revocation", permission=WAIVERS_APPROVE)
def revoke_waiver(waiver_id: int, posted: Posted, me: Me) -> Response:
    _waiver(waiver_id)
    form = DecisionForm(posted)
    if form.validate():
        try:
            revocation = actions.revoke(waiver_id, str(form.reason.data), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/waivers/given/{revocation.id}", toast=_("Revoked"))
    return _waiver_page(waiver_id, form, status=422)


def _asked(home_id: int, form: AskForm) -> Asked:
    return Asked(
        home_id,
        tuple(form.charges.data or ()),
        str(form.reason_code.data),
        str(form.reason.data),
        str(form.basis.data),
        form.amount.data,
        form.percent.data,
        str(form.paper.data or ""),
    )


def _ask_page(home_id: int, form: AskForm, status: int = 200) -> Response:
    home = _home(home_id)
    with read() as db:
        charges = billing.open_charges(db, home_id)
        limit = identity(db).waiver_limit_fen
    return page(
        "waivers/ask.html",
        home=home,
        charges=charges,
        limit_fen=limit,
        form=form,
        period=period,
        status=status,
    )


def _request_page(request_id: int, form: DecisionForm, me: Me, status: int = 200) -> Response:
    found = _request(request_id)
    with read() as db:
        lines = records.lines(db, request_id)
        kept = papers.shown(db, WAIVER, request_id)
        limit = identity(db).waiver_limit_fen
    own, small = found.requested_id == me.account_id, actions.within_limit(found, limit)
    return page(
        "waivers/request.html",
        request=found,
        lines=lines,
        papers=kept,
        share=percent(found.asked_e4) if found.asked_e4 else "",
        own=own,
        may_decide=me.may(WAIVERS_GRANT) and (small if own else small or me.may(WAIVERS_APPROVE)),
        limit_fen=limit,
        form=form,
        words=words,
        period=period,
        status=status,
    )


def _waiver_page(waiver_id: int, form: DecisionForm, status: int = 200) -> Response:
    return page(
        "waivers/waiver.html",
        waiver=_waiver(waiver_id),
        form=form,
        words=words,
        period=period,
        status=status,
    )


def _request(request_id: int) -> Request:
    with read() as db:
        return existing(records.request(db, request_id))


def _waiver(waiver_id: int) -> queries.Waiver:
    with read() as db:
        return existing(queries.waiver(db, waiver_id))


def _home(home_id: int) -> community.Home:
    with read() as db:
        return existing(community.home(db, home_id))


ROUTES = [
    list_requests,
    new_request,
    create_request,
    show_request,
    grant_request,
    decline_request,
    withdraw_request,
    show_waiver,
    revoke_waiver,
]
