"""Messages on paper: what waits, what was printed together, what was handed out."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from estate.data import Reader, Tx


class Waiting(NamedTuple):
    """What waits to be printed for a building; building_id None: messages about no home."""

    building_id: int | None
    building: str
    sheets: int
    oldest: str


class Print(NamedTuple):
    """Papers that were printed together. building: its code, None for all; given: how many were handed out."""

    id: int
    key: str
    building_id: int | None
    building: str | None
    url: str
    sheets: int
    started_at: str
    started_by: str
    finished_at: str | None
    error: str | None
    given: int


class Sheet(NamedTuple):
    """One message to print. file: a kept PDF that goes with it and is printed behind it."""

    delivery_id: int
    message_id: int
    building: str
    home_code: str
    recipient: str
    subject: str
    text: str
    told_on: str
    hash: str
    language: str
    file: str | None


class File(NamedTuple):
    """One PDF of a print."""

    position: int
    building: str
    first_home: str
    last_home: str
    sheets: int
    file: str


_PRINT = """
    SELECT p.id, p.key, p.building_id, b.code AS building, p.url, p.sheets, p.started_at, p.started_by, p.finished_at,
           p.error, (SELECT count(*) FROM deliveries AS d WHERE d.print_id = p.id AND d.state = 'delivered') AS given
      FROM message_prints AS p LEFT JOIN buildings AS b ON b.id = p.building_id
"""
_PLACED = """
      FROM deliveries AS d JOIN messages AS m ON m.id = d.message_id LEFT JOIN homes AS h ON h.id = m.home_id
      LEFT JOIN entrances AS e ON e.id = h.entrance_id LEFT JOIN buildings AS b ON b.id = e.building_id
"""


def waiting(db: Reader) -> list[Waiting]:
    """What waits to be printed, building by building."""
    return db.rows(
        Waiting,
        f"""
        SELECT b.id AS building_id, coalesce(b.code, '') AS building, count(*) AS sheets, min(m.told_at) AS oldest
          {_PLACED} WHERE d.channel = 'paper' AND d.state = 'queued' AND d.print_id IS NULL
         GROUP BY b.id ORDER BY b.sort, b.code
        """,
    )


def take(tx: Tx, print_id: int, building_id: int | None) -> int:
    """Give what waits to a print, of one building or all; answers how many."""
    only = "AND b.id = :building_id" if building_id is not None else ""
    return tx.run(
        f"""
        UPDATE deliveries SET print_id = :print_id WHERE id IN (
            SELECT d.id {_PLACED} WHERE d.channel = 'paper' AND d.state = 'queued' AND d.print_id IS NULL {only})
        """,
        print_id=print_id,
        building_id=building_id,
    )


def sheets(db: Reader, print_id: int) -> list[Sheet]:
    """The messages of a print that are not printed yet, by building and home."""
    return db.rows(
        Sheet,
        f"""
        SELECT d.id AS delivery_id, m.id AS message_id, coalesce(b.code, '') AS building, m.home_code, m.recipient,
               m.subject, m.text, m.told_on, m.hash, m.language, m.file
          {_PLACED} WHERE d.print_id = :print_id AND d.state = 'queued'
         ORDER BY b.sort, b.code, h.sort, m.home_code, m.id
        """,
        print_id=print_id,
    )


def mark(tx: Tx, ids: Sequence[int], state: str, now: str) -> int:
    """Note that papers were printed (accepted) or handed out (delivered), with a line in each one's record."""
    before = "queued" if state == "accepted" else "accepted"
    which = json.dumps(list(ids))
    tx.run(
        """
        INSERT INTO delivery_attempts (delivery_id, at, state, who)
        SELECT d.id, :now, :state, :who FROM json_each(:ids) AS i JOIN deliveries AS d ON d.id = i.value
         WHERE d.state = :before
        """,
        ids=which,
        now=now,
        state=state,
        who=tx.by.name,
        before=before,
    )
    if state == "delivered":
        tx.run(
            """
            UPDATE messages SET climb_at = NULL WHERE climb_at IS NOT NULL
               AND id IN (SELECT d.message_id FROM json_each(:ids) AS i JOIN deliveries AS d ON d.id = i.value)
            """,
            ids=which,
        )
    return tx.run(
        """
        UPDATE deliveries SET state = :state, attempts = attempts + (:state = 'accepted'),
               submitted_at = CASE WHEN :state = 'accepted' THEN :now ELSE submitted_at END,
               accepted_at = CASE WHEN :state = 'accepted' THEN :now ELSE accepted_at END,
               delivered_at = CASE WHEN :state = 'delivered' THEN :now END
         WHERE id IN (SELECT value FROM json_each(:ids)) AND state = :before
        """,
        ids=which,
        now=now,
        state=state,
        before=before,
    )


def printed(db: Reader, print_id: int) -> list[int]:
    """The deliveries of a print that were printed and not handed out yet."""
    return db.values("SELECT id FROM deliveries WHERE print_id = :id AND state = 'accepted'", id=print_id)


def print_of_key(db: Reader, key: str) -> Print | None:
    """The print that this page has asked for already."""
    return db.row(Print, _PRINT + "WHERE p.key = :key", key=key)


def one_print(db: Reader, print_id: int) -> Print | None:
    return db.row(Print, _PRINT + "WHERE p.id = :id", id=print_id)


def prints(db: Reader, most: int = 20) -> list[Print]:
    """The latest prints."""
    return db.rows(Print, _PRINT + "ORDER BY p.id DESC LIMIT :most", most=most)


def files_of(db: Reader, print_id: int) -> list[File]:
    """The PDFs of a print, in order."""
    sql = f"SELECT {', '.join(File._fields)} FROM message_print_files WHERE print_id = :id ORDER BY position"
    return db.rows(File, sql, id=print_id)


def file_of(db: Reader, print_id: int, position: int) -> File | None:
    """One PDF of a print."""
    sql = f"SELECT {', '.join(File._fields)} FROM message_print_files WHERE print_id = :id AND position = :position"
    return db.row(File, sql, id=print_id, position=position)


def add_file(tx: Tx, print_id: int, **values: Any) -> None:
    """Keep a PDF of a print, after those that it has."""
    position = int(
        tx.value("SELECT count(*) FROM message_print_files WHERE print_id = :print_id", print_id=print_id)
    )
    tx.insert("message_print_files", print_id=print_id, position=position, **values)
