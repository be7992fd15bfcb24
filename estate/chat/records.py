"""Conversations as they are kept: writing and reading one of them. Instants UTC text."""

from typing import Any, NamedTuple

from estate.chat.rules_words import index_text
from estate.data import Reader, Tx, clock

SHOWN = 60
"""Messages that a page shows at once; earlier ones are fetched."""


class Conversation(NamedTuple):
    """One conversation. waiting_since: when the owner wrote what nobody has answered yet."""

    id: int
    person_id: int
    home_id: int
    home_code: str
    owner_name: str
    earlier_id: int | None
    opened_at: str
    clerk_id: int | None
    clerk_name: str
    waiting_since: str | None
    last_at: str
    owner_seen_id: int
    owner_seen_at: str | None
    office_seen_id: int
    office_seen_at: str | None
    ended_at: str | None
    ended_by: str
    rating: int | None
    rating_note: str
    rated_at: str | None

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class Message(NamedTuple):
    """One message, note or mark, as it was written."""

    id: int
    key: str
    side: str
    kind: str
    mark: str
    text: str
    photos: int
    account_id: int | None
    who: str
    at: str
    withdrawn_at: str | None


class Settings(NamedTuple):
    """alert_minutes: until staff is told that somebody waits. away_minutes: until an answer that was not seen goes out
    as a message. silent_days: until a conversation in which nobody writes ends."""

    alert_minutes: int
    away_minutes: int
    silent_days: int


_CONVERSATION = """
    SELECT c.id, c.person_id, c.home_id, h.code AS home_code, c.owner_name, c.earlier_id, c.opened_at, c.clerk_id,
           c.clerk_name, c.waiting_since, c.last_at, c.owner_seen_id, c.owner_seen_at, c.office_seen_id,
           c.office_seen_at, c.ended_at, c.ended_by, c.rating, c.rating_note, c.rated_at
      FROM conversations AS c JOIN homes AS h ON h.id = c.home_id
"""
_MESSAGE = f"SELECT {', '.join(Message._fields)} FROM chat_messages "
_FOR_OWNER = "kind <> 'note'"


def conversation(db: Reader, conversation_id: int) -> Conversation | None:
    return db.row(Conversation, f"{_CONVERSATION} WHERE c.id = :id", id=conversation_id)


def open_of(db: Reader, person_id: int, home_id: int) -> Conversation | None:
    """The open conversation of a person about a home."""
    return db.row(
        Conversation,
        f"{_CONVERSATION} WHERE c.person_id = :person_id AND c.home_id = :home_id AND c.ended_at IS NULL",
        person_id=person_id,
        home_id=home_id,
    )


def last_of(db: Reader, person_id: int, home_id: int) -> int | None:
    """The latest conversation of a person about a home, open or not."""
    return db.value(
        "SELECT max(id) FROM conversations WHERE person_id = :person_id AND home_id = :home_id",
        person_id=person_id,
        home_id=home_id,
    )


def of_person(db: Reader, person_id: int, most: int = 50) -> list[Conversation]:
    """Somebody's conversations, the latest first."""
    return db.rows(
        Conversation,
        f"{_CONVERSATION} WHERE c.person_id = :person_id ORDER BY c.id DESC LIMIT :most",
        person_id=person_id,
        most=most,
    )


def start(tx: Tx, person_id: int, home_id: int, owner_name: str) -> int:
    """A new conversation, which follows the one before it."""
    return tx.insert(
        "conversations",
        person_id=person_id,
        home_id=home_id,
        owner_name=owner_name,
        earlier_id=last_of(tx, person_id, home_id),
        opened_at=clock.stamp(),
        last_at=clock.stamp(),
    )


def add(
    tx: Tx,
    conversation_id: int,
    key: str,
    side: str,
    text: str,
    *,
    kind: str = "said",
    mark: str = "",
    photos: int = 0,
) -> int:
    """Write a message, a note or a mark; what people wrote is found again by its words."""
    message_id = tx.insert(
        "chat_messages",
        conversation_id=conversation_id,
        key=key,
        side=side,
        kind=kind,
        mark=mark,
        text=text,
        photos=photos,
        account_id=tx.by.account_id,
        who=tx.by.name,
        at=clock.stamp(),
    )
    if kind != "mark" and text:
        tx.run(
            "INSERT INTO chat_words (rowid, words) VALUES (:id, :words)",
            id=message_id,
            words=index_text(text),
        )
    return message_id


def withdraw(tx: Tx, message: Message) -> None:
    """Mark a message as taken back; it is found no more."""
    tx.update("chat_messages", message.id, withdrawn_at=clock.stamp())
    if message.text:
        tx.run(
            "INSERT INTO chat_words (chat_words, rowid, words) VALUES ('delete', :id, :words)",
            id=message.id,
            words=index_text(message.text),
        )


def of_key(db: Reader, key: str) -> tuple[int, Message] | None:
    """The conversation and the message that was sent under this key."""
    found = db.row(Message, f"{_MESSAGE} WHERE key = :key", key=key)
    if found is None:
        return None
    return int(db.value("SELECT conversation_id FROM chat_messages WHERE id = :id", id=found.id)), found


