"""What each of the crew has in hand, was handed and mended, for choosing who is handed the next order."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from estate.data import Reader
from estate.repairs.queries import HELD_SQL, POOL_SQL


class InHand(NamedTuple):
    """An open order that somebody has, with the building and zone where it is."""

    order_id: int
    number: str
    title: str
    location: str
    urgency: str
    state: str
    waiting_for: str | None
    assignee_id: int
    building_id: int | None
    zone_id: int | None
    complete_by: str

    @property
    def at_work(self) -> bool:
        """Whether somebody is there or on the way."""
        return self.state in ("on_the_way", "arrived", "working")


class InPool(NamedTuple):
    """An order that nobody has. gave_back, why: who gave it back last and for what reason, '' when nobody did."""

    order_id: int
    number: str
    title: str
    location: str
    category: str
    urgency: str
    state: str
    since: str
    clock_from: str
    building_id: int | None
    zone_id: int | None
    home_id: int | None
    equipment_id: int | None
    wished_from: str | None
    wished_to: str | None
    gave_back: str
    why: str


_URGENT_FIRST = "CASE o.urgency WHEN 'urgent' THEN 1 WHEN 'fast' THEN 2 WHEN 'normal' THEN 3 ELSE 4 END"
_AT_WORK_FIRST = """CASE o.state WHEN 'working' THEN 1 WHEN 'arrived' THEN 2 WHEN 'on_the_way' THEN 3
                                 WHEN 'accepted' THEN 4 WHEN 'assigned' THEN 5 ELSE 6 END"""


def in_hand(db: Reader) -> list[InHand]:
    """All open orders that somebody of the house has: of each person the present one first, then the next."""
    return db.rows(
        InHand,
        f"""
        SELECT o.id AS order_id, o.number, o.title, o.location, o.urgency, o.state, o.waiting_for, o.assignee_id,
               o.building_id, b.zone_id, o.complete_by
          FROM work_orders AS o LEFT JOIN buildings AS b ON b.id = o.building_id
         WHERE o.state IN ({HELD_SQL}) AND o.assignee_id IS NOT NULL
         ORDER BY o.assignee_id, {_AT_WORK_FIRST}, {_URGENT_FIRST}, o.since, o.id
        """,
    )


_POOL = f"""
    SELECT o.id AS order_id, o.number, o.title, o.location, o.category, o.urgency, o.state, o.since, o.clock_from,
           o.building_id, b.zone_id, o.home_id, o.equipment_id, o.wished_from, o.wished_to,
           CASE WHEN s.step = 'give_back' THEN s.who ELSE '' END AS gave_back,
           CASE WHEN s.step = 'give_back' THEN s.reason ELSE '' END AS why
      FROM work_orders AS o LEFT JOIN buildings AS b ON b.id = o.building_id
      LEFT JOIN work_order_steps AS s
             ON s.id = (SELECT max(l.id) FROM work_order_steps AS l WHERE l.order_id = o.id)
     WHERE o.state IN ({POOL_SQL})
"""


def in_pool(db: Reader, limit: int = 200) -> list[InPool]:
    """Orders that nobody has, the most urgent first, then by how long they lie."""
    return db.rows(InPool, _POOL + f" ORDER BY {_URGENT_FIRST}, o.since, o.id LIMIT :limit", limit=limit)


def one_in_pool(db: Reader, order_id: int) -> InPool | None:
    """An order that nobody has; None when somebody has it, or it is none."""
    return db.row(InPool, _POOL + " AND o.id = :order_id", order_id=order_id)


def in_pool_count(db: Reader) -> int:
    """How many orders nobody has."""
    return int(db.value(f"SELECT count(*) FROM work_orders WHERE state IN ({POOL_SQL})"))


class Spot(NamedTuple):
    """What of an order decides who fits it, in whatever state."""

    order_id: int
    category: str
    urgency: str
    building_id: int | None
    zone_id: int | None
    wished_from: str | None
    assignee_id: int | None


def spot(db: Reader, order_id: int) -> Spot | None:
    """Where an order is and what it needs."""
    return db.row(
        Spot,
        """
        SELECT o.id AS order_id, o.category, o.urgency, o.building_id, b.zone_id, o.wished_from, o.assignee_id
          FROM work_orders AS o LEFT JOIN buildings AS b ON b.id = o.building_id WHERE o.id = :order_id
        """,
        order_id=order_id,
    )


def handed(db: Reader, day_begins: datetime) -> dict[int, tuple[int, str]]:
    """By account: how many orders were handed to it or taken by it since an instant, and when the last one was."""
    since = day_begins.strftime("%Y-%m-%dT%H:%M:%S")
    return {
        account_id: (count, last)
        for account_id, count, last in db.tuples(
            """
            SELECT assignee_id, sum(at >= :since), max(at) FROM work_order_steps
             WHERE assignee_id IS NOT NULL GROUP BY assignee_id
            """,
            since=since,
        )
    }


def mended(db: Reader, order_ids: Sequence[int]) -> dict[int, dict[int, tuple[str, str]]]:
    """By order: who finished the last order of its category for its equipment, and for its home; what and when (UTC).

    The equipment counts before the home where it is the same person.
    """
    found: dict[int, dict[int, tuple[str, str]]] = {}
    for what in ("home", "equipment"):
        # max() makes SQLite take the other columns from the row that it found.
        for order_id, account_id, at in db.tuples(
            f"""
            SELECT w.id, o.assignee_id, max(o.completed_at)
              FROM json_each(:ids) AS j JOIN work_orders AS w ON w.id = j.value
              JOIN work_orders AS o ON o.{what}_id = w.{what}_id AND o.category = w.category AND o.id <> w.id
             WHERE o.completed_at IS NOT NULL AND o.assignee_id IS NOT NULL
             GROUP BY w.id
            """,
            ids=msgspec.json.encode(list(order_ids)).decode(),
        ):
            found.setdefault(order_id, {})[account_id] = (what, at)
    return found
