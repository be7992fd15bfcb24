"""What other rooms show of arrears: the mark beside a home, sums for the day's first page, the reason noted."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from estate.arrears import records_ageing
from estate.arrears.source import source
from estate.data import Reader, clock
from estate.penalties.queries import overdue_until


class Mark(NamedTuple):
    """That a home owes something overdue: how much, the oldest due day of it, and how many days that is overdue."""

    home_id: int
    overdue_fen: int
    oldest_due_on: str
    days: int


class Marks(dict[int, Mark]):
    """Marks by home; a home without one has None."""

    def __missing__(self, home_id: int) -> None:
        return None


def marks(db: Reader, home_ids: Iterable[int]) -> Marks:
    """The marks of the homes on a page, in one query."""
    ids = sorted(set(home_ids))
    if not ids:
        return Marks()
    today = clock.today()
    rows = db.rows(
        Mark,
        """
        SELECT o.home_id, o.overdue_fen, o.oldest_due_on,
               CAST(julianday(:today) - julianday(ifnull(m.moves_to, o.oldest_due_on)) AS INTEGER) AS days
          FROM (SELECT b.home_id, sum(b.balance_fen) AS overdue_fen, min(b.due_on) AS oldest_due_on
                  FROM charge_balances AS b
                 WHERE b.balance_fen > 0 AND b.home_id IN (SELECT value FROM json_each(:ids))
                   AND b.due_on <= :overdue_until
                 GROUP BY b.home_id) AS o
          LEFT JOIN due_moves AS m ON m.day = o.oldest_due_on
        """,
        ids=msgspec.json.encode(ids).decode(),
        today=today.isoformat(),
        overdue_until=overdue_until(db, today.isoformat()),
    )
    return Marks({row.home_id: row for row in rows})


def oldest_overdue(db: Reader) -> str | None:
    """The oldest due day of what is overdue now."""
    now = source(db, clock.today())
    oldest = records_ageing.oldest(db, now)
    return oldest if oldest and oldest <= now.edges[0] else None


def cause(db: Reader, home_id: int, payer_id: int) -> str | None:
    """The code of the reason that is noted now for a payer of a home (words.CAUSES)."""
    return db.value(
        """
        SELECT nullif(code, 'none') FROM arrears_causes
         WHERE home_id = :home_id AND payer_id = :payer_id ORDER BY id DESC LIMIT 1
        """,
        home_id=home_id,
        payer_id=payer_id,
    )
