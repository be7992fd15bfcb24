"""Switches, habits and wishes in the database."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from estate.data import Reader, Tx
from estate.messages.records import Habits


class Kept(NamedTuple):
    """The wishes of a person as they are kept."""

    mail: str
    push_off: int
    mail_off: int
    sms_off: int
    paper_off: int
    language: str
    quiet_from: str | None
    quiet_to: str | None
    marketing: str


def all_modes(db: Reader) -> dict[tuple[str, str], str]:
    """What the office has decided, by event and channel."""
    found = db.tuples("SELECT event, channel, mode FROM message_settings")
    return {(event, channel): mode for event, channel, mode in found}


def put_modes(tx: Tx, chosen: Mapping[tuple[str, str], str]) -> None:
    """Keep how events go by channels."""
    tx.many(
        """
        INSERT INTO message_settings (event, channel, mode) VALUES (?, ?, ?)
            ON CONFLICT (event, channel) DO UPDATE SET mode = excluded.mode
        """,
        [(event, channel, mode) for (event, channel), mode in chosen.items()],
    )


def put_habits(tx: Tx, habits: Habits) -> None:
    """Keep the office's habits."""
    tx.update("message_habits", 1, **habits._asdict())


def wishes(db: Reader, person_id: int) -> Kept | None:
    """How a person wants to be told; None when they have said nothing."""
    sql = f"SELECT {', '.join(Kept._fields)} FROM message_preferences WHERE person_id = :person_id"
    return db.row(Kept, sql, person_id=person_id)


def put_wishes(tx: Tx, person_id: int, values: Mapping[str, Any], now: str, who: str) -> None:
    """Keep how a person wants to be told."""
    row = {key: int(value) if isinstance(value, bool) else value for key, value in values.items()}
    row |= {"changed_at": now, "changed_by": who}
    changes = ", ".join(f"{name} = excluded.{name}" for name in row)
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    tx.run(
        f"INSERT INTO message_preferences (person_id, {names}) VALUES (:person_id, {marks}) "
        f"ON CONFLICT (person_id) DO UPDATE SET {changes}",
        person_id=person_id,
        **row,
    )
