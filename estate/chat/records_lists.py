"""The office's list of conversations: the queue, one's own, all of them, and what a search finds."""

from typing import NamedTuple

from estate.chat.rules_words import match_query
from estate.data import Reader

PAGE = 40
FOUND = 1000
"""Messages that a search looks at, the latest."""
VIEWS = ("queue", "mine", "all")


class Item(NamedTuple):
    """A conversation in the list. message_id, text: its latest message, or the one that a search found.

    unread: the owner's messages that nobody has seen.
    """

    id: int
    home_id: int
    home_code: str
    owner_name: str
    clerk_id: int | None
    clerk_name: str
    waiting_since: str | None
    last_at: str
    ended_at: str | None
    rating: int | None
    message_id: int
    text: str
    kind: str
    photos: int
    withdrawn_at: str | None
    unread: int


class Counts(NamedTuple):
    """How many wait in the queue, and how many open ones are one's own."""

    queue: int
    mine: int


_LATEST = "(SELECT max(l.id) FROM chat_messages AS l WHERE l.conversation_id = c.id AND l.kind = 'said')"


def _items(message: str, joined: str = "") -> str:
    """Conversations, each with one of its messages."""
    return f"""
        SELECT c.id, c.home_id, h.code AS home_code, c.owner_name, c.clerk_id, c.clerk_name, c.waiting_since, c.last_at,
               c.ended_at, c.rating, ifnull(m.id, 0) AS message_id, ifnull(m.text, '') AS text, ifnull(m.kind, '') AS kind,
               ifnull(m.photos, 0) AS photos, m.withdrawn_at,
               (SELECT count(*) FROM chat_messages AS u
                 WHERE c.ended_at IS NULL AND u.conversation_id = c.id AND u.id > c.office_seen_id AND u.side = 'owner'
                   AND u.withdrawn_at IS NULL) AS unread
          FROM conversations AS c JOIN homes AS h ON h.id = c.home_id {joined}
          LEFT JOIN chat_messages AS m ON m.id = {message}
    """


_WHERE = {
    "queue": "c.clerk_id IS NULL AND c.waiting_since IS NOT NULL",
    "mine": "c.clerk_id = :account_id AND c.ended_at IS NULL",
    "all": "(:before = '' OR c.last_at < :before)",
}
_ORDER = {
    "queue": "c.waiting_since",
    "mine": "c.waiting_since IS NULL, c.waiting_since, c.last_at DESC",
    "all": "c.last_at DESC, c.id DESC",
}


def listed(db: Reader, view: str, account_id: int, before: str = "") -> list[Item]:
    """A page of a view: the queue and one's own by who waits longest, all by what was said last."""
    return db.rows(
        Item,
        f"""
        {_items(_LATEST)} WHERE {_WHERE[view]} AND :before IS NOT NULL AND :account_id IS NOT NULL
         ORDER BY {_ORDER[view]} LIMIT {PAGE}
        """,
        account_id=account_id,
        before=before,
    )


def found(db: Reader, q: str) -> list[Item]:
    """Conversations in which all these words were said, the latest first, with the message that has them; and those of
    a home or a person of exactly this name."""
    query = match_query(q)
    if not query:
        return []
    return db.rows(
        Item,
        f"""
        WITH hits AS (
            SELECT rowid FROM chat_words WHERE chat_words MATCH :query ORDER BY rowid DESC LIMIT {FOUND}),
        said AS (
            SELECT conversation_id, max(m.id) AS id FROM chat_messages AS m
             WHERE m.id IN (SELECT rowid FROM hits) AND m.withdrawn_at IS NULL GROUP BY conversation_id
             UNION ALL
            SELECT c.id, NULL FROM conversations AS c
             WHERE c.home_id IN (SELECT id FROM homes WHERE code = :q)
                OR c.person_id IN (SELECT id FROM people WHERE name = :q)),
        best AS (SELECT conversation_id, max(id) AS id FROM said GROUP BY conversation_id)
        {_items(f"ifnull(b.id, {_LATEST})", "JOIN best AS b ON b.conversation_id = c.id")}
         ORDER BY c.last_at DESC, c.id DESC LIMIT {PAGE}
        """,
        query=query,
        q=q.strip(),
    )


def counts(db: Reader, account_id: int) -> Counts:
    """How many wait in the queue and are one's own."""
    found = db.row(
        Counts,
        f"""
        SELECT (SELECT count(*) FROM conversations AS c WHERE {_WHERE["queue"]}) AS queue,
               (SELECT count(*) FROM conversations AS c WHERE {_WHERE["mine"]}) AS mine
        """,
        account_id=account_id,
    )
    assert found
    return found
