"""What others may know of conversations: whose they are, how many wait for somebody, and one in words."""

from estate.access.me import Me
from estate.access.permissions import CHAT_ANSWER, CHAT_READ
from estate.chat import records
from estate.chat.records import Conversation
from estate.data import Reader


def own(db: Reader, me: Me, conversation_id: int) -> Conversation | None:
    """A conversation of one's own; None for any other."""
    found = records.conversation(db, conversation_id)
    return found if found and me.person_id is not None and found.person_id == me.person_id else None


def visible(db: Reader, me: Me, conversation_id: int) -> Conversation | None:
    """A conversation that this person may read: the office's people all of them, owners their own."""
    if me.may(CHAT_READ):
        return records.conversation(db, conversation_id)
    return own(db, me, conversation_id)


def of_message(db: Reader, me: Me, message_id: int) -> Conversation | None:
    """The conversation of a message that stands, for whom may read it."""
    found = db.value(
        "SELECT conversation_id FROM chat_messages WHERE id = :id AND kind = 'said' AND withdrawn_at IS NULL",
        id=message_id,
    )
    return visible(db, me, found) if found else None


def waiting(db: Reader, me: Me) -> int:
    """How many conversations wait for this person: in the queue, and among their own what is not answered."""
    if not me.may(CHAT_ANSWER):
        return 0
    return int(
        db.value(
            """
            SELECT count(*) FROM conversations
             WHERE waiting_since IS NOT NULL AND (clerk_id IS NULL OR clerk_id = :account_id)
            """,
            account_id=me.account_id,
        )
    )


def unread(db: Reader, me: Me) -> int:
    """How many answers of the office an owner has not seen."""
    return int(
        db.value(
            """
            SELECT count(*) FROM conversations AS c
              JOIN chat_messages AS m ON m.conversation_id = c.id AND m.id > c.owner_seen_id
             WHERE c.person_id = :person_id AND m.side = 'office' AND m.kind = 'said' AND m.withdrawn_at IS NULL
            """,
            person_id=me.person_id or 0,
        )
    )


def home_of(db: Reader, conversation_id: int) -> str | None:
    """The home that a conversation is about, by its code."""
    found = records.conversation(db, conversation_id)
    return found.home_code if found else None


def of_me(db: Reader, me: Me) -> int:
    """How many wait for whom a page is for: the office's people and owners alike."""
    return waiting(db, me) if me.is_staff else unread(db, me)


def in_words(db: Reader, conversation_id: int, most: int = 2000) -> str:
    """What was said in a conversation so far, a line a message, for a work order or a complaint; the end of it when it
    is long."""
    said = db.tuples(
        """
        SELECT who, text FROM chat_messages
         WHERE conversation_id = :id AND kind = 'said' AND withdrawn_at IS NULL AND text <> '' ORDER BY id
        """,
        id=conversation_id,
    )
    return "\n".join(f"{who}: {text}" for who, text in said)[-most:]
