"""The receivables ledger of a home and payer, and who owed what on a day. Amounts in fen."""

from typing import NamedTuple

from estate.books.entries import entries
from estate.books.records_trial import Entry
from estate.data import Reader

PAGE = 100


class Account(NamedTuple):
    """A home and one who pays for it, with what was owed at the end of a day."""

    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    balance_fen: int


class Line(NamedTuple):
    """An entry and what was owed after it."""

    entry: Entry
    balance_fen: int


def ledger(db: Reader, home_id: int, payer_id: int) -> list[Line]:
    """Every row of an account, the first one first, with the running sum."""
    rows = db.rows(
        Entry,
        entries("home_id = :home_id AND payer_id = :payer_id") + " ORDER BY at, charge_id",
        home_id=home_id,
        payer_id=payer_id,
    )
    lines: list[Line] = []
    balance = 0
    for row in rows:
        balance += row.amount_fen
        lines.append(Line(row, balance))
    return lines


def payers(db: Reader, home_id: int) -> dict[int, str]:
    """Everybody who was ever charged for a home, by the name at that time."""
    rows = db.tuples(
        "SELECT payer_id, max(payer_name) FROM charges WHERE home_id = :home_id GROUP BY payer_id ORDER BY max(id) DESC",
        home_id=home_id,
    )
    return dict(rows)


def balance_of(db: Reader, home_id: int, payer_id: int) -> int:
    """What the balances of the charges say: independent of the entries."""
    return int(
        db.value(
            "SELECT ifnull(sum(balance_fen), 0) FROM charge_balances WHERE home_id = :home_id AND payer_id = :payer_id",
            home_id=home_id,
            payer_id=payer_id,
        )
    )


def accounts(db: Reader, item: int, day: str, page: int) -> list[Account]:
    """Who owed something at the end of a day, in the order of homes: what is owed now, less what came since."""
    return db.rows(
        Account,
        f"""
        SELECT o.home_id, h.code AS home_code, o.payer_id, p.name AS payer_name, o.balance_fen
          FROM ({_owed(item)}) AS o JOIN homes AS h ON h.id = o.home_id JOIN people AS p ON p.id = o.payer_id
         ORDER BY h.sort, h.id, o.payer_id LIMIT :limit OFFSET :offset
        """,
        item=item,
        day=day,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )


def accounts_total(db: Reader, item: int, day: str) -> tuple[int, int]:
    """How many owed something at the end of a day, and how much together."""
    sql = f"SELECT count(*), ifnull(sum(balance_fen), 0) FROM ({_owed(item)})"
    rows = db.tuples(sql, item=item, day=day)
    return int(rows[0][0]), int(rows[0][1])


def _owed(item: int) -> str:
    only = " AND fee_item_id = :item" if item else ""
    return f"""
        SELECT home_id, payer_id, sum(fen) AS balance_fen
          FROM (SELECT b.home_id, b.payer_id, b.balance_fen AS fen
                  FROM charge_balances AS b
                 WHERE b.balance_fen > 0{only}
                 UNION ALL
                SELECT home_id, payer_id, -amount_fen FROM ({entries("day > :day" + only)}))
         GROUP BY home_id, payer_id HAVING sum(fen) <> 0
    """
