"""The month close: the checklist, the months that are closed, reopening."""

import re
import secrets

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import BOOKS_READ, MONTHS_CLOSE, MONTHS_REOPEN
from estate.closing import actions_months as actions
from estate.closing import records_months as records
from estate.closing import words
from estate.closing.forms import MonthCloseForm, ReasonForm
from estate.closing.rules_month import following, ready
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.filters import month as shown_month


@get("/month-closes", permission=BOOKS_READ)
def show_months(asked: Posted) -> Response:
    """The next month with its checklist, or the one that is asked for, and the closes so far."""
    return _months(asked.get("month"), MonthCloseForm(), secrets.token_urlsafe(16))


@post("/month-closes", permission=MONTHS_CLOSE)
def create_month_close(posted: Posted, me: Me) -> Response:
    form, key = MonthCloseForm(posted), posted.get("idempotency_key")
    if form.validate() and form.month.data:
        try:
            close = actions.close_month(form.month.data.isoformat()[:7], key, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(
                "/month-closes", toast=_("%(month)s is closed", month=shown_month(f"{close.month}-01"))
            )
    return _months(posted.get("month"), form, key or secrets.token_urlsafe(16), status=422)


@get("/month-closes/{close_id:int}", permission=BOOKS_READ)
def show_month_close(close_id: int) -> Response:
    return _close(close_id, ReasonForm())


@post("/month-closes/{close_id:int}/reopening", permission=MONTHS_REOPEN)
def create_month_reopening(close_id: int, posted: Posted, me: Me) -> Response:
    form = ReasonForm(posted)
    with read() as db:
        if records.close(db, close_id) is None:
            raise NotFoundException
    if form.validate():
        try:
            close = actions.reopen_month(close_id, form.reason.data or "", me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(
                f"/month-closes?month={close.month}",
                toast=_("%(month)s is open again", month=shown_month(f"{close.month}-01")),
            )
    return _close(close_id, form, status=422)


def _close(close_id: int, form: ReasonForm, status: int = 200) -> Response:
    with read() as db:
        close, latest = records.close(db, close_id), records.latest(db)
    if close is None:
        raise NotFoundException
    may_reopen = latest is not None and latest.id == close_id
    return page("closing/month.html", status=status, close=close, may_reopen=may_reopen, form=form)


def _months(wanted: str, form: MonthCloseForm, key: str, status: int = 200) -> Response:
    with read() as db:
        latest, first = records.latest(db), records.first_month(db)
        usual = following(latest.month) if latest else first or clock.today().isoformat()[:7]
        month = wanted if re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", wanted) else usual
        closed = latest is not None and month <= latest.month
        checks = [] if closed else actions.checklist(db, month)
        closes = records.closes(db)
    if form.month.data is None and not form.month.raw_data:
        form.month.raw_data = [month]
    return page(
        "closing/months.html",
        status=status,
        month=month,
        closed=closed,
        latest=latest,
        checks=checks,
        ready=ready(checks),
        closes=closes,
        words=words,
        form=form,
        key=key,
    )


ROUTES = [show_months, create_month_close, show_month_close, create_month_reopening]
