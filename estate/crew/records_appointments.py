"""When somebody comes: what was agreed, else what was wished. Instants are UTC text."""

from datetime import datetime
from typing import NamedTuple

from estate.data import Reader
from estate.repairs.queries import OPEN_SQL


class Meeting(NamedTuple):
    """An open order with its time. agreed: 1 when the office made an appointment, 0 for the wished time."""

    order_id: int
    number: str
    title: str
    location: str
    home_id: int | None
    urgency: str
    state: str
    assignee_id: int | None
    assignee_name: str
    starts_at: str
    ends_at: str
    agreed: int

    @property
    def starts(self) -> datetime:
        return datetime.fromisoformat(self.starts_at)

    @property
    def ends(self) -> datetime:
        return datetime.fromisoformat(self.ends_at)


class Appointment(NamedTuple):
    """A time that was agreed; the last one of an order holds."""

    id: int
    starts_at: str
    ends_at: str
    note: str
    at: str
    who: str


_MEETING = f"""
    SELECT * FROM (
        SELECT o.id AS order_id, o.number, o.title, o.location, o.home_id, o.urgency, o.state, o.assignee_id,
               o.assignee_name, ifnull(a.starts_at, o.wished_from) AS starts_at,
               ifnull(a.ends_at, o.wished_to) AS ends_at, a.id IS NOT NULL AS agreed
          FROM work_orders AS o
          LEFT JOIN order_appointments AS a
                 ON a.id = (SELECT max(l.id) FROM order_appointments AS l WHERE l.order_id = o.id)
         WHERE o.state IN ({OPEN_SQL}))
     WHERE starts_at IS NOT NULL
"""


def between(db: Reader, since: str, until: str, account_id: int | None = None) -> list[Meeting]:
    """Meetings that touch a time, in order; of one person when given."""
    mine = "AND assignee_id = :account_id" if account_id is not None else ""
    return db.rows(
        Meeting,
        _MEETING + f"AND starts_at < :until AND ends_at > :since {mine} ORDER BY starts_at, order_id",
        since=since,
        until=until,
        account_id=account_id,
    )


def of_order(db: Reader, order_id: int) -> list[Appointment]:
    """What was agreed for an order, the last first."""
    return db.rows(
        Appointment,
        """
        SELECT id, starts_at, ends_at, note, at, who FROM order_appointments
         WHERE order_id = :order_id ORDER BY id DESC
        """,
        order_id=order_id,
    )


def of_key(db: Reader, key: str) -> int | None:
    """The appointment that this page has made already."""
    return db.value("SELECT id FROM order_appointments WHERE key = :key", key=key)
