"""The day close: days that are open, the sheet with the counted cash, hand-over, reopening, paper."""

import secrets
from typing import Any

from litestar.exceptions import NotFoundException, PermissionDeniedException

from estate.access.me import Me
from estate.access.permissions import (
    DAYS_CLOSE,
    DAYS_CLOSE_ANY,
    DAYS_CONFIRM,
    DAYS_REOPEN,
    RECEIPTS_READ,
)
from estate.cashier import words as cashier
from estate.closing import actions_days as actions
from estate.closing import records_days as records
from estate.closing import rules_day, words
from estate.closing.forms import PIECES, CloseForm, ReasonForm, UncountedForm, pieces_of
from estate.closing.locks import cashier_key
from estate.closing.records_days import Close, TillDay
from estate.closing.sheet import read_sheet, sheet_of
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.i18n import ngettext
from estate.refusal import Refused
from estate.web import Posted, Response, existing, get, page, post, redirect


@get("/day-closes", permission=RECEIPTS_READ)
def list_closes(asked: Posted, me: Me) -> Response:
    """Days that wait to be closed, and the closes so far."""
    return _list(asked.whole("page") or 1, me, UncountedForm(), secrets.token_urlsafe(16))


@post("/day-closes/uncounted", permission=DAYS_CLOSE_ANY)
def close_uncounted(posted: Posted, me: Me) -> Response:
    """Close earlier days together, without counting."""
    form, key = UncountedForm(posted), posted.get("idempotency_key")
    if form.validate():
        try:
            days = actions.close_uncounted(str(form.until.data), form.reason.data or "", key, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(
                "/day-closes", toast=ngettext("%(num)s day is closed", "%(num)s days are closed", days)
            )
    return _list(1, me, form, key, status=422)


@get("/till-days/{till_day_id:int}", permission=DAYS_CLOSE)
def show_till_day(till_day_id: int, asked: Posted, me: Me) -> Response:
    """The sheet of a day and its counting; to htmx the difference alone."""
    form = CloseForm(asked) if len(asked) else CloseForm()
    if len(asked):
        form.validate()
    return _till_day(till_day_id, me, form, secrets.token_urlsafe(16))


@post("/till-days/{till_day_id:int}/close", permission=DAYS_CLOSE)
def create_close(till_day_id: int, posted: Posted, me: Me) -> Response:
    form, key = CloseForm(posted), posted.get("idempotency_key")
    _require_till(till_day_id, me)
    if form.validate():
        try:
            close = actions.close_day(
                till_day_id,
                me,
                key,
                opening_float_fen=form["opening_float"].data or 0,
                counted_fen=form["counted"].data,
                pieces=pieces_of(form),
                reason=form["reason"].data or "",
                seen=posted.get("seen"),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(
                f"/day-closes/{close.id}", toast=_("The day is closed. Print the sheet and sign it.")
            )
    return _till_day(till_day_id, me, form, key or secrets.token_urlsafe(16), status=422)


@get("/day-closes/{close_id:int}", permission=RECEIPTS_READ)
def show_close(close_id: int) -> Response:
    return _close_page(close_id, ReasonForm())


@post("/day-closes/{close_id:int}/confirmation", permission=DAYS_CONFIRM)
def create_confirmation(close_id: int, me: Me) -> Response:
    """The second person's word in the program; on paper both sign."""
    _require_close(close_id)
    actions.confirm(close_id, me)
    return redirect(f"/day-closes/{close_id}", toast=_("The hand-over is confirmed"))


@post("/day-closes/{close_id:int}/reopening", permission=DAYS_REOPEN)
def create_reopening(close_id: int, posted: Posted, me: Me) -> Response:
    form = ReasonForm(posted)
    close = _require_close(close_id)
    if form.validate():
        try:
            actions.reopen(close_id, form.reason.data or "", me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/till-days/{close.till_day_id}", toast=_("The day is open again"))
    return _close_page(close_id, form, status=422)


@get("/day-closes/{close_id:int}/print", permission=RECEIPTS_READ)
def print_close(close_id: int) -> Response:
    """The sheet that both sign."""
    return page(
        "closing/print.html", **_shown(_require_close(close_id)), paper="a4", printed_at=clock.stamp()
    )


def _list(number: int, me: Me, form: UncountedForm, key: str, status: int = 200) -> Response:
    today = clock.today().isoformat()
    own = "" if me.may(DAYS_CLOSE_ANY) else cashier_key(me.account_id, me.name)
    with read() as db:
        waiting = records.open_till_days(db, today, own)
        count = records.count_closes(db)
        pages = max(1, -(-count // records.PAGE))
        closes = records.closes(db, min(number, pages))
    return page(
        "closing/days.html",
        status=status,
        waiting=waiting[:LISTED],
        more=len(waiting) - LISTED,
        earlier=sum(till.day < today for till in waiting),
        closes=closes,
        count=count,
        page=min(number, pages),
        pages=pages,
        words=words,
        form=form,
        key=key,
    )


def _till_day(till_day_id: int, me: Me, form: Any, key: str, status: int = 200) -> Response:
    till = _require_till(till_day_id, me)
    with read() as db:
        if till.close_id:
            return redirect(f"/day-closes/{till.close_id}")
        sheet = sheet_of(db, till)
        if form["opening_float"].data is None and not form["opening_float"].raw_data:
            form["opening_float"].data = records.latest_float(db, till.cashier_id, till.cashier_name)
        former = records.closes_of_till(db, till_day_id)
    pieces = pieces_of(form)
    counted = form["counted"].data
    if counted is None and any(pieces.values()):
        counted = rules_day.counted(pieces)
    float_fen = form["opening_float"].data or 0
    return page(
        "closing/till_day.html",
        part="closing/_difference.html",
        status=status,
        till=till,
        own=actions.is_own(till, me),
        sheet=sheet,
        former=former,
        form=form,
        key=key,
        seen=actions.seen_of(sheet),
        values=rules_day.DENOMINATIONS,
        pieces=any(pieces.values()),
        float_fen=float_fen,
        counted=counted,
        over=None if counted is None else rules_day.over_short(counted, float_fen, sheet.cash_due_fen),
        words=words,
        cashier=cashier,
    )


def _close_page(close_id: int, form: ReasonForm, status: int = 200) -> Response:
    return page("closing/close.html", status=status, **_shown(_require_close(close_id)), form=form)


def _shown(close: Close) -> dict[str, Any]:
    with read() as db:
        till = records.till_day(db, close.till_day_id)
    return {
        "close": close,
        "till": till,
        "sheet": read_sheet(close.sheet),
        "pieces": [
            (PIECES[value], count, value * count) for value, count in actions.pieces_of(close).items()
        ],
        "words": words,
        "cashier": cashier,
    }


def _require_till(till_day_id: int, me: Me) -> TillDay:
    with read() as db:
        till = records.till_day(db, till_day_id)
    if till is None:
        raise NotFoundException
    if not actions.is_own(till, me) and not me.may(DAYS_CLOSE_ANY):
        raise PermissionDeniedException
    return till


def _require_close(close_id: int) -> Close:
    with read() as db:
        return existing(records.close(db, close_id))


LISTED = 40

ROUTES = [
    list_closes,
    close_uncounted,
    show_till_day,
    create_close,
    show_close,
    create_confirmation,
    create_reopening,
    print_close,
]
