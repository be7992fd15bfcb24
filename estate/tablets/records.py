"""What is stored of tablets and of what they sent."""

from typing import NamedTuple

from estate.data import Reader, Tx, clock


class Tablet(NamedTuple):
    """code_ends_at: until when its one-time link works; None once it is enrolled. who: who used it last."""

    id: int
    name: str
    prepared_at: str
    code_ends_at: str | None
    enrolled_at: str | None
    agent: str
    seen_at: str | None
    who: str | None
    ended_at: str | None
    uploads: int


class Upload(NamedTuple):
    """device_at: when it was filled in, by the tablet's clock."""

    device_at: str
    received_at: str
    who: str
    path: str
    status: int


_TABLET = """
    SELECT t.id, t.name, t.prepared_at, t.code_ends_at, t.enrolled_at, t.agent, t.seen_at, a.name AS who, t.ended_at,
           (SELECT count(*) FROM late_uploads u WHERE u.tablet_id = t.id) AS uploads
      FROM tablets t LEFT JOIN accounts a ON a.id = t.account_id
"""


def every(db: Reader) -> list[Tablet]:
    """All that are in use or prepared, by name; then those that were taken out."""
    return db.rows(Tablet, f"{_TABLET} ORDER BY t.ended_at IS NOT NULL, t.name, t.id LIMIT 200")


def get(db: Reader, tablet_id: int) -> Tablet | None:
    return db.row(Tablet, f"{_TABLET} WHERE t.id = :id", id=tablet_id)


def of_code(db: Reader, code_hash: bytes) -> Tablet | None:
    """The tablet that waits for its enrolment under this code."""
    return db.row(
        Tablet,
        f"{_TABLET} WHERE t.code_hash = :code_hash AND t.code_ends_at > :now AND t.ended_at IS NULL",
        code_hash=code_hash,
        now=clock.stamp(),
    )


def of_token(db: Reader, token_hash: bytes) -> Tablet | None:
    """The enrolled tablet of this token."""
    return db.row(
        Tablet, f"{_TABLET} WHERE t.token_hash = :token_hash AND t.ended_at IS NULL", token_hash=token_hash
    )


def name_taken(db: Reader, name: str) -> bool:
    return bool(db.value("SELECT 1 FROM tablets WHERE name = :name AND ended_at IS NULL", name=name))


def uploads_of(db: Reader, tablet_id: int, limit: int = 50) -> list[Upload]:
    """What a tablet sent after it had been without network, the latest first."""
    return db.rows(
        Upload,
        """
        SELECT u.device_at, u.received_at, a.name AS who, u.path, u.status
          FROM late_uploads u JOIN accounts a ON a.id = u.account_id
         WHERE u.tablet_id = :tablet_id
         ORDER BY u.received_at DESC, u.id DESC LIMIT :limit
        """,
        tablet_id=tablet_id,
        limit=limit,
    )


def touch(tx: Tx, tablet_id: int, account_id: int) -> None:
    """Note that this person uses the tablet now."""
    tx.update("tablets", tablet_id, seen_at=clock.stamp(), account_id=account_id)


def note_upload(
    tx: Tx, account_id: int, tablet_id: int | None, device_at: str, sequence: int, path: str, status: int
) -> None:
    """Note what was sent; the same again changes nothing but how it was answered."""
    tx.run(
        """
        INSERT INTO late_uploads (account_id, tablet_id, device_at, sequence, path, status, received_at)
             VALUES (:account_id, :tablet_id, :device_at, :sequence, :path, :status, :now)
        ON CONFLICT (account_id, device_at, sequence) DO UPDATE SET status = excluded.status
        """,
        account_id=account_id,
        tablet_id=tablet_id,
        device_at=device_at,
        sequence=sequence,
        path=path[:200],
        status=status,
        now=clock.stamp(),
    )


def switched_on(db: Reader) -> bool:
    return bool(db.value("SELECT switched_on FROM https_switch WHERE id = 1"))


def switch(tx: Tx, on: bool) -> None:
    tx.run(
        """
        INSERT INTO https_switch (id, switched_on, changed_at) VALUES (1, :on, :now)
        ON CONFLICT (id) DO UPDATE SET switched_on = excluded.switched_on, changed_at = excluded.changed_at
        """,
        on=int(on),
        now=clock.stamp(),
    )
