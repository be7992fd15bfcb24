"""Join with the code of a slip: which home it is for, a phone number that fits, a password; then one is signed in."""

from estate.access import accounts, invitations
from estate.access.invitations import Invitation
from estate.access.pages import start_session, with_session
from estate.access.permissions import PUBLIC
from estate.data import read, write
from estate.data.store import System
from estate.i18n import gettext as _
from estate.people import actions_invitations, queries, records
from estate.people.forms import CodeForm, JoinForm
from estate.people.rules import LIVING, mask_code
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import Posted, Response, current, get, page, post, redirect


@get("/join", permission=PUBLIC)
def ask_code() -> Response:
    return page("people/join_code.html", form=CodeForm())


@post("/join", permission=PUBLIC)
def take_code(posted: Posted) -> Response:
    """The typed code; a wrong one is counted."""
    form = CodeForm(posted)
    if not form.validate():
        return page("people/join_code.html", form=form, status=422)
    found = _find(str(form.code.data))
    if not isinstance(found, Invitation):
        return found
    return redirect(f"/join/{invitations.clean(str(form.code.data))}")


@get("/join/{code:str}", permission=PUBLIC)
def show_join(code: str) -> Response:
    found = _find(code)
    return _page(code, found, JoinForm()) if isinstance(found, Invitation) else found


@post("/join/{code:str}", permission=PUBLIC)
def join(code: str, posted: Posted, settings: Settings) -> Response:
    """Bind the phone number, make the account and sign in."""
    invitation, form = _find(code), JoinForm(posted)
    if not isinstance(invitation, Invitation):
        return invitation
    if not form.validate():
        return _page(code, invitation, form, status=422)
    phone = str(form.phone.data)
    with read() as db:
        resting = invitations.resting(db, invitation)
        fits = not resting and actions_invitations.phone_fits(db, invitation.person_id, phone)
    if not fits:
        if not resting:
            actions_invitations.note_wrong(current().address, invitation)
        form.refuse(Refused(_too_often() if resting else _wrong_phone(), "phone"))
        return _page(code, invitation, form, status=429 if resting else 422)
    try:
        with write(System("join")) as tx:
            account_id = actions_invitations.join(tx, code, phone, str(form.password.data))
            token = start_session(tx, account_id, settings)
    except Refused as refused:
        form.refuse(refused)
        return _page(code, invitation, form, status=422)
    return with_session(redirect("/my", toast=_("Welcome")), token, settings)


def _find(code: str) -> Invitation | Response:
    """The invitation, or the page that says why not; guessing is counted and slowed."""
    address = current().address
    form = CodeForm(data={"code": code})
    if actions_invitations.guessing(address):
        form.refuse(Refused(_too_often(), "code"))
        return page("people/join_code.html", form=form, status=429)
    with read() as db:
        found = invitations.find(db, code)
    if found is None:
        actions_invitations.note_wrong(address)
        form.refuse(Refused(_("This code is not valid. Check it, or ask the office for a new one."), "code"))
        return page("people/join_code.html", form=form, status=422)
    return found


def _page(code: str, invitation: Invitation, form: JoinForm, status: int = 200) -> Response:
    with read() as db:
        person = records.person(db, invitation.person_id)
        homes = [one for one in queries.homes_of(db, invitation.person_id) if one.role in LIVING]
        known = bool(records.phones(db, invitation.person_id))
        account = accounts.of_person(db, invitation.person_id)
    return page(
        "people/join.html",
        code=code,
        form=form,
        name=person.name if person else "",
        homes=[mask_code(one.home_code) for one in homes if not one.to_date],
        known=known,
        account=account,
        status=status,
    )


def _too_often() -> str:
    return _("Too many tries. Wait, or ask the office for a new code.")


def _wrong_phone() -> str:
    return _("This is not the number that the office has of you. Try another of yours, or ask the office.")


ROUTES = [ask_code, take_code, show_join, join]
