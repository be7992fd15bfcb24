"""SMS lists: messages that wait for the next one, and those that were made."""

from typing import NamedTuple

from estate.data import Reader, Tx, clock


class SmsList(NamedTuple):
    """A list that was made; it can be downloaded again, and nothing is in two of them."""

    id: int
    made_at: str
    made_by: str
    rows: int


class Row(NamedTuple):
    """One message of a list."""

    to_address: str
    text: str
    key: str


def enter(tx: Tx, key: str, to: str, text: str) -> None:
    """Put a message into the next list, unless it stands in one already."""
    tx.run(
        """
        INSERT INTO sms_listed (key, to_address, text, listed_at) VALUES (:key, :to, :text, :now)
        ON CONFLICT (key) DO NOTHING
        """,
        key=key,
        to=to,
        text=text,
        now=clock.stamp(),
    )


def waiting(db: Reader) -> int:
    """How many messages wait for the next list."""
    return int(db.value("SELECT count(*) FROM sms_listed WHERE list_id IS NULL"))


def make(tx: Tx) -> int | None:
    """Make a list of all that wait; answers its number, None when nothing does."""
    count = waiting(tx)
    if not count:
        return None
    list_id = tx.insert("sms_lists", made_at=clock.stamp(), made_by=tx.by.name, rows=count)
    tx.run("UPDATE sms_listed SET list_id = :id WHERE list_id IS NULL", id=list_id)
    return list_id


def lists(db: Reader, limit: int = 30) -> list[SmsList]:
    """The lists that were made, newest first."""
    return db.rows(
        SmsList,
        "SELECT id, made_at, made_by, rows FROM sms_lists ORDER BY id DESC LIMIT :limit",
        limit=limit,
    )


def rows(db: Reader, list_id: int) -> list[Row]:
    """The messages of a list, in the order in which they were entered."""
    return db.rows(
        Row, "SELECT to_address, text, key FROM sms_listed WHERE list_id = :id ORDER BY id", id=list_id
    )
