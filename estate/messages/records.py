"""Messages and what decides how they go, as they are written and read in telling. Instants are UTC text."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from estate.data import Reader, Tx
from estate.messages.event import Event


class Recipient(NamedTuple):
    """Whom to tell; both ids None for somebody outside. account_id: where they sign in; mobile, mail: empty when there
    is none. *_off: their own wish.
    """

    person_id: int | None
    account_id: int | None
    name: str
    language: str
    mobile: str
    mail: str
    push_off: int
    mail_off: int
    sms_off: int
    paper_off: int
    marketing: str
    quiet_from: str | None
    quiet_to: str | None


class Habits(NamedTuple):
    """The office's own: quiet hours, how long to wait before the next rung, how many days before the due day to remind."""

    quiet_from: str
    quiet_to: str
    wait_hours: int
    remind_days: int


class Texts(NamedTuple):
    """A template. id: None for the text that comes with the program."""

    id: int | None
    subject: str
    text: str
    short: str


class Climbing(NamedTuple):
    """A message that nobody has seen so far, and the channels that it went by."""

    id: int
    event: str
    language: str
    person_id: int | None
    account_id: int | None
    home_code: str
    urgent: int
    used: str


class Delivery(NamedTuple):
    """One way of a message. key: what the provider knows it by; it stays the same however often it is sent."""

    id: int
    message_id: int
    channel: str
    to_address: str
    state: str
    due_at: str
    attempts: int
    claimed_at: str | None
    submitted_at: str | None
    provider_id: str | None
    answer: str
    accepted_at: str | None
    delivered_at: str | None
    read_at: str | None
    created_at: str
    sent: str


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DELIVERY = f"SELECT {', '.join(Delivery._fields)} FROM deliveries "
_MOBILE = "1[3-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]"
_WISHES = """
       coalesce(w.mail, '') AS mail, coalesce(w.push_off, 0) AS push_off, coalesce(w.mail_off, 0) AS mail_off,
       coalesce(w.sms_off, 0) AS sms_off, coalesce(w.paper_off, 0) AS paper_off,
       coalesce(w.marketing, 'unasked') AS marketing, w.quiet_from, w.quiet_to
"""


def people(db: Reader, person_ids: Collection[int]) -> dict[int, Recipient]:
    """People as recipients, by id; the language is their own wish, else their account's, else empty."""
    found = db.rows(
        Recipient,
        f"""
        SELECT p.id AS person_id, a.id AS account_id, p.name,
               coalesce(nullif(w.language, ''), a.locale, '') AS language,
               coalesce((SELECT f.number FROM phones AS f WHERE f.person_id = p.id AND f.number GLOB '{_MOBILE}'
                          ORDER BY f.rank, f.id LIMIT 1), '') AS mobile, {_WISHES}
          FROM json_each(:ids) AS i JOIN people AS p ON p.id = i.value
          LEFT JOIN accounts AS a ON a.person_id = p.id AND a.disabled_at IS NULL
          LEFT JOIN message_preferences AS w ON w.person_id = p.id
        """,
        ids=json.dumps(list(person_ids)),
    )
    return {one.person_id: one for one in found if one.person_id is not None}


def accounts(db: Reader, account_ids: Collection[int]) -> dict[int, Recipient]:
    """Accounts of the office's people as recipients, by id; those that are closed are not among them."""
    found = db.rows(
        Recipient,
        """
        SELECT NULL AS person_id, a.id AS account_id, a.name, a.locale AS language, '' AS mobile, '' AS mail,
               0 AS push_off, 0 AS mail_off, 0 AS sms_off, 0 AS paper_off, 'unasked' AS marketing,
               NULL AS quiet_from, NULL AS quiet_to
          FROM json_each(:ids) AS i JOIN accounts AS a ON a.id = i.value WHERE a.disabled_at IS NULL
        """,
        ids=json.dumps(list(account_ids)),
    )
    return {one.account_id: one for one in found if one.account_id is not None}


def outside(name: str, mobile: str) -> Recipient:
    """Somebody outside as a recipient: a text message alone reaches them."""
    return Recipient(None, None, name, "", mobile, "", 1, 1, 0, 1, "unasked", None, None)


