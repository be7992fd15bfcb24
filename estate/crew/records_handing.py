"""How orders are handed out, who helps with one, and what was told of the pool."""

from typing import NamedTuple

from estate.data import Reader, Tx, clock
from estate.repairs.queries import POOL_SQL


class Default(NamedTuple):
    """How orders of an urgency are handed out, and after how many minutes in the pool it is told."""

    urgency: str
    mode: str
    tell_min: int


class Exceptional(NamedTuple):
    """A category that is handed out in another way."""

    category: str
    urgency: str
    mode: str


class Helper(NamedTuple):
    """A second person on an order."""

    account_id: int
    name: str
    at: str
    who: str


class Lying(NamedTuple):
    """An order that lies in the pool for longer than it should."""

    order_id: int
    number: str
    title: str
    location: str
    since: str


_URGENCIES = "CASE urgency WHEN 'urgent' THEN 1 WHEN 'fast' THEN 2 WHEN 'normal' THEN 3 ELSE 4 END"


def defaults(db: Reader) -> list[Default]:
    """The defaults, the most urgent first."""
    return db.rows(Default, f"SELECT urgency, mode, tell_min FROM assignment_defaults ORDER BY {_URGENCIES}")


def exceptions(db: Reader) -> list[Exceptional]:
    """The exceptions, by category."""
    return db.rows(
        Exceptional,
        f"SELECT category, urgency, mode FROM assignment_exceptions ORDER BY category, {_URGENCIES}",
    )


def modes(db: Reader) -> dict[tuple[str, str], str]:
    """How to hand out by category and urgency; what is not in it goes by ('', urgency)."""
    found = {("", one.urgency): one.mode for one in defaults(db)}
    return found | {(one.category, one.urgency): one.mode for one in exceptions(db)}


def mode(db: Reader, category: str, urgency: str) -> str:
    """How an order is handed out: auto, propose or pool."""
    known = modes(db)
    return known.get((category, urgency), known["", urgency])


def put_default(tx: Tx, one: Default) -> None:
    """Change the default of an urgency."""
    tx.run(
        "UPDATE assignment_defaults SET mode = :mode, tell_min = :tell_min WHERE urgency = :urgency",
        **one._asdict(),
    )


def put_exception(tx: Tx, one: Exceptional) -> None:
    """Enter or change an exception."""
    tx.run(
        """
        INSERT INTO assignment_exceptions (category, urgency, mode) VALUES (:category, :urgency, :mode)
            ON CONFLICT DO UPDATE SET mode = :mode
        """,
        **one._asdict(),
    )


def remove_exception(tx: Tx, category: str, urgency: str) -> int:
    """Take an exception out; answers whether there was one."""
    return tx.run(
        "DELETE FROM assignment_exceptions WHERE category = :category AND urgency = :urgency",
        category=category,
        urgency=urgency,
    )


def helpers(db: Reader, order_id: int) -> list[Helper]:
    """Who helps with an order."""
    return db.rows(
        Helper,
        """
        SELECT h.account_id, a.name, h.at, h.who FROM order_helpers AS h JOIN accounts AS a ON a.id = h.account_id
         WHERE h.order_id = :order_id ORDER BY h.at, h.account_id
        """,
        order_id=order_id,
    )


def put_helper(tx: Tx, order_id: int, account_id: int) -> int:
    """Let somebody help with an order; answers whether that is new."""
    return tx.run(
        """
        INSERT INTO order_helpers (order_id, account_id, at, who) VALUES (:order_id, :account_id, :now, :who)
            ON CONFLICT DO NOTHING
        """,
        order_id=order_id,
        account_id=account_id,
        now=clock.stamp(),
        who=tx.by.name,
    )


def remove_helper(tx: Tx, order_id: int, account_id: int) -> int:
    """Somebody helps no more; answers whether they did."""
    return tx.run(
        "DELETE FROM order_helpers WHERE order_id = :order_id AND account_id = :account_id",
        order_id=order_id,
        account_id=account_id,
    )


def lying(db: Reader) -> list[Lying]:
    """What lies in the pool for longer than its urgency allows and was not told of yet, the most urgent first.

    The time begins when the order came there, at night at the next opening where the norm of the order says so.
    """
    return db.rows(
        Lying,
        f"""
        SELECT o.id AS order_id, o.number, o.title, o.location, o.since
          FROM work_orders AS o JOIN assignment_defaults AS d ON d.urgency = o.urgency
         WHERE o.state IN ({POOL_SQL})
           AND julianday(:now) - julianday(max(o.since, o.clock_from)) >= d.tell_min / 1440.0
           AND NOT EXISTS (SELECT 1 FROM order_pool_alerts AS p WHERE p.order_id = o.id AND p.since = o.since)
         ORDER BY {_URGENCIES.replace("urgency", "o.urgency")}, o.since, o.id LIMIT 200
        """,
        now=clock.stamp(),
    )


def note_told(tx: Tx, found: list[Lying]) -> None:
    """That these were told of."""
    now = clock.stamp()
    tx.many(
        "INSERT INTO order_pool_alerts (order_id, since, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(one.order_id, one.since, now) for one in found],
    )
