"""Pauses of dunning. Dates ISO text."""

from typing import NamedTuple

from estate.data import Reader


class Pause(NamedTuple):
    """Dunning of a debt rests from one day to another, inclusive, unless it was ended."""

    id: int
    home_id: int
    payer_id: int
    cause: str
    from_on: str
    until_on: str
    note: str
    source: str
    source_id: int | None
    made_at: str
    made_by: str
    ended_at: str | None
    ended_by: str | None
    end_why: str


_PAUSE = """
    SELECT id, home_id, payer_id, cause, from_on, until_on, note, source, source_id, made_at, made_by, ended_at,
           ended_by, end_why
      FROM dunning_pauses
"""


def pause(db: Reader, pause_id: int) -> Pause | None:
    return db.row(Pause, _PAUSE + "WHERE id = :pause_id", pause_id=pause_id)


def of_source(db: Reader, source: str, source_id: int | None) -> Pause | None:
    """The pause that something of another feature asked for and that was not ended."""
    return db.row(
        Pause,
        _PAUSE + "WHERE source = :source AND source_id = :source_id AND ended_at IS NULL",
        source=source,
        source_id=source_id,
    )


def of_debt(db: Reader, home_id: int, payer_id: int) -> list[Pause]:
    """Every pause of a debt, the newest first."""
    return db.rows(
        Pause,
        _PAUSE + "WHERE home_id = :home_id AND payer_id = :payer_id ORDER BY id DESC",
        home_id=home_id,
        payer_id=payer_id,
    )


def active(db: Reader, home_id: int, payer_id: int, day: str) -> Pause | None:
    """A pause in force on a day, the longest one."""
    return db.row(
        Pause,
        _PAUSE
        + """
         WHERE home_id = :home_id AND payer_id = :payer_id AND ended_at IS NULL
           AND :day BETWEEN from_on AND until_on
         ORDER BY until_on DESC LIMIT 1
        """,
        home_id=home_id,
        payer_id=payer_id,
        day=day,
    )