def accounts_of_roles(db: Reader, roles: Collection[str]) -> list[int]:
    """The open accounts that have one of these roles."""
    return db.values(
        """
        SELECT DISTINCT a.id FROM accounts AS a JOIN account_roles AS r ON r.account_id = a.id
          JOIN json_each(:roles) AS w ON w.value = r.role WHERE a.disabled_at IS NULL ORDER BY a.id
        """,
        roles=json.dumps(list(roles)),
    )


def home_codes(db: Reader, home_ids: Collection[int]) -> dict[int, str]:
    """The codes of homes, by id."""
    sql = "SELECT h.id, h.code FROM json_each(:ids) AS i JOIN homes AS h ON h.id = i.value"
    return dict(db.tuples(sql, ids=json.dumps(list(home_ids))))


def known(db: Reader, keys: Collection[str]) -> dict[str, int]:
    """The messages that were told under these keys already."""
    sql = "SELECT m.key, m.id FROM json_each(:keys) AS k JOIN messages AS m ON m.key = k.value"
    return dict(db.tuples(sql, keys=json.dumps(list(keys))))


def modes(db: Reader, event: Event) -> dict[str, str]:
    """How an event goes by each channel: as the office has set it, else as it is declared."""
    sql = "SELECT channel, mode FROM message_settings WHERE event = :event"
    return {**event.modes, **dict(db.tuples(sql, event=event.code))}


def habits(db: Reader) -> Habits:
    """The office's habits."""
    found = db.row(Habits, f"SELECT {', '.join(Habits._fields)} FROM message_habits")
    assert found is not None
    return found


def texts(db: Reader, event: str, language: str) -> Texts | None:
    """The office's own text of an event in a language; None where that of the program holds."""
    return db.row(
        Texts,
        """
        SELECT id, subject, text, short FROM message_templates AS t
         WHERE event = :event AND language = :language AND built_in = 0
           AND version = (SELECT max(version) FROM message_templates WHERE event = :event AND language = :language)
        """,
        event=event,
        language=language,
    )


