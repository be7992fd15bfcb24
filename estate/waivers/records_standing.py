"""Standing discounts and the homes they are granted to. Amounts in fen, shares in 1/10,000, dates ISO text."""

from collections.abc import Sequence
from typing import NamedTuple

from estate.data import Reader, Tx


class DiscountRow(NamedTuple):
    """A standing discount. homes: granted to now; item_names: of its fee items."""

    id: int
    kind: str
    name: str
    payable_e4: int | None
    off_fen: int | None
    computed_from: str
    from_month: int | None
    by_home: int
    months: int | None
    days_before: int | None
    evidence: str
    basis: str
    from_date: str
    to_date: str | None
    created_by: str
    created_at: str
    ended_by: str | None
    homes: int
    item_names: str


class Grant(NamedTuple):
    """A discount of a home for a time, with what proves that it is due."""

    id: int
    discount_id: int
    home_id: int
    home_code: str
    from_date: str
    to_date: str
    evidence: str
    granted_by: str
    granted_at: str
    ended_by: str | None


_DISCOUNT = """
    SELECT d.id, d.kind, d.name, d.payable_e4, d.off_fen, d.computed_from, d.from_month, d.by_home, d.months,
           d.days_before, d.evidence, d.basis, d.from_date, d.to_date, d.created_by, d.created_at, d.ended_by,
           (SELECT count(DISTINCT h.home_id) FROM discount_homes AS h
             WHERE h.discount_id = d.id AND h.from_date <= :today AND h.to_date >= :today) AS homes,
           ifnull((SELECT group_concat(f.name, ', ') FROM discount_items AS i JOIN fee_items AS f ON f.id = i.fee_item_id
                    WHERE i.discount_id = d.id), '') AS item_names
      FROM discounts AS d
"""
_GRANT = """
    SELECT g.id, g.discount_id, g.home_id, h.code AS home_code, g.from_date, g.to_date, g.evidence, g.granted_by,
           g.granted_at, g.ended_by
      FROM discount_homes AS g JOIN homes AS h ON h.id = g.home_id
"""


def discounts(db: Reader, today: str) -> list[DiscountRow]:
    """Every standing discount, those in force first."""
    return db.rows(
        DiscountRow, _DISCOUNT + "ORDER BY ifnull(d.to_date, '9999') < :today, d.kind, d.id", today=today
    )


def discount(db: Reader, discount_id: int, today: str) -> DiscountRow | None:
    """One standing discount."""
    return db.row(DiscountRow, _DISCOUNT + "WHERE d.id = :discount_id", discount_id=discount_id, today=today)


def grants(db: Reader, discount_id: int) -> list[Grant]:
    """The homes of a discount, the latest end first."""
    return db.rows(
        Grant,
        _GRANT + "WHERE g.discount_id = :discount_id ORDER BY g.to_date DESC, h.sort, g.id",
        discount_id=discount_id,
    )


def grant(db: Reader, discount_id: int, grant_id: int) -> Grant | None:
    """One home's part in a discount."""
    return db.row(
        Grant,
        _GRANT + "WHERE g.id = :grant_id AND g.discount_id = :discount_id",
        grant_id=grant_id,
        discount_id=discount_id,
    )


def grant_by_id(db: Reader, grant_id: int) -> Grant | None:
    """One home's part in whatever discount it is of."""
    return db.row(Grant, _GRANT + "WHERE g.id = :grant_id", grant_id=grant_id)


def overlaps(db: Reader, discount_id: int, home_id: int, first: str, last: str) -> bool:
    """Whether a home has this discount already on one of these days."""
    return bool(
        db.value(
            """
            SELECT 1 FROM discount_homes
             WHERE discount_id = :discount_id AND home_id = :home_id AND from_date <= :last AND to_date >= :first
            """,
            discount_id=discount_id,
            home_id=home_id,
            first=first,
            last=last,
        )
    )


def history(db: Reader, home_id: int) -> list[tuple[str, str | None]]:
    """The states of a home with their days, in order."""
    sql = (
        "SELECT state, from_date FROM home_states WHERE home_id = :home_id ORDER BY ifnull(from_date, ''), id"
    )
    return [(state, day) for state, day in db.tuples(sql, home_id=home_id)]


def periodic_items(db: Reader) -> list[tuple[int, str]]:
    """The fee items that runs charge, in the list's order."""
    rows = db.tuples(
        "SELECT id, name FROM fee_items WHERE active AND kind NOT IN ('one_off', 'shared') ORDER BY sort, id"
    )
    return [(item_id, name) for item_id, name in rows]


def add_items(tx: Tx, discount_id: int, item_ids: Sequence[int]) -> None:
    tx.many("INSERT INTO discount_items VALUES (?, ?)", [(discount_id, item_id) for item_id in item_ids])
