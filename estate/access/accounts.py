"""Accounts: who can sign in, with which roles; and the sign-in itself, throttled and silent about who exists."""

from datetime import timedelta
from typing import NamedTuple

from estate.access import passwords, sessions
from estate.access.permissions import ROLES
from estate.data import Reader, Tx, audit, clock
from estate.i18n import gettext as _
from estate.refusal import Refused

FAILURE_WINDOW = timedelta(minutes=15)
FAILURES_BY_LOGIN = 8
FAILURES_BY_ADDRESS = 40


class Account(NamedTuple):
    id: int
    login: str
    name: str
    person_id: int | None
    created_at: str
    disabled_at: str | None
    roles: str | None
    seen_at: str | None

    @property
    def role_list(self) -> list[str]:
        """Its roles in the order in which the product lists them."""
        own = set((self.roles or "").split(","))
        return [role for role in ROLES if role in own]


_ACCOUNT = """
    SELECT a.id, a.login, a.name, a.person_id, a.created_at, a.disabled_at,
           (SELECT group_concat(role) FROM account_roles r WHERE r.account_id = a.id) AS roles,
           (SELECT max(seen_at) FROM sessions s WHERE s.account_id = a.id) AS seen_at
      FROM accounts a
"""


def any_account(db: Reader) -> bool:
    """Whether the first account has been made."""
    return bool(db.value("SELECT EXISTS (SELECT 1 FROM accounts)"))


def staff(db: Reader) -> list[Account]:
    """Everybody who works in the office, by name."""
    return db.rows(
        Account,
        _ACCOUNT
        + "WHERE EXISTS (SELECT 1 FROM account_roles r WHERE r.account_id = a.id AND r.role <> 'owner') ORDER BY a.name",
    )


def get(db: Reader, account_id: int) -> Account | None:
    """One account."""
    return db.row(Account, _ACCOUNT + "WHERE a.id = :id", id=account_id)


def of_login(db: Reader, login: str) -> Account | None:
    """The account that signs in by this name."""
    return db.row(Account, _ACCOUNT + "WHERE a.login = :login", login=login.strip())


def of_person(db: Reader, person_id: int) -> Account | None:
    """The account of an owner or tenant."""
    return db.row(Account, _ACCOUNT + "WHERE a.person_id = :person_id", person_id=person_id)


def create(
    tx: Tx,
    login: str,
    name: str,
    password: str,
    roles: list[str],
    *,
    person_id: int | None = None,
    locale: str = "zh_CN",
    must_change: bool = False,
) -> int:
    """Make an account; Refused when the sign-in name is taken or the password too short."""
    login = login.strip()
    require_good_password(password)
    if of_login(tx, login):
        raise Refused(_("This sign-in name is taken. Choose another one."), "login")
    account_id = tx.insert(
        "accounts",
        login=login,
        name=name.strip(),
        password_hash=passwords.hash_password(password),
        must_change_password=int(must_change),
        person_id=person_id,
        locale=locale,
        created_at=clock.stamp(),
    )
    _put_roles(tx, account_id, roles)
    audit.record(
        tx, "account.created", "accounts", account_id, after={"login": login, "name": name, "roles": roles}
    )
    return account_id


def change(tx: Tx, account: Account, name: str, roles: list[str]) -> None:
    """Change name and roles; Refused when nobody would be administrator any more."""
    tx.update("accounts", account.id, name=name.strip())
    _put_roles(tx, account.id, roles)
    _require_an_administrator(tx)
    audit.record(
        tx,
        "account.changed",
        "accounts",
        account.id,
        before={"name": account.name, "roles": account.role_list},
        after={"name": name, "roles": roles},
    )


def disable(tx: Tx, account: Account) -> None:
    """Close an account and end its sessions; its entries keep its name."""
    tx.run("UPDATE accounts SET disabled_at = :now WHERE id = :id", now=clock.stamp(), id=account.id)
    _require_an_administrator(tx)
    sessions.end_all(tx, account.id)
    audit.record(tx, "account.disabled", "accounts", account.id)