def insert_messages(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write messages; all rows have the same columns."""
    if rows:
        names = list(rows[0])
        marks = ", ".join(f":{name}" for name in names)
        tx.many(f"INSERT INTO messages ({', '.join(names)}) VALUES ({marks})", rows)


def insert_deliveries(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write deliveries of messages, named by `message` (its key); one by a channel that it has already is passed over."""
    tx.many(
        """
        INSERT INTO deliveries (message_id, channel, to_address, state, due_at, delivered_at, created_at)
        SELECT m.id, :channel, :to_address, :state, :due_at, CASE :state WHEN 'delivered' THEN :now END, :now
          FROM messages AS m WHERE m.key = :message
            ON CONFLICT (message_id, channel) DO NOTHING
        """,
        rows,
    )


def climbing(db: Reader, now: str, most: int) -> list[Climbing]:
    """Messages that are due to take the next rung, the longest waiting first."""
    return db.rows(
        Climbing,
        """
        SELECT m.id, m.event, m.language, m.person_id, m.account_id, m.home_code, m.urgent,
               (SELECT group_concat(d.channel) FROM deliveries AS d WHERE d.message_id = m.id) AS used
          FROM messages AS m WHERE m.climb_at <= :now ORDER BY m.climb_at, m.id LIMIT :most
        """,
        now=now,
        most=most,
    )


def set_climb(tx: Tx, rows: Sequence[tuple[str | None, int]]) -> None:
    """When messages look for the next rung: (instant or None, message)."""
    tx.many("UPDATE messages SET climb_at = ? WHERE id = ?", rows)


def keys_of(db: Reader, ids: Collection[int]) -> dict[int, str]:
    """The keys of messages by id."""
    sql = "SELECT m.id, m.key FROM json_each(:ids) AS i JOIN messages AS m ON m.id = i.value"
    return dict(db.tuples(sql, ids=json.dumps(list(ids))))


def delivery(db: Reader, delivery_id: int) -> Delivery | None:
    """One delivery."""
    return db.row(Delivery, _DELIVERY + "WHERE id = :id", id=delivery_id)


def deliveries(db: Reader, message_id: int) -> list[Delivery]:
    """The deliveries of a message, in the order in which they were begun."""
    return db.rows(Delivery, _DELIVERY + "WHERE message_id = :id ORDER BY id", id=message_id)


def delivery_of_provider(db: Reader, channel: str, provider_id: str) -> Delivery | None:
    """The delivery that a provider calls by this number."""
    sql = _DELIVERY + "WHERE provider_id = :provider_id AND channel = :channel ORDER BY id DESC LIMIT 1"
    return db.row(Delivery, sql, provider_id=provider_id, channel=channel)


def set_state(
    tx: Tx, delivery_id: int, state: str, *, at: str, answer: str, provider_id: str | None = None
) -> None:
    """Write what became of a delivery; who held it lets go."""
    tx.run(
        """
        UPDATE deliveries SET state = :state, answer = :answer, claimed_at = NULL,
               provider_id = coalesce(:provider_id, provider_id),
               accepted_at = CASE WHEN :state = 'accepted' THEN :at ELSE accepted_at END,
               delivered_at = CASE WHEN :state = 'delivered' THEN :at ELSE delivered_at END
         WHERE id = :id
        """,
        id=delivery_id,
        state=state,
        at=at,
        answer=answer,
        provider_id=provider_id,
    )


def add_attempt(
    tx: Tx, delivery_id: int, state: str, *, at: str, answer: str, provider_id: str | None = None
) -> None:
    """Keep what was tried or heard."""
    tx.insert(
        "delivery_attempts",
        delivery_id=delivery_id,
        at=at,
        state=state,
        answer=answer,
        provider_id=provider_id,
        who=tx.by.name,
    )


def stop_climbing(tx: Tx, message_id: int) -> None:
    """A message that has arrived needs no further rung."""
    tx.run("UPDATE messages SET climb_at = NULL WHERE id = :id", id=message_id)


def climb_now(tx: Tx, message_id: int, now: str) -> None:
    """A message that failed on one rung looks for the next at once, unless it was seen meanwhile."""
    tx.run("UPDATE messages SET climb_at = :now WHERE id = :id AND read_at IS NULL", id=message_id, now=now)


def set_read(tx: Tx, ids: Collection[int], now: str) -> None:
    """Note the first time that messages were opened in the inbox; what was opened before keeps its time."""
    these = json.dumps(list(ids))
    tx.run(
        """
        UPDATE deliveries SET read_at = :now
         WHERE channel = 'in_app' AND read_at IS NULL AND message_id IN (SELECT value FROM json_each(:these))
        """,
        these=these,
        now=now,
    )
    tx.run(
        """
        UPDATE messages SET read_at = :now, climb_at = NULL
         WHERE read_at IS NULL AND id IN (SELECT value FROM json_each(:these))
        """,
        these=these,
        now=now,
    )


def drop_waiting(tx: Tx, ids: Collection[int]) -> None:
    """What is queued and not on its way needs no longer go."""
    tx.run(
        """
        UPDATE deliveries SET state = 'expired'
         WHERE state = 'queued' AND channel <> 'in_app' AND message_id IN (SELECT value FROM json_each(:these))
        """,
        these=json.dumps(list(ids)),
    )


def unread_of_staff(db: Reader, account_id: int, newest: int) -> list[int]:
    """What somebody of the office has not opened, up to the newest message that they have seen in the list."""
    sql = "SELECT id FROM messages WHERE account_id = :account_id AND read_at IS NULL AND id <= :newest"
    return db.values(sql, account_id=account_id, newest=newest)


def waiting_reminders(db: Reader, home_id: int, payer_id: int) -> list[tuple[int, str]]:
    """Reminders for a home and payer that have not left the house yet: the message, and the due day in its key."""
    found = db.tuples(
        """
        SELECT m.id, m.key FROM messages AS m
         WHERE m.person_id = :payer_id AND m.home_id = :home_id AND m.event IN ('bill.due_soon', 'bill.due_today')
           AND EXISTS (SELECT 1 FROM deliveries AS d WHERE d.message_id = m.id AND d.state = 'queued')
        """,
        payer_id=payer_id,
        home_id=home_id,
    )
    return [(message, day[0]) for message, key in found if (day := _DAY.search(key))]


def revive(tx: Tx, delivery_id: int | None, now: str) -> int:
    """Queue a delivery that failed once more, or all of them, unless its message was read; answers how many."""
    only = "AND id = :id" if delivery_id is not None else ""
    return tx.run(
        f"""
        UPDATE deliveries SET state = 'queued', attempts = 0, due_at = :now, claimed_at = NULL
         WHERE state = 'failed' AND channel IN ('push', 'mail', 'sms') {only}
           AND EXISTS (SELECT 1 FROM messages AS m WHERE m.id = message_id AND m.read_at IS NULL)
        """,
        id=delivery_id,
        now=now,
    )
