"""Days of the tills in the database: documents, days that are open, closes. Amounts in fen."""

from typing import NamedTuple

from estate.closing.sources import SOURCES
from estate.data import Reader

PAGE = 50


class Movement(NamedTuple):
    """One document of a cashier's day. amount_fen: as it stands on it. kind: receipt, reversal, void, deposit, refund."""

    source: str
    kind: str
    method: str
    amount_fen: int
    number: str
    series: str
    seq: int
    day: str
    cashier_id: int | None
    cashier_name: str
    home_code: str
    payer_name: str
    at: str
    reason: str
    reverses: str | None
    href: str


class TillDay(NamedTuple):
    """A day on which a cashier had a document. close_id: the close that locks it."""

    id: int
    day: str
    cashier_key: str
    cashier_id: int | None
    cashier_name: str
    close_id: int | None


class Close(NamedTuple):
    """A close of a cashier's day; who: who closed it. Confirmed and reopened ones have those names, too."""

    id: int
    till_day_id: int
    day: str
    cashier_id: int | None
    cashier_name: str
    sheet: str
    float_fen: int
    cash_due_fen: int
    counted_fen: int | None
    over_short_fen: int | None
    pieces: str
    reason: str
    closed_at: str
    account_id: int | None
    who: str
    confirmed_at: str | None
    confirmed_by: str | None
    reopened_at: str | None
    reopened_by: str | None
    reopened_why: str | None

    @property
    def state(self) -> str:
        """reopened, confirmed, uncounted (closed without counting, so nothing is handed over), or closed."""
        if self.reopened_at:
            return "reopened"
        if self.confirmed_at:
            return "confirmed"
        return "uncounted" if self.counted_fen is None else "closed"


_TILL = "SELECT id, day, cashier_key, cashier_id, cashier_name, close_id FROM till_days "
_CLOSE = """
    SELECT d.id, d.till_day_id, d.day, d.cashier_id, d.cashier_name, d.sheet, d.float_fen, d.cash_due_fen,
           d.counted_fen, d.over_short_fen, d.pieces, d.reason, d.closed_at, d.account_id, d.who,
           c.at AS confirmed_at, c.who AS confirmed_by, o.at AS reopened_at, o.who AS reopened_by,
           o.reason AS reopened_why
      FROM day_closes AS d LEFT JOIN day_confirmations AS c ON c.close_id = d.id
      LEFT JOIN day_reopenings AS o ON o.id = d.reopening_id
"""


def movements(db: Reader, till: TillDay) -> list[Movement]:
    """All documents of a cashier's day, in order of their making."""
    union = " UNION ALL ".join(f"SELECT * FROM ({source.movements})" for source in SOURCES)
    return db.rows(
        Movement,
        f"""
        SELECT * FROM ({union}) AS m
         WHERE m.day = :day AND m.cashier_id IS :cashier_id
           AND (m.cashier_id IS NOT NULL OR m.cashier_name = :cashier_name)
         ORDER BY m.at, m.number
        """,
        day=till.day,
        cashier_id=till.cashier_id,
        cashier_name=till.cashier_name,
    )


def numbers(db: Reader, source: str, series: str, first: int, last: int) -> list[int]:
    """Which numbers of a series exist between two, of whoever."""
    sql = next(one.numbers for one in SOURCES if one.name == source)
    return db.values(
        f"SELECT seq FROM ({sql}) WHERE series = :series AND seq BETWEEN :first AND :last ORDER BY seq",
        series=series,
        first=first,
        last=last,
    )


def till_day(db: Reader, till_day_id: int) -> TillDay | None:
    return db.row(TillDay, _TILL + "WHERE id = :id", id=till_day_id)


def open_till_days(db: Reader, until: str, cashier_key: str = "") -> list[TillDay]:
    """Days up to one, itself included, that are not closed; only of one cashier when named."""
    only = " AND cashier_key = :key" if cashier_key else ""
    sql = _TILL + "WHERE close_id IS NULL AND day <= :until" + only + " ORDER BY day, cashier_name"
    return db.rows(TillDay, sql, until=until, key=cashier_key)


def close(db: Reader, close_id: int) -> Close | None:
    return db.row(Close, _CLOSE + "WHERE d.id = :id", id=close_id)


def close_by_key(db: Reader, key: str) -> Close | None:
    return db.row(Close, _CLOSE + "WHERE d.key = :key", key=key)


def closes(db: Reader, page: int) -> list[Close]:
    """Closes, the latest day first."""
    sql = _CLOSE + "ORDER BY d.day DESC, d.id DESC LIMIT :limit OFFSET :offset"
    return db.rows(Close, sql, limit=PAGE, offset=(page - 1) * PAGE)


def closes_of_till(db: Reader, till_day_id: int) -> list[Close]:
    """Every close of one cashier's day, the first one first."""
    return db.rows(Close, _CLOSE + "WHERE d.till_day_id = :id ORDER BY d.id", id=till_day_id)


def count_closes(db: Reader) -> int:
    return int(db.value("SELECT count(*) FROM day_closes"))


def latest_float(db: Reader, cashier_id: int | None, cashier_name: str) -> int:
    """The opening float of this cashier's latest close, which is the likeliest for the next."""
    return int(
        db.value(
            """
            SELECT float_fen FROM day_closes
             WHERE cashier_id IS :cashier_id AND (cashier_id IS NOT NULL OR cashier_name = :cashier_name)
             ORDER BY id DESC LIMIT 1
            """,
            cashier_id=cashier_id,
            cashier_name=cashier_name,
        )
        or 0
    )
