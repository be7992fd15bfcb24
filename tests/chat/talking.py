"""Somebody writes in chat, and what stands there then."""

from estate.chat import (
    actions,
    parts,
    records,
)
from estate.chat.records import Conversation, Message
from estate.data import read
from tests.chat.conftest import Village

assert parts  # it declares how an order names a conversation


def write_as_owner(village: Village, text: str, key: str = "k", home_id: int = 0) -> int:
    return actions.owner_says(home_id or village.home_id, text, (), key, village.wang).conversation_id


def conversation(conversation_id: int) -> Conversation:
    with read() as db:
        found = records.conversation(db, conversation_id)
    assert found
    return found


def said(conversation_id: int, *, notes: bool = True) -> list[Message]:
    with read() as db:
        return records.latest(db, conversation_id, notes=notes)


def texts(conversation_id: int) -> list[str]:
    return [one.text or one.mark for one in said(conversation_id)]


def told() -> list[tuple[str, str, str]]:
    with read() as db:
        return db.tuples("SELECT event, recipient, subject FROM messages ORDER BY id")
