"""Closes of months in the database. Months as `2026-11`."""

from typing import NamedTuple

from estate.data import Reader


class MonthClose(NamedTuple):
    """A close of a month. closing_fen: what was owed at its end. reopened_*: who took it back, when and why."""

    id: int
    month: str
    last_day: str
    closing_fen: int
    closed_at: str
    who: str
    reopened_at: str | None
    reopened_by: str | None
    reopened_why: str | None


_CLOSE = """
    SELECT c.id, c.month, c.last_day, c.closing_fen, c.closed_at, c.who, o.at AS reopened_at, o.who AS reopened_by,
           o.reason AS reopened_why
      FROM month_closes AS c LEFT JOIN month_reopenings AS o ON o.id = c.reopening_id
"""


def close(db: Reader, close_id: int) -> MonthClose | None:
    return db.row(MonthClose, _CLOSE + "WHERE c.id = :id", id=close_id)


def close_by_key(db: Reader, key: str) -> MonthClose | None:
    return db.row(MonthClose, _CLOSE + "WHERE c.key = :key", key=key)


def latest(db: Reader) -> MonthClose | None:
    """The latest month that is closed now."""
    sql = _CLOSE + "WHERE c.reopening_id IS NULL ORDER BY c.last_day DESC LIMIT 1"
    return db.row(MonthClose, sql)


def closes(db: Reader, limit: int = 60) -> list[MonthClose]:
    """Closes, the latest one first, reopened ones among them."""
    return db.rows(MonthClose, _CLOSE + "ORDER BY c.id DESC LIMIT :limit", limit=limit)


def first_month(db: Reader) -> str:
    """The month of the first entry of the books; empty without one."""
    return db.value("SELECT min(month) FROM book_months") or ""
