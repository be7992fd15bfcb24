"""What others may know of messages."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from estate.access.me import Me
from estate.data import Reader
from estate.messages import events

SEALED = ", ".join(f"'{one.code}'" for one in events.ALL if one.sealed)
"""Events, as a list in SQL, of which the office does not read whom they were told."""


class Told(NamedTuple):
    """A message in short, for a home's or a person's course. read_at: when its recipient opened it."""

    id: int
    event: str
    recipient: str
    subject: str
    told_at: str
    read_at: str | None


class Record(NamedTuple):
    """A message to a person word for word, with its hash, and how it went out. channels: `mail delivered, paper …`."""

    told_at: str
    subject: str
    text: str
    hash: str
    channels: str
    read_at: str | None


def to_person(db: Reader, person_id: int, home_id: int) -> list[Record]:
    """What was told to somebody about a home, in order, with what became of each delivery."""
    return db.rows(
        Record,
        """
        SELECT m.told_at, m.subject, m.text, m.hash,
               ifnull((SELECT group_concat(d.channel || ' ' || d.state, ', ') FROM deliveries AS d
                        WHERE d.message_id = m.id), '') AS channels, m.read_at
          FROM messages AS m WHERE m.person_id = :person_id AND m.home_id = :home_id ORDER BY m.id
        """,
        person_id=person_id,
        home_id=home_id,
    )


def unread(db: Reader, me: Me) -> int:
    """How many messages in somebody's own inbox were not opened yet."""
    return int(
        db.value(
            """
            SELECT (SELECT count(*) FROM messages AS m
                     WHERE m.person_id = :person AND m.read_at IS NULL AND EXISTS (SELECT 1 FROM deliveries AS d
                           WHERE d.message_id = m.id AND d.channel = 'in_app'))
                 + (SELECT count(*) FROM messages AS m WHERE m.account_id = :account AND m.read_at IS NULL)
            """,
            person=me.person_id,
            account=me.account_id,
        )
    )


def failed(db: Reader) -> int:
    """How many deliveries were given up."""
    return int(
        db.value(f"""SELECT count(*) FROM deliveries AS d WHERE d.state = 'failed' AND NOT EXISTS (
                 SELECT 1 FROM messages AS m WHERE m.id = d.message_id AND m.event IN ({SEALED}))""")
    )


def on_paper(db: Reader) -> int:
    """How many messages wait to be printed."""
    return int(db.value("SELECT count(*) FROM deliveries WHERE channel = 'paper' AND state = 'queued'"))


def of_home(db: Reader, home_id: int, most: int = 5) -> list[Told]:
    """The latest messages about a home."""
    return db.rows(
        Told,
        """
        SELECT id, event, recipient, subject, told_at, read_at FROM messages
         WHERE home_id = :home_id ORDER BY id DESC LIMIT :most
        """,
        home_id=home_id,
        most=most,
    )


class Sent(NamedTuple):
    """What became of a message: by which ways it went, when it was read."""

    key: str
    told_at: str
    read_at: str | None
    channels: str


def of_keys(db: Reader, keys: Sequence[str]) -> list[Sent]:
    """The messages that were told under these keys, in order."""
    return db.rows(
        Sent,
        """
        SELECT m.key, m.told_at, m.read_at,
               ifnull((SELECT group_concat(d.channel) FROM deliveries AS d WHERE d.message_id = m.id), '') AS channels
          FROM messages AS m WHERE m.key IN (SELECT value FROM json_each(:keys)) ORDER BY m.id
        """,
        keys=msgspec.json.encode(list(keys)).decode(),
    )
