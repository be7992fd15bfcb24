"""Signing in and out, one's own account: password, sessions, preferences."""

from litestar.datastructures import Cookie

from estate.access import accounts, sessions
from estate.access.forms import OwnPasswordForm, SignInForm
from estate.access.me import Me
from estate.access.permissions import PUBLIC, SIGNED_IN
from estate.data import read, write
from estate.data.store import System
from estate.i18n import LOCALES
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import Posted, Response, current, get, page, post, redirect
from estate.web.middleware import cookie_name, limits


@get("/", permission=PUBLIC)
def front_door() -> Response:
    """To one's own first page, or to the sign-in."""
    person = current().me
    if person is None:
        with read() as db:
            return redirect("/sign-in" if accounts.any_account(db) else "/set-up")
    if not person.is_staff:
        return redirect("/my")
    rooms = (("dashboard.read", "/today"), ("repairs.work", "/repairs/mine"), ("repairs.read", "/repairs"))
    return redirect(next((href for permission, href in rooms if person.may(permission)), "/homes"))


@get("/sign-in", permission=PUBLIC)
def show_sign_in(asked: Posted) -> Response:
    if current().me:
        return redirect(safe_path(asked.get("next")))
    return page("access/sign_in.html", form=SignInForm(), next=safe_path(asked.get("next")))


@post("/sign-in", permission=PUBLIC)
def sign_in(posted: Posted, settings: Settings) -> Response:
    """Name and password; whether the name exists is never told."""
    form, address = SignInForm(posted), current().address
    wanted = safe_path(posted.get("next"))
    if not form.validate():
        return page("access/sign_in.html", form=form, next=wanted, status=422)
    login, password = str(form.login.data), str(form.password.data)
    with read() as db:
        throttled = accounts.throttled(db, login, address)
        account_id = None if throttled else accounts.check_password(db, login, password)
    if account_id is None:
        if throttled:
            form.refuse(Refused(_("Too many tries. Wait a quarter of an hour, or ask an administrator.")))
        else:
            with write(System("sign-in")) as tx:
                accounts.note_failure(tx, login, address)
            form.refuse(Refused(_("Name and password do not fit.")))
        return page("access/sign_in.html", form=form, next=wanted, status=429 if throttled else 422)
    with write(System("sign-in")) as tx:
        accounts.forget_failures(tx, login, address)
        token = start_session(tx, account_id, settings)
    return with_session(redirect(wanted), token, settings)


@post("/sign-out", permission=PUBLIC)
def sign_out(settings: Settings) -> Response:
    if person := current().me:
        with write(person) as tx:
            sessions.end(tx, person.session_id)
    response = redirect("/sign-in")
    response.delete_cookie(cookie_name(settings, current().scheme))
    return response


@get("/account", permission=SIGNED_IN)
def show_account(me: Me, settings: Settings) -> Response:
    """One's own account: preferences, password, where one is signed in."""
    with read() as db:
        account = accounts.get(db, me.account_id)
        living = sessions.living(db, me.account_id, limits(settings))
    return page("access/account.html", account=account, sessions=living)


@get("/account/password", permission=SIGNED_IN)
def show_password() -> Response:
    return page("access/password.html", form=OwnPasswordForm())


@post("/account/password", permission=SIGNED_IN)
def change_password(posted: Posted, me: Me) -> Response:
    """A new password ends all other sessions of this person."""
    form = OwnPasswordForm(posted)
    if not form.validate():
        return page("access/password.html", form=form, status=422)
    with read() as db:
        account = accounts.get(db, me.account_id)
        fits = account and accounts.check_password(db, account.login, str(form.old.data))
    if not fits:
        form.refuse(Refused(_("This is not your present password."), "old"))
        return page("access/password.html", form=form, status=422)
    with write(me) as tx:
        accounts.set_password(
            tx, me.account_id, str(form.password.data), must_change=False, keep_session=me.session_id
        )
    return redirect("/account", toast=_("Password changed"))


@post("/account/sessions/{session_id:int}/end", permission=SIGNED_IN)
def end_session(session_id: int, me: Me, settings: Settings) -> Response:
    """End one of one's own sessions on another device."""
    with write(me) as tx:
        if any(one.id == session_id for one in sessions.living(tx, me.account_id, limits(settings))):
            sessions.end(tx, session_id)
    return redirect("/account", toast=_("Signed out there"))


@post("/preferences", permission=SIGNED_IN)
def set_preferences(posted: Posted, me: Me) -> Response:
    """Language, theme, text size; each may be sent alone."""
    locale = posted.get("locale", me.locale)
    theme = posted.get("theme", me.theme)
    large = posted.get("large_text") in ("1", "on", "true") if "large_text" in posted else me.large_text
    if locale in LOCALES and theme in ("auto", "light", "dark"):
        with write(me) as tx:
            accounts.set_preferences(tx, me.account_id, locale, theme, large)
    return redirect(safe_path(posted.get("next")))


def start_session(tx: sessions.Tx, account_id: int, settings: Settings) -> str:
    """A fresh session for the browser of this request; the one it had, if any, ends."""
    now = current()
    if now.me:
        sessions.end(tx, now.me.session_id)
    return sessions.start(tx, account_id, limits(settings), now.address, now.agent)


def with_session(response: Response, token: str, settings: Settings) -> Response:
    """The answer with the session's cookie."""
    response.set_cookie(
        Cookie(
            cookie_name(settings, current().scheme),
            value=token,
            httponly=True,
            samesite="lax",
            secure=current().scheme == "https",
            max_age=settings.session_days * 86_400,
        )
    )
    return response


def safe_path(wanted: str) -> str:
    """A path of our own to go on to; anything else is the front door."""
    hidden = any(sign < " " or sign == "\x7f" for sign in wanted)  # browsers drop tabs and line ends
    own = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not hidden
    return wanted if own else "/"


ROUTES = [
    front_door,
    show_sign_in,
    sign_in,
    sign_out,
    show_account,
    show_password,
    change_password,
    end_session,
    set_preferences,
]
