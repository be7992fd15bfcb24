"""Ageing in the database: sums by bracket of what was open on a day, by building, fee item, payer or reason."""

from typing import Any, NamedTuple

from estate.arrears.rules import FIRST_DAYS, shares
from estate.arrears.source import Source
from estate.data import Reader


class Aged(NamedTuple):
    """A group and what it owes by BRACKETS. key: the group's id, or the reason's code; empty where there is none."""

    key: str
    name: str
    sums: tuple[int, ...]

    @property
    def total_fen(self) -> int:
        return sum(self.sums)

    @property
    def overdue_fen(self) -> int:
        return sum(self.sums[1:])


# Younger ones rather than older ones: most of what is open is old, and such a row then adds to one sum alone.
_YOUNGER = ", ".join(
    f"ifnull(sum(o.fen) FILTER (WHERE o.due_on > :e{n}), 0) AS f{n}" for n in range(1, len(FIRST_DAYS) + 1)
)
_ADDED = "sum(fen) AS fen, " + ", ".join(f"sum(f{n}) AS f{n}" for n in range(1, len(FIRST_DAYS) + 1))


def _accounts(source: Source) -> str:
    """One row for each home and payer that owe something: in the order of the index, so nothing is sorted."""
    return f"""
        SELECT o.home_id, o.payer_id, sum(o.fen) AS fen, {_YOUNGER} FROM ({source.sql}) AS o GROUP BY o.home_id, o.payer_id
    """


def by_building(db: Reader, source: Source) -> list[Aged]:
    """In the order of buildings."""
    return _aged(
        db,
        source,
        f"""
        SELECT b.id, b.code, g.* FROM (
            SELECT e.building_id, {_ADDED} FROM ({_accounts(source)}) AS a
              JOIN homes AS h ON h.id = a.home_id JOIN entrances AS e ON e.id = h.entrance_id
             GROUP BY e.building_id) AS g
          JOIN buildings AS b ON b.id = g.building_id ORDER BY b.sort, b.id
        """,
    )


def by_item(db: Reader, source: Source) -> list[Aged]:
    """In the order of fee items, from the sums of months: no row of a charge is read for it."""
    return _aged(
        db,
        source,
        f"""
        SELECT i.id, i.name, g.* FROM (
            SELECT o.fee_item_id, sum(o.fen) AS fen, {_YOUNGER}
              FROM ({source.sums}) AS o GROUP BY o.fee_item_id HAVING sum(o.fen) <> 0) AS g
          JOIN fee_items AS i ON i.id = g.fee_item_id ORDER BY i.sort, i.id
        """,
    )


def by_payer(db: Reader, source: Source, limit: int, offset: int) -> list[Aged]:
    """Those who owe most that is overdue first."""
    return _aged(
        db,
        source,
        f"""
        SELECT p.id, p.name, g.* FROM (
            SELECT payer_id, {_ADDED} FROM ({_accounts(source)}) GROUP BY payer_id
             ORDER BY sum(fen) - sum(f1) DESC, sum(fen) DESC, payer_id LIMIT :limit OFFSET :offset) AS g
          JOIN people AS p ON p.id = g.payer_id ORDER BY g.fen - g.f1 DESC, g.fen DESC, g.payer_id
        """,
        limit=limit,
        offset=offset,
    )


def count_payers(db: Reader, source: Source) -> int:
    """How many owe something."""
    return int(db.value(f"SELECT count(DISTINCT payer_id) FROM ({source.sql})", **source.params))


def by_cause(db: Reader, source: Source) -> list[Aged]:
    """By the reason that is noted now; those without one last, with an empty key."""
    return _aged(
        db,
        source,
        f"""
        SELECT ifnull(n.code, ''), '', 0, {_ADDED} FROM ({_accounts(source)}) AS a
          LEFT JOIN arrears_causes_now AS n ON n.home_id = a.home_id AND n.payer_id = a.payer_id
         GROUP BY ifnull(n.code, '') ORDER BY ifnull(n.code, '') = '', sum(fen) DESC
        """,
    )


def total(db: Reader, source: Source) -> Aged:
    """Everything that is open."""
    items = by_item(db, source)
    sums = [sum(column) for column in zip(*(one.sums for one in items), strict=True)]
    return Aged("", "", tuple(sums or [0] * (len(FIRST_DAYS) + 1)))


def oldest(db: Reader, source: Source) -> str | None:
    """The oldest due day of what is open."""
    return db.value(
        f"""
        SELECT min(due_on) FROM (SELECT due_on FROM ({source.sums}) GROUP BY due_on HAVING sum(fen) <> 0)
        """,
        **source.params,
    )


def _aged(db: Reader, source: Source, sql: str, **more: Any) -> list[Aged]:
    """Rows of key, name, the group's own column, the sum of all, and of what is younger than each bracket overdue."""
    rows = db.tuples(sql, **source.params, **more)
    return [Aged(str(row[0]), str(row[1]), shares((*row[4:], row[3]))) for row in rows]
