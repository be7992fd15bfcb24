"""Deliveries on their way out: what is due, who holds it, what was dropped or has gone stale."""

import json
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from estate.data import Reader, Tx


class Due(NamedTuple):
    """A delivery that is due, with what it carries. again: it was handed over before, and no answer was kept."""

    id: int
    message_id: int
    channel: str
    to_address: str
    attempts: int
    again: int
    event: str
    language: str
    subject: str
    text: str
    short: str
    hash: str
    given: str
    link: str
    file: str | None
    urgent: int
    quiet_from: str | None
    quiet_to: str | None

    @property
    def key(self) -> str:
        """What the provider knows it by: the same at every try, and another in a restored or copied data folder."""
        return f"{self.id}.{self.hash[:16]}"

    @property
    def values(self) -> dict[str, str]:
        """The values that its text was filled with."""
        return msgspec.json.decode(self.given, type=dict[str, str])


def due(db: Reader, channel: str, now: str, most: int) -> list[Due]:
    """What is due on a channel and held by nobody, the oldest first."""
    return db.rows(
        Due,
        """
        SELECT d.id, d.message_id, d.channel, d.to_address, d.attempts, (d.state = 'submitted') AS again, m.event,
               m.language, m.subject, m.text, m.short, m.hash, m.given, m.link, m.file, m.urgent, w.quiet_from,
               w.quiet_to
          FROM deliveries AS d JOIN messages AS m ON m.id = d.message_id
          LEFT JOIN message_preferences AS w ON w.person_id = m.person_id
         WHERE d.channel = :channel AND d.state IN ('queued', 'submitted') AND d.claimed_at IS NULL
           AND d.channel IN ('push', 'mail', 'sms') AND d.due_at <= :now
         ORDER BY d.due_at, d.id LIMIT :most
        """,
        channel=channel,
        now=now,
        most=most,
    )


def submit(tx: Tx, ids: Sequence[int], now: str) -> None:
    """Take hold of deliveries and write down, before they leave, that they leave now."""
    tx.run(
        """
        UPDATE deliveries SET state = 'submitted', claimed_at = :now, submitted_at = :now, attempts = attempts + 1
         WHERE id IN (SELECT value FROM json_each(:ids))
        """,
        ids=json.dumps(list(ids)),
        now=now,
    )


def put_off(tx: Tx, rows: Sequence[tuple[str, int]]) -> None:
    """Look at deliveries again later: (instant, delivery)."""
    tx.many("UPDATE deliveries SET due_at = ? WHERE id = ?", rows)


def queue_again(tx: Tx, delivery_id: int, due_at: str, answer: str) -> None:
    """A provider could not take it now; it is tried again."""
    tx.run(
        "UPDATE deliveries SET state = 'queued', claimed_at = NULL, due_at = :due_at, answer = :answer WHERE id = :id",
        id=delivery_id,
        due_at=due_at,
        answer=answer,
    )


def note_sent(tx: Tx, rows: Sequence[tuple[str, int]]) -> None:
    """Keep the text that went out where it is not the message's own: (text, delivery)."""
    tx.many("UPDATE deliveries SET sent = ? WHERE id = ?", rows)


def release(tx: Tx) -> int:
    """What an earlier worker held is due again; that it may have been handed over stays written in its state."""
    return tx.run("UPDATE deliveries SET claimed_at = NULL WHERE claimed_at IS NOT NULL")


def silent(db: Reader, before: str, most: int) -> list[int]:
    """Text messages that a provider took before an instant and never told the fate of."""
    return db.values(
        """
        SELECT id FROM deliveries WHERE state = 'accepted' AND channel = 'sms' AND accepted_at < :before
         ORDER BY id LIMIT :most
        """,
        before=before,
        most=most,
    )
