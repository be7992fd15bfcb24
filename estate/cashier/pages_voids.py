"""Voiding a receipt of the day: the question, and the answer."""

import secrets

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import RECEIPTS_VOID
from estate.cashier import actions_voids as actions
from estate.cashier import queries
from estate.cashier.forms import VoidForm
from estate.cashier.paper import shown
from estate.data import read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


@get("/receipts/{number:str}/void", permission=RECEIPTS_VOID)
def ask_void(number: str, me: Me) -> Response:
    """The question before a receipt is voided; where it cannot be, why not."""
    return _ask(number, VoidForm(), secrets.token_urlsafe(16), me)


@post("/receipts/{number:str}/void", permission=RECEIPTS_VOID)
def create_void(number: str, posted: Posted, me: Me) -> Response:
    form, key = VoidForm(posted), posted.get("idempotency_key")
    with read() as db:
        receipt = queries.receipt(db, number)
    if receipt is None:
        raise NotFoundException
    if form.validate():
        try:
            actions.void(receipt.id, form.reason.data or "", bool(form.original_back.data), key, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/receipts/{number}", toast=_("Receipt %(number)s is void", number=number))
    return _ask(number, form, key, me, status=422)


def _ask(number: str, form: VoidForm, key: str, me: Me, status: int = 200) -> Response:
    with read() as db:
        receipt = queries.receipt(db, number)
        if receipt is None:
            raise NotFoundException
        bar = actions.bar_to_void(db, receipt, me)
        return page(
            "cashier/void.html",
            status=status,
            **shown(db, receipt),
            bar=actions.BARS[bar] if bar else "",
            form=form,
            key=key,
        )


ROUTES = [ask_void, create_void]