def enable(tx: Tx, account: Account) -> None:
    """Open a closed account again."""
    tx.run("UPDATE accounts SET disabled_at = NULL WHERE id = :id", id=account.id)
    audit.record(tx, "account.enabled", "accounts", account.id)


def set_password(tx: Tx, account_id: int, password: str, *, must_change: bool, keep_session: int = 0) -> None:
    """Store a new password and end the account's other sessions."""
    require_good_password(password)
    tx.update(
        "accounts",
        account_id,
        password_hash=passwords.hash_password(password),
        must_change_password=int(must_change),
    )
    sessions.end_all(tx, account_id, but=keep_session)
    audit.record(tx, "account.password_set", "accounts", account_id)


def set_login(tx: Tx, account_id: int, login: str) -> None:
    """Change the sign-in name, as when an owner's phone number changed; Refused when it is taken."""
    other = of_login(tx, login)
    if other and other.id != account_id:
        raise Refused(_("This sign-in name is taken. Choose another one."), "login")
    tx.update("accounts", account_id, login=login.strip())
    audit.record(tx, "account.login_changed", "accounts", account_id)


def set_preferences(tx: Tx, account_id: int, locale: str, theme: str, large_text: bool) -> None:
    """How somebody wants to see the product."""
    tx.update("accounts", account_id, locale=locale, theme=theme, large_text=int(large_text))


def require_good_password(password: str) -> None:
    """Refused when the password is too short."""
    if len(password) < passwords.MIN_LENGTH:
        raise Refused(_("Use at least %(n)s characters.", n=passwords.MIN_LENGTH), "password")


class _Stored(NamedTuple):
    id: int
    password_hash: str
    disabled_at: str | None


def check_password(db: Reader, login: str, password: str) -> int | None:
    """The account's id when name and password fit and it is open. Slow on purpose; call it outside a write."""
    found = db.row(
        _Stored,
        "SELECT id, password_hash, disabled_at FROM accounts WHERE login = :login",
        login=login.strip(),
    )
    fits = passwords.verify(password, found.password_hash if found else None)
    return found.id if found and fits and not found.disabled_at else None


def throttled(db: Reader, login: str, address: str) -> bool:
    """Whether this name or this address has failed too often in the last quarter of an hour."""
    since = (clock.now() - FAILURE_WINDOW).strftime("%Y-%m-%dT%H:%M:%S")
    count = "SELECT count(*) FROM sign_in_failures WHERE at > :since AND "
    by_login = db.value(
        count + "login = :login AND address = :address", since=since, login=login.strip(), address=address
    )
    by_address = db.value(count + "address = :address", since=since, address=address)
    return by_login >= FAILURES_BY_LOGIN or by_address >= FAILURES_BY_ADDRESS


def note_failure(tx: Tx, login: str, address: str) -> None:
    """Remember a failed sign-in; old ones are forgotten."""
    tx.insert("sign_in_failures", login=login.strip()[:100], address=address, at=clock.stamp())
    before = (clock.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S")
    tx.run("DELETE FROM sign_in_failures WHERE at < :before", before=before)


def forget_failures(tx: Tx, login: str, address: str) -> None:
    """A right password clears the count of this name at this address."""
    tx.run(
        "DELETE FROM sign_in_failures WHERE login = :login AND address = :address",
        login=login.strip(),
        address=address,
    )


def _put_roles(tx: Tx, account_id: int, roles: list[str]) -> None:
    unknown = set(roles) - set(ROLES)
    if unknown or not roles:
        raise Refused(_("Choose at least one role."), "roles")
    tx.run("DELETE FROM account_roles WHERE account_id = :id", id=account_id)
    tx.many(
        "INSERT INTO account_roles (account_id, role) VALUES (?, ?)",
        [(account_id, role) for role in set(roles)],
    )


def _require_an_administrator(tx: Tx) -> None:
    left = tx.value("""
        SELECT count(*) FROM accounts a JOIN account_roles r ON r.account_id = a.id
         WHERE r.role = 'administrator' AND a.disabled_at IS NULL
    """)
    if not left:
        raise Refused(_("Somebody must stay administrator."), "roles")
