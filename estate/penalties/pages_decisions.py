"""Pages of what has run up: the list of payers, the penalty of one charge, decisions on it."""

import secrets
from datetime import date

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import (
    BILLS_READ,
    PENALTIES_POST,
    WAIVERS_APPROVE,
    WAIVERS_GRANT,
    WAIVERS_REQUEST,
)
from estate.billing import queries as billing
from estate.billing.words import period
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.office.identity import identity
from estate.penalties import actions_posting, actions_waivers, queries, records_waivers, words
from estate.penalties.actions_waivers import Asked
from estate.penalties.forms import PostForm, WaiveForm
from estate.refusal import Refused
from estate.web import Posted, Response, existing, get, page, post, redirect

PAGE = 50


@get("/penalties", permission=BILLS_READ)
def list_penalties(asked: Posted) -> Response:
    """Of whom a penalty could be asked as of a day, the largest first, and waivers that wait for a decision."""
    as_of, number = _day(asked.get("as_of")), asked.whole("page") or 1
    with read() as db:
        payers, charges, total_fen = queries.penalty_totals(db, as_of)
        found = queries.owed_penalties(db, as_of, PAGE, (number - 1) * PAGE)
        waiting = records_waivers.waiting(db)
    return page(
        "penalties/list.html",
        as_of=as_of,
        found=found,
        payers=payers,
        charges=charges,
        total_fen=total_fen,
        number=number,
        pages=max(1, -(-payers // PAGE)),
        waiting=waiting,
        period=period,
    )


@get("/charges/{charge_id:int}/penalty", permission=BILLS_READ)
def show_penalty(charge_id: int, asked: Posted) -> Response:
    """What has run up on a charge as of a day, with its arithmetic; to post it or to waive it."""
    return _charge_page(charge_id, _day(asked.get("as_of")))


@post("/charges/{charge_id:int}/penalty", permission=PENALTIES_POST)
def post_penalty(charge_id: int, posted: Posted, me: Me) -> Response:
    """The decision to post it."""
    form = PostForm(posted)
    if form.validate() and form.as_of.data:
        try:
            _require_charge(charge_id)
            key, reason = str(form.key.data or ""), str(form.reason.data)
            made = actions_posting.post_by_decision(charge_id, form.as_of.data, reason, key, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/charges/{made}", toast=_("Penalty posted"))
    return _charge_page(charge_id, form.as_of.data or clock.today(), post_form=form, status=422)


@post("/charges/{charge_id:int}/penalty-waivers", permission=WAIVERS_REQUEST)
def ask_waiver(charge_id: int, posted: Posted, me: Me) -> Response:
    """Ask to waive it; within the office's limit it is waived at once by who may."""
    form = WaiveForm(posted)
    if form.validate() and form.as_of.data:
        try:
            _require_charge(charge_id)
            asked = Asked(charge_id, form.as_of.data, str(form.reason.data), form.amount.data)
            waiver = actions_waivers.ask(asked, str(form.key.data or ""), me, grant=me.may(WAIVERS_GRANT))
        except Refused as refused:
            form.refuse(refused)
        else:
            done = _("Waived") if waiver.state == "granted" else _("Asked for. Another person decides.")
            return redirect(f"/charges/{charge_id}/penalty", toast=done)
    return _charge_page(charge_id, form.as_of.data or clock.today(), waive_form=form, status=422)


@post("/penalty-waivers/{waiver_id:int}/grant", permission=WAIVERS_GRANT)
def grant_waiver(waiver_id: int, me: Me) -> Response:
    waiver = _waiver(waiver_id)
    actions_waivers.grant(waiver_id, me, may_approve=me.may(WAIVERS_APPROVE))
    return redirect(f"/charges/{waiver.charge_id}/penalty", toast=_("Waived"))


@post("/penalty-waivers/{waiver_id:int}/refusal", permission=WAIVERS_REQUEST)
def refuse_waiver(waiver_id: int, posted: Posted, me: Me) -> Response:
    """Decline a request, or drop one's own."""
    waiver = _waiver(waiver_id)
    actions_waivers.refuse(waiver_id, posted.get("note"), me, may_approve=me.may(WAIVERS_APPROVE))
    return redirect(f"/charges/{waiver.charge_id}/penalty", toast=_("Declined"))


@post("/penalty-waivers/{waiver_id:int}/withdrawal", permission=WAIVERS_APPROVE)
def withdraw_waiver(waiver_id: int, me: Me) -> Response:
    waiver = _waiver(waiver_id)
    actions_waivers.withdraw(waiver_id, me)
    return redirect(f"/charges/{waiver.charge_id}/penalty", toast=_("Taken back"))


def _charge_page(
    charge_id: int,
    as_of: date,
    post_form: PostForm | None = None,
    waive_form: WaiveForm | None = None,
    status: int = 200,
) -> Response:
    with read() as db:
        charge = billing.charge(db, charge_id)
        if charge is None or charge.kind == "penalty" or charge.reverses_id is not None:
            raise NotFoundException
        penalty = queries.penalty_of(db, charge_id, as_of)
        waivers = records_waivers.waivers_of_charge(db, charge_id)
        posted = billing.penalties_posted(db, charge_id)
        due_on = queries.effective_due_on(db, charge.due_on)
        limit_fen = identity(db).waiver_limit_fen
    key = secrets.token_urlsafe(16)
    return page(
        "penalties/charge.html",
        charge=charge,
        as_of=as_of,
        penalty=penalty,
        waivers=waivers,
        posted=posted,
        effective_due_on=due_on,
        limit_fen=limit_fen,
        post_form=post_form or PostForm(key=key, as_of=as_of),
        waive_form=waive_form or WaiveForm(key=key, as_of=as_of),
        words=words,
        period=period,
        status=status,
    )


def _day(text: str) -> date:
    """The day that was asked for, else today."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return clock.today()
    return day if 1900 <= day.year <= 2200 else clock.today()


def _require_charge(charge_id: int) -> None:
    with read() as db:
        if billing.charge(db, charge_id) is None:
            raise NotFoundException


def _waiver(waiver_id: int) -> records_waivers.Waiver:
    with read() as db:
        return existing(records_waivers.waiver(db, waiver_id))


ROUTES = [
    list_penalties,
    show_penalty,
    post_penalty,
    ask_waiver,
    grant_waiver,
    refuse_waiver,
    withdraw_waiver,
]
