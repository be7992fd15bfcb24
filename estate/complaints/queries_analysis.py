"""Complaints counted: by kind, building and month, with the times of their answers; and what they came from.

What was taken back or follows another is not counted. Times in minutes, ratings in tenths.
"""

from typing import NamedTuple

from estate.access.me import Me
from estate.complaints.queries import VISIBLE, scope
from estate.data import Reader


class Line(NamedTuple):
    """One kind, building or month. first_due, reply_due: how many answers were due or given; *_kept: how many in time.

    first_min, reply_min: minutes to the answers on average; rating_e1: tenths; None where there is none yet.
    """

    key: str
    label: str
    complaints: int
    suggestions: int
    open: int
    first_due: int
    first_kept: int
    first_min: int | None
    reply_due: int
    reply_kept: int
    reply_min: int | None
    rated: int
    rating_e1: int | None


class Cause(NamedTuple):
    cause: str
    complaints: int


GROUPS = {
    "category": ("c.category", "k.name", "count(*) DESC, c.category"),
    "building": ("ifnull(c.building_id, 0)", "ifnull(b.code, '')", "b.sort IS NULL, b.sort, b.code"),
    "month": ("substr(c.received_on, 1, 7)", "substr(c.received_on, 1, 7)", "1"),
}


def lines(db: Reader, me: Me, group: str, since: str, now: str, category: str = "") -> list[Line]:
    """Every kind, building or month that has complaints since a day."""
    key, label, order = GROUPS[group]
    return db.rows(
        Line,
        f"""
        SELECT CAST({key} AS TEXT) AS key, {label} AS label, count(*) AS complaints, sum(c.kind = 'suggestion') AS suggestions,
               sum(c.state IN ('received', 'in_hand', 'answered')) AS open,
               sum(c.first_at IS NOT NULL OR c.answer_by < :now) AS first_due,
               sum(c.first_at IS NOT NULL AND c.first_at <= c.answer_by) AS first_kept,
               CAST(round(avg((julianday(c.first_at) - julianday(c.clock_from)) * 1440)) AS INTEGER) AS first_min,
               sum(c.replied_at IS NOT NULL OR c.reply_by < :now) AS reply_due,
               sum(c.replied_at IS NOT NULL AND c.replied_at <= c.reply_by) AS reply_kept,
               CAST(round(avg((julianday(c.replied_at) - julianday(c.clock_from)) * 1440)) AS INTEGER) AS reply_min,
               count(c.result) AS rated, CAST(round(avg(c.result) * 10) AS INTEGER) AS rating_e1
          FROM complaints AS c JOIN complaint_categories AS k ON k.code = c.category
          LEFT JOIN buildings AS b ON b.id = c.building_id
         WHERE c.received_on >= :since AND c.state NOT IN ('merged', 'withdrawn') AND {VISIBLE}
           AND (:category = '' OR c.category = :category)
         GROUP BY {key} ORDER BY {order}
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
