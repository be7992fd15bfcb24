"""Whom an announcement was for, who was told, who opened and who confirmed it. Instants UTC text."""

from collections.abc import Iterable
from typing import NamedTuple

from estate.announcements.records import PAGE, Announcement
from estate.audience.queries import PEOPLE
from estate.data import Reader, Tx, clock


class Reach(NamedTuple):
    """What became of it: people it was for, told by a message, who opened and who confirmed it."""

    people: int
    told: int
    read: int
    confirmed: int

    def count(self, who: str) -> int:
        """How many of them are `unread`, `read`, `unconfirmed` or `unreached`; all for any other word."""
        counts = {"unread": self.people - self.read, "read": self.read, "unreached": self.people - self.told}
        return (counts | {"unconfirmed": self.people - self.confirmed}).get(who, self.people)


class ReaderRow(NamedTuple):
    """Somebody it was for."""

    person_id: int
    name: str
    home_id: int
    home_code: str
    message_id: int | None
    read_at: str | None
    read_version: int | None
    confirmed_at: str | None
    confirmed_version: int | None
    reminded_at: str | None


_CONFIRMED = """r.confirmed_version = (SELECT max(v.number) FROM announcement_versions AS v
                         WHERE v.announcement_id = :announcement_id)"""
"""They have confirmed the version that holds: a word given to an earlier one does not count. NULL for who gave none."""


def reach(db: Reader, announcement_id: int) -> Reach:
    """What became of one."""
    found = db.row(
        Reach,
        f"""
        SELECT count(*) AS people, count(r.message_id) AS told, count(r.read_at) AS read,
               count(*) FILTER (WHERE {_CONFIRMED}) AS confirmed
          FROM announcement_readers AS r WHERE r.announcement_id = :announcement_id
        """,
        announcement_id=announcement_id,
    )
    return found or Reach(0, 0, 0, 0)


_WHO = {
    "unread": "r.read_at IS NULL",
    "read": "r.read_at IS NOT NULL",
    "unconfirmed": f"({_CONFIRMED}) IS NOT TRUE",
    "unreached": "r.message_id IS NULL",
}


def readers(db: Reader, announcement_id: int, who: str, page: int) -> list[ReaderRow]:
    """People it was for, in the order of their homes; who: `unread`, `read`, `unconfirmed`, `unreached` or all."""
    return db.rows(
        ReaderRow,
        f"""
        SELECT r.person_id, p.name, r.home_id, h.code AS home_code, r.message_id, r.read_at, r.read_version,
               r.confirmed_at, r.confirmed_version, r.reminded_at
          FROM (SELECT r.person_id AS id, h.sort
                  FROM announcement_readers AS r JOIN homes AS h ON h.id = r.home_id
                 WHERE r.announcement_id = :announcement_id AND {_WHO.get(who, "1")}
                 ORDER BY h.sort, r.person_id LIMIT {PAGE} OFFSET :start) AS some
          JOIN announcement_readers AS r ON r.announcement_id = :announcement_id AND r.person_id = some.id
          JOIN people AS p ON p.id = r.person_id JOIN homes AS h ON h.id = r.home_id
         ORDER BY some.sort, some.id
        """,
        announcement_id=announcement_id,
        start=(max(page, 1) - 1) * PAGE,
    )


def add_readers(tx: Tx, announcement_id: int, people: Iterable[tuple[int, int]]) -> None:
    """Note whom it is for; who is noted already stays as they are."""
    tx.many(
        """
        INSERT INTO announcement_readers (announcement_id, person_id, home_id) VALUES (:id, :person_id, :home_id)
            ON CONFLICT (announcement_id, person_id) DO NOTHING
        """,
        [{"id": announcement_id, "person_id": person, "home_id": home} for person, home in people],
    )


def untold(db: Reader, announcement_id: int, most: int) -> list[tuple[int, int]]:
    """Some of those who have not been told yet, with their homes."""
    return db.tuples(
        """
        SELECT person_id, home_id FROM announcement_readers
         WHERE announcement_id = :id AND told_at IS NULL ORDER BY person_id LIMIT :most
        """,
        id=announcement_id,
        most=most,
    )


def told(db: Reader, announcement_id: int, after: int, most: int) -> list[tuple[int, int]]:
    """Some of those whom a message has reached, by number from `after` on, with their homes."""
    return db.tuples(
        """
        SELECT person_id, home_id FROM announcement_readers
         WHERE announcement_id = :id AND person_id > :after AND message_id IS NOT NULL ORDER BY person_id LIMIT :most
        """,
        id=announcement_id,
        after=after,
        most=most,
    )


def mark_told(tx: Tx, announcement_id: int, messages: Iterable[tuple[int, int | None]]) -> None:
    """Note who was told, and by which message; None for whom no channel reaches."""
    now = clock.stamp()
    tx.many(
        """
        UPDATE announcement_readers SET told_at = :now, message_id = coalesce(:message_id, message_id)
         WHERE announcement_id = :id AND person_id = :person_id
        """,
        [
            {"now": now, "message_id": message, "id": announcement_id, "person_id": person}
            for person, message in messages
        ],
    )


def tell_again(tx: Tx, announcement_id: int, audience_id: int) -> None:
    """After a correction everybody it is still for is to be told once more; who has moved out is not."""
    tx.run(
        f"""
        UPDATE announcement_readers SET told_at = NULL
         WHERE announcement_id = :announcement_id AND person_id IN (SELECT person_id FROM ({PEOPLE}))
        """,
        announcement_id=announcement_id,
        audience_id=audience_id,
        day=clock.today().isoformat(),
    )


def to_remind(db: Reader, found: Announcement, before: str, most: int) -> list[tuple[int, int]]:
    """Some of those it is still for who were told, have not opened it (or not confirmed what holds), and were not
    reminded since `before`."""
    missing = f"({_CONFIRMED}) IS NOT TRUE" if found.must_confirm else "r.read_at IS NULL"
    return db.tuples(
        f"""
        SELECT r.person_id, r.home_id FROM announcement_readers AS r
         WHERE r.announcement_id = :announcement_id AND {missing}
           AND r.message_id IS NOT NULL AND ifnull(r.reminded_at, '') < :before
           AND r.person_id IN (SELECT person_id FROM ({PEOPLE}))
         ORDER BY r.person_id LIMIT :most
        """,
        announcement_id=found.id,
        audience_id=found.audience_id,
        day=clock.today().isoformat(),
        before=before,
        most=most,
    )


def mark_reminded(tx: Tx, announcement_id: int, people: Iterable[int]) -> None:
    now = clock.stamp()
    tx.many(
        "UPDATE announcement_readers SET reminded_at = :now WHERE announcement_id = :id AND person_id = :person_id",
        [{"now": now, "id": announcement_id, "person_id": person} for person in people],
    )
