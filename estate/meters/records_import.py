"""SQL of what came with an import: its meters and readings."""

from estate.data import Reader, Tx, clock


def set_aside(db: Reader, **meter: object) -> int | None:
    """The same meter as an import brought it before: no longer in use, and nothing but its first value counts.

    meter: home_id, kind, number, installed_on, initial_e3, multiplier_e3, digits.
    """
    return db.value(
        """
        SELECT m.id FROM meters AS m JOIN readings AS f ON f.meter_id = m.id AND f.ended_at IS NULL
         WHERE m.home_id = :home_id AND m.kind = :kind AND m.number = :number AND NOT m.active
           AND m.import_batch_id IS NOT NULL AND m.installed_on = :installed_on
           AND m.multiplier_e3 = :multiplier_e3 AND m.digits = :digits
           AND f.kind = 'initial' AND f.value_e3 = :initial_e3
           AND NOT EXISTS (SELECT 1 FROM readings AS r
                            WHERE r.meter_id = m.id AND r.ended_at IS NULL AND r.id <> f.id)
         LIMIT 1
        """,
        **meter,
    )


def end_batch(tx: Tx, import_batch_id: int, reason: str) -> int:
    """The readings of an import count no more; sqlite3.IntegrityError when a bill was made with one of them."""
    return tx.run(
        """
        UPDATE readings SET ended_at = :at, ended_by = :who, reason = :reason
         WHERE import_batch_id = :batch AND kind <> 'initial' AND ended_at IS NULL
        """,
        batch=import_batch_id,
        at=clock.stamp(),
        who=tx.by.name,
        reason=reason,
    )


def put_out_of_use(tx: Tx, import_batch_id: int) -> int:
    """The meters of an import of which nothing but the first value counts."""
    return tx.run(
        """
        UPDATE meters SET active = 0
         WHERE import_batch_id = :batch AND active
           AND NOT EXISTS (SELECT 1 FROM readings AS r
                            WHERE r.meter_id = meters.id AND r.kind <> 'initial' AND r.ended_at IS NULL)
        """,
        batch=import_batch_id,
    )