def message(db: Reader, conversation_id: int, message_id: int) -> Message | None:
    return db.row(
        Message,
        f"{_MESSAGE} WHERE id = :id AND conversation_id = :conversation_id",
        id=message_id,
        conversation_id=conversation_id,
    )


def latest(db: Reader, conversation_id: int, *, notes: bool, before: int = 0) -> list[Message]:
    """The latest messages in order, or those before one; notes only for the office."""
    found = db.rows(
        Message,
        f"""
        {_MESSAGE} WHERE conversation_id = :id {"" if notes else f"AND {_FOR_OWNER}"}
               AND (:before = 0 OR id < :before) ORDER BY id DESC LIMIT {SHOWN}
        """,
        id=conversation_id,
        before=before,
    )
    return found[::-1]


def before_with(db: Reader, conversation_id: int, message_id: int) -> int:
    """The message before which a page ends that has this one in its middle; 0 where that is the latest page."""
    return int(
        db.value(
            f"""
            SELECT id FROM chat_messages WHERE conversation_id = :id AND id > :message_id
             ORDER BY id LIMIT 1 OFFSET {SHOWN // 2}
            """,
            id=conversation_id,
            message_id=message_id,
        )
        or 0
    )


def after(db: Reader, conversation_id: int, message_id: int, *, notes: bool) -> list[Message]:
    """What was written after a message, in order."""
    return db.rows(
        Message,
        f"""
        {_MESSAGE} WHERE conversation_id = :id AND id > :after {"" if notes else f"AND {_FOR_OWNER}"}
         ORDER BY id LIMIT 500
        """,
        id=conversation_id,
        after=message_id,
    )


def withdrawn_since(db: Reader, conversation_id: int, instant: str, upto: int) -> list[Message]:
    """What was taken back since an instant among the messages that are shown already."""
    return db.rows(
        Message,
        f"{_MESSAGE} WHERE conversation_id = :id AND withdrawn_at >= :instant AND id <= :upto ORDER BY id",
        id=conversation_id,
        instant=instant,
        upto=upto,
    )


def first_words(db: Reader, conversation_id: int) -> str:
    """What the owner wrote first."""
    found = db.value(
        """
        SELECT text FROM chat_messages
         WHERE conversation_id = :id AND side = 'owner' AND text <> '' AND withdrawn_at IS NULL ORDER BY id LIMIT 1
        """,
        id=conversation_id,
    )
    return str(found or "")


def last_said(db: Reader, conversation_id: int, side: str, upto: int = 2**53) -> int:
    """The number of the latest message of one side that stands, 0 where there is none."""
    return int(
        db.value(
            """
            SELECT ifnull(max(id), 0) FROM chat_messages
             WHERE conversation_id = :id AND id <= :upto AND side = :side AND kind = 'said' AND withdrawn_at IS NULL
            """,
            id=conversation_id,
            upto=upto,
            side=side,
        )
    )


def waits_with(db: Reader, conversation_id: int) -> bool:
    """Whether something stands that the owner waits with; True as well where nobody waits."""
    return not db.value(
        """
        SELECT 1 FROM conversations AS c WHERE c.id = :id AND c.waiting_id IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM chat_messages AS m WHERE m.conversation_id = c.id AND m.id >= c.waiting_id
                  AND m.side = 'owner' AND m.kind = 'said' AND m.withdrawn_at IS NULL)
        """,
        id=conversation_id,
    )


def day_of(db: Reader, message_id: int) -> str:
    """The business date of a message, empty where there is none."""
    at = db.value("SELECT at FROM chat_messages WHERE id = :id", id=message_id)
    return clock.day_of(at) if at else ""


def last_id(db: Reader, conversation_id: int, *, notes: bool) -> int:
    """The number of the latest message, 0 where there is none."""
    return int(
        db.value(
            f"""
            SELECT ifnull(max(id), 0) FROM chat_messages
             WHERE conversation_id = :id {"" if notes else f"AND {_FOR_OWNER}"}
            """,
            id=conversation_id,
        )
    )


def move_seen(tx: Tx, conversation_id: int, side: str, upto: int) -> bool:
    """Note how far a side has seen; answers whether that is further than before."""
    return bool(
        tx.run(
            f"""
            UPDATE conversations SET {side}_seen_id = :upto, {side}_seen_at = :now
             WHERE id = :id AND {side}_seen_id < :upto
            """,
            id=conversation_id,
            upto=upto,
            now=clock.stamp(),
        )
    )


def photos_of(db: Reader, conversation_id: int) -> list[int]:
    """The owner's messages that have photos."""
    return db.values(
        """
        SELECT id FROM chat_messages
         WHERE conversation_id = :id AND photos > 0 AND side = 'owner' AND withdrawn_at IS NULL
        """,
        id=conversation_id,
    )


def set_of(tx: Tx, conversation_id: int, **values: Any) -> None:
    """Change what stands of a conversation now."""
    tx.update("conversations", conversation_id, **values)


def settings(db: Reader) -> Settings:
    found = db.row(
        Settings, "SELECT alert_minutes, away_minutes, silent_days FROM chat_settings WHERE id = 1"
    )
    assert found
    return found
