"""The charges behind a cell of the ageing: which, how late, how much of them is open. Amounts in fen."""

from typing import Any, NamedTuple

from estate.arrears.rules import CODES
from estate.arrears.source import Source
from estate.data import Reader

PAGE = 50


class Cell(NamedTuple):
    """What is asked for: a grouping and the key within it (None: all), and a bracket, `overdue`, or empty for all."""

    by: str = ""
    key: str | None = None
    age: str = ""


class Owing(NamedTuple):
    """A charge of which something was open. days: overdue, zero or less when not due; moved_to: its due day moved there."""

    charge_id: int
    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    fee_item_name: str
    period_from: str
    period_to: str
    due_on: str
    moved_to: str
    days: int
    fen: int
    cause: str


def rows(db: Reader, source: Source, cell: Cell, limit: int, offset: int) -> list[Owing]:
    """The oldest first."""
    where, params = _where(cell)
    return db.rows(
        Owing,
        f"""
        SELECT f.charge_id, f.home_id, h.code AS home_code, f.payer_id, p.name AS payer_name, c.fee_item_name,
               c.period_from, c.period_to, f.due_on, ifnull(m.moves_to, f.due_on) AS moved_to,
               CAST(julianday(:day) - julianday(ifnull(m.moves_to, f.due_on)) AS INTEGER) AS days, f.fen,
               ifnull(n.code, '') AS cause
          FROM (SELECT o.charge_id, o.home_id, o.payer_id, o.due_on, o.fen FROM ({source.sql}) AS o WHERE {where}
                 ORDER BY o.due_on, o.charge_id LIMIT :limit OFFSET :offset) AS f
          JOIN charges AS c ON c.id = f.charge_id JOIN homes AS h ON h.id = f.home_id
          JOIN people AS p ON p.id = f.payer_id
          LEFT JOIN due_moves AS m ON m.day = f.due_on
          LEFT JOIN arrears_causes_now AS n ON n.home_id = f.home_id AND n.payer_id = f.payer_id
         ORDER BY f.due_on, f.charge_id
        """,
        **source.params,
        **params,
        limit=limit,
        offset=offset,
    )


def count(db: Reader, source: Source, cell: Cell) -> tuple[int, int, int]:
    """How many charges, of how many homes, and what of them is open."""
    where, params = _where(cell)
    sql = f"SELECT count(*), count(DISTINCT o.home_id), ifnull(sum(o.fen), 0) FROM ({source.sql}) AS o WHERE {where}"
    [row] = db.tuples(sql, **source.params, **params)
    return int(row[0]), int(row[1]), int(row[2])


_KEYS = {
    "building": """o.home_id IN (SELECT h.id FROM homes AS h JOIN entrances AS e ON e.id = h.entrance_id
                                  WHERE e.building_id = :key)""",
    "item": "o.fee_item_id = :key",
    "payer": "o.payer_id = :key",
    "home": "o.home_id = :key",
    "cause": """ifnull((SELECT n.code FROM arrears_causes AS n WHERE n.home_id = o.home_id AND n.payer_id = o.payer_id
                         ORDER BY n.id DESC LIMIT 1), 'none') = :key""",
}


def _where(cell: Cell) -> tuple[str, dict[str, Any]]:
    """The condition on a row `o` of the source."""
    parts, params = ["1"], dict[str, Any]()
    if cell.by in _KEYS and cell.key is not None:
        parts.append(_KEYS[cell.by])
        params["key"] = (cell.key or "none") if cell.by == "cause" else int(cell.key or 0)
    if cell.age == "overdue":
        parts.append("o.due_on <= :e1")
    elif cell.age in CODES:
        place = CODES.index(cell.age)
        parts += [f"o.due_on <= :e{place}"] if place else []
        parts += [f"o.due_on > :e{place + 1}"] if place + 1 < len(CODES) else []
    return " AND ".join(parts), params
