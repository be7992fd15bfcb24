"""Sessions: a random token in a cookie, its hash in the table; revocable, with idle and absolute limits."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from estate.access.me import Me
from estate.access.permissions import permissions_of
from estate.data import Reader, Tx, clock

TOUCH_EVERY = timedelta(minutes=5)


class Limits(NamedTuple):
    """How long a session lasts: without use, and at all."""

    idle: timedelta
    absolute: timedelta


class Session(NamedTuple):
    id: int
    account_id: int
    created_at: str
    seen_at: str
    address: str
    agent: str


class _Found(NamedTuple):
    id: int
    account_id: int
    seen_at: str
    name: str
    person_id: int | None
    locale: str
    large_text: int
    theme: str
    must_change_password: int
    roles: str | None


def hash_token(token: str) -> bytes:
    """What is stored of a session token or an invitation code."""
    return hashlib.sha256(token.encode()).digest()


def start(tx: Tx, account_id: int, limits: Limits, address: str, agent: str) -> str:
    """Open a new session; answers the token for the cookie, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    tx.insert(
        "sessions",
        token_hash=hash_token(token),
        account_id=account_id,
        created_at=_text(now),
        seen_at=_text(now),
        expires_at=_text(now + limits.absolute),
        address=address,
        agent=agent[:200],
    )
    return token


def find(db: Reader, token: str, limits: Limits) -> tuple[Me, bool] | None:
    """The person of a living session, and whether its last use should be noted; None when it is over."""
    now = clock.now()
    found = db.row(
        _Found,
        """
        SELECT s.id, s.account_id, s.seen_at, a.name, a.person_id, a.locale, a.large_text, a.theme,
               a.must_change_password,
               (SELECT group_concat(role) FROM account_roles r WHERE r.account_id = a.id) AS roles
          FROM sessions s JOIN accounts a ON a.id = s.account_id
         WHERE s.token_hash = :token_hash AND s.ended_at IS NULL AND a.disabled_at IS NULL
           AND s.expires_at > :now AND s.seen_at > :idle_since
        """,
        token_hash=hash_token(token),
        now=_text(now),
        idle_since=_text(now - limits.idle),
    )
    if found is None:
        return None
    roles = frozenset((found.roles or "").split(",")) - {""}
    me = Me(
        account_id=found.account_id,
        name=found.name,
        roles=roles,
        permissions=permissions_of(roles),
        locale=found.locale,
        person_id=found.person_id,
        large_text=bool(found.large_text),
        theme=found.theme,
        session_id=found.id,
        must_change_password=bool(found.must_change_password),
    )
    return me, found.seen_at < _text(now - TOUCH_EVERY)


def touch(tx: Tx, session_id: int) -> None:
    """Note that the session is in use."""
    tx.run("UPDATE sessions SET seen_at = :now WHERE id = :id", now=clock.stamp(), id=session_id)


def end(tx: Tx, session_id: int) -> None:
    """End one session."""
    tx.run(
        "UPDATE sessions SET ended_at = :now WHERE id = :id AND ended_at IS NULL",
        now=clock.stamp(),
        id=session_id,
    )


def end_all(tx: Tx, account_id: int, but: int = 0) -> None:
    """End all sessions of an account, but the one named."""
    tx.run(
        "UPDATE sessions SET ended_at = :now WHERE account_id = :account_id AND id <> :but AND ended_at IS NULL",
        now=clock.stamp(),
        account_id=account_id,
        but=but,
    )


def living(db: Reader, account_id: int, limits: Limits) -> list[Session]:
    """Sessions of an account that still work, the latest first."""
    now = clock.now()
    return db.rows(
        Session,
        """
        SELECT id, account_id, created_at, seen_at, address, agent FROM sessions
         WHERE account_id = :account_id AND ended_at IS NULL AND expires_at > :now AND seen_at > :idle_since
         ORDER BY seen_at DESC
        """,
        account_id=account_id,
        now=_text(now),
        idle_since=_text(now - limits.idle),
    )


def _text(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
