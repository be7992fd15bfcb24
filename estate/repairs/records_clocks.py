"""What the watch over the clocks reads and notes."""

from estate.data import Reader, Tx, clock
from estate.repairs.queries import ORDER, Order
from estate.repairs.rules_steps import OPEN

_OPEN = ", ".join(f"'{state}'" for state in OPEN if state != "waiting")


def pressing(db: Reader, now: str, warn_percent: int) -> list[Order]:
    """Open orders of which a running clock has used so much of its time, and that was not told of yet.

    Instants compare as text, the shares of time as days. One row for each order, however many clocks.
    """
    clocks = (("response", "respond_by", "accepted_at"), ("arrival", "arrive_by", "arrived_at"))
    clocks = (*clocks, ("completion", "complete_by", "completed_at"))
    due = " OR ".join(
        f"""(o.{stopped} IS NULL
             AND julianday(:now) - julianday(o.clock_from) - o.paused_seconds / 86400.0
                 >= (julianday(o.{by}) - julianday(o.clock_from) - o.paused_seconds / 86400.0) * :warn / 100.0
             AND NOT EXISTS (SELECT 1 FROM work_order_alerts AS a
                              WHERE a.order_id = o.id AND a.clock = '{name}' AND a.clock_from = o.clock_from
                                AND a.kind = CASE WHEN :now > o.{by} THEN 'late' ELSE 'soon' END))"""
        for name, by, stopped in clocks
    )
    return db.rows(
        Order,
        ORDER + f"WHERE o.state IN ({_OPEN}) AND ({due}) ORDER BY o.complete_by, o.id",
        now=now,
        warn=warn_percent,
    )


def note_alert(tx: Tx, order: Order, name: str, kind: str) -> bool:
    """Note that a clock was told of; whether that is new."""
    return (
        tx.run(
            """
            INSERT INTO work_order_alerts (order_id, clock, kind, clock_from, at)
            VALUES (:order_id, :name, :kind, :clock_from, :at) ON CONFLICT DO NOTHING
            """,
            order_id=order.id,
            name=name,
            kind=kind,
            clock_from=order.clock_from,
            at=clock.stamp(),
        )
        == 1
    )


def done_before(db: Reader, before: str) -> list[tuple[int, str]]:
    """Orders that have waited to be signed off since before an instant, with since when."""
    return db.tuples(
        """SELECT id, since FROM work_orders WHERE state = 'done' AND since < :before ORDER BY id""",
        before=before,
    )
