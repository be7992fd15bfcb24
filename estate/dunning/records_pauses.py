"""Pauses of dunning. Dates ISO text."""

from typing import NamedTuple

from estate.data import Reader


class Pause(NamedTuple):
    """Dunning of a debt rests from one day to another, inclusive, unless it was ended. bills: how many of its bills rest
    alone; 0 where the whole debt does."""

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
    bills: int


_PAUSE = """
    SELECT id, home_id, payer_id, cause, from_on, until_on, note, source, source_id, made_at, made_by, ended_at,
           ended_by, end_why,
           (SELECT count(*) FROM dunning_pause_charges AS q WHERE q.pause_id = dunning_pauses.id) AS bills
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


def disputed(db: Reader, home_id: int, payer_id: int, day: str) -> set[int]:
    """The charges of a debt that rest on a day because they are disputed, with the penalties for them."""
    return set(
        db.values(
            """
            WITH resting (id) AS (
                SELECT q.charge_id FROM dunning_pauses AS p JOIN dunning_pause_charges AS q ON q.pause_id = p.id
                 WHERE p.home_id = :home_id AND p.payer_id = :payer_id AND p.ended_at IS NULL
                   AND :day BETWEEN p.from_on AND p.until_on)
            SELECT id FROM resting
             UNION SELECT k.id FROM charges AS k WHERE k.principal_id IN (SELECT id FROM resting)
            """,
            home_id=home_id,
            payer_id=payer_id,
            day=day,
        )
    )


def charges_of(db: Reader, pause_id: int) -> list[int]:
    """The bills that alone rest by a pause; empty for one of the whole debt."""
    sql = "SELECT charge_id FROM dunning_pause_charges WHERE pause_id = :pause_id ORDER BY charge_id"
    return db.values(sql, pause_id=pause_id)
