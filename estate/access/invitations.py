"""Invitations of owners and tenants: a short code on paper, stored as its hash, used once, within 90 days."""

import re
import secrets
from datetime import timedelta
from typing import NamedTuple

from estate.access.sessions import hash_token
from estate.data import Reader, Tx, audit, clock

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No I, L and O, no 0 and 1: a code is read from paper and typed by people of any age."""

LENGTH = 8
VALID = timedelta(days=90)
GUESSES = 10
"""Wrong phone numbers for one invitation in a day, from wherever; then it rests."""


class Invitation(NamedTuple):
    id: int
    person_id: int
    created_at: str
    expires_at: str


def create(tx: Tx, person_id: int) -> str:
    """Invite a person; answers the code, which is stored nowhere. Their earlier invitation ends."""
    withdraw(tx, person_id)
    code = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
    tx.insert(
        "invitations",
        code_hash=hash_token(code),
        person_id=person_id,
        created_at=clock.stamp(),
        created_by=tx.by.account_id,
        expires_at=(clock.now() + VALID).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    audit.record(tx, "person.invited", "people", person_id)
    return code


def withdraw(tx: Tx, person_id: int) -> bool:
    """The person's open invitation no longer works; answers whether there was one."""
    open_ones = tx.run(
        """
        UPDATE invitations SET withdrawn_at = :now
         WHERE person_id = :person_id AND used_at IS NULL AND withdrawn_at IS NULL
        """,
        now=clock.stamp(),
        person_id=person_id,
    )
    if open_ones:
        audit.record(tx, "invitation.withdrawn", "people", person_id)
    return bool(open_ones)


def find(db: Reader, code: str) -> Invitation | None:
    """The invitation of a code as typed, if it can still be used."""
    return db.row(
        Invitation,
        """
        SELECT id, person_id, created_at, expires_at FROM invitations
         WHERE code_hash = :code_hash AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > :now
        """,
        code_hash=hash_token(clean(code)),
        now=clock.stamp(),
    )


def open_of(db: Reader, person_id: int) -> Invitation | None:
    """The person's invitation that waits to be used."""
    return db.row(
        Invitation,
        """
        SELECT id, person_id, created_at, expires_at FROM invitations
         WHERE person_id = :person_id AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > :now
         ORDER BY id DESC LIMIT 1
        """,
        person_id=person_id,
        now=clock.stamp(),
    )


def use(tx: Tx, invitation: Invitation) -> bool:
    """Use it up; False when somebody else did in the meantime."""
    return bool(
        tx.run(
            "UPDATE invitations SET used_at = :now WHERE id = :id AND used_at IS NULL AND withdrawn_at IS NULL",
            now=clock.stamp(),
            id=invitation.id,
        )
    )


def resting(db: Reader, invitation: Invitation) -> bool:
    """Whether too many wrong phone numbers were tried with this invitation today."""
    since = (clock.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S")
    wrong = db.value(
        "SELECT count(*) FROM sign_in_failures WHERE login = :login AND at > :since",
        login=failure_name(invitation),
        since=since,
    )
    return wrong >= GUESSES


def failure_name(invitation: Invitation) -> str:
    """The name under which wrong tries with this invitation are counted among failed sign-ins."""
    return f"join:{invitation.id}"


def clean(code: str) -> str:
    """The code in capitals without spaces and hyphens, as it may be typed."""
    return re.sub(r"[\s\-–]", "", code).upper()


def spaced(code: str) -> str:
    """The code as it is printed: `ABCD-EFGH`."""
    return f"{code[:4]}-{code[4:]}"
