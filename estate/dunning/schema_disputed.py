"""Pauses for some bills alone: those that are disputed rest, the others of the debt go on."""

from sqlite_utils import Database


def keep_disputed_bills(db: Database) -> None:
    """A pause without bills here is one of the whole debt. Steps are held back by such pauses alone; there must be
    something overdue that does not rest."""
    db.execute("""
        CREATE TABLE dunning_pause_charges (
            pause_id INTEGER NOT NULL REFERENCES dunning_pauses (id),
            charge_id INTEGER NOT NULL REFERENCES charges (id),
            PRIMARY KEY (pause_id, charge_id)
        ) STRICT, WITHOUT ROWID
    """)
    db.execute("CREATE INDEX dunning_pause_charges_by_charge ON dunning_pause_charges (charge_id)")
    for act in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER dunning_pause_charges_no_{act.lower()} BEFORE {act} ON dunning_pause_charges
            BEGIN SELECT RAISE(ABORT, 'a pause is ended, not changed'); END
        """)
    db.execute("DROP TRIGGER dunning_steps_fit")
    db.execute("""
        CREATE TRIGGER dunning_steps_fit BEFORE INSERT ON dunning_steps
        BEGIN
            SELECT RAISE(ABORT, 'a step belongs to an open case and to the strategy it began with')
             WHERE NOT EXISTS (
                SELECT 1 FROM dunning_cases AS c JOIN strategy_steps AS s ON s.version_id = c.strategy_version_id
                 WHERE c.id = NEW.case_id AND s.id = NEW.step_id AND c.closed_on IS NULL);
            SELECT RAISE(ABORT, 'dunning is paused')
             WHERE NEW.outcome <> 'skipped' AND EXISTS (
                SELECT 1 FROM dunning_cases AS c
                  JOIN dunning_pauses AS p ON p.home_id = c.home_id AND p.payer_id = c.payer_id
                 WHERE c.id = NEW.case_id AND p.ended_at IS NULL
                   AND NEW.step_on BETWEEN p.from_on AND p.until_on
                   AND NOT EXISTS (SELECT 1 FROM dunning_pause_charges AS w WHERE w.pause_id = p.id));
            SELECT RAISE(ABORT, 'nothing is overdue any more')
             WHERE NEW.outcome <> 'skipped' AND NOT EXISTS (
                SELECT 1 FROM dunning_cases AS c
                  JOIN charge_balances AS b ON b.home_id = c.home_id AND b.payer_id = c.payer_id
                 WHERE c.id = NEW.case_id AND b.balance_fen > 0 AND b.due_on < NEW.step_on
                   AND NOT EXISTS (
                    SELECT 1 FROM dunning_pause_charges AS q JOIN dunning_pauses AS z ON z.id = q.pause_id
                     WHERE q.charge_id = b.charge_id AND z.ended_at IS NULL
                       AND NEW.step_on BETWEEN z.from_on AND z.until_on));
        END
    """)
