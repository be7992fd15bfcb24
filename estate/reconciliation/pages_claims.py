"""Owners say that they have paid; the office finds the money or answers why not."""

import secrets

from litestar import Response as LitestarResponse
from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import ACCOUNTS_RECONCILE, OWN_HOME
from estate.access.scopes import own_homes
from estate.billing.queries import owed_total
from estate.cashier import queries as cashier
from estate.cashier.words import MONEY
from estate.data import clock, files, read
from estate.i18n import gettext as _
from estate.reconciliation import actions_claims, records
from estate.reconciliation.actions_claims import Said
from estate.reconciliation.forms import AnswerForm, ClaimForm
from estate.reconciliation.records import Claim
from estate.refusal import Refused
from estate.web import Posted, Response, existing, get, page, photos, post, redirect


@get("/claims", permission=ACCOUNTS_RECONCILE)
def list_claims() -> Response:
    """What owners say to have paid: those that wait, and the latest answered ones."""
    with read() as db:
        waiting = records.claims(db, waiting=True)
        latest = [one for one in records.claims(db, waiting=False) if one.state != "open"]
    return page("reconciliation/claims.html", waiting=waiting, latest=latest, methods=MONEY)


@get("/claims/{claim_id:int}", permission=ACCOUNTS_RECONCILE)
def show_claim(claim_id: int) -> Response:
    return _claim_page(claim_id, AnswerForm())


@get("/claims/{claim_id:int}/picture", permission=ACCOUNTS_RECONCILE)
def show_picture(claim_id: int) -> Response:
    return _picture(_claim(claim_id))


@post("/claims/{claim_id:int}/answer", permission=ACCOUNTS_RECONCILE)
def answer(claim_id: int, posted: Posted, me: Me) -> Response:
    """The receipt that the claim was about, or why there is none."""
    form = AnswerForm(posted)
    _claim(claim_id)
    try:
        if not form.validate():
            return _claim_page(claim_id, form, status=422)
        if posted.get("act") == "accept":
            actions_claims.accept(claim_id, str(form.number.data or ""), me)
        else:
            actions_claims.decline(claim_id, str(form.reason.data or ""), me)
    except Refused as refused:
        form.refuse(refused)
        return _claim_page(claim_id, form, status=422)
    return redirect("/claims", toast=_("Answered"))


@get("/my/claims", permission=OWN_HOME)
def list_own(me: Me, asked: Posted) -> Response:
    """What I said to have paid, and what the office answered."""
    _own_home(me, asked)
    with read() as db:
        found = records.claims_of_payer(db, me.person_id or 0)
    return page("reconciliation/my_claims.html", claims=found)


@get("/my/claims/new", permission=OWN_HOME)
def new_own(me: Me, asked: Posted) -> Response:
    home_id = _own_home(me, asked)
    with read() as db:
        owed = owed_total(db, home_id, me.person_id)
    form = ClaimForm(key=secrets.token_urlsafe(16), amount=owed or None, paid_on=clock.today())
    return page("reconciliation/my_claim.html", form=form, home_id=home_id)


@post("/my/claims", permission=OWN_HOME)
def claim_own(posted: Posted, me: Me) -> Response:
    """Record the owner's word, with a screenshot if there is one."""
    home_id, form = _own_home(me, posted), ClaimForm(posted)
    try:
        if not form.validate():
            return page("reconciliation/my_claim.html", form=form, home_id=home_id, status=422)
        upload = posted.uploads.get("picture")
        picture = photos.keep(upload.content, "picture") if upload and upload.content else None
        said = Said(
            home_id,
            me.person_id or 0,
            int(form.amount.data or 0),
            form.paid_on.data or clock.today(),
            str(form.method.data),
            str(form.note.data or ""),
            picture,
        )
        actions_claims.claim(said, str(form.key.data), me)
    except Refused as refused:
        form.refuse(refused)
        return page("reconciliation/my_claim.html", form=form, home_id=home_id, status=422)
    return redirect("/my/claims", toast=_("Thank you. We look for it and tell you here."))


def _own_home(me: Me, asked: Posted) -> int:
    """The home that the page is about, the first of one's own by itself; not found when it is not one's own."""
    with read() as db:
        homes = [one.id for one in own_homes(db, me)]
    home_id = asked.whole("home") if asked.get("home") else next(iter(homes), None)
    if me.person_id is None or home_id not in homes:
        raise NotFoundException
    return home_id


def _claim_page(claim_id: int, form: AnswerForm, status: int = 200) -> Response:
    found = _claim(claim_id)
    with read() as db:
        receipts = [
            one
            for one in cashier.receipts_of_home(db, found.home_id, 30)
            if one.state == "live" and one.amount_fen == found.amount_fen
        ]
    return page(
        "reconciliation/claim.html", claim=found, receipts=receipts, form=form, methods=MONEY, status=status
    )


def _claim(claim_id: int) -> Claim:
    with read() as db:
        return existing(records.claim(db, claim_id))


def _picture(found: Claim) -> Response:
    path = files.path_of(found.picture) if found.picture else None
    if path is None or not path.exists():
        raise NotFoundException
    return LitestarResponse(path.read_bytes(), media_type="image/jpeg")


ROUTES = [list_claims, show_claim, show_picture, answer, list_own, new_own, claim_own]
