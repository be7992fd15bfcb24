"""What the watch over the clocks reads and notes."""

from estate.complaints.queries import Complaint
from estate.complaints.rules_steps import OPEN
from estate.data import Reader, Tx, clock

_OPEN = ", ".join(f"'{state}'" for state in OPEN)


def pressing(db: Reader, now: str, warn_percent: int) -> list[int]:
    """Open complaints of which a running clock has used so much of its time, and that was not told of yet.

    Instants compare as text, the shares of time as days.
    """
    due = " OR ".join(
        f"""(c.{stopped} IS NULL
             AND julianday(:now) - julianday(c.clock_from)
                 >= (julianday(c.{by}) - julianday(c.clock_from)) * :warn / 100.0
             AND NOT EXISTS (SELECT 1 FROM complaint_alerts AS a
                              WHERE a.complaint_id = c.id AND a.clock = '{name}' AND a.clock_from = c.clock_from
                                AND a.kind = CASE WHEN :now > c.{by} THEN 'late' ELSE 'soon' END))"""
        for name, by, stopped in (("first", "answer_by", "first_at"), ("reply", "reply_by", "replied_at"))
    )
    return db.values(
        f"SELECT c.id FROM complaints AS c WHERE c.state IN ({_OPEN}) AND ({due}) ORDER BY c.reply_by, c.id",
        now=now,
        warn=warn_percent,
    )


def note_alert(tx: Tx, found: Complaint, name: str, kind: str) -> bool:
    """Note that a clock was told of; whether that is new."""
    return (
        tx.run(
            """
            INSERT INTO complaint_alerts (complaint_id, clock, kind, clock_from, at)
            VALUES (:complaint_id, :name, :kind, :clock_from, :at) ON CONFLICT DO NOTHING
            """,
            complaint_id=found.id,
            name=name,
            kind=kind,
            clock_from=found.clock_from,
            at=clock.stamp(),
        )
        == 1
    )
