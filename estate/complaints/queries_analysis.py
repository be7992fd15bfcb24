"""Complaints counted once for all: by kind, building and month; and what they came from.

What was taken back or follows another is not counted.
"""

from typing import NamedTuple

from estate.access.me import Me
from estate.complaints.queries import VISIBLE, scope
from estate.complaints.records_lists import FIGURES
from estate.complaints.rules_counts import Cell
from estate.data import Reader


class Cause(NamedTuple):
    cause: str
    complaints: int


def cells(db: Reader, me: Me, since: str, now: str, category: str = "") -> list[Cell]:
    """Every kind, building and month that has complaints since a day."""
    return db.rows(
        Cell,
        f"""
        SELECT c.category, k.name AS category_name, ifnull(c.building_id, 0) AS building_id,
               ifnull(b.code, '') AS building, substr(c.received_on, 1, 7) AS month, count(*) AS complaints,
               sum({FIGURES["open"]}) AS open, sum({FIGURES["first_due"]}) AS first_due,
               count(CASE WHEN {FIGURES["first_kept"]} THEN 1 END) AS first_kept, count(c.first_at) AS first_given,
               CAST(round(total(julianday(c.first_at) - julianday(c.clock_from)) * 1440) AS INTEGER) AS first_min,
               sum({FIGURES["reply_due"]}) AS reply_due,
               count(CASE WHEN {FIGURES["reply_kept"]} THEN 1 END) AS reply_kept, count(c.replied_at) AS reply_given,
               CAST(round(total(julianday(c.replied_at) - julianday(c.clock_from)) * 1440) AS INTEGER) AS reply_min,
               count(c.result) AS rated, ifnull(sum(c.result), 0) AS ratings
          FROM complaints AS c JOIN complaint_categories AS k ON k.code = c.category
          LEFT JOIN buildings AS b ON b.id = c.building_id
         WHERE c.received_on >= :since AND {FIGURES["all"]} AND {VISIBLE}
           AND (:category = '' OR c.category = :category)
         GROUP BY c.category, c.building_id, substr(c.received_on, 1, 7) ORDER BY b.sort IS NULL, b.sort, b.code
        """,
        since=since,
        now=now,
        category=category,
        **scope(me),
    )


def causes(db: Reader, me: Me, since: str, category: str = "") -> list[Cause]:
    """What closed complaints came from, the most frequent first."""
    return db.rows(
        Cause,
        f"""
        SELECT c.cause, count(*) AS complaints FROM complaints AS c
         WHERE c.received_on >= :since AND c.cause IS NOT NULL AND {VISIBLE}
           AND (:category = '' OR c.category = :category)
         GROUP BY c.cause ORDER BY count(*) DESC, c.cause
        """,
        since=since,
        category=category,
        **scope(me),
    )


def building(db: Reader, building_id: int) -> str:
    """The code of a building; empty for none."""
    return str(db.value("SELECT code FROM buildings WHERE id = :id", id=building_id) or "")
