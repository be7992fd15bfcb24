"""Who changed what, when, from what to what: one entry for every change of a record."""

from typing import Any, NamedTuple

import msgspec

from estate.data import clock
from estate.data.store import Reader, Tx


class Entry(NamedTuple):
    id: int
    at: str
    account_id: int | None
    who: str
    action: str
    subject: str
    subject_id: int | None
    before: str | None
    after: str | None


def record(
    tx: Tx,
    action: str,
    subject: str,
    subject_id: int | None = None,
    *,
    before: Any = None,
    after: Any = None,
) -> None:
    """Write the entry in the transaction of the change itself.

    action: `home.changed`. subject: the table. before, after: what changed, as JSON-able values; secrets and
    full phone or ID numbers do not belong here.
    """
    tx.insert(
        "audit",
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
        action=action,
        subject=subject,
        subject_id=subject_id,
        before=_json(before),
        after=_json(after),
        request_id=tx.request_id,
    )


def of_subject(db: Reader, subject: str, subject_id: int, limit: int = 50) -> list[Entry]:
    """The entries of one record, newest first."""
    return db.rows(
        Entry,
        """
        SELECT id, at, account_id, who, action, subject, subject_id, before, after
          FROM audit
         WHERE subject = :subject AND subject_id = :subject_id
         ORDER BY id DESC LIMIT :limit
        """,
        subject=subject,
        subject_id=subject_id,
        limit=limit,
    )


def latest(db: Reader, *, before: int | None = None, limit: int = 50) -> list[Entry]:
    """The newest entries, or those older than entry `before`."""
    return db.rows(
        Entry,
        """
        SELECT id, at, account_id, who, action, subject, subject_id, before, after
          FROM audit WHERE id < :before ORDER BY id DESC LIMIT :limit
        """,
        before=before if before is not None else 2**62,
        limit=limit,
    )


def _json(value: Any) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()
