"""First run, the office's details, its users."""

import secrets
from typing import Any

from litestar.datastructures import State

from estate.access import accounts, sessions
from estate.access.me import Me
from estate.access.pages import start_session, with_session
from estate.access.permissions import OFFICE_EDIT, PUBLIC, ROLE_NAMES, USERS_MANAGE
from estate.data import read, write
from estate.data.store import System
from estate.i18n import gettext as _
from estate.office import actions
from estate.office.forms import NewUserForm, OfficeForm, OfficeHabitsForm, SetUpForm, UserForm
from estate.office.identity import Identity, identity
from estate.penalties.actions import keep_calendar
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import Posted, Response, existing, get, page, post, redirect
from estate.web.lan import lan_url, qr_svg
from estate.web.middleware import limits


@get("/set-up", permission=PUBLIC)
def show_set_up(asked: Posted, state: State) -> Response:
    """The wizard, for who opened the address that the program printed, until the first account is made."""
    with read() as db:
        if accounts.any_account(db):
            return redirect("/sign-in")
    if not _token_fits(asked.get("token"), state):
        return page("office/set_up_closed.html", status=403)
    return page("office/set_up.html", form=SetUpForm(), token=asked.get("token"))


@post("/set-up", permission=PUBLIC)
def set_up(posted: Posted, state: State, settings: Settings) -> Response:
    with read() as db:
        if accounts.any_account(db):
            return redirect("/sign-in")
    if not _token_fits(posted.get("token"), state):
        return page("office/set_up_closed.html", status=403)
    form = SetUpForm(posted)
    if not form.validate():
        return page("office/set_up.html", form=form, token=posted.get("token"), status=422)
    try:
        account_id = actions.set_up(
            _identity(form), str(form.login.data), str(form.name.data), str(form.password.data)
        )
    except Refused as refused:
        form.refuse(refused)
        return page("office/set_up.html", form=form, token=posted.get("token"), status=422)
    with write(System("first run")) as tx:
        token = start_session(tx, account_id, settings)
    return with_session(redirect("/welcome"), token, settings)


@get("/welcome", permission=OFFICE_EDIT)
def welcome(settings: Settings) -> Response:
    """After the set-up: where others find the office on the network, and what to do first."""
    url = lan_url(settings.port)
    return page("office/welcome.html", url=url, qr=qr_svg(url))


@get("/office", permission=OFFICE_EDIT)
def show_office(settings: Settings) -> Response:
    with read() as db:
        form = OfficeHabitsForm(obj=identity(db))
    url = lan_url(settings.port)
    return page("office/office.html", form=form, url=url, qr=qr_svg(url))


@post("/office", permission=OFFICE_EDIT)
def change_office(posted: Posted, me: Me, settings: Settings) -> Response:
    form = OfficeHabitsForm(posted)
    if not form.validate():
        url = lan_url(settings.port)
        return page("office/office.html", form=form, url=url, qr=qr_svg(url), status=422)
    actions.change(_identity(form), by=me)
    keep_calendar(me)
    return redirect("/office", toast=_("Saved"))


@get("/users", permission=USERS_MANAGE)
def list_users() -> Response:
    with read() as db:
        return page("office/users.html", users=accounts.staff(db), role_names=ROLE_NAMES)


@get("/users/new", permission=USERS_MANAGE)
def new_user() -> Response:
    return page("office/user_new.html", form=NewUserForm())


@post("/users", permission=USERS_MANAGE)
def create_user(posted: Posted, me: Me) -> Response:
    """A new account with a first password, shown once."""
    form = NewUserForm(posted)
    if not form.validate():
        return page("office/user_new.html", form=form, status=422)
    password = first_password()
    try:
        with write(me) as tx:
            accounts.create(
                tx,
                str(form.login.data),
                str(form.name.data),
                password,
                list(form.roles.data or []),
                locale=identity(tx).locale,
                must_change=True,
            )
    except Refused as refused:
        form.refuse(refused)
        return page("office/user_new.html", form=form, status=422)
    return page("office/user_password.html", login=form.login.data, password=password)


@get("/users/{account_id:int}", permission=USERS_MANAGE)
def show_user(account_id: int, settings: Settings) -> Response:
    account = _staff_account(account_id)
    return _user_page(account, UserForm(name=account.name, roles=account.role_list), settings)


@post("/users/{account_id:int}", permission=USERS_MANAGE)
def change_user(account_id: int, posted: Posted, me: Me, settings: Settings) -> Response:
    account, form = _staff_account(account_id), UserForm(posted)
    if not form.validate():
        return _user_page(account, form, settings, status=422)
    try:
        with write(me) as tx:
            accounts.change(tx, account, str(form.name.data), list(form.roles.data or []))
    except Refused as refused:
        form.refuse(refused)
        return _user_page(account, form, settings, status=422)
    return redirect(f"/users/{account_id}", toast=_("Saved"))


@post("/users/{account_id:int}/password", permission=USERS_MANAGE)
def reset_password(account_id: int, me: Me) -> Response:
    """A new first password, shown once; the person's sessions end."""
    account, password = _staff_account(account_id), first_password()
    with write(me) as tx:
        accounts.set_password(tx, account_id, password, must_change=True)
    return page("office/user_password.html", login=account.login, password=password)


@post("/users/{account_id:int}/closure", permission=USERS_MANAGE)
def close_user(account_id: int, me: Me) -> Response:
    account = _staff_account(account_id)
    if account_id == me.account_id:
        raise Refused(_("You cannot close your own account. Ask another administrator."))
    with write(me) as tx:
        accounts.disable(tx, account)
    return redirect("/users", toast=_("Account closed"))


@post("/users/{account_id:int}/reopening", permission=USERS_MANAGE)
def reopen_user(account_id: int, me: Me) -> Response:
    with write(me) as tx:
        accounts.enable(tx, _staff_account(account_id))
    return redirect(f"/users/{account_id}", toast=_("Account open again"))


@post("/users/{account_id:int}/sessions/{session_id:int}/end", permission=USERS_MANAGE)
def end_user_session(account_id: int, session_id: int, me: Me, settings: Settings) -> Response:
    with write(me) as tx:
        if any(one.id == session_id for one in sessions.living(tx, account_id, limits(settings))):
            sessions.end(tx, session_id)
    return redirect(f"/users/{account_id}", toast=_("Signed out there"))


def first_password() -> str:
    """A password that can be read out: no letters or digits that look alike."""
    return "-".join(
        "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _i in range(4)) for _g in range(3)
    )


def _staff_account(account_id: int) -> accounts.Account:
    with read() as db:
        return existing(accounts.get(db, account_id))


def _user_page(account: accounts.Account, form: UserForm, settings: Settings, status: int = 200) -> Response:
    with read() as db:
        living = sessions.living(db, account.id, limits(settings))
    return page("office/user.html", user=account, form=form, sessions=living, status=status)


def _identity(form: OfficeForm) -> Identity:
    values: dict[str, Any] = {name: form.data[name] for name in Identity._fields if name in form.data}
    filled: dict[str, Any] = {name: "" if value is None else value for name, value in values.items()}
    return Identity(**filled)


def _token_fits(token: str, state: State) -> bool:
    expected = str(getattr(state, "set_up_token", "") or "")
    return bool(expected) and secrets.compare_digest(token.encode(), expected.encode())


ROUTES = [
    show_set_up,
    set_up,
    welcome,
    show_office,
    change_office,
    list_users,
    new_user,
    create_user,
    show_user,
    change_user,
    reset_password,
    close_user,
    reopen_user,
    end_user_session,
]
